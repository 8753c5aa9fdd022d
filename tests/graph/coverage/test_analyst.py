"""What-if equals a survey of the changed network from scratch, and never touches the published one."""

from collections.abc import Mapping

import pytest

from graph.coverage.analyst import CoverageAnalyst
from graph.coverage.cells import Cell, CellOutcome, CoverageQuery, resolve
from graph.coverage.changed_network import apply_changes
from graph.coverage.changes import (
    AddReferral,
    Change,
    ChangeCode,
    ChangeError,
    CloseOrganization,
    CloseService,
    EndReferral,
    Overlay,
    SetRequirement,
)
from graph.coverage.summaries import CellEffect, compare
from graph.coverage.survey import survey
from graph.formula import parse
from graph.network import Network, content_hash
from graph.organizations import Organization
from graph.referral.compiled_network import CompiledNetwork
from graph.services import NeedLink, Offer, Route, Service
from graph.vocabulary import RouteKind

QUERY = CoverageQuery(
    situations=("release-san-vittore", "house-arrest", "at-liberty"), profiles=("nothing-known", "rough-sleeper")
)
NEW = Service(
    slug="scuola-nuova",
    name="Scuola nuova",
    organizations=(Offer(organization="scuola"),),
    meets=(NeedLink(need="work.training"), NeedLink(need="education.italian")),
    routes=(Route(kind=RouteKind.SELF),),
)
CHANGES: dict[str, list[Change]] = {
    "a service closes": [CloseService(service="residenzami")],
    "the hub closes": [CloseService(service="puntoacapo")],
    "a listed partner closes": [CloseService(service="docce-pubbliche-comunali--prima-necessita")],
    "an organization closes": [CloseOrganization(organization="celav")],
    "two of three managers close": [
        CloseOrganization(organization="caritas-ambrosiana"),
        CloseOrganization(organization="cooperativa-farsi-prossimo"),
    ],
    "all managers close": [
        CloseOrganization(organization="caritas-ambrosiana"),
        CloseOrganization(organization="cooperativa-farsi-prossimo"),
        CloseOrganization(organization="fondazione-casa-della-carita"),
    ],
    "a sender closes": [CloseOrganization(organization="carcere-san-vittore")],
    "a referral ends": [EndReferral(sender="carcere-san-vittore", service="puntoacapo")],
    "the hub stops sending": [EndReferral(sender="puntoacapo", service="casa-onesimo--risorse-abitative")],
    "a referral begins": [AddReferral(sender="carcere-san-vittore", service="casa-onesimo--risorse-abitative")],
    "a requirement is dropped": [SetRequirement(service="residenzami", id="non-in-alloggio")],
    "a requirement is tightened": [
        SetRequirement(service="residenzami", id="adult", when=parse({"age": {"min": "30"}}))
    ],
    "a service opens": [Overlay(organizations=(Organization(slug="scuola", name="Scuola"),), services=(NEW,))],
    "one of several candidates closes, and something else changes": [
        CloseOrganization(organization="casa-dormitorio-via-assietta"),
        AddReferral(sender="carcere-san-vittore", service="casa-onesimo--risorse-abitative"),
    ],
    "several at once": [
        CloseService(service="residenzami"),
        Overlay(organizations=(Organization(slug="scuola", name="Scuola"),), services=(NEW,)),
        CloseService(service="scuola-nuova"),
    ],
}


@pytest.fixture(scope="module")
def analyst(milan: Network) -> CoverageAnalyst:
    return CoverageAnalyst(milan)


def facts_of(outcomes: Mapping[Cell, CellOutcome]) -> dict[Cell, tuple[object, ...]]:
    """What does not depend on which of several equally cheap plans is told."""
    return {
        cell: (outcome.status, outcome.cost, outcome.closures, outcome.critical) for cell, outcome in outcomes.items()
    }


@pytest.mark.sample(1)
@pytest.mark.parametrize("name", CHANGES)
def test_as_if_surveyed_from_scratch(milan: Network, analyst: CoverageAnalyst, name: str) -> None:
    before = content_hash(milan.catalogue)
    comparison = analyst.what_if(CHANGES[name], QUERY)
    changed = apply_changes(milan, CHANGES[name])
    surveyed = survey(CompiledNetwork(changed), resolve(changed, QUERY))
    fresh = {cell: each.outcome for cell, each in surveyed.examined.items()}
    assert facts_of(comparison.after) == facts_of(fresh)
    from_scratch = compare(comparison.before, fresh)
    assert [(each.cell, each.effects) for each in comparison.changes] == [
        (each.cell, each.effects) for each in from_scratch.changes
    ]
    assert content_hash(milan.catalogue) == before
    assert comparison.before is analyst.survey(QUERY)


def test_who_gains_and_who_loses(analyst: CoverageAnalyst) -> None:
    opened = analyst.what_if(CHANGES["a service opens"], QUERY)
    assert {each.cell.need for each in opened.with_effect(CellEffect.GAINED)} == {
        "work.training",
        "education",
        "education.italian",
    }
    assert not opened.with_effect(CellEffect.LOST)
    closed = analyst.what_if(CHANGES["a service closes"], QUERY)
    lost = {(each.cell.need, each.cell.profile) for each in closed.with_effect(CellEffect.LOST)}
    assert ("documents.registered-residence", "rough-sleeper") in lost
    assert not closed.with_effect(CellEffect.GAINED)
    relaxed = analyst.what_if([SetRequirement(service="residenzami", id="senza-dimora")], QUERY)
    assert not relaxed.with_effect(CellEffect.LOST)


@pytest.mark.parametrize(
    ("changes", "code", "suggestion"),
    [
        ([], ChangeCode.NO_CHANGE, None),
        ([Overlay()], ChangeCode.NO_CHANGE, None),
        ([CloseService(service="residenzamy")], ChangeCode.UNKNOWN_CODE, "residenzami"),
        ([CloseOrganization(organization="celaw")], ChangeCode.UNKNOWN_CODE, "celav"),
        ([EndReferral(sender="celav", service="contrasto-violenza")], ChangeCode.NO_SUCH_REFERRAL, None),
        ([AddReferral(sender="celav", service="nowhere-at-all")], ChangeCode.UNKNOWN_CODE, None),
        ([SetRequirement(service="residenzami", id="nope")], ChangeCode.NO_SUCH_REQUIREMENT, "senza-dimora"),
        (
            [SetRequirement(service="residenzami", id="x", when=parse({"residence": "milano"}))],
            ChangeCode.INVALID_FORMULA,
            "milan",
        ),
        ([SetRequirement(service="residenzami", id="x", when=parse({"shoes": "44"}))], ChangeCode.UNKNOWN_CODE, None),
        ([Overlay(services=(NEW,))], ChangeCode.UNKNOWN_CODE, None),
        ([CloseService(service="residenzami")] * 51, ChangeCode.NO_CHANGE, None),
    ],
)
def test_nonsense_is_a_typed_problem(
    analyst: CoverageAnalyst, changes: list[Change], code: ChangeCode, suggestion: str | None
) -> None:
    with pytest.raises(ChangeError) as caught:
        analyst.what_if(changes, QUERY)
    assert [problem.code for problem in caught.value.problems] == [code]
    if suggestion is not None:
        assert suggestion in caught.value.problems[0].suggestions


def test_facts_of_a_caller_are_not_kept(milan: Network) -> None:
    from graph.question import GivenFact

    analyst = CoverageAnalyst(milan)
    query = CoverageQuery(needs=("legal",), facts=(GivenFact(name="age", values=("44",)),))
    first, second = analyst.survey(query), analyst.survey(query)
    assert first is not second
    published = CoverageQuery(needs=("legal",), situations=("at-liberty",))
    assert analyst.survey(published) is analyst.survey(published)
