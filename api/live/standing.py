"""How the served version compares with the published one. All processes of a server read it from one page of memory."""

import mmap
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec


@dataclass(frozen=True, slots=True)
class Refused:
    """A version of the catalogue's folder that was not taken: how many findings it has, and the first of them."""

    findings: int
    first: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The store does not answer: since when, and why. The version that is served may not be the live one any more."""

    since: datetime
    cause: str


@dataclass(frozen=True, slots=True)
class Standing:
    """`version` is the one that new connections get; None before the first. `waiting` says why there is none yet."""

    version: str | None = None
    refused: Refused | None = None
    lost: Lost | None = None
    waiting: str | None = None
    stamp: str | None = None
    """Names what the source held when it was served, or refused, last."""
    loading: str | None = None
    """The version that is being loaded; empty where its name is not known yet, None where none is."""


def lost_now(cause: str) -> Lost:
    """The store is lost from now on."""
    return Lost(datetime.now(UTC).replace(microsecond=0), cause)


SLOT = 4_096
_HEAD = 8
_FITS = 1_500
"""Characters of a cause or finding that are shown; the log has the rest."""


class Board:
    """A page of memory that processes share: the supervisor writes, whoever was forked from it reads.

    There are two slots. The one that is not shown is written, then shown, so that no reader sees a half one.
    """

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, 1 + 2 * SLOT)
        self._last = b"", Standing()
        self.write(Standing())

    def write(self, standing: Standing) -> None:
        """Show `standing`; called by one process only."""
        body = msgspec.json.encode(_shortened(standing))
        slot = 1 - self._page[0]
        begin = 1 + slot * SLOT
        head = len(body).to_bytes(4, "big") + zlib.crc32(body).to_bytes(4, "big")
        self._page[begin : begin + _HEAD + len(body)] = head + body
        self._page[0] = slot

    def read(self) -> Standing:
        """The standing that was written last."""
        while True:
            begin = 1 + self._page[0] * SLOT
            size = int.from_bytes(self._page[begin : begin + 4], "big")
            body = self._page[begin + _HEAD : begin + _HEAD + size]
            last, standing = self._last
            if body == last:
                return standing
            checksum = int.from_bytes(self._page[begin + 4 : begin + _HEAD], "big")
            # Written twice while it was read: the next attempt finds it whole.
            if zlib.crc32(body) == checksum:
                self._last = body, msgspec.json.decode(body, type=Standing)


def _shortened(standing: Standing) -> Standing:
    refused, lost = standing.refused, standing.lost
    return Standing(
        version=standing.version,
        refused=refused and Refused(refused.findings, refused.first[: _FITS // 2]),
        lost=lost and Lost(lost.since, lost.cause[: _FITS // 2]),
        waiting=standing.waiting and standing.waiting[: _FITS // 2],
        stamp=standing.stamp,
        loading=standing.loading,
    )
