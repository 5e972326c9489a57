"""The API Gateway management API, through Amazon's own client (contract section 4)."""

import json
import socket
from datetime import datetime, timedelta, timezone
from urllib.parse import quote, urlsplit

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


# MARK: Errors, as Amazon's clients tell them apart


def test_the_exceptions_of_the_service_are_raised(staged, api, connect):
    client = connect(staged)
    identifier = client.connection_id()
    with pytest.raises(api.exceptions.PayloadTooLargeException):
        api.post_to_connection(ConnectionId=identifier, Data=b"x" * 131_073)
    client.close()
    for call in (api.get_connection, api.delete_connection):
        with pytest.raises(api.exceptions.GoneException):
            call(ConnectionId=identifier)
    with pytest.raises(api.exceptions.GoneException) as gone:
        api.post_to_connection(ConnectionId=identifier, Data=b"x")
    answer = gone.value.response
    assert answer["Error"]["Message"] and answer["ResponseMetadata"]["RequestId"]


def test_a_message_of_many_megabytes_is_too_large(api):
    with pytest.raises(api.exceptions.PayloadTooLargeException):
        api.post_to_connection(ConnectionId="A" * 16, Data=b"x" * 20_000_000)


def test_a_foreign_page_is_forbidden(staged, api):
    def add_origin(request, **_):
        request.headers["Origin"] = "https://evil.example"

    api.meta.events.register("before-send.apigatewaymanagementapi", add_origin)
    with pytest.raises(api.exceptions.ForbiddenException):
        api.post_to_connection(ConnectionId="A" * 16, Data=b"x")
    with pytest.raises(api.exceptions.ForbiddenException):
        api.delete_connection(ConnectionId="A" * 16)


def test_a_client_that_does_not_read_is_over_the_limit(staged, api):
    from harness.client import Client

    parts = urlsplit(staged.ws)
    end = socket.socket()
    end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    end.connect((parts.hostname, parts.port))
    # One message waits to be read, and the client takes no more from the socket.
    client = Client(staged.ws, sock=end, max_queue=1, compression=None)
    identifier = client.connection_id()
    taken = 0
    with pytest.raises(api.exceptions.LimitExceededException) as limited:
        while taken < 200:
            api.post_to_connection(ConnectionId=identifier, Data=b"x" * 131_072)
            taken += 1
    assert limited.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429
    # Over 1 MiB has to wait; what the kernel holds comes on top of it.
    assert taken > 8
    # It is still there, loses nothing, and is written to again once it has read.
    for _ in range(taken):
        assert len(client.socket.recv(20)) == 131_072
    api.post_to_connection(ConnectionId=identifier, Data=b"after")
    assert client.socket.recv(20) == "after"
    client.close()


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\xc3", b"a\xed\xa0\x80"])
def test_what_is_not_utf8_text_is_refused(staged, api, connect, data):
    client = connect(staged)
    answer = failure(api.post_to_connection, ConnectionId=client.connection_id(), Data=data)
    assert answer == (400, "BadRequestException")
    assert client.ask("ping") == "pong"


@pytest.mark.parametrize("text", ["", "ping", "\u00fc\U0001f600", "\x00", '{"a": 1}\n'])
def test_any_text_arrives_as_it_is(staged, api, connect, text):
    client = connect(staged)
    api.post_to_connection(ConnectionId=client.connection_id(), Data=text.encode())
    assert client.socket.recv(10) == text


@pytest.mark.parametrize("identifier", [
    "A", "A" * 15, "A" * 17, "A" * 15 + "=", "A" * 15 + "+", "A/" * 8, "é" * 8, "..", "%41" * 16,
])
def test_an_id_that_can_be_none_is_malformed(api, identifier):
    for call in (api.get_connection, api.delete_connection):
        status, code = failure(call, ConnectionId=identifier)
        assert (status, code) == (400, "BadRequestException")


# MARK: By hand


def test_an_id_may_be_percent_encoded(staged, connect):
    client = connect(staged)
    identifier = "".join(f"%{byte:02X}" for byte in client.connection_id().encode())
    for prefix in ("/@connections/", "/prod/@connections/", "/%40connections/"):
        assert staged.request("POST", prefix + identifier, b"hello").status == 200
        assert client.socket.recv(10) == "hello"
    assert staged.request("DELETE", "/@connections/" + identifier).status == 204


def test_a_look_says_when_and_who(staged, connect):
    before = datetime.now(timezone.utc) - timedelta(seconds=1)
    client = connect(staged, user_agent_header="Plant/1.0 (test)")
    answer = staged.get(f"/@connections/{quote(client.connection_id())}")
    assert answer.status == 200 and answer.headers["Content-Type"].startswith("application/json")
    found = answer.json
    assert found["identity"] == {"sourceIp": "127.0.0.1", "userAgent": "Plant/1.0 (test)"}
    connected = datetime.fromisoformat(found["connectedAt"])
    active = datetime.fromisoformat(found["lastActiveAt"])
    assert before <= connected <= active <= datetime.now(timezone.utc) + timedelta(seconds=1)


def test_an_error_has_its_name_in_the_header_and_in_the_body(staged):
    answer = staged.get("/@connections/" + "A" * 16)
    assert answer.status == 410 and answer.headers["x-amzn-ErrorType"] == "GoneException"
    error = json.loads(answer.body)
    assert error["__type"] == error["code"] == "GoneException" and error["message"]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_another_method_is_not_allowed(staged, method):
    answer = staged.request(method, "/@connections/" + "A" * 16, b"x")
    assert answer.status == 405 and {"POST", "GET", "DELETE"} <= set(
        answer.headers["Allow"].replace(" ", "").split(","))


def test_other_stages_have_no_connections(staged):
    assert staged.get("/dev/@connections/" + "A" * 16).status == 404
