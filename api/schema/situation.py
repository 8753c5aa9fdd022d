"""The vocabulary of a person's situation, facts as they read, and where a path starts."""

import strawberry

from api.schema.fields import View, each, read, text
from api.schema.paging import Node
from api.schema.source import Cited
from graph import concepts
from graph.question import GivenFact
from graph.referral import answer
from graph.vocabulary import FactKind


@strawberry.type
class Effect(Cited[concepts.Effect]):
    """What is true after something: a fact and its value."""

    fact: str = read("fact", "The name of the fact.")
    value: str = read("value", "Its new value; for a set-valued fact, its new member.")


@strawberry.type
class FactValue(View[concepts.FactValue]):
    """One value of a fact."""

    code: str = read("code", "The code that a question gives.")
    label: str = text("label", "How the value reads.")
    broader: str | None = read(
        "broader",
        "The value that this one is a kind of: whoever has this one has that one too; null if there is none.",
    )
    implies: list[Effect] = each(
        "implies", Effect, "What then holds of other facts, unless the question or the start says otherwise.", size=1
    )
    words: list[str] = read("words", "Further ways to say it, in either language.", size=3)
    assumed_for: list[str] | None = read(
        "assumed_for",
        "Codes of the only needs for which a plan may assume the value; null where it always may.",
        size=1,
    )


@strawberry.type
class FactDefinition(Node[concepts.FactDefinition]):
    """A fact about a person's situation: its domain, and the question that asks for it."""

    name: str = read("name", "The name that a question gives.")
    label: str = text("label", "How the fact reads.")
    kind: FactKind = read("kind", "The domain of the fact.")
    question: str = text("question", "What to ask to learn it.")
    closed_world: bool = read(
        "closed_world", "What is not given does not hold (contact with a service); never assumed, never asked."
    )
    sensitive: bool = read(
        "sensitive", "A special category of personal data (GDPR art. 9 and 10): never stored, and asked with care."
    )
    fixed: bool = read("fixed", "Neither the person nor a case worker can change it, so no repair proposes to.")
    assumed_for: list[str] | None = read(
        "assumed_for", "Codes of the only needs for which a plan may assume the fact; null where it always may.", size=1
    )
    note: str | None = read("note", "A remark for whoever uses the fact; null if there is none.")

    values: list[FactValue] = each(
        "values", FactValue, "The values of a choice or a set; empty for the other domains.", size=10
    )

    @property
    def key(self) -> str:
        """A fact is known by its name."""
        return self.model.name


@strawberry.type
class Fact(View[answer.FactText]):
    """A condition on one fact, as a plan uses it: its value is one of `cells`."""

    variable: str = read("name", "The fact; for a set-valued one with its member, as in `known_to:celav`.")
    cells: list[str] = read("cells", "The values or intervals that it may have here.", size=3)
    text: str = text("text", "How it reads.")


@strawberry.type
class EntrySituation(Cited[concepts.EntrySituation], Node[concepts.EntrySituation]):
    """A situation from which a path starts, such as release from a prison (cv:LifeEvent)."""

    code: str = read("code", "The code that a question gives.")
    label: str = text("label", "The name.")
    known_to: list[str] = read(
        "known_to", "Slugs of organizations and services that know the person from the start.", size=2
    )
    territory: str | None = read(
        "territory", "The territory in which the path starts; null where services of every territory count."
    )

    facts: list[Effect] = each("facts", Effect, "What the situation implies about the person.", size=4)
    rules_out: list[Effect] = each("rules_out", Effect, "The values of facts that the situation rules out.", size=2)
    words: list[str] = read("words", "Further words for it, in either language.", size=3)


@strawberry.type
class ProfileFact(View[GivenFact]):
    """What holds of a profile or is given in a question, as the test of a fact."""

    name: str = read("name", "The name of the fact.")
    values: list[str] = read("values", "It is one of these; empty for a range.", size=2)
    negated: bool = read("negated", "It is none of `values` instead.")
    min: int | None = read("minimum", "The least whole number; null where it is open.")
    max: int | None = read("maximum", "The greatest whole number; null where it is open.")


@strawberry.type
class Profile(Cited[concepts.Profile]):
    """A published set of facts for which coverage is computed; never a person."""

    code: str = read("code", "Its code.")
    label: str = text("label", "Its name.")

    facts: list[ProfileFact] = each(
        "facts", ProfileFact, "What holds of it: what a question would give as `facts`.", size=4
    )
