"""Measures the HTTP and WebSocket server beside others, and under attack.

    swift build -c release
    .venv/bin/pip install -r Tests/EndToEnd/server-peers-requirements.txt   (and Debian's libuv1, wrk)
    .venv/bin/python Tests/EndToEnd/measure_server.py static|echo|broadcast [--rounds 5] [--seconds 5]
    .venv/bin/python Tests/EndToEnd/measure_server.py connections [--count 19000]
    .venv/bin/python Tests/EndToEnd/measure_server.py slow|deaf [--seconds 60]
    .venv/bin/python Tests/EndToEnd/measure_server.py random [--seed 1]

Speed: each server on one event loop and one core, the client on the other, rounds interleaved; the
table holds medians, the raw numbers go to --out. Ends with 1 where the server falls short.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

from load import crowd, deaf, faults, speed

SPEED = {"static": speed.static, "echo": speed.echo, "broadcast": speed.broadcast}
RUNS = {"connections": crowd.run, "slow": faults.slow, "deaf": deaf.run,
        "random": faults.random_requests}
# What the first server named has to reach of the others: (other, least ratio), or most for times.
WANTED = {
    "static": [("nginx, one worker", "per_second", 1.0)],
    "echo": [("plain C epoll", "per_second", 0.8), ("uWebSockets (socketify)", "per_second", 1.5)],
    "broadcast": [("plain C epoll", "p99_ms", 1.25)],
}


def main() -> int:
    options = parse_options()
    with tempfile.TemporaryDirectory(prefix="isoscan-load-") as folder:
        if options.what in RUNS:
            return RUNS[options.what](Path(folder), options)
        results = SPEED[options.what](Path(folder), options)
    if options.out:
        options.out.write_text(json.dumps(results, indent=1) + "\n")
    return report(options.what, results)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=[*SPEED, *RUNS])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, help="of a round; of the attack for `slow` and `deaf`")
    parser.add_argument("--count", type=int, default=19_000, help="WebSockets of `connections`")
    parser.add_argument("--seed", type=int, default=1, help="of `random`")
    parser.add_argument("--out", type=Path, help="raw numbers, as JSON")
    options = parser.parse_args()
    if options.seconds is None:
        options.seconds = 60.0 if options.what in ("slow", "deaf") else 5.0
    return options


def report(what: str, results: dict[str, list[dict]]) -> int:
    medians = {name: {key: statistics.median(run[key] for run in runs) for key in runs[0]}
               for name, runs in results.items()}
    first, status = next(iter(medians)), 0
    print(f"medians of {len(next(iter(results.values())))} rounds on {os.cpu_count()} cores")
    for name, figures in medians.items():
        print(f"  {name:<42}", ", ".join(f"{key} {value:,.1f}" for key, value in figures.items()))
    for other, key, bound in WANTED[what]:
        ratio = medians[first][key] / medians[other][key]
        holds = ratio <= bound if key == "p99_ms" else ratio >= bound
        word = "at most" if key == "p99_ms" else "at least"
        print(f"{first} over {other}: {ratio:.2f} ({word} {bound} wanted)")
        status = status or (0 if holds else 1)
    return status


if __name__ == "__main__":
    sys.exit(main())
