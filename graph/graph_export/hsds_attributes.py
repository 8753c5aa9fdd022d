"""HSDS attributes for data without a column: needs, conditions as formulas over facts, routes with their senders.

Each kind is a taxonomy of our own, which `link_type` of an attribute names as well. A condition has an attribute for
each fact that it tests, so that a directory can filter by fact; each holds the whole condition.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid5

from graph.formula import notation, tests
from graph.network import Network
from graph.services import Route, Service
from graph.vocabulary import RouteKind

TAXONOMIES: Mapping[str, tuple[str, str]] = {
    "need": ("Bisogni", "I bisogni a cui un servizio risponde."),
    "requirement": ("Condizioni", "I fatti che un servizio chiede; il valore di un attributo è tutta la condizione."),
    "route": ("Vie d'accesso", "Come si entra; il valore di un attributo dice chi invia e con quale canale."),
}
"""The taxonomies, by their codes: name and description."""
_NAMES = UUID("6f7b4c1e-6f0d-4a57-9f6e-2d1c6c8f3a10")


def identify(network: Network, kind: str, name: str) -> str:
    """The identifier of the record `name` of its kind in the city of `network`."""
    return str(uuid5(_NAMES, f"{network.catalogue.city}/{kind}/{name}"))


def list_taxonomies(network: Network) -> Iterator[dict[str, Any]]:
    """Rows of `taxonomy`."""
    for code, (name, description) in TAXONOMIES.items():
        yield {"id": identify(network, "taxonomy", code), "name": name, "description": description}


def list_terms(network: Network) -> Iterator[dict[str, Any]]:
    """Rows of `taxonomy_term`: every need, every fact, every kind of way in."""
    for need in network.needs.values():
        parent = identify(network, "need", need.parent) if need.parent else None
        yield _term(network, "need", need.code, need.label.it) | {"parent_id": parent}
    for fact in network.facts.values():
        yield _term(network, "requirement", fact.name, fact.label.it) | {"description": fact.question.it}
    for kind in RouteKind:
        yield _term(network, "route", str(kind), str(kind)) | {"description": kind.meaning, "language": "en"}


def _term(network: Network, taxonomy: str, code: str, name: str) -> dict[str, Any]:
    return {
        "id": identify(network, taxonomy, code), "code": code, "name": name, "language": "it",
        "taxonomy": TAXONOMIES[taxonomy][0], "taxonomy_id": identify(network, "taxonomy", taxonomy),
    }  # fmt: skip


def list_attributes(network: Network, service: Service) -> Iterator[dict[str, Any]]:
    """Rows of `attribute` for one service."""
    for link in service.meets:
        yield _attribute(network, service, "need", link.need, link.need)
    for item in service.requires:
        written = json.dumps(notation(item.when), ensure_ascii=False)
        for fact in sorted({test.fact for test in tests(item.when)}):
            yield _attribute(network, service, "requirement", fact, f"{item.id}/{fact}") | {"value": written}
    for place, route in enumerate(service.routes):
        yield _attribute(network, service, "route", str(route.kind), f"{place}") | {"value": _write_route(route)}


def _attribute(network: Network, service: Service, taxonomy: str, term: str, name: str) -> dict[str, Any]:
    # needs keep the identifiers that they had before there were other kinds
    kind = "attribute" if taxonomy == "need" else f"{taxonomy}-attribute"
    return {
        "id": identify(network, kind, f"{service.slug}/{name}"),
        "link_id": identify(network, "service", service.slug), "link_entity": "service", "link_type": taxonomy,
        "taxonomy_term_id": identify(network, taxonomy, term),
    }  # fmt: skip


def _write_route(route: Route) -> str:
    """Who sends, and by which channels, in codes: `organization:sspt, service:cps; report, interview`."""
    return "; ".join(filter(None, (", ".join(route.by), ", ".join(map(str, route.modes)))))
