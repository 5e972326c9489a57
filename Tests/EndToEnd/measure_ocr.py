"""Measures text recognition: demo drawings as scans, and with their text as outlines.

    .venv/bin/python Tests/EndToEnd/measure_ocr.py [--drawings 30] [--dpi 300 200] [--seed 7]

Scans are the drawings' pages drawn by pdftoppm, every second drawing turned by a degree, as PDFs of
images only; outlines are what Ghostscript makes of the drawings with -dNoOutputFonts. Counted are the
codes that stand level or upright somewhere on their drawing. Prints for each kind how many are found
exactly, how many only as near hits, the codes that are reported for a drawing that does not hold them,
and the CPU time of a page with its child processes.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

from harness.drawings import DemoSet
from harness.server import run

HYPHENS = re.compile("[\xad\u2010-\u2015\u2212]")


def main() -> int:
    options = parse_options()
    with tempfile.TemporaryDirectory(prefix="isoscan-ocr-") as temporary:
        folder = Path(temporary)
        demo = make_demo(folder / "demo", options)
        truth = level_codes(demo, options.drawings)
        print(f"drawings {len(truth)}, codes level or upright {sum(map(len, truth.values()))}")
        for dpi in options.dpi:
            scans = folder / f"scans-{dpi}"
            for number, name in enumerate(truth):
                scan(demo.drawings / name, scans / name, dpi, 1 if number % 2 else 0)
            measure(f"scans at {dpi} dpi", scans, truth, demo, options.verbose)
        outlines = folder / "outlines"
        for name in truth:
            outline(demo.drawings / name, outlines / name)
        measure("outlines", outlines, truth, demo, options.verbose)
    return 0


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drawings", type=int, default=30)
    parser.add_argument("--files", type=int, default=600, help="demo drawings to take them from")
    parser.add_argument("--dpi", type=int, nargs="*", default=[300, 200])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--verbose", action="store_true", help="names what is missed or wrong")
    return parser.parse_args()


def make_demo(folder: Path, options) -> DemoSet:
    done = run("demo", folder, "--files", options.files, "--seed", options.seed, timeout=600)
    if done.returncode != 0:
        sys.exit(done.stderr.decode())
    return DemoSet(folder)


def level_codes(demo: DemoSet, count: int) -> dict[str, set[str]]:
    """The first drawings with such codes, and which those are."""
    found = {}
    for name in sorted(demo.expected):
        pages = extract(demo.drawings / name, "--no-ocr")
        level = [seen["text"] for page in pages for seen in page["runs"]
                 if seen["visible"] and seen["kind"] == "text" and seen["angle"] % 90 == 0]
        codes = {code for code in demo.expected[name] if stands(code, level)}
        if codes:
            found[name] = codes
        if len(found) == count:
            break
    return found


def scan(source: Path, target: Path, dpi: int, skew: float) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-gray", "-r", str(dpi), source, f"{folder}/page"], check=True)
        images = [Image.open(path) for path in sorted(Path(folder).iterdir())]
        images = [image.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255) for image in images]
        images[0].save(target, "PDF", resolution=dpi, save_all=True, append_images=images[1:],
                       quality=90)


def outline(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dNoOutputFonts", "-sDEVICE=pdfwrite",
                    "-dPreserveAnnots=false", f"-sOutputFile={target}", source], check=True)


def measure(title: str, folder: Path, truth: dict, demo: DemoSet, verbose: bool) -> None:
    """Scans a folder for all codes of the demo set, and counts what is told and how."""
    exact = near = wrong = reported = 0
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    codes = folder.parent / "codes.txt"
    codes.write_text("\n".join(demo.targets))
    done = run("scan", "--format", "jsonl", "--no-cache", "--codes", codes, folder, timeout=7200)
    if done.returncode != 0:
        sys.exit(done.stderr.decode())
    rows = {row["file_name"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert rows.keys() == truth.keys(), rows.keys() ^ truth.keys()
    for name, wanted in truth.items():
        found = set(rows[name]["hole_codes"])
        others = wanted & {hit["code"] for hit in rows[name]["near"]}
        exact += len(wanted & found)
        near += len(others)
        reported += len(found)
        wrong += len(found - set(demo.expected[name]))
        if verbose:
            print(name, "near", others, "missed", wanted - found - others, "wrong",
                  found - set(demo.expected[name]))
    total = sum(map(len, truth.values()))
    seconds = spent(resource.getrusage(resource.RUSAGE_CHILDREN)) - spent(children)
    print(f"{title:<18} exact {exact / total:.1%}, near {near / total:.1%}, "
          f"both {(exact + near) / total:.1%} of {total}; wrong {wrong} of {reported} reported; "
          f"{seconds / sum(row['pages'] for row in rows.values()):.1f} s of CPU a page", flush=True)


def spent(usage) -> float:
    return usage.ru_utime + usage.ru_stime


def extract(path: Path, *flags: str) -> list[dict]:
    done = run("extract", "--format", "json", *flags, path, timeout=1800)
    if done.returncode != 0:
        sys.exit(done.stderr.decode())
    return json.loads(done.stdout)["pages"]


def stands(code: str, texts: list[str]) -> bool:
    pattern = re.compile(rf"(?<!\w){re.escape(folded(code))}(?!\w)")
    return any(pattern.search(folded(text)) for text in texts)


def folded(text: str) -> str:
    return HYPHENS.sub("-", text).upper()


if __name__ == "__main__":
    sys.exit(main())
