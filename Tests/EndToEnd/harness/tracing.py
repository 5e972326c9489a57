"""Which files a running process opens, told by strace(1)."""

import os
import re
import signal
import subprocess
import tempfile
from pathlib import Path


class Opened:
    """Traces a process from now on."""

    def __init__(self, pid: int, below: Path):
        self.below = os.fsencode(str(below.resolve())) + b"/"
        self.file = tempfile.NamedTemporaryFile(suffix=".strace")
        self.process = subprocess.Popen(
            ["strace", "-f", "-y", "-e", "trace=open,openat,openat2", "-p", str(pid),
             "-o", self.file.name], stderr=subprocess.PIPE)
        line = self.process.stderr.readline()
        assert b"attached" in line, line

    def count(self) -> int:
        """Ends the tracing; how many files below the folder were opened since it began."""
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=60)
        # `-y` says after "=" what the descriptor stands for.
        opened = re.findall(rb"= \d+<([^>]*)>", Path(self.file.name).read_bytes())
        return len({path for path in opened
                    if path.startswith(self.below) and path.lower().endswith(b".pdf")})
