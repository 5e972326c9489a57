"""Clients that begin requests and never end them."""

import asyncio
import time
from dataclasses import dataclass, field

HANDSHAKE = (b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
REQUEST = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "


@dataclass
class Outcome:
    """How long each connection was held, in seconds; those still open at the end are `held`."""

    lives: list[float] = field(default_factory=list)
    held: int = 0


async def _drip(writer, pause: float) -> None:
    """A byte of the head now and then (slowloris)."""
    writer.write(REQUEST)
    while True:
        await asyncio.sleep(pause)
        writer.write(b"a")


async def _half_open(writer, _: float) -> None:
    """A handshake but for its last line end."""
    writer.write(HANDSHAKE)


async def _client(port: int, send, pause: float, end: float, outcome: Outcome) -> None:
    """Comes again whenever it is dropped, until the end."""
    while time.monotonic() < end:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        began = time.monotonic()
        sending = asyncio.ensure_future(send(writer, pause))
        try:
            while await reader.read(65_536):
                pass
        except ConnectionError:
            pass
        outcome.lives.append(time.monotonic() - began)
        sending.cancel()
        writer.close()


async def attack(port: int, drips: int, handshakes: int, seconds: float, limit: float) -> Outcome:
    """Attacks for so long, and then as long as the last of the connections may last."""
    outcome = Outcome()
    end = time.monotonic() + seconds
    clients = [asyncio.ensure_future(_client(port, send, limit / 10, end, outcome))
               for send, count in ((_drip, drips), (_half_open, handshakes))
               for _ in range(count)]
    _, pending = await asyncio.wait(clients, timeout=seconds + limit)
    outcome.held = len(pending)
    for client in pending:
        client.cancel()
    return outcome
