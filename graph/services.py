"""Services: what organizations offer, to whom, and how to get in."""

from datetime import date
from typing import NamedTuple

from graph.concepts import Effect
from graph.formula import Formula
from graph.message import Text
from graph.organizations import Address, AlternateName, Email, Phone, Schedule
from graph.provenance import Cited
from graph.vocabulary import AccessMode, RouteKind, SenderKind, ServiceStatus

PROVIDER = "provider"
MANAGER = "manager"


class Offer(Cited, frozen=True, kw_only=True):
    """`organization` offers the service; `role` is provider, manager or partner."""

    organization: str
    role: str = PROVIDER


class NeedLink(Cited, frozen=True, kw_only=True):
    """The service meets, or helps with, `need`."""

    need: str
    note: Text | None = None


class Requirement(Cited, frozen=True, kw_only=True):
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


class Route(Cited, frozen=True, kw_only=True):
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


class Paper(Cited, frozen=True, kw_only=True):
    """A document that the person must bring."""

    label: Text


class Papers(Cited, frozen=True, kw_only=True):
    """What to bring: an empty `items` with a citation means that a document says none is needed."""

    items: tuple[Paper, ...] = ()


class Cost(Cited, frozen=True, kw_only=True):
    """What the service costs the person."""

    free: bool
    note: Text | None = None


class Collaboration(Cited, frozen=True, kw_only=True):
    """Works together with `organization`, or with a class of partners as `printed`; cooperation is not referral."""

    organization: str | None = None
    printed: str | None = None
    role: str | None = None


class Doubt(Cited, frozen=True, kw_only=True):
    """Why a service may no longer exist as described; keeps it out of first plans as long as others exist."""

    text: Text


class Closure(Cited, frozen=True, kw_only=True):
    """A time in which a service takes nobody in; both days are included, and an open end is None."""

    closed_from: date | None = None
    closed_until: date | None = None
    """The last day on which it is closed."""
    note: Text | None = None


class Capacity(Cited, frozen=True, kw_only=True):
    """How many places a service has, and how many of them are free.

    `as_of` is the day on which it was said. A service is full while no place is free, or until `full_until`, the last
    day on which it is full. Full is not closed: one may be put on a list.
    """

    places: int | None = None
    free: int | None = None
    full_until: date | None = None
    as_of: date | None = None
    note: Text | None = None


class Waiting(Cited, frozen=True, kw_only=True):
    """How many days one waits to be taken in, as was said on the day `as_of`; `days` None where only `note` tells."""

    days: int | None = None
    as_of: date | None = None
    note: Text | None = None


class Service(Cited, frozen=True, kw_only=True):
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

    def depends_on(self, organizations: frozenset[str]) -> bool:
        """Whether it closes with `organizations`: one of them is a provider, or all its managers are among them."""
        providers = {offer.organization for offer in self.organizations if offer.role == PROVIDER}
        managers = {offer.organization for offer in self.organizations if offer.role == MANAGER}
        return not organizations.isdisjoint(providers) or bool(managers and managers <= organizations)


class Listing(Cited, frozen=True, kw_only=True):
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
