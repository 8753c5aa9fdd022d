"""What the API looks up in one version of a network beyond the network's own look-ups; built on first use."""

from collections.abc import Mapping
from functools import cached_property
from itertools import permutations

from graph.model import Contradiction, Figure
from graph.name_index import NameIndex, fold, list_names
from graph.network import Network, grouped
from graph.organizations import Organization
from graph.provenance import Outline
from graph.referral_links import ReferralLinks, SenderNode, Sending, list_sendings
from graph.services import Service
from graph.typed_graph import GraphEdge, GraphNode, list_edges, list_nodes
from graph.vocabulary import NodeKind


class NetworkIndex:
    """Indexes of one network. A cached property may be computed twice by two threads, to the same value."""

    def __init__(self, network: Network) -> None:
        self.network = network

    @cached_property
    def organizations(self) -> tuple[Organization, ...]:
        """All organizations, by slug."""
        return tuple(sorted(self.network.organizations.values(), key=lambda item: item.slug))

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """All services, by slug."""
        return tuple(sorted(self.network.services.values(), key=lambda item: item.slug))

    @cached_property
    def nodes(self) -> Mapping[str, GraphNode]:
        """The nodes of the typed graph by their keys."""
        return {node.id: node for node in list_nodes(self.network)}

    @cached_property
    def edges(self) -> tuple[GraphEdge, ...]:
        """The edges of the typed graph."""
        return tuple(list_edges(self.network))

    def addressing(self, meets: str | None, helps: str | None, need: str | None) -> set[str] | None:
        """The slugs of the services that meet, help with, or do either for the needs given; None where none is."""
        meeting, helping = self.network.meeting, self.network.helping
        wanted = [{service.slug for service in meeting.get(meets, ())}] if meets is not None else []
        if helps is not None:
            wanted.append({service.slug for service in helping.get(helps, ())})
        if need is not None:
            wanted.append({service.slug for service in (*meeting.get(need, ()), *helping.get(need, ()))})
        return set.intersection(*wanted) if wanted else None

    def offering(self, meets: str | None, helps: str | None, need: str | None) -> set[str] | None:
        """The slugs of the organizations that offer a service which `addressing` finds; None where no need is given."""
        services = self.addressing(meets, helps, need)
        if services is None:
            return None
        return {offer.organization for slug in services for offer in self.network.services[slug].organizations}

    @cached_property
    def members(self) -> Mapping[str, tuple[Organization, ...]]:
        """For each organization, by slug, the organizations that are part of it."""
        return grouped((m.organization, item) for item in self.organizations for m in item.part_of)

    @cached_property
    def under_area(self) -> Mapping[str, tuple[Organization, ...]]:
        """The organizations printed under each network area, by slug and without doubles."""
        under = self.network.listings_under
        return {
            area: tuple(self.network.organizations[slug] for slug in sorted({item.organization for item in listings}))
            for area, listings in under.items()
        }

    @cached_property
    def collaborators(self) -> Mapping[str, tuple[Organization, ...]]:
        """The organizations that work together with each organization, through a service of either; by slug."""
        pairs = {
            pair
            for service in self.services
            for collaboration in service.collaborations
            if collaboration.organization is not None
            for offer in service.organizations
            if offer.organization != collaboration.organization
            for pair in permutations((offer.organization, collaboration.organization))
        }
        return grouped((left, self.network.organizations[right]) for left, right in sorted(pairs))

    @cached_property
    def sent_to(self) -> Mapping[str, tuple[Sending, ...]]:
        """Who may send people to each service."""
        return grouped((sending.service.slug, sending) for sending in self.sendings)

    @cached_property
    def sent_by(self) -> Mapping[SenderNode, tuple[Sending, ...]]:
        """Where each organization or service may send people."""
        return grouped((sending.sender, sending) for sending in self.sendings)

    @cached_property
    def told_by(self) -> Mapping[str, frozenset[str]]:
        """The slugs of the services that lines of each document describe or name, by the slug of the document."""
        found: dict[str, set[str]] = {}
        for service in self.services:
            for citation in service.cite:
                found.setdefault(citation.source, set()).add(service.slug)
        return {source: frozenset(slugs) for source, slugs in found.items()}

    @cached_property
    def figures(self) -> Mapping[str, tuple[Figure, ...]]:
        """The figures about each service or organization."""
        return grouped((figure.about, figure) for figure in self.network.catalogue.figures)

    @cached_property
    def contradictions(self) -> Mapping[str, tuple[Contradiction, ...]]:
        """The contradictions about each service or organization."""
        found = self.network.catalogue.contradictions
        return grouped((slug, contradiction) for contradiction in found for slug in contradiction.about)

    @cached_property
    def words(self) -> Mapping[tuple[NodeKind, str], str]:
        """What the text filter looks in, folded: names, and the summary of a service in both languages."""
        services = {(NodeKind.SERVICE, item.slug): _spoken(item) for item in self.services}
        return services | {(NodeKind.ORGANIZATION, item.slug): _spoken(item) for item in self.organizations}

    @cached_property
    def names(self) -> NameIndex:
        """What the search looks in."""
        return NameIndex(list_names(self.network))

    @cached_property
    def outline(self) -> Outline:
        """The headings over cited lines."""
        return Outline(self.network.catalogue.outline)

    @cached_property
    def sendings(self) -> tuple[Sending, ...]:
        """Who may send people where."""
        return list_sendings(self.network)

    @cached_property
    def referral_links(self) -> ReferralLinks:
        """What chains of referrals are searched in."""
        return ReferralLinks(self.network, self.sendings)


def _spoken(item: Organization | Service) -> str:
    said = [item.name, *(alternate.name for alternate in item.alternate_names)]
    if isinstance(item, Service) and item.summary is not None:
        said += [item.summary.it, item.summary.en]
    return fold(" ".join(said))
