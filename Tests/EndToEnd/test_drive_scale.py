"""A large Drive with everything that goes wrong there at once, and one killed in the middle.

DRIVE_FILES (default 660) makes it larger: `DRIVE_FILES=6600 pytest test_drive_scale.py -s` prints figures.
"""

import os
import random
import resource
import shutil
import time

import pytest

from harness.client import Client
from harness.results import codes_of, results

FILES = int(os.environ.get("DRIVE_FILES", "660"))
FOLDERS = max(30, FILES // 22)


@pytest.fixture(scope="module")
def nested(demo_set, tmp_path_factory):
    """The demo drawings spread over nested folders: the folder, the truth by path, folders by level."""
    demo = demo_set(FILES)
    root = tmp_path_factory.mktemp("nested")
    draw = random.Random(5)
    folders = [""]
    for number in range(FOLDERS):
        parent = draw.choice(folders[-60:])
        folders.append(f"{parent}/F{number:03}".lstrip("/"))
        (root / folders[-1]).mkdir()
    names = {}
    for number, name in enumerate(sorted(demo.names)):
        names[name] = f"{folders[1 + number % FOLDERS]}/{name.rpartition('/')[2]}"
        shutil.copyfile(demo.drawings / name, root / names[name])
    expected = {names[name]: codes for name, codes in demo.expected.items()}
    shortcuts = {f"{folders[-1 - number]}/link-{number}": folders[1 + number] for number in range(10)}
    shortcuts |= {f"{folders[5 + number]}/link-{number}.pdf": sorted(names.values())[number] for number in range(9)}
    shortcuts[f"{folders[-1]}/loop"] = ""
    levels = {}
    for folder in folders:
        level = folder.count("/") + 1 if folder else 0
        levels[level] = levels.get(level, 0) + 1
    return root, demo, expected, shortcuts, levels


def test_a_large_drive_with_faults_quota_and_an_expired_token(server, emulator, nested):
    root, demo, expected, shortcuts, levels = nested
    drive = emulator(root, "--fail-rate", 5, "--rate-limit", 150, "--latency", 40, "--seed", 11,
                     describe={"shortcuts": shortcuts})
    running = server(drive.config)
    began = time.monotonic()
    with Client(running.ws) as client:
        session = client.start(
            drive_link=drive.link, token="ya29.first", target_hole_codes=demo.targets)["session_id"]
        while client.receive().get("processed", 0) < FILES // 3:
            pass
        drive.expire("ya29.first")
        assert client.until("ERROR", timeout=600)[-1]["code"] == "drive_auth"
        assert running.get(f"/api/sessions/{session}").json["status"] == "PAUSED"
        client.send({"action": "reconnect", "session_id": session, "token": "ya29.second"})
        done = client.until("COMPLETE", timeout=600)[-1]
    seconds = time.monotonic() - began
    assert done["total_processed"] == FILES and done["total_problems"] == 0
    every = results(running, session, "all", limit=1000)
    assert len({row["pdf_link"] for row in every}) == len(every) == FILES
    # A file that a shortcut leads to as well stands under one of its two names.
    paths = {file: path for path, file in by_id(running, session, every, drive).items()}
    found = {paths[row["pdf_link"].split("/")[5]]: row["hole_codes"] for row in every if row["hole_codes"]}
    assert found == expected
    check_requests(drive.stats(), levels, seconds, running)


def by_id(running, session, every, drive) -> dict[str, str]:
    """Ids by path, computed as the emulator does."""
    import base64
    import hashlib
    paths = [str(path.relative_to(drive.folder)) for path in drive.folder.rglob("*.pdf")]
    return {path: "1" + base64.urlsafe_b64encode(hashlib.sha256(path.encode()).digest()).decode()[:32]
            for path in paths}


def check_requests(stats: dict, levels: dict, seconds: float, running) -> None:
    bound = sum(-(-count // 40) for count in levels.values()) + FILES // 1_000
    over = stats["over_quota"]
    late = [at for at in over if at > over[0] + 1] if over else []
    print(f"\n{FILES} files, {FOLDERS} folders, {len(levels)} levels: {seconds:.1f} s; {stats['requests']} requests, "
          f"{stats['lists']} lists (bound {bound}), {stats['gets']} gets, {stats['injected']} failures, "
          f"{len(over)} over the quota, {len(late)} of them after it was told; "
          f"peak {running.peak_memory() >> 20} MB; load {os.getloadavg()[0]:.1f}")
    # A listing that a failure made be asked for again is counted once more by the emulator only
    # where it was let through, so that faults don't count here.
    assert stats["lists"] <= bound
    assert late == []
    assert sum(stats["downloads"].values()) <= FILES + 40, "only what was under way is fetched again"


def test_killed_in_the_middle_it_downloads_nothing_that_is_read(server, emulator, nested):
    root, demo, expected, shortcuts, _ = nested
    drive = emulator(root, "--latency", 20, describe={})
    running = server({**drive.config, "progress": {"interval_ms": 0}})
    with Client(running.ws) as client:
        session = client.start(
            drive_link=drive.link, token="ya29.one", target_hole_codes=demo.targets)["session_id"]
        # Each drawing is told only once it is committed: these are read.
        read, done = set(), 0
        while done < FILES // 3:
            message = client.receive()
            read.add(message.get("file_name"))
            done = message.get("processed", done)
        running.kill9()
    fetched = drive.stats()["downloads"]
    running.start()
    with Client(running.ws) as client:
        state = client.ask({"action": "reconnect", "session_id": session})
        assert state["processed_count"] >= FILES // 3
        if state["status"] == "IN_PROGRESS":
            client.until("COMPLETE", timeout=600)
    after = drive.stats()["downloads"]
    assert codes_of(results(running, session, limit=1000)) == expected
    assert {name: count for name, count in after.items() if count > 1}.keys() & read == set()
    again = sum(after.values()) - FILES
    print(f"\n{FILES} files: {len(fetched)} fetched before the kill; {again} fetched again; {len(read)} were read")
    assert again <= 10 * (os.cpu_count() or 1), "two batches under way at most"
