"""SIGHUP takes over what can change while running (contract section 2)."""

import json
import signal

from harness.drawings import pdf, write


def test_sighup_takes_over_folders_and_origins(server, connect, tmp_path):
    folder = write(tmp_path / "d", {"a.pdf": pdf(["HOLE-1"])})
    running = server({"sources": {"demo_files": 0}})
    assert connect(running).refuse(folder="d", target_hole_codes=["HOLE-1"])["code"] == "unknown_folder"
    running.configure({"sources": {"demo_files": 0, "folders": {"d": str(folder)}},
                       "server": {"max_connections": 77}})
    running.signal(signal.SIGHUP)
    running.wait_for_log("key=server.max_connections")
    scan = connect(running).scan(folder="d", target_hole_codes=["HOLE-1"])
    assert scan.codes == {"a.pdf": ["HOLE-1"]}
    assert json.loads(running.get("/api/config").body)["folders"] == ["d"]


def test_a_broken_configuration_changes_nothing(server, tmp_path):
    running = server({})
    running.configure("{")
    running.signal(signal.SIGHUP)
    running.wait_for_log("configuration is not used")
    assert running.get("/healthz").status == 200
