"""Every phrase of the catalogue is read as what lists it."""

from typing import Any

from graph.concepts import NeedArea
from graph.language.lexicon import Lexicon
from graph.language.parse import parse
from graph.language.tokens import phrase_words
from graph.message import Text
from graph.organizations import Organization
from graph.services import Service


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
            lacked = partner.slug == "medico-di-base"  # `senza medico di base` asks for one
            assert parse(f"senza {name}", lexicon).avoid == (() if lacked else (partner.slug,))
            start = parse(f"from {name}", lexicon).start
            assert partner.slug in prisons or (start is not None and start.code == partner.slug)


def test_a_need_like_the_name_of_a_partner_is_the_need_where_needs_are_named() -> None:
    need = NeedArea(code="legal", label=Text("Avvocati", "Lawyers"))
    lexicon = Lexicon.build(needs=[need], organizations=[Organization(slug="bar", name="Avvocati")])
    assert parse("to avvocati", lexicon).needs == ("legal",)
    assert parse("senza avvocati", lexicon).avoid == ("bar",)


def test_a_service_named_like_its_organization_is_the_organization(lexicon: Lexicon) -> None:
    assert parse("senza équipe carcere", lexicon).avoid == ("celav-equipe-carcere",)
    assert parse("senza Celav", lexicon).avoid == ("celav",)
