"""The entry point of coverage: surveys, what is critical, what-if, and the comparison of two versions.

`change` makes the network as it would be under supposed changes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from threading import Lock
from typing import Any, Protocol

from graph.coverage.changes import (
    AddReferral,
    Change,
    ChangeError,
    CloseOrganization,
    CloseService,
    EndReferral,
    Overlay,
    SetRequirement,
    check_count,
    list_problems,
)
from graph.coverage.closures import MANAGER, ClosedParts, close_organizations, close_referral, close_service
from graph.coverage.criticality import Criticality, list_critical
from graph.coverage.matrix import Row, make_row, mark_rows
from graph.coverage.record import SurveyRecord, record, restore
from graph.coverage.scope import EVERYTHING, CoverageQuery, resolve
from graph.coverage.survey import Survey, survey
from graph.coverage.what_if import Comparison, compare, revise
from graph.message import Text
from graph.model import Catalogue
from graph.network import Network
from graph.referral.compiled_network import CompiledNetwork
from graph.referral.costs import Costs
from graph.services import Listing, Requirement, Route, SenderReference, Service
from graph.vocabulary import RouteKind, SenderKind

MOST_KEPT = 1
"""Surveys of published profiles that are kept, each some 40 MB; surveys of facts that a caller gives never are."""
EVERY_CELL = CoverageQuery()


class Shelf(Protocol):
    """Keeps values from one run of the program to the next, by their kind and what they were made from."""

    @property
    def keeps(self) -> bool:
        """Whether anything is kept."""

    def read(self, kind: str, content: str) -> Any:
        """The kept value; None if there is none."""

    def has(self, kind: str, content: str) -> bool:
        """Whether a value is kept."""

    def write(self, kind: str, content: str, value: Any) -> None:
        """Keep `value`."""


class CoverageAnalyst:
    """Examines a network as a whole. Several threads may use it, and it keeps no facts that a caller gave.

    Parameters
    ----------
    network
        The version to examine.
    costs
        The prices of steps, assumptions and unmet needs; by default those of `docs/planning.md`.
    shelf
        Where a survey of the whole network may be kept already.

    Examples
    --------
    >>> from graph.coverage.changes import CloseService
    >>> from graph.coverage.what_if import CellEffect
    >>> from ingest.catalogue import load_catalogue
    >>> analyst = CoverageAnalyst(Network(load_catalogue()))
    >>> query = CoverageQuery(needs=("work.job-placement",), situations=("release-san-vittore",))
    >>> closing = analyst.what_if([CloseService(service="celav-equipe-carcere")], query)
    >>> {change.cell.need for change in closing.with_effect(CellEffect.LOST)}
    {'work.job-placement'}
    """

    def __init__(self, network: Network, costs: Costs | None = None, shelf: Shelf | None = None) -> None:
        self.network = network
        self._costs = costs
        self._shelf = shelf
        self._lock = Lock()
        self._kept: dict[CoverageQuery, Survey] = {}
        self._critical: dict[CoverageQuery, tuple[Criticality, ...]] = {}
        self._rows: dict[str, Row] = {}

    @cached_property
    def _compiled(self) -> CompiledNetwork:
        return CompiledNetwork(self.network, self._costs)

    def survey(self, query: CoverageQuery, *, with_tasks: bool = False) -> Survey:
        """Plan every cell of a query exactly.

        Parameters
        ----------
        query
            The needs, entry situations and profiles, or facts.
        with_tasks
            Whether the survey must have its planning tasks, so that changes can be tried. One that was kept has none.

        Returns
        -------
        Survey
            The outcome of each cell.

        Raises
        ------
        UnknownCodeError
            If the network does not have a code of the query.
        QuestionError
            If the facts contradict each other.
        """
        if query.facts:
            return survey(self._compiled, resolve(self.network, query))
        with self._lock:
            known = self._kept.get(query)
            if known is None or (with_tasks and known.kept):
                while len(self._kept) >= MOST_KEPT:
                    oldest = next(iter(self._kept))
                    del self._kept[oldest]
                    self._critical.pop(oldest, None)
                recalled = None if with_tasks else self._recall(query)
                self._kept[query] = recalled or survey(self._compiled, resolve(self.network, query))
            return self._kept[query]

    def keep(self, survey: Survey) -> None:
        """Put a survey of the whole network on the shelf for later runs, unless it comes from there."""
        query = CoverageQuery(preferences=survey.scope.preferences)
        if self._shelf is None or not self._shelf.keeps or survey.kept:
            return
        if survey.scope == resolve(self.network, query):
            self._shelf.write("survey", self._content(query), record(survey))

    def prepare(self) -> None:
        """Make sure that the shelf, if there is one, holds a survey of the whole network. Memory does not keep it."""
        query = CoverageQuery()
        if self._shelf is not None and self._recall(query) is None:
            self.keep(survey(self._compiled, resolve(self.network, query)))

    @property
    def is_prepared(self) -> bool:
        """Whether a survey of the whole network is on the shelf."""
        return self._shelf is not None and self._shelf.has("survey", self._content(CoverageQuery()))

    def _recall(self, query: CoverageQuery) -> Survey | None:
        """The kept survey of the whole network; None if there is none."""
        if self._shelf is None or query != CoverageQuery(preferences=query.preferences):
            return None
        kept = self._shelf.read("survey", self._content(query))
        scope = resolve(self.network, query)
        return restore(self.network, scope, kept, self._costs) if isinstance(kept, SurveyRecord) else None

    def _content(self, query: CoverageQuery) -> str:
        return f"{self.network.version} {self._costs or Costs()} {query.preferences}"

    def rows(self, query: CoverageQuery) -> Mapping[str, Row]:
        """The outcome of every cell of a query, by need. Raises the errors of `survey`.

        Rows without facts or preferences are made for all entry situations and published profiles, and kept. If the
        work is stopped, the next call continues from there.
        """
        scope = resolve(self.network, query)
        if query.facts or query.preferences != EVERYTHING:
            return {need: make_row(self._compiled, scope, need) for need in scope.needs}
        with self._lock:
            whole = resolve(self.network, CoverageQuery())
            recalled = None if self._rows else self._recall(CoverageQuery())
            if recalled is not None:
                self._rows = mark_rows(recalled)
            for need in scope.needs:
                if need not in self._rows:
                    self._rows[need] = make_row(self._compiled, whole, need)
            return {need: self._rows[need] for need in scope.needs}

    def critical(self, query: CoverageQuery) -> tuple[Criticality, ...]:
        """The parts of the network that every plan of some cell needs, the most harmful first.

        Parameters
        ----------
        query
            The cells to look at.

        Returns
        -------
        tuple of Criticality
            Each part, with the cells that have no plan without it.

        Raises
        ------
        UnknownCodeError, QuestionError
            As for `survey`.
        """
        surveyed = self.survey(query)
        if query.facts:
            return list_critical(surveyed)
        with self._lock:
            if self._kept.get(query) is not surveyed:
                return list_critical(surveyed)
            if query not in self._critical:
                self._critical[query] = list_critical(surveyed)
            return self._critical[query]

    def what_if(self, changes: Sequence[Change], query: CoverageQuery) -> Comparison:
        """Compare the cells of a query before and after supposed changes. The network itself does not change.

        Parameters
        ----------
        changes
            The changes, applied one after the other.
        query
            The cells to compare.

        Returns
        -------
        Comparison
            The effect on each cell.

        Raises
        ------
        ChangeError
            If a change is not possible.
        UnknownCodeError, QuestionError
            As for `survey`.
        """
        changed = change(self.network, changes)
        before = self.survey(query, with_tasks=True)
        after = revise(before, CompiledNetwork(changed, self._costs), as_closure(self.network, changes))
        return compare(before, after)


def compare_versions(before: Network, after: Network, within: CoverageQuery = EVERY_CELL) -> Comparison:
    """Compare the coverage of two versions.

    Parameters
    ----------
    before, after
        The older and the newer version.
    within
        The cells to compare; by default all of them.

    Returns
    -------
    Comparison
        The cells whose need, entry situation and profile exist in both versions. Others are neither gain nor loss.

    Raises
    ------
    UnknownCodeError
        If `before` does not have a code of `within`.
    """
    scope = resolve(before, within)
    query = CoverageQuery(
        needs=tuple(code for code in scope.needs if code in after.needs),
        situations=tuple(each.code for each in scope.situations if each.code in after.situations),
        profiles=tuple(profile.code for profile in scope.profiles if profile in after.catalogue.profiles),
    )
    survey = CoverageAnalyst(before).survey(query)
    return compare(survey, revise(survey, CompiledNetwork(after)))


def change(network: Network, changes: Sequence[Change]) -> Network:
    """The network that supposed changes would make; `network` itself does not change.

    Parameters
    ----------
    network
        The network before the changes.
    changes
        The changes, applied one after the other.

    Returns
    -------
    Network
        The changed network; a `+` marks its version.

    Raises
    ------
    ChangeError
        With every problem of the first change that is not possible.
    """
    check_count(changes)
    version = network.version.rstrip("+")
    for number, each in enumerate(changes):
        problems = tuple(list_problems(network, number, each))
        if problems:
            raise ChangeError(problems)
        network = Network(_apply(network, each), f"{version}+")
    return network


def as_closure(network: Network, changes: Sequence[Change]) -> ClosedParts | None:
    """The parts that `changes` close together; None if they do anything but close."""
    organizations = [each.organization for each in changes if isinstance(each, CloseOrganization)]
    closure = close_organizations(network, *organizations)
    for each in changes:
        match each:
            case CloseService(service=service):
                closure |= close_service(service)
            case EndReferral(sender=sender, service=service):
                closure |= close_referral(sender, service)
            case CloseOrganization():
                pass
            case _:
                return None
    return closure


def _apply(network: Network, each: Change) -> Catalogue:
    match each:
        case CloseService(service=service):
            return close_parts(network, frozenset({service}), frozenset({service}))
        case CloseOrganization(organization=organization):
            closure = close_organizations(network, organization)
            return close_parts(network, closure.services, closure.contacts)
        case EndReferral(sender=sender, service=slug):
            found = _described(network, slug)
            return _with_service(network, replace(found, routes=_without(network, found, {sender})))
        case AddReferral(sender=sender, service=slug):
            found = _described(network, slug)
            kind = SenderKind.ORGANIZATION if sender in network.organizations else SenderKind.SERVICE
            route = Route(kind=RouteKind.REFERRAL, by=(str(SenderReference(kind, sender)),))
            routes = found.routes or (Route(kind=RouteKind.ASK_FIRST),)
            return _with_service(network, replace(found, routes=(*routes, route)))
        case SetRequirement():
            return _with_requirement(network, each)
        case Overlay():
            return _overlaid(network.catalogue, each)


def close_parts(network: Network, services: frozenset[str], members: frozenset[str]) -> Catalogue:
    """The catalogue in which `services` take nobody in, and `members` (organizations and services) send nobody."""
    catalogue = network.catalogue
    listings = {network.services[slug].listing for slug in services}
    return replace(
        catalogue,
        hub=None if catalogue.hub in members else catalogue.hub,
        services=tuple(_closed(network, service, services, members) for service in catalogue.services),
        listings=tuple(
            replace(listing, meets=(), helps=()) if listing.id in listings else listing
            for listing in catalogue.listings
        ),
    )


def _closed(network: Network, service: Service, services: frozenset[str], members: frozenset[str]) -> Service:
    offers = tuple(o for o in service.organizations if o.organization not in members or o.role != MANAGER)
    service = replace(service, routes=_without(network, service, members), organizations=offers)
    return replace(service, meets=(), helps=(), provides=()) if service.slug in services else service


def _without(network: Network, service: Service, members: Iterable[str]) -> tuple[Route, ...]:
    """The routes without `members` as senders. A route that loses all its senders stays, unusable."""
    gone = frozenset(members)
    left = ((route, _remaining(network, service, route, gone)) for route in service.routes)
    return tuple(replace(route, by=tuple(map(str, senders))) for route, senders in left)


def _remaining(network: Network, service: Service, route: Route, gone: frozenset[str]) -> Iterator[SenderReference]:
    for sender in route.senders:
        if sender.kind is SenderKind.KIND:
            named = tuple(_of_kind(network, sender.code, service.covers))
            untouched = gone.isdisjoint(each.code for each in named)
            yield from (sender,) if untouched else (each for each in named if each.code not in gone)
        elif sender.kind is SenderKind.CONTACT or sender.code not in gone:
            yield sender


def _of_kind(network: Network, kind: str, covers: tuple[str, ...]) -> Iterator[SenderReference]:
    """The senders that a kind stands for: its organizations, and their described services."""
    for organization in network.organizations_of(kind, covers):
        yield SenderReference(SenderKind.ORGANIZATION, organization.slug)
        for service in network.services_of.get(organization.slug, ()):
            if service.listing is None:
                yield SenderReference(SenderKind.SERVICE, service.slug)


def _described(network: Network, slug: str) -> Service:
    """The service with explicit routes: one that is only listed is reached through the hub, or by asking first."""
    service = network.get_service(slug)
    if service.listing is None or service.routes:
        return service
    hub = network.catalogue.hub
    if any(network.get_need(link.need).emergency for link in service.meets):
        hub = None  # nobody is sent to the hub first for help that must not wait, so its word would be taken for more
    routes = [Route(kind=RouteKind.ASK_FIRST)]
    if hub is not None:
        routes.append(Route(kind=RouteKind.REFERRAL, by=(str(SenderReference(SenderKind.SERVICE, hub)),)))
    return replace(service, routes=tuple(routes))


def _with_service(network: Network, service: Service) -> Catalogue:
    """The catalogue with `service` instead of the one with its slug. A listed service becomes a described one."""
    catalogue = network.catalogue
    known = {item.slug for item in catalogue.services}
    if service.slug in known:
        services = tuple(service if item.slug == service.slug else item for item in catalogue.services)
        return replace(catalogue, services=services)
    listings = tuple(
        replace(item, service=service.slug) if item.id == service.listing else item for item in catalogue.listings
    )
    return replace(catalogue, services=(*catalogue.services, service), listings=listings)


def _with_requirement(network: Network, each: SetRequirement) -> Catalogue:
    service = network.get_service(each.service)
    kept = tuple(item for item in service.requires if item.id != each.id)
    label = each.label or next((item.label for item in service.requires if item.id == each.id), Text(each.id, each.id))
    added = () if each.when is None else (Requirement(id=each.id, label=label, when=each.when),)
    return _with_service(network, replace(service, requires=(*kept, *added)))


def _overlaid(catalogue: Catalogue, each: Overlay) -> Catalogue:
    organizations = {item.slug: item for item in (*catalogue.organizations, *each.organizations)}
    services = {item.slug: item for item in (*catalogue.services, *each.services)}
    listings: dict[str, Listing] = {item.id: item for item in (*catalogue.listings, *each.listings)}
    return replace(
        catalogue,
        organizations=tuple(organizations.values()),
        services=tuple(services.values()),
        listings=tuple(listings.values()),
    )
