"""How far two readers agree who labelled the same utterances apart: what a reader of words can reach at most.

`tests/acceptance/words/second-labels.yaml` holds the second reader's labels of some utterances. Each reader is
measured by the labels of the other, as the program is.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.words import PARTS, Score, Utterance, judge, load
from graph.language.interpretation import AskBackKind, AskedRecord, ParsedQuestion, QuestionBack
from graph.network import Network
from graph.question import EntryKind, EntryPoint, GivenFact
from graph.vocabulary import Locale


def measure_agreement(folder: Path, network: Network) -> tuple[Score, Score]:
    """The second reader by the labels of the first, and the first by those of the second."""
    second = load(folder, "second")
    first = {each.text: each for part in PARTS for each in load(folder, part)}
    pairs = [(first[each.text], each) for each in second]
    return _score(pairs, network), _score([(two, one) for one, two in pairs], network)


def _score(pairs: Sequence[tuple[Utterance, Utterance]], network: Network) -> Score:
    result = Score()
    for expected, given in pairs:
        result.counts["utterances"] += 1
        judge(expected, _as_read(given, expected), network, result)
    return result


def _as_read(labels: Utterance, expected: Utterance) -> ParsedQuestion:
    """What `labels` state. Where they leave a choice, what is `expected` is chosen if it is among it."""
    starts = [start for start in labels.starts if start is not None] if None not in labels.starts else []
    start = next((start for start in starts if start in expected.starts), next(iter(starts), None))
    wanted = frozenset().union(*expected.needs)
    return ParsedQuestion(
        text=labels.text,
        locale=Locale.EN,
        start=None if start is None else EntryPoint(EntryKind.SITUATION, start),
        needs=tuple(min(group & wanted or group) for group in labels.needs),
        facts=tuple(fact for name, value in labels.facts.items() for fact in _facts(name, value)),
        back=QuestionBack(kind=AskBackKind.NO_NEED) if labels.kind == "back" else None,
        record=AskedRecord(words=labels.text, slugs=()) if labels.kind == "record" else None,
    )


def _facts(name: str, value: Any) -> Iterator[GivenFact]:
    if isinstance(value, Mapping) and "not" in value:
        yield GivenFact(name=name, values=tuple(value["not"]), negated=True)
    elif isinstance(value, Mapping):
        low, high = (int(value[key]) if key in value else None for key in ("min", "max"))
        yield GivenFact(name=name, minimum=low, maximum=high)
    elif isinstance(value, list):
        yield GivenFact(name=name, values=tuple(value))
    elif value.isdecimal():
        yield GivenFact(name=name, minimum=int(value), maximum=int(value))
    else:
        yield GivenFact(name=name, values=({"true": "yes", "false": "no"}.get(value, value),))
