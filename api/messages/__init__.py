"""What the program says, one file a language: `Words` puts messages and texts into one of them."""

from api.messages.words import SIGNS, Words

__all__ = ["SIGNS", "Words"]
