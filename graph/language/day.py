"""The day that a question in words is about: `esce venerdì`, `released tomorrow`, `un letto per sabato`.

Only what is still to come counts: who came out on Friday (`uscito venerdì`) asks for today. A day in a clause about
somebody (`l'ex che esce venerdì`) is not taken, since that may be somebody else.
"""

import re
from datetime import date, timedelta

from graph.language.tokens import fold

_WEEKDAYS = (
    ("lunedi", "monday"), ("martedi", "tuesday"), ("mercoledi", "wednesday"), ("giovedi", "thursday"),
    ("venerdi", "friday"), ("sabato", "saturday"), ("domenica", "sunday"),
)  # fmt: skip
_AHEAD = {"domani": 1, "tomorrow": 1, "dopodomani": 2}
_DAY = "|".join((*(name for names in _WEEKDAYS for name in names), *_AHEAD))
_COMES_OUT = (
    r"esc[eo]|escono|usciamo|uscira|usciro|usciranno|(?:viene|verra|sara|vengono|saranno) "
    r"(?:scarcerat|dimess|rilasciat|liberat)[aoie]|"
    r"(?:is|are|am|s|gets?|getting|will be|to be|being|be) (?:being |getting )?(?:released|discharged|let out|out)|"
    r"leaves"
)
_PLACE = r"(?: (?:da|dal|dalla|from|of|san|vittore|sv|opera|bollate|carcere|prison|jail))*"
_COMING = re.compile(
    rf"(?<!\bche )(?<!\bwho )(?<!\bthat )\b(?:{_COMES_OUT})(?: (?:gia|on|this|next|prossimo|prossima))*{_PLACE}"
    rf"(?: (?:on|this|next))* (?P<day>{_DAY})\b"
)
_AHEAD_OF_OUT = re.compile(
    r"(?<!\bche )(?<!\bwho )(?<!\bthat )(?<!\bwho is )(?<!\bwho gets )"
    rf"\b(?:{_COMES_OUT}|released|discharged|coming out|comes? out|in uscita|uscita|dimissione|scarcerazione)"
    rf"{_PLACE} (?P<day>{'|'.join(_AHEAD)})\b"
)
"""After a day to come, whoever *was* released is still inside."""
_DAY_FIRST = re.compile(rf"(?:^|\be )(?P<day>{_DAY}) (?:{_COMES_OUT})\b")
_FOR = re.compile(rf"\b(?:per|for)(?: (?:la sera di|the night of))? (?P<day>{_DAY})\b")


def day_named(text: str, today: date) -> date:
    """The day that `text` is about, from `today` on; `today` where it names none.

    >>> day_named("esce venerdì da San Vittore, senza residenza", date(2026, 11, 25))
    datetime.date(2026, 11, 27)
    >>> day_named("uscito venerdì da San Vittore", date(2026, 11, 25))
    datetime.date(2026, 11, 25)
    """
    words = " ".join(re.findall(r"\w+", fold(text)))
    found = next(filter(None, (one.search(words) for one in (_COMING, _AHEAD_OF_OUT, _DAY_FIRST, _FOR))), None)
    if found is None:
        return today
    name = found["day"]
    if name in _AHEAD:
        return today + timedelta(days=_AHEAD[name])
    weekday = next(place for place, names in enumerate(_WEEKDAYS) if name in names)
    return today + timedelta(days=(weekday - today.weekday()) % 7)
