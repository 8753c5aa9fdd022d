from itertools import islice, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Judgement
from graph.organizations import AlternateName, Organization
from graph.services import Listing
from graph.vocabulary import IdentityVerdict
from ingest.catalogue import load_catalogue
from ingest.decode import decode
from ingest.look_alikes import MOST_SHOWN, LookAlike, unjudged_pairs, unrecorded_merges
from ingest.yaml_entries import read_entries


def organization(slug: str, *names: str) -> Organization:
    name, *others = names
    return Organization(slug=slug, name=name, alternate_names=tuple(AlternateName(name=other) for other in others))


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("SAM - Caritas", "SAM - Caritsa", "alike"),
        ("Progetto Arca", "Fondazione progetto Arca onlus", "shared"),
        ("Casa Verde", "Villaggio Verde e Prati", "shared"),
        ("Effatà-Apriti", "Effatà – Milano", "shared"),
        ("CAD", "CAD – ritrovo", "shared"),
        ("C.A.S.T.", "Conforto Assistenza Sostegno Territorio", "acronym"),
        ("Parrocchia Arsia Uno Due (ARCA)", "Arca Nuova Luce Bella", "acronym"),
    ],
)
def test_close_names_are_proposed_with_the_rule(one: str, other: str, rule: str) -> None:
    (proposal,) = unjudged_pairs([organization("b", other), organization("a", one)], [], [])
    assert (proposal.left, proposal.right) == ("a", "b")
    assert proposal.because.startswith(f"{rule}: ")


def propose(*names: str) -> tuple[LookAlike, ...]:
    return unjudged_pairs([organization(f"o{index:02}", name) for index, name in enumerate(names)], [], [])


@pytest.mark.parametrize("form", ["ODV", "APS", "ETS", "Società Cooperativa Sociale", "Impresa Sociale S.r.l.", "Inc."])
def test_a_legal_form_that_many_have_does_not_make_names_close(form: str) -> None:
    names = ("Arcobaleno", "Insieme", "Il Ponte", "Nuovi Orizzonti", "Speranza", "Prova")
    assert propose(*(f"{name} {form}" for name in names)) == ()


@pytest.mark.parametrize(
    "names",
    [
        ("Consolato Egitto", "Consolato Marocco", "Consolato Tunisia"),
        ("Casa del Sole", "Casa della Luna", "Casa Verde", "Casa Bianca"),
        ("Centro Torino", "Questura di Torino", "Mensa di Torino", "Ambulatorio Torino"),
        ("Прометей", "希望之家"),
    ],
)
def test_kinds_and_the_city_are_learned_from_the_names(names: tuple[str, ...]) -> None:
    assert propose(*names) == ()


def test_the_closest_names_come_first() -> None:
    found = propose("Mensa Verde Prato", "Verde Prato Mensa", "Casa Gialla Lago", "Villa Gialla Monte Lago", "Alfa")
    assert [pair.because.partition(":")[0] for pair in found] == ["alike", "shared"]
    assert [pair.score for pair in found] == sorted((pair.score for pair in found), reverse=True)


@pytest.mark.slow
def test_thousands_of_names_with_common_words_give_few_pairs() -> None:
    kinds = ("Associazione", "Cooperativa Sociale", "Centro", "Mensa", "Parrocchia", "Consultorio", "Sportello", "Casa")
    places = ("Nord", "Sud", "Stazione", "Duomo", "Porta", "Lago", "Ponte", "Collina", "Valle", "Giardini")
    syllables = ("ba", "co", "du", "fe", "gi", "lo", "mu", "ne", "pi", "ra", "so", "tu", "ve", "zi", "ma", "le")
    own = ["".join(parts).capitalize() for parts in islice(product(syllables, repeat=4), 0, 65536, 17)]
    names = [f"{kinds[index % len(kinds)]} {places[index % len(places)]} {name} ODV" for index, name in enumerate(own)]
    assert len(names) > 3800
    found = propose(*names)
    assert all(pair.because.startswith("alike") for pair in found[:MOST_SHOWN])


def test_alternate_names_count() -> None:
    pair = [organization("a", "Qualcosa", "Mensa Francesco"), organization("b", "Mensa S. Francesco")]
    assert len(unjudged_pairs(pair, [], [])) == 1


NAMES = st.lists(st.text("abcdeCASD .", min_size=1, max_size=12), min_size=2, max_size=5)


@given(NAMES)
def test_the_order_of_organizations_makes_no_difference(names: list[str]) -> None:
    all_of_them = [organization(f"o{index}", name) for index, name in enumerate(names)]
    assert unjudged_pairs(all_of_them, [], []) == unjudged_pairs(list(reversed(all_of_them)), [], [])


def judgement(left: str, right: str, verdict: IdentityVerdict = IdentityVerdict.SAME) -> Judgement:
    return Judgement(left=left, right=right, verdict=verdict)


def listing(identifier: str, owner: str) -> Listing:
    return Listing(id=identifier, area="uno", printed="x", organization=owner)


def test_a_judgement_on_listings_or_in_either_order_settles_a_pair() -> None:
    pair = [organization("a", "Mensa Francesco"), organization("b", "Mensa S. Francesco")]
    listings = [listing("uno/a", "a")]
    assert len(unjudged_pairs(pair, listings, [])) == 1
    assert unjudged_pairs(pair, listings, [judgement("b", "a", IdentityVerdict.DIFFERENT)]) == ()
    assert unjudged_pairs(pair, listings, [judgement("b", "uno/a", IdentityVerdict.UNDECIDED)]) == ()


def test_listings_that_became_one_need_judgements_that_join_them_all() -> None:
    listings = [listing("uno/a", "o"), listing("due/a", "o"), listing("tre/a", "o"), listing("uno/b", "p")]
    first = judgement("uno/a", "due/a")
    assert unrecorded_merges(listings, [first]) == ("o",)
    assert unrecorded_merges(listings, [first, judgement("tre/a", "due/a")]) == ()
    assert unrecorded_merges(listings, [first, judgement("tre/a", "due/a", IdentityVerdict.UNDECIDED)]) == ("o",)


@pytest.fixture(scope="module")
def organizations(milano: Path) -> list[Organization]:
    entries = read_entries(milano / "curated" / "organizations.yaml", "organizations.yaml")
    return [decode(entry, Organization) for entry in entries]


@pytest.fixture(scope="module")
def judgements(milano: Path) -> list[Judgement]:
    entries = read_entries(milano / "curated" / "judgements.yaml", "judgements.yaml")
    return [decode(entry, Judgement) for entry in entries]


@pytest.fixture(scope="module")
def listings(milano: Path) -> list[Listing]:
    partners = {entry.value["id"]: entry.value for entry in read_entries(milano / "extracted" / "partners.yaml", "p")}
    entries = read_entries(milano / "curated" / "listings.yaml", "listings.yaml")
    return [
        listing(entry.value["entry"], entry.value["organization"])
        for entry in entries
        if entry.value["entry"] in partners
    ]


def test_milan_no_close_pair_is_unjudged(milano: Path) -> None:
    catalogue = load_catalogue(milano)
    assert len(unjudged_pairs(catalogue.organizations, (), ())) > MOST_SHOWN
    assert unjudged_pairs(catalogue.organizations, catalogue.listings, catalogue.judgements) == ()


def test_milan_no_merge_is_unrecorded(listings: list[Listing], judgements: list[Judgement]) -> None:
    assert len({each.organization for each in listings}) < len(listings)
    assert unrecorded_merges(listings, judgements) == ()


def test_milan_every_judgement_gives_its_reason(judgements: list[Judgement]) -> None:
    assert [each for each in judgements if not each.why or not each.cite] == []


def test_milan_no_pair_is_judged_twice(judgements: list[Judgement]) -> None:
    pairs = [frozenset((each.left, each.right)) for each in judgements]
    assert len(set(pairs)) == len(pairs)


def test_milan_each_entry_of_the_slide_is_judged_and_has_its_name(
    milano: Path, organizations: list[Organization]
) -> None:
    names = {each.slug: {each.name, *(other.name for other in each.alternate_names)} for each in organizations}
    owner = {
        entry.value["entry"]: entry.value["organization"]
        for entry in read_entries(milano / "curated" / "listings.yaml", "listings.yaml")
    }
    partners = [entry.value for entry in read_entries(milano / "extracted" / "partners.yaml", "partners.yaml")]
    assert owner.keys() == {partner["id"] for partner in partners}
    named = {partner["id"]: {partner["name"], partner["printed"]} for partner in partners}
    assert [entry for entry, printed in named.items() if not printed & names[owner[entry]]] == []


def test_milan_what_a_listing_meets_or_why_it_meets_nothing_is_said(milano: Path) -> None:
    entries = read_entries(milano / "curated" / "listings.yaml", "listings.yaml")
    assert [e.value["entry"] for e in entries if not (e.value.get("meets") or e.value.get("why"))] == []


def test_milan_every_named_collaboration_has_an_organization(milano: Path, organizations: list[Organization]) -> None:
    names = {name for each in organizations for name in (each.name, *(other.name for other in each.alternate_names))}
    sheets = read_entries(milano / "extracted" / "sheets.yaml", "sheets.yaml")
    named = [
        item["name"]
        for entry in sheets
        for item in entry.value.get("collaborations", ())
        if item.get("generic") != "yes"
    ]
    assert set(named) <= names


@pytest.mark.slow
def test_a_slip_of_the_pen_is_found_among_thousands_of_names() -> None:
    starts = [
        "".join(letters) for letters in islice(product("bcdfglmnprstvz", "aeiou", "bcdfglmnprstvz", "aeiou"), 4900)
    ]
    many = [organization(f"o{number}", f"{start}ndo {start[::-1]}sta") for number, start in enumerate(starts)]
    many += [organization(f"p{number}", f"{start[::-1]}lli") for number, start in enumerate(starts[:200])]
    slip = organization("z", many[77].name.replace("ndo", "nod"))
    assert ("o77", "z") in {(pair.left, pair.right) for pair in unjudged_pairs([*many, slip], (), ())}


def test_a_short_name_with_another_legal_form_is_proposed() -> None:
    """No letter count hides that all telling words are the same."""
    pairs = propose("Casa Ada", "Casa Ada Onlus", "Casa Ivo", "Mensa Onlus", "Alfa Onlus", "Beta Onlus")
    assert [(pair.left, pair.right) for pair in pairs] == [("o00", "o01")]
