"""Corrections that close or reopen an organization as a whole.

The status and the closures of an organization apply to every service that depends on it, and to the services of its
parts. A later correction of one service takes precedence there. A later correction of the organization replaces its
earlier one: reopening it restores the former state of each service.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from graph.coverage.changed_network import depends_on
from graph.model import Catalogue
from graph.network import listed_slug
from graph.organizations import Organization
from graph.services import Closure, Listing, Service
from graph.vocabulary import ServiceStatus

REACHING = ("status", "closures")
"""What is said of an organization for all its services."""


def join_closures(before: Iterable[Closure], new: Iterable[Closure]) -> tuple[Closure, ...]:
    """`new` closures, after those from before at other times: closing for Christmas does not open in August.

    >>> from datetime import date
    >>> august = Closure(closed_from=date(2027, 8, 1), closed_until=date(2027, 8, 31))
    >>> winter = Closure(closed_until=date(2027, 1, 10))
    >>> join_closures([august, winter], [Closure(closed_until=date(2027, 1, 20))]) == (
    ...     august,
    ...     Closure(closed_until=date(2027, 1, 20)),
    ... )
    True
    """
    added = tuple(new)
    return (*(one for one in before if not any(_overlap(one, other) for other in added)), *added) if added else ()


def _overlap(one: Closure, other: Closure) -> bool:
    begins = max(one.closed_from or date.min, other.closed_from or date.min)
    return begins <= min(one.closed_until or date.max, other.closed_until or date.max)


def reached_by(catalogue: Catalogue, organization: str) -> dict[str, Service | Listing]:
    """The services that close with an organization, and the listings of it and its parts, by slug."""
    closed = _with_parts(catalogue.organizations, organization)
    services = (item for item in catalogue.services if depends_on(item, closed))
    listings = (item for item in catalogue.listings if item.service is None and item.organization in closed)
    return {item.slug: item for item in services} | {listed_slug(item): item for item in listings}


def _with_parts(organizations: tuple[Organization, ...], whole: str) -> frozenset[str]:
    found, grown = frozenset[str](), frozenset({whole})
    while found != grown:
        found = grown
        parts = (one.slug for one in organizations if any(member.organization in found for member in one.part_of))
        grown = found.union(parts)
    return found


@dataclass(slots=True)
class WholeClosures:
    """The corrections of whole organizations so far. `before` holds the state of each service without them."""

    before: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def apply(self, organization: str, said: Mapping[str, Any], slug: str, item: Any) -> Any:
        """Apply what `organization` says of all its services to `item`, the service or listing with the slug `slug`."""
        # Its own earlier correction is undone first; if it reopens, that is all.
        own = self.before.pop((organization, slug), None)
        item = replace(item, **own) if own is not None else item
        if said.get("status") is ServiceStatus.ACTIVE and not said.get("closures"):
            return item
        self.before[organization, slug] = {name: getattr(item, name) for name in REACHING}
        closures = {"closures": join_closures(item.closures, said["closures"])} if "closures" in said else {}
        return replace(item, **{**said, **closures})

    def forget(self, slug: str, said: Mapping[str, Any]) -> None:
        """Keep what a correction says of the service itself when an organization reopens."""
        if any(name in said for name in REACHING):
            self.before = {key: value for key, value in self.before.items() if key[1] != slug}
