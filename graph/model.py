"""What the network knows, as immutable values. Unknown is None or an absent entry, never a default.

Names follow HSDS 3 (organization, service, phone, schedule, cost) and CPSV-AP 3.2 (requirement, channel, life event);
`docs/dictionary.md` gives the standard and the Italian of each. Catalogue files have the same shape.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from graph.formula import Formula
from graph.message import Text
from graph.provenance import Citation, Cited, Section, Source
from graph.question import GivenFact
from graph.vocabulary import (
    AccessMode,
    Comparator,
    FactKind,
    FigureKind,
    IdentityVerdict,
    OrganizationKind,
    RouteKind,
    SenderKind,
    ServiceStatus,
    Severity,
)

# ── The vocabulary of a situation ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect(Cited):
    """After the service, `fact` has `value` (for a set-valued fact: the value is a member)."""

    fact: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactValue:
    """One value of a fact; `words` are further ways to say it, in either language.

    `assumed_for` and `fixed` are as in `FactDefinition`, for this value alone. `broader` is the value of the same fact
    that this one is a kind of (skos:broader): whoever is in home detention is in external penal execution. `implies` is
    what then holds of other facts, unless the question or the start says something of them: somebody who has never been
    in prison is not leaving it.
    """

    code: str
    label: Text
    words: tuple[str, ...] = ()
    assumed_for: tuple[str, ...] | None = None
    broader: str | None = None
    fixed: bool = False
    implies: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDefinition:
    """A fact about a person's situation: its domain, and the question that asks for it.

    `closed_world`: what is not given does not hold (contact with a service); never assumed, never asked.
    `assumed_for`: the needs for which a plan may assume the fact, exactly as asked; None where it always may. Nobody is
    presumed a victim, addicted or ill because a bed would come cheaper that way.
    `sensitive`: a special category of personal data (GDPR art. 9 and 10); never stored, and asked with care.
    `fixed`: neither the person nor a case worker can, or should, change it, so no repair proposes to.
    """

    name: str
    label: Text
    kind: FactKind
    question: Text
    values: tuple[FactValue, ...] = ()
    closed_world: bool = False
    assumed_for: tuple[str, ...] | None = None
    sensitive: bool = False
    fixed: bool = False
    note: str | None = None

    def covered_by(self, codes: Iterable[str]) -> frozenset[str]:
        """`codes` with every value that is a kind of one of them, however far down."""
        covered = frozenset(codes)
        while narrower := {value.code for value in self.values if value.broader in covered} - covered:
            covered |= narrower
        return covered

    def broadest(self, codes: Iterable[str]) -> frozenset[str]:
        """`codes` without those that are kinds of another one, where all kinds of that one are among `codes`."""
        given = frozenset(codes)
        whole = [code for code in given if self.covered_by([code]) <= given]
        return given - {narrow for code in whole for narrow in self.covered_by([code]) if narrow != code}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySituation(Cited):
    """Where a path starts (cv:LifeEvent), with the facts it implies and the values it rules out.

    `known_to` are contacts it brings.
    """

    code: str
    label: Text
    facts: tuple[Effect, ...] = ()
    rules_out: tuple[Effect, ...] = ()
    known_to: tuple[str, ...] = ()
    territory: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Cited):
    """A published set of facts for which coverage is computed. It describes a situation, never a person."""

    code: str
    label: Text
    facts: tuple[GivenFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedArea(Cited):
    """What a person needs (skos:Concept).

    `counts_for_parent`: whether meeting this need meets its parent (an application for public housing is no home).
    `means`: whether a plan may meet it for the sake of another need; nobody is moved house for a paper.
    `emergency`: not to be put behind papers unless a source says so. `meant_when`: the situation in which who
    asks for the need above this one asks for this one. `met_when`: the situation in which the need is
    already met. `follows_when`: what, said in a question, asks for this need by itself. `implies`: what is true of a
    person once it is met.
    """

    code: str
    label: Text
    parent: str | None = None
    counts_for_parent: bool = True
    means: bool = True
    emergency: bool = False
    met_when: Formula | None = None
    meant_when: Formula | None = None
    follows_when: Formula | None = None
    implies: tuple[Effect, ...] = ()
    words: tuple[str, ...] = ()
    mappings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkArea(Cited):
    """One of the areas that are printed on the network slide (skos:Concept)."""

    code: str
    label: Text


# ── How to reach someone ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone(Cited):
    """A telephone number as printed and in E.164 (None for a short number such as 1522)."""

    printed: str
    number: str | None = None
    note: Text | None = None
    messages: bool = False
    """Takes text messages or WhatsApp, as the document says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Email(Cited):
    """An e-mail address, in the document's own spelling."""

    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Cited):
    """A place. A postal code that no document gives stays None."""

    slug: str
    street: str
    municipality: str | None = None
    postal_code: str | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(Cited):
    """When a service answers: as printed, and as an OSM opening_hours expression (None where it cannot be read).

    "By appointment" is `unknown "su appuntamento"`: neither open nor closed.
    """

    printed: str
    opening_hours: str | None = None
    channel: AccessMode | None = None
    note: Text | None = None


# ── Organizations ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternateName(Cited):
    """Another name under which a document prints an organization or a service."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Cited):
    """This organization is part of `organization`."""

    organization: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(Cited):
    """A partner (HSDS organization, cv:PublicOrganisation)."""

    slug: str
    name: str
    kind: OrganizationKind = OrganizationKind.UNKNOWN
    legal_form: str | None = None
    alternate_names: tuple[AlternateName, ...] = ()
    part_of: tuple[Membership, ...] = ()
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    addresses: tuple[Address, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    note: Text | None = None


# ── Services ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(Cited):
    """`organization` offers the service; `role` is provider, manager or partner."""

    organization: str
    role: str = "provider"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLink(Cited):
    """The service meets, or helps with, `need`."""

    need: str
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement(Cited):
    """A condition on the person's situation (cv:Requirement).

    `when` is the condition. Where its scope is contested, `when` is the strict reading and `lenient` the other one,
    which a plan may use only under the assumption `reading:<reading>`.
    """

    id: str
    label: Text
    when: Formula
    lenient: Formula | None = None
    reading: str | None = None


class SenderReference(NamedTuple):
    """Who may send: the slug of an organization or service, a kind of organization, or a class of contact."""

    kind: SenderKind
    code: str

    def __str__(self) -> str:
        """The form in which catalogue files write it: `organization:celav`."""
        return f"{self.kind}:{self.code}"

    @staticmethod
    def read(text: str) -> "SenderReference":
        """The reference that `text` writes.

        >>> SenderReference.read("organization:celav").code
        'celav'

        Raises ValueError if no kind of sender stands before the first colon.
        """
        kind, _, code = text.partition(":")
        return SenderReference(SenderKind(kind), code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Cited):
    """A way in (cv:Channel). `by` names who may send: `organization:<slug>`, `service:<slug>`, `kind:<kind>`, or
    `contact:<member of in_charge_of>`; it is empty for `self`."""

    kind: RouteKind
    modes: tuple[AccessMode, ...] = ()
    by: tuple[str, ...] = ()
    note: Text | None = None

    @property
    def senders(self) -> tuple[SenderReference, ...]:
        """Who may send, in the order of the file. Raises ValueError where `by` names no kind of sender."""
        return tuple(map(SenderReference.read, self.by))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Cited):
    """A document that the person must bring."""

    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers(Cited):
    """What to bring: an empty `items` with a citation means that a document says none is needed."""

    items: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost(Cited):
    """What the service costs the person."""

    free: bool
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaboration(Cited):
    """Works together with `organization`, or with a class of partners as `printed`; cooperation is not referral."""

    organization: str | None = None
    printed: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt(Cited):
    """Why a service may no longer exist as described; keeps it out of first plans as long as others exist."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure(Cited):
    """A time in which a service takes nobody in; both days are included, and an open end is None."""

    closed_from: date | None = None
    closed_until: date | None = None
    """The last day on which it is closed."""
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity(Cited):
    """How many places a service has, and how many of them are free.

    `as_of` is the day on which it was said. A service is full while no place is free, or until `full_until`, the last
    day on which it is full. Full is not closed: one may be put on a list.
    """

    places: int | None = None
    free: int | None = None
    full_until: date | None = None
    as_of: date | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(Cited):
    """How many days one waits to be taken in, as was said on the day `as_of`; `days` None where only `note` tells."""

    days: int | None = None
    as_of: date | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Cited):
    """What one or more organizations offer (HSDS service, cpsv:PublicService).

    `documents` and `cost` are None where no document tells. `contacts` are the members of the contact facts
    (`known_to:<x>`, `in_charge_of:<x>`) that the person gains by being taken in. `covers` are territories, empty
    where no document limits them. `listing` is set for a service that is known only from the partner list.
    """

    slug: str
    name: str
    summary: Text | None = None
    alternate_names: tuple[AlternateName, ...] = ()
    organizations: tuple[Offer, ...] = ()
    meets: tuple[NeedLink, ...] = ()
    helps: tuple[NeedLink, ...] = ()
    requires: tuple[Requirement, ...] = ()
    provides: tuple[Effect, ...] = ()
    routes: tuple[Route, ...] = ()
    documents: Papers | None = None
    cost: Cost | None = None
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    addresses: tuple[Address, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    collaborations: tuple[Collaboration, ...] = ()
    covers: tuple[str, ...] = ()
    status: ServiceStatus | None = None
    closures: tuple[Closure, ...] = ()
    capacity: Capacity | None = None
    waiting: Waiting | None = None
    doubt: Doubt | None = None
    last_verified: date | None = None
    verified_by: str | None = None
    """The source through which a person verified it last."""
    verify: tuple[Text, ...] = ()
    note: Text | None = None
    listing: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Cited):
    """An entry of the partner list: `organization` is printed under `area` as `printed`.

    `meets`, `helps` and `requires` are a reader's judgement on what its name tells, each with its reason.
    """

    id: str
    area: str
    printed: str
    organization: str
    meets: tuple[NeedLink, ...] = ()
    helps: tuple[NeedLink, ...] = ()
    requires: tuple[Requirement, ...] = ()
    routes: tuple[Route, ...] = ()
    """Ways in that a document states of it; without any the hub may send, or one asks first."""
    status: ServiceStatus | None = None
    closures: tuple[Closure, ...] = ()
    service: str | None = None
    """The service that describes this entry, where a document does; it then compiles to nothing of its own."""


# ── What an answer owes to a person at risk ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyRule(Cited):
    """What every answer must say or do when it concerns a person in the situation `when`.

    The rule also applies where one of `needs` is asked for. With `if_possible` it applies as well where the facts given
    leave `when` open, such as an age from 16 to 20. A rule with neither `when` nor `needs` applies to every answer.

    `text` is the notice shown on top, with `contacts` (services, the first to call first). `caution` goes with each
    step by a service that meets one of `cautioned` or a need below it (with every step where `cautioned` is empty).
    With `beside_steps` the contacts come first among the support of each step. `prefer` is the need asked for in place
    of any of `instead_of`. `never` lists facts that no plan may assume and no repair may propose. `ask` are services,
    and `areas` the printed areas whose partners, to ask where a need stays unmet.
    """

    code: str
    severity: Severity = Severity.CAUTION
    when: Formula | None = None
    if_possible: bool = False
    needs: tuple[str, ...] = ()
    text: Text | None = None
    contacts: tuple[str, ...] = ()
    caution: Text | None = None
    cautioned: tuple[str, ...] = ()
    beside_steps: bool = False
    prefer: str | None = None
    instead_of: tuple[str, ...] = ()
    never: tuple[Effect, ...] = ()
    ask: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


# ── What documents say about the whole ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Cited):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedGap(Cited):
    """A gap or wish that a document states itself, in our own words."""

    id: str
    text: Text
    needs: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction(Cited):
    """Two statements that do not agree, or a statement that cannot be right as printed."""

    id: str
    text: Text
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Cited):
    """What a person decided about two look-alikes: slugs of organizations or services, or ids of listings."""

    left: str
    right: str
    verdict: IdentityVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory(Cited):
    """An area that services cover, such as a municipality."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
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


__all__ = [
    "Address", "AlternateName", "Capacity", "Catalogue", "Citation", "Closure", "Collaboration", "Contradiction",
    "Cost", "Doubt", "Effect", "Email", "EntrySituation", "FactDefinition", "FactValue", "Figure", "Judgement",
    "Listing", "Membership", "NeedArea", "NeedLink", "NetworkArea", "Offer", "Organization", "Paper", "Papers", "Phone",
    "Profile", "Requirement", "Route", "SafetyRule", "Schedule", "Section", "SenderReference", "Service", "Source",
    "StatedGap", "Territory", "Text", "Waiting",
]  # fmt: skip
