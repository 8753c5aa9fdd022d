"""`rete diff`: what changed between two versions of a catalogue, and who gains or loses a way by it; `rete check-plan`:
whether a saved plan still holds.
"""

import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from api.commands.common import Common, NetworkOptions, output, print_json
from api.messages import Words
from api.render.field_text import field_text, value_text
from api.settings import SettingsError
from graph.availability import is_closed
from graph.coverage.summaries import CellEffect, Comparison
from graph.errors import QuestionError
from graph.message import Message, Text
from graph.model import Catalogue
from graph.network import Network
from graph.opening_hours import today
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.answer import Answer
from graph.referral.plan import ReferralPlan
from ingest.differences import Difference, DifferenceKind

_SIGNS = {DifferenceKind.ADDED: "+", DifferenceKind.REMOVED: "-", DifferenceKind.CHANGED: "~"}
MOST_CELLS = 20
"""How many ways that are lost or gained are listed; the others are counted."""
_WAYS = (CellEffect.LOST, CellEffect.GAINED)
MOST_PLANS = 10
"""How many ways are looked at for the saved one."""


def diff(
    before: str = "HEAD",
    /,
    *,
    no_coverage: bool = False,
    common: Common | None = None,
) -> int:
    """What changed in a catalogue, field by field, and who gains or loses a way: `rete diff ../last-month`.

    Exit code 1 if somebody loses a way.
    """
    from graph.coverage.analyst import compare_versions
    from ingest.catalogue import load_catalogue
    from ingest.differences import list_differences

    common = common or Common()
    after = load_catalogue(common.folder())
    with _older(before, common.folder()) as folder:
        old = load_catalogue(folder)
    found = list_differences(old, after)
    with common.working("note.comparing"):
        comparison = None if no_coverage or not found else compare_versions(Network(old), Network(after))
    words = common.words()
    if common.json:
        print_json(_as_json(found, comparison, words))
    else:
        for line in (*_lines(found, words), *_coverage_lines(comparison, after, words)):
            output().print(line)
    return 1 if comparison is not None and comparison.with_effect(CellEffect.LOST) else 0


@contextmanager
def _older(before: str, folder: Path | None) -> Iterator[Path]:
    """The folder of the older catalogue; for a revision of git one that is taken away afterwards."""
    if Path(before).is_dir():
        yield Path(before)
        return
    if folder is None:
        raise SettingsError.at(before, Message.of("setting.no_older"))
    with TemporaryDirectory(prefix="rete-") as place:
        command = ["git", "-C", str(folder), "archive", "--format=tar", before, "."]
        run = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell, and git checks the name
        if run.returncode:
            raise SettingsError.at(before, Message.of("setting.no_revision", folder=str(folder)))
        with tarfile.open(fileobj=BytesIO(run.stdout)) as archive:
            archive.extractall(place, filter="data")
        yield Path(place)


def _lines(found: tuple[Difference, ...], words: Words) -> Iterator[str]:
    if not found:
        yield words.say("diff.same")
    for item in found:
        yield f"{_SIGNS[item.kind]} {value_text(item.name, words)} ({words.say(f'part.{item.part}')}: {item.key})"
        for change in item.fields:
            old, new = value_text(change.before, words), value_text(change.after, words)
            told = words.say("diff.source_only") if old == new else f"{old} → {new}"
            yield f"    {field_text(change.name, words)}: {told}"


def _coverage_lines(comparison: Comparison | None, catalogue: Catalogue, words: Words) -> Iterator[str]:
    if comparison is None:
        return
    labels: dict[str, Text] = {need.code: need.label for need in catalogue.needs}
    labels |= {situation.code: situation.label for situation in catalogue.situations}
    labels |= {profile.code: profile.label for profile in catalogue.profiles}
    for effect in _WAYS:
        cells = [change.cell for change in comparison.with_effect(effect)]
        yield words.say(f"diff.{effect.lower()}", count=len(cells))
        for cell in cells[:MOST_CELLS]:
            parts = (cell.need, cell.situation, cell.profile)
            yield "    " + " · ".join(words(labels[code]) if code in labels else code for code in parts if code)
        if len(cells) > MOST_CELLS:
            yield "    " + words.say("diff.more", count=len(cells) - MOST_CELLS)


def _as_json(found: tuple[Difference, ...], comparison: Comparison | None, words: Words) -> dict[str, Any]:
    differences = [
        {
            "kind": str(item.kind), "part": item.part, "key": item.key, "name": value_text(item.name, words),
            "fields": [
                {"name": c.name, "before": value_text(c.before, words), "after": value_text(c.after, words)}
                for c in item.fields
            ],
        }
        for item in found
    ]  # fmt: skip
    if comparison is None:
        return {"differences": differences}
    cells = {
        str(effect.lower()): [
            {"need": change.cell.need, "situation": change.cell.situation, "profile": change.cell.profile}
            for change in comparison.with_effect(effect)
        ]
        for effect in _WAYS
    }
    return {"differences": differences, **cells}


def check_plan(file: Path, /, *, common: NetworkOptions | None = None) -> int:
    """Whether a saved answer still holds: `rete plan ... --json > plan.json`, and later `rete check-plan plan.json`.

    Asks the saved question again, about the day that it was about or, where that is past, about today. Exit code 1
    where the plan does not hold any more.
    """
    common = common or NetworkOptions()
    saved = read_saved(file)
    with common.answerer() as answerer:
        network, answer = answerer.plan(saved.question, MOST_PLANS)
    words = common.words()
    result = check(saved, network, answer)
    if common.json:
        print_json(result.as_json())
        return 0 if result.holds else 1
    console = output()
    console.print(words.say("saved.holds" if result.holds else "saved.broken"))
    for step in result.steps:
        for line in step.lines(network, words):
            console.print(f"    {line}")
    return 0 if result.holds else 1


@dataclass(frozen=True, slots=True)
class SavedStep:
    """A step as it was saved: the services that could carry it out, and the steps right before it."""

    order: int
    services: tuple[str, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """The first plan of a saved answer, with its question."""

    question: Question
    version: str
    steps: tuple[SavedStep, ...]


@dataclass(frozen=True, slots=True)
class StepCheck:
    """The services of a saved step that are gone, and those that are closed."""

    order: int
    gone: tuple[str, ...]
    closed: tuple[str, ...]

    def lines(self, network: Network, words: Words) -> Iterator[str]:
        """A line for each service that is gone or closed."""
        for slug in self.gone:
            yield words.say("saved.gone", step=self.order, service=slug)
        for slug in self.closed:
            yield words.say("saved.closed", step=self.order, service=network.get_service(slug).name)


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of `rete check-plan`: whether the saved plan still holds, and the state of its steps."""

    holds: bool
    before: str
    after: str
    steps: tuple[StepCheck, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as JSON."""
        steps = [{"order": step.order, "gone": step.gone, "closed": step.closed} for step in self.steps]
        return {"holds": self.holds, "savedVersion": self.before, "version": self.after, "steps": steps}


def read_saved(file: Path) -> SavedPlan:
    """The first plan in the JSON that `rete ask --json` or `rete plan --json` wrote to `file`.

    A day that is past gives way to today. Raises QuestionError if the file is not such an answer, or holds no plan.
    """
    try:
        answer = orjson.loads(file.read_bytes())
        read = answer["interpretation"]
        plan = answer["plans"][0]
        day = date.fromisoformat(answer["on"]) if answer["on"] else today()
        question = Question(
            start=EntryPoint(EntryKind[read["from"]["kind"]], read["from"]["code"]),
            needs=tuple(need["code"] for need in read["needs"]),
            facts=tuple(map(_as_fact, read["given"])),
            avoid=tuple(read["avoid"]),
            on=max(day, today()),
        )
        steps = tuple(map(_as_step, plan["steps"]))
        return SavedPlan(question, answer["snapshot"]["version"], steps)
    except (OSError, orjson.JSONDecodeError, KeyError, IndexError, TypeError, ValueError):
        raise QuestionError(Message.of("saved.unreadable", file=str(file)), "file") from None


def _as_fact(given: dict[str, Any]) -> GivenFact:
    return GivenFact(
        name=given["name"],
        values=tuple(given["values"]),
        negated=given["negated"],
        minimum=given["min"],
        maximum=given["max"],
    )


def _as_step(step: dict[str, Any]) -> SavedStep:
    services = tuple(candidate["service"]["slug"] for candidate in step["candidates"])
    return SavedStep(step["order"], services, tuple(step["after"]))


def check(saved: SavedPlan, network: Network, answer: Answer) -> Checked:
    """The saved plan holds if a plan of `answer` has its steps, each with at least one of its services."""
    steps = tuple(_check_step(step, network, saved.question.on) for step in saved.steps)
    holds = any(_is_same(saved, plan) for plan in answer.plans)
    return Checked(holds, saved.version, answer.version, steps)


def _is_same(saved: SavedPlan, plan: ReferralPlan) -> bool:
    if len(plan.steps) != len(saved.steps):
        return False
    return all(
        step.after == old.after and not {c.service for c in step.candidates}.isdisjoint(old.services)
        for step, old in zip(plan.steps, saved.steps, strict=True)
    )


def _check_step(step: SavedStep, network: Network, on: date | None) -> StepCheck:
    there = [slug for slug in step.services if slug in network.services]
    return StepCheck(
        order=step.order,
        gone=tuple(slug for slug in step.services if slug not in network.services),
        closed=tuple(slug for slug in there if is_closed(network.services[slug], on)),
    )
