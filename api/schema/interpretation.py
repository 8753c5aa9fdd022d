"""What the program understood of a question."""

from dataclasses import dataclass

import strawberry

from api.schema.context import Info
from api.schema.coverage import ProfileFact
from api.schema.fact import Fact
from api.schema.fields import field, read, text
from api.schema.need_area import NeedArea
from api.schema.plan import list_needs
from graph.model import Text
from graph.network import Network
from graph.question import EntryKind, EntryPoint
from graph.referral import answer
from graph.referral.initial_state import Origin
from graph.vocabulary import Locale


@strawberry.type(description="Words of the question, and what they were understood as.")
class ReadWords:
    """Words that were understood."""

    model: strawberry.Private[answer.ReadWords]

    words: str = read("words", "The words.")
    begin: int = read("begin", "Where they begin, in characters from 0.")
    end: int = read("end", "Where they end, excluded.")
    kind: str = read("kind", "What they are: a start, a need, a fact, something to avoid, or a connective.")
    code: str | None = read("code", "The code that they stand for; null for a connective.")
    corrected: bool = read("corrected", "Whether a slip of the pen was corrected.")


@strawberry.type(description="Words of the question that were not understood.")
class UnknownWords:
    """Words that were not understood."""

    model: strawberry.Private[answer.UnknownWords]

    words: str = read("words", "The words.")
    begin: int = read("begin", "Where they begin, in characters from 0.")
    end: int = read("end", "Where they end, excluded.")
    suggestions: list[str] = read("suggestions", "What they may mean.", size=3)


@strawberry.type(description="A fact that is known, and whether the question gives it or the start implies it.")
class KnownFact:
    """A fact that is known."""

    origin: Origin = strawberry.field(description="What makes it hold.")
    fact: Fact = strawberry.field(description="The fact.")


@dataclass(frozen=True, slots=True)
class EntryLabel:
    """How a start reads."""

    words: Text


@strawberry.type(description="Where the path starts, as understood.")
class InterpretedEntry:
    """Where the path starts."""

    kind: EntryKind = strawberry.field(description="What it is.")
    code: str = strawberry.field(description="Its code or slug.")
    model: strawberry.Private[EntryLabel]

    label: str = text("words", "Its name; the code where the network has no such start.")


@strawberry.type(description="What the program understood of the question.")
class Interpretation:
    """What was understood."""

    model: strawberry.Private[answer.Interpretation]

    locale: Locale | None = read("locale", "The language of a question in words; null for one in codes.")

    @field("Where the path starts; null where the question does not say.", name="from")
    def from_(self, info: Info) -> InterpretedEntry | None:
        """Where the path starts."""
        if self.model.question is None:
            return None
        start = self.model.question.start
        words = _entry_label(info.context.network, start)
        return InterpretedEntry(kind=start.kind, code=start.code, model=EntryLabel(words))

    @field("The needs, as far as the network has them.", size=3)
    def needs(self, info: Info) -> list[NeedArea]:
        """The needs."""
        return list_needs(info, self.model.question.needs if self.model.question else ())

    @field("Everything that is known about the person: given, or implied by where the path starts.", size=6)
    def facts(self) -> list[KnownFact]:
        """What is known."""
        return [KnownFact(origin=origin, fact=Fact(model=fact)) for origin, fact in self.model.known]

    @field(
        "The facts that the question gives, as one in codes would; what the start implies is not among them.", size=6
    )
    def given(self) -> list[ProfileFact]:
        """The facts that the question gives."""
        return [ProfileFact(model=fact) for fact in self.model.question.facts] if self.model.question else []

    @field("Slugs of what no step may use.", size=3)
    def avoid(self) -> list[str]:
        """What to avoid."""
        return list(self.model.question.avoid) if self.model.question else []

    @field("The words that were understood; empty for a question in codes.", size=10)
    def read_words(self) -> list[ReadWords]:
        """The words that were understood."""
        return [ReadWords(model=words) for words in self.model.read]

    @field("The words that were not understood; where there are any, nothing is planned.", size=5)
    def unknown_words(self) -> list[UnknownWords]:
        """The words that were not understood."""
        return [UnknownWords(model=words) for words in self.model.unknown]


def _entry_label(network: Network, start: EntryPoint) -> Text:
    if start.kind is EntryKind.SITUATION:
        situation = network.situations.get(start.code)
        return situation.label if situation else Text(start.code, start.code)
    nodes = network.organizations if start.kind is EntryKind.ORGANIZATION else network.services
    name = nodes[start.code].name if start.code in nodes else start.code
    return Text(name, name)
