"""A partner that is known only from the list, as a service.

It meets what a reader judged from its name, or nothing; it gives the contacts of the partner, where there are any. How
one gets in is not printed: the planner lets the network's own hub send the person (a partner of its network), or rests
on asking first.
"""

from collections.abc import Mapping

from graph.model import Listing, Offer, Organization, Service
from graph.vocabulary import Evidence


def as_service(listing: Listing, organizations: Mapping[str, Organization]) -> Service:
    """The service that `listing` compiles to."""
    organization = organizations[listing.organization]
    offer = Offer(organization=listing.organization, cite=listing.cite, evidence=Evidence.LISTED, why=listing.why)
    return Service(
        slug=listed_slug(listing),
        name=organization.name,
        organizations=(offer,),
        meets=listing.meets,
        helps=listing.helps,
        requires=listing.requires,
        routes=listing.routes,
        phones=organization.phones,
        emails=organization.emails,
        addresses=organization.addresses,
        schedules=organization.schedules,
        status=listing.status,
        closures=listing.closures,
        listing=listing.id,
        cite=listing.cite,
        evidence=Evidence.LISTED,
        why=listing.why,
    )


def listed_slug(listing: Listing) -> str:
    """The slug of the service that a listing compiles to: `<organization>--<area>`."""
    return f"{listing.organization}--{listing.area}"
