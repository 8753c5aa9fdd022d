"""Applies safety rules: notices on top, cautions beside steps, protected housing first, and whom to ask.

The rules are data (`curated/safety.yaml`), each with its reason and lines. They hold in every answer, whether it has
plans, has none, refuses the question or asks back.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import zip_longest

from graph.atoms import Atom, Variable
from graph.availability import is_closed
from graph.formula import read_facts, tests
from graph.message import Text
from graph.model import SafetyRule
from graph.network import Network
from graph.question import Question
from graph.referral.eligibility import is_excluded, is_for_others, list_supporters, remoteness
from graph.referral.initial_state import Situation
from graph.referral.plan import Advisor, SafetyNotice
from graph.services import Service
from graph.structs import replace
from graph.vocabulary import Severity

MOST_ASKED = 6
"""Those who know about an unmet need that are named at most, and as many partners of the printed areas."""


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
            contacts=tuple(service.slug for service in _list_open(network, rule.contacts, situation)),
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
    return tuple(service.slug for service in _list_open(network, slugs, situation))


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


def list_advisors(
    network: Network, needs: Collection[str], situation: Situation, unmet: Collection[str]
) -> tuple[Advisor, ...]:
    """List services to ask.

    First come services that know about the unmet needs (the first of each need before the second of any), then those
    that can be asked about anything. Last come general helpers without a contact, and partners printed under the area
    of a need. The list is only empty if the catalogue names no service to ask.
    """
    near = [(need, slug) for need in unmet for slug in _list_printed_near(network, need, situation)]
    ranks = zip_longest(*([(need, slug) for slug in _list_knowing(network, need, situation)] for need in unmet))
    known = [found for rank in ranks for found in rank if found is not None]
    general = [found for found in known if remoteness(network, network.get_service(found[1]))[0]]
    rules = list_rules(network, needs, situation)
    anything = {service.slug for rule in rules for service in _list_open(network, rule.ask, situation)}
    asked: dict[str, list[str]] = {}
    for need, slug in (found for found in known if found not in general):
        asked.setdefault(slug, []).append(need)
    for slug in (slug for rule in rules for slug in rule.ask if slug in anything):
        asked.setdefault(slug, [])
    for need, slug in (*general, *near):
        if slug not in anything and need not in asked.setdefault(slug, []):
            asked[slug].append(need)
    return tuple(Advisor(service=slug, needs=tuple(codes)) for slug, codes in asked.items())


def _list_knowing(network: Network, need: str, situation: Situation) -> list[str]:
    """Services that help with `need`, or meet it without excluding the person: one of each partner, the best first."""
    meeting = [service.slug for service in network if any(need in network.met_by(link.need) for link in service.meets)]
    open_to = _list_open(network, meeting, situation)
    meant = [one for one in open_to if not is_for_others(network, one, need, situation)]
    giving = {one.organizations[0].organization if one.organizations else one.slug: one.slug for one in reversed(meant)}
    supporters = map(network.get_service, list_supporters(network, (need,), situation))
    helping = [one.slug for one in supporters if not is_for_others(network, one, need, situation)]
    known = list(dict.fromkeys((*helping, *reversed(giving.values()))))
    return sorted(known, key=lambda slug: _rank(network, network.get_service(slug)))[:MOST_ASKED]


def _rank(network: Network, service: Service) -> tuple[bool, bool, bool]:
    """A key that sorts services to ask: those that may not exist any more come last."""
    return service.doubt is not None, *remoteness(network, service)


def _list_printed_near(network: Network, need: str, situation: Situation) -> Iterator[str]:
    """Partners printed under the area of `need`; those related to the need come first."""
    rules = (rule for rule in network.catalogue.safety if rule.areas and is_below(network, need, rule.needs))
    partners = dict.fromkeys(slug for rule in rules for area in rule.areas for slug in _list_printed(network, area))
    about = {other for other in network.needs if network.get_topmost(other) == network.get_topmost(need)}
    open_to = _list_open(network, partners, situation)
    nearest = sorted(open_to, key=lambda s: about.isdisjoint(link.need for link in (*s.meets, *s.helps)))
    yield from [service.slug for service in nearest][:MOST_ASKED]


def _list_printed(network: Network, area: str) -> Iterator[str]:
    """The services of the partners printed under `area`, as described or else as listed."""
    for listing in network.listings_under.get(area, ()):
        for service in network.services_of.get(listing.organization, ()):
            if listing.service == service.slug or (listing.service is None and service.listing == listing.id):
                yield service.slug


def _list_open(network: Network, slugs: Iterable[str], situation: Situation) -> Iterator[Service]:
    """The services of `slugs` that this network has, that are not closed and do not exclude the person."""
    for slug in slugs:
        service = network.services.get(slug)
        if service is not None and not is_closed(service, situation.on) and not is_excluded(service, situation):
            yield service


def is_below(network: Network, need: str, areas: Collection[str]) -> bool:
    """Whether `need` is one of `areas` or below one."""
    code: str | None = need
    while code is not None:
        if code in areas:
            return True
        code = network.needs[code].parent if code in network.needs else None
    return False
