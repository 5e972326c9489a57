"""Measures a whole scan: demo drawings through `isoscan serve` and a WebSocket client.

    .venv/bin/python Tests/EndToEnd/measure_scan.py [--files 6600] [--codes 60] [--rounds 1]

Prints drawings a second, the time to STARTED, the server's peak memory, and whether the messages and
the workbook say exactly what truth.json does. Later rounds scan the same drawings again.
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


def main() -> int:
    options = parse_options()
    with tempfile.TemporaryDirectory(prefix="isoscan-measure-") as folder:
        demo = make_drawings(Path(folder) / "demo", options)
        config = {"sources": {"folders": {"plant": str(demo.drawings)}}}
        server = Server(Path(folder) / "server", config).start()
        try:
            return max(measure(server, demo, number) for number in range(1, options.rounds + 1))
        finally:
            server.stop()


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=6600)
    parser.add_argument("--codes", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=1)
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


def measure(server: Server, demo: DemoSet, number: int) -> int:
    with Client(server.ws) as client:
        began = time.monotonic()
        started = client.start(folder="plant", target_hole_codes=demo.targets)
        until_started = time.monotonic() - began
        messages = client.until("COMPLETE", timeout=3600)
        seconds = time.monotonic() - began
    complete = messages[-1]
    found = [message["data"] for message in messages if message["type"] == "MATCH_FOUND"]
    progress = [message["processed"] for message in messages if message["type"] == "PROGRESS"]
    checks = {
        "matches": {row["file_name"]: row["hole_codes"] for row in found} == demo.expected
        and len(found) == len(demo.expected),
        "progress": progress == sorted(progress) and progress[-1] == len(demo.names),
        "complete": complete["total_processed"] == len(demo.names) == started["total_files"],
        "workbook": workbook(server, complete["download_url"]) == {
            name: ", ".join(codes) for name, codes in demo.expected.items()},
    }
    print(f"round {number}")
    print(f"  scanned          {len(demo.names) / seconds:.0f} drawings a second ({seconds:.2f} s)")
    print(f"  STARTED after    {until_started * 1000:.0f} ms")
    print(f"  peak memory      {server.peak_memory() / 1e6:.0f} MB")
    print(f"  messages         {len(messages) + 1}, MATCH_FOUND {len(found)}")
    for name, holds in checks.items():
        print(f"  {name:<16} {'as in truth.json' if holds else 'WRONG'}")
    return 0 if all(checks.values()) else 1


def workbook(server: Server, url: str) -> dict[str, str]:
    book = openpyxl.load_workbook(io.BytesIO(server.get(url).body), read_only=True)
    return dict(book["Matches"].iter_rows(min_row=2, max_col=2, values_only=True))


if __name__ == "__main__":
    sys.exit(main())
