"""A code is found exactly once, however it stands in the drawing, and nothing beside it."""

import json

import pytest

from harness.placements import PLACEMENTS
from harness.server import run


@pytest.fixture(scope="module")
def rows(tmp_path_factory) -> dict[str, dict]:
    """Rows of one scan of all placements for all their codes and near misses, by file name."""
    folder = tmp_path_factory.mktemp("placements")
    for placement in PLACEMENTS:
        (folder / placement.file).write_bytes(placement.bytes())
    codes = [code for placement in PLACEMENTS for code in placement.codes + placement.absent]
    (folder / "codes.list").write_text("\n".join(codes))
    done = run("scan", folder, "--codes", folder / "codes.list", "--format", "jsonl", "--no-cache")
    assert done.returncode == 0, done.stderr
    return {row["file_name"]: row for row in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("placement", PLACEMENTS, ids=lambda placement: placement.name)
def test_each_code_is_found_once_and_no_near_miss(placement, rows):
    matches = rows[placement.file]["matches"]
    assert sorted(match["code"] for match in matches) == sorted(placement.codes)
    assert [match["page"] for match in matches] == [1] * len(placement.codes)


def test_placements_do_not_share_codes():
    codes = [code for placement in PLACEMENTS for code in placement.codes]
    assert len(codes) == len(set(codes)) and len(PLACEMENTS) >= 28
    assert not set(codes) & {code for placement in PLACEMENTS for code in placement.absent}
