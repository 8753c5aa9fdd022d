"""Opening hours as people write them, Italian or American, as an OSM `opening_hours` expression.

Every word must be understood and have one meaning, otherwise there is no expression: hours that are half understood
send somebody to a closed door. A part of a day without times, and visits by appointment, are `unknown` with the words:
neither open nor closed. Hours that only say when a service is closed do not say when it is open, so they are no
expression either.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

_WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH")
_DAYS = (
    (r"lun(?:ed[iì])?", r"mar(?:ted[iì])?", r"mer(?:c|coled[iì])?", r"gio(?:v|ved[iì])?", r"ven(?:erd[iì])?",
     r"sab(?:at[oi])?", r"dom(?:enic(?:a|he))?", r"festivi|holidays"),
    (r"mon(?:days?)?", r"tue(?:s(?:days?)?)?", r"wed(?:nesdays?)?", r"thu(?:rs?(?:days?)?)?", r"fri(?:days?)?",
     r"sat(?:urdays?)?", r"sun(?:days?)?"),
)  # fmt: skip
_TIME = r"(?P<hour>\d{1,2})(?:[.:h](?P<minute>\d{2})|,(?P<after>\d{2}))?\s*(?P<half>[ap]\.?m\.?(?!\w))?"
_TOKENS = re.compile(
    "|".join((
        r"(?P<always>\bh\.?\s*24\b|\b24\s*h\b|24/7|24\s*(?:ore\s*)?su\s*24|24 hours|sempre aperto|always open)",
        r"(?P<every>tutti i giorni|ogni giorno|every day|daily|7 giorni su 7)",
        r"(?P<weekdays>\bweekdays\b|\bm-f\b)",
        *(
            f"(?P<d{language}{number}>\\b(?:{day})\\b['’‘´`]?\\.?)"
            for language, days in enumerate(_DAYS)
            for number, day in enumerate(days)
        ),
        _TIME,
        r"(?P<named>mezzogiorno|noon|mezzanotte|midnight)",
        r"(?P<part>mattin[ao]|mornings?|pomeriggi?o|afternoons?|\bsera\b|evenings?)",
        r"(?P<closed>chius[oaie]|closed)",
        r"(?P<asked>(?:solo |previo |only )?(?:su |per |by )?(?:appuntamento|appointment)(?: only)?)",
        r"(?P<to>[-–]|\b(?:a|al|alle|to|through|until|till|fino alle)\b|\be dalle\b)",
        r"(?P<slash>/)",
        r"(?P<and>[,;&]|\b(?:e|ed|and)\b)",
        r"(?P<noise>[\s:.|()]+|\b(?:orari[oe]?|apertura|aperto|apert[ai]|open|hours?|da|dal|dalle|dalla|ore|h|il|la"
        r"|di|from|on|ad|at)\b)",
    )),
    re.IGNORECASE,
)  # fmt: skip
_WORDS = frozenset((
    *_WEEK, "SH", "off", "closed", "open", "unknown", "week", "easter",
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
))  # fmt: skip
"""The words of an expression."""
_MARKS = ("to", "slash", "and")
_PARTS = (
    ("mat", 0, 780),
    ("mor", 0, 780),
    ("pom", 780, 1140),
    ("aft", 780, 1140),
    ("ser", 1020, 1440),
    ("eve", 1020, 1440),
)
"""How the words for a part of the day begin, and the minutes in which that part lies."""
_DAY_KINDS = ("day", "every", "weekdays")
_WHOLE_DAY = "00:00-24:00"
_LONGEST = 15
"""Hours of a night; more are a slip."""
_NIGHT = 18
"""The hour from which opening hours may cross midnight."""


class _NotUnderstood(Exception):  # noqa: N818 - never leaves this module
    pass


@dataclass(slots=True)
class _Group:
    """Days, and what holds on them."""

    days: list[int] = field(default_factory=list)
    times: list["_Token"] = field(default_factory=list)
    listed: list[bool] = field(default_factory=list)
    """For each time whether "and" or a comma comes before it, as in "9 and 12"."""
    parts: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    asked_within: bool = False
    """Whether an appointment is mentioned between two times, so that it may be about some of them only."""
    closed: bool = False

    @property
    def told(self) -> bool:
        return bool(self.times or self.parts or self.asked or self.closed)

    @property
    def words(self) -> list[str]:
        """The words that make the hours unknown."""
        return [*self.parts, *self.asked]


def read_hours(text: str) -> str | None:
    """The expression that `text` is or means, None where some of it is not understood.

    >>> read_hours("lun-ven 9-12,30"), read_hours("8:00am-5:00pm, Mon-Fri")
    ('Mo-Fr 09:00-12:30', 'Mo-Fr 08:00-17:00')
    >>> read_hours("mar e gio pomeriggio"), read_hours("quando possibile")
    ('Tu,Th unknown "pomeriggio"', None)
    """
    readings = {reading for commas in (True, False) if (reading := _read(text, commas)) is not None}
    if readings:
        return readings.pop() if len(readings) == 1 else None
    return text if _is_expression(text) else None


def _is_expression(text: str) -> bool:
    """Whether `text` is an expression already; words in other capitals are days, as "mar", and not months."""
    from opening_hours import validate

    plain = re.sub(r'"[^"]*"', '""', text)
    words = re.findall(r"[^\W\d_]+", plain)
    opens = not all(rule.rstrip().endswith(("off", "closed")) for rule in plain.split(";"))
    plain_rules = opens and "||" not in plain and bool(re.search(r'[\d"]', text))
    return bool(words) and plain_rules and _WORDS.issuperset(words) and bool(validate(text))


def _read(text: str, commas: bool) -> str | None:
    """The expression; `commas` says whether a comma in a range begins the minutes, as in `9,30-12,30`."""
    try:
        tokens = list(_tokenize(text, commas))
        if {token.kind for token in tokens} - set(_MARKS) == {"always"}:
            return "24/7"
        return _write(_group(tokens))
    except _NotUnderstood:
        return None


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or mark: what it is, with its day (0 is Monday), or its minutes since midnight and am or pm."""

    kind: str
    text: str
    day: int = -1
    minutes: int = 0
    half: str = ""


def _tokenize(text: str, commas: bool) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        match = _TOKENS.match(text, at)
        if match is None:
            raise _NotUnderstood
        kind = match.lastgroup or ""
        found = match.groupdict()
        at = match.end()
        if found["hour"] is not None:
            if found["after"] and not commas:
                at = match.start("after") - 1
                yield _Token("time", found["hour"], minutes=int(found["hour"]) * 60)
            else:
                yield _time(match[0], found)
        elif kind == "named":
            yield _Token("time", match[0], minutes=720 if match[0].lower() in ("noon", "mezzogiorno") else 1440)
        elif re.fullmatch(r"d\d\d", kind):
            yield _Token("day", match[0], day=int(kind[2]))
        elif kind != "noise":
            yield _Token(kind, match[0])


def _time(text: str, found: dict[str, str | None]) -> _Token:
    hour, minute = int(found["hour"] or 0), int(found["minute"] or found["after"] or 0)
    half = (found["half"] or "").replace(".", "").lower()
    if hour > (12 if half else 24) or minute > 59:
        raise _NotUnderstood
    return _Token("time", text, minutes=hour * 60 + minute, half=half)


def _group(tokens: list[_Token]) -> list[_Group]:
    """The tokens as groups, whether days come before what holds on them or after it."""
    told = [token for token in tokens if token.kind not in _MARKS]
    days_last = not told or told[0].kind not in _DAY_KINDS
    groups = [_Group()]
    for index, token in enumerate(tokens):
        ends = groups[-1].days if days_last else groups[-1].told
        if ends and token.kind not in _MARKS and (token.kind in _DAY_KINDS) is not days_last:
            groups.append(_Group())
        _add(groups[-1], tokens, index)
    return groups


def _add(group: _Group, tokens: list[_Token], index: int) -> None:
    token = tokens[index]
    match token.kind:
        case "every":
            group.days.extend(range(7))
        case "weekdays":
            group.days.extend(range(5))
        case "day":
            group.days.extend(_days_to(tokens, index))
        case "time":
            group.asked_within |= bool(group.asked and group.times)
            group.listed.append(_is_listed(tokens, index))
            group.times.append(token)
        case "always":
            group.listed.extend((True, False))
            group.times.extend((_Token("time", token.text), _Token("time", token.text, minutes=1440)))
        case "closed":
            group.closed = True
        case "part":
            group.parts.append(token.text.lower())
        case "asked":
            group.asked.append(token.text.lower())


def _is_listed(tokens: list[_Token], index: int) -> bool:
    """Whether "and" or a comma stands between the time at `index` and the time before it."""
    before = next((at for at in range(index - 1, -1, -1) if tokens[at].kind == "time"), index)
    return any(token.kind == "and" for token in tokens[before:index])


def _days_to(tokens: list[_Token], index: int) -> range:
    """The day, with those since the day before it where the two are the ends of a range."""
    day = tokens[index].day
    kinds = [token.kind for token in tokens]
    if kinds[max(index - 2, 0) : index] == ["day", "to"]:
        first = tokens[index - 2].day
        # lun-mer-ven is a list, although each pair of it looks like a range.
        if day <= first or kinds[max(index - 3, 0) : index - 2] == ["to"]:
            raise _NotUnderstood
        return range(first + 1, day + 1)
    # lun/mer/ven is a list; lun/ven may be a range as well.
    if kinds[max(index - 2, 0) : index] == ["day", "slash"] and kinds.count("slash") == 1:
        raise _NotUnderstood
    return range(day, day + 1)


def _write(groups: list[_Group]) -> str:
    if all(group.closed for group in groups):
        raise _NotUnderstood
    by_day: dict[int, list[_Group]] = {}
    for group in groups:
        if not group.days and group.words and not group.times and len(groups) == 1:
            return f'unknown "{" ".join(group.words)}"'
        if not group.days or not group.told or (group.closed and group.times):
            raise _NotUnderstood
        for day in group.days:
            by_day.setdefault(day, []).append(group)
    rules: dict[str, list[int]] = {}
    for day in sorted(by_day):
        rules.setdefault(_rule(by_day[day]), []).append(day)
    if rules == {_WHOLE_DAY: list(range(7))}:
        return "24/7"
    return "; ".join(f"{_write_days(days)} {rule}" for rule, days in rules.items())


def _rule(groups: list[_Group]) -> str:
    """What holds on a day of which `groups` speak: several may only give it times that do not overlap."""
    if len(groups) > 1 and any(group.closed or group.words for group in groups):
        raise _NotUnderstood
    if groups[0].closed:
        return "off"
    spans = sorted(span for group in groups for span in _spans(group))
    if any(begin < before for (_, before), (begin, _) in pairwise(spans)):
        raise _NotUnderstood
    written = ",".join(f"{_clock(begin)}-{_clock(end)}" for begin, end in spans)
    asked, parts = groups[0].asked, groups[0].parts
    if spans and not asked:
        return written
    return f'{written} unknown "{" ".join(asked if spans else [*parts, *asked])}"'.strip()


def _spans(group: _Group) -> Iterator[tuple[int, int]]:
    """The times of a group in minutes from midnight; a night ends after 24 hours."""
    if len(group.times) % 2 or any(group.listed[1::2]) or group.asked_within:
        raise _NotUnderstood
    found: list[tuple[int, int]] = []
    for start, end in zip(group.times[::2], group.times[1::2], strict=True):
        first, last = _on_the_clock(start, end)
        night = last < first and first >= _NIGHT * 60 and first - last >= (24 - _LONGEST) * 60
        if first == last or first >= 1440 or (found and first < found[-1][1]) or (last < first and not night):
            raise _NotUnderstood
        found.append((first, last + 1440 if night else last))
    if found and not all(_lies_in(part, found) for part in group.parts):
        raise _NotUnderstood
    yield from found


def _lies_in(part: str, spans: list[tuple[int, int]]) -> bool:
    """Whether some of the times lie in a part of the day, which is then named for clarity only."""
    begin, end = next((begin, end) for start, begin, end in _PARTS if part.startswith(start))
    return any(first < end and last > begin for first, last in spans)


def _clock(minutes: int) -> str:
    within = minutes - 1440 if minutes > 1440 else minutes
    return f"{within // 60:02}:{within % 60:02}"


def _on_the_clock(start: _Token, end: _Token) -> tuple[int, int]:
    """Both ends by the clock of 24 hours; where only the end says am or pm, the start is the nearest before it."""
    last = _with_half(end.minutes, end.half)
    if end.half and not start.half:
        same = _with_half(start.minutes, end.half)
        return (same if same < last else _with_half(start.minutes, "am")), last
    return _with_half(start.minutes, start.half), last


def _with_half(minutes: int, half: str) -> int:
    return minutes % 720 + (720 if half == "pm" else 0) if half else minutes


def _write_days(days: list[int]) -> str:
    runs: list[list[int]] = [[days[0]]]
    for before, day in pairwise(days):
        if day == before + 1 and day < _WEEK.index("PH"):
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(
        f"{_WEEK[run[0]]}-{_WEEK[run[-1]]}" if len(run) > 2 else ",".join(_WEEK[day] for day in run) for run in runs
    )
