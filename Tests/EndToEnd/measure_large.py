"""A session of 100,000 drawings beside one of 6,600: what each drawing costs, and what it takes.

    .venv/bin/python Tests/EndToEnd/measure_large.py [--files 6600] [--total 100000]

The demo drawings are written once and linked under further names. Prints CPU time a drawing, the
server's peak memory, how the total grew while listing, how long the first page of results took
during the scan and after it, and whether everything is as in truth.json.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

from harness.client import Client
from harness.drawings import DemoSet
from harness.results import codes_of, results
from harness.server import Server, run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=6600)
    parser.add_argument("--total", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="isoscan-large-") as folder:
        done = run("demo", Path(folder) / "demo", "--files", options.files, "--seed", 1, timeout=7200)
        if done.returncode != 0:
            sys.exit(done.stderr.decode())
        demo = DemoSet(Path(folder) / "demo")
        links = link(demo, Path(folder) / "linked", options.total)
        small = measure(Path(folder) / "small", demo, demo.drawings, demo.expected)
        expected = {name: codes for name, of in links.items() if (codes := demo.expected.get(of))}
        large = measure(Path(folder) / "large", demo, Path(folder) / "linked", expected)
    print(f"CPU time a drawing: {large / small - 1:+.1%}")
    return 0


def link(demo: DemoSet, folder: Path, total: int) -> dict[str, str]:
    """Links drawings again and again; the new names, and those of the drawings."""
    names = sorted(demo.names)
    links = {}
    for number in range(total):
        of = names[number % len(names)]
        name = f"copy-{number // len(names):03}/{of}"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        os.link(demo.drawings / of, path)
        links[name] = of
    return links


class Pages:
    """Asks for the first page of results again and again, and notes the milliseconds."""

    def __init__(self, server: Server, session: str):
        self.server, self.session = server, session
        self.times: list[float] = []
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self) -> None:
        while not self.ended.wait(0.5):
            self.ask("matched")
            self.ask("all")

    def ask(self, which: str) -> None:
        began = time.monotonic()
        answer = self.server.get(f"/api/sessions/{self.session}/results?limit=100&filter={which}")
        self.times.append((time.monotonic() - began) * 1000)
        assert answer.status == 200

    def end(self) -> str:
        self.ended.set()
        self.thread.join()
        times = sorted(self.times)
        return f"median {times[len(times) // 2]:.0f} ms, most {times[-1]:.0f} ms, of {len(times)}"


def measure(folder: Path, demo: DemoSet, drawings: Path, expected: dict) -> float:
    """Scans once; CPU milliseconds a drawing."""
    server = Server(folder, {"sources": {"folders": {"plant": str(drawings)}}}).start()
    totals = []
    try:
        busy, began = server.cpu_seconds(), time.monotonic()
        with Client(server.ws) as client:
            started = client.start(folder="plant", target_hole_codes=demo.targets)
            session = started["session_id"]
            pages = Pages(server, session)
            while (message := client.receive(600))["type"] != "COMPLETE":
                if message["type"] == "PROGRESS" and message.get("listing"):
                    totals.append(message["total"])
        seconds = time.monotonic() - began
        busy = server.cpu_seconds() - busy
        count = message["total_processed"]
        print(f"{count} drawings, load average {os.getloadavg()[0]:.1f}")
        print(f"  scanned          {count / seconds:.0f} a second ({seconds:.1f} s)")
        print(f"  CPU time         {busy:.1f} s, {busy / count * 1000:.3f} ms a drawing")
        print(f"  STARTED with     {started['total_files']} drawings"
              + (f", still listing; {len(totals)} messages with a growing total"
                 if started.get("listing") else ""))
        print(f"  peak memory      {server.peak_memory() / 1e6:.0f} MB")
        print(f"  first page       {pages.end()}, during the scan")
        pages = Pages(server, session)
        for _ in range(10):
            pages.ask("matched")
        print(f"  first page       {pages.end()}, after it")
        found = codes_of(results(server, session, limit=1000))
        right = found == expected and message["total_matches"] == len(expected)
        print(f"  results          {'as in truth.json' if right else 'WRONG'}")
        assert totals == sorted(totals)
        return busy / count * 1000
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
