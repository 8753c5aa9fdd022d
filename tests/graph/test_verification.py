"""What was verified long ago says so, once; a plan that rests on such facts only is marked."""

from dataclasses import replace
from datetime import date

import pytest

from api.messages import Words
from graph.availability import Knowledge
from graph.network import Network
from graph.organizations import Phone
from graph.provenance import Citation
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.planner import ReferralPlanner
from graph.verification import Verified, age_of_source, last_verified, list_checks, verified, verified_step
from graph.vocabulary import Locale

QUESTION = Question(
    start=EntryPoint(EntryKind.SITUATION, "release-san-vittore"),
    needs=("documents.registered-residence",),
    facts=(GivenFact(name="residence", values=("none",)),),
)
WRITTEN = date(2024, 1, 1)
CHARTER = Citation("charter", 1, 1)
PHONE = Phone(printed="02", cite=(CHARTER,))


def dated(network: Network, day: date | None) -> Network:
    sources = tuple(replace(source, updated=day) for source in network.catalogue.sources)
    return Network(replace(network.catalogue, sources=sources))


@pytest.mark.parametrize(
    ("on", "knowledge"),
    [(None, Knowledge.KNOWN), (date(2024, 12, 31), Knowledge.KNOWN), (date(2025, 1, 1), Knowledge.STALE)],
)
def test_a_telephone_number_is_believed_for_a_year(milan: Network, on: date | None, knowledge: Knowledge) -> None:
    assert verified(dated(milan, WRITTEN), PHONE, on) == Verified(WRITTEN, "charter", knowledge)


def test_without_a_date_nobody_knows(milan: Network) -> None:
    assert verified(dated(milan, None), PHONE, date(2026, 1, 1)) == Verified(None, None, Knowledge.UNKNOWN)


def test_whoever_verifies_a_service_verifies_what_is_said_of_it(milan: Network) -> None:
    service = replace(milan.get_service("residenzami"), last_verified=date(2026, 1, 1), verified_by="told-x")
    found = verified_step(dated(milan, WRITTEN), service, (CHARTER,), date(2026, 2, 1))
    assert found == Verified(date(2026, 1, 1), "told-x", Knowledge.KNOWN)


def test_a_plan_that_rests_on_stale_facts_only_is_marked(milan: Network) -> None:
    planner = ReferralPlanner(dated(milan, WRITTEN))
    assert planner.plan(replace(QUESTION, on=date(2026, 2, 1))).plans[0].stale
    assert not planner.plan(replace(QUESTION, on=date(2025, 2, 1))).plans[0].stale
    assert not planner.plan(QUESTION).plans[0].stale


def test_what_was_verified_lately_is_not_asked_to_be_verified(milan: Network) -> None:
    network = dated(milan, WRITTEN)
    service = network.get_service("residenzami")

    def ages(on: date | None) -> int:
        codes = [getattr(check, "code", "") for check in list_checks(network, service, on)]
        return sum(code.startswith(("check.source_", "check.last_verified")) for code in codes)

    assert (ages(None), ages(date(2024, 6, 1)), ages(date(2026, 6, 1))) == (1, 0, 1)


def test_what_was_verified_is_not_called_undated(milan: Network) -> None:
    service = milan.get_service("residenzami")
    ages = {age_of_source(milan.sources[cite.source]) for cite in service.cite}
    assert ages
    assert ages <= set(list_checks(milan, service))
    day = date(2026, 1, 31)
    checks = set(list_checks(milan, replace(service, last_verified=day)))
    assert last_verified(day) in checks
    assert not ages & checks
    assert "31/01/2026" in Words(Locale.IT)(last_verified(day))
