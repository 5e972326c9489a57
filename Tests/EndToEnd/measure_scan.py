"""Measures a whole scan: demo drawings through `isoscan serve` and a WebSocket client.

    .venv/bin/python Tests/EndToEnd/measure_scan.py [--files 6600] [--codes 60] [--rounds 1]

Prints drawings a second, the time to STARTED, the server's CPU time and peak memory, and whether the
messages and the workbook say exactly what truth.json does. Later rounds scan the same drawings again:
`--other-codes` with codes that no round before looked for, `--strace` counting the drawings that the
server opens. `--watchers 20` has as many clients watch, and prints how long each MATCH_FOUND took
from its result's timestamp to each of them.
"""

import argparse
import io
import os
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

from harness.client import Client
from harness.drawings import DemoSet
from harness.server import Server, run
from harness.tracing import Opened
from harness.watchers import Watchers


def main() -> int:
    options = parse_options()
    with tempfile.TemporaryDirectory(prefix="isoscan-measure-") as folder:
        demo = make_drawings(Path(folder) / "demo", options)
        config = {"sources": {"folders": {"plant": str(demo.drawings)}}}
        server = Server(Path(folder) / "server", config).start()
        try:
            print(f"load average       {os.getloadavg()[0]:.1f}")
            return max(measure(server, demo, number, options)
                       for number in range(1, options.rounds + 1))
        finally:
            server.stop()


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=6600)
    parser.add_argument("--codes", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--other-codes", action="store_true")
    parser.add_argument("--watchers", type=int, default=0)
    parser.add_argument("--strace", action="store_true")
    return parser.parse_args()


def make_drawings(folder: Path, options) -> DemoSet:
    began = time.monotonic()
    done = run("demo", folder, "--files", options.files, "--codes", options.codes,
               "--seed", options.seed, timeout=3600)
    if done.returncode != 0:
        sys.exit(done.stderr.decode())
    seconds = time.monotonic() - began
    sizes = sorted(path.stat().st_size for path in (folder / "drawings").rglob("*.pdf"))
    print(f"cores              {os.cpu_count()}")
    print(f"drawings           {len(sizes)}, median {sizes[len(sizes) // 2] / 1000:.0f} KB")
    print(f"written            {len(sizes) / seconds:.0f} a second")
    return DemoSet(folder)


def codes_of_round(demo: DemoSet, number: int, options) -> list[str]:
    """All codes; or those at every so manieth place, which no other round has."""
    if not options.other_codes:
        return demo.targets
    return demo.targets[number - 1::options.rounds]


def measure(server: Server, demo: DemoSet, number: int, options) -> int:
    codes = codes_of_round(demo, number, options)
    expected = demo.expected_of(codes)
    opened = Opened(server.pid, demo.drawings) if options.strace else None
    busy = server.cpu_seconds()
    with Client(server.ws) as client:
        began = time.monotonic()
        started = client.start(folder="plant", target_hole_codes=codes)
        until_started = time.monotonic() - began
        watchers = Watchers(server.ws, started["session_id"], options.watchers)
        messages = client.until("COMPLETE", timeout=3600)
        seconds = time.monotonic() - began
    busy = server.cpu_seconds() - busy
    complete = messages[-1]
    found = [message["data"] for message in messages if message["type"] == "MATCH_FOUND"]
    progress = [message["processed"] for message in messages if message["type"] == "PROGRESS"]
    checks = {
        "matches": {row["file_name"]: row["hole_codes"] for row in found} == expected
        and len(found) == len(expected),
        "progress": progress == sorted(progress) and progress[-1] == len(demo.names),
        "complete": complete["total_processed"] == len(demo.names) == started["total_files"],
        "workbook": workbook(server, complete["download_url"]) == {
            name: ", ".join(codes) for name, codes in expected.items()},
    }
    print(f"round {number}, {len(codes)} codes, {complete['from_cache']} drawings from the cache")
    print(f"  scanned          {len(demo.names) / seconds:.0f} drawings a second ({seconds:.2f} s)")
    print(f"  CPU time         {busy:.2f} s, {busy / len(demo.names) * 1000:.3f} ms a drawing")
    print(f"  STARTED after    {until_started * 1000:.0f} ms")
    print(f"  peak memory      {server.peak_memory() / 1e6:.0f} MB")
    print(f"  messages         {len(messages) + 1}, MATCH_FOUND {len(found)}")
    if options.watchers:
        print(f"  to the clients   {spread(watchers.delays())}")
    if opened:
        print(f"  opened           {opened.count()} drawings")
    for name, holds in checks.items():
        print(f"  {name:<16} {'as in truth.json' if holds else 'WRONG'}")
    return 0 if all(checks.values()) else 1


def spread(delays: list[float]) -> str:
    delays.sort()
    at = {name: delays[int(len(delays) * share)] for name, share in
          [("median", 0.5), ("p99", 0.99), ("p99.9", 0.999)]}
    return ", ".join(f"{name} {value:.0f} ms" for name, value in at.items()) + (
        f", most {delays[-1]:.0f} ms, of {len(delays)} MATCH_FOUND")


def workbook(server: Server, url: str) -> dict[str, str]:
    book = openpyxl.load_workbook(io.BytesIO(server.get(url).body), read_only=True)
    return dict(book["Matches"].iter_rows(min_row=2, max_col=2, values_only=True))


if __name__ == "__main__":
    sys.exit(main())
