"""Facts that cannot hold together, though no service of the network tells their values apart."""

from collections.abc import Iterable, Sequence

from graph.errors import QuestionError
from graph.message import Message, Text
from graph.network import Network
from graph.question import GivenFact
from graph.vocabulary import FactKind


def check_agreement(network: Network, facts: Iterable[GivenFact]) -> None:
    """Raises QuestionError where facts leave a number or a country no value: 34 and 35 years, Ecuador and Peru.

    Other values are cells of their own, whose contradictions are found where they are narrowed.
    """
    said: dict[str, list[GivenFact]] = {}
    for fact in facts:
        said.setdefault(fact.name, []).append(fact)
    for name, claims in said.items():
        kind = network.get_fact(name).kind
        if kind is FactKind.INTEGER:
            _check_numbers(network.get_fact(name).label, claims)
        elif kind is FactKind.COUNTRY:
            _check_countries(network.get_fact(name).label, claims)


def _check_numbers(fact: Text, claims: Sequence[GivenFact]) -> None:
    limits = [_limits(claim) for claim in claims if not claim.negated]
    low = max((low for low, _ in limits if low is not None), default=None)
    high = min((high for _, high in limits if high is not None), default=None)
    if low is None or high is None:
        return
    if low > high:
        raise _contradiction(fact, Message.of("value.at_most", high=high), Message.of("value.at_least", low=low))
    for least, most in (_limits(claim) for claim in claims if claim.negated):
        if (least is None or least <= low) and (most is None or high <= most):
            raise _contradiction(fact, Message.of("value.between", low=low, high=high), Message.of("error.outside"))


def _limits(claim: GivenFact) -> tuple[int | None, int | None]:
    if not claim.values:
        return claim.minimum, claim.maximum
    return int(claim.values[0]), int(claim.values[0])


def _check_countries(fact: Text, claims: Sequence[GivenFact]) -> None:
    left: frozenset[str] | None = None
    for claim in sorted(claims, key=lambda claim: claim.negated):
        values, before = frozenset(claim.values), left
        if not claim.negated:
            left = values if left is None else left & values
        elif left is not None:
            left -= values
        if before is not None and not left:
            other = Message.of("value.one_of", values=tuple(sorted(values)))
            other = Message.of("value.not", values=other) if claim.negated else other
            raise _contradiction(fact, Message.of("value.one_of", values=tuple(sorted(before))), other)


def _contradiction(fact: Text, one: Message, other: Message) -> QuestionError:
    return QuestionError(Message.of("error.contradiction", fact=fact, one=one, other=other), "facts")
