"""Which object a global identifier names."""

from collections.abc import Mapping
from typing import Any

from api.schema.entry_situation import EntrySituation
from api.schema.fact import FactDefinition
from api.schema.global_id import bad_id, read_global_id
from api.schema.need_area import NeedArea
from api.schema.network_area import NetworkArea
from api.schema.node import Node
from api.schema.organization import Organization
from api.schema.service import Service
from api.schema.source import Source
from graph.network import Network
from graph.vocabulary import NodeKind


def find_node(network: Network, token: str, argument: str) -> Node | None:
    """The object whose identifier is `token`, given as `argument`; None where the network has none such.

    Raises ApiError (BAD_ID) where `token` is no identifier.
    """
    kind, slug = read_global_id(token, argument)
    collections: Mapping[str, tuple[type[Node], Mapping[str, Any]]] = {
        "Organization": (Organization, network.organizations),
        "Service": (Service, network.services),
        "NeedArea": (NeedArea, network.needs),
        "NetworkArea": (NetworkArea, network.areas),
        "EntrySituation": (EntrySituation, network.situations),
        "FactDefinition": (FactDefinition, network.facts),
        "Source": (Source, network.sources),
    }
    if kind not in collections:
        raise bad_id(argument)
    view, models = collections[kind]
    return view(model=models[slug]) if slug in models else None


def view_of(network: Network, kind: NodeKind, identifier: str) -> Node | None:
    """A node of the typed graph as GraphQL shows it; None for a kind that is no `Node`, and for what is not there."""
    collections: Mapping[NodeKind, tuple[type[Node], Mapping[str, Any]]] = {
        NodeKind.ORGANIZATION: (Organization, network.organizations),
        NodeKind.SERVICE: (Service, network.services),
        NodeKind.NEED_AREA: (NeedArea, network.needs),
        NodeKind.NETWORK_AREA: (NetworkArea, network.areas),
        NodeKind.ENTRY_SITUATION: (EntrySituation, network.situations),
        NodeKind.SOURCE: (Source, network.sources),
    }
    if kind not in collections:
        return None
    view, models = collections[kind]
    return view(model=models[identifier]) if identifier in models else None
