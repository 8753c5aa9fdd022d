"""The day that a question in words is about: `esce venerdì`, `un letto per sabato`, `is it open on Monday?`.

Only what is still to come counts: who came out on Friday (`uscito venerdì`) asks for today. A day in a clause about
somebody (`l'ex che esce venerdì`) is not taken, since that may be somebody else.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from graph.language.expressions import Expression
from graph.language.tokens import fold, word_list
from graph.structs import Struct

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
_FEAR = r"paura|tem[eo]|minacc\w+|picchi\w+|perseguit\w+|afraid|scared|frightened|threat\w+|beats?|hits?"
_PARTNER = "ex|marito|compagno|fidanzato|husband|boyfriend|partner"
_FEARED = Expression(rf"\b(?:{_FEAR})\b.*\b(?:{_PARTNER})\b|\b(?:{_PARTNER})\b.*\b(?:{_FEAR})\b")
"""Who is afraid of a partner asks for today, whenever the partner gets out."""


_TODAY = ("oggi", "stasera", "stanotte", "today", "tonight")
_MONTHS = (
    ("gennaio", "january"), ("febbraio", "february"), ("marzo", "march"), ("aprile", "april"), ("maggio", "may"),
    ("giugno", "june"), ("luglio", "july"), ("agosto", "august"), ("settembre", "september"), ("ottobre", "october"),
    ("novembre", "november"), ("dicembre", "december"),
)  # fmt: skip
_SHORT_MONTHS = (
    ("gen", "jan"), ("feb",), ("mar",), ("apr",), ("mag",), ("giu", "jun"), ("lug", "jul"), ("ago", "aug"),
    ("set", "sept", "sep"), ("ott", "oct"), ("nov",), ("dic", "dec"),
)  # fmt: skip
_MONTH = "|".join(name for names in (*_MONTHS, *_SHORT_MONTHS) for name in names)
_HOLIDAYS = {
    (12, 24): "vigilia di natale|vigilia|christmas eve|xmas eve",
    (12, 25): "natale|christmas day|christmas|xmas",
    (12, 26): "santo stefano|boxing day",
    (12, 31): "ultimo dell anno|san silvestro|new years eve|new year s eve",
    (1, 1): "capodanno|new years day|new year s day",
    (1, 6): "epifania|befana",
    (8, 15): "ferragosto",
    (12, 7): "sant ambrogio",
    (12, 8): "immacolata",
}
"""Holidays that fall on the same date each year, with their names."""
_HOLIDAY = "|".join(_HOLIDAYS.values())
_UNITS = (
    r"(?:enne|ann[oi]|years?|euro|ore|or[ae]|giorn|mes[ei]|sett|week|days?|hours?|min|figl|bambin|person|per cento|bis|"
    r"di [a-z]+ (?:et|al)|st\b|nd\b|rd\b|th\b)"
)
_COUNTS = {
    name: number
    for number, names in enumerate(("un una a one", "due two", "tre three", "quattro four", "cinque five"), start=1)
    for name in names.split()
}
_LENGTHS = {"giorn": 1, "day": 1, "settiman": 7, "week": 7, "mes": 30, "month": 30}
_FARTHEST = 31
"""Days ahead up to which `in a month` is about openings."""
_WHEN = (
    rf"(?P<day>{_DAY}|{'|'.join(_TODAY)})s?\b|(?P<number>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\b"
    rf"(?: (?P<year>20[0-9]{{2}}))?|(?P<en_month>{_MONTH}) (?P<en_number>[0-9]{{1,2}})(?:st|nd|rd|th)?\b"
    r"(?: (?P<en_year>20[0-9]{2}))?|(?P<short>[0-9]{1,2}/[0-9]{1,2})(?:/(?P<short_year>20[0-9]{2}))?\b|"
    rf"(?:tra|fra|in) (?P<count>[0-9]{{1,2}}|{'|'.join(_COUNTS)}) (?P<length>giorn[oi]|days?|settiman[ae]|weeks?|"
    rf"mes[ei]|months?)\b|(?P<holiday>{_HOLIDAY})\b|"
    rf"(?:(?<=\bil )(?P<bare>[0-9]{{1,2}})|(?<=\bthe )(?P<bare_en>[0-9]{{1,2}})(?:st|nd|rd|th))\b(?! {_UNITS})"
)
_PLACE = r"(?: (?:da|dal|dalla|from|of|san|vittore|sv|opera|bollate|beccaria|carcere|prison|jail))*"
_SOON = r"(?:il|on|the|this|next|gia|prossimo|prossima)"
_NAMED = rf"(?P<when>(?:{_SOON} )*(?:{_WHEN})(?: (?:prossimo|prossima|next)\b)?)"
_NOT_WHO = r"(?<!\bche )(?<!\bwho )(?<!\bthat )"
_COMING = Expression(rf"{_NOT_WHO}\b(?:{_COMES_OUT}|leaving)(?: (?:gia|entrambi|both))*{_PLACE} {_NAMED}")
_AHEAD_OF_OUT = Expression(
    rf"{_NOT_WHO}(?<!\bwho is )(?<!\bwho gets )\b(?:{_COMES_OUT}|released|discharged|coming out|comes? out|in uscita|"
    rf"uscita|dimissione|scarcerazione){_PLACE} (?P<day>{'|'.join(_AHEAD)})\b"
)
"""After a day to come, whoever *was* released is still inside."""
_OUT_ON = Expression(
    r"\b(?:release(?: date)?|scarcerazione|dimissione|fine pena|fp|end of (?:the )?sentence|sentence ends|both out)"
    rf"(?: (?:is|e|prevista|previsto|due|per))*{_PLACE} {_NAMED}"
)
"""Words for a release that is to come, with its day."""
_LOSES = Expression(
    r"\b(?:sfratt\w+|cacci\w+|evict\w*|(?:deve|devo|dobbiamo|must|has to|have to) (?:lasciare|uscire|leave)|dimett\w+|"
    rf"(?:mandano|manda|mette|mettono|buttano|butta) (?:via|fuori)|throws?|kicks?)(?: \w+){{0,4}}? {_NAMED}"
)
"""From the day on which somebody loses where they live, they need another place."""
_DAY_FIRST = Expression(rf"(?:^|\be ){_NAMED} (?:(?:he|she|they|lui|lei) )?(?:{_COMES_OUT})\b")
_BETWEEN = Expression(
    r"\b(?:permess|licenza|leave|pass)\w* (?:\w+ )*?(?:da|dal|from) "
    rf"(?P<when>(?P<day>{_DAY}) (?:a|al|to|till|until) (?:{_DAY}))\b"
)
"""The first day of a leave."""
_FOR = Expression(rf"\b(?:per|for)(?: (?:la sera di|the night of))? (?P<day>{_DAY})\b")
_ASKS = (
    "va|vado|vanno|vada|andare|andarci|andiamo|viene|vengo|vengono|venire|venga|presentarsi|presentarmi|presenta|passare|passo|"
    "tornare|torna|torno|portare|porta|porto|rivolgersi|chiamare|chiamo|chiama|telefonare|entrare|entra|trovare|trova|"
    "mangia|mangiare|mangio|dormire|dorme|dormira|stare|puo|posso|possono|serve|servono|servira|bisogno|cerca|cerco|"
    "vuole|vorrei|deve|devo|dove|quando|chi|aperto|aperta|aperti|aperte|apre|aprono|chiude|chiuso|chiusa|riceve|letto|"
    "open|opens|closed|close|closes|shut|need|needs|go|goes|going|come|call|ring|phone|bring|eat|sleep|stay|find|can|"
    "could|must|should|has to|have to|wants|where|when|who|bed|"
    "doccia|docce|lavarsi|mensa|mense|pasto|pasti|pranzo|pranzare|cena|cenare|colazione|cibo|dormitorio|dormitori|posto|"
    "vestiti|medico|dottore|ambulatorio|sportello|orari|orario|accoglienza|permesso|"
    "shower|showers|wash|canteen|meal|meals|food|lunch|dinner|breakfast|shelter|dorm|dormitory|doctor|clinic|clothes|"
    "desk|hours|reach|leave|sms|whatsapp|telefono|numero"
)
_ELSEWHERE = (
    r"(?!(?:bollate|comunita|visita|vita|subito|gratuit|assistit|sabato|universita)\w*)\w{2,}(?:at|ut|it)[oaie]|"
    r"(?!need|bed|registered)\w{2,}ed|was|were|got|came|left|went|been|born|scade|scadono|scadenza|expires|udienza|hearing|court|"
    rf"tribunale|processo|trial|compie|turns|finisce|ends|termina|fino|until|till|che|who|that|{_COMES_OUT}"
)
"""What a day may be said of that is past, or no matter of an opening."""
_ARTICLE = (
    r"(?:il|la|lo|l|a|di|per|for|on|the|at|this|next|questo|questa|prossimo|prossima|gia|anche|only|solo|also|presso)"
)
_SINCE = "".join(
    rf"(?<!\b{word} )"
    for word in ("da", "dal", "dalla", "since", "from", "to", "al", "last", "every", "ogni", "entro", "by")
)
_PART = r"(?: (?:mattina|mattino|pomeriggio|sera|notte|morning|afternoon|evening|night)\b)?"
_ASKED = Expression(
    rf"\b(?:{_ASKS})(?: (?!(?:{_ELSEWHERE})\b)\w+){{0,9}}? (?P<when>(?:{_ARTICLE} )*{_SINCE}(?:{_WHEN}){_PART})"
    r"(?! (?:scors[oa]|passat[oa]|fa|ago)\b)"
)
"""A day of something that is asked for or will be done: `ci va mercoledì`, `where can he eat on Sunday`."""
_ASKED_AFTER = Expression(
    rf"(?:^|[,.;:!?] )(?P<when>(?:{_ARTICLE} )*(?:{_WHEN}){_PART})(?: (?!(?:{_ELSEWHERE})\b)\w+){{0,3}}? (?:{_ASKS})\b"
)
"""A day with which a clause begins: `stasera dove può dormire?`."""
_TOLD = Expression(rf"\b(?:{_ELSEWHERE})\b")
_ALONE = Expression(rf"{_SINCE}\b(?:{_WHEN}){_PART}")
_FEW = 5
"""Words up to which a day needs no verb."""
_ANY = Expression(rf"\b(?:{_WHEN}){_PART}")
"""Any day, whatever is said of it."""
_TELLING = frozenset(
    word
    for names in ((*_TODAY, *_AHEAD), *_WEEKDAYS, [max(name.split(), key=len) for name in _HOLIDAY.split("|")])
    for name in names
    for word in (name, f"{name}s")
).union(word_list("giorno giorni day days settimana settimane week weeks mese mesi month months"))
"""Words of which a text has one that names a day without a digit."""
_WORD = re.compile(r"[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{4})?|\w+|[,.;:!?()]")


class NamedDay(Struct, frozen=True):
    """A day, and the words `text[begin:end]` that name it."""

    day: date
    begin: int
    end: int


def find_day(text: str, today: date) -> NamedDay | None:
    """The day that `text` is about, from `today` on; None where it names none.

    >>> find_day("dove si mangia la domenica?", date(2026, 11, 25)).day
    datetime.date(2026, 11, 29)
    """
    found = list(_WORD.finditer(text))
    named = _find_asked(text, found, today)
    return named if named is None else _with_same_day(text, named, today)


def list_days(text: str, today: date) -> tuple[NamedDay, ...]:
    """The days to come that `text` names, whatever is said of them; words for today are left out."""
    words = [word for word in _WORD.finditer(text) if word[0] not in ",.;:!?()"]
    line, places = _join(words)
    if not _may_name_one(line):
        return ()
    named = ((match, _read_day(match, today)) for match in _ANY.finditer(line) if match["day"] not in _TODAY)
    return tuple(_place(words, places, match.span(), day) for match, day in named if day is not None)


def _with_same_day(text: str, named: NamedDay, today: date) -> NamedDay:
    """`named`, with a date right after it that says the same: `on Christmas Eve, 24 December`."""
    for other in list_days(text, today):
        between = set(re.findall(r"\w+", fold(text[named.end : other.begin])))
        if other.begin >= named.end and other.day == named.day and between <= {"il", "the", "on"}:
            return NamedDay(named.day, named.begin, other.end)
    return named


def _find_asked(text: str, found: Sequence[re.Match[str]], today: date) -> NamedDay | None:
    plain = [word for word in found if word[0] not in ",.;:!?()"]
    if not _may_name_one(_join(plain)[0]):
        return None
    coming = () if _FEARED.search(fold(text)) else (_COMING, _AHEAD_OF_OUT, _OUT_ON, _DAY_FIRST, _LOSES)
    for words, patterns in ((plain, (_BETWEEN, *coming, _FOR)), (found, (_ASKED, _ASKED_AFTER))):
        line, places = _join(words)
        for pattern in patterns:
            for match in pattern.finditer(line):
                day = _read_day(match, today)
                if day is not None:
                    span = match.span("when" if "when" in pattern.groupindex else "day")
                    return _place(words, places, span, day)
    return _find_alone(plain, today)


def _find_alone(words: Sequence[re.Match[str]], today: date) -> NamedDay | None:
    """The only day of a few words that tell of nothing else: `ResidenzaMi di mercoledì`."""
    line, places = _join(words)
    found = list(_ALONE.finditer(line)) if len(words) <= _FEW and _TOLD.search(line) is None else []
    day = _read_day(found[0], today) if len(found) == 1 and found[0]["day"] not in _TODAY else None
    return None if day is None else _place(words, places, found[0].span(), day)


def _may_name_one(line: str) -> bool:
    """Whether words may name a day at all, before any expression is compiled."""
    return any(map(str.isdecimal, line)) or not _TELLING.isdisjoint(line.split())


def _place(words: Sequence[re.Match[str]], places: Sequence[int], span: tuple[int, int], day: date) -> NamedDay:
    """`day`, with the words of the text that stand at `span` of the line."""
    within = [word for word, place in zip(words, places, strict=True) if span[0] <= place < span[1]]
    return NamedDay(day, within[0].start(), within[-1].end())


def _join(words: Sequence[re.Match[str]]) -> tuple[str, list[int]]:
    """The folded words in one line, and where each begins in it."""
    line, places = "", []
    for word in words:
        places.append(len(line) + bool(line))
        line = f"{line} {fold(word[0])}" if line else fold(word[0])
    return line, places


def _read_day(match: re.Match[str], today: date) -> date | None:
    """The day of a match; None if there is no such day, or it is past."""
    said: dict[str, str] = {name: words for name, words in match.groupdict().items() if words}
    if said.get("day"):
        return _read_name(said["day"], today)
    if "count" in said:
        count = _COUNTS.get(said["count"]) or int(said["count"])
        ahead = count * next(days for begin, days in _LENGTHS.items() if said["length"].startswith(begin))
        return today + timedelta(days=ahead) if ahead <= _FARTHEST else None
    if said.get("short"):
        number, month = map(int, said["short"].split("/"))
        return _read_date(number, month, said.get("short_year"), today)
    if said.get("holiday"):
        month, number = next(date for date, names in _HOLIDAYS.items() if said.get("holiday") in names.split("|"))
        return _read_date(number, month, None, today)
    bare = said.get("bare") or said.get("bare_en")
    if bare:
        return _read_number(int(bare), today)
    name = said.get("month") or said["en_month"]
    months = (whole + short for whole, short in zip(_MONTHS, _SHORT_MONTHS, strict=True))
    month = 1 + next(place for place, names in enumerate(months) if name in names)
    number = int(said.get("number") or said["en_number"])
    return _read_date(number, month, said.get("year") or said.get("en_year"), today)


def _read_name(name: str, today: date) -> date:
    if name in _TODAY:
        return today
    if name in _AHEAD:
        return today + timedelta(days=_AHEAD[name])
    weekday = next(place for place, names in enumerate(_WEEKDAYS) if name in names)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _read_number(number: int, today: date) -> date | None:
    """The first day to come with this number in its month: `il 24`."""
    ahead = (today + timedelta(days=days) for days in range(62))
    return next((day for day in ahead if day.day == number), None)


def _read_date(number: int, month: int, year: str | None, today: date) -> date | None:
    """The date, in the year that is given or the first that does not lie behind."""
    for each in (int(year),) if year else (today.year, today.year + 1):
        try:
            day = date(each, month, number)
        except ValueError:
            continue
        if day >= today:
            return day
    return None


def day_named(text: str, today: date) -> date:
    """The day that `text` is about, from `today` on; `today` where it names none.

    >>> day_named("esce venerdì da San Vittore, senza residenza", date(2026, 11, 25))
    datetime.date(2026, 11, 27)
    >>> day_named("uscito venerdì da San Vittore", date(2026, 11, 25))
    datetime.date(2026, 11, 25)
    """
    found = find_day(text, today)
    return today if found is None else found.day
