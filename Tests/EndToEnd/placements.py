"""Prints which readers find codes in which placements, as a Markdown table.

    .venv/bin/python Tests/EndToEnd/placements.py [--all] [--keep FOLDER]

isoscan's column is what `isoscan scan` says; the others' text is searched for each code as a word,
after every kind of hyphen became `-`. Ends with 1 unless isoscan finds each code exactly once.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import peers
from harness.placements import PLACEMENTS, Placement
from harness.server import run

SHOWN = ["pdftotext", "mutool", "pdfium"]
HYPHENS = re.compile("[\xad\u2010-\u2015\u2212\ufffe\x02]")
PEER_TIMEOUT = 60


def main() -> int:
    options = parse_options()
    names = SHOWN + (["pypdf", "pdfminer"] if options.all else [])
    peers.require(names)
    with tempfile.TemporaryDirectory(prefix="isoscan-placements-") as temporary:
        folder = Path(options.keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for placement in PLACEMENTS:
            (folder / placement.file).write_bytes(placement.bytes())
        columns = {"isoscan": scan(folder)}
        for name in names:
            columns[name] = [read(name, folder, placement) for placement in PLACEMENTS]
    print_table(columns)
    return 0 if set(columns["isoscan"]) == {"found"} else 1


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="pypdf and pdfminer.six too")
    parser.add_argument("--keep", metavar="FOLDER", help="writes the PDFs there")
    return parser.parse_args()


def scan(folder: Path) -> list[str]:
    codes = [code for placement in PLACEMENTS for code in placement.codes + placement.absent]
    (folder / "codes.list").write_text("\n".join(codes))
    done = run("scan", folder, "--codes", folder / "codes.list", "--format", "jsonl", "--no-cache")
    if done.returncode != 0:
        sys.exit(done.stderr.decode())
    rows = {row["file_name"]: row for row in map(json.loads, done.stdout.splitlines())}
    return [verdict(placement, [match["code"] for match in rows[placement.file]["matches"]])
            for placement in PLACEMENTS]


def read(name: str, folder: Path, placement: Placement) -> str:
    text = HYPHENS.sub("-", peer_text(name, str(folder / placement.file)))
    wanted = placement.codes + placement.absent
    return verdict(placement, [
        code for code in wanted
        for _ in re.finditer(rf"(?<![\w-]){re.escape(code)}(?![\w-])", text)])


def peer_text(name: str, path: str) -> str:
    if name in peers.READERS:
        return peers.READERS[name](path)
    command = [part.replace("{}", path) for part in peers.PROGRAMS[name]]
    return subprocess.run(command, capture_output=True, timeout=PEER_TIMEOUT).stdout.decode(
        errors="replace")


def verdict(placement: Placement, found: list[str]) -> str:
    counts = [found.count(code) for code in placement.codes]
    if any(code in placement.absent for code in found):
        return "**near miss**"
    if all(count == 1 for count in counts):
        return "found"
    if not any(counts):
        return "**not**"
    return "**doubled**" if all(counts) else f"**{sum(map(bool, counts))} of {len(counts)}**"


def print_table(columns: dict[str, list[str]]) -> None:
    print("| placement | " + " | ".join(columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for number, placement in enumerate(PLACEMENTS):
        print(f"| {placement.name} | {' | '.join(rows[number] for rows in columns.values())} |")
    totals = (f"{rows.count('found')} of {len(rows)}" for rows in columns.values())
    print(f"| **found exactly once** | {' | '.join(totals)} |")


if __name__ == "__main__":
    sys.exit(main())
