"""What the readers take from documents, as values: partners, sheets of a charter, pages, figures.

These are the entries of `extracted/`. Of prose only the span is kept.
"""

from dataclasses import dataclass
from datetime import date

from graph.model import Address, Cost, Email, Papers, Phone
from graph.provenance import Citation
from graph.vocabulary import Comparator, FigureKind


@dataclass(frozen=True, slots=True)
class Section:
    """Where a section's text stands."""

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
    """A quality standard: a number and how it is meant."""

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
    sections: tuple[Section, ...] = ()
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
    """A name that stands under `area`; `printed` is the whole entry, `name` without slips of the pen."""

    id: str
    area: str
    printed: str
    name: str
    cite: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """The date that a page gives for itself; Italian pages write the day first."""

    printed: str
    day: date
    cite: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The contacts on one page."""

    source: str
    updated: Update | None = None
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    addresses: tuple[Address, ...] = ()
    hours: tuple[Hours, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFigure:
    """A number as a deck prints it: what it counts (`measure`) and, in a table, for which years (`period`)."""

    id: str
    measure: str
    kind: FigureKind
    period: str | None = None
    value: str
    printed: str
    cite: Citation
