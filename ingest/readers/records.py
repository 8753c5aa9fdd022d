"""Records that a catalogue is merged from: partners of the network slide and sheets of a service charter.

They are the entries of `extracted/partners.yaml` and `extracted/sheets.yaml`. Of prose only the span is kept. What no
catalogue is merged from, such as the contacts on a page, is in the module of its reader.
"""

from dataclasses import dataclass

from graph.model import Address, Cost, Email, Papers, Phone
from graph.provenance import Citation
from graph.vocabulary import Comparator


@dataclass(frozen=True, slots=True)
class Section:
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
    """A name listed under `area`; `printed` is the whole entry, `name` is without misprints."""

    id: str
    area: str
    printed: str
    name: str
    cite: Citation
