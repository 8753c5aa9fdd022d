"""`rete validate`: is a catalogue in order?"""

import os
import sys
from pathlib import Path

from api.commands.common import Common, output, print_json
from api.settings import named_catalogue


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
        share = f"{report.verified.share:.1%}"
        console.print(words.say("note.compared", share=share, count=report.verified.checked))
    console.print(words.say("note.sound") if report.sound else words.say("count.findings", count=len(findings)))
    return 0 if report.sound else 3
