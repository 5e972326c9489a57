"""How fast the server is, beside others: interleaved rounds in one run, medians, raw numbers kept."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from . import servers
from .servers import Target

BODY = bytes(range(256)) * 40  # 10 KB


def static(folder: Path, options) -> dict[str, list[dict]]:
    """Requests a second of a file of 10 KB: wrk, one thread, 64 connections."""
    needed("wrk", "nginx")
    ours = servers.isoscan(folder / "isoscan")
    edited = servers.isoscan(folder / "edited", public=BODY)
    (folder / "nginx").mkdir()
    theirs = servers.nginx(folder / "nginx", BODY)
    runs = {
        "isoscan, a built-in file": (ours, "/app/app.js"),
        "isoscan, a file of its Public folder": (edited, "/ten-kilobytes.bin"),
        "nginx, one worker": (theirs, "/ten-kilobytes.bin"),
    }
    try:
        return rounds({name: lambda run=run: _wrk(*run, options.seconds)
                       for name, run in runs.items()}, options)
    finally:
        for target in (ours, edited, theirs):
            target.stop()


def _wrk(target: Target, path: str, seconds: float) -> dict:
    before = target.cpu()
    command = ["wrk", "-t1", "-c64", f"-d{seconds:.0f}s", f"http://127.0.0.1:{target.port}{path}"]
    output = subprocess.run(command, capture_output=True, text=True, check=True,
                            preexec_fn=servers.on_client_core).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        sys.exit(f"wrk had errors:\n{output}")
    requests = int(re.search(r"(\d+) requests in", output)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])
    return {"per_second": rate, "cpu_us": (target.cpu() - before) / requests * 1e6}


def echo(folder: Path, options) -> dict[str, list[dict]]:
    """Messages a second of 32 octets over 100 WebSockets."""
    client = servers.compiled("load_client", folder)
    targets = {"isoscan": servers.isoscan(folder / "isoscan"),
               "plain C epoll": servers.epoll(folder),
               "uWebSockets (socketify)": servers.library("socketify"),
               "picows": servers.library("picows")}

    def measure(target: Target) -> dict:
        before = target.cpu()
        result = load(client, "echo", target.port, "/ws-echo", 100, options.seconds, 32)
        messages = result["messages_per_second"] * options.seconds
        return {"per_second": result["messages_per_second"],
                "cpu_us": (target.cpu() - before) / max(1, messages) * 1e6}

    try:
        return rounds({name: lambda target=target: measure(target)
                       for name, target in targets.items()}, options)
    finally:
        for target in targets.values():
            target.stop()


def broadcast(folder: Path, options) -> dict[str, list[dict]]:
    """Milliseconds until a message is at each of 10,000 WebSockets; 5 messages a second."""
    client = servers.compiled("load_client", folder)
    targets = {"isoscan": servers.isoscan(folder / "isoscan"),
               "plain C epoll": servers.epoll(folder)}
    count = max(5, round(options.seconds * 5))

    def measure(target: Target) -> dict:
        before = target.cpu()
        result = load(client, "broadcast", target.port, "/ws-broadcast", 10_000, count, 5)
        if result["missing"] or result["receivers"] != 10_000:
            sys.exit(f"not all was delivered: {result}")
        return {"p99_ms": result["p99_ms"], "p50_ms": result["p50_ms"],
                "cpu_us": (target.cpu() - before) / count / 10_000 * 1e6}

    try:
        return rounds({name: lambda target=target: measure(target)
                       for name, target in targets.items()}, options)
    finally:
        for target in targets.values():
            target.stop()


def load(client: Path, *arguments) -> dict:
    output = subprocess.run([str(client), *map(str, arguments)], capture_output=True, text=True,
                            check=True, stdin=subprocess.DEVNULL,
                            preexec_fn=servers.on_client_core).stdout
    return json.loads(output)


def needed(*programs: str) -> None:
    missing = [program for program in programs if not shutil.which(program)]
    if missing:
        sys.exit(f"missing {', '.join(missing)}: apt-get install wrk nginx-light")


def rounds(measures: dict, options) -> dict[str, list[dict]]:
    """Every round measures each once, so that a busy machine slows all of them alike."""
    results = {name: [] for name in measures}
    for number in range(1, options.rounds + 1):
        for name, measure in measures.items():
            results[name].append({**measure(), "load": round(os.getloadavg()[0], 2)})
            print(f"round {number}  {name}: {results[name][-1]}", file=sys.stderr)
            time.sleep(0.2)
    return results
