"""Corrections proposed from outside: a bounded inbox whose proposals a person accepts or rejects.

A proposal says what is wrong with one service or organization, in tick boxes and one short line. It holds nothing about
the sender: no name, no address, no time. It does not affect answers until a person accepts it as a correction.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson

from graph.errors import QuestionError, StoreError, reason_of
from graph.message import Message
from ingest.transaction import alone, publish

FILE = "proposals.jsonl"
MOST = 500
"""Proposals that wait at most; more are turned away until some are read."""
MOST_ABOUT_ONE = 20
"""Proposals about one service that wait at most, so that nobody fills the inbox with one."""
LONGEST = 200
"""Characters of the line."""
_PERSONAL = re.compile(
    r"[^\s@]+@[^\s@]+\.\w+"
    r"|\b(?:[A-Z]{6}|[A-Z]{3}\s[A-Z]{3})\s?\d{2}[A-Z]\d{2}\s?[A-Z]\d{3}[A-Z]\b"
    r"|\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b"
    r"|\b(?:nat[oa]|born)\b[^\d]{0,20}\d{1,4}",
    re.IGNORECASE,
)
"""E-mail addresses, tax codes, bank accounts and days of birth: they belong to somebody."""


class ProposalKind(StrEnum):
    """What is said to be wrong."""

    PHONE_SILENT = "phone-silent"
    CLOSED = "closed"
    MOVED = "moved"
    NOT_FOR_THEM = "not-for-them"
    """It does not take the people that it is said to take."""
    OTHER = "other"


class InboxFullError(StoreError):
    """The inbox takes no more proposals until some are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One proposal. `times` is how often it was made, `last` the day on which it was made last."""

    about: str
    kinds: tuple[ProposalKind, ...]
    line: str
    last: date
    times: int = 1

    @property
    def id(self) -> str:
        """Its name. Proposals with the same content have the same name."""
        parts = (self.about, *sorted(self.kinds), self.line)
        return hashlib.blake2b("\0".join(parts).encode(), digest_size=4).hexdigest()


def make_proposal(about: str, kinds: Iterable[str], line: str, day: date, known: Collection[str]) -> Proposal:
    """The proposal that somebody sends.

    Parameters
    ----------
    about
        The slug of a service or organization.
    kinds
        What is wrong, at least one `ProposalKind`.
    line
        One short line, or nothing.
    day
        Today.
    known
        The slugs that there are.

    Raises
    ------
    QuestionError
        If it is about no known service or organization, ticks nothing, or its line is too long or says something about
        a person.
    """
    if about not in known:
        raise QuestionError(Message.of("inbox.nobody", about=about[:LONGEST]), "about")
    ticked = set(kinds)
    if not ticked or not ticked <= set(ProposalKind):
        raise QuestionError(Message.of("inbox.kinds", kinds=tuple(map(str, ProposalKind))), "kinds")
    text = " ".join(line.split())
    if len(line) > LONGEST or not (text.isprintable() or not text):
        raise QuestionError(Message.of("inbox.line", most=LONGEST), "line")
    if _PERSONAL.search(text):
        raise QuestionError(Message.of("inbox.personal"), "line")
    return Proposal(about=about, kinds=tuple(kind for kind in ProposalKind if kind in ticked), line=text, last=day)


class Inbox:
    """The proposals in one folder. It may be used from several threads and processes: one changes it at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def list_proposals(self) -> tuple[Proposal, ...]:
        """The waiting proposals, in the order of arrival. Raises StoreError if the folder cannot be read."""
        file = self._folder / FILE
        try:
            lines = file.read_bytes().splitlines() if file.is_file() else []
            return tuple(_read(orjson.loads(line)) for line in lines)
        except OSError as error:
            raise StoreError.at(str(file), Message.of("file.unreadable", reason=reason_of(error))) from None
        except (ValueError, KeyError, TypeError):
            raise StoreError.at(str(file), Message.of("inbox.broken")) from None

    def add(self, proposal: Proposal) -> Proposal:
        """Add a proposal, or count it if the same one is waiting. Raises InboxFullError if there is no room."""
        with self._changing():
            waiting = {item.id: item for item in self.list_proposals()}
            known = waiting.get(proposal.id)
            if known is not None:
                proposal = replace(proposal, times=known.times + 1)
            elif len(waiting) >= MOST or sum(i.about == proposal.about for i in waiting.values()) >= MOST_ABOUT_ONE:
                raise InboxFullError(Message.of("inbox.full"))
            self._write({**waiting, proposal.id: proposal}.values())
            return proposal

    def get(self, identifier: str) -> Proposal:
        """The waiting proposal with this name. Raises QuestionError if there is none."""
        found = next((item for item in self.list_proposals() if item.id == identifier), None)
        if found is None:
            raise QuestionError(Message.of("inbox.no_such", id=identifier), "id")
        return found

    def remove(self, identifier: str) -> Proposal:
        """Remove a proposal that was accepted or rejected. Raises QuestionError if there is none with this name."""
        with self._changing():
            found = self.get(identifier)
            self._write(item for item in self.list_proposals() if item.id != identifier)
            return found

    @contextmanager
    def _changing(self) -> Iterator[None]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError.at(str(self._folder), Message.of("file.unwritable", reason=reason_of(error))) from None
        with alone(self._folder):
            yield

    def _write(self, proposals: Iterable[Proposal]) -> None:
        publish({FILE: "".join(map(_written, proposals))}, self._folder)


def _written(proposal: Proposal) -> str:
    value = {
        "about": proposal.about, "kinds": [str(kind) for kind in proposal.kinds], "line": proposal.line,
        "last": proposal.last.isoformat(), "times": proposal.times,
    }  # fmt: skip
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE).decode()


def _read(value: dict[str, Any]) -> Proposal:
    return Proposal(
        about=value["about"],
        kinds=tuple(map(ProposalKind, value["kinds"])),
        line=value["line"],
        last=date.fromisoformat(value["last"]),
        times=value["times"],
    )
