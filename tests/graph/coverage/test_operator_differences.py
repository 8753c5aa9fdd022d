"""How operators differ is judged by what they accept, however the facts are cut."""

import pytest

from graph.atoms import Variable
from graph.coverage.changed_network import apply_changes
from graph.coverage.changes import AddReferral, Change, EndReferral, SetRequirement
from graph.coverage.what_if import Degree, OperatorDifference
from graph.formula import Formula, parse
from graph.network import Network
from graph.referral.compiled_network import CompiledNetwork
from graph.referral.domains import Domains
from graph.referral.operators import RelevantOperators


def degrees(network: Network, *changes: Change) -> dict[str, Degree]:
    """How every operator differs after `changes`."""
    before, after = CompiledNetwork(network), CompiledNetwork(apply_changes(network, changes))
    whole = [RelevantOperators(each.operators, {}) for each in (before, after)]
    return OperatorDifference(before, after).degrees(*whole)


def changed(network: Network, *changes: Change) -> dict[str, set[Degree]]:
    """The degrees of the operators that differ, by service."""
    found: dict[str, set[Degree]] = {}
    for name, degree in degrees(network, *changes).items():
        if degree is not Degree.SAME:
            found.setdefault(name.partition("#")[0].removesuffix("~"), set()).add(degree)
    return found


def required(service: str, requirement: str, formula: object) -> SetRequirement:
    return SetRequirement(service=service, id=requirement, when=parse(formula))


@pytest.mark.parametrize(
    ("supposed", "degree"),
    [
        (required("residenzami", "supposed", {"age": {"min": 33}}), Degree.TIGHTER),
        (required("residenzami", "supposed", {"nationality": "PE"}), Degree.TIGHTER),
        (SetRequirement(service="residenzami", id="senza-dimora"), Degree.OTHER),
        (required("residenzami", "senza-dimora", {"gender": "woman"}), Degree.OTHER),
        (EndReferral(sender="carcere-san-vittore", service="puntoacapo"), Degree.TIGHTER),
        (AddReferral(sender="carcere-san-vittore", service="residenzami"), Degree.OTHER),
    ],
)
def test_only_what_was_changed_differs(
    milan: Network, supposed: SetRequirement | AddReferral | EndReferral, degree: Degree
) -> None:
    service = supposed.service
    assert changed(milan, supposed) == {service: {degree}}


def test_a_requirement_with_a_new_limit_is_tighter_or_looser_by_that_limit(milan: Network) -> None:
    adult = apply_changes(milan, [required("residenzami", "adult", {"age": {"min": 33}})])
    assert changed(adult, required("residenzami", "adult", {"age": {"min": 41}})) == {"residenzami": {Degree.TIGHTER}}
    assert changed(adult, required("residenzami", "adult", {"age": {"min": 21}})) == {"residenzami": {Degree.OTHER}}


def test_cells_are_split_where_the_finer_facts_are_cut(milan: Network) -> None:
    def domains(*formulas: object) -> Domains:
        parsed: list[Formula] = [parse(each) for each in formulas]
        return Domains(milan.facts, parsed)

    coarse, fine = (
        domains({"age": {"min": 18}}),
        domains({"age": {"min": 18}}, {"age": {"max": 29}}, {"nationality": "PE"}),
    )
    assert coarse.split(Variable("age"), frozenset({"18.."}), fine) == {"18..29", "30.."}
    assert coarse.split(Variable("age"), frozenset({"..17"}), fine) == {"..17"}
    assert domains().split(Variable("age"), frozenset({".."}), fine) == {"..17", "18..29", "30.."}
    assert coarse.split(Variable("nationality"), frozenset({"other"}), fine) == {"PE", "other"}
    assert coarse.split(Variable("residence"), frozenset({"milan"}), fine) == {"milan"}
