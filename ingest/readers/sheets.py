"""What a sheet of a service charter says, as values. Of its prose only the span is kept."""

from dataclasses import dataclass

from graph.model import Address, Cost, Email, Papers, Phone
from graph.provenance import Citation
from graph.vocabulary import Comparator


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
    subtitle: str | None
    page: int
    cite: Citation
    sections: tuple[Section, ...]
    missing: tuple[str, ...]
    phones: tuple[Phone, ...]
    emails: tuple[Email, ...]
    addresses: tuple[Address, ...]
    hours: tuple[Hours, ...]
    cost: Cost | None
    documents: Papers | None
    collaborations: tuple[PrintedCollaboration, ...]
    indicators: tuple[Indicator, ...]
