"""Clients that send many messages at once (README, "As API Gateway": slow clients)."""


import struct
import zlib


def bomb(inflated: int) -> bytes:
    """A text frame without an end (FIN is 0), deflated, masked with zeros."""
    deflater = zlib.compressobj(9, wbits=-15)
    data = deflater.compress(b" " * inflated) + deflater.flush(zlib.Z_SYNC_FLUSH)
    assert 126 <= len(data) < 65_536
    return bytes([0x41, 0x80 | 126]) + struct.pack(">H", len(data)) + bytes(4) + data


def code_or_pong(client, data: bytes) -> int | None:
    """Sends the data and waits until it is read: the close code, or None where there is a pong."""
    client.socket.socket.sendall(data)
    pong = client.socket.ping()
    while not pong.wait(0.02):
        if client.socket.protocol.close_code is not None:
            return client.socket.protocol.close_code
    return None


def memory(pid: int) -> int:
    """Bytes of a process that are in memory."""
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * 4_096


def frame(text: str) -> bytes:
    """A text frame of fewer than 126 bytes, masked with zeros."""
    data = text.encode()
    return bytes([0x81, 0x80 | len(data), 0, 0, 0, 0]) + data


def test_a_burst_of_messages_is_answered_whole(server, connect):
    running = server()
    client, other = connect(running), connect(running)
    count = 20_000
    client.socket.socket.sendall(frame('{"action":"ping"}') * count)
    assert other.ask({"action": "ping"}, timeout=10) == "pong"
    assert all(client.receive() == "pong" for _ in range(count))
    client.send({"action": "none"})
    assert client.receive()["code"] == "unknown_action"
    client.silence()


def test_unfinished_messages_of_many_clients_have_one_bound(server, connect):
    running = server({"server": {"body_timeout_s": 300}})
    before = memory(running.pid)
    data = bomb(33_000_000)
    clients = [connect(running, compression="deflate") for _ in range(40)]
    told = [code_or_pong(client, data) for client in clients]
    assert told.count(None) == 8 and told.count(1013) == 32
    assert memory(running.pid) - before < 450_000_000
    with connect(running) as other:
        assert other.ask("ping") == "pong"
