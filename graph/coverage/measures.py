"""Measures of the network as a graph of partners, and of its data: what is missing, old or doubtful.

Nodes are organizations. An undirected tie joins two of them where one sends to a service of the other, they offer a
service together, work together, or one is part of the other (Wasserman & Faust 1994, "Social network analysis"). Data
that is missing, old or doubtful is listed as work to do, by the number of plans that it affects.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from graph.coverage.cells import CellStatus
from graph.coverage.partner_graph import (
    Ties,
    betweenness,
    component_sizes,
    core_numbers,
    count_ties,
    density,
    find_brokers,
    list_ties,
)
from graph.coverage.survey import Survey
from graph.network import Network
from graph.organizations import Organization, Phone
from graph.provenance import Citation
from graph.services import Service
from graph.structs import Struct
from graph.vocabulary import Described


class PlanShares(Struct, frozen=True):
    """How many of the `plans` (cheapest plans of covered cells) have each service or organization as a candidate.

    The candidates of a step are interchangeable, so a counted partner is not necessarily the one that is chosen.
    """

    plans: int
    services: Mapping[str, int]
    organizations: Mapping[str, int]

    def share(self, count: int) -> float:
        """`count` as a share of the plans, from 0 to 1."""
        return count / self.plans if self.plans else 0.0


def count_plan_shares(survey: Survey) -> PlanShares:
    """The shares through every partner in `survey`."""
    services: Counter[str] = Counter()
    organizations: Counter[str] = Counter()
    plans = 0
    for examined in survey.examined.values():
        if examined.outcome.status is not CellStatus.COVERED:
            continue
        plans += 1
        used = {slug for step in examined.outcome.steps for slug in step.services}
        offers = (offer for slug in used for offer in survey.network.get_service(slug).organizations)
        services.update(used)
        organizations.update({offer.organization for offer in offers})
    return PlanShares(plans, services, organizations)


class PartnerMeasure(Struct, frozen=True, kw_only=True):
    """One organization. `betweenness` is Freeman's, normalized to 0..1; `core` the largest k of a k-core that holds it.

    A `broker` is a cut vertex: without it, some connected partners would be disconnected. `share` is the share of
    cheapest plans that have it as a candidate.
    """

    organization: str
    degree: int
    betweenness: float
    core: int
    broker: bool
    plans: int
    share: float


class AreaMeasure(Struct, frozen=True, kw_only=True):
    """The partners listed under one area and the ties among them."""

    area: str
    partners: int
    ties: int
    density: float
    isolated: int
    """Partners without any tie, in or out of the area."""


class NetworkMeasures(Struct, frozen=True, kw_only=True):
    """Measures of the whole network. `components` are the sizes of its connected components, the largest first."""

    partners: int
    ties: int
    density: float
    components: tuple[int, ...]
    members: tuple[PartnerMeasure, ...]
    """By share of plans, then betweenness, then name."""
    areas: tuple[AreaMeasure, ...]


CAVEATS = ("density", "degree", "betweenness", "components", "brokers", "core", "share")
"""The measures that a message `caveat.<measure>` qualifies: each says what the measure does not tell."""


def measure(survey: Survey) -> NetworkMeasures:
    """The measures of the network of `survey`, with the shares of its plans."""
    return survey.derive(measure, _measure, from_ways=False)


def _measure(survey: Survey) -> NetworkMeasures:
    return measure_network(survey.network, count_plan_shares(survey))


def measure_network(network: Network, shares: PlanShares) -> NetworkMeasures:
    """The measures of `network`. Betweenness takes O(partners x ties)."""
    ties = list_ties(network)
    cores, between, brokers = core_numbers(ties), betweenness(ties), find_brokers(ties)
    members = [
        PartnerMeasure(
            organization=slug,
            degree=len(others),
            betweenness=between[slug],
            core=cores[slug],
            broker=slug in brokers,
            plans=shares.organizations.get(slug, 0),
            share=shares.share(shares.organizations.get(slug, 0)),
        )
        for slug, others in ties.items()
    ]
    return NetworkMeasures(
        partners=len(ties),
        ties=count_ties(ties),
        density=density(len(ties), count_ties(ties)),
        components=component_sizes(ties),
        members=tuple(sorted(members, key=lambda m: (-m.plans, -m.betweenness, m.organization))),
        areas=tuple(_areas(network, ties)),
    )


def _areas(network: Network, ties: Ties) -> Iterator[AreaMeasure]:
    for code in network.areas:
        partners = {listing.organization for listing in network.listings_under.get(code, ())}
        inside = sum(len(partners & ties[slug].keys()) for slug in partners) // 2
        yield AreaMeasure(
            area=code,
            partners=len(partners),
            ties=inside,
            density=density(len(partners), inside),
            isolated=sum(not ties[slug] for slug in partners),
        )


_SHORTEST_NUMBER = 6
"""Digits from which on a number is dialled in full."""
OLD_YEARS = 2
"""A document, or a verification, counts as old after so many years."""


class DataIssue(Described):
    """A problem with the data about a service."""

    NAME_ONLY = "NAME_ONLY", "Only the name is known, from the partner list."
    NO_CONTACT = "NO_CONTACT", "No telephone number, e-mail address or address is known."
    NO_HOURS = "NO_HOURS", "No hours are known."
    HOURS_NOT_UNDERSTOOD = (
        "HOURS_NOT_UNDERSTOOD",
        "Some hours are recorded only in words, so opening times cannot be computed.",
    )
    PHONE_NOT_UNDERSTOOD = "PHONE_NOT_UNDERSTOOD", "A telephone number has no international form."
    NO_REQUIREMENTS = "NO_REQUIREMENTS", "No document says whom the service is for."
    NO_ACCESS = "NO_ACCESS", "No document says how to get in."
    NOT_VERIFIED = "NOT_VERIFIED", "Nobody has verified the service since the documents were read."
    CONTRADICTED = "CONTRADICTED", "Documents disagree about the service, or state something that cannot be right."
    OLD = "OLD", "The documents or the last verification are old or undated."
    DOUBTFUL = "DOUBTFUL", "The service may have ended or been replaced."


class DataTask(Struct, frozen=True, kw_only=True):
    """One service to look into. `plans` is how many cheapest plans have it as a candidate."""

    service: str
    organizations: tuple[str, ...]
    areas: tuple[str, ...]
    issues: tuple[DataIssue, ...]
    plans: int
    citations: tuple[Citation, ...]


def list_data_tasks(survey: Survey, today: date) -> tuple[DataTask, ...]:
    """Every service with an issue: most plans first, then most issues, then by name."""
    shares = count_plan_shares(survey)
    tasks = (_task(survey.network, service, shares, today) for service in survey.network)
    return tuple(sorted((task for task in tasks if task.issues), key=lambda t: (-t.plans, -len(t.issues), t.service)))


def count_issues(tasks: tuple[DataTask, ...]) -> Mapping[str, Mapping[DataIssue, int]]:
    """How many services have each issue, by network area; a service under several areas counts in each."""
    found: dict[str, dict[DataIssue, int]] = {}
    for task in tasks:
        for area in task.areas or ("",):
            counts = found.setdefault(area, dict.fromkeys(DataIssue, 0))
            for issue in task.issues:
                counts[issue] += 1
    return found


def _task(network: Network, service: Service, shares: PlanShares, today: date) -> DataTask:
    organizations = tuple(offer.organization for offer in service.organizations)
    areas = {listing.area for slug in organizations for listing in network.listings_of.get(slug, ())}
    if service.listing is not None:
        areas = {listing.area for listing in network.catalogue.listings if listing.id == service.listing}
    return DataTask(
        service=service.slug,
        organizations=organizations,
        areas=tuple(code for code in network.areas if code in areas),
        issues=tuple(_issues(network, service, today)),
        plans=shares.services.get(service.slug, 0),
        citations=service.cite,
    )


def _issues(network: Network, service: Service, today: date) -> Iterator[DataIssue]:
    known: list[Service | Organization] = [service]
    known += [network.get_organization(offer.organization) for offer in service.organizations]
    if service.listing is not None:
        yield DataIssue.NAME_ONLY
    if not any(item.phones or item.emails or item.addresses for item in known):
        yield DataIssue.NO_CONTACT
    if not any(item.schedules for item in known):
        yield DataIssue.NO_HOURS
    if any(hours.opening_hours is None for item in known for hours in item.schedules):
        yield DataIssue.HOURS_NOT_UNDERSTOOD
    if any(_is_not_understood(phone) for item in known for phone in item.phones):
        yield DataIssue.PHONE_NOT_UNDERSTOOD
    if not service.requires:
        yield DataIssue.NO_REQUIREMENTS
    if not service.routes:
        yield DataIssue.NO_ACCESS
    if service.last_verified is None:
        yield DataIssue.NOT_VERIFIED
    if any(item.slug in contradiction.about for contradiction in network.catalogue.contradictions for item in known):
        yield DataIssue.CONTRADICTED
    if _is_old(network, service, today):
        yield DataIssue.OLD
    if service.doubt is not None:
        yield DataIssue.DOUBTFUL


def _is_not_understood(phone: Phone) -> bool:
    """Whether a telephone that is dialled in full has no international form; a short number such as 1522 has none."""
    return phone.number is None and sum(map(str.isdigit, phone.printed)) >= _SHORTEST_NUMBER


def _is_old(network: Network, service: Service, today: date) -> bool:
    dates = [service.last_verified, *(network.sources[citation.source].updated for citation in service.cite)]
    newest = max((each for each in dates if each is not None), default=None)
    return newest is None or (today - newest).days > OLD_YEARS * 365
