"""A token endpoint (RFC 6749 §5) whose refresh tokens a test can take away and give."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


class Issuer:
    """Grants `ya29.issued-1`, `-2`, … for the refresh tokens in `accepted`."""

    def __init__(self, *accepted: str):
        self.accepted = set(accepted)
        self.granted: list[str] = []
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                status, answer = issuer.answer(form.get("refresh_token", [""])[0])
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/token"

    def answer(self, token: str) -> tuple[int, dict]:
        if token not in self.accepted:
            return 400, {"error": "invalid_grant"}
        self.granted.append(f"ya29.issued-{len(self.granted) + 1}")
        return 200, {"access_token": self.granted[-1], "expires_in": 3600}

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
