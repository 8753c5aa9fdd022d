"""Ages, the time until the end of a sentence, and the time until something: `over 65`, `pena residua di 10 mesi`,
`tra 3 mesi`.

A bare number of years is an age from `YOUNGEST` up; below, it may as well be time left, and both are returned.
`under` and `over` are strict; `N or older`, `at least` and `up to` include their number; `about 30` is 28 to 32.
"""

import re
from collections.abc import Mapping, Sequence

from graph.language.tokens import Token, word_list
from graph.question import GivenFact
from graph.structs import Struct

AGE = "age"
MONTHS_LEFT = "months_left"
ADULT = 18
YOUNGEST = 14
OLDEST = 130
NEARLY = frozenset(word_list("circa about around approx approximately roughly maybe perhaps forse looks su"))
"""Before a number alone, these say an age only of somebody who is named."""
_ABOUT = 2
"""Years by which an age that is said as about may be wrong."""
LONGEST = 1200
"""Months."""

_EN_UNITS = word_list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_EN_TENS = word_list("twenty thirty forty fifty sixty seventy eighty ninety")
_IT_UNITS = word_list(
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici "
    "sedici diciassette diciotto diciannove"
)
_IT_TENS = word_list("venti trenta quaranta cinquanta sessanta settanta ottanta novanta")
_NUMBER = r"(?P<number>\d+|un|una|a|an|one|[a-z]+)"
_TIME_UNIT = r"(?P<unit>giorn[oi]|days?|settiman[ae]|weeks?|mes[ei]|months?|ann[oi]|years?)"
_AWAY = "tra|fra|in|entro|within|another|altri|ultimi|ancora|mancano|manca|restano|resta|last"
_AHEAD = re.compile(rf"\b(?:{_AWAY}) (?:circa |about )?{_NUMBER} {_TIME_UNIT}\b")
_LEFT = re.compile(rf"\b{_NUMBER} {_TIME_UNIT} (?:left|to go|more|residui)\b")
_NEXT = re.compile(r"\b(?:next month|mese prossimo|prossimo mese|fra un mese|tra un mese|in a month)\b")
_IN_MONTHS = {"g": 0, "d": 0, "s": 0, "w": 0, "m": 1, "a": 12, "y": 12}


def _italian(tens: str, unit: str) -> str:
    return (tens[:-1] if unit[0] in "uo" else tens) + unit


NUMBERS: Mapping[str, int] = {
    **{word: value for words in (_EN_UNITS, _IT_UNITS) for value, word in enumerate(words)},
    **{word: 20 + 10 * value for words in (_EN_TENS, _IT_TENS) for value, word in enumerate(words)},
    **{
        _italian(tens, _IT_UNITS[unit]): 20 + 10 * value + unit
        for value, tens in enumerate(_IT_TENS)
        for unit in range(1, 10)
    },
}
"""Numbers in words; English ones from 21 are two words."""

_CUT = {word[:-1]: value for word, value in NUMBERS.items() if word in _IT_TENS or word[-3:] == "uno" != word}
"""Italian numbers as they stand before `anni`: `vent'anni`, `ventun anni`."""


def _list_aged() -> Mapping[str, str]:
    """Who is of an age, by one word: `sessantacinquenne`, `ultraottantenne`."""
    result = {}
    for word, value in NUMBERS.items():
        if value < _TEENS or not word.startswith((*_IT_TENS, *(tens[:-1] for tens in _IT_TENS), *_IT_UNITS[_TEENS:])):
            continue
        for stem in {word[:-1], word} if word[-1] in "ei" else {word[:-1]}:
            for ending in ("enne", "enni"):
                result[stem + ending] = f"{value} enne"
                if value % 10 == 0:
                    result[f"ultra{stem}{ending}"] = f"over {value} enne"
    return result


_TEENS = 11
AGED: Mapping[str, str] = _list_aged()

_NUM = r"\d+(?:\.\d+)?"
_ONES = ("a", "an", "un", "una")
_ONE = f"(?:{'|'.join(_ONES)})"
_YEARS = "(?:years?|yrs?|anno|anni)"
_MONTHS = "(?:months?|mese|mesi)"
_AMOUNT = rf"""(?:
      (?P<years>{_NUM}|{_ONE})[ ]{_YEARS}
      (?:[ ](?:and|e)[ ](?:(?P<more>{_NUM}|{_ONE})[ ]{_MONTHS}|(?P<half>a[ ]half|half|mezzo)))?
    | (?P<halfyear>half[ ](?:a[ ])?year|mezzo[ ]anno)
    | (?P<months>{_NUM}|{_ONE})[ ]{_MONTHS}
    | (?P<bare>{_NUM}) )\b"""
_COMPARATORS = {
    "below": r"less[ ]than|under(?:[ ]age[ ]of)?|below|fewer[ ]than|younger[ ]than|meno[ ]di|sotto|minore[ ]di"
    r"|inferiore[ ]a|<",
    "most": r"up[ ]to|at[ ]most|(?:no|not)[ ]more[ ]than|max(?:imum)?(?:[ ]of)?|within|fino[ ]a|a[ ]massimo|massimo"
    r"|non[ ]piu[ ]di|non[ ]oltre|entro|<=|≤",
    "above": r"more[ ]than|over|above|older[ ]than|piu[ ]di|oltre|sopra|maggiore[ ]di|superiore[ ]a|>",
    "near": r"circa|about|around|approx(?:imately)?|roughly|maybe|perhaps|more[ ]or[ ]less|forse|probabilmente|su"
    r"|(?:in|at)torno[ ]ai|verso[ ]i|piu[ ]o[ ]meno|grosso[ ]modo|looks?(?:[ ](?:like|about|around))?|dimostra",
    "least": r"at[ ]least|(?:no|not)[ ]less[ ]than|min(?:imum)?(?:[ ]of)?|almeno|minimo|non[ ]meno[ ]di|>=|≥",
}
_COMPARED = "|".join(f"(?P<{name}>(?:{words}))" for name, words in _COMPARATORS.items())
_ONWARD = r"""(?:[ ](?P<onward>nplus|(?:and|or)[ ](?:over|above|older|more)|e[ ](?:oltre|piu)|o[ ]piu|in[ ]su)
             |[ ](?P<downward>(?:and|or)[ ](?:under|below|younger|less)|o[ ]meno|in[ ]giu))"""
_AGE_LEAD = r"(?P<agelead>aged?(?:[ ](?:is|of))?|di[ ]anni|(?:di[ ])?eta(?:[ ](?:e|di|e[ ]di))?)"
_LEFT_LEAD = r"""(?P<leftlead>(?:pena[ ]residua|residuo[ ](?:di[ ])?pena|residuo|fine[ ]pena|mancano|manca|restano|resta
    |rimangono|rimane|(?:residual|remaining)[ ]sentence|sentence[ ]ends|end[ ]of[ ]sentence)
    (?:[ ](?:e|is|tra|fra|in|a|of|di|ancora)){0,2})"""
_AGE_TAIL = r"(?P<agetail>[ ](?:olds?|yo|y[ ]o|of[ ]age|di[ ]eta|d[ ]eta|enne|enni))"
_SENTENCE = r"(?:(?:of|on|to)[ ])?(?:(?:his|her|their|serve)[ ])*(?:sentence|serve|pena)"
_LEFT_TAIL = rf"""(?P<lefttail>[ ](?:(?:left|remaining|to[ ]go|to[ ]serve|still[ ]to[ ]serve)(?:[ ]{_SENTENCE})?
    |(?:until|before|to)[ ](?:release|end(?:[ ]of[ ](?:(?:his|her|their)[ ])?sentence)?)
    |d?a[ ]fine[ ](?:di[ ])?pena|a[ ]termine[ ]di[ ]pena|residu[io]|di[ ]pena(?:[ ]residua)?|di[ ]residuo[ ]pena
    |da[ ]scontare|mancanti|di[ ]residuo))"""
_TAIL = rf"(?:{_AGE_TAIL}|{_LEFT_TAIL})?"
_SINGLE = re.compile(
    rf"(?:(?:{_AGE_LEAD}|{_LEFT_LEAD})[ ](?:\|[ ])?)?(?:(?:{_COMPARED})[ ])?{_AMOUNT}{_TAIL}(?:{_ONWARD}(?![ ]\d))?\b",
    re.VERBOSE,
)
_UNIT = rf"(?:{_YEARS}|{_MONTHS})"
_RANGE = re.compile(
    rf"""(?:{_AGE_LEAD}[ ](?:\|[ ])?)?(?:(?:between|tra|fra|from|da)[ ])?(?P<low>{_NUM})(?:[ ](?P<unit1>{_UNIT}))?[ ]
    (?:~|(?P<joint>and|e|to|a))[ ](?P<high>{_NUM})(?:[ ](?P<unit2>{_UNIT}))?{_TAIL}\b""",
    re.VERBOSE,
)
_OPENING = re.compile(r"between|tra|fra|from|da")
_ARTICLES = frozenset({"il", "lo", "la", "l", "i", "gli", "le", "the"})
WORDS = frozenset(
    {"year", "yr", "month", "max", "min", "old", "residui", "residuo", *NUMBERS, *_CUT, *AGED}
    | set(re.findall(r"[a-z]{2,}", re.sub(r"\?P<\w+>|\\b|residu\[io\]", " ", _SINGLE.pattern + _RANGE.pattern)))
)
"""Every word of these expressions."""


class Quantity(Struct, frozen=True):
    """The fact that the words up to number `end` (exclusive) state; two `alternatives` if they are ambiguous."""

    end: int
    alternatives: tuple[GivenFact, ...]


class Quantities:
    """Finds quantities among `words`; `gaps[i]` is the text before word i, `apart[i]` whether it separates phrases."""

    def __init__(self, words: Sequence[str], gaps: Sequence[str], apart: Sequence[bool]) -> None:
        # One line that regular expressions can read: numbers in digits, no articles, `|` and `~` for breaks and dashes.
        line = ""
        self._begins: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        index = 0
        while index < len(words):
            if index and apart[index]:
                line += "| "
            elif (
                index
                and gaps[index].strip() in ("-", "–")
                and words[index][0].isdigit()
                and words[index - 1][0].isdigit()
            ):
                line += "~ "
            begin, (piece, index) = index, _piece(words, apart, index)
            if piece not in _ARTICLES:
                self._begins[begin] = len(line)
                line += piece
                self._ends[len(line)] = index
                line += " "
        self._line = line

    def find_at(self, index: int) -> Quantity | None:
        """The quantity that begins with word `index`."""
        begin = self._begins.get(index)
        if begin is None:
            return None
        for pattern, read in ((_RANGE, _read_range), (_SINGLE, _read_single)):
            found = pattern.match(self._line, begin)
            end = self._ends.get(found.end()) if found else None
            if found and end is not None and (alternatives := read(found)):
                return Quantity(end, alternatives)
        return None


def _is_unit_first(words: Sequence[str], apart: Sequence[bool], index: int) -> bool:
    """Whether the unit stands before the number, as officials write: `pena residua di anni 3`."""
    if words[index] not in ("anni", "mesi") or index + 1 >= len(words) or apart[index + 1]:
        return False
    left = any(word.startswith(("residu", "pena")) for word in words[max(index - 3, 0) : index])
    return left and words[index + 1].isdecimal()


def _piece(words: Sequence[str], apart: Sequence[bool], index: int) -> tuple[str, int]:
    """A word, in digits where it is a number (`twenty five` is one), and the index after it."""
    if _is_unit_first(words, apart, index):
        return f"{words[index + 1]} {words[index]}", index + 2
    number = NUMBERS.get(words[index])
    if number is None and words[index] in AGED:
        return AGED[words[index]], index + 1
    if number is None and words[index] in _CUT and words[index + 1 : index + 2] == ["anni"]:
        return str(_CUT[words[index]]), index + 1
    if number is None:
        return words[index], index + 1
    following = words[index + 1] if index + 1 < len(words) and not apart[index + 1] else ""
    if words[index] in _EN_TENS and following in _EN_UNITS[1:10]:
        return str(number + NUMBERS[following]), index + 2
    return str(number), index + 1


def _read_range(found: re.Match[str]) -> tuple[GivenFact, ...]:
    units = [found["unit1"], found["unit2"]]
    in_months = any(unit and re.fullmatch(_MONTHS, unit) for unit in units)
    in_years = any(unit and re.fullmatch(_YEARS, unit) for unit in units)
    low, high = _number(found["low"]), _number(found["high"])
    # `12 and 15` alone is no range; a dash, an opening word or a unit makes it one.
    open_ended = found["joint"] in ("and", "e") and not _OPENING.match(found[0])
    if low is None or high is None or low > high or open_ended or (in_months and in_years):
        return ()
    left = in_months or found["lefttail"] is not None
    if not left and not found["agetail"] and not found["agelead"]:
        if found["joint"] in ("to", "a") and not in_years and not _OPENING.match(found[0]):
            return ()
        left = in_years and low < YOUNGEST
    scale = 1 if in_months or not left else 12
    return _checked(MONTHS_LEFT if left else AGE, low * scale, high * scale)


def _read_single(found: re.Match[str]) -> tuple[GivenFact, ...]:
    years, months = found["years"], found["months"]
    if found["halfyear"] or months:
        number = 6 if found["halfyear"] else _number(months)
        as_months, as_age = number, None
    else:
        as_age = _number(years or found["bare"])
        as_months = _months(found) if years else None
    if found["leftlead"] or found["lefttail"]:
        as_age = None
        if found["bare"]:
            as_months = None
    elif found["agelead"] or found["agetail"]:
        as_months = None
    elif found["bare"] and not _is_compared(found):
        return ()
    elif as_age is not None and as_age >= YOUNGEST:
        as_months = None
    elif _is_compared(found) and not found["near"]:
        as_age = None
    return (*_bounded(found, AGE, as_age), *_bounded(found, MONTHS_LEFT, as_months))


def _is_compared(found: re.Match[str]) -> bool:
    return any(found[name] for name in (*_COMPARATORS, "onward", "downward"))


def _months(found: re.Match[str]) -> int | None:
    exact = _decimal(found["years"])
    months = 12 * exact + (6 if found["half"] else (_decimal(found["more"]) if found["more"] else 0))
    return int(months) if months == int(months) else None


def _bounded(found: re.Match[str], name: str, number: int | None) -> tuple[GivenFact, ...]:
    if number is None:
        return ()
    if found["below"]:
        return _checked(name, None, number - 1)
    if found["most"] or found["downward"]:
        return _checked(name, None, number)
    if found["above"]:
        return _checked(name, number + 1, None)
    if found["least"] or found["onward"]:
        return _checked(name, number, None)
    if found["near"] and name == AGE:
        return _checked(name, max(number - _ABOUT, 0), number + _ABOUT)
    return _checked(name, number, number)


def _checked(name: str, low: int | None, high: int | None) -> tuple[GivenFact, ...]:
    limit = OLDEST if name == AGE else LONGEST
    if any(bound is not None and not 0 <= bound <= limit for bound in (low, high)):
        return ()
    return (GivenFact(name=name, minimum=low, maximum=high),)


def _decimal(word: str) -> float:
    if word[0].isdigit():
        return float(word) if len(word) <= 6 else 10.0 * LONGEST
    if word in _ONES:
        return 1
    return NUMBERS[word]


def _number(word: str | None) -> int | None:
    """The whole number that `word` says."""
    if word is None:
        return None
    value = _decimal(word)
    return int(value) if value == int(value) else None


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
    months = (number or 0) * _IN_MONTHS[found["unit"][0]]
    return months or None
