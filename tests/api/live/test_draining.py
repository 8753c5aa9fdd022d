"""A process that gives its place up answers whoever it has taken in, at whatever moment that was."""

import asyncio
import signal
import socket

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from api.listening import listen
from api.live.draining import DrainingServer

REQUEST = b"GET / HTTP/1.1\r\nHost: rete\r\n\r\n"
LEFT = b"left to the next process"


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


async def ask_while_it_drains(turns: int) -> bytes:
    """The first bytes of an answer on a connection that is made while the place is given up.

    It is made `turns` of the loop before; with fewer than none, that many after.
    """
    with listen("127.0.0.1", 0) as listener, listener.dup() as further:
        begun = asyncio.Event()
        server = DrainingServer(uvicorn.Config(answer, ws="none", lifespan="off", log_level="error"), begun.set)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await begun.wait()
        if turns < 0:
            signal.raise_signal(signal.SIGUSR1)
        for _ in range(-1 - turns):
            await asyncio.sleep(0)
        with socket.create_connection(further.getsockname()) as client:
            for _ in range(turns):
                await asyncio.sleep(0)
            if turns >= 0:
                signal.raise_signal(signal.SIGUSR1)
            answered = await ask(client, further)
        await serving
        return answered


async def ask(client: socket.socket, further: socket.socket) -> bytes:
    await asyncio.sleep(0.3)
    client.setblocking(False)
    further.setblocking(False)
    try:
        further.accept()[0].close()
    except BlockingIOError:
        await asyncio.get_running_loop().sock_sendall(client, REQUEST)
        return await asyncio.get_running_loop().sock_recv(client, 100)
    return LEFT


@pytest.mark.parametrize("turns", range(-4, 5))
def test_a_connection_is_answered_or_left_to_the_next_process(turns: int) -> None:
    answered = asyncio.run(ask_while_it_drains(turns))
    assert answered == LEFT or answered.startswith(b"HTTP/1.1 204")
