"""What a phrase with several meanings is where it stands: after `from`, after `to`, after `with`, and so on."""

from collections.abc import Callable

from graph.language.grammar import Role
from graph.language.interpretation import Meaning, ReadingKind
from graph.language.lexicon import Lexicon
from graph.language.meanings import KNOWN_TO, fact_meaning, quantity_meaning
from graph.language.passages import Choice, Senses, facts_of, one_of
from graph.model import Text
from graph.question import GivenFact
from graph.vocabulary import FactKind

WITH = ("con", "with", "ha", "has")
WITHOUT = ("senza", "without", "no")
INSIDE = ("in", "on")


class Chooser:
    """Chooses among the senses of a phrase by the role that the words before it announce."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def choose(self, role: Role | None, fresh: bool, words: tuple[str, ...], senses: Senses) -> Choice | None:
        """What the phrase `words` is after `role`; None where none of its senses fits.

        `role` None is the beginning. `fresh`: the words that announce the role stand directly before.
        """
        if role is Role.START and fresh:
            return self._start(words, senses)
        if role is Role.KNOWN and fresh and senses.partners:
            return self.known_to(senses.partners, negated=False)
        if role in (Role.WITH, Role.HAS):
            return self._attribute(role, words, senses)
        order: tuple[Callable[[Senses], Choice | None], ...]
        if role in (Role.NEEDS, Role.FOR):
            order = (_need, _start_or_fact if not (fresh and role is Role.NEEDS) else _fact)
        elif role is Role.PERSON:
            order = (_start_or_fact, _need)
        else:
            if senses.facts and senses.needs and not senses.situations:
                return Choice(ReadingKind.AMBIGUOUS, (*senses.needs, *senses.facts))
            order = (_start_or_fact, _need)
        return next((choice for take in order if (choice := take(senses)) is not None), None)

    def negate(self, strict: bool, words: tuple[str, ...], senses: Senses) -> Choice | None:
        """What the phrase is after `without`, `not` or, where `strict`, after `avoid`, which concerns partners only."""
        if not strict:
            facts = senses.facts or self._found(WITH, words)
            listed = () if senses.facts else self._found(WITHOUT, words)
            if listed:
                return facts_of(listed)
            if facts:
                opposites = tuple(self.opposite(fact) for fact in facts)
                return facts_of(tuple(one for one in opposites if one is not None)) if all(opposites) else None
        partners = self._lexicon.without_services_of(senses.partners)
        return one_of(ReadingKind.AVOID, partners) if partners else None

    def known_to(self, partners: tuple[Meaning, ...], negated: bool) -> Choice | None:
        """That a partner knows the person."""
        definition = self._lexicon.facts.get(KNOWN_TO)
        if definition is None:
            return None
        meanings = tuple(
            fact_meaning(
                GivenFact(name=KNOWN_TO, values=(partner.code,), negated=negated),
                Text(f"{definition.label.it} {partner.label.it}", f"{definition.label.en} {partner.label.en}"),
            )
            for partner in self._lexicon.without_services_of(partners)
        )
        return one_of(ReadingKind.FACT, meanings)

    def opposite(self, meaning: Meaning) -> Meaning | None:
        """That a fact does not hold; None where no single test says so."""
        (given,) = meaning.facts
        definition = self._lexicon.facts[given.name]
        if definition.kind is FactKind.INTEGER:
            if given.minimum is not None and given.maximum is not None:
                return None
            low = None if given.maximum is None else given.maximum + 1
            high = None if given.minimum is None else given.minimum - 1
            return quantity_meaning(GivenFact(name=given.name, minimum=low, maximum=high), definition)
        if definition.kind is FactKind.BOOLEAN:
            other = GivenFact(name=given.name, values=("no" if given.values == ("yes",) else "yes",))
        else:
            other = GivenFact(name=given.name, values=given.values, negated=not given.negated)
        return fact_meaning(other, Text(f"non {meaning.label.it}", f"not {meaning.label.en}"))

    def _start(self, words: tuple[str, ...], senses: Senses) -> Choice | None:
        partners = self._lexicon.without_services_of(senses.partners)
        for starts in (senses.situations, partners):
            if starts:
                return one_of(ReadingKind.START, starts, announced=True)
        # `from a shelter` says where the person is: in a shelter.
        facts = senses.facts or self._found(INSIDE, words)
        return facts_of(facts) if facts else None

    def _attribute(self, role: Role, words: tuple[str, ...], senses: Senses) -> Choice | None:
        facts = senses.facts or self._found(WITH, words)
        if facts:
            return facts_of(facts)
        lacking = self._found(WITHOUT, words)
        if lacking and all(opposites := tuple(self.opposite(one) for one in lacking)):
            return facts_of(tuple(one for one in opposites if one is not None))
        return _start_or_fact(senses) or (_need(senses) if role is Role.WITH else None)

    def _found(self, prefixes: tuple[str, ...], words: tuple[str, ...]) -> tuple[Meaning, ...]:
        found = [meaning for prefix in prefixes for meaning in self._lexicon.find_facts((prefix, *words))]
        return tuple(dict.fromkeys(found))


def _need(senses: Senses) -> Choice | None:
    return one_of(ReadingKind.NEED, senses.needs) if senses.needs else None


def _fact(senses: Senses) -> Choice | None:
    return facts_of(senses.facts) if senses.facts and not senses.situations else None


def _start_or_fact(senses: Senses) -> Choice | None:
    """A situation that no word announces as the start, or facts."""
    if len(senses.situations) == 1:
        return Choice(ReadingKind.START, senses.situations, instead=senses.facts)
    if senses.situations:
        return Choice(ReadingKind.AMBIGUOUS, (*senses.situations, *senses.facts))
    return facts_of(senses.facts) if senses.facts else None
