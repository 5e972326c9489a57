"""One `isoscan serve` process on a free port, with its own data folder and configuration."""

import json
import os
import selectors
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

from .http import Response, request
from .paths import built

READY_TIMEOUT = 60.0
STOP_TIMEOUT = 60.0


def environment() -> dict[str, str]:
    """The environment without what would configure the server."""
    return {key: value for key, value in os.environ.items() if not key.startswith("ISOSCAN_")}


class Server:
    def __init__(self, folder: Path, config: dict | None = None, arguments: list[str] = ()):
        self.folder = Path(folder)
        self.data = self.folder / "data"
        self.config_path = self.folder / "config.json"
        self.log_path = self.folder / "log.txt"
        self.arguments = list(arguments)
        self.environment: dict[str, str] = {}
        self.process: subprocess.Popen | None = None
        self.port = 0
        self.folder.mkdir(parents=True, exist_ok=True)
        self.configure(config or {})

    def configure(self, config: dict) -> None:
        """Writes the configuration; it holds from the next start on."""
        self.config_path.write_text(json.dumps(config))

    def start(self) -> "Server":
        """Starts the server and waits for its ready line."""
        command = [built(), "serve", "--port", str(self.port), "--data", str(self.data)]
        command += ["--config", str(self.config_path), *self.arguments]
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, env=environment() | self.environment)
        ready = json.loads(self._ready_line())
        assert ready["event"] == "ready", ready
        self.url, self.ws, self.pid = ready["url"], ready["ws"], ready["pid"]
        assert self.pid == self.process.pid
        self.ready = ready
        self.port = urlsplit(self.url).port or 0
        return self

    def _ready_line(self) -> bytes:
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if selector.select(READY_TIMEOUT):
                line = self.process.stdout.readline()
                if line:
                    return line
        self.kill9()
        raise AssertionError(f"the server did not start:\n{self.log()}")

    def restart(self) -> "Server":
        """Stops the server in order, if it runs, and starts it on the same port and data."""
        self.stop()
        return self.start()

    def stop(self) -> int | None:
        """Stops the server in order; its exit status, or None when it did not run."""
        if self.process is None:
            return None
        process, self.process = self.process, None
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            return process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"the server did not stop:\n{self.log()}")
        finally:
            process.stdout.close()

    def kill9(self) -> None:
        """Ends the server as a crash would."""
        if self.process is None:
            return
        process, self.process = self.process, None
        process.kill()
        process.wait()
        process.stdout.close()

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def wait_for_log(self, text: str) -> None:
        """Waits until the log says `text`; a file gives no event to wait for."""
        end = time.monotonic() + STOP_TIMEOUT
        while text not in self.log():
            assert time.monotonic() < end and self.is_running(), self.log()
            time.sleep(0.02)

    def log(self) -> str:
        """What the server wrote to stderr, over all its starts."""
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def request(self, method: str, path: str, body=None, headers: dict | None = None) -> Response:
        return request(self.url, method, path, body, headers)

    def get(self, path: str, **headers) -> Response:
        return self.request("GET", path, headers=headers)

    def post(self, path: str, body=None) -> Response:
        return self.request("POST", path, {} if body is None else body)

    def peak_memory(self) -> int:
        """Largest resident size so far, in bytes."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024

    def cpu_seconds(self) -> float:
        """CPU time of the process so far (proc_pid_stat(5), utime and stime)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


def run(*arguments: str, stdin: str | bytes | None = None, timeout: float = 120, cwd=None):
    """Runs the executable to its end; output as text."""
    return subprocess.run(
        [built(), *map(str, arguments)],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True, timeout=timeout, cwd=cwd, env=environment(),
    )
