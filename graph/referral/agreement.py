"""Facts that cannot hold together, though no service of the network tells their values apart."""

from collections.abc import Iterable

from graph.errors import QuestionError
from graph.network import Network
from graph.question import GivenFact
from graph.vocabulary import FactKind


def check_agreement(network: Network, facts: Iterable[GivenFact]) -> None:
    """Raises QuestionError where facts leave a number or a country no value: 34 and 35 years, Ecuador and Peru.

    Other values are cells of their own, whose contradictions are found where they are narrowed.
    """
    said: dict[str, list[GivenFact]] = {}
    for fact in facts:
        if not fact.negated:
            said.setdefault(fact.name, []).append(fact)
    for name, claims in said.items():
        kind = network.get_fact(name).kind
        if kind is FactKind.INTEGER:
            _check_numbers(name, claims)
        elif kind is FactKind.COUNTRY:
            _check_countries(name, claims)


def _check_numbers(name: str, claims: Iterable[GivenFact]) -> None:
    limits = [_limits(claim) for claim in claims]
    low = max((low for low, _ in limits if low is not None), default=None)
    high = min((high for _, high in limits if high is not None), default=None)
    if low is not None and high is not None and low > high:
        raise _contradiction(name, f"{high} or less", f"{low} or more")


def _limits(claim: GivenFact) -> tuple[int | None, int | None]:
    if not claim.values:
        return claim.minimum, claim.maximum
    return int(claim.values[0]), int(claim.values[0])


def _check_countries(name: str, claims: Iterable[GivenFact]) -> None:
    left: frozenset[str] | None = None
    for claim in claims:
        before, left = left, frozenset(claim.values) if left is None else left & frozenset(claim.values)
        if before is not None and not left:
            raise _contradiction(name, " or ".join(sorted(before)), " or ".join(sorted(claim.values)))


def _contradiction(name: str, one: str, other: str) -> QuestionError:
    return QuestionError(f"The facts contradict each other: '{name}' cannot be both {one} and {other}.", "facts")
