"""Where the executable under test and the tools are."""

import os
import shutil
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
EXECUTABLE = Path(os.environ.get("ISOSCAN", REPOSITORY / ".build/release/isoscan"))
BENCHMARKS = Path(os.environ.get("ISOSCAN_BENCHMARKS", EXECUTABLE.with_name("Benchmarks")))


def built(path: Path = EXECUTABLE) -> str:
    """The path of what is built; where it is not there, this ends with the command that builds it."""
    if not (path.is_file() and os.access(path, os.X_OK)):
        sys.exit(f"{path} is not there: build it with `swift build -c release --product {path.name}`")
    return str(path)


def tool(name: str) -> str:
    """The path of a tool; without it the test is skipped, under CI it fails."""
    import pytest  # Here, for measuring programs are to stay small.
    path = shutil.which(name)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is not installed: Tests/run.sh must install it")
        pytest.skip(f"{name} is not installed")
    return path
