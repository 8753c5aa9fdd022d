"""Lines known again by their mark: a short hash, so that nothing is copied from a document."""

from hashlib import sha256

BLANK = "-"
_LENGTH = 8
"""Hexadecimal digits: two different lines of a document of 1,000 share a mark once in some 10,000 documents."""


def fingerprint(line: str) -> str:
    """The mark of what `line` says, whatever the blanks around and between its words.

    >>> fingerprint("Tel:  02 1234567 ") == fingerprint("Tel: 02 1234567"), fingerprint(" ")
    (True, '-')
    """
    words = " ".join(line.split())
    return sha256(words.encode("utf-8")).hexdigest()[:_LENGTH] if words else BLANK
