"""What a case worker should verify before sending a person through a door."""

from collections.abc import Iterator
from datetime import date

from graph.availability import Knowledge, Room, is_closed, room_of, waiting_of
from graph.model import Service, Text
from graph.network import Network
from graph.provenance import Source
from graph.vocabulary import ServiceStatus

LISTED_ONLY = Text(
    "Del servizio si conosce solo il nome nell'elenco: chiedere se, per chi e come accoglie.",
    "Only the name on the partner list is known: ask whether, for whom and how it takes people in.",
)
NO_ROUTE = Text("Nessun documento dice come si accede.", "No document says how one gets in.")
NO_CONTACT = Text(
    "Nessun documento dà un recapito per questo servizio.", "No document gives a contact for this service."
)
NO_PAPERS = Text("Nessun documento dice che cosa portare.", "No document says what to bring.")
NO_COST = Text("Nessun documento dice se costa.", "No document says whether it costs anything.")


def list_checks(network: Network, service: Service, on: date | None = None) -> Iterator[Text]:
    """What to verify about `service` on the day `on`, most telling first."""
    if service.doubt is not None:
        yield service.doubt.text
    yield from _room(service, on)
    if service.listing is not None:
        yield LISTED_ONLY
    else:
        yield from service.verify
        yield from _unknown(service)
    if service.last_verified is not None:
        yield last_verified(service.last_verified)
    else:
        yield from _age_of_sources(network, service)


def _room(service: Service, on: date | None) -> Iterator[Text]:
    """That it was closed, is full, or that nobody knows any more whether there is room."""
    if service.status is ServiceStatus.TEMPORARILY_CLOSED and not is_closed(service, on):
        yield Text("Era chiuso per un periodo: verificare che abbia riaperto.",
                   "It was closed for a time: verify that it has reopened.")  # fmt: skip
    room, capacity = room_of(service, on), service.capacity
    if room is Room.FULL and capacity is not None and capacity.full_until is not None:
        day = capacity.full_until
        yield Text(f"Al completo fino al {day:%d/%m/%Y}: chiedere della lista d'attesa.",
                   f"Full until {day.isoformat()}: ask about the waiting list.")  # fmt: skip
    elif room is Room.FULL:
        yield Text("Al completo: chiedere della lista d'attesa.", "Full: ask about the waiting list.")
    elif room is Room.STALE:
        yield Text("I posti liberi indicati non sono aggiornati: chiedere.",
                   "The number of free places is out of date: ask.")  # fmt: skip
    if waiting_of(service, on) is Knowledge.STALE:
        yield Text("Il tempo d'attesa indicato non è aggiornato: chiedere.",
                   "The waiting time is out of date: ask.")  # fmt: skip


def _unknown(service: Service) -> Iterator[Text]:
    if not service.routes:
        yield NO_ROUTE
    if not (service.phones or service.emails or service.addresses):
        yield NO_CONTACT
    if service.documents is None:
        yield NO_PAPERS
    if service.cost is None:
        yield NO_COST


def _age_of_sources(network: Network, service: Service) -> Iterator[Text]:
    for slug in dict.fromkeys(citation.source for citation in service.cite):
        yield age_of_source(network.sources[slug])


def age_of_source(source: Source) -> Text:
    """How old a source says it is."""
    if source.updated is None:
        return Text(
            f"La fonte «{source.title}» è senza data: verificare che valga ancora.",
            f"The source “{source.title}” is undated: verify that it still holds.",
        )
    day = source.updated
    return Text(
        f"La fonte «{source.title}» è aggiornata al {day:%d/%m/%Y}: verificare che valga ancora.",
        f"The source “{source.title}” was updated on {day.isoformat()}: verify that it still holds.",
    )


def last_verified(day: date) -> Text:
    """When a person last verified a service."""
    return Text(
        f"Verificato l'ultima volta il {day:%d/%m/%Y}: verificare che valga ancora.",
        f"Last verified on {day.isoformat()}: verify that it still holds.",
    )
