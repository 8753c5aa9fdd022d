"""Checks citations: every statement has one, it lies inside its document, and the cited lines hold the value.

The lines themselves are compared where the documents are at hand. `list_citations` names the statement behind each
citation, for the ledger of a document.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.concepts import Effect, EntrySituation, NeedArea
from graph.message import Finding, Message
from graph.model import Catalogue, Figure
from graph.organizations import Address, AlternateName, Email, Phone, Schedule
from graph.provenance import Citation, Cited, Section
from graph.services import Collaboration, Listing
from graph.vocabulary import Evidence
from ingest.documents import Document
from ingest.validation.context import Context, walk

PARTS = (
    "needs", "areas", "situations", "organizations", "services", "listings", "figures", "gaps", "contradictions",
    "judgements",
)  # fmt: skip
FOUNDED = (*PARTS, "outline")
"""What must name its lines. A heading is no statement that lines are evidence for, so that no ledger counts it."""


def check_citations(context: Context) -> Iterator[Finding]:
    """Check that statements and listings have citations, and that the cited lines exist."""
    lines = {source.slug: source.lines for source in context.catalogue.sources}
    for part in FOUNDED:
        for index, item in context.listed(part):
            for path, value in walk(item):
                if isinstance(value, Citation):
                    reason = _beyond(value, lines)
                    if reason is not None:
                        yield context.finding(part, index, path[:-1], reason)
                elif isinstance(value, Cited) and not _is_founded(value, item):
                    evidence = Message.of(f"finding.evidence_{value.evidence}")
                    yield context.finding(part, index, path, Message.of("finding.not_cited", evidence=evidence))


def _is_founded(value: Cited, entry: object) -> bool:
    """Whether `value` has citations or a reason; an implied effect may rely on those of its entry."""
    if value.cite or value.evidence is Evidence.INFERRED:
        return True
    whole = entry if isinstance(value, Effect) and isinstance(entry, (NeedArea, EntrySituation)) else None
    return whole is not None and (bool(whole.cite) or whole.evidence is Evidence.INFERRED)


def _beyond(citation: Citation, lines: Mapping[str, int]) -> Message | None:
    if citation.source not in lines:
        return Message.of("finding.no_source", cite=str(citation))
    if citation.last > lines[citation.source]:
        most = lines[citation.source]
        return Message.of("finding.past_end", cite=str(citation), source=citation.source, lines=most)
    return None


@dataclass(frozen=True, slots=True)
class SpanCheck:
    """How many values were compared with their cited lines, and which were not found there."""

    checked: int
    findings: tuple[Finding, ...]

    @property
    def share(self) -> float:
        """The share of values that were found, from 0 to 1."""
        return 1.0 if not self.checked else 1 - len(self.findings) / self.checked


def verify_spans(context: Context, documents: Mapping[str, Document]) -> SpanCheck:
    """Look for each number, telephone, e-mail, name, address, hour and heading in the lines that it cites."""
    checked = 0
    findings = []
    for part in FOUNDED:
        for index, item in context.listed(part):
            for path, value in walk(item):
                wanted = _printed(value)
                if wanted is None or not isinstance(value, Cited):
                    continue
                spans = [_span(citation, documents) for citation in value.cite if citation.source in documents]
                if not spans:
                    continue
                checked += 1
                if not _stands_in(wanted, "\n".join(spans), value):
                    cited = " ".join(map(str, value.cite))
                    message = Message.of("finding.not_there", text=wanted, cite=cited)
                    findings.append(context.finding(part, index, path, message))
    return SpanCheck(checked, tuple(findings))


def _stands_in(wanted: str, text: str, value: Cited) -> bool:
    """Whether the cited lines hold the words. Hours from columns for the days are looked for day by day."""
    if _fold(wanted) in _fold(text):
        return True
    if not isinstance(value, Schedule) or "\t" not in text:
        return False
    parts = [part.split() for part in wanted.split(";")]
    return all(
        any(_fold(" ".join(words[start:])) in _fold(text) for start in (1, 2) if words[start:]) for words in parts
    )


def _printed(value: object) -> str | None:
    """The text that the cited lines must have; None if there is none."""
    match value:
        case Phone() | Schedule() | Listing():
            return value.printed
        case Email():
            return value.address
        case Address():
            return value.street
        case AlternateName():
            return value.name
        case Section():
            return value.title
        case Collaboration() | Figure():
            return value.printed
    return None


def _span(citation: Citation, documents: Mapping[str, Document]) -> str:
    return "\n".join(documents[citation.source].lines[citation.first - 1 : citation.last])


def _fold(text: str) -> str:
    """`text` without line breaks, bullets, case and the shape of quotation marks, for comparison."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("•", " ")
    return re.sub(r"\s+", " ", re.sub(r"-\s+", "-", plain)).strip()


_KEYS = ("slug", "code", "id")


def list_citations(catalogue: Catalogue) -> dict[str, tuple[Citation, ...]]:
    """The citations of each statement, named `<part>/<identifier>`, for a field of it `<part>/<identifier>.<field>`."""
    found: dict[str, list[Citation]] = {}
    for part in PARTS:
        for item in getattr(catalogue, part):
            for name, citation in _cited(f"{part}/{identify(item)}", item):
                found.setdefault(name, []).append(citation)
    return {name: tuple(citations) for name, citations in found.items()}


def identify(item: object) -> str:
    """The identifier of an entry; of a judgement, the two that it is about.

    >>> from graph.message import Text
    >>> from graph.concepts import Territory
    >>> identify(Territory(code="milano", label=Text("Milano", "Milan")))
    'milano'
    """
    key = next((getattr(item, key) for key in _KEYS if hasattr(item, key)), None)
    return key if isinstance(key, str) else f"{getattr(item, 'left', '')}~{getattr(item, 'right', '')}"


def _cited(name: str, item: object) -> Iterator[tuple[str, Citation]]:
    for path, value in walk(item):
        if isinstance(value, Citation):
            field = path[0] if path[0] != "cite" else None
            yield (f"{name}.{field}" if field else name), value
