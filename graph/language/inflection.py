"""Other forms of a word in Italian and English, generously: a form that nobody writes does no harm."""

from collections.abc import Iterator

from graph.language.wordlists import word_list

_PARTICIPLES = ("at", "ut", "it", "tt", "ss", "st", "rs", "es", "iv", "os", "an", "in", "ic", "ar", "or", "ol", "ut")
_SHORTEST_ITALIAN = 4
_OTHER_WORDS = frozenset(
    word_list(
        "posto posti poste post posts opere tratto tratti tette tetta spesi speso soldo saluti saluta cameras maps "
        "ricevuto ricevuti aids earns rents contribute paste works abito letta signori"
    )
)
"""What looks like a form of a word that people ask with, and is another word."""


def list_forms(word: str) -> Iterator[str]:
    """Plural, singular and gender forms of `word`, which is written without accents.

    >>> sorted(list_forms("detenuto"))
    ['detenuta', 'detenute', 'detenuti', 'detenutos']
    """
    if not word.isalpha() or not word.isascii() or len(word) < 3:
        return
    forms = [*_english(word), *(_italian(word) if len(word) >= _SHORTEST_ITALIAN else ())]
    yield from (form for form in forms if form not in _OTHER_WORDS)


def _english(word: str) -> Iterator[str]:
    if word.endswith("ss"):
        yield word + "es"
    elif word.endswith("ies"):
        yield word[:-3] + "y"
    elif word.endswith("s"):
        yield word[:-1]
    elif word.endswith("y"):
        yield word[:-1] + "ies"
    else:
        yield word + ("es" if word.endswith(("x", "ch", "sh")) else "s")


def _italian(word: str) -> Iterator[str]:
    stem, ending = word[:-1], word[-1]
    hard = stem[-1] in "cg"
    if ending == "o":
        yield stem if stem.endswith("i") else stem + "i"
        if hard:
            yield stem + "hi"
        if stem.endswith(_PARTICIPLES):
            yield from (stem + "a", stem + ("he" if hard else "e"))
    elif ending == "a":
        yield stem + ("he" if hard else "e")
        if stem.endswith(_PARTICIPLES):
            yield from (stem + "o", stem + ("hi" if hard else "i"))
    elif ending == "e":
        yield from (stem + "i", stem + "a")
    elif ending == "i":
        yield from (stem + "o", stem + "e", word + "o")


def list_italian_adjective_forms(adjective: str) -> Iterator[str]:
    """The forms of an adjective of nationality, given in the masculine singular (`belga` is both genders)."""
    yield adjective
    stem, ending = adjective[:-1], adjective[-1]
    if ending == "o":
        hard = stem[-1] in "cg"
        yield from (stem + "a", stem + "i", stem + ("he" if hard else "e"))
        if hard:
            yield stem + "hi"
    elif ending == "e":
        yield stem + "i"
    elif ending == "a":
        yield from (stem + "i", stem + ("he" if stem[-1] in "cg" else "e"))
