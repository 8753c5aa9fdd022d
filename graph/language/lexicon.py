"""All that is needed to read a question in words, built once from what a catalogue knows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from graph.language.grammar import list_markers
from graph.language.indexing import PhraseIndex
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.meanings import fact_entries, need_entries, situation_entries
from graph.language.partners import partner_entries
from graph.language.tokens import phrase_words
from graph.language.trie import Node
from graph.model import EntrySituation, FactDefinition, NeedArea, Organization, Service, Text
from graph.vocabulary import FactKind, Locale

_SHORTEST_COUNTRY = 5
"""Country names below are too close to common words (`Perù` and `però`) to correct anything to them."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Lexicon:
    """The phrases of a catalogue; immutable, and safe to share.

    `vocabulary`: the words of phrases and grammar, none of which is ever corrected. `targets`: those that typing
    errors are corrected to. `inflected`: for another form of a word, the words. `joined`: phrases written as one
    word. `naming`: the partners that have a word in one of their names. `meanings[i]` is a meaning of `phrases[i]`.
    `offers`: the organizations that offer a service. `locales`: the language of words that only one language has.
    """

    root: Node
    vocabulary: frozenset[str]
    targets: tuple[str, ...]
    inflected: Mapping[str, tuple[str, ...]]
    joined: Mapping[str, tuple[str, ...]]
    naming: Mapping[str, tuple[Meaning, ...]]
    phrases: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    facts: Mapping[str, FactDefinition]
    offers: Mapping[str, frozenset[str]]
    locales: Mapping[str, Locale]

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
        facts, needs, situations, services = tuple(facts), tuple(needs), tuple(situations), tuple(services)
        countries = tuple(fact for fact in facts if fact.kind is FactKind.COUNTRY)
        sets = frozenset(fact.name for fact in facts if fact.kind is FactKind.SET)
        index = PhraseIndex()
        index.add(need_entries(needs))
        index.add(situation_entries(situations, sets))
        index.add(fact_entries(fact for fact in facts if fact not in countries))
        index.add(partner_entries(organizations, services), inflecting=False)
        index.add(fact_entries(countries), inflecting=False, shortest_target=_SHORTEST_COUNTRY)
        labels = [labelled.label for group in (needs, situations, facts) for labelled in group]
        return cls(
            root=index.root,
            vocabulary=index.vocabulary(),
            targets=index.targets(),
            inflected=index.inflected(),
            joined=index.joined(),
            naming=index.naming(),
            phrases=tuple(index.phrases),
            meanings=tuple(index.meanings),
            facts={fact.name: fact for fact in facts},
            offers={one.slug: frozenset(offer.organization for offer in one.organizations) for one in services},
            locales=_locales(labels),
        )

    def find_facts(self, words: Sequence[str]) -> tuple[Meaning, ...]:
        """The facts that exactly `words` state."""
        senses = self.root.find(words)
        return tuple(one for one in senses if isinstance(one, Meaning) and one.kind is MeaningKind.FACT)

    def without_services_of(self, partners: Iterable[Meaning]) -> tuple[Meaning, ...]:
        """`partners` but for the services of organizations that are among them."""
        partners = tuple(partners)
        slugs = {partner.code for partner in partners if partner.kind is MeaningKind.ORGANIZATION}
        return tuple(
            one for one in partners if one.kind is not MeaningKind.SERVICE or not slugs & self.offers[one.code]
        )


def _locales(labels: Iterable[Text]) -> dict[str, Locale]:
    words: dict[Locale, set[str]] = {Locale.IT: set(), Locale.EN: set()}
    for label in labels:
        words[Locale.IT].update(phrase_words(label.it))
        words[Locale.EN].update(phrase_words(label.en))
    for phrase, marker in list_markers():
        if marker.locale is not None:
            words[marker.locale].update(phrase_words(phrase))
    only = {locale: words[locale] - words[other] for locale, other in zip(Locale, reversed(Locale), strict=True)}
    return {word: locale for locale, found in only.items() for word in found}
