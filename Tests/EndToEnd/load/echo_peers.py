"""WebSocket echoes of PyPI's libraries: python echo_peers.py socketify|picows PORT."""

import asyncio
import sys


def socketify(port: int) -> None:
    """uWebSockets, by way of its Python binding."""
    from socketify import App, AppListenOptions, CompressOptions

    app = App()
    app.ws("/*", {"compression": CompressOptions.DISABLED, "idle_timeout": 0,
                  "message": lambda ws, message, opcode: ws.send(message, opcode)})
    app.listen(AppListenOptions(port=port, host="127.0.0.1"),
               lambda _: print("ready", flush=True))
    app.run()


def picows(port: int) -> None:
    import uvloop
    from picows import WSListener, ws_create_server

    class Echo(WSListener):
        def on_ws_frame(self, transport, frame):
            transport.send(frame.msg_type, frame.get_payload_as_memoryview())

    async def serve():
        server = await ws_create_server(lambda _: Echo(), "127.0.0.1", port)
        print("ready", flush=True)
        await server.serve_forever()

    asyncio.run(serve(), loop_factory=uvloop.new_event_loop) if sys.version_info >= (3, 12) \
        else uvloop.install() or asyncio.run(serve())


if __name__ == "__main__":
    {"socketify": socketify, "picows": picows}[sys.argv[1]](int(sys.argv[2]))
