"""The words of everyday language are those of the package that they come from."""

import re

from spellchecker import SpellChecker

from graph.language.everyday_words import EverydayWords
from graph.language.spans import list_words
from graph.language.tokens import fold


def test_every_word_of_the_package_is_known_without_case_and_accents() -> None:
    words = {fold(word) for language in ("en", "it") for word in SpellChecker(language=language).word_frequency.words()}
    assert len(words) > 270_000
    known = list_words()
    assert all(word in known for word in words)
    assert not any(word in known for word in {f"{word}qq" for word in words} - words)
    assert not any(word[1:] in known for word in words if word[1:] not in words)


def test_parts_of_words_and_several_at_once_are_none() -> None:
    words = EverydayWords(("casa", "casale", "a", "in"))
    asked = ("casa", "casale", "a", "in", "cas", "asa", "", "casal", "casa\ncasale")
    assert [word for word in asked if word in words] == [
        "casa", "casale", "a", "in",
    ]  # fmt: skip
    assert re.compile("casa") not in words
