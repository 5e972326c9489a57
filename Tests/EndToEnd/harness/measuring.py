"""CPU time, wall time and peak memory of child processes, and of readers within one process."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

STARTED = time.monotonic()


@dataclass
class Cost:
    """What reading some files took: seconds, and the largest resident size in bytes."""

    cpu: float = 0.0
    wall: float = 0.0
    peak: int = 0
    output: int = 0
    failed: list[str] = field(default_factory=list)
    startup_cpu: float = 0.0
    startup_wall: float = 0.0
    largest: str = ""

    def add(self, other: "Cost", name: str) -> None:
        self.cpu += other.cpu
        self.wall += other.wall
        self.output += other.output
        self.failed += other.failed
        if other.peak > self.peak:
            self.peak, self.largest = other.peak, name

    def with_startup(self, one: "Cost", times: int) -> "Cost":
        """The same cost, of which `times` processes' starts are told apart."""
        self.startup_cpu = one.cpu * times
        self.startup_wall = one.wall * times
        return self


def child(command: list[str], name: str = "", stdin: bytes = b"",
          timeout: float = 60) -> tuple[Cost, bytes]:
    """Runs a program to its end, or kills it; what it cost and what it printed.

    The peak is at least this process's own size: Linux carries it over the start of a child.
    """
    began = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL)
    killer = threading.Timer(timeout, process.kill)
    feeder = threading.Thread(target=_feed, args=(process.stdin, stdin))
    killer.start()
    feeder.start()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    killer.cancel()
    feeder.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    cost = Cost(usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss * 1024,
                len(output), [f"{name}: status {process.returncode}"] if process.returncode else [])
    return cost, output


def _feed(pipe, content: bytes) -> None:
    try:
        pipe.write(content)
        pipe.close()
    except BrokenPipeError:
        pass


def worker(reader: str, files: list[str], timeout: float) -> Cost:
    """Reads all files with a Python library in one process of its own."""
    command = [sys.executable, "-m", "harness.measuring", reader, str(timeout)]
    folder = Path(__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(command, input="\n".join(files), capture_output=True, text=True,
                          env=environment)
    if done.returncode != 0:
        sys.exit(f"{reader} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def _work(reader: str, timeout: float) -> None:
    """In the worker: imports and reads one page untimed, then all files of stdin."""
    from .peers import READERS
    from .sheet import Sheet
    import tempfile
    files = sys.stdin.read().splitlines()
    read = READERS[reader]
    with tempfile.NamedTemporaryFile(suffix=".pdf") as blank:
        blank.write(bytes(Sheet()))
        blank.flush()
        read(blank.name)
    signal.signal(signal.SIGALRM, _late)
    cost = Cost(startup_cpu=time.process_time(), startup_wall=time.monotonic() - STARTED)
    for path in files:
        signal.setitimer(signal.ITIMER_REAL, timeout)
        try:
            cost.output += len(read(path))
        except Exception as problem:  # Whatever a library raises, the others go on.
            cost.failed.append(f"{path}: {type(problem).__name__}")
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    cost.cpu = time.process_time()
    cost.wall = time.monotonic() - STARTED
    cost.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(asdict(cost)))


def _late(*_):
    raise TimeoutError


if __name__ == "__main__":
    _work(sys.argv[1], float(sys.argv[2]))
