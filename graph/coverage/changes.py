"""Changes to a network that are only supposed: the published one is untouched.

A change edits the catalogue, so the changed network is planned on exactly like a real one.
"""

from dataclasses import dataclass

from graph.formula import Formula
from graph.model import Listing, Organization, Service, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseService:
    """`service` takes nobody in and sends nobody."""

    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseOrganization:
    """`organization` closes, and every service that cannot do without it (see `close_organization`)."""

    organization: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndReferral:
    """`sender`, the slug of an organization or service, no longer sends to `service`."""

    sender: str
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReferral:
    """`sender`, the slug of an organization or service, may send to `service`."""

    sender: str
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRequirement:
    """The requirement `id` of `service` becomes `when` (tightened, or new where there is none such); None drops it."""

    service: str
    id: str
    when: Formula | None = None
    label: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """Organizations, services and entries of the partner list that come, or replace those of the same name."""

    organizations: tuple[Organization, ...] = ()
    services: tuple[Service, ...] = ()
    listings: tuple[Listing, ...] = ()


Change = CloseService | CloseOrganization | EndReferral | AddReferral | SetRequirement | Overlay
