"""`rete diff`: what changed between two versions of a catalogue, and who gains or loses a way by it."""

import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api.commands.common import Common, output, print_json
from api.messages import Words
from api.render.field_text import field_text, value_text
from api.settings import SettingsError
from graph.coverage.summaries import CellEffect, Comparison
from graph.message import Message, Text
from graph.model import Catalogue
from graph.network import Network
from ingest.differences import Difference, DifferenceKind

_SIGNS = {DifferenceKind.ADDED: "+", DifferenceKind.REMOVED: "-", DifferenceKind.CHANGED: "~"}
MOST_CELLS = 20
"""How many ways that are lost or gained are listed; the others are counted."""
_WAYS = (CellEffect.LOST, CellEffect.GAINED)


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
