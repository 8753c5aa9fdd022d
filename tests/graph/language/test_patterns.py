"""Patterns and the automaton that finds them."""

from collections.abc import Iterable
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from graph.language.interpretation import Meaning, MeaningKind
from graph.language.pattern_list import PatternCollection, PatternList, PhraseClasses
from graph.language.patterns import ClassName, Match, Matcher, PatternParser
from graph.language.tokens import tokenize
from graph.message import Text
from graph.vocabulary import Locale

WORDS = ("casa", "lavoro", "cas*", "la*", "_", "...", "casa/lavoro", "la/mia", "<no>")
PATTERNS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.integers(0, 2), st.sampled_from(("", "it:"))
    ),
    max_size=12,
)
TEXTS = st.lists(st.sampled_from(("casa", "casetta", "lavoro", "la", "lago", "mia", "senza", "niente")), max_size=6)
Patterns = list[tuple[list[str], int, str]]


def _list(patterns: Iterable[tuple[list[str], int, str]], *more: str) -> PatternList:
    collection = PatternCollection(PatternParser())
    for words, number, language in patterns:
        meaning = Meaning(kind=MeaningKind.NEED, code=f"need-{number}", label=Text("bisogno", "need"))
        collection.add(language + " ".join(words), meaning)
    for pattern in more:
        collection.add(pattern, ClassName(pattern))
    return collection.collected()


CLASSES = PhraseClasses.of({"no": _list((), "senza/niente")})


def _find(patterns: PatternList, text: list[str], locale: Locale, classes: PhraseClasses = CLASSES) -> list[Match]:
    tokens = tokenize(" ".join(text))
    matcher = Matcher(tokens, lambda word: ((word, 0), (word[:3], 8)), locale, classes)
    return [match for begin in range(len(tokens)) for match in matcher.list_matches(patterns.trie, begin)]


@given(PATTERNS, TEXTS, TEXTS, st.sampled_from(Locale))
def test_a_trie_finds_the_same_whatever_was_read_before(
    patterns: Patterns, text: list[str], before: list[str], locale: Locale
) -> None:
    used = _list(patterns)
    _find(used, before, locale)
    assert _find(used, text, locale) == _find(_list(patterns), text, locale)


@given(PATTERNS, TEXTS, st.sampled_from(Locale))
def test_patterns_are_found_together_as_each_by_itself(patterns: Patterns, text: list[str], locale: Locale) -> None:
    together = {(match.begin, match.end, one) for match in _find(_list(patterns), text, locale) for one in match.senses}
    alone = {
        (match.begin, match.end, one)
        for each in patterns
        for match in _find(_list([each]), text, locale)
        for one in match.senses
    }
    assert together == alone


@given(PATTERNS, TEXTS, st.sampled_from(Locale))
def test_words_that_stand_for_each_other_are_patterns_of_their_own(
    patterns: Patterns, text: list[str], locale: Locale
) -> None:
    apart = [
        (list(words), number, language)
        for choices, number, language in patterns
        for words in product(*(choice.split("/") for choice in choices))
    ]
    found = [
        {(match.begin, match.end, match.words, one) for match in _find(each, text, locale) for one in match.senses}
        for each in (_list(patterns), _list(apart))
    ]
    assert found[0] == found[1]


@given(st.dictionaries(st.sampled_from(("no", "yes", "all")), PATTERNS, max_size=3), PATTERNS, TEXTS)
def test_a_class_is_tried_wherever_one_of_its_phrases_may_begin(
    classes: dict[str, Patterns], patterns: Patterns, text: list[str]
) -> None:
    lists = {name: _list([(["lago"], 0, "")]) for name in ("no", "yes", "all")}
    lists |= {name: _list(one for one in of_class if "<no>" not in one[0]) for name, of_class in classes.items()}
    of_text = _list(patterns, "<yes> lavoro", "casa <all>")
    always = PhraseClasses(lists, _list(()), frozenset(map(ClassName, lists)))
    assert _find(of_text, text, Locale.IT, always) == _find(of_text, text, Locale.IT, PhraseClasses.of(lists))
