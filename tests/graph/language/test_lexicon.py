"""Every phrase of the catalogue is read as what lists it."""

from collections.abc import Iterator
from typing import Any

from graph.language import Interpretation, Lexicon, parse
from graph.language.meanings import describe
from graph.language.tokens import phrase_words
from graph.model import NeedArea, Organization, Service, Text


def _misread(phrases: Iterator[tuple[str, str, str]], lexicon: Lexicon) -> list[tuple[str, str]]:
    """The texts that are not read as the code that lists their phrase, nor left open with it as an alternative."""
    wrong = []
    for text, code, other in phrases:
        asked = parse(text, lexicon)
        open_codes = {meaning.code for one in asked.ambiguous for meaning in one.alternatives}
        if code not in open_codes and not (asked.complete and code in _codes(asked) <= {code, other}):
            wrong.append((text, code))
    return wrong


def _codes(asked: Interpretation) -> set[str]:
    start = {asked.start.code} if asked.start else set()
    return start | {*asked.needs, *asked.avoid} | set(map(describe, asked.facts))


def test_needs(vocabulary: dict[str, Any], lexicon: Lexicon) -> None:
    phrases = [
        (f"{to} {phrase}", need.code, "")
        for need in vocabulary["needs"]
        for phrase in (need.label.it, need.label.en, *need.words)
        for to in ("to", "a")
    ]
    assert _misread(iter(phrases), lexicon) == []


def test_situations(vocabulary: dict[str, Any], lexicon: Lexicon) -> None:
    phrases = [
        (f"{start} {phrase}", situation.code, "")
        for situation in vocabulary["situations"]
        for phrase in (situation.label.it, situation.label.en, *situation.words)
        for start in ("from", "da")
    ]
    assert _misread(iter(phrases), lexicon) == []


def test_facts(vocabulary: dict[str, Any], lexicon: Lexicon) -> None:
    phrases = [
        (f"{person} {word}", f"{fact.name}={value.code}", "naga")
        for fact in vocabulary["facts"]
        for value in fact.values
        for word in value.words
        for person in ("from Naga for a person,", "da Naga per una persona,")
    ]
    assert _misread(iter(phrases), lexicon) == []


def test_no_phrase_is_listed_under_two_needs(vocabulary: dict[str, Any]) -> None:
    owners: dict[tuple[str, ...], set[str]] = {}
    for need in vocabulary["needs"]:
        for phrase in (need.label.it, need.label.en, *need.words):
            owners.setdefault(phrase_words(phrase), set()).add(need.code)
    assert [words for words, codes in owners.items() if len(codes) > 1] == []


def test_partners_are_found_by_each_of_their_names(vocabulary: dict[str, Any], lexicon: Lexicon) -> None:
    prisons = {"carcere-san-vittore", "casa-reclusione-opera", "casa-reclusione-bollate"}
    partners: list[Organization | Service] = [*vocabulary["organizations"], *vocabulary["services"]]
    for partner in partners:
        for name in (partner.name, partner.slug, *(alternate.name for alternate in partner.alternate_names)):
            assert parse(f"senza {name}", lexicon).avoid == (partner.slug,)
            start = parse(f"from {name}", lexicon).start
            assert start is not None
            assert start.code == partner.slug or partner.slug in prisons


def test_a_need_like_the_name_of_a_partner_is_the_need_where_needs_are_named() -> None:
    need = NeedArea(code="legal", label=Text("Avvocati", "Lawyers"))
    lexicon = Lexicon.build(needs=[need], organizations=[Organization(slug="bar", name="Avvocati")])
    assert parse("to avvocati", lexicon).needs == ("legal",)
    assert parse("senza avvocati", lexicon).avoid == ("bar",)


def test_a_service_named_like_its_organization_is_the_organization(lexicon: Lexicon) -> None:
    assert parse("senza équipe carcere", lexicon).avoid == ("celav-equipe-carcere",)
    assert parse("senza Celav", lexicon).avoid == ("celav",)
