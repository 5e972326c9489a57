"""A server in the test's own hands: it answers the page's requests as a test says."""

import json
import time

from playwright.sync_api import Page

CONFIG = {
    "version": "9.9.9", "folders": ["plant"], "demo_files": 100, "matching": {"mode": "word"},
    "max_upload_bytes": 1_000_000, "max_message_bytes": 1_000_000, "extensions": ["pdf"],
    "demo_codes": ["HOLE-1", "HOLE-2"], "websocket_path": "/ws",
    "features": {"drive": False, "ocr": False},
}


def row(number: int, codes=("HOLE-1",), matches: bool = True, status: str | None = None) -> dict:
    codes = list(codes)
    places = [{"code": code, "page": 2, "text": f"SEE {code}", "bbox": [0, 0, 9, 9]} for code in codes]
    plain = {
        "number": number, "file_name": f"area/sheet-{number}.pdf", "hole_codes": codes,
        "hole_code": ", ".join(codes), "pdf_link": "", "timestamp": "2026-01-20T03:00:00.000Z",
        "status": status or f"{len(codes)} Code" + ("s" if len(codes) != 1 else ""),
    }
    return {**plain, "page": 2, "matches": places} if matches else plain


class Script:
    """Plays the server on a page; each socket that opens becomes `socket`."""

    def __init__(self, page: Page):
        self.page = page
        self.socket = None
        self.sockets = 0
        self.received: list = []
        self.on_message = lambda message: None
        self.config = dict(CONFIG)
        self.session: dict = {}
        self.matched: list[dict] = []
        self.problems: list[dict] = []
        self.near: list[dict] = []
        self.queries: list[str] = []
        self.asked: list[str] = []
        self.held: list | None = None
        self.page_length = 1000
        page.route_web_socket("**/ws", self._connected)
        page.route("**/api/**", self._answer)

    def _connected(self, socket) -> None:
        self.socket = socket
        self.sockets += 1
        socket.on_message(self._message)

    def _message(self, text: str) -> None:
        if text == "ping":
            self.received.append(text)
            self.socket.send("pong")
            return
        message = json.loads(text)
        self.received.append(message)
        self.on_message(message)

    def request(self, action: str) -> dict:
        """The newest request of an action, awaited: it comes here after the page shows that it is sent."""
        def newest() -> dict | None:
            return next((message for message in reversed(self.received)
                         if isinstance(message, dict) and message["action"] == action), None)
        end = time.monotonic() + 60
        while newest() is None and time.monotonic() < end:
            self.page.wait_for_timeout(10)
        return newest() or {}

    def send(self, type_: str, session: str | None = "S1", **fields) -> None:
        message = {"type": type_, **fields}
        if session:
            message["session_id"] = session
        self.socket.send(json.dumps(message))

    def hold(self) -> None:
        """Leaves requests for results without an answer, until `release`."""
        self.held = []

    def release(self) -> None:
        held, self.held = self.held, None
        for route in held:
            self._answer(route)

    def sync(self, **fields) -> None:
        defaults = {
            "status": "IN_PROGRESS", "total_files": 100, "processed_count": 0, "progress": 0,
            "results": [], "results_total": len(fields.get("results", [])), "listing": False,
            "message": "", "timestamp": "2026-01-20T03:00:00.000Z"}
        self.send("SYNC_STATE", **{**defaults, **fields})

    def _answer(self, route) -> None:
        path, _, query = route.request.url.partition("?")
        path = path[path.index("/api/"):]
        self.asked.append(path)
        if self.held is not None and path.endswith("/results"):
            self.held.append(route)
            return
        if path == "/api/config":
            route.fulfill(json=self.config)
        elif path.endswith("/results"):
            self.queries.append(query)
            route.fulfill(json=self._results(query))
        elif path == "/api/sessions":
            route.fulfill(json={"sessions": [self.session] if self.session else [], "next_cursor": None})
        else:
            route.fulfill(json=self.session or {"session_id": path.rpartition("/")[2]})

    def _results(self, query: str) -> dict:
        fields = dict(part.split("=", 1) for part in query.split("&"))
        rows = {"problems": self.problems, "near": self.near}.get(fields["filter"], self.matched)
        first = int(fields.get("cursor", 0))
        last = first + self.page_length
        return {"results": rows[first:last], "next_cursor": str(last) if last < len(rows) else None}
