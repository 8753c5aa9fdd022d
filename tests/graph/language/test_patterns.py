"""Patterns and the automaton that finds them."""

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from graph.language.grammar import list_phrase_classes
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.lexicon import Lexicon
from graph.language.patterns import ClassName, Matcher, PatternTrie, PhraseClasses
from graph.language.tokens import tokenize
from graph.message import Text
from graph.network import Network
from graph.vocabulary import Locale

WORDS = ("casa", "lavoro", "cas*", "la*", "_", "...", "casa/lavoro", "<no>")
_NO = PatternTrie()
_NO.add("senza/niente", ClassName("no"))
CLASSES = PhraseClasses.of({ClassName("no"): _NO})
PATTERNS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.integers(0, 2), st.sampled_from(("", "it:"))
    ),
    max_size=12,
)
TEXTS = st.lists(st.sampled_from(("casa", "casetta", "lavoro", "lago", "senza", "niente", "altro")), max_size=6)


def _trie(patterns: list[tuple[list[str], int, str]]) -> PatternTrie:
    trie = PatternTrie()
    for words, number, language in patterns:
        meaning = Meaning(kind=MeaningKind.NEED, code=f"need-{number}", label=Text("bisogno", "need"))
        trie.add(language + " ".join(words), meaning)
    return trie


def _count_nodes(*tries: PatternTrie) -> int:
    seen: dict[int, PatternTrie] = {}
    todo = list(tries)
    while todo:
        node = todo.pop()
        if id(node) not in seen:
            seen[id(node)] = node
            todo += [*node.children.values(), *node.classes.values(), *node.prefixes.values()]
            todo += [one for one in (node.wild, node.gap) if one is not None]
    return len(seen)


@given(PATTERNS, TEXTS, st.sampled_from(Locale))
def test_the_minimal_automaton_finds_what_the_trie_finds(
    patterns: list[tuple[list[str], int, str]], words: list[str], locale: Locale
) -> None:
    trie = _trie(patterns)
    small = deepcopy(trie).minimized()
    tokens = tokenize(" ".join(words))
    found = [
        [
            Matcher(tokens, lambda word: ((word, 0),), locale, CLASSES).list_matches(each, begin)
            for begin in range(len(tokens))
        ]
        for each in (trie, small)
    ]
    assert found[0] == found[1]
    assert _count_nodes(small) <= _count_nodes(trie)


@given(st.dictionaries(st.sampled_from(("no", "yes", "all")), PATTERNS, max_size=3), PATTERNS, TEXTS)
def test_a_class_is_tried_wherever_one_of_its_phrases_may_begin(
    classes: dict[str, list[tuple[list[str], int, str]]], patterns: list[tuple[list[str], int, str]], words: list[str]
) -> None:
    tries = {ClassName(name): _trie([(["lago"], 0, "")]) for name in ("no", "yes", "all")}
    tries |= {
        ClassName(name): _trie([one for one in of_class if "<no>" not in one[0]]) for name, of_class in classes.items()
    }
    trie, tokens = _trie(patterns), tokenize(" ".join(words))
    trie.add("<yes> lavoro", ClassName("begun"))
    trie.add("casa <all>", ClassName("ended"))
    always = PhraseClasses(tries, PatternTrie(), frozenset(tries))
    found = [
        [
            Matcher(tokens, lambda word: ((word, 0), (word[:3], 8)), Locale.IT, each).list_matches(trie, begin)
            for begin in range(len(tokens))
        ]
        for each in (always, PhraseClasses.of(tries))
    ]
    assert found[0] == found[1]


def test_no_two_nodes_of_a_lexicon_are_equal(milan: Network) -> None:
    catalogue = milan.catalogue
    lexicon = Lexicon.build(facts=catalogue.facts, needs=catalogue.needs, situations=catalogue.situations)
    nodes = _count_nodes(lexicon.trie, *lexicon.classes.tries.values())
    register: dict[object, PatternTrie] = {}
    for trie in (lexicon.trie, *lexicon.classes.tries.values()):
        assert trie.minimized(register) is trie
    assert len(register) == nodes
    assert len(lexicon.classes.tries) == len({name for name, _ in list_phrase_classes()})
