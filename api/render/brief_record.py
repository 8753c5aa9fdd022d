"""The brief record of a partner that a question asks for: how to reach it, its hours, and the rest as it fits."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from api.messages import SIGNS, Words
from api.render.answer_text import closed_text, list_hours, papers_text, service_opening_text
from api.render.contact_lines import ContactLines, list_contacts
from api.render.screen import Block, capitalize, make_block
from graph.availability import find_closed, opening_of
from graph.language.interpretation import RecordPart
from graph.network import Network
from graph.opening_hours import today
from graph.provenance import Cited
from graph.referral.answer import RecordRequest
from graph.services import Service

MOST_SERVICES = 6
"""Services of a partner that its brief record shows."""
_IN_WORDS = (RecordPart.PAPERS, RecordPart.REQUIREMENTS, RecordPart.ACCESS)
"""The parts of a record that are told in words, in the order in which they are shown."""


def _is_known(service: Service, part: RecordPart) -> bool:
    """Whether a document says something of a part of a record that is told in words."""
    if part is RecordPart.PAPERS:
        return service.documents is not None
    return bool(service.requires if part is RecordPart.REQUIREMENTS else service.routes)


class BriefRecord:
    """Draws brief records of partners of one network in one language."""

    def __init__(self, network: Network, words: Words) -> None:
        self._network = network
        self._words = words
        self._lines = ContactLines(network, words)

    def requested(self, record: RecordRequest, on: date | None) -> Iterator[Block]:
        """The partners that a question asks for, what it asks first, with the command that shows all of each.

        Openings are those of the day `on`; None stands for today.
        """
        day = on or today()
        for place, slug in enumerate(record.partners):
            if slug in self._network.organizations:  # a service of the same slug is one of its services
                blocks = self._organization(slug, record.parts, day)
            else:
                blocks = self._service(self._network.get_service(slug), record.parts, day)
            yield from (replace(block, rank=block.rank + place) for block in blocks)
            yield make_block(
                self._words.say("brief.whole_record", command=f"rete show {slug}"), rank=place, style="dim"
            )

    def contact(self, slug: str, rank: int) -> Iterator[Block]:
        """How to reach a service, and its hours."""
        service = self._network.get_service(slug)
        reach, hours = list_contacts(service), list_hours(service, self._words)
        missing = "brief.no_contact" if service.schedules else "brief.no_contact_nor_hours"
        no_contact = capitalize(self._words.say(missing))
        contact = " · ".join(reach) if reach else self._lines.way_in(service) or no_contact
        yield make_block(contact, "   ", rank)
        if hours:
            yield make_block("; ".join(hours), "   ", rank=1)

    def _service(self, service: Service, parts: Collection[RecordPart], day: date) -> Iterator[Block]:
        yield make_block(f"{service.name}{self._marks(service)}", style="bold")
        yield from self._body(service, parts, day)

    def _body(self, service: Service, parts: Collection[RecordPart], day: date) -> Iterator[Block]:
        """A service without its name: what is asked for, how to reach it and when, then the rest."""
        openings = [self._opening(service, day)]
        yield from (openings if RecordPart.HOURS in parts else ())
        asked = [part for part in _IN_WORDS if part in parts]
        for part in asked:
            yield from self._told(service, part, rank=0)
        yield from self.contact(service.slug, rank=0)
        yield from (openings if RecordPart.HOURS not in parts and service.schedules else ())
        for part in (one for one in _IN_WORDS if one not in asked and _is_known(service, one)):
            yield from self._told(service, part, rank=1 if part is RecordPart.ACCESS else 3)

    def _opening(self, service: Service, day: date) -> Block:
        """Whether a service is open on a day, or that nobody knows."""
        closed = find_closed(service, day)
        if closed is not None:
            return make_block(closed_text(closed, self._words), "   ", style="yellow")
        opening = opening_of(service, self._network.catalogue.city, day)
        return make_block(service_opening_text(service, opening, self._words), "   ")

    def _told(self, service: Service, part: RecordPart, rank: int) -> Iterator[Block]:
        """What the documents say of a part that is told in words, or that they do not."""
        if part is RecordPart.PAPERS:
            yield make_block(self._papers(service), "   ", rank)
        elif part is RecordPart.REQUIREMENTS:
            labels = tuple(self._words(requirement.label) for requirement in service.requires)
            code = "brief.conditions" if labels else "brief.no_conditions"
            yield make_block(self._words.say(code, conditions=labels), "   ", rank)
        else:
            for line in self._ways(service):
                yield make_block(line, "   ", rank)

    def _papers(self, service: Service) -> str:
        if service.documents is None:
            return self._words.say("brief.papers_unknown")
        return papers_text([paper.label for paper in service.documents.items], self._words)

    def _ways(self, service: Service) -> Iterator[str]:
        """Each way in, with its channels and the first words of a document about it."""
        if not service.routes:
            yield self._words.say("brief.ask-first")
        for kind in dict.fromkeys(route.kind for route in service.routes):
            routes = [route for route in service.routes if route.kind is kind]
            modes = dict.fromkeys(mode for route in routes for mode in route.modes)
            named = ", ".join(self._words.say(f"mode.{mode}") for mode in modes)
            note = next((f": {self._words(route.note)}" for route in routes if route.note is not None), "")
            channels = f" ({named})" if named else ""
            yield f"{self._words.say(f'brief.way.{kind}')}{channels}{note}"

    def _organization(self, slug: str, parts: Collection[RecordPart], day: date) -> Iterator[Block]:
        partner = self._network.get_organization(slug)
        yield make_block(f"{partner.name}{self._marks(partner)}", style="bold")
        reach = list_contacts(partner)
        services = self._network.services_of.get(slug, ())
        if reach or not services:
            yield make_block(" · ".join(reach) or capitalize(self._words.say("brief.no_contact")), "   ")
        if len({service.name for service in services}) == 1 and not any(map(list_contacts, services[1:])):
            own = services[0]
            if own.name != partner.name:
                yield make_block(f"· {own.name}", "   ")
            yield from self._body(own, parts, day)
            return
        told = [part for part in (*_IN_WORDS, RecordPart.HOURS) if part in parts]
        distinct = {self._lines.with_hours(service.slug): service for service in reversed(services)}
        for line, service in list(reversed(distinct.items()))[:MOST_SERVICES]:
            yield make_block(f"· {line}", "   ", rank=1)
            for part in told:
                blocks = [self._opening(service, day)] if part is RecordPart.HOURS else self._told(service, part, 0)
                yield from (
                    replace(block, rank=2, lines=tuple(f"  {line}" for line in block.lines)) for block in blocks
                )

    def _marks(self, record: Cited) -> str:
        """What the record rests on; its lines are in the whole record."""
        return f"  {SIGNS[record.evidence]}"
