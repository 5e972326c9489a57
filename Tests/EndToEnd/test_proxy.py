"""Behind a real nginx with TLS, configured as Deploy/nginx.conf says (README, "Deployment")."""

import socket

import pytest
from websockets.exceptions import InvalidStatus

from dashboard.browser import chromium
from dashboard.page import Dashboard
from harness.client import Client
from harness.http import multipart, request
from harness.proxy import Proxy

CODES = ["HOLE-1"]


@pytest.fixture(scope="module", params=["tcp", "unix"])
def behind(request, tmp_path_factory, demo_drawings):
    """A server and the nginx in front of it, by way of a port or of a Unix socket."""
    from conftest import _servers

    folder = tmp_path_factory.mktemp("proxy")
    config = {
        "sources": {"folders": {"plant": str(demo_drawings.drawings)}, "demo_files": 20},
        "server": {"trusted_proxies": ["127.0.0.1"]},
    }
    if request.param == "unix":
        config["server"] = {"trusted_proxies": ["unix"], "host": f"unix:{folder}/isoscan.sock"}
    factory = _servers(lambda number: folder / "server")
    server = next(factory)(config)
    unix = server.ready.get("unix")
    proxy = Proxy(folder / "nginx", f"unix:{unix}" if unix else f"127.0.0.1:{server.port}").start()
    yield server, proxy
    proxy.stop()
    next(factory, None)


@pytest.fixture
def proxy(behind) -> Proxy:
    return behind[1]


@pytest.fixture
def secure(proxy):
    """A factory of clients over wss; all are closed at the end."""
    clients = []

    def connect(**options) -> Client:
        clients.append(Client(proxy.ws, ssl=proxy.context, proxy=None, **options))
        return clients[-1]

    yield connect
    for client in clients:
        client.close()


def ask(proxy: Proxy, method: str, path: str, body=None, **headers):
    return request(proxy.url, method, path, body, headers, proxy.context)


def test_a_scan_over_wss_ends_with_links_that_work(proxy, secure):
    done = secure().scan(folder="plant", target_hole_codes=CODES)
    url = done.complete["download_url"]
    assert url.startswith(proxy.url + "/reports/")
    report = ask(proxy, "GET", url)
    assert report.status == 200 and report.body[:2] == b"PK"
    for row in list(done.rows.values())[:3]:
        assert row["pdf_link"].startswith(proxy.url + "/drawings/")
        assert ask(proxy, "GET", row["pdf_link"]).body.startswith(b"%PDF")


def test_a_client_catches_up_over_another_connection(secure):
    done = secure().scan(target_hole_codes=CODES)
    state = secure().ask({"action": "reconnect", "session_id": done.session})
    assert state["type"] == "SYNC_STATE" and state["status"] == "COMPLETE"


def test_the_dashboard_and_the_api_are_served(proxy):
    page = ask(proxy, "GET", "/")
    assert page.status == 200 and b"<html" in page.body.lower()
    assert page.headers["Strict-Transport-Security"]
    assert ask(proxy, "GET", "/api/config").status == 200
    started = ask(proxy, "POST", "/api/sessions", {"target_hole_codes": CODES})
    assert started.status == 202


def test_the_dashboard_scans_in_a_browser_over_tls(proxy):
    with chromium() as browser:
        # The certificate is nobody's; the other tests check it.
        context = browser.new_context(ignore_https_errors=True)
        dashboard = Dashboard(context.new_page(), proxy.url).open()
        dashboard.choose("Demo drawings")
        dashboard.start(CODES)
        dashboard.expect_state("Complete")
        assert dashboard.figure("processed") == 20
        dashboard.expect_clean()


def test_plain_http_is_sent_to_https(proxy):
    answer = request(f"http://127.0.0.1:{proxy.plain_port}", "GET", "/x?y=1",
                     headers={"Host": "localhost"})
    assert answer.status == 308 and answer.headers["Location"] == "https://localhost/x?y=1"


def test_pages_of_the_proxys_own_origin_are_allowed(proxy, secure):
    assert secure(origin=proxy.url).ask("ping") == "pong"
    answer = ask(proxy, "POST", "/api/sessions", {"target_hole_codes": CODES}, Origin=proxy.url)
    assert answer.status == 202


def test_a_foreign_origin_is_refused_through_the_proxy(proxy, secure):
    with pytest.raises(InvalidStatus) as refused:
        secure(origin="https://evil.example")
    assert refused.value.response.status_code == 403
    answer = ask(proxy, "POST", "/api/sessions", {}, Origin="https://evil.example")
    assert answer.status == 403 and answer.code == "forbidden_origin"


def test_a_foreign_host_is_misdirected_through_the_proxy(proxy):
    assert ask(proxy, "GET", "/", Host="evil.example").status == 421
    assert ask(proxy, "GET", "/", **{"X-Forwarded-Host": "evil.example"}).status == 200


def identity(server, connection: str) -> dict:
    answer = request(server.url, "GET", f"/@connections/{connection}", unix=server.ready.get("unix"))
    assert answer.status == 200, answer
    return answer.json["identity"]


def test_the_client_is_the_one_that_the_proxy_saw(behind, secure):
    server, proxy = behind
    # All of 127.0.0.0/8 is this machine: a client with another address than the proxy's.
    end = socket.create_connection(("127.0.0.1", proxy.port), 20, ("127.0.0.2", 0))
    client = secure(sock=end, user_agent_header="Plant/1.0")
    assert identity(server, client.connection_id()) == {
        "sourceIp": "127.0.0.2", "userAgent": "Plant/1.0"}


def test_what_a_client_claims_to_be_is_thrown_away(behind, secure):
    server, _ = behind
    client = secure(additional_headers={"X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9"})
    assert identity(server, client.connection_id())["sourceIp"] in ("127.0.0.1", "unix")


def test_an_upload_of_some_megabytes_goes_through(proxy, demo_drawings, secure):
    files = [(path.name, path.read_bytes()) for path in sorted(demo_drawings.drawings.rglob("*.pdf"))]
    count = 8_000_000 // sum(len(content) for _, content in files[:50]) + 1
    parts = [(f"{turn}/{name}", content) for turn in range(count) for name, content in files[:50]]
    body, kind = multipart(parts)
    assert len(body) > 8_000_000
    answer = ask(proxy, "POST", "/api/uploads", body, **{"Content-Type": kind})
    assert answer.status in (200, 201), answer
    assert answer.json["files"] == len(parts)
    done = secure().scan(upload_id=answer.json["upload_id"], target_hole_codes=CODES)
    assert done.complete["total_processed"] == len(parts)


@pytest.mark.parametrize("path", ["/@connections/AAAAAAAAAAAAAAAA", "/prod/@connections/A", "/metrics"])
def test_what_is_for_this_machine_is_not_served_to_others(proxy, path):
    answer = ask(proxy, "GET", path)
    assert answer.status == 404 and answer.headers["Server"].startswith("nginx")


@pytest.mark.parametrize("trusted", [[], ["192.0.2.1"]], ids=["nobody is trusted", "another is"])
def test_without_trust_the_fields_are_ignored(server, connect, trusted):
    running = server({"server": {"trusted_proxies": trusted}})
    claims = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    client = connect(running, additional_headers=claims)
    assert identity(running, client.connection_id())["sourceIp"] == "127.0.0.1"
    client.send({"action": "start_scan", "target_hole_codes": CODES})
    assert client.until("COMPLETE")[-1]["download_url"].startswith(running.url + "/")


def test_a_trusted_proxy_names_client_and_scheme(server, connect):
    running = server({"server": {"trusted_proxies": ["127.0.0.1"]}})
    claims = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9", "X-Forwarded-Proto": "https"}
    client = connect(running, additional_headers=claims)
    # The last that is no proxy of ours: what stands before it is the client's own claim.
    assert identity(running, client.connection_id())["sourceIp"] == "203.0.113.9"
    client.send({"action": "start_scan", "target_hole_codes": CODES})
    assert client.until("COMPLETE")[-1]["download_url"].startswith("https://127.0.0.1:")
