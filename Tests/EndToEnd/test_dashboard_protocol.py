"""The whole page against a server in the test's own hands: every message and every accident."""

import re

import pytest
from playwright.sync_api import expect

from dashboard.browser import chromium, static_files
from dashboard.page import Dashboard
from dashboard.script import Script, row


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def origin():
    with static_files() as origin:
        yield origin


@pytest.fixture
def opened(browser, origin):
    """A page and the script that plays its server; both must end without an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    script = Script(page)
    dashboard = Dashboard(page, origin).open("/index.html")
    yield dashboard, script
    dashboard.expect_clean()
    context.close()


def begin(dashboard, script, codes=("HOLE-1",), total=100, **fields):
    """Starts a scan of demo drawings, which the script confirms."""
    def started(message):
        if message["action"] == "start_scan":
            script.send("STARTED", total_files=total, message="Started.", **fields)
    script.on_message = started
    dashboard.start(list(codes))
    dashboard.expect_state("Scanning, still listing" if fields.get("listing") else "Scanning")


def test_codes_are_counted_and_duplicates_noted(opened):
    dashboard, _ = opened
    dashboard.page.get_by_label("Hole codes, one a line").fill("HOLE-1, hole-1; HOLE-2\nHOLE-3")
    expect(dashboard.page.locator("#codes-count")).to_have_text("3 codes, 1 duplicate")


def test_the_demo_s_codes_are_a_click_away(opened):
    dashboard, script = opened
    dashboard.page.get_by_role("button", name="Use the demo's codes").click()
    begin_codes = dashboard.page.get_by_label("Hole codes, one a line")
    expect(begin_codes).to_have_value("HOLE-1\nHOLE-2")


def test_a_start_sends_codes_source_and_mode(opened):
    dashboard, script = opened
    dashboard.page.get_by_role("radio", name="Token").check()
    script.on_message = lambda message: script.send("STARTED", total_files=1)
    dashboard.scan_folder("plant", ["A", "B"], path="/Area 3/")
    dashboard.expect_state("Scanning")
    message = script.request("start_scan")
    assert message["action"] == "start_scan" and message["folder"] == "plant/Area 3"
    assert message["target_hole_codes"] == ["A", "B"] and message["match"] == {"mode": "token"}


def test_a_code_list_is_sent_as_file_content(opened):
    dashboard, script = opened
    script.on_message = lambda message: script.send("STARTED", total_files=1)
    dashboard.page.locator("#codes-input").set_input_files(
        {"name": "codes.csv", "mimeType": "text/csv", "buffer": b"HOLE-1\n"})
    expect(dashboard.page.locator("#codes-file-name")).to_contain_text("codes.csv")
    dashboard.start()
    dashboard.expect_state("Scanning")
    message = script.request("start_scan")
    assert message["file_content"] == "SE9MRS0xCg=="
    assert "target_hole_codes" not in message


def test_a_hundred_thousand_pasted_codes_are_held_beside_the_field(opened):
    dashboard, script = opened
    script.on_message = lambda message: script.send("STARTED", total_files=1)
    dashboard.page.evaluate("""() => {
      const data = new DataTransfer();
      data.setData("text/plain", Array.from({ length: 100000 }, (_, i) => i).join("\\n"));
      const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
      document.getElementById("codes").dispatchEvent(paste);
    }""")
    expect(dashboard.page.locator("#codes-count")).to_have_text("100,000 codes")
    dashboard.start()
    dashboard.expect_state("Scanning")
    assert script.request("start_scan")["target_hole_codes"][-1] == "99999"


@pytest.mark.parametrize("source, field, words", [
    ("Demo drawings", "codes", "Enter at least one code"),
    ("Upload", "source", "Add at least one"),
])
def test_what_is_missing_is_said_beside_the_field(opened, source, field, words):
    dashboard, script = opened
    dashboard.choose(source)
    dashboard.start([] if field == "codes" else ["A"])
    error = dashboard.page.locator(f"#{field}-error")
    expect(error).to_contain_text(words)
    assert script.received == []


@pytest.mark.parametrize("code, field", [
    ("no_codes", "codes"), ("code_too_long", "codes"), ("no_drawings", "source"),
    ("unknown_folder", "source"), ("internal", "start"),
])
def test_a_refused_start_is_told_beside_the_field_it_is_about(opened, code, field):
    dashboard, script = opened
    script.on_message = lambda message: script.send("ERROR", None, code=code, message="Do this instead.")
    dashboard.start(["A"])
    expect(dashboard.page.locator(f"#{field}-error")).to_have_text("Do this instead.")
    expect(dashboard.page.get_by_role("button", name="Start scan")).to_be_visible()


def test_a_list_over_the_message_limit_is_not_sent(opened):
    dashboard, script = opened
    dashboard.page.locator("#codes-input").set_input_files(
        {"name": "codes.txt", "mimeType": "text/plain", "buffer": b"HOLE-1234\n" * 80_000})
    dashboard.start()
    expect(dashboard.page.locator("#codes-error")).to_contain_text("Split the list")
    assert script.received == []


def test_progress_matches_and_the_end_are_shown(opened):
    dashboard, script = opened
    begin(dashboard, script, demo=True)
    expect(dashboard.page.locator("#demo-banner")).to_be_visible()
    script.send("MATCH_FOUND", data=row(1, ["HOLE-1", "HOLE-7"]))
    script.send("PROGRESS", value=42, processed=42, total=100, file_name="area/sheet-1.pdf")
    expect(dashboard.page.locator("#percent")).to_have_text("42 %")
    expect(dashboard.page.get_by_role("progressbar", name="Drawings done")).to_have_attribute("aria-valuenow", "42")
    dashboard.expect_rows(1)
    expect(dashboard.page).to_have_title("42 % · Isoscan")
    script.session = {
        "session_id": "S1", "status": "COMPLETE", "total_files": 100, "processed_count": 100,
        "total_matches": 1, "total_problems": 2, "download_url": "/reports/r.xlsx", "message": "Done."}
    script.problems = [row(number, [], False, "No Text") for number in (7, 8)]
    script.send("COMPLETE", status="COMPLETE", total_processed=100, total_matches=1, total_problems=2,
                download_url="/reports/r.xlsx", message="Done.")
    dashboard.expect_state("Complete")
    expect(dashboard.page.get_by_role("link", name="Download workbook")).to_be_visible()
    dashboard.tab("Problems")
    expect(dashboard.page.locator("#panel-problems .table-count")).to_have_text("2 problems")


def test_a_row_opens_on_its_places(opened):
    dashboard, script = opened
    begin(dashboard, script)
    script.send("MATCH_FOUND", data=row(1, ["HOLE-1"]))
    line = dashboard.page.get_by_role("row").filter(has_text="sheet-1.pdf")
    line.click()
    expect(line).to_have_attribute("aria-expanded", "true")
    expect(line.locator(".match")).to_have_text(re.compile("page 2.*HOLE-1.*SEE HOLE-1"))
    grid = dashboard.page.get_by_role("treegrid", name="Drawings with codes")
    grid.press("Enter")
    expect(line).to_have_attribute("aria-expanded", "false")


def test_text_from_drawings_is_text(opened):
    dashboard, script = opened
    begin(dashboard, script)
    nasty = '<img src=x onerror="document.title=1">'
    script.send("MATCH_FOUND", data={**row(1, [nasty]), "file_name": nasty, "pdf_link": "javascript:alert(1)", "number": None})
    dashboard.expect_rows(1)
    expect(dashboard.page.locator('[data-table="results"] .file').first).to_have_text(nasty)
    assert dashboard.page.locator('[data-table="results"] img').count() == 0
    assert dashboard.page.locator('[data-table="results"] a[href]').count() == 0


def test_other_sessions_are_not_mixed_in(opened):
    dashboard, script = opened
    begin(dashboard, script)
    script.send("MATCH_FOUND", "OTHER", data=row(5))
    script.send("PROGRESS", "OTHER", value=99, processed=99, total=100)
    script.send("MATCH_FOUND", data=row(1))
    dashboard.expect_rows(1)
    assert dashboard.figure("processed") == 0


def test_after_a_break_what_was_missed_is_fetched_page_by_page(opened):
    dashboard, script = opened
    script.page_length = 200
    begin(dashboard, script, total=5000)
    for number in range(3):
        script.send("MATCH_FOUND", data=row(number))
    script.send("PROGRESS", value=1, processed=50, total=5000, file_name="")
    dashboard.expect_rows(3)
    script.matched = [row(number) for number in range(1300)]

    def reconnected(message):
        assert message == {"action": "reconnect", "session_id": "S1"}
        script.sync(results=script.matched[:1000], results_total=1300, next_cursor="1000",
                    total_files=5000, processed_count=3000)
        script.send("MATCH_FOUND", data=row(1299))
        script.send("MATCH_FOUND", data=row(1300))

    script.on_message = reconnected
    script.socket.close(code=1001)
    dashboard.expect_rows(1301)
    assert sorted(dashboard.rows()) == sorted(f"area/sheet-{number}.pdf" for number in range(1301))
    matched = [query for query in script.queries if "filter=matched" in query]
    assert "cursor=1000" in matched[0] and len(matched) == 2
    seen = dashboard.processed_seen()
    assert seen == sorted(seen)


def test_rows_without_their_places_are_completed(opened):
    dashboard, script = opened
    begin(dashboard, script)
    script.matched = [row(number) for number in range(20)]
    script.on_message = lambda message: script.sync(
        results=[row(number, matches=False) for number in range(20)], processed_count=20)
    script.socket.close(code=1001)
    dashboard.expect_rows(20)
    line = dashboard.page.get_by_role("row").filter(has_text="sheet-3.pdf")
    expect(line.locator(".page")).to_have_text("2")


def test_a_start_whose_answer_was_lost_is_sent_again_under_the_same_id(opened):
    dashboard, script = opened
    script.on_message = lambda message: script.socket.close(code=1006)
    dashboard.start(["A"])
    expect(dashboard.page.locator("#connection")).not_to_have_attribute("data-phase", "connected")
    script.on_message = lambda message: script.send("STARTED", total_files=5)
    dashboard.expect_state("Scanning")
    first, second = script.received
    assert first == second and first["request_id"]
    script.problems = [row(3, [], status="Unreadable")]
    script.send("COMPLETE", status="COMPLETE", total_processed=5, total_matches=0, total_problems=1,
                download_url="/reports/r.xlsx", message="")
    dashboard.tab("Problems")
    expect(dashboard.page.locator("#panel-problems .table-count")).to_have_text("1 problem")


def test_a_scan_that_is_closed_is_asked_for_no_more(opened):
    dashboard, script = opened
    dashboard.page.clock.install()
    begin(dashboard, script)
    script.hold()
    script.sync(processed_count=100)
    end = {"status": "COMPLETE", "total_processed": 100, "total_matches": 0, "total_problems": 1,
           "download_url": "/reports/r.xlsx", "message": ""}
    script.send("COMPLETE", **end)
    dashboard.expect_state("Complete")
    dashboard.page.get_by_role("button", name="Close this scan").click()
    script.release()
    for _ in range(10):
        dashboard.page.clock.run_for(200)
    assert not [path for path in script.asked if "/null" in path]


def test_a_reload_brings_the_session_back(opened):
    dashboard, script = opened
    begin(dashboard, script)
    expect(dashboard.page).to_have_url(re.compile("#session=S1$"))
    script.on_message = lambda message: script.sync(
        results=[row(1), row(2)], processed_count=60, codes=1)
    dashboard.reload()
    dashboard.expect_rows(2)
    expect(dashboard.page.locator("#percent")).to_have_text("60 %")
    expect(dashboard.page.locator("#count-codes")).to_have_text("1 / 1")


def test_a_session_that_is_gone_is_said_and_forgotten(opened):
    dashboard, script = opened
    begin(dashboard, script)
    script.on_message = lambda message: script.send(
        "ERROR", code="unknown_session", message="There is no such session.")
    dashboard.reload()
    expect(dashboard.page.locator("#notice-text")).to_have_text("There is no such session.")
    expect(dashboard.page.locator("#welcome")).to_be_visible()
    dashboard.page.goto(dashboard.origin + "/index.html")
    dashboard.expect_connected()
    expect(dashboard.page.locator("#notice")).to_be_hidden()


UNREAD = {"code": "internal_error",
          "message": "The scan's results can't be read just now: reconnect to get them."}


def test_results_that_the_server_could_not_read_are_asked_for_again(opened):
    dashboard, script = opened
    begin(dashboard, script)
    script.on_message = lambda message: script.sync(results=[row(1), row(2)], processed_count=60)
    script.send("ERROR", **UNREAD)
    dashboard.expect_rows(2)
    assert script.request("reconnect") == {"action": "reconnect", "session_id": "S1"}
    expect(dashboard.page.locator("#notice")).to_be_hidden()
    expect(dashboard.page.locator("#percent")).to_have_text("60 %")


def test_a_session_that_could_not_be_read_is_opened_all_the_same(opened):
    dashboard, script = opened
    begin(dashboard, script)
    answers = iter([lambda: script.send("ERROR", **UNREAD), lambda: script.sync(results=[row(1)])])
    script.on_message = lambda message: next(answers)()
    dashboard.reload()
    expect(dashboard.page.locator("#notice-text")).to_have_text(UNREAD["message"])
    dashboard.expect_rows(1)
    expect(dashboard.page.locator("#notice")).to_be_hidden()
    dashboard.expect_state("Scanning")


def test_a_pause_says_why_and_that_it_ends(opened):
    dashboard, script = opened
    begin(dashboard, script)
    script.session = {"session_id": "S1", "status": "PAUSED", "reason": "The disk is full.",
                      "total_files": 100, "processed_count": 10}
    script.send("ERROR", code="storage_full", message="The disk is full.")
    dashboard.expect_state("Paused")
    expect(dashboard.page.locator("#paused-reason")).to_have_text("The disk is full.")
    expect(dashboard.page.locator("#notice")).to_be_hidden()
    script.session["status"] = "IN_PROGRESS"
    script.send("PROGRESS", value=11, processed=11, total=100, file_name="")
    dashboard.expect_state("Scanning")


def test_a_failed_session_says_why(opened):
    dashboard, script = opened
    begin(dashboard, script)
    script.session = {"session_id": "S1", "status": "FAILED", "message": "The folder is gone."}
    script.send("ERROR", code="unreadable_source", message="The folder is gone.")
    dashboard.expect_state("Failed")
    expect(dashboard.page.locator("#notice-text")).to_have_text("The folder is gone.")


def test_while_listing_there_is_no_percentage(opened):
    dashboard, script = opened
    begin(dashboard, script, listing=True)
    script.send("PROGRESS", value=50, processed=50, total=200, file_name="", listing=True)
    dashboard.expect_progress(50)
    expect(dashboard.page.locator("#percent")).to_have_text("200 listed")
    expect(dashboard.page.locator("#stat-total")).to_have_text("of 200 so far")


def test_cancel_is_sent_and_a_cancelled_scan_has_its_workbook(opened):
    dashboard, script = opened
    begin(dashboard, script)
    dashboard.page.get_by_role("button", name="Cancel scan").click()
    expect(dashboard.page.get_by_role("button", name="Cancelling…")).to_be_disabled()
    assert script.request("cancel_scan") == {"action": "cancel_scan", "session_id": "S1"}
    script.send("COMPLETE", status="CANCELLED", total_processed=30, total_matches=0, total_problems=0,
                download_url="/reports/r.xlsx", message="")
    dashboard.expect_state("Cancelled")
    expect(dashboard.page.get_by_role("link", name="Download workbook")).to_be_visible()


def test_ten_thousand_rows_are_few_elements_sorted_and_filtered(opened):
    dashboard, script = opened
    script.page_length = 1000
    begin(dashboard, script, total=20_000)
    script.matched = [row(number, [f"HOLE-{number % 50}"]) for number in range(10_000)]
    script.on_message = lambda message: script.sync(
        results=script.matched[:1000], results_total=10_000, next_cursor="1000",
        total_files=20_000, processed_count=19_000)
    script.socket.close(code=1001)
    dashboard.expect_rows(10_000)
    table = dashboard.page.locator("#panel-results")
    assert table.locator(".grid-body > .row").count() < 80
    by_name = table.get_by_role("button", name="File name")
    by_name.click()
    by_name.click()
    expect(table.locator('[aria-rowindex="2"] .name')).to_have_attribute("title", "area/sheet-9999.pdf")
    table.get_by_role("searchbox").fill('"HOLE-4"')
    expect(table.locator(".table-count")).to_have_text("200 of 10,000 drawings")
    dashboard.page.get_by_role("treegrid", name="Drawings with codes").press("End")
    expect(table.locator(".row.active .name")).to_have_attribute("title", "area/sheet-4.pdf")


def test_a_code_leads_to_its_drawings(opened):
    dashboard, script = opened
    begin(dashboard, script, codes=["HOLE-1", "HOLE-12", "HOLE-3"])
    for number, codes in enumerate((["HOLE-1"], ["HOLE-12"], ["HOLE-1", "HOLE-12"])):
        script.send("MATCH_FOUND", data=row(number, codes))
    dashboard.tab("Codes")
    codes = dashboard.page.locator("#panel-codes")
    expect(codes.get_by_role("row").filter(has_text="HOLE-3")).to_contain_text("Not found")
    codes.locator('.code[title="HOLE-1"]').click()
    expect(dashboard.page.locator("#panel-results .table-count")).to_have_text("2 of 3 drawings")
    expect(dashboard.page.locator("#panel-results .chip.found")).to_have_text(["HOLE-1", "HOLE-1"])


def test_the_colours_chosen_are_kept(opened):
    dashboard, _ = opened
    button = dashboard.page.get_by_role("button", name="Colours")
    button.click()
    button.click()
    dashboard.reload()
    expect(dashboard.page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("width, theme", [(390, "light"), (1024, "dark"), (1440, "light")])
def test_nothing_sticks_out_sideways(browser, origin, width, theme):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme)
    page = context.new_page()
    script = Script(page)
    dashboard = Dashboard(page, origin).open("/index.html")
    begin(dashboard, script)
    script.send("MATCH_FOUND", data={**row(1, [f"HOLE-{n}" for n in range(9)]), "file_name": "long/" * 20 + "x.pdf"})
    dashboard.expect_rows(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    dashboard.expect_clean()
    context.close()


@pytest.mark.parametrize("width", [390, 900, 1280, 1440, 2200])
@pytest.mark.parametrize("length", [2, 9, 60])
def test_every_code_of_a_row_is_shown_or_counted(opened, width, length):
    dashboard, script = opened
    page = dashboard.page
    begin(dashboard, script)
    for number in range(1, 8):
        codes = [f"{n}" + "H" * (length - 1) for n in range(number)]
        script.send("MATCH_FOUND", data=row(number, codes))
    dashboard.expect_rows(7)
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_function("innerWidth === %d" % width)
    cells = '[...document.querySelectorAll(`[data-table="results"] .line .codes`)].filter(c => c.clientWidth)'
    seen = page.evaluate("""() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(
      CELLS.map((cell) => {
        const inside = (e) => e.getBoundingClientRect().right <= cell.getBoundingClientRect().right + .5;
        const shown = [...cell.children].filter((child) => !child.hidden);
        return {
          whole: shown.every(inside), cut: shown.some((e) => e.scrollWidth > e.clientWidth), chips: shown.filter((e) => e.matches(".chip")).length,
          more: Number(shown.find((e) => e.matches(".more"))?.textContent ?? 0),
          codes: cell.title.split(", ").length,
        };
      })), 50)))""".replace("CELLS", cells))
    assert sorted(cell["codes"] for cell in seen) == list(range(1, 8))
    for cell in seen:
        assert not cell["cut"] or cell["chips"] == 1, cell
        assert cell["whole"] and cell["chips"] >= 1 and cell["chips"] + cell["more"] == cell["codes"], cell


def test_what_text_recognition_read_is_marked(opened):
    dashboard, script = opened
    recognized = row(1)
    recognized["matches"][0]["kind"] = "ocr"
    hit = {"code": "HOLE-2", "page": 3, "text": "H0LE-2", "bbox": [0, 0, 9, 9], "reason": "look_alike",
           "kind": "ocr"}
    script.near = [{**row(2, codes=[]), "near": [hit]}]
    begin(dashboard, script, codes=["HOLE-1", "HOLE-2"])
    script.send("MATCH_FOUND", data=recognized)
    script.send("MATCH_FOUND", data=row(3))
    script.send("PROGRESS", value=3, processed=3, total=100, file_name="x", total_near=1)
    results = dashboard.page.locator("#panel-results")
    marked = results.get_by_role("row").filter(has_text="sheet-1.pdf")
    expect(marked.get_by_text("OCR", exact=True)).to_be_visible()
    plain = results.get_by_role("row").filter(has_text="sheet-3.pdf")
    expect(plain.get_by_text("OCR", exact=True)).to_be_hidden()
    dashboard.tab("Near")
    near = dashboard.page.locator("#panel-near").get_by_role("row").filter(has_text="sheet-2.pdf")
    expect(near).to_contain_text("H0LE-2")
    expect(near).to_contain_text("look-alike")
    expect(near.get_by_text("OCR", exact=True)).to_be_visible()


def test_near_hits_are_asked_for_only_where_there_are_some(opened):
    dashboard, script = opened
    begin(dashboard, script)
    script.send("COMPLETE", status="COMPLETE", total_matches=0, total_processed=100, total_problems=0,
                total_near=0, download_url="", message="Done.")
    dashboard.expect_state("Complete")
    dashboard.tab("Near")
    expect(dashboard.page.locator("#panel-near .table-empty")).to_have_text(
        "No code nearly stands on a drawing.")
    assert not any("near" in query for query in script.queries)
