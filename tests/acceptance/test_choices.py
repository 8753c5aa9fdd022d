"""A need named in general: the first screen shows where each kind of it leads, and asks which one is meant."""

import pytest

from api.messages import Words
from api.render.brief_view import BriefView
from api.render.screen import HEIGHT
from graph.network import Network
from graph.referral.brief import Brief, summarize
from graph.referral.planner import ReferralPlanner
from graph.vocabulary import Locale

HOME = ("un letto per stanotte", "un posto per un periodo", "una casa dove vivere")


def short(planner: ReferralPlanner, text: str) -> Brief:
    return summarize(planner.ask(text), planner.network)


def screen(planner: ReferralPlanner, text: str) -> str:
    return BriefView(planner.network, Words(Locale.IT)).text(planner.ask(text))


def test_each_kind_of_home_leads_to_its_partners(planner: ReferralPlanner, network: Network) -> None:
    choices = short(planner, "uscito da Bollate, cerca casa").choices
    assert tuple(choice.label.it for choice in choices) == HOME
    for choice in choices:
        kinds = {link.need for one in choice.steps[-1].candidates for link in network.get_service(one.service).meets}
        assert kinds & {"housing.emergency", "housing.temporary", "housing.social-flat"}
    assert "Assietta" not in "".join(one.service for one in choices[-1].steps[-1].candidates)


def test_the_steps_for_another_need_stay(planner: ReferralPlanner) -> None:
    brief = short(planner, "uscito da San Vittore, cerca casa e lavoro")
    kept = [step for step in brief.steps if step.order not in brief.undecided]
    assert [step.meets for step in kept] == [("work",)]
    shown = screen(planner, "uscito da San Vittore, cerca casa e lavoro")
    assert "1. Casa. Di preciso, quale?" in shown
    assert "2. Lavoro: ● Celav" in shown


def test_a_kind_that_is_named_is_not_asked_for(planner: ReferralPlanner) -> None:
    assert short(planner, "uscito da San Vittore, cerca un dormitorio").choices == ()


@pytest.mark.parametrize(
    "text",
    [
        "donna vittima di violenza, cerca casa",
        "nigeriana, vittima di tratta, casa",
        "woman beaten by her husband, needs housing and work",
    ],
)
def test_where_safety_decides_the_kind_nobody_asks(planner: ReferralPlanner, text: str) -> None:
    answer = planner.ask(text)
    assert answer.interpretation.back is None
    assert "Via Assietta" not in screen(planner, text)


@pytest.mark.parametrize(
    "text", ["17 anni, cerca casa", "donna con due bambini, cerca casa e lavoro", "in carrozzina, cerca casa"]
)
def test_a_caution_stands_above_the_choices(planner: ReferralPlanner, text: str) -> None:
    shown = screen(planner, text)
    assert shown.index("! Nessun documento dice") < shown.index("Via Assietta")
    assert len(shown.splitlines()) <= HEIGHT


def test_whom_a_document_says_helps_stays(planner: ReferralPlanner) -> None:
    assert "Rainbow Desk: +39 366.7541034" in screen(planner, "trans, cerca casa")


def test_a_step_says_which_kind_it_meets(planner: ReferralPlanner) -> None:
    assert "Salute (cure ospedaliere)" in " ".join(screen(planner, "salute").split())
