"""Gaps in what is known about services, and the network as a graph of partners."""

import strawberry

from api.schema.context import Info
from api.schema.fields import LocaleArgument, View, each, field, read, say
from api.schema.network import NetworkArea, Organization, Service
from graph.coverage import measures, quality
from graph.coverage.quality import DataIssue
from graph.message import Message
from graph.vocabulary import Locale


@strawberry.type
class DataTask(View[quality.DataTask]):
    """A service to look into: what is not known of it well enough."""

    issues: list[DataIssue] = read("issues", "What is wrong.", size=5)
    plans: int = read("plans", "How many cheapest plans have it as a candidate.")

    @field
    def service(self, info: Info) -> Service:
        """The service."""
        return Service(model=info.context.network.services[self.model.service])

    @field(size=2)
    def areas(self, info: Info) -> list[NetworkArea]:
        """The printed areas under which it, or who offers it, is listed."""
        return NetworkArea.pick(info.context.network.areas, self.model.areas)


@strawberry.type
class Caveat:
    """What a measure does not say."""

    measure: str = strawberry.field(description="The measure.")
    text: str = strawberry.field(description="What it does not say.")


@strawberry.type
class PartnerMeasure(View[measures.PartnerMeasure]):
    """One partner in the graph of partners."""

    degree: int = read("degree", "How many partners it has a tie with.")
    betweenness: float = read("betweenness", "Freeman's betweenness, from 0 to 1.")
    core: int = read("core", "The largest k of a k-core that holds it.")
    broker: bool = read("broker", "Whether some partners would no longer hang together without it.")
    plans: int = read("plans", "How many cheapest plans have it as a candidate.")
    share: float = read("share", "The same as a share of all plans, from 0 to 1.")

    @field
    def organization(self, info: Info) -> Organization:
        """The partner."""
        return Organization(model=info.context.network.organizations[self.model.organization])


@strawberry.type
class AreaMeasure(View[measures.AreaMeasure]):
    """The partners printed under one area, and the ties among them."""

    partners: int = read("partners", "How many partners.")
    ties: int = read("ties", "How many ties among them.")
    density: float = read("density", "The share of possible ties that there are, from 0 to 1.")
    isolated: int = read("isolated", "How many have no tie at all, in or out of the area.")

    @field
    def area(self, info: Info) -> NetworkArea:
        """The area."""
        return NetworkArea(model=info.context.network.areas[self.model.area])


@strawberry.type
class NetworkMeasures(View[measures.NetworkMeasures]):
    """The network as a graph of partners: ties of sending, offering, working together, part of."""

    partners: int = read("partners", "How many partners.")
    ties: int = read("ties", "How many ties.")
    density: float = read("density", "The share of possible ties that there are, from 0 to 1.")
    components: list[int] = read("components", "Sizes of what hangs together, largest first.", size=100)

    members: list[PartnerMeasure] = each(
        "members", PartnerMeasure, "Every partner, by share of plans, then betweenness.", size=200
    )

    areas: list[AreaMeasure] = each("areas", AreaMeasure, "By printed area.", size=9)

    @field(size=7)
    def caveats(self, locale: LocaleArgument = Locale.IT) -> list[Caveat]:
        """What each measure does not say."""
        return [Caveat(measure=name, text=say(Message.of(f"caveat.{name}"), locale)) for name in measures.CAVEATS]
