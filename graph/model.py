"""A catalogue: everything that is known about one city's network, as immutable values.

Unknown is None or an absent entry, never a default. Names follow HSDS 3 (organization, service, phone, schedule, cost)
and CPSV-AP 3.2 (requirement, channel, life event); `docs/dictionary.md` gives the standard and the Italian of each.
Catalogue files have the same shape.
"""

from graph.concepts import Effect, EntrySituation, FactDefinition, NeedArea, NetworkArea, Profile, Territory
from graph.formula import Formula
from graph.message import Text
from graph.organizations import Organization
from graph.provenance import Cited, Section, Source
from graph.services import Listing, Service
from graph.structs import Struct
from graph.vocabulary import Comparator, FigureKind, IdentityVerdict, Severity

# ── What an answer owes to a person at risk ──────────────────────────────────────────────────────────────────────


class SafetyRule(Cited, frozen=True, kw_only=True):
    """What every answer must say or do when it concerns a person in the situation `when`.

    The rule also applies where one of `needs` is asked for. With `if_possible` it applies as well where the facts given
    leave `when` open, such as an age from 16 to 20. It gives way to a rule of `unless`, which says more of the same. A
    rule with neither `when` nor `needs` applies to every answer.

    `text` is the notice shown on top, with `contacts` (services, the first to call first). `caution` goes with each
    step by a service that meets one of `cautioned` or a need below it (with every step where `cautioned` is empty).
    With `beside_steps` the contacts come first among the support of each step. A home that the person has meets none
    of `instead_of`; `prefer` is the need asked for in place of any of them, and with `outright` stays in its place
    where it cannot be met. `never` lists facts that no plan may assume and no repair may propose. `ask` are services,
    and `areas` the printed areas whose partners, to ask where a need stays unmet.
    """

    code: str
    severity: Severity = Severity.CAUTION
    when: Formula | None = None
    if_possible: bool = False
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    text: Text | None = None
    contacts: tuple[str, ...] = ()
    caution: Text | None = None
    cautioned: tuple[str, ...] = ()
    beside_steps: bool = False
    prefer: str | None = None
    instead_of: tuple[str, ...] = ()
    outright: bool = False
    never: tuple[Effect, ...] = ()
    ask: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


# ── What documents say about the whole ───────────────────────────────────────────────────────────────────────────


class Figure(Cited, frozen=True, kw_only=True):
    """A number that a document states about `about` (a service or organization slug)."""

    id: str
    about: str
    kind: FigureKind
    label: Text
    value: float
    unit: Text
    comparator: Comparator = Comparator.EQUAL
    period: str | None = None
    printed: str | None = None


class StatedGap(Cited, frozen=True, kw_only=True):
    """A gap or wish that a document states itself, in our own words."""

    id: str
    text: Text
    needs: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


class Contradiction(Cited, frozen=True, kw_only=True):
    """Two statements that do not agree, or a statement that cannot be right as printed."""

    id: str
    text: Text
    about: tuple[str, ...] = ()


class Judgement(Cited, frozen=True, kw_only=True):
    """What a person decided about two look-alikes: slugs of organizations or services, or ids of listings."""

    left: str
    right: str
    verdict: IdentityVerdict


class Catalogue(Struct, frozen=True, kw_only=True):
    """Everything that is known about one city's network, in the order of its files."""

    city: str
    name: Text
    hub: str | None
    """The service whose network this is: it may send people to the partners that are only listed."""
    sources: tuple[Source, ...]
    facts: tuple[FactDefinition, ...]
    needs: tuple[NeedArea, ...]
    areas: tuple[NetworkArea, ...]
    situations: tuple[EntrySituation, ...]
    territories: tuple[Territory, ...]
    organizations: tuple[Organization, ...]
    services: tuple[Service, ...]
    listings: tuple[Listing, ...]
    figures: tuple[Figure, ...]
    gaps: tuple[StatedGap, ...]
    contradictions: tuple[Contradiction, ...]
    judgements: tuple[Judgement, ...]
    profiles: tuple[Profile, ...] = ()
    outline: tuple[Section, ...] = ()
    safety: tuple[SafetyRule, ...] = ()
