"""What a case worker should verify before sending a person through a door."""

from collections.abc import Iterator
from datetime import date

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


def list_checks(network: Network, service: Service) -> Iterator[Text]:
    """What to verify about `service`, most telling first."""
    if service.doubt is not None:
        yield service.doubt.text
    if service.status not in (None, ServiceStatus.ACTIVE):
        yield Text(f"Stato del servizio: {service.status}.", f"Status of the service: {service.status}.")
    if service.listing is not None:
        yield LISTED_ONLY
    else:
        yield from service.verify
        yield from _unknown(service)
    if service.last_verified is not None:
        yield last_verified(service.last_verified)
    else:
        yield from _age_of_sources(network, service)


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
