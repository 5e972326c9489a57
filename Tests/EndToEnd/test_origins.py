"""Who may talk to the server: Origin and Host (contract sections 3 and 4)."""

import pytest
from websockets.exceptions import InvalidStatus

START = {"target_hole_codes": ["HOLE-1"]}


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1:5173", "http://[::1]:9"])
def test_a_dashboard_of_another_loopback_origin_works(demo_server, connect, origin):
    client = connect(demo_server, origin=origin)
    assert client.scan(target_hole_codes=["HOLE-1"]).complete["status"] == "COMPLETE"
    answer = demo_server.request("GET", "/api/sessions", headers={"Origin": origin})
    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] in (origin, "*")


@pytest.mark.parametrize("origin", [
    "http://evil.example", "https://localhost.evil.example", "null", "http://127.0.0.1.evil.example",
])
def test_a_foreign_origin_is_refused(demo_server, connect, origin):
    with pytest.raises(InvalidStatus) as refused:
        connect(demo_server, origin=origin)
    assert refused.value.response.status_code == 403
    answer = demo_server.request("POST", "/api/sessions", START, {"Origin": origin})
    assert answer.status == 403 and answer.code == "forbidden_origin"
    plain = demo_server.request("GET", "/api/sessions", headers={"Origin": origin})
    assert plain.headers["Access-Control-Allow-Origin"] is None


def test_a_configured_origin_is_allowed(server, connect):
    running = server({"server": {"allowed_origins": ["https://plant.example"]}})
    assert connect(running, origin="https://plant.example").ask("ping") == "pong"
    with pytest.raises(InvalidStatus):
        connect(running, origin="https://other.example")


def test_a_preflight_is_answered(demo_server):
    answer = demo_server.request("OPTIONS", "/api/sessions", headers={
        "Origin": "http://localhost:3000", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    })
    assert answer.status in (200, 204)
    assert answer.headers["Access-Control-Allow-Origin"] == "http://localhost:3000"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "content-type" in answer.headers["Access-Control-Allow-Headers"].lower()


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8080", "localhost.evil.example"])
@pytest.mark.parametrize("path", ["/", "/api/sessions", "/healthz", "/ws"])
def test_a_foreign_host_is_misdirected(demo_server, host, path):
    answer = demo_server.request("GET", path, headers={"Host": host})
    assert answer.status == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST:1"])
def test_loopback_hosts_are_served(demo_server, host):
    assert demo_server.request("GET", "/healthz", headers={"Host": host}).status == 200


def test_a_configured_host_is_served(server):
    running = server({"server": {"allowed_hosts": ["iso.plant.example"]}})
    assert running.request("GET", "/", headers={"Host": "iso.plant.example"}).status == 200


@pytest.mark.parametrize("path", ["/api/sessions", "/api/uploads?name=a.pdf"])
@pytest.mark.parametrize("coding", ["gzip", "br, gzip"])
def test_a_coded_body_is_refused(demo_server, path, coding):
    fields = {"Content-Type": "application/json", "Content-Encoding": coding}
    answer = demo_server.request("POST", path, "{}", fields)
    assert answer.status == 415 and answer.json["code"] == "unsupported_media_type"
    assert answer.headers["Accept-Encoding"] == "identity"
    fields["Content-Encoding"] = "Identity"
    assert demo_server.request("POST", path, "{}", fields).status in (201, 400)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_json_route_takes_json_only(demo_server, kind):
    answer = demo_server.request("POST", "/api/sessions", "{}", {"Content-Type": kind})
    assert answer.status == 415
