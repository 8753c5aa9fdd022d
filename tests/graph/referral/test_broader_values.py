"""A value that is a kind of another one: whatever is asked of the broader value holds for the narrower one."""

from hypothesis import given
from hypothesis import strategies as st

from graph.atoms import Variable
from graph.concepts import FactDefinition, FactValue
from graph.formula import FactTest, Formula, Not, evaluate
from graph.message import Text
from graph.network import Network
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.domains import Domains
from graph.referral.initial_state import Situation
from graph.referral.planner import ReferralPlanner
from graph.vocabulary import FactKind

_TEXT = Text("x", "x")


@st.composite
def _definitions(draw: st.DrawFn) -> FactDefinition:
    """A choice of up to eight values, each a kind of an earlier one or of none."""
    count = draw(st.integers(1, 8))
    above = [draw(st.none() | st.integers(0, index - 1)) if index else None for index in range(count)]
    values = tuple(
        FactValue(code=f"v{index}", label=_TEXT, broader=None if one is None else f"v{one}")
        for index, one in enumerate(above)
    )
    return FactDefinition(name="fact", label=_TEXT, kind=FactKind.CHOICE, question=_TEXT, values=values)


@given(_definitions(), st.data())
def test_a_test_of_a_value_holds_for_its_kinds(definition: FactDefinition, data: st.DataObject) -> None:
    codes = [value.code for value in definition.values]
    tested = frozenset(data.draw(st.lists(st.sampled_from(codes), min_size=1)))
    domains = Domains({"fact": definition}, ())
    formula: Formula = FactTest("fact", tested)
    for value in definition.values:

        def read(test: FactTest, code: str = value.code) -> bool:
            return code in domains.test_cells(test)

        assert evaluate(formula, read) is not evaluate(Not(formula), read)
        if value.code in tested or value.broader in domains.test_cells(FactTest("fact", tested)):
            assert evaluate(formula, read) is True


@given(_definitions(), st.data())
def test_the_broadest_values_say_the_same(definition: FactDefinition, data: st.DataObject) -> None:
    codes = [value.code for value in definition.values]
    given_codes = frozenset(data.draw(st.lists(st.sampled_from(codes))))
    broadest = definition.broadest(given_codes)
    assert broadest <= given_codes
    assert definition.covered_by(broadest) >= given_codes
    assert definition.broadest(definition.covered_by(given_codes)) <= given_codes


def _situation(milan: Network, start: str, *facts: GivenFact) -> Situation:
    question = Question(start=EntryPoint(EntryKind.SITUATION, start), needs=(), facts=facts)
    return Situation(milan, Domains(milan.facts, ()), question)


def test_penal_statuses_of_milan(milan: Network) -> None:
    external = FactTest("penal_status", frozenset({"external-execution"}))
    detained = FactTest("penal_status", frozenset({"detained"}))
    for start in ("home-detention", "semi-liberty"):
        assert _situation(milan, start).truth(external) is True
        assert _situation(milan, start).truth(detained) is False
    for start in ("outside-work", "leave"):
        assert _situation(milan, start).truth(detained) is True
        assert _situation(milan, start).truth(Not(external)) is True
    home = FactTest("penal_status", frozenset({"home-detention"}))
    assert _situation(milan, "external-execution").truth(home) is None
    not_detained = GivenFact(name="penal_status", values=("detained",), negated=True)
    assert "leave" not in _situation(milan, "unspecified", not_detained).possible(Variable("penal_status"))
    assert "leave" not in _situation(milan, "release-opera").possible(Variable("penal_status"))


def test_only_the_caution_of_what_is_known(milan: Network, planner: ReferralPlanner) -> None:
    cautions = {rule.code: rule.caution for rule in milan.catalogue.safety if rule.caution}
    for start in ("detention", "home-detention", "semi-liberty", "outside-work", "leave"):
        question = Question(start=EntryPoint(EntryKind.SITUATION, start), needs=("basic-needs.meals",))
        steps = [step for plan in planner.plan(question).plans for step in plan.steps]
        shown = {text for step in steps for text in step.cautions}
        detained = "detained" if start == "detention" else start
        assert {code for code, text in cautions.items() if text in shown} == {detained}
