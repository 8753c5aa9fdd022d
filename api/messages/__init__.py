"""The sentences of the program, one file for each language: `Words` renders messages and texts in one of them."""

from api.messages.words import SIGNS, Words

__all__ = ["SIGNS", "Words"]
