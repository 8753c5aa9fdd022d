"""A version by name alone: enough to understand words and codes, and to say what may have been meant."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from graph.model import AlternateName, Catalogue, Listing, Offer, Organization, Service


def named_catalogue(frame: Catalogue, rows: Iterable[dict[str, Any]], described: Iterable[Service] = ()) -> Catalogue:
    """`frame` with the organizations and services of `rows`, of which nothing but the names is known.

    The `described` services are whole in it.
    """
    whole = {service.slug: service for service in described}
    organizations, services, listings = [], [], []
    for row in rows:
        if row["collection"] == "organizations":
            organizations.append(Organization(slug=row["slug"], **_names(row)))
        elif row["collection"] == "services":
            offers = tuple(Offer(organization=slug) for slug in sorted(row["organizations"]))
            named = Service(slug=row["slug"], organizations=offers, **_names(row))
            services.append(whole.get(named.slug, named))
        else:
            listings.append(_listing(row))
    return replace(frame, organizations=tuple(organizations), services=tuple(services), listings=tuple(listings))


def _names(row: dict[str, Any]) -> dict[str, Any]:
    name, *others = row["names"]
    return {"name": name, "alternate_names": tuple(AlternateName(name=other) for other in others)}


def _listing(row: dict[str, Any]) -> Listing:
    """The listing that compiles to the service of `row`."""
    (organization,) = row["organizations"]
    area = row["slug"].removeprefix(f"{organization}--")
    return Listing(id=row["slug"], area=area, printed="", organization=organization)
