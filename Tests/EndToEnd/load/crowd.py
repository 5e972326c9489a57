"""Thousands of WebSockets at once, and more than there are descriptors for."""

import json
import os
import subprocess
import time
from pathlib import Path

from . import servers
from .probe import Probe

# What is wanted (issue's words: handshakes a second, bytes each, milliseconds of the dashboard).
HANDSHAKES, BYTES, DASHBOARD_MS = 5_000, 2_048, 50.0
IDLE_SECONDS, IDLE_SHARE = 5.0, 0.02
BEYOND = 1_500


class Held:
    """A client that keeps its connections until it is let go."""

    def __init__(self, client: Path, port: int, count: int):
        self.process = subprocess.Popen(
            [client, "hold", str(port), "/ws-echo", str(count)], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=servers.on_client_core)
        self.result = json.loads(self.process.stdout.readline())

    def release(self) -> None:
        self.process.communicate()


def run(folder: Path, options) -> int:
    client = servers.compiled("load_client", folder)
    target = servers.isoscan(folder / "isoscan", {"max_connections_per_address": 65_536})
    held = []
    try:
        Held(client, target.port, 500).release()  # Warms what is allocated once.
        before = target.memory()
        probe = Probe(target.port, 6)
        held.append(Held(client, target.port, options.count))
        each = (target.memory() - before) / options.count
        dashboard = probe.result()
        held.append(Held(client, target.port, BEYOND))
        began = target.cpu()
        time.sleep(IDLE_SECONDS)
        idle = (target.cpu() - began) / IDLE_SECONDS
        return report(held[0].result, each, dashboard, held[1].result, idle)
    finally:
        for one in held:
            one.release()
        target.stop()


def report(opened: dict, each: float, dashboard: dict, beyond: dict, idle: float) -> int:
    lines = [
        (f"WebSockets                 {opened['opened']}, failed {opened['failed']}, "
         f"refused {opened['refused']}", opened["failed"] + opened["refused"] == 0),
        (f"handshakes a second        {opened['handshakes_per_second']:,.0f}",
         opened["handshakes_per_second"] >= HANDSHAKES),
        (f"memory of each             {each:,.0f} bytes", each <= BYTES),
        (f"dashboard meanwhile        p99 {dashboard['p99_ms']} ms, longest "
         f"{dashboard['max_ms']} ms, failed {dashboard['failed']} of {dashboard['requests']}",
         dashboard["p99_ms"] < DASHBOARD_MS and not dashboard["failed"]),
        (f"{BEYOND} more                  {beyond['opened']} opened, {beyond['refused']} refused "
         f"with 503, {beyond['failed']} failed", beyond["refused"] > 0 and not beyond["failed"]),
        (f"CPU with all of them idle  {idle * 100:.1f} %", idle <= IDLE_SHARE),
    ]
    print(f"load average {os.getloadavg()[0]:.1f}")
    for text, holds in lines:
        print(f"  {text}{'' if holds else '   FALLS SHORT'}")
    return 0 if all(holds for _, holds in lines) else 1
