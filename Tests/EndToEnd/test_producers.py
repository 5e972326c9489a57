"""Drawings made by others are read too.

Each `producers/NAME.py FOLDER` writes PDFs of one real producer (cairo, LibreOffice, Ghostscript, …)
into a folder, and `truth.json` beside them: `{"targets": [...], "files": {name: {"codes": [...]}}}`.
A producer that is not installed ends with status 77 and fails its test: Tests/run.sh installs them.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from harness.server import run

PRODUCERS = sorted(
    path for path in (Path(__file__).parent / "producers").glob("*.py")
    if not path.name.startswith("_"))
NOT_INSTALLED = 77


@pytest.mark.parametrize("producer", PRODUCERS, ids=lambda path: path.stem)
def test_the_codes_in_drawings_of_a_producer_are_found(producer, tmp_path):
    done = subprocess.run([sys.executable, str(producer), str(tmp_path)],
                          capture_output=True, text=True, timeout=240)
    if done.returncode == NOT_INSTALLED:
        pytest.fail(f"{done.stderr.strip().splitlines()[-1]}: run Tests/run.sh install", pytrace=False)
    assert done.returncode == 0, done.stdout + done.stderr
    truth = json.loads((tmp_path / "truth.json").read_text())
    flags = [part for code in truth["targets"] for part in ("--code", code)]
    scan = run("scan", tmp_path, *flags, "--format", "jsonl", "--no-cache")
    assert scan.returncode == 0, scan.stderr
    rows = {row["file_name"]: row for row in map(json.loads, scan.stdout.splitlines())}
    found = {name: sorted(rows[name]["hole_codes"]) for name in truth["files"]}
    assert found == {name: sorted(entry["codes"]) for name, entry in truth["files"].items()}


def test_there_are_producers():
    assert PRODUCERS, "Tests/EndToEnd/producers/ is empty"
