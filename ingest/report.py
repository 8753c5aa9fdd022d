"""What an ingestion found, as plain records: one JSON object a line."""

from collections.abc import Callable, Iterator
from typing import Any

from graph.message import Told
from ingest.citation_tracking import count_kinds
from ingest.comparison import Change, ChangeKind
from ingest.ledger import DocumentAccount, FateKind, LineStatus
from ingest.pipeline import Outcome

Line = dict[str, Any]


def report_lines(outcome: Outcome, written: bool, tell: Callable[[Told], str]) -> Iterator[Line]:
    """Every document, change, proposal and finding, then the summary. `type` tells them apart.

    `tell` puts messages into words.
    """
    for account in outcome.accounts:
        yield {"type": "document", **shape_account(account, tell)}
    for sheet, rows in outcome.row_counts.items():
        yield {"type": "sheet", "sheet": sheet, "rows": rows}
    yield from ({"type": "change", **shape_change(change)} for change in outcome.changes)
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


def shape_change(change: Change) -> Line:
    """What became of an entry; each field with its value before and after."""
    return {
        "change": str(change.kind),
        "part": change.part,
        "id": change.identifier,
        "place": change.place,
        "moved": change.moved,
        "kept": change.kept,
        "fields": [{"field": item.field, "before": item.before, "after": item.after} for item in change.fields],
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
        **{str(kind): outcome.count(kind) for kind in ChangeKind},
        "moved": sum(change.moved for change in outcome.changes),
        "kept": sum(change.kept and change.kind is not ChangeKind.SAME for change in outcome.changes),
        "proposals": sum(len(entries) for part, entries in outcome.proposals.items() if part != "citations"),
        "findings": len(outcome.findings),
        "unread": len(outcome.unread),
        "files": sorted(outcome.files),
        "written": written,
    }
