"""Reads a question in words, English or Italian or both, and accounts for every word of it."""

from graph.language.interpretation import (
    Ambiguity,
    Interpretation,
    Meaning,
    MeaningKind,
    Reading,
    ReadingKind,
    UnknownWords,
)
from graph.language.lexicon import Lexicon
from graph.language.parser import MAXIMUM_LENGTH, parse

__all__ = [
    "MAXIMUM_LENGTH", "Ambiguity", "Interpretation", "Lexicon", "Meaning", "MeaningKind", "Reading", "ReadingKind",
    "UnknownWords", "parse",
]  # fmt: skip
