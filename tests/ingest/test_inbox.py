"""The inbox is bounded, holds nothing about anybody, and changes no answer."""

import subprocess
import sys
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


ADD = """
import sys
from datetime import date
from pathlib import Path
from ingest.inbox import Inbox, Proposal, ProposalKind
sys.stdin.readline()
for number in range(15):
    kinds = (ProposalKind.CLOSED,)
    Inbox(Path(sys.argv[1])).add(Proposal(about=sys.argv[2], kinds=kinds, line=str(number), last=date(2026, 11, 26)))
"""


def test_several_processes_lose_nothing(tmp_path: Path) -> None:
    added = [
        subprocess.Popen([sys.executable, "-c", ADD, str(tmp_path), about], stdin=subprocess.PIPE, text=True)
        for about in ("celav", "opera", "residenzami")
    ]
    for process in added:
        assert process.stdin is not None
        print(file=process.stdin, flush=True)
    for process in added:
        process.communicate(timeout=60)
    assert [process.returncode for process in added] == [0, 0, 0]
    assert len(Inbox(tmp_path).list_proposals()) == 45


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
    ],
)
def test_what_cannot_be_taken(about: str, kinds: list[str], line: str, field: str) -> None:
    with pytest.raises(QuestionError) as error:
        make_proposal(about, kinds, line, DAY, {"residenzami"})
    assert error.value.input_field == field


def test_a_line_is_one_line() -> None:
    made = make_proposal("residenzami", ["other", "closed", "closed"], " due \n righe ", DAY, {"residenzami"})
    assert (made.kinds, made.line) == ((ProposalKind.CLOSED, ProposalKind.OTHER), "due righe")
