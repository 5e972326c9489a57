"""Another client of a server under load, in a process of its own: python -m load.probe PORT SECONDS.

Asks for the dashboard on one connection every few milliseconds, and every tenth time on a new one.
Prints the latencies' percentiles as JSON; a second line when stdin ends the run early.
"""

import http.client
import json
import subprocess
import sys
import time
from pathlib import Path

PAUSE = 0.004


class Probe:
    """The process, running until its time is over."""

    def __init__(self, port: int, seconds: float):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "load.probe", str(port), str(seconds)],
            cwd=Path(__file__).parents[1], stdout=subprocess.PIPE)

    def result(self) -> dict:
        output, _ = self.process.communicate()
        return json.loads(output)


def probe(port: int, seconds: float) -> dict:
    latencies, failed = [], 0
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if len(latencies) % 10 == 0:
            connection.close()
        began = time.perf_counter()
        try:
            connection.request("GET", "/")
            response = connection.getresponse()
            response.read()
            failed += response.status != 200
        except OSError:
            failed += 1
            connection.close()
        latencies.append((time.perf_counter() - began) * 1000)
        time.sleep(PAUSE)
    latencies.sort()
    return {"requests": len(latencies), "failed": failed,
            "p50_ms": round(latencies[len(latencies) // 2], 2),
            "p99_ms": round(latencies[len(latencies) * 99 // 100], 2),
            "max_ms": round(latencies[-1], 2)}


if __name__ == "__main__":
    print(json.dumps(probe(int(sys.argv[1]), float(sys.argv[2]))))
