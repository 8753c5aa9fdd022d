"""Organizations, and how to reach one."""

from graph.message import Text
from graph.provenance import Cited
from graph.vocabulary import AccessMode, OrganizationKind


class Phone(Cited, frozen=True, kw_only=True):
    """A telephone number as printed and in E.164 (None for a short number such as 1522)."""

    printed: str
    number: str | None = None
    note: Text | None = None
    messages: bool = False
    """Takes text messages or WhatsApp, as the document says."""


class Email(Cited, frozen=True, kw_only=True):
    """An e-mail address, in the document's own spelling."""

    address: str


class Address(Cited, frozen=True, kw_only=True):
    """A place. A postal code that no document gives stays None."""

    slug: str
    street: str
    municipality: str | None = None
    postal_code: str | None = None
    note: Text | None = None


class Schedule(Cited, frozen=True, kw_only=True):
    """When a service answers: as printed, and as an OSM opening_hours expression (None where it cannot be read).

    "By appointment" is `unknown "su appuntamento"`: neither open nor closed.
    """

    printed: str
    opening_hours: str | None = None
    channel: AccessMode | None = None
    note: Text | None = None


class AlternateName(Cited, frozen=True, kw_only=True):
    """Another name under which a document prints an organization or a service."""

    name: str


class Membership(Cited, frozen=True, kw_only=True):
    """This organization is part of `organization`."""

    organization: str


class Organization(Cited, frozen=True, kw_only=True):
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
