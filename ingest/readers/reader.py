"""What a reader is, which files it fills, and the records that it returns for one document.

A reader is one module of this package: a subclass of `Reader`, and the file of `extracted/` that holds its records.
`ingest.readers.registry` lists the readers.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from graph.message import Text
from graph.organizations import Address, Email, Phone
from graph.provenance import Citation, Section
from graph.services import Cost, Papers
from graph.vocabulary import Comparator

if TYPE_CHECKING:
    from ingest.documents import Document
    from ingest.ledger import LineStatus


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A section of a sheet, and the span of its text."""

    section: str
    cite: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Opening times as printed; `period` is the part of the year they are printed for."""

    printed: str
    period: str | None = None
    cite: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCollaboration:
    """A partner named by a sheet; `generic` where the name means a class of partners."""

    printed: str
    name: str
    role: str | None = None
    generic: bool = False
    cite: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A quality standard: a number, its unit, and how it compares."""

    id: str
    printed: str
    comparator: Comparator
    value: str
    unit: str | None = None
    cite: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. `sheet` is its title as printed; `missing` are the sections that it does not have."""

    sheet: str
    slug: str
    subtitle: str | None = None
    page: int
    cite: Citation
    sections: tuple[SheetSection, ...] = ()
    missing: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    addresses: tuple[Address, ...] = ()
    hours: tuple[Hours, ...] = ()
    cost: Cost | None = None
    documents: Papers | None = None
    collaborations: tuple[PrintedCollaboration, ...] = ()
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class Partner:
    """A name listed under `area`; `printed` is the whole entry, `name` is without misprints."""

    id: str
    area: str
    printed: str
    name: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class ExtractedFile:
    """A file of `extracted/`.

    Attributes
    ----------
    part
        What its entries are, in one word; with `.yaml` the name of the file.
    key
        The field that identifies an entry.
    label
        What its entries are, as `rete ingest` says it.
    title
        The first line of the file.
    kind
        The class of its entries.
    """

    part: str
    key: str
    label: Text
    title: str
    kind: type

    @property
    def path(self) -> str:
        """Its place in a catalogue."""
        return f"extracted/{self.part}.yaml"


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """What one document holds.

    Attributes
    ----------
    records
        The entries of each file, in printed order.
    outline
        The headings, each with the lines under it.
    fates
        What became of each line that the reader understood.
    """

    records: Mapping[ExtractedFile, tuple[Any, ...]]
    outline: tuple[Section, ...]
    fates: "tuple[LineStatus, ...]"


class Reader(ABC):
    """Reads one kind of document.

    Attributes
    ----------
    files
        The files of `extracted/` that this reader introduces.
    judgements
        The files of `curated/` with judgements that the reader follows, by name without `.yaml`; each with the
        function that reads it.

    Parameters
    ----------
    curated
        The folder `curated/` of the catalogue.
    country
        The ISO 3166-1 code of the catalogue's country; None if it is not known.

    Raises
    ------
    CatalogueError
        If a file of judgements is malformed.
    """

    files: ClassVar[tuple[ExtractedFile, ...]] = ()
    judgements: ClassVar[Mapping[str, Callable[[Traversable], object]]] = MappingProxyType({})

    def __init__(self, curated: Traversable, country: str | None = None) -> None:
        self._curated = curated
        self._country = country

    @abstractmethod
    def recognizes(self, document: "Document") -> bool:
        """Whether `document` is of the kind that this reader reads; earlier readers of the registry come first."""

    @abstractmethod
    def read(self, document: "Document") -> DocumentReading:
        """Take records, headings and line statuses from `document`.

        Raises
        ------
        DocumentError
            With `file:line`, at what no rule and no judgement settles.
        CatalogueError
            If a judgement does not fit the document.
        """


def make_section(source: str, name: str, title: str, cite: tuple[Citation, ...]) -> Section:
    """The section `title` of `source`; its identifier is `<source>/<name>`, or `<source>` without a name."""
    return Section(id=f"{source}/{name}".rstrip("/"), title=title, cite=cite)
