"""Gaps in what is known about services, and the network as a graph of partners."""

import strawberry

from api.schema.context import Info
from api.schema.fields import LocaleArgument, View, each, field, read, say
from api.schema.network import NetworkArea, Organization, Service
from graph.coverage import measures
from graph.coverage.measures import DataIssue
from graph.message import Message
from graph.vocabulary import Locale


@strawberry.type
class DataTask(View[measures.DataTask]):
    """A service to check, with what is missing, old or doubtful."""

    issues: list[DataIssue] = read("issues", "The kind of problem.", size=5)
    plans: int = read("plans", "The number of cheapest plans in which it is a candidate.")

    @field
    def service(self, info: Info) -> Service:
        """The service."""
        return Service(model=info.context.network.services[self.model.service])

    @field(size=2)
    def areas(self, info: Info) -> list[NetworkArea]:
        """The printed areas that list the service or an organization that offers it."""
        return NetworkArea.pick(info.context.network.areas, self.model.areas)


@strawberry.type
class Caveat:
    """A limit of a measure."""

    measure: str = strawberry.field(description="The measure.")
    text: str = strawberry.field(description="What the measure does not show.")


@strawberry.type
class PartnerMeasure(View[measures.PartnerMeasure]):
    """One partner in the graph of partners."""

    degree: int = read("degree", "The number of partners that it has a tie with.")
    betweenness: float = read("betweenness", "Freeman's betweenness, from 0 to 1.")
    core: int = read("core", "The largest k for which a k-core contains it.")
    broker: bool = read("broker", "True if removing it would disconnect some partners.")
    plans: int = read("plans", "The number of cheapest plans in which it is a candidate.")
    share: float = read("share", "The number in `plans` as a share of all plans, from 0 to 1.")

    @field
    def organization(self, info: Info) -> Organization:
        """The partner."""
        return Organization(model=info.context.network.organizations[self.model.organization])


@strawberry.type
class AreaMeasure(View[measures.AreaMeasure]):
    """The partners listed under one area and the ties among them."""

    partners: int = read("partners", "The number of partners.")
    ties: int = read("ties", "The number of ties among them.")
    density: float = read("density", "Existing ties as a share of possible ties, from 0 to 1.")
    isolated: int = read("isolated", "The number of partners with no ties, inside or outside the area.")

    @field
    def area(self, info: Info) -> NetworkArea:
        """The area."""
        return NetworkArea(model=info.context.network.areas[self.model.area])


@strawberry.type
class NetworkMeasures(View[measures.NetworkMeasures]):
    """The network as a graph of partners. Ties are referrals, offers, collaborations and memberships."""

    partners: int = read("partners", "The number of partners.")
    ties: int = read("ties", "The number of ties.")
    density: float = read("density", "Existing ties as a share of possible ties, from 0 to 1.")
    components: list[int] = read("components", "The sizes of the connected components, largest first.", size=100)

    members: list[PartnerMeasure] = each(
        "members", PartnerMeasure, "All partners, sorted by share of plans, then betweenness.", size=200
    )

    areas: list[AreaMeasure] = each("areas", AreaMeasure, "Measures by printed area.", size=9)

    @field(size=7)
    def caveats(self, locale: LocaleArgument = Locale.IT) -> list[Caveat]:
        """What each measure does not show."""
        return [Caveat(measure=name, text=say(Message.of(f"caveat.{name}"), locale)) for name in measures.CAVEATS]
