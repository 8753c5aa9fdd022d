"""The network version that this answer uses."""

import datetime

import strawberry

from api.schema.context import Info
from api.schema.fields import LocaleArgument, field, say
from api.schema.source import Source
from graph.network import Network
from graph.vocabulary import Locale


@strawberry.type
class SnapshotCounts:
    """The number of objects of each kind."""

    organizations: int = strawberry.field(description="Partners.")
    services: int = strawberry.field(description="Services, including those known only from the partner list.")
    listed_services: int = strawberry.field(description="Services known only from the partner list.")
    listings: int = strawberry.field(description="Entries of the partner list.")
    network_areas: int = strawberry.field(description="Printed areas of the network.")
    need_areas: int = strawberry.field(description="Needs.")
    entry_situations: int = strawberry.field(description="Situations from which a path can start.")
    facts: int = strawberry.field(description="Facts of the vocabulary.")
    requirements: int = strawberry.field(description="Requirements of services.")
    sources: int = strawberry.field(description="Documents.")
    figures: int = strawberry.field(description="Numbers stated in documents.")
    gaps: int = strawberry.field(description="Gaps stated in documents.")
    contradictions: int = strawberry.field(description="Contradictions found in the documents.")
    judgements: int = strawberry.field(description="Judgements on names that look alike.")


@strawberry.type
class Snapshot:
    """The network version that this answer uses. An answer never mixes two versions."""

    @field
    def version(self, info: Info) -> str:
        """The content hash. The same content has the same version."""
        return info.context.network.version

    @field
    def built_at(self, info: Info) -> datetime.datetime:
        """When this server loaded the version. The content itself has no timestamp."""
        return info.context.live.built_at

    @field
    def stale(self, info: Info) -> bool:
        """Whether another version may be live meanwhile: the store does not say which one is."""
        return info.context.lost is not None

    @field
    def stale_since(self, info: Info) -> datetime.datetime | None:
        """Since when the store has not said which version is live; null where it does, or there is none."""
        return None if info.context.lost is None else info.context.lost.since

    @field
    def city(self, info: Info) -> str:
        """The city, as a code."""
        return info.context.network.catalogue.city

    @field
    def name(self, info: Info, locale: LocaleArgument = Locale.IT) -> str:
        """The name of the network."""
        return say(info.context.network.catalogue.name, locale)

    @field
    def counts(self, info: Info) -> SnapshotCounts:
        """The number of objects of each kind."""
        return count(info.context.network)

    @field(size=6)
    def sources(self, info: Info) -> list[Source]:
        """The source documents."""
        return Source.each(info.context.network.catalogue.sources)


def count(network: Network) -> SnapshotCounts:
    """The sizes of `network`."""
    catalogue = network.catalogue
    return SnapshotCounts(
        organizations=len(network.organizations),
        services=len(network.services),
        listed_services=sum(service.listing is not None for service in network),
        listings=len(catalogue.listings),
        network_areas=len(network.areas),
        need_areas=len(network.needs),
        entry_situations=len(network.situations),
        facts=len(network.facts),
        requirements=sum(len(service.requires) for service in network),
        sources=len(network.sources),
        figures=len(catalogue.figures),
        gaps=len(catalogue.gaps),
        contradictions=len(catalogue.contradictions),
        judgements=len(catalogue.judgements),
    )
