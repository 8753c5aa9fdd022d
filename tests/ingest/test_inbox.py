"""The inbox is bounded, holds nothing about anybody, and changes no answer."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graph.errors import QuestionError
from ingest.inbox import LONGEST, MOST, MOST_ABOUT_ONE, Inbox, InboxFullError, Proposal, ProposalKind, make_proposal

DAY = date(2026, 11, 26)
CLOSED = Proposal(about="residenzami", kinds=(ProposalKind.CLOSED,), line="chiuso da un mese", last=DAY)


def test_what_is_proposed_waits_in_order(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path / "inbox")
    assert inbox.list_proposals() == ()
    other = replace(CLOSED, line="")
    inbox.add(CLOSED)
    inbox.add(other)
    assert Inbox(tmp_path / "inbox").list_proposals() == (CLOSED, other)
    assert inbox.remove(CLOSED.id) == CLOSED
    assert inbox.list_proposals() == (other,)
    with pytest.raises(QuestionError):
        inbox.remove(CLOSED.id)


def test_the_same_said_again_is_counted(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    inbox.add(CLOSED)
    inbox.add(replace(CLOSED, last=date(2026, 11, 27)))
    assert inbox.list_proposals() == (replace(CLOSED, last=date(2026, 11, 27), times=2),)


def test_it_is_bounded_as_a_whole_and_for_each_service(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    for number in range(MOST_ABOUT_ONE):
        inbox.add(replace(CLOSED, line=str(number)))
    with pytest.raises(InboxFullError):
        inbox.add(replace(CLOSED, line="one more"))
    assert inbox.add(replace(CLOSED, line="0")).times == 2
    assert inbox.add(replace(CLOSED, about="celav")).times == 1
    assert MOST_ABOUT_ONE < MOST


@pytest.mark.parametrize(
    ("about", "kinds", "line", "field"),
    [
        ("nobody", ["closed"], "", "about"),
        ("residenzami", [], "", "kinds"),
        ("residenzami", ["closed", "nice"], "", "kinds"),
        ("residenzami", ["other"], "x" * (LONGEST + 1), "line"),
        ("residenzami", ["other"], "x\x1b[2J", "line"),
        ("residenzami", ["other"], "scrivete a mario@example.org", "line"),
        ("residenzami", ["other"], "RSSMRA80A01F205X", "line"),
        ("residenzami", ["other"], "rss mra 80a01 f205x non ci dorme", "line"),
        ("residenzami", ["other"], "IT60 X054 2811 1010 0000 0123 456", "line"),
        ("residenzami", ["other"], "un ragazzo nato il 12/03/1980", "line"),
    ],
)
def test_what_cannot_be_taken(about: str, kinds: list[str], line: str, field: str) -> None:
    with pytest.raises(QuestionError) as error:
        make_proposal(about, kinds, line, DAY, {"residenzami"})
    assert error.value.input_field == field


@pytest.mark.parametrize(
    "line", ["numero nuovo 02 1234567", "chiuso dal 12/03/2026", "via Po 12, scala B", "MM1 Duomo"]
)
def test_what_is_said_of_the_service_is_taken(line: str) -> None:
    assert make_proposal("residenzami", ["other"], line, DAY, {"residenzami"}).line == line


def test_nothing_is_lost_where_several_write_at_once(tmp_path: Path) -> None:
    def send(about: str) -> None:
        for line in range(MOST_ABOUT_ONE):
            Inbox(tmp_path / "inbox").add(replace(CLOSED, about=about, line=str(line)))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, ("a", "b", "c", "d")))
    assert len(Inbox(tmp_path / "inbox").list_proposals()) == 4 * MOST_ABOUT_ONE


def test_a_line_is_one_line() -> None:
    made = make_proposal("residenzami", ["other", "closed", "closed"], " due \n righe ", DAY, {"residenzami"})
    assert (made.kinds, made.line) == ((ProposalKind.CLOSED, ProposalKind.OTHER), "due righe")
