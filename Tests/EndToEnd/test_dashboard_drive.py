"""Google Drive in the dashboard: fields that are judged as one types, and a new token for a paused scan."""

import pytest
from playwright.sync_api import expect

from dashboard.browser import chromium
from dashboard.page import Dashboard
from harness.drawings import pdf, write


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser):
    pages = []

    def visit_server(server) -> Dashboard:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        pages.append((context, Dashboard(context.new_page(), server.url).open()))
        pages[-1][1].choose("Google Drive")
        return pages[-1][1]

    yield visit_server
    for context, dashboard in pages:
        dashboard.expect_clean()
        context.close()


@pytest.fixture
def plant(tmp_path):
    return write(tmp_path / "plant", {f"a/{number}.pdf": pdf([f"HOLE-{number}"]) for number in range(60)})


def fill(dashboard, link: str, token: str) -> None:
    dashboard.page.get_by_label("Link").fill(link)
    dashboard.page.get_by_label("Access token").first.fill(token)


def test_link_and_token_are_judged_as_one_types(server, emulator, plant, visit):
    drive = emulator(plant)
    dashboard = visit(server(drive.config))
    note = dashboard.page.locator("#drive-link-note")
    fill(dashboard, "https://example.com/x", "two words")
    expect(note).to_have_text("Not a link of Google Drive yet")
    expect(dashboard.page.locator("#drive-token-note")).to_contain_text("one word")
    expect(dashboard.page.locator("#drive-stored")).to_be_hidden()
    dashboard.start(["HOLE-1"])
    expect(dashboard.page.locator("#source-error")).to_contain_text("no link of Google Drive")
    fill(dashboard, drive.link, "")
    expect(note).to_have_text(f"Folder {drive.root}")
    dashboard.start()
    expect(dashboard.page.locator("#source-error")).to_contain_text("access token")
    fill(dashboard, "1" + "x" * 32, "ya29.any")
    dashboard.start()
    expect(dashboard.page.locator("#source-error")).to_contain_text("not there")
    fill(dashboard, drive.link, "Bearer ya29.any")
    dashboard.start()
    dashboard.expect_state("Complete")
    dashboard.expect_matches({"a/1.pdf": ["HOLE-1"]})
    opened = dashboard.page.get_by_role("link", name="Open a/1.pdf in a new tab")
    assert "/open/" in opened.get_attribute("href") or "drive.google.com" in opened.get_attribute("href")
    assert "ya29" not in dashboard.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_a_paused_scan_asks_for_a_token_and_goes_on(server, emulator, plant, visit):
    drive = emulator(plant, "--latency", 300)
    dashboard = visit(server({**drive.config, "workers": {"count": 1}}))
    fill(dashboard, drive.link, "ya29.first")
    dashboard.start(["HOLE-1"])
    dashboard.expect_progress(1)
    drive.expire("ya29.first")
    dashboard.expect_state("Paused")
    dashboard.reload()
    dashboard.expect_state("Paused")
    form = dashboard.page.locator("#token-form")
    expect(form).to_be_visible()
    form.get_by_label("New access token").fill("ya29.second")
    form.get_by_role("button", name="Go on").click()
    dashboard.expect_state("Complete")
    expect(form).to_be_hidden()
    assert dashboard.figure("processed") == 60 and dashboard.figure("problems") == 0


def test_a_listing_shows_how_far_it_is(server, emulator, tmp_path, visit):
    files = {"/".join(f"d{level}" for level in range(depth)) + f"/{depth}.txt": b"HOLE-1" for depth in range(1, 13)}
    drive = emulator(write(tmp_path / "deep", files), "--latency", 500)
    dashboard = visit(server(drive.config))
    fill(dashboard, drive.link, "ya29.any")
    dashboard.start(["HOLE-1"])
    dashboard.expect_state("Scanning, still listing")
    expect(dashboard.page.locator("#percent")).to_contain_text("listed")
    dashboard.expect_state("Complete")
    dashboard.expect_rows(12)


def test_with_credentials_of_the_server_no_token_is_asked_for(server, emulator, plant, visit, tmp_path):
    import json
    user = {"client_id": "i", "client_secret": "s", "refresh_token": "r"}
    drive = emulator(plant, describe={"user": user})
    path = tmp_path / "credentials.json"
    path.write_text(json.dumps({"type": "authorized_user", "token_uri": drive.url + "/token", **user}))
    config = {"sources": {"drive": {"api_url": drive.url, "credentials_file": str(path)}}}
    dashboard = visit(server(config))
    expect(dashboard.page.locator("#drive-stored")).to_be_visible()
    fill(dashboard, drive.link, "")
    dashboard.start(["HOLE-2"])
    dashboard.expect_state("Complete")
    dashboard.expect_matches({"a/2.pdf": ["HOLE-2"]})
