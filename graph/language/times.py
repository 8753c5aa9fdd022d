"""Time until something: `tra 3 mesi`, `next month`, `in 5 months`, `entro un anno`."""

import re
from collections.abc import Sequence

from graph.language.quantities import NUMBERS
from graph.language.tokens import Token

_NUMBER = r"(?P<number>\d+|un|una|a|an|one|[a-z]+)"
_UNIT = r"(?P<unit>giorn[oi]|days?|settiman[ae]|weeks?|mes[ei]|months?|ann[oi]|years?)"
_AWAY = "tra|fra|in|entro|within|another|altri|ultimi|ancora|mancano|manca|restano|resta|last"
_AHEAD = re.compile(rf"\b(?:{_AWAY}) (?:circa |about )?{_NUMBER} {_UNIT}\b")
_LEFT = re.compile(rf"\b{_NUMBER} {_UNIT} (?:left|to go|more|residui)\b")
_NEXT = re.compile(r"\b(?:next month|mese prossimo|prossimo mese|fra un mese|tra un mese|in a month)\b")
_MONTHS = {"g": 0, "d": 0, "s": 0, "w": 0, "m": 1, "a": 12, "y": 12}


def find_months_ahead(tokens: Sequence[Token]) -> int | None:
    """How many months from now the text says, from one month on; None where it says none."""
    line = " ".join(token.word for token in tokens)
    if _NEXT.search(line):
        return 1
    found = _AHEAD.search(line) or _LEFT.search(line)
    if found is None:
        return None
    word = found["number"]
    number = int(word) if word.isdigit() else 1 if word in ("un", "una", "a", "an", "one") else NUMBERS.get(word)
    months = (number or 0) * _MONTHS[found["unit"][0]]
    return months or None
