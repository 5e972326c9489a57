"""Encrypted PDFs open with the passwords of a file that a key or a flag names (qpdf makes them)."""

import json
import subprocess

import pytest

from harness.drawings import pdf
from harness.server import run

USER, OWNER = "Größe 42", "owner-£"
WAYS = {
    "rc4-40": ["40", "--"],
    "rc4-128": ["128", "--use-aes=n", "--"],
    "aes-128": ["128", "--use-aes=y", "--"],
    "aes-256-r5": ["256", "--force-R5", "--"],
    "aes-256-r6": ["256", "--"],
}


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("encrypted")
    plain = tmp_path_factory.mktemp("plain") / "plain.pdf"
    plain.write_bytes(pdf(["HOLE-1", "HC-7"]))
    for name, way in WAYS.items():
        subprocess.run(["qpdf", "--allow-weak-crypto", "--encrypt", USER, OWNER, *way,
                        str(plain), str(folder / f"{name}.pdf")], check=True)
    return folder


def passwords(tmp_path, *lines):
    file = tmp_path / "passwords.txt"
    file.write_text("".join(line + "\n" for line in lines))
    return file


def statuses(folder, *flags):
    scan = run("scan", folder, "--code", "HOLE-1", "--code", "HC-7", "--format", "jsonl",
               "--no-cache", *flags)
    assert scan.returncode == 0, scan.stderr
    return {row["file_name"]: row["status"] for row in map(json.loads, scan.stdout.splitlines())}


def every(status):
    return {f"{name}.pdf": status for name in WAYS}


def test_without_its_password_a_drawing_is_encrypted(encrypted, tmp_path):
    assert statuses(encrypted) == every("Encrypted")
    wrong = passwords(tmp_path, "guess", "Größe", "größe 42", " Größe 42")
    assert statuses(encrypted, "--passwords", wrong) == every("Encrypted")


# The last one is decomposed: both encodings take the composed form.
@pytest.mark.parametrize("password", [USER, OWNER, "Gro\u0308ße 42"])
def test_either_password_opens_each_encryption(encrypted, tmp_path, password):
    assert statuses(encrypted, "--passwords", passwords(tmp_path, "guess", password)) == every("2 Codes")


def test_extract_takes_passwords(encrypted, tmp_path):
    file = passwords(tmp_path, USER)
    path = encrypted / "aes-256-r6.pdf"
    assert run("extract", path).returncode == 1
    assert b"HOLE-1" in run("extract", "--passwords", file, path).stdout
    batch = run("extract", "--batch", "--passwords", file, stdin=f"{path}\n")
    assert "HC-7" in json.loads(batch.stdout)["text"]


def test_a_server_takes_them_from_its_configuration_and_tells_them_nobody(
        server, connect, encrypted, tmp_path):
    file = passwords(tmp_path, OWNER)
    running = server({"sources": {"folders": {"d": str(encrypted)}},
                      "extraction": {"passwords_file": str(file)}, "log": {"level": "debug"}})
    scan = connect(running).scan(folder="d", target_hole_codes=["HOLE-1"])
    assert scan.codes == {f"{name}.pdf": ["HOLE-1"] for name in WAYS}
    assert OWNER not in running.log()


def test_a_passwords_file_that_cant_be_read_is_an_error(encrypted, tmp_path):
    scan = run("scan", encrypted, "--code", "X", "--passwords", tmp_path / "missing")
    assert (scan.returncode, scan.stderr.count(b"\n")) == (1, 1)
    assert b"--passwords" in scan.stderr
    (tmp_path / "config.json").write_text('{"extraction": {"passwords_file": "missing"}}')
    config = run("config", "--config", tmp_path / "config.json")
    assert (config.returncode, config.stderr.count(b"\n")) == (2, 1)
    assert b"extraction.passwords_file" in config.stderr
