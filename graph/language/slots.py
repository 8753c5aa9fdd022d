"""Puts the passages of a text together: one start, the needs, the facts, and what is left open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graph.language.claims import combine, either_of
from graph.language.interpretation import Meaning, MeaningKind, ReadingKind
from graph.language.lexicon import Lexicon
from graph.language.meanings import fact_meaning
from graph.language.passages import Passage
from graph.question import EntryKind, EntryPoint, GivenFact

_CONTENT = (ReadingKind.START, ReadingKind.NEED, ReadingKind.FACT, ReadingKind.AVOID)


@dataclass(frozen=True, slots=True)
class Dispute:
    """Tokens `first` to `last`, not included, say one of `alternatives`."""

    first: int
    last: int
    alternatives: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the passages say together."""

    start: EntryPoint | None
    needs: tuple[str, ...]
    facts: tuple[GivenFact, ...]
    avoid: tuple[str, ...]
    passages: tuple[Passage, ...]
    disputes: tuple[Dispute, ...]


def conclude(passages: Sequence[Passage], lexicon: Lexicon) -> Conclusion:
    """What `passages`, in the order of the text, say together."""
    parted, disputes = _part_alternatives(passages)
    settled, start = _settle_start(parted)
    if isinstance(start, Dispute):
        disputes, start = [*disputes, start], None
    facts, contradictions = _combine_facts(settled, start, lexicon)
    disputes += [
        Dispute(one.first, one.last, one.meanings)
        for one in settled
        if one.kind is ReadingKind.AMBIGUOUS and one.meanings
    ]
    return Conclusion(
        start=EntryPoint(EntryKind(start.kind.value), start.code) if start else None,
        needs=_codes(settled, ReadingKind.NEED),
        facts=facts,
        avoid=_codes(settled, ReadingKind.AVOID),
        passages=tuple(settled),
        disputes=tuple(sorted([*disputes, *contradictions], key=lambda one: (one.first, one.last))),
    )


def _codes(passages: Iterable[Passage], kind: ReadingKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.code for passage in passages if passage.kind is kind for one in passage.meanings))


# ── A or B ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _part_alternatives(passages: Sequence[Passage]) -> tuple[list[Passage], list[Dispute]]:
    """Of needs or of unlike things joined by `or`, none is taken."""
    result = list(passages)
    groups: list[list[int]] = []
    latest: int | None = None
    for index, passage in enumerate(passages):
        if passage.kind not in (*_CONTENT, ReadingKind.AMBIGUOUS):
            continue
        if passage.either and latest is not None and not _are_joined(passages[latest], passage):
            if groups and groups[-1][-1] == latest:
                groups[-1].append(index)
            else:
                groups.append([latest, index])
        latest = index
    disputes = []
    for members in groups:
        alternatives = tuple(dict.fromkeys(one for member in members for one in passages[member].meanings))
        disputes.append(Dispute(passages[members[0]].first, passages[members[-1]].last, alternatives))
        for member in members:
            result[member] = replace(passages[member], kind=ReadingKind.AMBIGUOUS, meanings=())
    return result, disputes


def _are_joined(first: Passage, second: Passage) -> bool:
    """Whether `first or second` says one thing: one fact, partners to avoid, or starts, which are compared later."""
    if first.kind is not second.kind:
        return False
    if first.meanings == second.meanings:
        return True
    return first.kind in (ReadingKind.AVOID, ReadingKind.START) or _joined_fact(first, second) is not None


def _joined_fact(first: Passage, second: Passage) -> GivenFact | None:
    if first.kind is not ReadingKind.FACT or len(first.meanings) != 1 or len(second.meanings) != 1:
        return None
    return either_of(first.meanings[0].facts[0], second.meanings[0].facts[0])


# ── Where the path starts ────────────────────────────────────────────────────────────────────────────────────────


def _settle_start(passages: Sequence[Passage]) -> tuple[list[Passage], Meaning | Dispute | None]:
    """The start: the announced one, else the only one that can be nothing else, else the only one."""
    starts = [one for one in passages if one.kind is ReadingKind.START]
    announced = [one for one in starts if one.announced]
    alone = [one for one in starts if not one.instead]
    candidates = next((group for group in (announced, alone, starts) if group), [])
    chosen = _most_specific(candidates)
    if len(chosen) > 1:
        if candidates is starts:  # every one of them states a fact as well
            return [_as_fact(one) if one.kind is ReadingKind.START else one for one in passages], None
        return list(passages), Dispute(candidates[0].first, candidates[-1].last, tuple(chosen))
    if not chosen:
        return list(passages), None
    within = [one for one in starts if _is_broader(chosen[0], one.meanings[0])]
    start, *others = _most_specific([*candidates, *within])
    if others:
        places = sorted([*candidates, *within], key=lambda one: one.first)
        return list(passages), Dispute(places[0].first, places[-1].last, (start, *others))
    return [
        _as_fact(one) if one.kind is ReadingKind.START and not _is_broader(one.meanings[0], start) else one
        for one in passages
    ], start


def _is_broader(one: Meaning, other: Meaning) -> bool:
    """Whether `one` is `other` or a class of it: a release is one from San Vittore."""
    return one.kind is other.kind and (one.code == other.code or other.code.startswith(one.code + "-"))


def _most_specific(passages: Sequence[Passage]) -> list[Meaning]:
    meanings = list(dict.fromkeys(one.meanings[0] for one in passages))
    return [one for one in meanings if not any(_is_broader(one, other) for other in meanings if other.code != one.code)]


def _as_fact(passage: Passage) -> Passage:
    """A start that is none, as the facts that it states; where it states none, as not understood."""
    (meaning,) = passage.meanings
    facts = passage.instead or tuple(fact_meaning(given, meaning.label) for given in meaning.facts)
    if meaning.kind is not MeaningKind.SITUATION or not facts:
        return replace(passage, kind=None)
    return replace(passage, kind=ReadingKind.FACT, meanings=facts)


# ── Facts ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Claim:
    given: GivenFact
    meanings: tuple[Meaning, ...]
    first: int
    last: int


def _combine_facts(
    passages: Sequence[Passage], start: Meaning | None, lexicon: Lexicon
) -> tuple[tuple[GivenFact, ...], list[Dispute]]:
    """The facts that the passages state; of contradictory statements, also with the start, none is taken."""
    implied = {given.name: given for given in start.facts} if start else {}
    by_name: dict[str, list[_Claim]] = {}
    for claim in _list_claims(passages):
        by_name.setdefault(claim.given.name, []).append(claim)
    facts: list[GivenFact] = []
    disputes: list[Dispute] = []
    for name, claims in by_name.items():
        kind = lexicon.facts[name].kind
        stated = [claim.given for claim in claims]
        known = [implied[name]] if name in implied else []
        if combine(kind, [*stated, *known]):
            facts.extend(combine(kind, stated))
            continue
        meanings = [one for claim in claims for one in claim.meanings]
        if start and known and combine(kind, stated):
            meanings.insert(0, start)
        disputes.append(
            Dispute(min(one.first for one in claims), max(one.last for one in claims), tuple(dict.fromkeys(meanings)))
        )
    return tuple(facts), disputes


def _list_claims(passages: Sequence[Passage]) -> list[_Claim]:
    claims: list[_Claim] = []
    before: Passage | None = None
    for passage in passages:
        if passage.kind is ReadingKind.FACT:
            joined = _joined_fact(before, passage) if before and passage.either else None
            if joined and claims:
                earlier = claims.pop()
                joined = either_of(earlier.given, passage.meanings[0].facts[0]) or joined
                claims.append(_Claim(joined, (*earlier.meanings, *passage.meanings), earlier.first, passage.last))
            else:
                claims.extend(
                    _Claim(given, (one,), passage.first, passage.last)
                    for one in passage.meanings
                    for given in one.facts
                )
        if passage.kind in (*_CONTENT, ReadingKind.AMBIGUOUS):
            before = passage
    return claims
