"""Why a step is possible, a line for each requirement."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from api.messages import SIGNS, Words
from graph.referral.answer import Justification

Key = TypeVar("Key")


def list_reasons(because: Sequence[Justification], words: Words) -> Iterator[str]:
    """A line for each requirement: its evidence, its label, and what satisfies it, by origin."""
    for label, items in _grouped(because, lambda item: item.label):
        origins = _grouped(items, lambda item: (item.by, item.step))
        satisfied = "; ".join(_satisfied(some, words) for _, some in origins)
        yield f"{SIGNS[items[0].evidence]} {words(label)} — {satisfied}"


def _satisfied(items: Sequence[Justification], words: Words) -> str:
    facts = ", ".join(words(item.fact.text) for item in items)
    return f"{words.say(f'origin.{items[0].by}', step=items[0].step or 0)}: {facts}"


def _grouped(
    items: Sequence[Justification], key: Callable[[Justification], Key]
) -> Iterator[tuple[Key, list[Justification]]]:
    """The items of each key together, keys in the order in which they come first."""
    groups: dict[Key, list[Justification]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    yield from groups.items()
