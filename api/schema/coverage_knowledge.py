"""What is not known well enough, and the network as a graph of partners."""

import strawberry

from api.schema import coverage_enums as coverage_enums  # describes the enumerations before a field uses one
from api.schema.context import Info
from api.schema.fields import LocaleArgument, field, read, say
from api.schema.network_area import NetworkArea
from api.schema.organization import Organization
from api.schema.service import Service
from graph.coverage import measures, quality
from graph.coverage.quality import DataIssue
from graph.message import Message
from graph.vocabulary import Locale


@strawberry.type(description="A service to look into: what is not known of it well enough.")
class DataTask:
    """A service to look into."""

    model: strawberry.Private[quality.DataTask]

    issues: list[DataIssue] = read("issues", "What is wrong.", size=5)
    plans: int = read("plans", "How many cheapest plans have it as a candidate.")

    @field("The service.")
    def service(self, info: Info) -> Service:
        """The service."""
        return Service(model=info.context.network.services[self.model.service])

    @field("The printed areas under which it, or who offers it, is listed.", size=2)
    def areas(self, info: Info) -> list[NetworkArea]:
        """The areas."""
        return [NetworkArea(model=info.context.network.areas[code]) for code in self.model.areas]


@strawberry.type(description="What a measure does not say.")
class Caveat:
    """A caveat."""

    measure: str = strawberry.field(description="The measure.")
    text: str = strawberry.field(description="What it does not say.")


@strawberry.type(description="One partner in the graph of partners.")
class PartnerMeasure:
    """A partner's measures."""

    model: strawberry.Private[measures.PartnerMeasure]

    degree: int = read("degree", "How many partners it has a tie with.")
    betweenness: float = read("betweenness", "Freeman's betweenness, from 0 to 1.")
    core: int = read("core", "The largest k of a k-core that holds it.")
    broker: bool = read("broker", "Whether some partners would no longer hang together without it.")
    plans: int = read("plans", "How many cheapest plans have it as a candidate.")
    share: float = read("share", "The same as a share of all plans, from 0 to 1.")

    @field("The partner.")
    def organization(self, info: Info) -> Organization:
        """The partner."""
        return Organization(model=info.context.network.organizations[self.model.organization])


@strawberry.type(description="The partners printed under one area, and the ties among them.")
class AreaMeasure:
    """An area's measures."""

    model: strawberry.Private[measures.AreaMeasure]

    partners: int = read("partners", "How many partners.")
    ties: int = read("ties", "How many ties among them.")
    density: float = read("density", "The share of possible ties that there are, from 0 to 1.")
    isolated: int = read("isolated", "How many have no tie at all, in or out of the area.")

    @field("The area.")
    def area(self, info: Info) -> NetworkArea:
        """The area."""
        return NetworkArea(model=info.context.network.areas[self.model.area])


@strawberry.type(
    description="The network as a graph of partners: ties of sending, offering, working together, part of."
)
class NetworkMeasures:
    """The measures."""

    model: strawberry.Private[measures.NetworkMeasures]

    partners: int = read("partners", "How many partners.")
    ties: int = read("ties", "How many ties.")
    density: float = read("density", "The share of possible ties that there are, from 0 to 1.")
    components: list[int] = read("components", "Sizes of what hangs together, largest first.", size=100)

    @field("Every partner, by share of plans, then betweenness.", size=200)
    def members(self) -> list[PartnerMeasure]:
        """The partners."""
        return [PartnerMeasure(model=member) for member in self.model.members]

    @field("By printed area.", size=9)
    def areas(self) -> list[AreaMeasure]:
        """The areas."""
        return [AreaMeasure(model=area) for area in self.model.areas]

    @field("What each measure does not say.", size=7)
    def caveats(self, locale: LocaleArgument = Locale.IT) -> list[Caveat]:
        """The caveats."""
        return [Caveat(measure=name, text=say(Message.of(f"caveat.{name}"), locale)) for name in measures.CAVEATS]
