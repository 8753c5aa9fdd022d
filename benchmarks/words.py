"""How well questions in words are read: refusals, precision and recall, wrong statements, dangerous ones, time.

The utterances in `tests/acceptance/words/` are labelled by people who had not seen the lexicon. The work part may be
read and learnt from; of the measured part only the sums are printed.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from graph.concepts import EntrySituation
from graph.language.interpretation import ParsedQuestion
from graph.language.lexicon import Lexicon
from graph.language.parse import parse
from graph.network import Network
from graph.question import GivenFact

PARTS = ("work", "measured")
_BOUND = ("house-arrest", "home-detention", "semi-liberty", "outside-work", "leave", "detention", "being-released")
_FREE = ("release", "at-liberty")
_UNLABELLED = (
    "pregnant", "life_in_danger", "goes_out", "without_papers", "other_prison", "international_protection",
    "several_people", "leaves_home", "another_home", "banned_from_milan", "offers",
)  # fmt: skip
"""Facts that came to the vocabulary after the texts were labelled."""
_GRAVE = ("penal_status", "recent_release", "being_released", "victim_of", "former_prisoner", "addiction", "hiv")


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody typed, and what a careful reader understands from it."""

    text: str
    kind: str
    starts: tuple[str | None, ...]
    needs: tuple[frozenset[str], ...]
    facts: Mapping[str, Any]
    optional: Mapping[str, Any]
    never: tuple[str, ...]
    show: tuple[str, ...]


@dataclass(slots=True)
class Score:
    """Sums over the utterances of one part."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def rate(self, part: str, whole: str) -> float:
        """The share of `part` in `whole`; 1 where there is nothing to share."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else 1.0


def load(folder: Path, part: str) -> tuple[Utterance, ...]:
    """The utterances of one part."""
    entries = (
        entry
        for path in sorted(folder.glob(f"{part}-*.yaml"))
        for entry in yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)  # noqa: S506 - nothing but strings
    )
    return tuple(map(_utterance, entries))


def _utterance(entry: Mapping[str, Any]) -> Utterance:
    start = entry.get("from", "null")
    starts = start if isinstance(start, list) else [start]
    facts = entry.get("facts") or {}
    return Utterance(
        text=entry["text"],
        kind=entry.get("kind", "plan"),
        starts=tuple(None if one in ("null", "~", "") else one for one in starts),
        needs=tuple(frozenset(one.split("|")) for one in entry.get("needs") or ()),
        facts={name: value for name, value in facts.items() if not name.endswith("?")},
        optional={name[:-1]: value for name, value in facts.items() if name.endswith("?")},
        never=tuple(entry.get("never") or ()),
        show=tuple(entry.get("show") or ()),
    )


def score(utterances: Sequence[Utterance], lexicon: Lexicon, network: Network) -> Score:
    """How well the utterances are read."""
    result = Score()
    for utterance in utterances:
        begun = time.perf_counter()
        asked = parse(utterance.text, lexicon)
        result.counts["microseconds"] += round(1e6 * (time.perf_counter() - begun))
        result.counts["utterances"] += 1
        judge(utterance, asked, network, result)
    return result


def judge(utterance: Utterance, asked: ParsedQuestion, network: Network, result: Score) -> None:
    """Add to `result` how well `utterance` is understood by whoever takes it for `asked`."""
    counts, missed = result.counts, []
    refused = asked.record is None and asked.back is not None and asked.back.stops
    if utterance.kind == "back":
        counts["labels"] += 1
        counts["understood"] += refused
        missed += [] if refused else ["asks nothing back"]
    elif utterance.kind == "record":
        counts["labels"] += 1
        counts["understood"] += asked.record is not None
        missed += [] if asked.record else ["no record"]
    else:
        counts["plans"] += 1
        counts["refused"] += refused
        missed += ["REFUSED"] if refused else []
        missed += _judge_start(utterance, asked, counts)
        missed += _judge_needs(utterance, asked, counts)
    missed += _judge_facts(utterance, asked, network, counts)
    grave = list(_list_dangers(utterance, asked, network))
    counts["dangerous"] += bool(grave)
    counts.update(f"danger: {one}" for one in grave)
    missed += [f"DANGEROUS {one}" for one in grave]
    if missed:
        unread = ", ".join(one.words for one in asked.unknown)
        result.faults.append(f"{utterance.text}\n      {'; '.join(missed)}\n      unread: {unread}")


def _judge_start(utterance: Utterance, asked: ParsedQuestion, counts: Counter[str]) -> Iterator[str]:
    start = asked.start.code if asked.start else None
    required = None not in utterance.starts
    counts["labels"] += required
    counts["starts"] += required
    counts["starts stated"] += start is not None
    right = start in utterance.starts
    counts["starts right"] += right and start is not None
    counts["starts found"] += required and right
    counts["understood"] += required and right
    counts["statements"] += start is not None
    if not right and (start or required):
        broader = start is not None and any(one and one.startswith(f"{start}-") for one in utterance.starts)
        counts["wrong"] += start is not None and not broader
        fault = "start" if broader or start is None else "WRONG start"
        yield f"{fault} {start}, not {'|'.join(map(str, utterance.starts))}"


def _judge_needs(utterance: Utterance, asked: ParsedQuestion, counts: Counter[str]) -> Iterator[str]:
    said = set(asked.needs)
    for group in utterance.needs:
        counts["labels"] += 1
        counts["needs"] += 1
        found = bool(group & said)
        counts["needs found"] += found
        counts["understood"] += found
        if not found:
            yield f"need {'|'.join(sorted(group))} missed"
    allowed = frozenset().union(*utterance.needs)
    counts["needs stated"] += len(said)
    counts["needs right"] += len(said & allowed)
    for need in sorted(said - allowed):
        yield f"need {need} not asked"


def _judge_facts(utterance: Utterance, asked: ParsedQuestion, network: Network, counts: Counter[str]) -> Iterator[str]:
    stated = _by_name(asked.facts)
    implied = _implied(network, utterance.starts)
    for name, value in utterance.facts.items():
        counts["labels"] += 1
        counts["facts"] += 1
        found = name in stated and _agrees(value, stated[name])
        found = found or (name in _implied(network, [asked.start.code if asked.start else None]) and name in implied)
        counts["facts found"] += found
        counts["understood"] += found
        if not found:
            yield f"fact {name}={value} missed"
    for name, givens in stated.items():
        if name in _UNLABELLED:
            continue
        counts["facts stated"] += 1
        counts["statements"] += 1
        expected = utterance.facts.get(name, utterance.optional.get(name))
        right = _is_true(expected, givens) if expected is not None else name in implied
        if name == "nationality" and (expected is None or isinstance(expected, dict)):
            # The labellers had five countries to choose from, so they left the others out.
            published = {value.code for value in network.facts[name].values}
            right = right or all(published.isdisjoint(given.values) for given in givens)
        counts["facts right"] += right
        counts["wrong"] += not right
        if not right:
            yield f"WRONG fact {name}={_show(givens)}"


def _is_true(expected: Any, givens: Sequence[GivenFact]) -> bool:
    """Whether what is stated holds: of several values that hold, some may be missed."""
    some = isinstance(expected, list) and all(
        not given.negated and given.values and set(given.values) <= set(expected) for given in givens
    )
    return some or _agrees(expected, givens)


def _by_name(facts: Sequence[GivenFact]) -> dict[str, list[GivenFact]]:
    result: dict[str, list[GivenFact]] = {}
    for given in facts:
        result.setdefault(given.name, []).append(given)
    return result


def _implied(network: Network, starts: Sequence[str | None]) -> set[str]:
    situations = [network.situations[one] for one in starts if one in network.situations]
    return {name for situation in situations for name in _names(situation)}


def _names(situation: EntrySituation) -> Iterator[str]:
    yield from (effect.fact for effect in (*situation.facts, *situation.rules_out))
    if situation.known_to:
        yield "known_to"


def _agrees(expected: Any, givens: Sequence[GivenFact]) -> bool:
    if isinstance(expected, list):
        return set(expected) <= {value for given in givens if not given.negated for value in given.values}
    if isinstance(expected, dict) and "not" in expected:
        # A value that is stated rules the others out: who is from Ukraine is no Italian.
        return any(
            set(expected["not"]) <= set(given.values)
            if given.negated
            else given.values and set(expected["not"]).isdisjoint(given.values)
            for given in givens
        )
    if isinstance(expected, dict):
        low, high = (int(expected[key]) if key in expected else None for key in ("min", "max"))
        return any(
            (low is None or (g.minimum or 0) >= low) and (high is None or (g.maximum or 999) <= high) for g in givens
        )
    wanted = {"true": "yes", "false": "no"}.get(str(expected), str(expected))
    return any(
        (str(given.minimum) == wanted == str(given.maximum)) or (not given.negated and given.values == (wanted,))
        for given in givens
    )


def _show(givens: Sequence[GivenFact]) -> str:
    return " ".join(
        f"{'not ' if one.negated else ''}{'|'.join(one.values) or f'{one.minimum}..{one.maximum}'}" for one in givens
    )


def _list_dangers(utterance: Utterance, asked: ParsedQuestion, network: Network) -> Iterator[str]:
    age = utterance.facts.get("age")
    young = isinstance(age, str) and age.isdigit() and int(age) < 18
    stated = _by_name(asked.facts)
    if young and any((given.minimum or 0) >= 18 for given in stated.get("age", ())):
        yield "a minor as adult"
    wants_protection = "protection" in utterance.show
    if wants_protection and "victim_of" not in stated and not any(n.startswith("protection") for n in asked.needs):
        yield "protection lost"
    start = asked.start.code if asked.start else ""
    bound = all(one is not None and one.startswith(_BOUND) for one in utterance.starts)
    if bound and (start.startswith(_FREE) or any(g.values == ("none",) for g in stated.get("penal_status", ()))):
        yield "a bound person as free"
    held = {**{name: {v for g in givens if not g.negated for v in g.values} for name, givens in stated.items()}}
    if start in network.situations:
        for effect in network.situations[start].facts:
            held.setdefault(effect.fact, set()).add(effect.value)
    for one in utterance.never:
        name, _, value = one.partition("=")
        if name in _GRAVE and name in held and (not value or value in held[name]):
            yield f"states {one}"
