"""Who is open at an hour, as a page."""

from datetime import time, timedelta

import pytest
from starlette.exceptions import HTTPException

from api.web.open_page import MOST, WEEKDAYS, read_moment
from graph.network import Network
from graph.opening_hours import OpenState, today
from graph.question import GivenFact
from graph.referral.planner import ReferralPlanner
from tests.api.web.conftest import Pages

ROUGH = (
    GivenFact(name="residence", values=("none",)),
    GivenFact(name="housing", values=("street",)),
    GivenFact(name="present_in_milan", values=("yes",)),
)


@pytest.mark.parametrize(
    ("need", "day", "hour"), [("basic-needs", "MO", "10:30"), ("housing", "SU", "20:00"), ("protection", "SA", "22:00")]
)
def test_the_page_shows_the_doors_of_the_command(
    pages: Pages, network: Network, need: str, day: str, hour: str
) -> None:
    page = pages.get(f"/open?need={need}&day={day}&hour={hour}&profile=rough-sleeper", lang="en")
    shown = [
        link["href"].split("/")[2]
        for link in page.select("[role=status] .entry > p:first-child > a[href^='/services']")
    ]
    found = ReferralPlanner(network).open_services(need, read_moment(day, hour), ROUGH)
    expected = {state: {service.slug for service, each in found if each is state} for state in OpenState}
    assert len(shown) == sum(min(len(slugs), MOST) for slugs in expected.values())
    assert set(shown[: len(expected[OpenState.OPEN])]) == expected[OpenState.OPEN]
    assert bool(page.select("p.notice")) != bool(expected[OpenState.OPEN])


@pytest.mark.parametrize("day", WEEKDAYS)
def test_a_weekday_is_its_next_one(day: str) -> None:
    moment = read_moment(day, "20:00")
    assert WEEKDAYS[moment.weekday()] == day
    assert today() <= moment.date() < today() + timedelta(days=7)
    assert moment.time() == time(20)


@pytest.mark.parametrize(("day", "hour"), [("XX", "20:00"), ("MO", "25:00"), ("MO", "noon")])
def test_what_is_no_weekday_or_hour_is_not_found(day: str, hour: str) -> None:
    with pytest.raises(HTTPException):
        read_moment(day, hour)
