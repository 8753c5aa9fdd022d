"""Organizations, and how to reach one."""

from dataclasses import dataclass

from graph.message import Text
from graph.provenance import Cited
from graph.vocabulary import AccessMode, OrganizationKind


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
