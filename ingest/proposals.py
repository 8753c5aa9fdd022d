"""Proposes entries for `curated/`, in its notation. Only people copy them there.

Every ingestion rewrites `proposals/` of the catalogue, without the entries that have been judged.
"""

from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable
from typing import Any

from graph.model import Catalogue
from graph.provenance import Source
from ingest.citation_tracking import Displacement, DisplacementKind
from ingest.documents import SHEET_MARK, Document
from ingest.identifiers import slugify
from ingest.look_alikes import MOST_SHOWN, unjudged_pairs
from ingest.transaction import locate
from ingest.yaml_entries import Record, read_entries, write_plain

PARTS = (
    "sources", "facts", "needs", "areas", "situations", "territories", "organizations", "services", "listings",
    "figures", "gaps", "contradictions", "judgements", "outline", "identifiers", "citations",
)  # fmt: skip
_NOTICE = "Proposals for curated/{part}.yaml: judge each, and copy what is right. Written again by every ingestion."
_CITATIONS_NOTICE = (
    "Where the citations of curated/ lead now; proposals/curated/ has its files with them. Look at those that\n"
    "changed, and judge again those that vanished. Written again by every ingestion."
)

Proposals = dict[str, list[Record]]
"""Entries by the curated file that they are for."""


def propose_listings(partners: Iterable[Record], folder: Traversable) -> list[Record]:
    """An entry for each partner of the list whose offer is not judged."""
    file = locate(folder, "curated/listings.yaml")
    judged = {entry.value.get("entry") for entry in read_entries(file, "listings")} if file.is_file() else set()
    return [
        {
            "entry": record["id"],
            "organization": slugify(record["name"]),
            "meets": [],
            "why": f"Printed as '{record['printed']}'; say what it gives, or that its name does not tell.",
        }
        for record in partners
        if record["id"] not in judged
    ]


def propose_services(sheets: Iterable[Record], folder: Traversable) -> list[Record]:
    """An entry for each sheet of a charter that no service takes its values from."""
    file = locate(folder, "curated/services.yaml")
    used = {entry.value.get("sheet") for entry in read_entries(file, "services")} if file.is_file() else set()
    return [
        {
            "slug": record["slug"],
            "name": record["sheet"].capitalize(),
            "sheet": record["sheet"],
            "organizations": [],
            "meets": [],
            "cite": record["cite"],
        }
        for record in sheets
        if record["sheet"] not in used
    ]


def propose_judgements(catalogue: Catalogue) -> list[Record]:
    """An entry for each pair of similar names without a judgement.

    The entries cite only documents, because the rows of a spreadsheet move whenever it is sorted.
    """
    sheets = {source.slug for source in catalogue.sources if SHEET_MARK in source.file}
    cited = {
        item.slug: [str(cite) for cite in item.cite if cite.source not in sheets] for item in catalogue.organizations
    }
    pairs = unjudged_pairs(catalogue.organizations, catalogue.listings, catalogue.judgements)[:MOST_SHOWN]
    return [
        {
            "left": pair.left,
            "right": pair.right,
            "verdict": "undecided",
            "evidence": "inferred",
            "why": f"Names that are {pair.because}; same, part-of or different?",
        }
        | ({"cite": cites} if (cites := list(dict.fromkeys(cited[pair.left] + cited[pair.right]))) else {})
        for pair in pairs
    ]


def propose_sources(sources: Iterable[Source], documents: Mapping[str, Document]) -> list[Record]:
    """An entry for each source whose text has changed since it was read."""
    return [
        {
            "slug": source.slug,
            "file": documents[source.slug].file,
            "title": source.title,
            "publisher": source.publisher,
            "language": source.language,
            "sha256": documents[source.slug].sha256,
            "lines": str(len(documents[source.slug].lines)),
        }
        for source in sources
        if source.slug in documents and source.sha256 != documents[source.slug].sha256
    ]


def propose_identifiers(renamed: Iterable[tuple[str, str, float]]) -> list[Record]:
    """An entry for each identifier that a corrected name may keep."""
    return [
        {"printed": come, "keeps": gone, "why": f"One went and one came, {score:.0f}% alike; is it the same?"}
        for gone, come, score in renamed
    ]


def propose_citations(displacements: Iterable[Displacement]) -> list[Record]:
    """An entry for each displaced citation of `curated/`: its place, and the lines that it leads to now."""
    return [
        {"at": f"{item.file}:{item.line}", "cite": str(item.cite), "became": str(item.kind)}
        | ({"now": str(item.now)} if item.now else {})
        for item in displacements
        if item.kind is not DisplacementKind.STANDS
    ]


def render_proposals(proposals: Mapping[str, list[Any]], folder: Traversable) -> dict[str, str]:
    """The text of each file of `proposals/`, by path; an empty text removes a file without proposals."""
    texts = {}
    for part in PARTS:
        path = f"proposals/{part}.yaml"
        if proposals.get(part):
            notice = _CITATIONS_NOTICE if part == "citations" else _NOTICE.format(part=part)
            texts[path] = write_plain(proposals[part], notice)
        elif locate(folder, path).is_file():
            texts[path] = ""
    return texts
