"""The vocabulary of a person's situation, facts as they read, and where a path starts."""

import strawberry

from api.schema.fields import View, each, read, text
from api.schema.relay import Node
from api.schema.source import Cited
from graph import concepts
from graph.question import GivenFact
from graph.referral import plan
from graph.vocabulary import FactKind


@strawberry.type
class Effect(Cited[concepts.Effect]):
    """A change in a fact: the fact and its new value."""

    fact: str = read("fact", "The name of the fact.")
    value: str = read("value", "Its new value; for a set-valued fact, its new member.")


@strawberry.type
class FactValue(View[concepts.FactValue]):
    """A value of a fact."""

    code: str = read("code", "The code to use in questions.")
    label: str = text("label", "The value in words.")
    broader: str | None = read(
        "broader",
        "The more general value, which then holds as well; null if there is none.",
    )
    implies: list[Effect] = each(
        "implies", Effect, "Values of other facts that follow, unless the question or the start says otherwise.", size=1
    )
    words: list[str] = read("words", "Other ways to say it, in either language.", size=3)
    assumed_for: list[str] | None = read(
        "assumed_for",
        "Codes of the only needs for which a plan may assume the value; null if every plan may.",
        size=1,
    )


@strawberry.type
class FactDefinition(Node[concepts.FactDefinition]):
    """A fact about a person's situation: its possible values and the question that asks for it."""

    name: str = read("name", "The name to use in questions.")
    label: str = text("label", "The name in words.")
    kind: FactKind = read("kind", "The type of its values.")
    question: str = text("question", "The question that asks for it.")
    closed_world: bool = read(
        "closed_world",
        "True if the fact does not hold unless it is given, such as contact with a service. It is never assumed "
        "or asked.",
    )
    sensitive: bool = read(
        "sensitive",
        "True for special categories of personal data (GDPR art. 9 and 10). The fact is never stored, and must be"
        " asked with care.",
    )
    fixed: bool = read(
        "fixed", "True if neither the person nor a case worker can change it. Repairs never propose to change it."
    )
    assumed_for: list[str] | None = read(
        "assumed_for", "Codes of the only needs for which a plan may assume the fact; null if every plan may.", size=1
    )
    note: str | None = read("note", "A note for users of the fact; null if there is none.")

    values: list[FactValue] = each(
        "values", FactValue, "The values of a choice or a set. Empty for other types.", size=10
    )

    @property
    def key(self) -> str:
        """A fact is known by its name."""
        return self.model.name


@strawberry.type
class Fact(View[plan.FactText]):
    """A condition on one fact in a plan. The value is one of `cells`."""

    variable: str = read("name", "The fact. For a set-valued fact, the fact and its member, as in `known_to:celav`.")
    cells: list[str] = read("cells", "The accepted values or intervals.", size=3)
    text: str = text("text", "The text.")


@strawberry.type
class EntrySituation(Cited[concepts.EntrySituation], Node[concepts.EntrySituation]):
    """A situation from which a path starts, such as release from a prison (cv:LifeEvent)."""

    code: str = read("code", "The code to use in questions.")
    label: str = text("label", "The name.")
    known_to: list[str] = read(
        "known_to", "Slugs of organizations and services that know the person from the start.", size=2
    )
    territory: str | None = read(
        "territory", "The territory in which the path starts; null if services of every territory apply."
    )

    facts: list[Effect] = each("facts", Effect, "What the situation implies about the person.", size=4)
    rules_out: list[Effect] = each("rules_out", Effect, "Values of facts that the situation excludes.", size=2)
    words: list[str] = read("words", "Other words for it, in either language.", size=3)


@strawberry.type
class ProfileFact(View[GivenFact]):
    """A test of a fact, in a profile or in a question."""

    name: str = read("name", "The name of the fact.")
    values: list[str] = read("values", "The accepted values. Empty for a range.", size=2)
    negated: bool = read("negated", "True if `values` are excluded instead.")
    min: int | None = read("minimum", "The smallest whole number; null if there is no minimum.")
    max: int | None = read("maximum", "The largest whole number; null if there is no maximum.")


@strawberry.type
class Profile(Cited[concepts.Profile]):
    """A published set of facts for which coverage is computed. It never describes a real person."""

    code: str = read("code", "The code.")
    label: str = text("label", "The name.")

    facts: list[ProfileFact] = each(
        "facts", ProfileFact, "The facts of the profile, in the form of `facts` in a question.", size=4
    )
