"""Applies safety rules: notices on top, cautions beside steps, and protected housing first.

The rules are data (`curated/safety.yaml`), each with its reason and lines. They hold in every answer, whether it has
plans, has none, refuses the question or asks back.
"""

from collections.abc import Callable, Collection, Iterable, Iterator

from graph.atoms import Atom, Variable
from graph.formula import read_facts, tests
from graph.message import Text
from graph.model import SafetyRule
from graph.network import Network
from graph.question import Question
from graph.referral.eligibility import list_open_to
from graph.referral.initial_state import Situation
from graph.referral.plan import SafetyNotice
from graph.structs import replace
from graph.vocabulary import Severity


def list_rules(network: Network, needs: Collection[str], situation: Situation) -> tuple[SafetyRule, ...]:
    """The safety rules that concern a person in `situation` who asks for `needs`, in catalogue order.

    No person is presumed to be at risk. A rule applies if its condition is known to hold, if the given facts leave it
    open and the rule accepts that, or if one of its needs is asked for. It gives way to one of its `unless`.
    """

    def find() -> tuple[tuple[SafetyRule, ...], frozenset[str]]:
        rules = network.catalogue.safety
        asked = frozenset().union(*(read_facts(rule.when) for rule in rules if rule.when is not None))
        found = [rule for rule in rules if concerns(rule, needs, situation)]
        codes = {rule.code for rule in found}
        return tuple([rule for rule in found if codes.isdisjoint(rule.unless)]), asked

    return situation.remember((list_rules, tuple(needs)), find)


def concerns(rule: SafetyRule, needs: Collection[str], situation: Situation) -> bool:
    """Whether `rule` concerns a person in `situation` who asks for `needs`."""
    if rule.when is None and not rule.needs:
        return True
    if rule.needs and not set(rule.needs).isdisjoint(needs):
        return True
    return rule.when is not None and _holds(rule, situation) is True


def _holds(rule: SafetyRule, situation: Situation) -> bool | None:
    """Whether the person is in the situation of `rule`, or may be if the rule accepts that."""
    if rule.when is None:
        return None
    truth = situation.truth(rule.when)
    if (
        truth is None
        and rule.if_possible
        and {Variable(test.fact) for test in tests(rule.when)} <= situation.known.keys()
    ):
        return True
    return truth


def list_notices(network: Network, needs: Collection[str], situation: Situation) -> tuple[SafetyNotice, ...]:
    """The notices on top of the answer, urgent ones first. Contacts that exclude the person are left out."""
    notices = (
        SafetyNotice(
            code=rule.code,
            severity=rule.severity,
            text=rule.text,
            contacts=tuple(service.slug for service in list_open_to(network, rule.contacts, situation)),
            evidence=rule.evidence,
            why=rule.why,
            citations=rule.cite,
        )
        for rule in list_rules(network, needs, situation)
        if rule.text is not None
    )
    return tuple(sorted(notices, key=lambda notice: notice.severity is not Severity.URGENT))


def list_step_cautions(
    network: Network, needs: Collection[str], situation: Situation, services: Iterable[str]
) -> tuple[Text, ...]:
    """What to settle before the person goes to one of `services`, such as permission to leave detention."""
    met = {link.need for slug in services for link in network.get_service(slug).meets}
    return tuple(
        rule.caution
        for rule in list_rules(network, needs, situation)
        if rule.caution is not None and (not rule.cautioned or any(is_below(network, n, rule.cautioned) for n in met))
    )


def list_first_support(network: Network, needs: Collection[str], situation: Situation) -> tuple[str, ...]:
    """Services that come first among the support of every step."""
    rules = (rule for rule in list_rules(network, needs, situation) if rule.beside_steps)
    slugs = dict.fromkeys(slug for rule in rules for slug in rule.contacts)
    return tuple(service.slug for service in list_open_to(network, slugs, situation))


def protect(network: Network, question: Question, situation: Situation, can_meet: Callable[[str], bool]) -> Question:
    """Replace needs of `question` by the one that safety prefers, such as protected housing instead of any bed.

    If the preferred need cannot be met, it comes first, and the need that was asked for stays, so that there is an
    answer. `can_meet` says whether a need can be met for this person.
    """
    for rule in list_rules(network, question.needs, situation):
        if rule.prefer is None or rule.when is None or situation.truth(rule.when) is False:
            continue
        if any(need in rule.instead_of for need in question.needs):
            alone = rule.outright or can_meet(rule.prefer)
            question = replace(question, needs=tuple(dict.fromkeys(_list_preferred(question.needs, rule, alone))))
    return question


def _list_preferred(needs: Iterable[str], rule: SafetyRule, alone: bool) -> Iterator[str]:
    for need in needs:
        if need in rule.instead_of and rule.prefer is not None:
            yield rule.prefer
            if alone:
                continue
        yield need


def is_barred(network: Network, needs: Collection[str], situation: Situation, atom: Atom) -> bool:
    """Whether a safety rule forbids that a plan assumes, or a repair proposes, that `atom` holds."""
    return any(
        concerns(rule, needs, situation)
        for rule in network.catalogue.safety
        if any(Atom(Variable(effect.fact), effect.value) == atom for effect in rule.never)
    )


def counts_as_met(network: Network, needs: Collection[str], situation: Situation, need: str) -> bool:
    """Whether a home of the person may count as meeting `need`. It does not if the person has to leave it."""
    return not any(need in rule.instead_of and concerns(rule, needs, situation) for rule in network.catalogue.safety)


def is_below(network: Network, need: str, areas: Collection[str]) -> bool:
    """Whether `need` is one of `areas` or below one."""
    code: str | None = need
    while code is not None:
        if code in areas:
            return True
        code = network.needs[code].parent if code in network.needs else None
    return False
