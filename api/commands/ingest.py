"""`rete ingest`, `rete init`, `rete validate`: what goes into a catalogue, and whether it is in order."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from api.commands.common import Common, output, print_json
from api.messages import Words
from api.plain_line import Option
from api.settings import named_catalogue
from graph.errors import QuestionError, ReteError, reason_of
from graph.message import Message

if TYPE_CHECKING:
    from ingest.pipeline import Outcome
    from ingest.spreadsheets.tables import Given


def ingest(
    *paths: Annotated[
        str,
        Option(takes_dashes=True),
    ],
    dry_run: bool = False,
    report: Path | None = None,
    ledger: bool = False,
    lines: bool = False,
    map_: Annotated[bool, Option(("--map",))] = False,
    column: tuple[str, ...] = (),
    value: tuple[str, ...] = (),
    confirm: bool = False,
    common: Common | None = None,
) -> int:
    """Compare documents with a catalogue and write what is extracted from them, all or nothing.

    Reads text, PDF, HTML, XLSX and CSV; without paths, the documents in the folder that RETE_DOCUMENTS names. Writes
    `extracted/`, and `proposals/` for people to judge; never `curated/`. The bundled catalogue is compared with, where
    neither --catalogue nor RETE_CATALOGUE names another, and never written to.
    Exit code 3 where something does not fit; then `extracted/` stays as it is.
    """
    from api.render.ingestion_view import tell_finding
    from ingest import bundled_folder
    from ingest.pipeline import ingest as compare
    from ingest.pipeline import is_unchanged, remember, write

    common = common or Common()
    named = common.folder()
    folder = named or Path(str(bundled_folder()))
    with common.working("note.reading") as tell:
        given = _given(paths, folder)
        if map_ or column or value or confirm:
            if named is None and (column or value or confirm):
                raise QuestionError(Message.of("map.read_only"), "catalogue")
            option = f" --catalogue {common.catalogue}" if common.catalogue else ""
            _settle_maps(given, folder, (column, value, confirm), common.words(), option, writes=named is not None)
            if not confirm:
                return 0
        writes = named is not None and not dry_run and not ledger
        if writes and report is None and not common.json and is_unchanged(given, folder):
            output().print(common.words().say("note.unchanged"), soft_wrap=True)
            return 0
        outcome = compare(given, folder, lambda said: tell(common.words()(said)))
        if writes:
            tell(common.words().say("note.writing"))
            write(outcome, folder)
            if not outcome.findings:
                remember(given, folder)
    if report is not None:
        _write_report(outcome, writes, report, common.words())
    _tell_skipped(paths, common.words())
    words = common.words()
    for finding in outcome.findings:
        print(tell_finding(finding, words), file=sys.stderr)  # noqa: T201 - findings are diagnostics
    _show(outcome, common, writes, ledger, lines)
    return 3 if outcome.findings else 0


def _settle_maps(
    given: "tuple[Given, ...]",
    folder: Path,
    said: tuple[tuple[str, ...], tuple[str, ...], bool],
    words: Words,
    option: str,
    *,
    writes: bool,
) -> None:
    """Show the meaning of the columns of somebody else's spreadsheets, known or proposed; if `writes`, keep it."""
    from api.render.ingestion_view import draw_map
    from ingest.catalogue import load_with_places
    from ingest.spreadsheets.column_proposal import settle_map
    from ingest.spreadsheets.hsds import read_sheets
    from ingest.transaction import publish

    loaded = load_with_places(folder)
    columns, values, confirm = said
    texts, console = {}, output()
    for item in given:
        tables = read_sheets((item,)) if item.is_workbook or item.is_table else ()
        settled = settle_map(item.name, tables, loaded, columns, values, confirm)
        hidden = [table.name for table in tables if table.hidden]
        if settled is None:
            console.print(words.say("map.nothing", file=item.name), soft_wrap=True)
            continue
        texts[settled.file] = settled.text()
        for line in draw_map(item.name, settled, hidden, loaded.catalogue, words, option if writes else None):
            console.print(line, soft_wrap=True)
    if writes and texts:
        publish(texts, folder)


def _given(paths: tuple[str, ...], folder: Path) -> "tuple[Given, ...]":
    from ingest.catalogue import load_catalogue
    from ingest.documents import documents_folder
    from ingest.inputs import STANDARD_INPUT, gather

    for path in paths:
        if path.startswith("-") and path != STANDARD_INPUT:
            raise QuestionError(Message.of("error.ingest_option", option=str(path)), "paths")
    if paths:
        return gather(paths, sys.stdin.buffer)
    place = documents_folder(os.environ)
    if place is None:
        raise QuestionError(Message.of("error.ingest_paths"), "paths")
    sources = [source for source in load_catalogue(folder).sources if not source.told]
    return gather([str(place / source.file) for source in sources], sys.stdin.buffer)


def _tell_skipped(paths: tuple[str, ...], words: Words) -> None:
    from ingest.inputs import list_skipped

    for name in list_skipped(paths):
        print(words.say("ingestion.skipped", name=name), file=sys.stderr)  # noqa: T201 - as the findings


def _write_report(outcome: "Outcome", written: bool, file: Path, words: Words) -> None:
    import orjson

    from api.render.ingestion_view import report_lines

    draft = file.with_name(f".{file.name}.draft")
    try:
        with draft.open("wb") as stream:
            for line in report_lines(outcome, written, words.tell):
                stream.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        draft.replace(file)
    except OSError as error:
        raise ReteError.at(str(file), Message.of("ingestion.no_report", reason=reason_of(error))) from None


def _show(outcome: "Outcome", common: Common, writes: bool, ledger: bool, lines: bool) -> None:
    from api.render.ingestion_view import draw_ledger, draw_outcome, shape_account, shape_fate, shape_summary

    tell = common.words().tell
    if common.json and ledger:
        print_json(
            [
                {
                    **shape_account(account, tell),
                    "line_fates": [shape_fate(fate, tell) for fate in account.ledger.fates],
                }
                if lines
                else shape_account(account, tell)
                for account in outcome.accounts
            ]
        )
        return
    if common.json:
        print_json(shape_summary(outcome, writes))
        return
    console = output()
    drawing = draw_ledger(outcome.accounts, lines, common.words()) if ledger else draw_outcome(outcome, common.words())
    for line in drawing:
        console.print(line, soft_wrap=True)
    if not ledger:
        console.print(_closing(outcome, common, writes), soft_wrap=True)


def _closing(outcome: "Outcome", common: Common, writes: bool) -> str:
    words, files = common.words(), ", ".join(sorted(outcome.files))
    if outcome.findings:
        return words.say("note.not_taken", count=len(outcome.findings))
    if not files:
        return words.say("note.up_to_date")
    if writes:
        return words.say("note.written", files=files)
    reason = "--dry-run" if common.folder() else words.say("note.bundled")
    return words.say("note.not_written", reason=reason, files=files)


def init(
    city: str,
    folder: Path | None = None,
    /,
    *,
    country: str | None = None,
    common: Common | None = None,
) -> int:
    """Make an empty catalogue for a city, ready to be filled; see docs/another-city.md."""
    from ingest.catalogue import create_catalogue

    made = create_catalogue(city, folder, country.upper() if country else None)
    console = output()
    console.print((common or Common()).words().say("note.made", place=str(made)), soft_wrap=True)
    console.print(f"  rete validate {made}", soft_wrap=True)
    console.print(f"  rete export --xlsx {made}.xlsx --catalogue {made}", soft_wrap=True)
    console.print(f"  rete ingest {made}.xlsx --catalogue {made}", soft_wrap=True)
    console.print(f"  rete serve --catalogue {made}", soft_wrap=True)
    return 0


def validate(catalogue: Path | None = None, /, *, common: Common | None = None) -> int:
    """Check a catalogue: shape, references, cycles, citations, look-alikes; with documents, every cited value.

    Set RETE_DOCUMENTS to the folder of the source documents to have the cited lines compared with the values.
    Exit code 3 where anything is found.
    """
    from api.render.ingestion_view import tell_finding
    from ingest.catalogue import inspect_catalogue
    from ingest.documents import documents_folder, read_documents
    from ingest.validation.report import validate as check

    common = common or Common()
    words = common.words()
    loaded = inspect_catalogue(named_catalogue(os.environ, catalogue or common.catalogue))
    place = documents_folder(os.environ)
    files = {source.slug: source.file for source in loaded.catalogue.sources if not source.told}
    documents = read_documents(place, files) if place is not None else {}
    report = check(loaded, documents)
    findings = [*report.findings, *(report.verified.findings if report.verified else ())]
    if common.json:
        shown = [{"place": words.tell(found.place), "message": words.tell(found.message)} for found in findings]
        print_json(
            {
                "sound": report.sound,
                "findings": shown,
                "verified": report.verified.checked if report.verified else None,
                "share": report.verified.share if report.verified else None,
            }
        )
        return 0 if report.sound else 3
    for finding in findings:
        print(tell_finding(finding, words), file=sys.stderr)  # noqa: T201 - findings are diagnostics
    console = output()
    counts = loaded.catalogue
    words = common.words()
    parts = (counts.organizations, counts.services, counts.listings, counts.judgements)
    names = ("organizations", "services", "listings", "judgements")
    console.print(", ".join(words.say(f"count.{n}", count=len(p)) for n, p in zip(names, parts, strict=True)) + ".")
    if report.verified is None:
        console.print(words.say("note.not_compared"))
    else:
        share = words.percent(report.verified.share)
        console.print(words.say("note.compared", share=share, count=report.verified.checked))
    console.print(words.say("note.sound") if report.sound else words.say("count.findings", count=len(findings)))
    return 0 if report.sound else 3
