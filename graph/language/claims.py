"""What several statements about one fact say together, or that they contradict each other."""

from collections.abc import Sequence

from graph.question import GivenFact
from graph.vocabulary import FactKind


def combine(kind: FactKind, claims: Sequence[GivenFact]) -> tuple[GivenFact, ...]:
    """The facts that hold where all of `claims`, about one fact of this kind, do; empty where they cannot.

    >>> combine(FactKind.INTEGER, [GivenFact(name="age", minimum=18), GivenFact(name="age", maximum=25)])
    (GivenFact(name='age', values=(), negated=False, minimum=18, maximum=25),)
    """
    if kind is FactKind.INTEGER:
        return _combine_ranges(claims)
    return _combine_members(claims) if kind is FactKind.SET else _combine_choices(claims)


def either_of(first: GivenFact, second: GivenFact) -> GivenFact | None:
    """The fact that one of two holds; after a negated one, that neither does. None where no single fact says it."""
    if first.name != second.name or not first.values or not second.values or (second.negated and not first.negated):
        return None
    return GivenFact(name=first.name, values=_union([first, second]), negated=first.negated)


def _combine_ranges(claims: Sequence[GivenFact]) -> tuple[GivenFact, ...]:
    low = max((claim.minimum for claim in claims if claim.minimum is not None), default=None)
    high = min((claim.maximum for claim in claims if claim.maximum is not None), default=None)
    if low is not None and high is not None and low > high:
        return ()
    return (GivenFact(name=claims[0].name, minimum=low, maximum=high),)


def _combine_members(claims: Sequence[GivenFact]) -> tuple[GivenFact, ...]:
    name = claims[0].name
    members = _union([claim for claim in claims if not claim.negated])
    others = _union([claim for claim in claims if claim.negated])
    if set(members) & set(others):
        return ()
    return tuple(
        GivenFact(name=name, values=values, negated=negated)
        for values, negated in ((members, False), (others, True))
        if values
    )


def _combine_choices(claims: Sequence[GivenFact]) -> tuple[GivenFact, ...]:
    name = claims[0].name
    excluded = _union([claim for claim in claims if claim.negated])
    positive = [claim for claim in claims if not claim.negated]
    if not positive:
        return (GivenFact(name=name, values=excluded, negated=True),)
    allowed = tuple(
        value
        for value in positive[0].values
        if value not in excluded and all(value in claim.values for claim in positive)
    )
    return (GivenFact(name=name, values=allowed),) if allowed else ()


def _union(claims: Sequence[GivenFact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for claim in claims for value in claim.values))
