"""Finding objects: by global identifier, by kind and slug, and by name."""

from collections.abc import Mapping
from typing import Any

import strawberry

from api.schema.context import Info
from api.schema.fields import LocaleArgument, View, field, read, say
from api.schema.network import NeedArea, NetworkArea, Organization, Service
from api.schema.relay import Node, bad_id, global_id, read_global_id
from api.schema.situation import EntrySituation, FactDefinition
from api.schema.source import Source
from graph import concepts, name_index
from graph.message import Text
from graph.network import Network
from graph.vocabulary import Locale, NodeKind

Collection = tuple[type[Node[Any]], Mapping[str, Any]]


def collections_of(network: Network) -> Mapping[NodeKind | None, Collection]:
    """How each kind of node is shown, and the values of that kind by slug or code; a fact is of no `NodeKind`."""
    return {
        NodeKind.ORGANIZATION: (Organization, network.organizations),
        NodeKind.SERVICE: (Service, network.services),
        NodeKind.NEED_AREA: (NeedArea, network.needs),
        NodeKind.ENTRY_SITUATION: (EntrySituation, network.situations),
        None: (FactDefinition, network.facts),
        NodeKind.NETWORK_AREA: (NetworkArea, network.areas),
        NodeKind.SOURCE: (Source, network.sources),
    }


def find_node(network: Network, token: str, argument: str) -> Node[Any] | None:
    """The object whose identifier is `token`, given as `argument`; None if the network has no such object.

    Raises ApiError (BAD_ID) if `token` is not an identifier.
    """
    kind, slug = read_global_id(token, argument)
    for view, models in collections_of(network).values():
        if view.__name__ == kind:
            return view.maybe(models.get(slug))
    raise bad_id(argument)


def view_of(network: Network, kind: NodeKind, identifier: str) -> Node[Any] | None:
    """A node of the typed graph as GraphQL shows it; None for a kind that is no `Node`, and for an unknown code."""
    view, models = collections_of(network).get(kind, (Source, {}))
    return view.maybe(models.get(identifier))


def list_ids(network: Network, identifier: str) -> tuple[str, ...]:
    """The global identifiers of everything whose slug or code is `identifier`."""
    found = (view for view, models in collections_of(network).values() if identifier in models)
    return tuple(global_id(view.__name__, identifier) for view in found)


Labelled = concepts.NeedArea | concepts.NetworkArea | concepts.EntrySituation


@strawberry.type
class SearchHit(View[name_index.Hit]):
    """An object with a name similar to the search text."""

    kind: NodeKind = read("kind", "The kind.")
    slug: str = read("identifier", "The slug or code.")
    matched: str = read("matched", "The name that matched. It may be an alternative name or word, in any language.")
    score: int = read("score", "How similar the name is, from 0 to 100; 100 means the same words.")

    @field
    def label(self, info: Info, locale: LocaleArgument = Locale.IT) -> str:
        """The name."""
        return say(label_of(info.context.network, self.model), locale)

    @field
    def node(self, info: Info) -> Node[Any] | None:
        """The object; null if it is not a `Node`."""
        return view_of(info.context.network, self.model.kind, self.model.identifier)


def label_of(network: Network, hit: name_index.Hit) -> Text:
    """The name of what was found, in both languages."""
    concepts: Mapping[NodeKind, Mapping[str, Labelled]] = {
        NodeKind.NEED_AREA: network.needs,
        NodeKind.NETWORK_AREA: network.areas,
        NodeKind.ENTRY_SITUATION: network.situations,
    }
    found = concepts.get(hit.kind, {}).get(hit.identifier)
    return Text(hit.name, hit.name) if found is None else found.label
