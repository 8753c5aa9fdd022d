"""Finding by name: folded, in any order of words, with a slip of the pen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.name_index import CUTOFF, NameIndex, find_by_name, fold, list_names
from graph.network import Network
from graph.vocabulary import NodeKind


@pytest.fixture(scope="module")
def names(milan: Network) -> NameIndex:
    return NameIndex(list_names(milan))


def found(names: NameIndex, text: str, limit: int = 10) -> list[tuple[NodeKind, str]]:
    return [(hit.kind, hit.identifier) for hit in names.find(text, limit)]


def test_an_index_is_a_search_prepared(milan: Network, names: NameIndex) -> None:
    assert find_by_name(milan, "casa", 20) == names.find("casa", 20) != ()


def test_folding_leaves_words() -> None:
    assert fold("Cascina Monluè – L'Arca ") == "cascina monlue l arca"
    assert fold("ÉQUIPE") == fold("équipe") == "equipe"
    assert fold(" ’ ") == ""


@pytest.mark.parametrize("text", ["", "   ", "’", "qqqqqqqqqq zzzzzzzz"])
def test_nothing_is_found(names: NameIndex, text: str) -> None:
    assert found(names, text) == []


@pytest.mark.sample(1)
@pytest.mark.parametrize("part", range(16))
def test_every_name_finds_its_own_first(milan: Network, names: NameIndex, part: int) -> None:
    for organization in [*milan.organizations.values()][part::16]:
        hits = names.find(organization.name.upper(), 50)
        assert hits[0].score == 100
        assert organization.slug in [hit.identifier for hit in hits if hit.score == 100]


@pytest.mark.sample(1)
@pytest.mark.parametrize("part", range(9))
def test_needs_and_areas_are_found_in_both_languages(milan: Network, names: NameIndex, part: int) -> None:
    for kind, concepts in ((NodeKind.NEED_AREA, milan.needs), (NodeKind.NETWORK_AREA, milan.areas)):
        for code, concept in [*concepts.items()][part::9]:
            for label in (concept.label.it, concept.label.en):
                assert (kind, code) in found(names, label, 50)


def test_another_name_is_found_and_named(milan: Network, names: NameIndex) -> None:
    holder = next(o for o in milan.organizations.values() if o.alternate_names)
    other = holder.alternate_names[0].name
    assert (holder.slug, other) in [(hit.identifier, hit.matched) for hit in names.find(other, 20)]


SLIPS = {
    "missing": lambda word, at: word[:at] + word[at + 1 :],
    "doubled": lambda word, at: word[:at] + word[at] + word[at:],
    "wrong": lambda word, at: word[:at] + "x" + word[at + 1 :],
    "exchanged": lambda word, at: word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
}


@settings(max_examples=settings().max_examples // 4)
@given(st.data(), st.sampled_from(sorted(SLIPS)))
def test_one_slip_in_a_long_word_does_not_matter(
    milan: Network, names: NameIndex, data: st.DataObject, slip: str
) -> None:
    named = [o for o in milan.organizations.values() if any(len(word) >= 6 for word in fold(o.name).split())]
    organization = data.draw(st.sampled_from(named))
    words = fold(organization.name).split()
    place = data.draw(st.sampled_from([n for n, word in enumerate(words) if len(word) >= 6]))
    at = data.draw(st.integers(1, len(words[place]) - 1))
    words[place] = SLIPS[slip](words[place], at)
    wanted = data.draw(st.permutations(words))
    assert (NodeKind.ORGANIZATION, organization.slug) in found(names, " ".join(wanted), 50)


@settings(max_examples=settings().max_examples // 4)
@given(st.text(max_size=40), st.integers(1, 5))
def test_hits_are_sorted_and_above_the_cutoff(names: NameIndex, text: str, limit: int) -> None:
    hits = names.find(text, limit)
    assert len(hits) <= limit
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(CUTOFF <= hit.score <= 100 for hit in hits)
    assert hits == names.find(text.upper(), 100)[:limit] or text.upper().casefold() != text.casefold()


def test_patterns_that_read_questions_are_no_names(milan: Network) -> None:
    for text in ("serd", "casa", "lavoro", "violenza", "documenti"):
        for hit in find_by_name(milan, text, limit=50):
            assert not hit.matched.startswith(("it:", "en:"))
            assert not set("*/<_") & set(hit.matched) or hit.kind in (NodeKind.ORGANIZATION, NodeKind.SERVICE)
