"""Identifiers in ASCII kebab-case."""

import re
import unicodedata


def slugify(text: str) -> str:
    """`text` in lower-case ASCII letters and digits, with one hyphen in place of everything else.

    >>> slugify("Casa della Carità – Milano")
    'casa-della-carita-milano'
    """
    apart = unicodedata.normalize("NFKD", text)
    letters = "".join(mark for mark in apart if not unicodedata.combining(mark))
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")
