"""Compares the cost of reading a folder's PDFs: Isoscan, its floor, and six other readers.

    swift build -c release && .build/release/Benchmarks readers FOLDER
    .build/release/Benchmarks readers --demo 330 --skip pypdf pdfminer

The command runs this script with the Python of .venv/. Every round runs each reader once over all
files, so that a busy machine slows all of them alike; the table holds medians of the rounds. It and
the raw numbers (JSON) are kept in .build/benchmarks/. A reader's start (and, for the Python
libraries, its import) is told apart: "reading" is the time without it.
"""

import argparse
import json
import os
import platform
import re
import statistics
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from harness import peers
from harness.measuring import Cost, child, worker
from harness.paths import BENCHMARKS, EXECUTABLE, REPOSITORY, built
from harness.sheet import Sheet, text

# Starts of a program whose median tells its startup, per round.
STARTS = 20
# Longest time of a process that reads all files, in seconds.
ALL_FILES_TIMEOUT = 1800
ONE, MANY, MEMORY = "a process each", "one process", "one process, from memory"
FLOOR = ("floor: inflate only", MEMORY)


class Comparison:
    """The readers, each a function of a round that gives its cost."""

    def __init__(self, files: list[str], blank: str, timeout: float):
        self.files = files
        self.blank = blank
        self.timeout = timeout
        self.inside: dict[str, Cost] = {}
        isoscan = str(EXECUTABLE)
        self.readers = {
            FLOOR: lambda: self.benchmarks("floor"),
            ("isoscan", MEMORY): lambda: self.benchmarks("extraction"),
            ("isoscan", MANY): self.batch,
            ("isoscan", ONE): lambda: self.each([isoscan, "extract", "{}"]),
            ("pdftotext", ONE): lambda: self.each(peers.PROGRAMS["pdftotext"]),
            ("mutool", MANY): self.mutool,
            ("mutool", ONE): lambda: self.each(peers.PROGRAMS["mutool"]),
            ("pdfium", MANY): lambda: worker("pdfium", files, timeout),
            ("pymupdf", MANY): lambda: worker("pymupdf", files, timeout),
            ("pypdf", MANY): lambda: worker("pypdf", files, timeout),
            ("pdfminer", MANY): lambda: worker("pdfminer", files, timeout),
        }

    def skip(self, names: list[str]) -> None:
        self.readers = {reader: measure for reader, measure in self.readers.items()
                        if reader[0] not in names}

    def each(self, command: list[str]) -> Cost:
        """One process a file."""
        cost = Cost()
        for path in self.files:
            one, _ = child(_filled(command, path), path, timeout=self.timeout)
            cost.add(one, path)
        return cost.with_startup(self.start(_filled(command, self.blank)), len(self.files))

    def batch(self) -> Cost:
        command = [str(EXECUTABLE), "extract", "--batch"]
        cost, output = child(command, stdin=self.list(), timeout=ALL_FILES_TIMEOUT)
        lines = [json.loads(line) for line in output.splitlines()]
        cost.failed += [line["path"] for line in lines if "error" in line]
        cost.output = sum(len(line.get("text", "")) for line in lines)
        return cost.with_startup(self.start(command), 1)

    def mutool(self) -> Cost:
        """All files in one process; -i goes on after a file that can't be read."""
        command = ["mutool", "draw", "-q", "-i", "-F", "text"]
        cost, _ = child([*command, *self.files], "all", timeout=ALL_FILES_TIMEOUT)
        return cost.with_startup(self.start([*command, self.blank]), 1)

    def benchmarks(self, part: str) -> Cost:
        """The best of five times over all files, which are in memory; both parts in one run."""
        if part not in self.inside:
            command = [str(BENCHMARKS), "extract-time"]
            _, output = child(command, stdin=self.list(), timeout=ALL_FILES_TIMEOUT)
            for name, seconds in re.findall(r"(\w+) ([\d.e+-]+) s\b", output.decode()):
                self.inside[name] = Cost(cpu=float(seconds), wall=float(seconds))
        return self.inside.pop(part)

    def start(self, command: list[str]) -> Cost:
        """The median cost of a program that has next to nothing to read."""
        costs = [child(command)[0] for _ in range(STARTS)]
        return Cost(statistics.median(cost.cpu for cost in costs),
                    statistics.median(cost.wall for cost in costs))

    def list(self) -> bytes:
        return "\n".join([*self.files, ""]).encode()


def _filled(command: list[str], path: str) -> list[str]:
    return [part.replace("{}", path) for part in command]


def main() -> int:
    options = parse_options()
    names = {*peers.PROGRAMS, *peers.LIBRARIES} - set(options.skip)
    peers.require(sorted(names))
    for needed in (EXECUTABLE, BENCHMARKS):
        built(needed)
    with tempfile.TemporaryDirectory(prefix="isoscan-readers-") as temporary:
        folder = options.folder or demo(Path(temporary) / "demo", options.demo)
        blank = Path(temporary) / "blank.pdf"
        blank.write_bytes(bytes(Sheet().draw(text("TALE"))))
        files = sorted(str(path.resolve()) for path in folder.rglob("*")
                       if path.suffix.lower() == ".pdf")
        if not files:
            sys.exit(f"no PDF in {folder}")
        size = sum(len(Path(path).read_bytes()) for path in files)  # Warms the page cache too.
        comparison = Comparison(files, str(blank), options.timeout)
        comparison.skip(options.skip)
        rounds = run_rounds(comparison, options)
    title = f"{folder.name if options.folder else 'demo drawings'}: {len(files)} files, " \
            f"{size / 1e6:.1f} MB"
    write(title, rounds, options, len(files))
    return 0


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("folder", nargs="?", type=Path, help="read recursively")
    where.add_argument("--demo", type=int, metavar="N", help="N demo drawings instead")
    parser.add_argument("--skip", nargs="+", default=[],
                        choices=[*peers.PROGRAMS, *peers.LIBRARIES], metavar="READER",
                        help="leaves out readers that take long")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--timeout", type=float, default=60, help="seconds for one file")
    parser.add_argument("--out", type=Path, metavar="FILE.md",
                        help="the table; raw numbers go to the same name with .json")
    return parser.parse_args()


def demo(folder: Path, files: int) -> Path:
    cost, _ = child([str(EXECUTABLE), "demo", str(folder), "--files", str(files)], "demo",
                    timeout=ALL_FILES_TIMEOUT)
    if cost.failed:
        sys.exit(cost.failed[0])
    return folder / "drawings"


def run_rounds(comparison: Comparison, options) -> list[dict]:
    rounds = []
    for number in range(1, options.rounds + 1):
        costs = {}
        for reader, measure in comparison.readers.items():
            began = time.monotonic()
            costs[reader] = measure()
            print(f"round {number}  {', '.join(reader)}: {costs[reader].cpu:.2f} s CPU, "
                  f"took {time.monotonic() - began:.0f} s", file=sys.stderr)
        rounds.append({"load": os.getloadavg(), "costs": costs})
    return rounds


def write(title: str, rounds: list[dict], options, files: int) -> None:
    readers = list(rounds[0]["costs"])
    medians = {reader: median([entry["costs"][reader] for entry in rounds]) for reader in readers}
    lines = [f"## {title}", "", machine(rounds), "", *table(medians, files), "",
             *ratios(medians), "", peak(medians), ""]
    out = options.out or default_output(options)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join(lines))
    raw = [{"load": entry["load"], "costs": [
        {"reader": name, "how": how, **asdict(cost)}
        for (name, how), cost in entry["costs"].items()]} for entry in rounds]
    out.with_suffix(".json").write_text(
        json.dumps({"title": title, "machine": machine(rounds), "rounds": raw}, indent=1) + "\n")
    print("\n".join(lines))
    print(f"kept in {out} and {out.with_suffix('.json')}", file=sys.stderr)


def default_output(options) -> Path:
    """A name of its own for each run."""
    what = options.folder.resolve().name if options.folder else f"demo-{options.demo}"
    began = time.strftime("%Y%m%dT%H%M%S")
    return REPOSITORY / ".build" / "benchmarks" / f"readers-{what}-{began}.md"


def median(costs: list[Cost]) -> Cost:
    """The median of each figure; what failed is the last round's."""
    figures = {name: statistics.median(getattr(cost, name) for cost in costs)
               for name in ("cpu", "wall", "peak", "output", "startup_cpu", "startup_wall")}
    return Cost(**figures, failed=costs[-1].failed, largest=costs[-1].largest)


def machine(rounds: list[dict]) -> str:
    loads = ", ".join(f"{entry['load'][0]:.1f}" for entry in rounds)
    return (f"Medians of {len(rounds)} rounds on {os.cpu_count()} cores ({platform.machine()}), "
            f"load average after each {loads}. Peaks under {own_size() / 1e6:.0f} MB are the "
            f"measuring program's own.")


def own_size() -> int:
    return child(["true"])[0].peak


def table(medians: dict[tuple, Cost], files: int) -> list[str]:
    lines = ["| reader | run as | CPU s | of it startup | reading | a file | reading, wall s "
             "| peak MB | not read | MB of text |",
             "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|"]
    for (name, how), cost in medians.items():
        reading = cost.cpu - cost.startup_cpu
        peak = f"{cost.peak / 1e6:.0f}" if cost.peak else "–"
        output = f"{cost.output / 1e6:.1f}" if cost.output else "–"
        lines.append(
            f"| {name} | {how} | {cost.cpu:.2f} | {cost.startup_cpu:.2f} | {reading:.2f} "
            f"| {reading / files * 1000:.2f} ms | {cost.wall - cost.startup_wall:.2f} | {peak} "
            f"| {len(cost.failed)} | {output} |")
    return lines


def ratios(medians: dict[tuple, Cost]) -> list[str]:
    """Isoscan's reading time beside the others', each pair run in the same way."""
    pairs = [
        ("the floor, both from memory", MEMORY, FLOOR, 4),
        ("pdfium, both one process", MANY, ("pdfium", MANY), 0.5),
        ("MuPDF (mutool), both one process", MANY, ("mutool", MANY), 0.25),
        ("MuPDF (PyMuPDF), both one process", MANY, ("pymupdf", MANY), 0.25),
        ("MuPDF (mutool), both a process each", ONE, ("mutool", ONE), None),
        ("pdftotext, both a process each", ONE, ("pdftotext", ONE), None),
        ("pypdf, both one process", MANY, ("pypdf", MANY), None),
        ("pdfminer.six, both one process", MANY, ("pdfminer", MANY), None),
    ]
    reading = {reader: cost.cpu - cost.startup_cpu for reader, cost in medians.items()}
    lines = ["Isoscan's CPU time without startup, over that of:", ""]
    for name, how, other, most in pairs:
        if other in reading:
            wanted = f" (wanted: at most {most})" if most else ""
            lines.append(f"- {name}: {reading['isoscan', how] / reading[other]:.3g}{wanted}")
    return lines


def peak(medians: dict[tuple, Cost]) -> str:
    one = medians["isoscan", ONE]
    return (f"Isoscan's largest peak for one file: {one.peak / 1e6:.0f} MB (wanted: under 100), "
            f"of {Path(one.largest).name}")


if __name__ == "__main__":
    sys.exit(main())
