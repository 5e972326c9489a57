"""What the producers share: the codes to draw, and the list of what stands in each file."""

import json
import pathlib
import shutil
import sys

# Drawn once in every file, each in its own way.
LEVEL, TURNED, UPRIGHT, SKEWED = "HOLE-101", "HOLE-102", "HOLE-103", "HOLE-104"
SINGLY, SPLIT, KERNED, SPREAD = "HOLE-105", "HOLE-106", "HOLE-AV107", "HOLE-108"
TOUCHING = ("HOLE-109", "HOLE-110")
# Near misses: none of them stands anywhere as a word.
ABSENT = ["HOLE-10", "HOLE-1", "OLE-101", "HOLE-AV", "HOLE-109HOLE-110", "110HOLE-109"]


# What a producer that is not installed ends with.
NOT_INSTALLED = 77


def need(tool):
    """Ends the producer if a program is not installed."""
    if not shutil.which(tool):
        missing(tool)


def missing(what):
    print(f"{what} is not installed", file=sys.stderr)
    sys.exit(NOT_INSTALLED)


class Truth:
    """Collects the codes of each file and writes truth.json."""

    def __init__(self):
        self.folder = pathlib.Path(sys.argv[1])
        self.folder.mkdir(parents=True, exist_ok=True)
        self.files = {}

    def path(self, name):
        return str(self.folder / name)

    def add(self, name, codes, status=None):
        entry = {"codes": sorted(set(codes)), "absent": ABSENT}
        if status:
            entry["status"] = status
        self.files[name] = entry

    def write(self):
        targets = {code for entry in self.files.values() for code in entry["codes"]}
        truth = {"targets": sorted(targets.union(ABSENT)), "files": self.files}
        text = json.dumps(truth, indent=1, sort_keys=True)
        (self.folder / "truth.json").write_text(text + "\n")
