"""What is open at a time for a need."""

from datetime import datetime

from graph.availability import door_state_at
from graph.model import Service
from graph.opening_hours import OpenState
from graph.question import GivenFact
from graph.referral.eligibility import Verdict
from graph.referral.planner import ReferralPlanner

_ORDER = (OpenState.OPEN, OpenState.UNKNOWN, OpenState.CLOSED)


def list_open_services(
    planner: ReferralPlanner, need: str, moment: datetime, facts: tuple[GivenFact, ...] = ()
) -> tuple[tuple[Service, OpenState], ...]:
    """The services that meet `need` and do not exclude the person, with the state of their door at `moment`.

    Open ones come first, then those of which nobody knows, then closed ones; each by slug. Raises UnknownCodeError
    where there is no such need or fact.
    """
    network = planner.network
    network.get_need(need)
    meeting = [service for service in network if any(need in network.met_by(link.need) for link in service.meets)]
    meeting.sort(key=lambda service: service.slug)
    assessed = planner.assess_all(meeting, facts)
    admitted = {item.service for item in assessed if item.verdict is not Verdict.INELIGIBLE}
    city = network.catalogue.city
    states = [(service, door_state_at(service, city, moment)) for service in meeting if service.slug in admitted]
    return tuple(sorted(states, key=lambda found: _ORDER.index(found[1])))
