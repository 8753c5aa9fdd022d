"""The process that plans for one that serves, so that whoever reads does not wait for whoever plans.

It is forked before connections are taken, shares what was loaded until then, and gives way on a busy machine. A socket
that only the two hold carries one question at a time, and its answer back.
"""

import asyncio
import gc
import logging
import os
import select
import signal
import socket
import traceback
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from functools import partial

import orjson
from graphql import GraphQLError
from starlette.requests import Request

from api.errors import Refusal
from api.http.admission import PULSE, Deadline
from api.http.monitoring import request_id
from api.http.request_body import GraphQLRequest
from api.live.processes import Lifeline, fork, give_back_memory

log = logging.getLogger("rete.api")
NICE = 5
"""How far the process gives way to others."""
LENGTH = 8
"""Bytes that say how long a message is, before its kind."""
Work = Callable[[GraphQLRequest, Deadline], bytes]


class Kind(IntEnum):
    """What a message is: a question, or that nobody waits for its answer; an answer, a refusal, or a fault; or that
    questions are taken."""

    ASK = 0
    STOP = 1
    ANSWER = 2
    REFUSAL = 3
    FAULT = 4
    READY = 5


class GoneError(Exception):
    """The process has ended."""


class PlanningProcess:
    """Answers questions in a process of its own, one after the other.

    A question ends at its deadline, or when its client leaves. If the process has ended, each question raises
    GoneError.
    """

    def __init__(self, make_work: Callable[[], Work], seconds: float, lifeline: Lifeline) -> None:
        """Fork it, from a process that has no threads yet.

        `make_work` is called in it, and gives what answers a question within a deadline; `seconds` is how long each may
        take. It ends with this process.
        """
        self._seconds = seconds
        self._here, self._there = socket.socketpair()
        self._turn = asyncio.Lock()
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._reply: asyncio.Task[tuple[Kind, bytes]] | None = None
        self._is_gone = False
        fork(partial(self._run, make_work), lifeline, threads=False)
        self._there.close()

    def await_ready(self) -> None:
        """Wait until it can answer, or has ended."""
        if not self._here.recv(LENGTH + 1, socket.MSG_WAITALL):
            self._note_end()

    def _note_end(self) -> None:
        if not self._is_gone:
            log.error("The process that plans has ended; plans are made by the one that serves from now on.")
        self._is_gone = True

    async def answer(self, asked: GraphQLRequest, request: Request) -> bytes:
        """The answer to `asked`, as JSON. Raises Refusal, or GoneError."""
        parts = (asked.query, asked.document_id, asked.operation_name, asked.variables, asked.by_get)
        async with self._turn:
            try:
                kind, body = await self._exchange(orjson.dumps((request_id.get(), *parts)), request)
            except (EOFError, OSError) as error:
                self._note_end()
                raise GoneError from error
        if kind is Kind.REFUSAL:
            raise _refusal_of(body)
        if kind is Kind.FAULT:
            raise RuntimeError("A question failed in the process that plans.")
        return body

    async def _exchange(self, question: bytes, request: Request) -> tuple[Kind, bytes]:
        if self._reply is not None:  # to a question that was given up here
            await asyncio.wait({self._reply})
        if self._streams is None:
            self._streams = await asyncio.open_unix_connection(sock=self._here)
        reader, writer = self._streams
        writer.writelines(_message(Kind.ASK, question))
        self._reply = asyncio.create_task(_read(reader))
        is_left = False
        try:
            while not self._reply.done():
                await asyncio.wait({self._reply}, timeout=PULSE)
                if not is_left and not self._reply.done() and await request.is_disconnected():
                    is_left = True
                    writer.writelines(_message(Kind.STOP))
        except asyncio.CancelledError:
            writer.writelines(_message(Kind.STOP))
            raise
        return self._reply.result()

    # ── In the process itself ────────────────────────────────────────────────────────────────────────────────────

    def _run(self, make_work: Callable[[], Work]) -> None:
        self._here.close()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it ends with the one that it works for, whose answers it owes
        work = make_work()
        give_back_memory()
        gc.freeze()
        os.nice(NICE)
        self._there.sendall(b"".join(_message(Kind.READY)))
        while head := self._receive(LENGTH + 1):
            question = self._receive(int.from_bytes(head[:LENGTH], "big"))
            if head[LENGTH] == Kind.ASK:  # else it was answered already when its client left
                with suppress(OSError):
                    self._there.sendall(b"".join(self._work_out(work, question)))
                give_back_memory()

    def _receive(self, size: int) -> bytes:
        """So many bytes; fewer where the other end is closed. No byte after them is taken: one tells to stop."""
        return self._there.recv(size, socket.MSG_WAITALL) if size else b""

    def _work_out(self, work: Work, question: bytes) -> tuple[bytes, bytes]:
        """The head and body of the answer."""
        identifier, *parts = orjson.loads(question)
        request_id.set(identifier)
        try:
            return _message(Kind.ANSWER, work(GraphQLRequest(*parts), Called(self._seconds, self._there)))
        except Refusal as refusal:
            return _message(Kind.REFUSAL, _told(refusal))
        except Exception as error:  # nothing of the question may reach a log
            frames = "".join(traceback.format_tb(error.__traceback__))
            log.error("A question failed with %s:\n%s", type(error).__name__, frames)
            return _message(Kind.FAULT)


class Called(Deadline):
    """Until when a question may be worked on: its deadline, or until who asked says or does something else."""

    def __init__(self, seconds: float, asking: socket.socket) -> None:
        super().__init__(seconds)
        self._asking = asking

    def _is_left(self) -> bool:
        return bool(select.select([self._asking], (), (), 0)[0])


def _message(kind: Kind, body: bytes = b"") -> tuple[bytes, bytes]:
    return len(body).to_bytes(LENGTH, "big") + bytes([kind]), body


async def _read(reader: asyncio.StreamReader) -> tuple[Kind, bytes]:
    head = await reader.readexactly(LENGTH + 1)
    return Kind(head[LENGTH]), await reader.readexactly(int.from_bytes(head[:LENGTH], "big"))


def _told(refusal: Refusal) -> bytes:
    errors = [{"message": error.message, "extensions": error.extensions} for error in refusal.errors]
    return orjson.dumps([refusal.status, errors, refusal.in_document, refusal.headers, refusal.extensions])


def _refusal_of(told: bytes) -> Refusal:
    status, errors, in_document, headers, extensions = orjson.loads(told)
    raised = [GraphQLError(error["message"], extensions=error["extensions"]) for error in errors]
    return Refusal(status, raised, in_document=in_document, headers=headers, extensions=extensions)
