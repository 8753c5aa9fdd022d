"""Lists data that is missing, old or doubtful as a worklist, by the number of plans that it affects."""

from collections.abc import Iterator, Mapping
from datetime import date

from graph.coverage.measures import PlanShares, count_plan_shares
from graph.coverage.survey import Survey
from graph.network import Network
from graph.organizations import Organization, Phone
from graph.provenance import Citation
from graph.services import Service
from graph.structs import Struct
from graph.vocabulary import Described

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
