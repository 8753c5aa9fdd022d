"""What an ingestion found, for people to read, and as plain records: one JSON object a line."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from api.messages import Words
from graph.message import Finding, Told
from graph.model import Catalogue
from ingest.citation_tracking import DisplacementKind, count_kinds
from ingest.conditions import written_condition
from ingest.ledger import DocumentAccount, FateKind, LineStatus
from ingest.pipeline import Outcome
from ingest.readers.registry import FILES
from ingest.spreadsheets.column_map import ColumnMap
from ingest.spreadsheets.headings import CHOICES, Field, word
from ingest.updates import EntryUpdate, UpdateKind

_MOST_SHOWN = 20
_WIDEST = 40
_LABELS = {file.part: file.label for file in FILES}


def draw_ledger(accounts: Iterable[DocumentAccount], every_line: bool, words: Words) -> Iterator[str]:
    """The fates of each document and their sum, then what nobody has modelled; with `every_line`, each line."""
    total = evidence = 0
    for account in accounts:
        lines = len(account.ledger.fates)
        total, evidence = total + lines, evidence + len(account.cited)
        fates = " + ".join(
            f"{count} {words.say(f'fate.{_key(kind)}')}" for kind, count in account.ledger.counts().items() if count
        )
        yield f"{account.document.source}  {account.document.file}"
        yield f"  {words.say('ingestion.lines', count=lines, fates=fates)}"
        yield f"  {words.say('ingestion.evidence', count=len(account.cited))}"
        if every_line:
            yield from (_line(account, fate, words) for fate in account.ledger.fates)
            continue
        unmodelled = account.list_unmodelled()
        if unmodelled:
            yield f"  {words.say('ingestion.not_modelled', count=len(unmodelled))}"
            yield from (_line(account, fate, words) for fate in unmodelled)
        broad = [fate.line for fate in account.list_broad()]
        if broad:
            yield f"  {words.say('ingestion.broad', count=len(broad))}"
            yield f"    {', '.join(_spans(broad))}"
    yield words.say("ingestion.in_all", count=total, evidence=evidence)


def _spans(lines: list[int]) -> Iterator[str]:
    """Runs of lines as `first-last`; lines that only blank ones part are not joined."""
    first = last = lines[0]
    for line in (*lines[1:], 0):
        if line != last + 1:
            yield f"{first}" if first == last else f"{first}-{last}"
            first = line
        last = line


def _line(account: DocumentAccount, fate: LineStatus, words: Words) -> str:
    what = ", ".join(fate.targets[:3]) or (words(fate.why) if fate.why else "")
    more = words.say("ingestion.targets_more", count=len(fate.targets) - 3) if len(fate.targets) > 3 else ""
    return f"    {account.document.source}:{fate.line}  {words.say(f'fate.{_key(fate.kind)}')}  {what}{more}"


def _key(kind: StrEnum) -> str:
    return str(kind).replace("-", "_")


def tell_finding(finding: Finding, words: Words) -> str:
    """A finding on one line: where, and what."""
    return words(finding.told)


def draw_map(
    file: str, known: ColumnMap, hidden: Sequence[str], catalogue: Catalogue, words: Words, option: str | None
) -> Iterator[str]:
    """The meaning of each column of a file and of its values, and what to do next.

    `option` is how the command names the catalogue; None if the catalogue keeps no map.
    """
    for sheet in known.sheets:
        yield words.say("map.sheet", file=file, sheet=sheet.sheet, row=sheet.row)
        width = min(max((len(heading) for heading, _ in sheet.columns), default=0), _WIDEST)
        for index, (heading, field) in enumerate(sheet.columns):
            sample = sheet.samples[index].replace("\n", " ")[:_WIDEST] if index < len(sheet.samples) else ""
            meaning = word("fields", field, words.locale)
            if field in (Field.PERSON, Field.SKIP):
                # What may name a person is not shown either.
                meaning, sample = words.say("map.left_out", field=meaning), ""
            yield f"  {heading.replace(chr(10), ' '):{width}}  → {meaning}{f'   ({sample})' if sample else ''}"
    for field, values in known.values.items():
        if values:
            yield words.say("map.values", field=word("fields", field, words.locale))
        for text, meaning in values.items():
            yield f"  {text} → {_meaning(field, meaning, catalogue, words)}"
    for name in hidden:
        yield words.say("map.hidden", sheet=name)
    if option is None:
        yield words.say("map.read_only")
    elif known.confirmed:
        yield words.say("map.confirmed", map=known.file, file=file)
    else:
        yield words.say("map.next", map=known.file, file=file, option=option)


def _meaning(field: Field, meaning: Any, catalogue: Catalogue, words: Words) -> str:
    if meaning == "":
        return words.say("map.open")
    if field is Field.CONDITION:
        return words(written_condition(meaning, catalogue.facts))
    label = next((need.label for need in catalogue.needs if need.code == meaning), None)
    return word(CHOICES[field], meaning, words.locale) if field in CHOICES else words(label) if label else str(meaning)


def draw_outcome(outcome: Outcome, words: Words) -> Iterator[str]:
    """The closing summary."""
    for account in outcome.accounts:
        lost = account.ledger.counts()[FateKind.NOT_UNDERSTOOD]
        lines = len(account.ledger.fates)
        counts = words.say("ingestion.counts", count=lines, evidence=len(account.cited), lost=lost)
        yield f"{account.document.source}: {counts}"
    for sheet, rows in outcome.row_counts.items():
        if rows > 1:
            yield words.say("ingestion.sheet", sheet=sheet, rows=rows)
    yield from map(words.tell, outcome.unread)
    for part in dict.fromkeys(update.part for update in outcome.updates):
        counts = ", ".join(words.say(f"became.{_key(kind)}", count=outcome.count(kind, part)) for kind in UpdateKind)
        moved = sum(update.moved for update in outcome.updates if update.part == part)
        yield f"{_part(part, words)}: {counts}{words.say('ingestion.moved', count=moved) if moved else ''}"
    yield from _updates(outcome.updates, words)
    yield from _citations(outcome, words)
    for part, entries in outcome.proposals.items():
        if entries and part != "citations":
            yield words.say("ingestion.proposals", count=len(entries), part=part)


def _citations(outcome: Outcome, words: Words) -> Iterator[str]:
    counts = count_kinds(outcome.displacements)
    if len(outcome.displacements) == counts[DisplacementKind.STANDS]:
        return
    told = ", ".join(words.say(f"displaced.{_key(kind)}", count=count) for kind, count in counts.items())
    yield words.say("ingestion.citations", counts=told)
    lost = (DisplacementKind.CHANGED, DisplacementKind.VANISHED)
    listed = [item for item in outcome.displacements if item.kind in lost]
    for item in listed[:_MOST_SHOWN]:
        now = words.say("ingestion.now", cite=str(item.now)) if item.now else ""
        kind = words.say(f"displaced.is_{_key(item.kind)}")
        yield f"  {kind} {item.file}:{item.line}: {item.cite}{now}"
    if len(listed) > _MOST_SHOWN:
        yield f"  {words.say('ingestion.more_citations', count=len(listed) - _MOST_SHOWN)}"
    yield f"  {words.say('ingestion.proposed_curated')}"


def _part(part: str, words: Words) -> str:
    """What the entries of `part` are called; a reader names its own."""
    label = _LABELS.get(part)
    return words.say(f"parts.{part}") if label is None else words(label)


def _updates(updates: Iterable[EntryUpdate], words: Words) -> Iterator[str]:
    told = [update for update in updates if update.kind is not UpdateKind.SAME]
    for update in told[:_MOST_SHOWN]:
        fields = ", ".join(item.name for item in update.fields)
        kept = words.say("ingestion.kept") if update.kept else ""
        at = words.say("ingestion.at", place=update.place) if update.place else ""
        kind, part = words.say(f"became.is_{_key(update.kind)}"), _part(update.part, words)
        which = f": {fields}" if fields else ""
        said = {"kind": kind, "part": part, "name": update.identifier, "fields": which, "at": at, "kept": kept}
        yield f"  {words.say('ingestion.change', **said)}"
    if len(told) > _MOST_SHOWN:
        yield f"  {words.say('ingestion.more_changes', count=len(told) - _MOST_SHOWN)}"


Line = dict[str, Any]


def report_lines(outcome: Outcome, written: bool, tell: Callable[[Told], str]) -> Iterator[Line]:
    """Every document, update, proposal and finding, then the summary. `type` tells them apart.

    `tell` puts messages into words.
    """
    for account in outcome.accounts:
        yield {"type": "document", **shape_account(account, tell)}
    for sheet, rows in outcome.row_counts.items():
        yield {"type": "sheet", "sheet": sheet, "rows": rows}
    yield from ({"type": "change", **shape_update(update)} for update in outcome.updates)
    for part, entries in outcome.proposals.items():
        if part == "citations":
            yield from ({"type": "citation", **entry} for entry in entries)
            continue
        yield from ({"type": "proposal", "for": f"curated/{part}.yaml", "entry": entry} for entry in entries)
    yield from ({"type": "unread", "message": tell(message)} for message in outcome.unread)
    for finding in outcome.findings:
        yield {"type": "finding", "place": tell(finding.place), "message": tell(finding.message)}
    yield {"type": "summary", **shape_summary(outcome, written)}


def shape_account(account: DocumentAccount, tell: Callable[[Told], str]) -> Line:
    """A document: how many lines had each fate, how many the catalogue rests on, and what nobody has modelled.

    `tell` puts messages into words.
    """
    return {
        "source": account.document.source,
        "file": account.document.file,
        "lines": len(account.ledger.fates),
        "fates": {str(kind): count for kind, count in account.ledger.counts().items()},
        "evidence_lines": len(account.cited),
        "not_understood": list(account.ledger.list_not_understood()),
        "cited_only_as_a_whole": [fate.line for fate in account.list_broad()],
        "not_modelled": [shape_fate(fate, tell) for fate in account.list_unmodelled()],
    }


def shape_fate(fate: LineStatus, tell: Callable[[Told], str]) -> Line:
    """What became of a line; `tell` puts messages into words."""
    shape: Line = {"line": fate.line, "fate": str(fate.kind), "targets": list(fate.targets)}
    return shape | ({"why": tell(fate.why)} if fate.why else {})


def shape_update(update: EntryUpdate) -> Line:
    """What became of an entry; each field with its value before and after."""
    return {
        "change": str(update.kind),
        "part": update.part,
        "id": update.identifier,
        "place": update.place,
        "moved": update.moved,
        "kept": update.kept,
        "fields": [{"field": item.name, "before": item.before, "after": item.after} for item in update.fields],
    }


def shape_summary(outcome: Outcome, written: bool) -> Line:
    """The closing numbers."""
    understood = sum(len(account.ledger.fates) for account in outcome.accounts)
    lost = sum(account.ledger.counts()[FateKind.NOT_UNDERSTOOD] for account in outcome.accounts)
    return {
        "documents": len(outcome.accounts),
        "lines": understood,
        "not_understood": lost,
        "citations": {str(kind): count for kind, count in count_kinds(outcome.displacements).items()},
        **{str(kind): outcome.count(kind) for kind in UpdateKind},
        "moved": sum(update.moved for update in outcome.updates),
        "kept": sum(update.kept and update.kind is not UpdateKind.SAME for update in outcome.updates),
        "proposals": sum(len(entries) for part, entries in outcome.proposals.items() if part != "citations"),
        "findings": len(outcome.findings),
        "unread": len(outcome.unread),
        "files": sorted(outcome.files),
        "written": written,
    }
