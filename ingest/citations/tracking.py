"""How the citations of `curated/` follow their documents: what is proposed, and which edition stays the cited one.

A new edition is the cited one once `curated/sources.yaml` has its sha256, or where no citation is displaced by it.
Until then it waits, and is followed whether or not its document is given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.provenance import Source
from ingest.citations.drift import Displacement, displaced_sources, follow_citations, redirect
from ingest.citations.editions import FILE, NEXT, Edition, edition_of, read_editions, render_editions
from ingest.documents import Document
from ingest.extract import Record
from ingest.serialize import write_plain
from ingest.yaml_entries import read_text_entries

PROPOSED = "proposals/"
_SOURCES = "curated/sources.yaml"


@dataclass(frozen=True, slots=True)
class Following:
    """The citations of `curated/` in the documents given and in editions that wait, and where they lead.

    `now` are those editions; `redirected` are the files of `curated/`, by path, as they would follow; `untold` are
    messages about sources of which the cited edition is not known.
    """

    displacements: tuple[Displacement, ...]
    now: dict[str, Edition]
    redirected: dict[str, str]
    editions: dict[str, str]
    untold: tuple[str, ...]


def follow(folder: Path, curated: Sequence[Source], documents: Mapping[str, Document]) -> Following:
    """Follow every citation of `curated/`; `curated` are the sources that people have described there."""
    known = {source.slug: source.sha256 for source in curated}
    editions = read_editions(folder)
    now = read_editions(folder, NEXT) | {source: edition_of(document) for source, document in documents.items()}
    editions |= {source: edition for source, edition in now.items() if known.get(source) == edition.sha256}
    lost = [source for source, document in documents.items() if source not in editions and source in known]
    displacements = follow_citations(folder, editions, now)
    kept = displaced_sources(displacements) | frozenset(lost)
    return Following(
        displacements,
        now,
        redirect(folder, displacements),
        render_editions(folder, now, kept),
        tuple(
            f"{documents[source].file}: another edition than {_SOURCES} describes, whose lines {FILE} does not have; "
            "whether citations of it moved cannot be told."
            for source in lost
        ),
    )


def propose_curated(following: Following, folder: Path, records: Mapping[str, Record]) -> dict[str, str]:
    """The files to take over into `curated/` where citations are displaced, with their sources; else empty texts.

    `records` are the sources as they are known, by slug; of their editions, those of now hold.
    """
    texts = dict(following.redirected)
    sources = displaced_sources(following.displacements)
    if sources:
        place = folder / _SOURCES
        text = place.read_text("utf-8") if place.is_file() else ""
        described = sorted(sources & records.keys())
        texts[_SOURCES] = _with_sources(text, [_as_now(records[each], following.now[each]) for each in described])
    stale = {f"curated/{file.name}" for file in (folder / PROPOSED / "curated").glob("*.yaml")} - texts.keys()
    return {f"{PROPOSED}{path}": text for path, text in (*texts.items(), *((path, "") for path in sorted(stale)))}


def _as_now(record: Record, edition: Edition) -> Record:
    return {**record, "sha256": edition.sha256, "lines": str(len(edition.marks))}


def _with_sources(text: str, records: Sequence[Record]) -> str:
    """The sources that `text` describes with the sha256 and the lines of `records`, and those that it lacks."""
    lines = text.split("\n")
    entries = {entry.value.get("slug"): entry for entry in read_text_entries(text, _SOURCES)}
    for record in records:
        entry = entries.get(record["slug"])
        for key in ("sha256", "lines") if entry is not None else ():
            if entry is not None and key in entry.value:
                at = entry.line_of((key,)) - 1
                lines[at] = lines[at].replace(entry.value[key], record[key], 1)
    joined = "\n".join(lines)
    added = [record for record in records if record["slug"] not in entries]
    if not added:
        return joined
    if not entries:
        joined = "".join(f"{line}\n" for line in lines if line.startswith("#"))
    return joined + write_plain(added, "")
