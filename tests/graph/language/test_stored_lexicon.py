"""A text is read from the few pages that its words lead to as it is from all names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
import yaml

from benchmarks.generated_networks import generate
from graph.language.interpretation import ParsedQuestion
from graph.language.lexicon import Lexicon
from graph.language.name_book import page_type, write_pages
from graph.language.parse import parse
from graph.language.stored_lexicon import StoredLexicon, UnreadError
from graph.message import Text
from graph.model import Catalogue
from graph.network import Network
from graph.organizations import AlternateName, Organization
from graph.services import Offer, Service

ODD = (
    Organization(slug="tre-e-mezzo", name="3.5 <casa> + lavoro"),
    Organization(slug="a-b", name="A/B (C*)", alternate_names=(AlternateName(name="_ sul Ponte"),)),
    Organization(slug="uepe-di-zona", name="U.E.P.E. di zona"),
)
TEXTS = (
    "", "x" * 300, "dalla luna a casa", "from San Vittore relase to hausing, known to SerD", "Caritas phone",
    "telefono del centro di ascolto", "senza Caritas, una casa", "won't go to Jannacci, needs a bed",
    "known to Celav, from Opera release to work", "da Bollate a casa non con Progetto Arca", "orari mensa",
    "numero del 3.5 + lavoro", "A/B contatti", "from uepe to work", "dal carcere di Opera a un lavoro",
    "sconosciuto presso la Fondazione Qualcosa", "indirizzo di Ambrosiana", "from release in t0002 to housing",
    "without t0001-dormitory-1, from detention in t0001 to housing", "dormitory t0001 phone",
    "at-libertty in t0003 work",
    "hours of the dormitori", "from t0001 prison to work",
)  # fmt: skip


class Kept:
    """The pages as a store gives them back, and which were read."""

    def __init__(self, catalogue: Catalogue) -> None:
        written = write_pages(catalogue.organizations, catalogue.services, catalogue.situations)
        self._pages = {name: msgspec.json.encode(page) for name, page in written}
        self.read_whole = False
        self.names: set[str] = set()

    def read(self, names: Iterable[str], /) -> Mapping[str, Any]:
        found = {name for name in names if name in self._pages}
        self.names |= found
        return {name: msgspec.json.decode(self._pages[name], type=page_type(name)) for name in found}

    def read_all(self) -> Mapping[str, Any]:
        self.read_whole = True
        return self.read(self._pages)


def odd(catalogue: Catalogue) -> Catalogue:
    """With names that are made of more than words, two of one name, and one that is a part of another."""
    twice = tuple(
        Service(slug=f"casa-{number}", name="Casa di Ringhiera", organizations=(Offer(organization="a-b"),))
        for number in range(2)
    )
    whole = Service(slug="ponte", name="Sul Ponte", organizations=(Offer(organization="a-b"),))
    return replace(
        catalogue,
        organizations=(*catalogue.organizations, *ODD),
        services=(*catalogue.services, *twice, whole),
        situations=tuple(
            replace(one, label=Text(f"{one.label.it} +", one.label.en)) if number % 5 == 0 else one
            for number, one in enumerate(catalogue.situations)
        ),
    )


def lexicon_of(catalogue: Catalogue) -> Lexicon:
    return Lexicon.build(
        facts=catalogue.facts, needs=catalogue.needs, situations=catalogue.situations,
        organizations=catalogue.organizations, services=catalogue.services,
    )  # fmt: skip


def stored(catalogue: Catalogue) -> tuple[StoredLexicon, Kept]:
    pages = Kept(catalogue)
    return StoredLexicon(catalogue.facts, catalogue.needs, catalogue.situations, pages), pages


def read(text: str, lexicon: StoredLexicon) -> ParsedQuestion:
    try:
        return parse(text, lexicon.few(text).lexicon)
    except UnreadError:
        return parse(text, lexicon.all(text).lexicon)


@pytest.fixture(scope="module")
def asked(project: Path) -> list[str]:
    """The texts of the acceptance cases, and further ones."""
    found: list[str] = []
    for file in sorted((project / "tests" / "acceptance" / "cases").glob("*.yaml")):
        listed = yaml.safe_load(file.read_text(encoding="utf-8"))
        found += [case["ask"] for case in listed if isinstance(case, dict) and "ask" in case]
    return [*TEXTS, *found[::12]]


@pytest.mark.slow
@pytest.mark.parametrize("which", ["milan", "generated", "odd"])
def test_a_text_is_read_as_from_all_names(which: str, milan: Network, asked: list[str]) -> None:
    catalogue = milan.catalogue
    known = {"milan": catalogue, "generated": generate(200, seed=2), "odd": odd(catalogue)}[which]
    whole, (lexicon, _) = lexicon_of(known), stored(known)
    for text in asked if which == "milan" else TEXTS:
        assert read(text, lexicon) == parse(text, whole), text


@pytest.mark.slow
@pytest.mark.parametrize("which", ["milan", "odd"])
def test_every_name_of_a_partner_is_read_as_from_all_names(which: str, milan: Network) -> None:
    catalogue = milan.catalogue
    known = catalogue if which == "milan" else odd(catalogue)
    whole, (lexicon, _) = lexicon_of(known), stored(known)
    for partner in (*known.organizations[::90], *known.services[::40], *known.organizations[-len(ODD) :]):
        for text in (f"from {partner.name} to housing", f"{partner.name} phone", f"casa, senza {partner.name[:-1]}"):
            assert read(text, lexicon) == parse(text, whole), text


@pytest.mark.slow
def test_the_complete_lexicon_reads_everything(milan: Network) -> None:
    whole, (lexicon, _) = lexicon_of(milan.catalogue), stored(milan.catalogue)
    for text in TEXTS[:6]:
        complete = lexicon.all(text).lexicon
        assert parse(text, complete) == parse(text, whole), text
        assert list(complete.phrases) == list(whole.phrases)
        assert list(complete.meanings) == list(whole.meanings)


def test_a_sign_in_a_name_is_no_pattern(milan: Network) -> None:
    read = parse("San Vittore release, a home, at 3.5 <casa>", lexicon_of(odd(milan.catalogue)))
    assert read.start is not None
    assert "housing" in read.needs


def test_a_usual_question_reads_few_pages() -> None:
    lexicon, pages = stored(generate(1_000, seed=4))
    found = parse("from release in t0007 to housing plus work", lexicon.few("from release in t0007 to housing").lexicon)
    assert found.start is not None
    assert found.start.code == "release-t0007"
    assert found.needs
    assert not pages.read_whole
    assert len(pages.names) < 12


def misspelt(names: list[str], seed: int) -> Iterator[str]:
    """Names with letters that are wrong, missing or exchanged, and parts of them."""
    random = Random(seed)  # noqa: S311 - not for secrets
    for name in names:
        letters = list(name.casefold())
        for _ in range(random.randint(0, 3)):
            place = random.randrange(len(letters))
            letters[place : place + random.randint(0, 2)] = random.choice(("", "x", "er", letters[place]))
        begin = random.randrange(max(1, len(letters) // 2))
        yield "".join(letters[begin if random.random() < 0.5 else 0 :])[:60]


@pytest.mark.sample(1)
@pytest.mark.parametrize("which", ["generated", "milan", "odd"])
def test_what_is_alike_is_found_as_among_all_phrases(which: str, milan: Network) -> None:
    catalogue = milan.catalogue
    known = {"milan": catalogue, "generated": generate(200, seed=2), "odd": odd(catalogue)}[which]
    whole, (lexicon, pages) = lexicon_of(known), stored(known)
    few = lexicon.few("").lexicon
    partners = [one.name for one in (*known.organizations, *known.services)][::4]
    others = [word for one in (*known.situations, *known.needs) for word in (one.label.it, *one.words[:2])][::4]
    found = 0
    for query in ("", "x", "qwertyuiop", *misspelt([*partners, *others], seed=1)):
        for cutoff in (66.0, 80.0):
            alike = list(few.list_alike(query, cutoff, 12))
            assert alike == list(whole.list_alike(query, cutoff, 12)), query
            found += len(alike)
    assert found > 100
    assert not pages.read_whole


@pytest.mark.parametrize(
    "text",
    [
        "from release in t0007 to housngx", "relese from t0007, needs dormitry", "prison canteens of 0012, qwerty",
        "partnr 3 risorse in t0007", "detention, external, zzzz, accompaniment",
    ],
)  # fmt: skip
def test_an_unknown_word_does_not_read_all_names(text: str) -> None:
    catalogue = generate(1_000, seed=4)
    whole, (lexicon, pages) = lexicon_of(catalogue), stored(catalogue)
    expected = parse(text, whole)
    assert any(unknown.suggestions for unknown in expected.unknown)
    assert parse(text, lexicon.few(text).lexicon) == expected
    assert not pages.read_whole
