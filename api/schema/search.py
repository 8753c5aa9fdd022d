"""Finding what the network holds by its names."""

from collections.abc import Mapping

import strawberry

from api.schema.context import Info
from api.schema.fields import LocaleArgument, field, read, say
from api.schema.node import Node
from api.schema.nodes import view_of
from graph import model, name_index
from graph.model import Text
from graph.network import Network
from graph.vocabulary import Locale, NodeKind

Labelled = model.NeedArea | model.NetworkArea | model.EntrySituation


@strawberry.type(description="Something whose name resembles the text that was searched for.")
class SearchHit:
    """A hit of the search."""

    model: strawberry.Private[name_index.Hit]

    kind: NodeKind = read("kind", "What it is.")
    slug: str = read("identifier", "Its slug or code.")
    matched: str = read("matched", "Which of its names resembles the text: also another name or word, in any language.")
    score: int = read("score", "How well it resembles the text, from 0 to 100; 100 is the same words.")

    @field("Its name.")
    def label(self, info: Info, locale: LocaleArgument = Locale.IT) -> str:
        """The name in one language."""
        return say(label_of(info.context.network, self.model), locale)

    @field("The object; null for what is no `Node`.")
    def node(self, info: Info) -> Node | None:
        """The object."""
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
