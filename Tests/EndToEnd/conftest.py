"""Fixtures of the end-to-end tests: the built executable, driven from outside."""

import pytest

from harness.client import Client
from harness.drawings import DemoSet
from harness.emulator import Emulator
from harness.paths import built
from harness.server import Server, run

DEMO_FILES = 300


def pytest_sessionstart(session):
    try:
        built()
    except SystemExit as advice:
        pytest.exit(str(advice), returncode=2)


@pytest.fixture(scope="session")
def demo_set(tmp_path_factory):
    """A factory of demo sets by number of files; each is written once."""
    made: dict[int, DemoSet] = {}

    def make(files: int) -> DemoSet:
        if files not in made:
            folder = tmp_path_factory.mktemp(f"demo-{files}")
            done = run("demo", folder, "--files", files, "--seed", 7, timeout=600)
            assert done.returncode == 0, done.stderr.decode()
            made[files] = DemoSet(folder)
        return made[files]

    return make


@pytest.fixture(scope="session")
def demo_drawings(demo_set) -> DemoSet:
    """300 demo drawings, made once."""
    return demo_set(DEMO_FILES)


def _servers(make_folder):
    started: list[Server] = []

    def start(config: dict | None = None, arguments: list[str] = ()) -> Server:
        server = Server(make_folder(len(started)), config, arguments)
        started.append(server)
        return server.start()

    yield start
    problems = []
    for server in started:
        try:
            server.stop()
        except AssertionError as problem:
            problems.append(str(problem))
    assert not problems, problems


@pytest.fixture
def server(tmp_path):
    """A factory of servers, each with its own data folder; all are stopped at the end.

    `server({"sources": {…}})` starts one with that configuration.
    """
    yield from _servers(lambda number: tmp_path / f"server-{number}")


@pytest.fixture(scope="module")
def demo_server(tmp_path_factory, demo_drawings):
    """One server for a whole file of tests, with the demo drawings as folder `plant`."""
    factory = _servers(lambda number: tmp_path_factory.mktemp("demo-server"))
    start = next(factory)
    folders = {"plant": str(demo_drawings.drawings)}
    yield start({"sources": {"folders": folders, "demo_files": 20}})
    next(factory, None)


@pytest.fixture
def connect():
    """A factory of clients; all are closed at the end."""
    clients: list[Client] = []

    def open_client(server: Server, **options) -> Client:
        clients.append(Client(server.ws, **options))
        return clients[-1]

    yield open_client
    for client in clients:
        client.close()


@pytest.fixture
def emulator():
    """A factory of emulated drives; all are stopped at the end."""
    started: list[Emulator] = []

    def start(folder, *arguments, describe: dict | None = None) -> Emulator:
        started.append(Emulator(folder, *arguments, describe=describe))
        return started[-1]

    yield start
    for emulator in started:
        emulator.stop()
