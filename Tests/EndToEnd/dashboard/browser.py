"""Debian's Chromium, one for all tests of the dashboard."""

import contextlib
import functools
import http.server
import threading
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
PUBLIC = Path(__file__).resolve().parents[3] / "Public"

expect.set_options(timeout=120_000)  # a busy machine is no error


@contextlib.contextmanager
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class _Files(http.server.SimpleHTTPRequestHandler):
    """The files of Public/ under the strictest policy that the page must bear."""

    extensions_map = {
        ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    policy = "default-src 'self'"

    def end_headers(self):
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_):
        pass


class _FilesOfAnotherOrigin(_Files):
    policy = None


@contextlib.contextmanager
def static_files(policy: bool = True):
    """Serves Public/ alone, as a development server does; yields its origin."""
    handler = functools.partial(_Files if policy else _FilesOfAnotherOrigin, directory=str(PUBLIC))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
