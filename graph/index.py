"""What the API looks up in one version of a network beyond the network's own look-ups; built on first use."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import permutations
from typing import TypeVar

from graph.model import Contradiction, Figure, NeedLink, Organization, Service
from graph.name_index import NameIndex, fold, list_names
from graph.network import Network
from graph.referral_links import Sender, Sending, list_sendings
from graph.sections import Outline
from graph.vocabulary import NodeKind

K = TypeVar("K")
V = TypeVar("V")


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
    def meeting(self) -> Mapping[str, tuple[Service, ...]]:
        """The services that meet each need: itself, or one below it that counts for it."""
        return self._by_need(lambda service: service.meets)

    @cached_property
    def helping(self) -> Mapping[str, tuple[Service, ...]]:
        """The services that help with each need, or with one below it that counts for it."""
        return self._by_need(lambda service: service.helps)

    def addressing(self, meets: str | None, helps: str | None, need: str | None) -> set[str] | None:
        """The slugs of the services that meet, help with, or do either for the needs given; None where none is."""
        wanted = [{service.slug for service in self.meeting.get(meets, ())}] if meets is not None else []
        if helps is not None:
            wanted.append({service.slug for service in self.helping.get(helps, ())})
        if need is not None:
            wanted.append({item.slug for item in (*self.meeting.get(need, ()), *self.helping.get(need, ()))})
        return set.intersection(*wanted) if wanted else None

    def offering(self, meets: str | None, helps: str | None, need: str | None) -> set[str] | None:
        """The slugs of the organizations that offer a service which `addressing` finds; None where no need is given."""
        services = self.addressing(meets, helps, need)
        if services is None:
            return None
        return {offer.organization for slug in services for offer in self.network.services[slug].organizations}

    @cached_property
    def members(self) -> Mapping[str, tuple[Organization, ...]]:
        """The organizations that are part of each organization."""
        return _group((m.organization, item) for item in self.organizations for m in item.part_of)

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
        return _group((left, self.network.organizations[right]) for left, right in sorted(pairs))

    @cached_property
    def sent_to(self) -> Mapping[str, tuple[Sending, ...]]:
        """Who may send people to each service."""
        return _group((sending.service.slug, sending) for sending in self.sendings)

    @cached_property
    def sent_by(self) -> Mapping[Sender, tuple[Sending, ...]]:
        """Where each organization or service may send people."""
        return _group((sending.sender, sending) for sending in self.sendings)

    @cached_property
    def figures(self) -> Mapping[str, tuple[Figure, ...]]:
        """The figures about each service or organization."""
        return _group((figure.about, figure) for figure in self.network.catalogue.figures)

    @cached_property
    def contradictions(self) -> Mapping[str, tuple[Contradiction, ...]]:
        """The contradictions about each service or organization."""
        found = self.network.catalogue.contradictions
        return _group((slug, contradiction) for contradiction in found for slug in contradiction.about)

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

    def _by_need(self, links: Callable[[Service], tuple[NeedLink, ...]]) -> Mapping[str, tuple[Service, ...]]:
        return _group(
            (need, service)
            for service in self.services
            for need in dict.fromkeys(met for link in links(service) for met in self.network.met_by(link.need))
        )


def _spoken(item: Organization | Service) -> str:
    said = [item.name, *(alternate.name for alternate in item.alternate_names)]
    if isinstance(item, Service) and item.summary is not None:
        said += [item.summary.it, item.summary.en]
    return fold(" ".join(said))


def _group(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}
