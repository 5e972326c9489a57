"""One `isoscan emulate-drive` process: a folder as Google Drive."""

import json
import selectors
import subprocess
from pathlib import Path

from .http import request
from .paths import built
from .server import READY_TIMEOUT, environment


class Emulator:
    def __init__(self, folder: Path, *arguments, describe: dict | None = None):
        self.folder = Path(folder)
        if describe is not None:
            (self.folder / "drive.json").write_text(json.dumps(describe))
        command = [built(), "emulate-drive", str(folder), *map(str, arguments)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment())
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            assert selector.select(READY_TIMEOUT), "the emulator did not start"
        ready = json.loads(self.process.stdout.readline())
        self.url, self.root = ready["url"], ready["root"]

    @property
    def link(self) -> str:
        return f"https://drive.google.com/drive/folders/{self.root}?usp=sharing"

    @property
    def config(self) -> dict:
        """What a server needs to read from here."""
        return {"sources": {"drive": {"api_url": self.url}}}

    def stats(self) -> dict:
        return request(self.url, "GET", "/emulator/stats").json

    def expire(self, token: str = "") -> None:
        """Has a token not be accepted any more; without a name all that were granted."""
        path = "/emulator/expire" + (f"?token={token}" if token else "")
        assert request(self.url, "POST", path).status == 204

    def files(self, query: str = "trashed=false") -> dict[str, dict]:
        """Metadata by name, as any client gets it."""
        from urllib.parse import quote
        path = f"/drive/v3/files?fields=*&pageSize=1000&includeItemsFromAllDrives=true&q={quote(query)}"
        answer = request(self.url, "GET", path, headers={"Authorization": "Bearer looking"})
        return {file["name"]: file for file in answer.json["files"]}

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()
