"""What partners offer."""

import datetime

import strawberry

from api.schema.availability import Capacity, Closure, DayArgument, Waiting
from api.schema.contact import Contacts, Schedule, TimeArgument
from api.schema.context import Info
from api.schema.fields import LocaleArgument, field, read, say, text
from api.schema.lazy import LazyOrganization
from api.schema.node import Node
from api.schema.referral import Referral, list_referrals
from api.schema.requirement import Requirement
from api.schema.route import Route
from api.schema.source import Cited
from api.schema.statement import (
    AlternateName,
    Collaboration,
    Contradiction,
    Cost,
    Doubt,
    Figure,
    NeedLink,
    Offer,
    Papers,
    Provision,
)
from graph import model
from graph.availability import Room, door_state_at, find_next_door_opening, room_of
from graph.opening_hours import OpenState, now, today
from graph.referral.checks import list_checks
from graph.vocabulary import Locale, NodeKind, ServiceStatus


@strawberry.type(description="What one or more organizations offer (HSDS service, cpsv:PublicService).")
class Service(Cited, Node):
    """A service."""

    model: strawberry.Private[model.Service]

    slug: str = read("slug", "The short, stable name.")
    name: str = read("name", "The name.")
    summary: str | None = text("summary", "What it does, in a sentence; null where nobody wrote one.")
    covers: list[str] = read("covers", "The territories to which documents limit it; empty where none does.", size=2)
    status: ServiceStatus | None = read("status", "The status; null where no document gives it.")
    last_verified: datetime.date | None = read("last_verified", "When a person last verified it; null for never.")
    note: str | None = text("note", "A remark; null where there is none.")

    @field("Whether it is known only from the partner list: nothing is known of how, when and whom it takes in.")
    def listed_only(self) -> bool:
        """Whether only the partner list names it."""
        return self.model.listing is not None

    @field("The times in which it takes nobody in.", size=2)
    def closures(self) -> list[Closure]:
        """The times in which it takes nobody in."""
        return [Closure(model=closure) for closure in self.model.closures]

    @field("How many places it has, and how many are free; null where nobody says.")
    def capacity(self) -> Capacity | None:
        """Its places."""
        return None if self.model.capacity is None else Capacity(model=self.model.capacity)

    @field("How long one waits; null where nobody says.")
    def waiting(self) -> Waiting | None:
        """How long one waits."""
        return None if self.model.waiting is None else Waiting(model=self.model.waiting)

    @field("Whether it has room on a day; what was said too long ago counts as stale.")
    def room(self, on: DayArgument = None) -> Room:
        """Whether it has room."""
        return room_of(self.model, on or today())

    @field("Other names under which documents print it.", size=3)
    def alternate_names(self) -> list[AlternateName]:
        """Other names."""
        return [AlternateName(model=name) for name in self.model.alternate_names]

    @field("The organizations that offer it.", size=2)
    def organizations(self, info: Info) -> list[LazyOrganization]:
        """Who offers it."""
        from api.schema.organization import Organization

        known = info.context.network.organizations
        return [Organization(model=known[offer.organization]) for offer in self.model.organizations]

    @field("Who offers it, in which role, and where a document says so.", size=2)
    def offers(self) -> list[Offer]:
        """Who offers it, and how."""
        return [Offer(model=offer) for offer in self.model.organizations]

    @field("The needs that it meets: it gives the thing itself, or takes the person in charge for it.", size=4)
    def meets(self) -> list[NeedLink]:
        """What it meets."""
        return [NeedLink(model=link) for link in self.model.meets]

    @field("The needs that it only helps with: orientation, listening, forms, sending on.", size=4)
    def helps(self) -> list[NeedLink]:
        """What it helps with."""
        return [NeedLink(model=link) for link in self.model.helps]

    @field("The conditions on the person's situation, all of which must hold.", size=4)
    def requirements(self) -> list[Requirement]:
        """What it requires."""
        return [Requirement(model=requirement) for requirement in self.model.requires]

    @field("What is true of the person afterwards, beyond what the met needs imply.", size=4)
    def provides(self) -> list[Provision]:
        """Its effects."""
        return [Provision(model=effect) for effect in self.model.provides]

    @field("The ways in; empty where no document tells.", size=3)
    def access(self) -> list[Route]:
        """The ways in."""
        return [Route(model=route) for route in self.model.routes]

    @field("What to bring; null where no document tells.")
    def documents(self) -> Papers | None:
        """What to bring."""
        return None if self.model.documents is None else Papers(model=self.model.documents)

    @field("What it costs the person; null where no document tells.")
    def cost(self) -> Cost | None:
        """What it costs."""
        return None if self.model.cost is None else Cost(model=self.model.cost)

    @field("How to reach it.")
    def contacts(self) -> Contacts:
        """How to reach it."""
        return Contacts(model=self.model)

    @field("When it answers.", size=3)
    def schedule(self) -> list[Schedule]:
        """When it answers."""
        return [Schedule(model=schedule) for schedule in self.model.schedules]

    @field(
        "Whether its door is open at a time; that a telephone is answered opens no door, unless there is no other way "
        "in. Unknown where it receives by appointment or no hours are known. A public holiday, and the day of the "
        "city's patron, count as closed unless the hours speak of holidays or never end."
    )
    def is_open(self, info: Info, at: TimeArgument = None) -> OpenState:
        """The state at a time."""
        return door_state_at(self.model, info.context.network.catalogue.city, at or now())

    @field(
        "When its door opens next, after any closure; the time asked about where it is open, null where no hours are "
        "known."
    )
    def next_opening(self, info: Info, at: TimeArgument = None) -> datetime.datetime | None:
        """The next opening."""
        return find_next_door_opening(self.model, info.context.network.catalogue.city, at or now())

    @field("The organizations that it works together with; cooperation is not referral.", size=5)
    def collaborations(self) -> list[Collaboration]:
        """Whom it works with."""
        return [Collaboration(model=item) for item in self.model.collaborations]

    @field("Where it may send people; only where a document says so or a reader judged so.", size=5)
    def refers_to(self, info: Info) -> list[Referral]:
        """Where it may send people."""
        sent = info.context.directory.sent_by.get((NodeKind.SERVICE, self.model.slug), ())
        return list_referrals(sent)

    @field("Who may send people to it, with every organization of a kind that may.", size=10)
    def referred_by(self, info: Info) -> list[Referral]:
        """Who may send people to it."""
        return list_referrals(info.context.directory.sent_to.get(self.model.slug, ()))

    @field("Why it may no longer exist as described; null where nobody doubts it.")
    def doubt(self) -> Doubt | None:
        """The doubt."""
        return None if self.model.doubt is None else Doubt(model=self.model.doubt)

    @field("What to verify before sending a person there.", size=4)
    def verify(self, info: Info, locale: LocaleArgument = Locale.IT) -> list[str]:
        """What to verify."""
        return [say(check, locale) for check in list_checks(info.context.network, self.model)]

    @field("Numbers that documents state about it.", size=5)
    def figures(self, info: Info) -> list[Figure]:
        """Figures about it."""
        return [Figure(model=figure) for figure in info.context.directory.figures.get(self.model.slug, ())]

    @field("Where documents contradict each other about it.", size=2)
    def contradictions(self, info: Info) -> list[Contradiction]:
        """Contradictions about it."""
        return [Contradiction(model=item) for item in info.context.directory.contradictions.get(self.model.slug, ())]
