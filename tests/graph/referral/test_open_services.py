"""What is open at a time for a need."""

from datetime import datetime

import pytest

from api.cli import run
from graph.errors import UnknownCodeError
from graph.opening_hours import CLOCK, OpenState
from graph.question import GivenFact
from graph.referral.planner import ReferralPlanner

MONDAY = datetime(2026, 11, 30, 10, tzinfo=CLOCK)
SUNDAY = datetime(2026, 11, 29, 20, tzinfo=CLOCK)
RESIDENCE = "documents.registered-residence"


def test_open_ones_come_first_and_what_nobody_knows_is_not_closed(planner: ReferralPlanner) -> None:
    states = [state for _, state in planner.open_services("housing", SUNDAY)]
    assert OpenState.UNKNOWN in states
    assert states == sorted(states, key=[OpenState.OPEN, OpenState.UNKNOWN, OpenState.CLOSED].index)


def test_what_excludes_the_person_is_left_out(planner: ReferralPlanner) -> None:
    dwelling = (GivenFact(name="housing", values=("dwelling",)),)
    assert [service.slug for service, _ in planner.open_services(RESIDENCE, MONDAY)] == ["residenzami"]
    assert planner.open_services(RESIDENCE, MONDAY, dwelling) == ()


@pytest.mark.parametrize(
    ("need", "numbers"),
    [
        ("protection.violence", {"numero-1522"}),
        ("protection.trafficking", {"numero-antitratta"}),
        ("protection", {"numero-1522", "numero-antitratta"}),
    ],
)
def test_a_number_that_answers_at_any_hour_is_open(planner: ReferralPlanner, need: str, numbers: set[str]) -> None:
    found = {service.slug: state for service, state in planner.open_services(need, SUNDAY)}
    assert {slug for slug, state in found.items() if state is OpenState.OPEN} == numbers


def test_a_need_that_is_not_there_is_told(planner: ReferralPlanner) -> None:
    with pytest.raises(UnknownCodeError):
        planner.open_services("nothing", MONDAY)


@pytest.mark.parametrize(("text", "code"), [("Casa", "housing"), ("dormitorio", "housing.emergency")])
def test_the_name_of_a_need_leads_to_its_code(planner: ReferralPlanner, text: str, code: str) -> None:
    with pytest.raises(UnknownCodeError) as error:
        planner.network.get_need(text)
    assert error.value.suggestions[0] == code


def test_the_command_tells_when_it_opens_next(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["open", RESIDENCE, "--at", "2026-11-29T20:00", "--lang", "en"]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "closed ResidenzaMi → Monday 2026-11-30 09:00" in out
    assert run(["open", RESIDENCE, "--at", "2026-11-30T10:00", "--json"]) == 0
    assert '"state": "OPEN"' in capsys.readouterr().out
