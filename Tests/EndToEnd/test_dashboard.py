"""The dashboard in a browser, on the real server: clicks, reloads, restarts, the workbook."""

import openpyxl
import pytest
from playwright.sync_api import expect

from dashboard.browser import chromium, static_files
from dashboard.page import Dashboard
from harness.drawings import pdf
from harness.server import run

# Enough drawings that a scan by one worker is still running when it is disturbed.
MANY = 1_200


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser):
    """Opens the dashboard of a server; every page must end without an error or outside request."""
    pages: list[Dashboard] = []
    contexts = []

    def visit_server(server) -> Dashboard:
        contexts.append(browser.new_context(viewport={"width": 1440, "height": 900}))
        pages.append(Dashboard(contexts[-1].new_page(), server.url).open())
        return pages[-1]

    yield visit_server
    for dashboard in pages:
        dashboard.expect_clean()
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def demo_codes(tmp_path_factory) -> list[str]:
    """The codes of the demo set, as `isoscan demo` tells them."""
    folder = tmp_path_factory.mktemp("demo-codes")
    assert run("demo", folder, "--files", 1).returncode == 0
    return (folder / "codes.txt").read_text().split("\n")


@pytest.fixture(scope="module")
def many(demo_set):
    return demo_set(MANY)


@pytest.fixture
def slow_server(server, many):
    """A server with one worker and a folder of many drawings."""
    folders = {"plant": str(many.drawings)}
    return server({"sources": {"folders": folders}, "workers": {"count": 1}})


def matched_sheet(path) -> dict[str, str]:
    """File name to codes, from the sheet Matches of a workbook."""
    sheet = openpyxl.load_workbook(path)["Matches"]
    head = [cell.value for cell in sheet[1]]
    name, codes = head.index("File Name"), head.index("Hole Codes Found")
    return {row[name]: row[codes] for row in sheet.iter_rows(min_row=2, values_only=True)}


def expect_forward(dashboard: Dashboard, total: int) -> None:
    """Every figure of processed drawings that was shown is at least the one before."""
    seen = dashboard.processed_seen()
    assert seen == sorted(seen)
    assert seen[-1] == total


def test_a_scan_of_the_demo_drawings_by_clicks_ends_in_a_workbook(server, visit, demo_codes, tmp_path):
    dashboard = visit(server({"sources": {"demo_files": 60}}))
    dashboard.choose("Demo drawings")
    dashboard.start(demo_codes)
    dashboard.expect_state("Complete")
    expect(dashboard.page.locator("#demo-banner")).to_be_visible()
    assert dashboard.figure("processed") == 60
    dashboard.expect_rows(dashboard.figure("matched"))
    rows = dashboard.rows()
    assert 0 < len(rows) == dashboard.figure("matched")

    line = dashboard.page.locator('[data-table="results"] [aria-rowindex="2"]')
    dashboard.page.locator('[data-table="results"]').press("Home")
    dashboard.page.locator('[data-table="results"]').press("Enter")
    expect(line.locator(".match").first).to_contain_text("page ")

    dashboard.download(tmp_path / "report.xlsx")
    found = matched_sheet(tmp_path / "report.xlsx")
    assert sorted(found) == sorted(rows)
    assert all(found[name] == ", ".join(codes) for name, codes in rows.items())


def test_a_reload_in_the_middle_of_a_scan_loses_nothing(slow_server, visit, many):
    dashboard = visit(slow_server)
    dashboard.scan_folder("plant", many.targets)
    dashboard.expect_progress(MANY // 20)
    dashboard.reload()
    expect(dashboard.page.locator("#session")).to_be_visible()
    assert dashboard.figure("processed") < MANY, "the scan ended before the reload: raise MANY"
    dashboard.expect_state("Complete")
    dashboard.expect_matches(many.expected)
    expect_forward(dashboard, MANY)


@pytest.mark.parametrize("end", ["kill9", "stop"])
def test_a_restart_of_the_server_in_the_middle_loses_nothing(slow_server, visit, many, end):
    dashboard = visit(slow_server)
    dashboard.scan_folder("plant", many.targets)
    dashboard.expect_progress(MANY // 20)
    getattr(slow_server, end)()
    expect(dashboard.page.locator("#connection-text")).to_contain_text("Reconnecting")
    assert dashboard.figure("processed") < MANY, "the scan ended before the restart: raise MANY"
    slow_server.start()
    dashboard.expect_connected()
    dashboard.expect_state("Complete")
    dashboard.expect_matches(many.expected)
    expect_forward(dashboard, MANY)


def test_a_cancelled_scan_has_its_workbook(slow_server, visit, many, tmp_path):
    dashboard = visit(slow_server)
    dashboard.scan_folder("plant", many.targets)
    dashboard.expect_progress(MANY // 20)
    dashboard.page.get_by_role("button", name="Cancel scan").click()
    dashboard.expect_state("Cancelled")
    dashboard.download(tmp_path / "report.xlsx")
    assert len(matched_sheet(tmp_path / "report.xlsx")) == dashboard.figure("matched")


def test_drawings_are_uploaded_and_read(server, visit):
    dashboard = visit(server())
    dashboard.choose("Upload")
    dashboard.page.locator("#upload-input").set_input_files([
        {"name": "one.pdf", "mimeType": "application/pdf", "buffer": pdf(["SEE HOLE-1 HERE"])},
        {"name": "two.pdf", "mimeType": "application/pdf", "buffer": pdf(["HOLE-12"])},
        {"name": "torn.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 no more"},
    ])
    dashboard.start(["HOLE-1"])
    dashboard.expect_state("Complete")
    dashboard.expect_matches({"one.pdf": ["HOLE-1"]})
    dashboard.tab("Problems")
    problems = dashboard.page.locator("#panel-problems")
    expect(problems.locator(".table-count")).to_have_text("1 problem")
    expect(problems.get_by_role("row").filter(has_text="torn.pdf")).to_contain_text("Unreadable")


def test_a_drawing_opens_from_its_row(server, visit):
    dashboard = visit(server())
    dashboard.choose("Upload")
    dashboard.page.locator("#upload-input").set_input_files(
        {"name": "one.pdf", "mimeType": "application/pdf", "buffer": pdf(["HOLE-1"])})
    dashboard.start(["HOLE-1"])
    dashboard.expect_state("Complete")
    link = dashboard.page.get_by_role("link", name="Open one.pdf in a new tab")
    answer = dashboard.page.request.get(link.get_attribute("href"))
    assert answer.ok and answer.body().startswith(b"%PDF")


def test_what_the_server_refuses_is_told_beside_the_field(slow_server, visit):
    dashboard = visit(slow_server)
    dashboard.scan_folder("plant", ["HOLE-1"], path="no/such/folder")
    expect(dashboard.page.locator("#source-error")).not_to_be_empty()
    expect(dashboard.page.get_by_role("button", name="Start scan")).to_be_visible()


def test_past_scans_are_opened_and_deleted(server, visit, demo_codes):
    dashboard = visit(server({"sources": {"demo_files": 20}}))
    dashboard.start(demo_codes)
    dashboard.expect_state("Complete")
    matched = dashboard.figure("matched")
    dashboard.page.get_by_role("button", name="Close this scan").click()
    expect(dashboard.page.locator("#welcome")).to_be_visible()

    dashboard.tab("Past scans")
    history = dashboard.page.locator("#history-list")
    history.get_by_role("button", name="Demo drawings").first.click()
    dashboard.expect_state("Complete")
    dashboard.expect_rows(matched)
    history.get_by_role("button", name="Delete the scan of").click()
    history.get_by_role("button", name="Delete", exact=True).click()
    expect(history.locator("li")).to_have_count(0)
    expect(dashboard.page.locator("#welcome")).to_be_visible()


def test_a_page_of_another_origin_works_against_the_server(server, browser, demo_codes):
    running = server({"sources": {"demo_files": 20}})
    with static_files(policy=False) as origin:
        page = browser.new_page()
        dashboard = Dashboard(page, origin).open(f"/index.html?server={running.url}")
        dashboard.start(demo_codes)
        dashboard.expect_state("Complete")
        dashboard.reload()
        dashboard.expect_state("Complete")
        assert not dashboard.errors, dashboard.errors
        page.close()


def test_the_served_files_allow_nothing_from_elsewhere(server):
    answer = server().get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy
