"""The dashboard's pure parts, imported into a page: no server, no clock, no socket."""

import pytest

from dashboard.browser import chromium, static_files


@pytest.fixture(scope="module")
def page():
    with static_files() as origin, chromium() as browser:
        page = browser.new_page()
        page.goto(origin + "/favicon.svg")
        yield page


def run(page, module: str, body: str):
    """Runs `body` with the module's exports as `m`."""
    return page.evaluate(f"async () => {{ const m = await import('/app/{module}'); {body} }}")


REPLAY = """
  const play = (...events) => events.reduce((state, event) => m.reduce(state, event, 1000), m.idle);
  const started = { type: "STARTED", session_id: "S", total_files: 10 };
  const progress = (processed, total = 10) =>
    ({ type: "PROGRESS", session_id: "S", processed, total, file_name: "a.pdf" });
  const sync = (fields) => ({ type: "SYNC_STATE", session_id: "S", status: "IN_PROGRESS",
    total_files: 10, processed_count: 0, results_total: 0, ...fields });
  const complete = { type: "COMPLETE", session_id: "S", status: "COMPLETE", total_processed: 10,
    total_matches: 4, total_problems: 1, download_url: "http://h/r.xlsx" };
"""


def session(page, body: str):
    return run(page, "session.js", REPLAY + body)


def test_a_scan_goes_from_started_to_complete(page):
    state = session(page, "return play({type: 'start'}, started, progress(5), progress(10), complete)")
    assert state["status"] == "COMPLETE"
    assert (state["processed"], state["matched"], state["problems"], state["percent"]) == (10, 4, 1, 100)
    assert state["downloadUrl"] == "http://h/r.xlsx"


def test_progress_that_arrives_late_never_goes_back(page):
    assert session(page, "return play({type: 'start'}, started, progress(7), progress(6)).processed") == 7
    assert session(
        page, "return play({type: 'start'}, started, progress(7), sync({processed_count: 3})).processed") == 7


def test_messages_of_another_session_change_nothing(page):
    assert session(page, """
      const before = play({type: 'start'}, started, progress(3));
      const others = [{...progress(9), session_id: "T"}, {...complete, session_id: "T"}, {...started, session_id: "T"},
        {...sync({processed_count: 9}), session_id: "T"}, {type: "ERROR", code: "x", session_id: "T"}];
      return others.every((event) => m.reduce(before, event, 1) === before);
    """)


def test_a_pause_is_told_with_its_reason_and_ends_with_the_next_progress(page):
    paused = session(page, """return play({type: 'start'}, started,
      {type: 'session', session_id: 'S', session: sync({status: 'PAUSED', reason: 'disk full'})})""")
    assert (paused["status"], paused["reason"]) == ("PAUSED", "disk full")
    assert session(page, """return play({type: 'start'}, started,
      sync({status: 'PAUSED', reason: 'disk full'}), progress(1)).status""") == "IN_PROGRESS"


def test_a_refused_start_keeps_the_error_and_no_session(page):
    state = session(page, "return play({type: 'start'}, {type: 'ERROR', code: 'no_codes', message: 'None.'})")
    assert (state["status"], state["id"], state["error"]["code"]) == ("IDLE", None, "no_codes")


def test_a_start_outlives_a_lost_connection(page):
    assert session(page, "return play({type: 'start'}, {type: 'lost'}).status") == "STARTING"


def test_while_the_source_is_listed_the_total_grows(page):
    state = session(page, "return play({type: 'start'}, {...started, listing: true}, progress(5, 20))")
    assert state["listing"] is True and state["total"] == 20
    assert session(
        page, "return play({type: 'start'}, {...started, listing: true}, progress(5, 20), progress(6, 20)).listing") is False


def test_nothing_follows_complete(page):
    assert session(page, """return play({type: 'start'}, started, complete,
      {type: 'session', session_id: 'S', session: sync({processed_count: 9})}).status""") == "COMPLETE"
    assert session(page, "return play({type: 'start'}, started, complete, progress(3)).status") == "COMPLETE"


def test_unknown_messages_and_odd_numbers_are_borne(page):
    state = session(page, """return play({type: 'start'}, started, {type: 'NEWS', session_id: 'S'},
      {type: 'PROGRESS', session_id: 'S', processed: 'x', total: null}, {type: 'MATCH_FOUND'}, {})""")
    assert (state["processed"], state["status"]) == (0, "IN_PROGRESS")


@pytest.mark.parametrize("text, codes, duplicates", [
    ("HOLE-1\nHOLE-2", ["HOLE-1", "HOLE-2"], 0),
    (" a , b;c\td\r\n\n", ["a", "b", "c", "d"], 0),
    ("HOLE-1\nhole-1\nHOLE\u20111", ["HOLE-1"], 2),
    ("A  B\nA\u00a0B", ["A  B"], 1),
    ('2"-HC-3452\nH.12*', ['2"-HC-3452', "H.12*"], 0),
    ("ＨＯＬＥ\nhole", ["ＨＯＬＥ"], 1),
    ("\u200b\n ", [], 0),
])
def test_codes_are_read_as_the_server_reads_them(page, text, codes, duplicates):
    read = page.evaluate(
        "async (text) => (await import('/app/codes.js')).readCodes(text)", text)
    assert read["codes"] == codes
    assert len(read["duplicates"]) == duplicates


def test_a_drawing_stands_once_however_often_it_comes(page):
    found = run(page, "results.js", """
      const set = new m.ResultSet();
      const row = (codes, matches) => ({ file_name: "a.pdf", hole_codes: codes, matches });
      set.put(row(["A", "B"], [{ code: "A", page: 3, text: "A", bbox: [] }]));
      set.put(row(["A", "B"]));
      set.put(row(["B"]));
      return { size: set.size, page: set.rows[0].page, matches: set.rows[0].matches.length,
        counts: set.codeCounts(["B", "C"]).map((row) => [row.name, row.drawings]) };
    """)
    assert found == {"size": 1, "page": 3, "matches": 1, "counts": [["B", 1], ["C", 0]]}


def test_a_growing_view_is_what_sorting_it_all_gives(page):
    assert run(page, "row-view.js", """
      let seed = 7;
      const chance = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
      const rows = [];
      const view = new m.RowView();
      view.setSort((row) => row.key, true);
      for (let round = 0; round < 40; round += 1) {
        for (let i = 0; i < chance() * 30; i += 1) {
          const key = chance() < 0.1 ? null : Math.floor(chance() * 50);
          rows.push({ key, hay: m.haystack(String(key)) });
        }
        view.update(rows, 0);
        const keys = view.items.map((row) => row.key);
        const wanted = rows.map((row) => row.key)
          .sort((a, b) => (a === null) - (b === null) || b - a);
        if (JSON.stringify(keys) !== JSON.stringify(wanted)) return false;
      }
      view.setFilter('"4"');
      return view.items.every((row) => row.key === 4) && view.items.length > 0;
    """)


def test_the_rate_is_that_of_the_last_moments(page):
    rate = run(page, "rate.js", """
      const rate = new m.RateWindow();
      const early = rate.perSecond(0);
      for (let t = 0; t <= 20000; t += 200) rate.add(t, t < 10000 ? t : 10000 + (t - 10000) / 10);
      return [early, rate.perSecond(20000), rate.secondsFor(200, 20000)];
    """)
    assert rate[0] is None
    assert rate[1] == pytest.approx(100) and rate[2] == pytest.approx(2)


CONNECTION = """
  const timers = new Map(); let next = 0; const sockets = []; let now = 0;
  const environment = {
    socket: () => { const s = { sent: [], closed: 0, send(t) { this.sent.push(t) }, close() { this.closed += 1 } }; sockets.push(s); return s; },
    after: (ms, action) => { timers.set(++next, { at: now + ms, action }); return next; },
    cancel: (timer) => timers.delete(timer), now: () => now, chance: () => 0.5,
  };
  const advance = (ms) => { const end = now + ms;
    for (;;) { const due = [...timers].filter(([, t]) => t.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break; timers.delete(due[0]); now = due[1].at; due[1].action(); }
    now = end; };
  const told = []; const phases = [];
  const connection = new m.Connection({ message: (x) => told.push(x), state: (s) => phases.push(s.phase),
    open: () => told.push("open"), close: () => told.push("close") }, environment);
  connection.open("ws://x");
"""


def test_a_connection_beats_and_drops_what_no_longer_answers(page):
    assert run(page, "connection.js", CONNECTION + """
      sockets[0].onopen(); advance(25000); const beat = sockets[0].sent.at(-1);
      sockets[0].onmessage({ data: "pong" }); advance(25000); advance(9999);
      const alive = connection.connected; advance(1);
      return [beat, alive, connection.state.phase, sockets[0].closed, told.join()];
    """) == ["ping", True, "waiting", 1, "open,close"]


def test_a_connection_waits_longer_each_time_and_starts_over_when_it_was_open(page):
    assert run(page, "connection.js", CONNECTION + """
      const waits = [];
      for (let i = 0; i < 8; i += 1) {
        sockets.at(-1).onclose({ code: 1006 });
        waits.push(connection.state.retryAt - now);
        advance(waits.at(-1));
      }
      sockets.at(-1).onopen(); sockets.at(-1).onclose({ code: 1001 });
      return [...waits, connection.state.retryAt - now];
    """) == [300, 600, 1200, 2400, 4800, 9600, 11250, 11250, 300]


def test_what_is_no_json_object_is_dropped(page):
    assert run(page, "connection.js", CONNECTION + """
      sockets[0].onopen();
      for (const data of ["{", "null", "3", '{"type":"X"}']) sockets[0].onmessage({ data });
      return told;
    """) == ["open", {"type": "X"}]


@pytest.mark.parametrize("query, http, socket", [
    ("", "http://h:1/", "ws://h:1/ws"),
    ("?server=http://127.0.0.1:8080", "http://127.0.0.1:8080/", "ws://127.0.0.1:8080/ws"),
    ("?server=https://h:2", "https://h:2/", "wss://h:2/ws"),
    ("?ws=ws://localhost:2/prod", "http://h:1/", "ws://localhost:2/prod"),
    ("?server=https://stranger.example", "http://h:1/", "ws://h:1/ws"),
    ("?server=http://127.0.0.1.stranger.example", "http://h:1/", "ws://h:1/ws"),
    ("?server=javascript:alert(1)", "http://h:1/", "ws://h:1/ws"),
    ("?server=nonsense", "http://h:1/", "ws://h:1/ws"),
])
def test_the_server_is_the_page_s_own_unless_the_query_names_another(page, query, http, socket):
    found = page.evaluate("""async (query) => {
      const m = await import('/app/address.js'); const kept = new Map();
      const storage = { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v), removeItem: (k) => kept.delete(k) };
      const at = (search) => m.addresses({ search, href: "http://h:1/" + search }, storage);
      const first = at(query), second = at("");
      return [first.http, first.socket("/ws"), second.http, second.socket("/ws")];
    }""", query)
    assert found == [http, socket, http, socket]


@pytest.mark.parametrize("link, safe", [
    ("http://h/a.pdf", "http://h/a.pdf"), ("drawings/1", "http://base/drawings/1"),
    ("javascript:alert(1)", None), ("data:text/html,x", None), ("", None), (None, None),
])
def test_links_of_messages_are_http_or_nothing(page, link, safe):
    assert page.evaluate(
        "async (link) => (await import('/app/address.js')).safeLink(link, 'http://base/')", link) == safe
