"""All that is needed to read a question in words, built once from what a catalogue knows."""

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property
from sys import intern
from typing import Protocol, Self

from graph.concepts import EntrySituation, FactDefinition, NeedArea
from graph.formula import FactTest
from graph.language.grammar import list_connectives, list_forms, list_markers, list_phrase_classes
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.meanings import Entry, fact_entries, need_entries, situation_entries
from graph.language.partner_names import partner_entries
from graph.language.pattern_list import PatternCollection, PatternList, PhraseClasses
from graph.language.patterns import ClassName, PatternParser
from graph.language.phrase_search import FoundPhrase, PhraseSearch
from graph.language.quantities import WORDS as QUANTITY_WORDS
from graph.language.tokens import LIGHT, phrase_words
from graph.organizations import Organization
from graph.services import Service
from graph.structs import Struct, replace
from graph.vocabulary import FactKind, Locale

PARTNERS = (MeaningKind.ORGANIZATION, MeaningKind.SERVICE)
SHORTEST_TARGET = 4
_SHORTEST_COUNTRY = 5
"""Country names below are too close to common words (`Perù` and `però`) to correct anything to them."""


class FurtherWords(Struct, frozen=True):
    """Words of phrases that are known and not at hand: as such, as words with other forms, as aims of corrections."""

    known: frozenset[str] = frozenset()
    inflecting: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()


_NOTHING_FURTHER = FurtherWords()


class FurtherPhrases(Protocol):
    """Finds phrases where a lexicon has not all of them."""

    def list_alike(self, query: str, cutoff: float, limit: int) -> Iterable[FoundPhrase]:
        """As `Lexicon.list_alike`."""
        ...

    def list_with(self, word: str) -> Iterable[FoundPhrase]:
        """As `Lexicon.list_with`."""
        ...


class Lexicon(Struct, frozen=True, eq=False, dict=True):
    """The phrases of a catalogue; immutable, and safe to share.

    `classes`: the phrases of each class. `vocabulary`: the words of phrases and grammar, none of which is ever
    corrected. `targets`: those that typing errors are corrected to. `inflected`: for another form of a word, the
    words. `naming`: the partners that have a word in one of their names. `meanings[i]` is a meaning of `phrases[i]`, of
    the phrases that name no class. `offers`: the organizations that offer a service. `follows`: needs that a fact said
    of the person asks for by itself. `alarms`: the phrases that are listened for apart from all others. `further` finds
    phrases where not all are at hand.
    """

    patterns: PatternList
    classes: PhraseClasses
    vocabulary: frozenset[str]
    prefixes: tuple[str, ...]
    targets: tuple[str, ...]
    inflected: Mapping[str, tuple[str, ...]]
    naming: Mapping[str, tuple[Meaning, ...]]
    phrases: Sequence[str]
    meanings: Sequence[Meaning]
    facts: Mapping[str, FactDefinition]
    needs: Mapping[str, NeedArea]
    situations: Mapping[str, EntrySituation]
    offers: Mapping[str, frozenset[str]]
    follows: tuple[tuple[FactTest, str], ...]
    locales: Mapping[str, Locale]
    alarms: PatternList
    further: "FurtherPhrases | None" = None

    def list_alike(self, query: str, cutoff: float, limit: int) -> "Iterable[FoundPhrase]":
        """The phrases that are most like `query`: up to `limit`, the best first, then in their order.

        None is less alike than `cutoff` percent.
        """
        if self.further is not None:
            return self.further.list_alike(query, cutoff, limit)
        found = self._search.list_alike(query, cutoff, limit)
        return [FoundPhrase(phrase, self.meanings[index], score) for phrase, score, index in found]

    def list_with(self, word: str) -> "Iterable[FoundPhrase]":
        """The phrases that have `word`. Where not all are at hand, the shortest of those that are not suffice."""
        if self.further is not None:
            return self.further.list_with(word)
        return [FoundPhrase(self.phrases[number], self.meanings[number]) for number in self._search.list_with(word)]

    @cached_property
    def situation_meanings(self) -> Mapping[str, Meaning]:
        """What each entry situation means, by its code. No partner has to be read for it."""
        found: dict[str, Meaning] = {}
        for meaning in self.meanings:
            if meaning.kind is MeaningKind.SITUATION:
                found.setdefault(meaning.code, meaning)
            if len(found) == len(self.situations):
                break
        return found

    @cached_property
    def targets_by_length(self) -> Mapping[int, Sequence[str]]:
        """The words that typing errors are corrected to, by how many letters they have."""
        found: dict[int, list[str]] = {}
        for word in self.targets:
            found.setdefault(len(word), []).append(word)
        return found

    @cached_property
    def _search(self) -> PhraseSearch:
        return PhraseSearch(self.phrases)

    def __repr__(self) -> str:
        return f"<Lexicon of {len(self.phrases)} phrases>"

    @classmethod
    def build(
        cls,
        *,
        facts: Iterable[FactDefinition] = (),
        needs: Iterable[NeedArea] = (),
        situations: Iterable[EntrySituation] = (),
        organizations: Iterable[Organization] = (),
        services: Iterable[Service] = (),
    ) -> Self:
        """The lexicon of these objects: their labels, names, slugs and `words`, in both languages."""
        organizations, services = tuple(organizations), tuple(services)
        return cls.of(
            facts=facts,
            needs=needs,
            situations=situations,
            partners=partner_entries(organizations, services),
            offers={one.slug: frozenset(offer.organization for offer in one.organizations) for one in services},
        )

    @classmethod
    def of(
        cls,
        *,
        facts: Iterable[FactDefinition],
        needs: Iterable[NeedArea],
        situations: Iterable[EntrySituation],
        partners: Iterable[Entry],
        offers: Mapping[str, frozenset[str]],
        further: FurtherWords = _NOTHING_FURTHER,
    ) -> Self:
        """The lexicon of these objects, with the phrases of `partners` and the `further` words."""
        facts, needs, situations = tuple(facts), tuple(needs), tuple(situations)
        sets = frozenset(fact.name for fact in facts if fact.kind is FactKind.SET)
        countries = [fact for fact in facts if fact.kind is FactKind.COUNTRY]
        alarms = [fact for fact in facts if fact.alarm]
        index = _Index()
        index.add_classes()
        index.add_markers()
        index.add(need_entries(needs))
        index.add(situation_entries(situations, sets))
        index.add(fact_entries(fact for fact in facts if fact not in (*countries, *alarms)))
        index.add(partners, inflecting=False)
        index.add(fact_entries(countries), inflecting=False, shortest_target=_SHORTEST_COUNTRY)
        index.add_alarms(fact_entries(alarms))
        index.add_words(further)
        return cls(
            patterns=index.patterns.collected(),
            classes=PhraseClasses.of({name: phrases.collected() for name, phrases in index.classes.items()}),
            vocabulary=frozenset(index.words | index.grammar | LIGHT | list_connectives()),
            prefixes=tuple(sorted(index.prefixes)),
            targets=tuple(sorted(index.targets)),
            inflected=index.list_inflected(),
            naming={word: tuple(dict.fromkeys(partners)) for word, partners in index.naming.items()},
            phrases=tuple(index.phrases),
            meanings=tuple(index.meanings),
            facts={fact.name: fact for fact in facts},
            needs={need.code: need for need in needs},
            situations={situation.code: situation for situation in situations},
            offers=offers,
            follows=tuple((need.follows_when, need.code) for need in needs if isinstance(need.follows_when, FactTest)),
            locales=index.list_locales(),
            alarms=index.alarms.collected(),
        )

    def without_records(self) -> Self:
        """What is kept of it beside a catalogue; `with_records_of` gives it back."""
        return replace(self, facts={}, needs={}, situations={})

    def with_records_of(
        self, facts: Iterable[FactDefinition], needs: Iterable[NeedArea], situations: Iterable[EntrySituation]
    ) -> Self:
        """The same lexicon, with the records of the catalogue that it was built from: so that nothing is held twice."""
        return replace(
            self,
            facts={fact.name: fact for fact in facts},
            needs={need.code: need for need in needs},
            situations={situation.code: situation for situation in situations},
        )

    def find_facts(self, words: Sequence[str]) -> tuple[Meaning, ...]:
        """The facts that exactly `words` state."""
        senses = self.patterns.trie.find(words)
        return tuple(one for one in senses if isinstance(one, Meaning) and one.kind is MeaningKind.FACT)

    def without_services_of(self, partners: Iterable[Meaning]) -> tuple[Meaning, ...]:
        """`partners` without the services of organizations that are themselves in `partners`."""
        partners = tuple(partners)
        slugs = {partner.code for partner in partners if partner.kind is MeaningKind.ORGANIZATION}
        return tuple(
            one for one in partners if one.kind is not MeaningKind.SERVICE or not slugs & self.offers[one.code]
        )

    def topmost(self, need: str) -> str:
        """The need at the top of the hierarchy over `need`."""
        while (parent := self.needs[need].parent) is not None:
            need = parent
        return need

    def is_below(self, need: str, other: str) -> bool:
        """Whether `need` stands below `other` and meeting it meets `other`."""
        while (parent := self.needs[need].parent) is not None and self.needs[need].counts_for_parent:
            if parent == other:
                return True
            need = parent
        return False


_NAMES_ONE = frozenset({"gender", "nationality"})
"""Facts whose words are not inflected: *imputato* is no woman, and *male* is not Mali."""


class _Index:
    """Collects phrases; filled once, then read."""

    def __init__(self) -> None:
        self._parser = PatternParser()
        self.patterns = PatternCollection(self._parser)
        self.alarms = PatternCollection(self._parser)
        self.classes: dict[str, PatternCollection] = {}
        self.phrases: list[str] = []
        self.meanings: list[Meaning] = []
        self.grammar: set[str] = set(QUANTITY_WORDS)
        self.words: set[str] = set()
        self.prefixes: set[str] = set()
        self.targets: set[str] = set()
        self.naming: dict[str, list[Meaning]] = {}
        self._inflecting: set[str] = set()
        self._spoken: dict[Locale, set[str]] = {Locale.IT: set(), Locale.EN: set()}

    def add_classes(self) -> None:
        said: set[str] = set()
        for name, pattern in list_phrase_classes():
            of_class = self.classes.setdefault(name, PatternCollection(self._parser))
            said.update(of_class.add(pattern, ClassName(name)))
        self._know(said, said, SHORTEST_TARGET)

    def add_markers(self) -> None:
        for phrase, marker in list_markers():
            self.grammar.update(self.patterns.add(phrase, marker))
            if marker.locale is not None:
                self._spoken[marker.locale].update(phrase_words(phrase.removeprefix(f"{marker.locale}:")))

    def add(
        self, entries: Iterable[tuple[str, Meaning]], inflecting: bool = True, shortest_target: int = SHORTEST_TARGET
    ) -> None:
        """Add phrases with their meanings.

        If `inflecting`, other forms of their words count too. Typing errors are corrected only to words of at least
        `shortest_target` letters."""
        said: set[str] = set()
        inflected: set[str] = set()
        for phrase, meaning in entries:
            words = self.patterns.add(phrase, meaning)
            said.update(words)
            if inflecting and _NAMES_ONE.isdisjoint([given.name for given in meaning.facts]):
                inflected.update(words)
            if "<" not in phrase:
                self.phrases.append(" ".join(words))
                self.meanings.append(meaning)
            if meaning.kind in PARTNERS:
                for word in words:
                    self.naming.setdefault(word, []).append(meaning)
        self._know(said, inflected, shortest_target)

    def add_alarms(self, entries: Iterable[tuple[str, Meaning]]) -> None:
        """Add phrases that are listened for apart from the others. Their words are known, with their other forms."""
        said = {word for phrase, meaning in entries for word in self.alarms.add(phrase, meaning)}
        self._know(said, said)

    def _know(self, said: Set[str], inflected: Set[str], shortest_target: int | None = None) -> None:
        """Note words, and beginnings of words, that phrases have. Typing errors are corrected to none if so."""
        plain = {word for word in said if word[-1] != "*"}
        self.prefixes.update(word[:-1] for word in said - plain)
        self.words |= plain
        self._inflecting |= plain & inflected
        if shortest_target is not None:
            self.targets.update(word for word in plain if len(word) >= shortest_target)

    def add_words(self, further: FurtherWords) -> None:
        """Add words without their phrases."""
        self.words |= further.known
        self.targets.update(word for word in further.targets if len(word) >= SHORTEST_TARGET)
        self._inflecting |= further.inflecting

    def list_inflected(self) -> dict[str, tuple[str, ...]]:
        """For each inflected form, the words of phrases that have this form."""
        forms: dict[str, tuple[str, ...]] = {}
        for word in sorted(self._inflecting):
            alone = (word,)  # one for all of its forms
            for form in list_forms(word):
                if form not in self.grammar:
                    forms[intern(form)] = (*forms[form], word) if form in forms else alone
        return forms

    def list_locales(self) -> dict[str, Locale]:
        """The words of grammar that only one language has, each with that language."""
        italian, english = self._spoken[Locale.IT], self._spoken[Locale.EN]
        return {
            **dict.fromkeys(sorted(italian - english), Locale.IT),
            **dict.fromkeys(sorted(english - italian), Locale.EN),
        }
