"""Clients that send many messages at once (README, "As API Gateway": slow clients)."""


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
