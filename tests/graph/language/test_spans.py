"""Typing errors are corrected; a guess says nothing grave of a person unless it is a plain slip of the hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from graph.language.interpretation import ParsedQuestion
from graph.language.lexicon import Lexicon
from graph.language.parse import guess_locale, parse
from graph.language.patterns import TYPO
from graph.language.spans import Slip, Speller, cut, find_slip, is_grave, list_words
from graph.language.tokens import expand, tokenize

WORDS = st.sampled_from(["housing", "lavoro", "residenza", "bangladese", "home", "mensa", "without", "anni", "bed"])
GRAVE = {
    "victim_of", "addiction", "hiv", "penal_status", "former_prisoner", "recent_release", "being_released",
    "seeks_violence_prevention", "disability", "lgbtqia", "pregnant",
}  # fmt: skip
VERBAL = (
    "vo va vano ndo ssi sse rono mmo te rsi rmi rlo rla rci to ta ti te tina tore trice tura zione mento bile nte no"
)
NOMINAL = (
    "o a i e ini ino ina ine etto etta etti ette one ona oni accio accia uccio uccia aio aia eria iera iere ata ato "
    "ista isti ale ali oso osa issimo issima ello ella elli"
)
CONTEXTS = (
    "{}", "he was {} yesterday", "my husband {} me", "mio marito mi {}", "he is {} and needs a flat",
    "è stata {} ieri", "{} in carcere", "{} da san vittore", "il signor {}",
)  # fmt: skip


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("housng", "housing"), ("lavro", "lavoro"), ("wrok", "work"), ("vitore", "vittore"),
        ("marochina", "marocchina"),
        ("accomodtaion", "accommodation"), ("tirociino", "tirocinio"),
    ],
)  # fmt: skip
def test_typing_errors(word: str, meant: str, lexicon: Lexicon) -> None:
    assert Speller(lexicon).forms(word) == ((meant, TYPO),)


def test_an_article_typed_together_with_its_word_is_left_out(lexicon: Lexicon) -> None:
    assert Speller(lexicon).forms("dellavvocato") == (("avvocato", 1),)
    assert Speller(lexicon).forms("laffidamento")[0][0] == "affidamento"


@pytest.mark.parametrize("word", ["wrk", "csa", "25", "hsng", "blorbification", "x" * 100])
def test_what_is_too_short_or_too_far_stays(word: str, lexicon: Lexicon) -> None:
    assert Speller(lexicon).forms(word) == ((word, 0),)


@pytest.fixture(scope="session")
def speller(lexicon: Lexicon) -> Speller:
    return Speller(lexicon)


@given(WORDS, st.integers(0, 10), st.sampled_from(["", "a", "e", "s", "x", "tt"]))
def test_corrections_keep_the_limits(speller: Speller, word: str, cut: int, letter: str) -> None:
    wrong = word[:cut] + letter + word[cut + 1 :]
    for form, likeness in speller.forms(wrong):
        if likeness == TYPO:
            assert not speller.is_known(wrong)
            assert len(wrong) >= 4
            assert OSA.distance(wrong, form) <= (1 if len(wrong) < 8 else 2)
        elif likeness == 0:
            assert form == wrong


def _forms(kind: str, word: str) -> Iterator[str]:
    """`word` with the endings and beginnings that its language lends to a word of its kind."""
    yield word
    stem = word.removesuffix("e")
    if kind == "english verbs":
        yield from (word + "s", stem + "ed", stem + "ing", stem + "er", stem + "ers", "re" + stem + "ed")
        yield from ("un" + stem + "ed", "over" + stem + "ed", "out" + stem + "ed", word + word[-1] + "ed")
    elif kind == "english nouns":
        yield from (word + "s", stem + "ed", stem + "ing", stem + "y", word + "less", word + "ful", word + "like")
    elif kind == "italian verbs":
        yield from (word[:-2] + ending for ending in VERBAL.split())
        yield from (word[:-3] + ending for ending in ("o", "i", "a", "ano", "ono", "iamo", "ino"))
    elif kind == "italian nouns":
        yield from (word[:-1] + ending for ending in NOMINAL.split())
    else:
        yield from (word + "s", word[:-1] + "ini", word[:-1] + "elli")


def _list_everyday() -> tuple[str, ...]:
    lines = Path(__file__).with_name("everyday.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(": ") for line in lines if not line.startswith("#"))
    words = (form for kind, words in pairs for word in words.split() for form in _forms(kind, word))
    return tuple(dict.fromkeys(words))


EVERYDAY = _list_everyday()


@pytest.fixture(scope="module")
def guesses(lexicon: Lexicon) -> tuple[str, ...]:
    """The everyday words that the speller takes for typing errors of a word in some grave phrase."""
    pairs = zip(lexicon.phrases, lexicon.meanings, strict=True)
    grave = {word for phrase, one in pairs if is_grave(one, lexicon.facts) for word in phrase.split()}
    aims = sorted(word for word in grave if len(word) > 3 and word.isalpha())
    speller = Speller(lexicon)
    unknown = (word for word in EVERYDAY if len(word) > 3 and word not in list_words() and not speller.is_known(word))
    near = (word for word in unknown if extractOne(word, aims, scorer=OSA.distance, score_cutoff=2))
    return tuple(word for word in near if any(cost == TYPO and form in grave for form, cost in speller.forms(word)))


def _list_grave(text: str, lexicon: Lexicon) -> set[str]:
    """What the corrected words of `text` state that is grave."""
    tokens = expand(text, tokenize(text))
    spans = [span for span in cut(tokens, lexicon, guess_locale(tokens, lexicon)) if span.corrected]
    grave = (one for span in spans for one in span.meanings if is_grave(one, lexicon.facts))
    return {given.name for one in grave for given in one.facts}


@pytest.mark.slow
@pytest.mark.parametrize("context", CONTEXTS)
def test_no_everyday_word_is_corrected_to_a_grave_one(context: str, guesses: tuple[str, ...], lexicon: Lexicon) -> None:
    assert len(guesses) > 500
    # A hundred words a text, each in a sentence of its own, are quicker to cut than as many texts.
    for begin in range(0, len(guesses), 100):
        text = ". ".join(context.format(word) for word in guesses[begin : begin + 100])
        assert _list_grave(text, lexicon) == set()


@pytest.mark.parametrize(
    "text",
    [
        "he was X-rayed at the hospital and needs a bed",
        "dopo la rayed in ospedale cerca casa",
        "mi piace specchiarmi, cerco un corso",
        "ci specchiano nel lago, cerco casa",
        "graped the vines all summer, needs work",
        "i panati sono buoni, cerca lavoro in cucina",
        "compra datterini al mercato, lavoro",
        "la signora Pina cerca casa",
        "sciavo in montagna da giovane, cerco lavoro",
        "he stacker-loads at the warehouse, wants a course",
        "il mio collega Stuppo cerca casa",
    ],
)
def test_what_resembles_something_grave_says_nothing_grave(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert GRAVE.isdisjoint(given.name for given in asked.facts)
    assert asked.start is None
    assert not any(need.startswith("protection") for need in asked.needs)


def _stated(asked: ParsedQuestion) -> set[str]:
    return {f"{given.name}={value}" for given in asked.facts for value in given.values}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("picchaita dal marito, cerca casa", "victim_of=violence"),
        ("subisce vilenza in casa", "victim_of=violence"),
        ("vittima di violeza domestica", "victim_of=violence"),
        ("è stata maltratata dal compagno", "victim_of=violence"),
        ("mio marito mi minacia", "victim_of=violence"),
        ("her boyfriend is voilent with her", "victim_of=violence"),
        ("she was stragled by her boyfriend", "victim_of=violence"),
        ("threatend by her ex, needs a bed", "victim_of=violence"),
        ("she was traficked to Italy", "victim_of=trafficking"),
        ("costretta a prostituisri", "victim_of=trafficking"),
        ("è sfruttatta da un caporale", "victim_of=trafficking"),
        ("è tossicodipendnte, cerca una comunità", "addiction=yes"),
        ("è tossicodipendenete e dorme in strada", "addiction=yes"),
        ("he is adicted to heroine", "addiction=yes"),
        ("è sieropostivo, cerca casa", "hiv=yes"),
    ],
)
def test_plain_slips_are_read(text: str, fact: str, lexicon: Lexicon) -> None:
    assert fact in _stated(parse(text, lexicon))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("scarceratto ieri, cerca casa", "release"),
        ("relesed yesterday, needs a bed", "release"),
        ("scarcerto da poco, cerca lavoro", "release"),
        ("è agli arresti domicilairi, cerca lavoro", "house-arrest"),
        ("he is on house arest and needs a doctor", "house-arrest"),
        ("è in semilbertà, cerca lavoro", "semi-liberty"),
    ],
)
def test_a_start_with_a_plain_slip_is_read(text: str, start: str, lexicon: Lexicon) -> None:
    found = parse(text, lexicon).start
    assert found is not None
    assert found.code == start


@pytest.mark.parametrize("text", ["he was rapd, needs a bed", "ha bevto, cerca casa", "mi piccha, cerco casa"])
def test_a_short_grave_guess_stands_among_the_words_not_used(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert GRAVE.isdisjoint(given.name for given in asked.facts)
    assert any(word in one.words for one in asked.unknown for word in ("rapd", "bevto", "piccha"))


def test_slips() -> None:
    assert find_slip("picchaita", "picchiata") is Slip.SWAPPED
    assert find_slip("ipcchiata", "picchiata") is Slip.SWAPPED
    assert find_slip("scarceratto", "scarcerato") is Slip.DOUBLED
    assert find_slip("maltratata", "maltrattata") is Slip.DOUBLED
    assert find_slip("vilenza", "violenza") is Slip.MISSING
    assert find_slip("violemza", "violenza") is Slip.NEAR
    assert find_slip("violenzas", "violenza") is Slip.NEAR
    for typed, meant in (("rayed", "raped"), ("graped", "raped"), ("specchiare", "picchiare"), ("raped", "raped")):
        assert find_slip(typed, meant) is None


@pytest.mark.parametrize("text", ["la signora Pina, 82 anni, cerca un medico", "docce pubbliche via Pucci"])
def test_a_name_is_no_slip(text: str, lexicon: Lexicon) -> None:
    assert not any(one.corrected for one in parse(text, lexicon).read)
