"""Who waits too long is interrupted; nobody else is."""

import asyncio
import time

import pytest

from api.http.deadlines import Deadlines


def test_who_waits_too_long_is_interrupted_and_goes_on_afterwards() -> None:
    async def ask() -> list[str]:
        deadlines, told = Deadlines(0.2), []

        async def wait(seconds: float, name: str) -> None:
            try:
                await deadlines.wait(asyncio.sleep(seconds))
                told.append(name)
            except TimeoutError:
                told.append(f"{name} too late")
            await asyncio.sleep(0.01)  # nothing of the interruption is left

        began = time.monotonic()
        await asyncio.gather(wait(5, "a"), wait(0.01, "b"), wait(0.05, "c"), wait(9, "d"))
        assert 0.2 <= time.monotonic() - began < 2
        await wait(0.01, "e")
        return told

    for _ in range(2):  # in another loop too
        assert asyncio.run(ask()) == ["b", "c", "a too late", "d too late", "e"]


def test_an_interruption_from_elsewhere_passes() -> None:
    async def ask() -> None:
        task = asyncio.ensure_future(Deadlines(5).wait(asyncio.sleep(9)))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(ask())


def test_what_is_raised_passes() -> None:
    async def fail() -> None:
        raise ValueError("so be it")

    async def ask() -> None:
        with pytest.raises(ValueError, match="so be it"):
            await Deadlines(5).wait(fail())

    asyncio.run(ask())
