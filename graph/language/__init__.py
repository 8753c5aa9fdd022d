"""Reads a question in words, English or Italian or both, and accounts for every word of it."""

from graph.language.interpretation import (
    Ambiguity,
    AskBack,
    AskBackKind,
    Interpretation,
    Meaning,
    MeaningKind,
    Reading,
    ReadingKind,
    RecordPart,
    RecordRequest,
    UnknownWords,
)
from graph.language.lexicon import Lexicon
from graph.language.parse import MAXIMUM_LENGTH, parse

__all__ = [
    "MAXIMUM_LENGTH", "Ambiguity", "AskBack", "AskBackKind", "Interpretation", "Lexicon", "Meaning", "MeaningKind",
    "Reading", "ReadingKind", "RecordPart", "RecordRequest", "UnknownWords", "parse",
]  # fmt: skip
