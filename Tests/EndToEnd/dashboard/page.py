"""The dashboard as its user sees it: what can be clicked, and what can be read."""

from playwright.sync_api import Page, expect

# Notes every figure of processed drawings that the page shows, over reloads too.
RECORDER = """
addEventListener("DOMContentLoaded", () => {
  const shown = document.getElementById("stat-processed");
  const seen = JSON.parse(sessionStorage.getItem("seen") ?? "[]");
  new MutationObserver(() => {
    const bar = document.getElementById("session");
    if (bar.hidden) return;
    seen.push(Number(shown.textContent.replaceAll(",", "")));
    sessionStorage.setItem("seen", JSON.stringify(seen));
  }).observe(shown, { childList: true, characterData: true, subtree: true });
});
"""

# What a browser says of a server that is away, which is no mistake of the page.
AWAY = ("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE", "WebSocket connection to")


class Dashboard:
    """One page with the dashboard, and what went wrong on it."""

    def __init__(self, page: Page, origin: str):
        self.page = page
        self.origin = origin
        self.errors: list[str] = []
        self.outside: list[str] = []
        page.add_init_script(RECORDER)
        page.on("console", lambda message: self._console(message))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._request(request.url))
        page.on("websocket", lambda socket: self._request(socket.url.replace("ws", "http", 1)))

    def _console(self, message) -> None:
        if message.type in ("error", "warning") and not any(text in message.text for text in AWAY):
            self.errors.append(message.text)

    def _request(self, url: str) -> None:
        local = url.startswith((self.origin + "/", "data:", "blob:"))
        if not local:
            self.outside.append(url)

    def open(self, path: str = "/") -> "Dashboard":
        self.page.goto(self.origin + path)
        self.expect_connected()
        return self

    def reload(self) -> None:
        self.page.reload()

    def expect_clean(self) -> None:
        assert not self.errors, self.errors
        assert not self.outside, self.outside

    # Starting

    def choose(self, source: str) -> None:
        self.page.get_by_role("radio", name=source).check()

    def start(self, codes: list[str] | None = None) -> None:
        if codes is not None:
            self.page.get_by_label("Hole codes, one a line").fill("\n".join(codes))
        self.page.get_by_role("button", name="Start scan").click()

    def scan_folder(self, name: str, codes: list[str], path: str = "") -> None:
        self.choose("Server folder")
        self.page.locator("#folder-name").select_option(name)
        self.page.get_by_label("Path below it").fill(path)
        self.start(codes)

    # Reading

    def expect_connected(self) -> None:
        expect(self.page.locator("#connection")).to_have_attribute("data-phase", "connected")

    def expect_state(self, title: str) -> None:
        """Waits for the title of a scan that is shown: before one begins, its place is hidden and no state."""
        shown = self.page.locator("#session:not([hidden]) #state-title")
        expect(shown).to_have_text(title)

    def expect_progress(self, at_least: int) -> None:
        """Waits until so many drawings are shown as processed."""
        self.page.wait_for_function(
            "least => Number(document.getElementById('stat-processed').textContent.replaceAll(',', '')) >= least",
            arg=at_least, timeout=60_000)

    def figure(self, name: str) -> int:
        return int(self.page.locator(f"#stat-{name}").inner_text().replace(",", ""))

    def processed_seen(self) -> list[int]:
        return self.page.evaluate("JSON.parse(sessionStorage.getItem('seen') ?? '[]')")

    def expect_rows(self, count: int) -> None:
        text = f"{count:,} drawing" + ("" if count == 1 else "s")
        expect(self.page.locator("#panel-results .table-count")).to_have_text(text)

    def expect_matches(self, expected: dict[str, list[str]]) -> None:
        """The table holds these rows and no other. A scan may be told complete before its last row is drawn."""
        self.expect_rows(len(expected))
        assert self.rows() == expected

    def rows(self) -> dict[str, list[str]]:
        """Every row of the results by file name, with its codes, read by scrolling through."""
        return self.page.evaluate("""async () => {
          const grid = document.querySelector('[data-table="results"]');
          const rows = {};
          const frame = () => new Promise(requestAnimationFrame);
          for (grid.scrollTop = 0; ; grid.scrollTop += grid.clientHeight) {
            await frame();
            for (const row of grid.querySelectorAll(".grid-body > .row:not([hidden])")) {
              const name = row.querySelector(".name").title;
              const at = row.getAttribute("aria-rowindex");
              if (rows[name] && rows[name].at !== at) throw new Error(name + " stands there twice");
              rows[name] = { at, codes: row.querySelector(".codes").title.split(", ") };
            }
            if (grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1) break;
          }
          return Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, row.codes]));
        }""")

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def download(self, path) -> None:
        with self.page.expect_download() as event:
            self.page.get_by_role("link", name="Download workbook").click()
        event.value.save_as(path)
