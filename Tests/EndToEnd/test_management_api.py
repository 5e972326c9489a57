"""The API Gateway management API, through Amazon's own client (contract section 4)."""

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError


def management(endpoint: str):
    return boto3.client(
        "apigatewaymanagementapi", endpoint_url=endpoint, region_name="eu-central-1",
        aws_access_key_id="test", aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 1}, proxies={}))


@pytest.fixture
def staged(server):
    return server({"server": {"stage": "prod"}})


@pytest.fixture(params=["", "/prod"], ids=["at the root", "at the stage"])
def api(request, staged):
    return management(staged.url + request.param)


def failure(call, **arguments) -> tuple[int, str]:
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    answer = caught.value.response
    return answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"]


def test_a_message_is_posted_to_a_connection(staged, api, connect):
    client, other = connect(staged), connect(staged)
    api.post_to_connection(ConnectionId=client.connection_id(), Data=b'{"hello":"\xc3\xbc"}')
    assert client.receive() == {"hello": "ü"}
    other.silence(0.1)


def test_a_connection_is_looked_at(staged, api, connect):
    found = api.get_connection(ConnectionId=connect(staged).connection_id())
    assert found["ConnectedAt"] <= found["LastActiveAt"]
    assert found["Identity"]["SourceIp"] == "127.0.0.1"


def test_a_connection_is_closed(staged, api, connect):
    from websockets.exceptions import ConnectionClosed

    client = connect(staged)
    identifier = client.connection_id()
    api.delete_connection(ConnectionId=identifier)
    with pytest.raises(ConnectionClosed):
        client.receive(10)
    assert failure(api.post_to_connection, ConnectionId=identifier, Data=b"x") == (410, "GoneException")
    assert failure(api.get_connection, ConnectionId=identifier) == (410, "GoneException")
    assert failure(api.delete_connection, ConnectionId=identifier) == (410, "GoneException")


def test_a_connection_that_left_is_gone(staged, api, connect):
    client = connect(staged)
    identifier = client.connection_id()
    client.close()
    assert failure(api.post_to_connection, ConnectionId=identifier, Data=b"x")[0] == 410


def test_a_malformed_id_is_a_bad_request(api):
    assert failure(api.post_to_connection, ConnectionId="no id!", Data=b"x")[0] == 400


def test_a_message_over_128_kib_is_too_large(staged, api, connect):
    client = connect(staged)
    identifier = client.connection_id()
    api.post_to_connection(ConnectionId=identifier, Data=b"x" * 131_072)
    assert len(client.socket.recv(10)) == 131_072
    status, _ = failure(api.post_to_connection, ConnectionId=identifier, Data=b"x" * 131_073)
    assert status == 413


def test_the_stage_has_the_web_socket_too(staged, connect):
    client = type(connect(staged))(staged.url.replace("http", "ws") + "/prod")
    assert client.ask("ping") == "pong"
    client.close()
