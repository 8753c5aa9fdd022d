from graph.language.clarification import MOST_SUGGESTED, suggest, wording
from graph.language.lexicon import Lexicon
from graph.vocabulary import Locale


def _codes(lexicon: Lexicon, *words: str) -> list[str]:
    return [meaning.code for meaning in suggest(lexicon, words)]


def test_a_word_suggests_the_phrases_that_hold_it(lexicon: Lexicon) -> None:
    assert "permit=expired" in _codes(lexicon, "scaduto")
    assert "release-san-vittore" in _codes(lexicon, "vittore")
    assert "progetto-arca" in _codes(lexicon, "arca")


def test_a_word_suggests_what_looks_like_it(lexicon: Lexicon) -> None:
    assert _codes(lexicon, "hosuinng")[0] == "housing"
    assert _codes(lexicon, "wrk")[0] == "work"


def test_nothing_is_suggested_by_connectives_or_nonsense(lexicon: Lexicon) -> None:
    assert _codes(lexicon, "without", "from", "the") == []
    assert _codes(lexicon, "qqqqqqqqq") == []


def test_there_are_few_and_words_that_mean_something_suggest_that(lexicon: Lexicon) -> None:
    hint = next(meaning for meaning in lexicon.meanings if meaning.code == "education")
    assert suggest(lexicon, ("san", "francesco", "casa", "opera"), [hint, hint]) == (hint,)
    found = suggest(lexicon, ("san", "francesco", "casa", "opera"))
    assert len(found) == len(set(found)) == MOST_SUGGESTED


def test_no_everyday_word_suggests_a_country(lexicon: Lexicon) -> None:
    assert "nationality=OM" not in _codes(lexicon, "domani")


def test_wording_has_the_label_and_the_code(lexicon: Lexicon) -> None:
    housing = next(meaning for meaning in lexicon.meanings if meaning.code == "housing")
    assert [wording(housing, locale) for locale in Locale] == ["casa (housing)", "housing (housing)"]
