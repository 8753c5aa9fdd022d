"""The words that people use in English and Italian, whatever they mean here.

A word of theirs is never taken for a typing error of another: who is hungry is not from Hungary.
"""

from functools import cache

from graph.language.tokens import fold

LANGUAGES = ("en", "it")


@cache
def list_words() -> frozenset[str]:
    """Some 280,000 words, without case and accents. The first call reads them, which takes a third of a second."""
    from spellchecker import SpellChecker

    known = (word for language in LANGUAGES for word in SpellChecker(language=language).word_frequency.words())
    return frozenset(map(fold, known))
