"""Where a judgement on a line holds now: its line is known by what it says; the number only tells where it stood."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

import msgspec

from graph.errors import CatalogueError


class Judged(Protocol):
    """A judgement on a line."""

    @property
    def line(self) -> int:
        """Where the line stood when it was judged."""
        ...


J = TypeVar("J", bound=Judged)


def place_judgements(
    judged: Sequence[tuple[J, str]], lines: Iterable[tuple[int, str]], *, lookup: str, among: str, file: str
) -> tuple[tuple[J, ...], list[str]]:
    """The judgements with the line on which each holds, and a finding for each that holds nowhere, or in doubt.

    `judged` has with each judgement what its line says, `lines` the same for every line it may be about. Where several
    lines say the same, as many judgements on them are given out in order. `lookup` is the judgements' own file,
    `among` says what sort of lines they are about, `file` is the document.
    """
    now = dict(lines)
    found: dict[str, list[int]] = defaultdict(list)
    for number, says in now.items():
        found[says].append(number)
    asking: dict[str, list[J]] = defaultdict(list)
    for item, says in judged:
        asking[says].append(item)
    placed: list[J] = []
    findings: list[str] = []
    for says, items in asking.items():
        numbers = found[says]
        if len(numbers) == len(items):
            ordered = sorted(items, key=lambda item: item.line)
            placed += [_moved(item, number) for item, number in zip(ordered, numbers, strict=True)]
            continue
        was = ", ".join(str(item.line) for item in items)
        doubt = _doubt(numbers, len(items), among, file)
        instead = "".join(f" Line {item.line} says '{now[item.line]}' now." for item in items if item.line in now)
        findings.append(f"{lookup}: '{says}', judged on line {was}: {doubt}{'' if numbers else instead}")
    return tuple(placed), findings


def _moved(item: J, line: int) -> J:
    return msgspec.structs.replace(item, line=line)  # type: ignore[type-var]


def _doubt(numbers: list[int], judgements: int, among: str, file: str) -> str:
    if not numbers:
        return f"no {among} of {file} says so any more; judge it again, or take the judgement out."
    places = ", ".join(map(str, numbers))
    return (
        f"{file} has it {_times(len(numbers))} ({places}) and it is judged {_times(judgements)}; "
        "judge it again: each of these lines once."
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def demand_none(findings: Sequence[str]) -> None:
    """Raises CatalogueError where there are findings."""
    if findings:
        raise CatalogueError(tuple(findings))
