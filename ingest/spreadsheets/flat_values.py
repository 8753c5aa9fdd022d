"""Reads the values of sheets for people, from the words of a cell to the notation of catalogue files.

People may write the name of a thing in either language, a synonym, or its code. A value that cannot be read raises
ReadingError with the reason.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from graph import organizations
from graph.errors import ReadingError
from graph.message import Message
from graph.model import Catalogue
from graph.vocabulary import AccessMode, RouteKind, SenderKind
from ingest.conditions import read_condition_words
from ingest.contacts import find_address, find_emails, find_town
from ingest.hours import read_hours
from ingest.identifiers import slugify
from ingest.spreadsheets.aspects import ask_condition
from ingest.spreadsheets.cells import expand, find_doubt, read_cell
from ingest.spreadsheets.flat_tables import FlatCell, Meanings
from ingest.spreadsheets.headings import CHOICES, WEEK, Field, plain, read_choice
from ingest.spreadsheets.rows import Rows
from ingest.spreadsheets.schema import CellKind, Column

Cells = dict[Field, list[FlatCell]]
Value = tuple[FlatCell | None, ...]
"""The cells of one value, in the order of the fields of its aspect."""
_SEVERAL = frozenset((
    Field.MEETS, Field.HELPS, Field.COVERS, Field.ACCESS, Field.SENDER, Field.PAPERS, Field.ALSO_KNOWN_AS,
    Field.PART_OF, Field.CONDITION,
))  # fmt: skip
"""Fields of which a cell may hold several values, with semicolons between them."""
_MARKS = re.compile(r"[;\n]")
_ALL_MARKS = re.compile(r"[;,\n|•/]|\s-\s")
_LABELLED = {Field.FAX: "fax", Field.TEXT_PHONE: "TTY"}
_PHONES = Column(name="phones", path=("phones",), kind=CellKind.SHORT, item=organizations.Phone)
_SCHEDULES = Column(name="schedules", path=("schedules",), kind=CellKind.SHORT, item=organizations.Schedule)
_POSTAL = Column(name="postal_code", path=("postal_code",), kind=CellKind.TEXT)
_DATE = Column(name="date", path=("date",), kind=CellKind.DATE)
_WHOLE = Column(name="number", path=("number",), kind=CellKind.INTEGER)


class FlatValues:
    """Reads the values of sheets for a catalogue. Values that are only partly understood are reported in `rows`."""

    def __init__(self, rows: Rows, catalogue: Catalogue) -> None:
        self._rows = rows
        self._facts = catalogue.facts
        self.needs = {
            plain(name): need.code
            for need in reversed(catalogue.needs)
            for name in (*_mapped(need.mappings), *need.words, need.label.it, need.label.en, need.code)
        }
        self.areas = _by_label(catalogue.areas)
        self.territories = _by_label(catalogue.territories)
        contacts = next((fact.values for fact in catalogue.facts if fact.name == "in_charge_of"), ())
        self._senders = {plain(item.name): f"{SenderKind.SERVICE}:{item.slug}" for item in catalogue.services}
        self._senders |= {
            plain(item.name): f"{SenderKind.ORGANIZATION}:{item.slug}" for item in catalogue.organizations
        }
        self._contacts = {
            plain(name): f"{SenderKind.CONTACT}:{value.code}"
            for value in contacts
            for name in (value.label.it, value.label.en)
        }
        self._conditions: dict[str, Any] = {}

    def find_need(self, text: str) -> str | None:
        """The need that `text` names or mentions; None if it mentions none, or several."""
        whole = plain(text)
        if whole in self.needs:
            return self.needs[whole]
        padded = f" {whole} "
        held = [name for name in self.needs if f" {name} " in padded]
        longest = [name for name in held if not any(name != other and f" {name} " in f" {other} " for other in held)]
        codes = {self.needs[name] for name in longest}
        return codes.pop() if len(codes) == 1 else None

    def learn_sender(self, name: str, slug: str) -> None:
        """Remember a partner that may be named as a sender."""
        self._senders.setdefault(plain(name), f"{SenderKind.ORGANIZATION}:{slug}")

    # ── A row ────────────────────────────────────────────────────────────────────────────────────────────────────

    def spread(self, cells: Cells, meanings: Meanings, lenient: bool) -> Cells:
        """The cells of a row with one value each. Mixed cells of somebody else's sheet are split by their contents."""
        found: Cells = {}

        def put(item: Field, cell: FlatCell, text: str, said: str = "") -> None:
            found.setdefault(item, []).append(FlatCell(text, cell.place, cell.heading, said))

        for item, listed in cells.items():
            for cell in listed:
                if item in _LABELLED:
                    put(Field.PHONE, cell, f"{_LABELLED[item]} {cell.text}")
                elif item is Field.CONTACTS or (item is Field.EMAIL and len(find_emails(cell.text)) > 1):
                    self._spread_contacts(cell, put)
                elif item in (Field.FREE_FIELD, Field.WEBSITE):
                    put(Field.NOTE, cell, f"{cell.heading}: {cell.text}" if cell.heading else cell.text)
                elif item not in WEEK:
                    whole = plain(cell.text) in meanings.get(item, {})
                    for text in [cell.text] if whole else pieces(item, cell.text, wide=lenient):
                        self._put_known(item, cell, text, meanings, lenient, put)
        self._spread_week(cells, put)
        if len(found.get(Field.NOTE, ())) > 1:
            first, *others = found[Field.NOTE]
            text = "\n".join((first.text, *(other.text for other in others)))
            found[Field.NOTE] = [FlatCell(text, first.place, first.heading)]
        return found

    def _put_known(
        self, item: Field, cell: FlatCell, text: str, meanings: Meanings, lenient: bool, put: Callable[..., None]
    ) -> None:
        """Put the value of a cell under its field.

        In somebody else's sheet, a value without a known meaning is added to the note.
        """
        meaning = meanings.get(item, {}).get(plain(text))
        if item is Field.SERVICE:
            put(item, cell, text)
            put(Field.MEETS, cell, str(meaning), text) if meaning else None
            return
        if item is Field.CONDITION:
            if isinstance(meaning, Mapping):
                self._conditions[text] = dict(meaning)
            put(item, cell, text)
            put(Field.CONFIRMED, cell, "yes" if meaning is not None else "") if lenient else None
            return
        if meaning is not None:
            put(item, cell, str(meaning), text) if meaning else put(Field.NOTE, cell, f"{cell.heading}: {text}")
        elif lenient and not self._is_known(item, text):
            self._rows.told.setdefault(Message.of("reading.no_meaning", text=text), []).append(cell.place)
            put(Field.NOTE, cell, f"{cell.heading}: {text}")
        else:
            put(item, cell, text)

    def _is_known(self, item: Field, text: str) -> bool:
        known: Mapping[Field, Mapping[str, str]] = {
            Field.MEETS: self.needs, Field.HELPS: self.needs, Field.COVERS: self.territories,
        }  # fmt: skip
        if item in CHOICES:
            return read_choice(CHOICES[item], text) is not None
        return plain(text) in known[item] if item in known else True

    def _spread_contacts(self, cell: FlatCell, put: Callable[..., None]) -> None:
        emails = find_emails(cell.text)
        rest = cell.text
        for email in emails:
            put(Field.EMAIL, cell, email)
            rest = rest.replace(email, " ")
        rest = re.sub(r"(?i)\be-?mail\b\.?:?", " ", rest).strip(" ,;:-–/\n")
        if any(map(str.isdigit, rest)):
            put(Field.PHONE, cell, rest)
        elif plain(rest):
            put(Field.NOTE, cell, f"{cell.heading}: {rest}")

    def _spread_week(self, cells: Cells, put: Callable[..., None]) -> None:
        """Read the columns of the days as hours: the understood ones together, each other one by itself."""
        days = [(cell, _name_day(day, cell)) for day in WEEK for cell in cells.get(day, ())]
        known = [(cell, text) for cell, text in days if read_hours(f"{text}; festivi 9-12") is not None]
        if known:
            put(Field.HOURS, known[0][0], "; ".join(text for _, text in known))
        for cell, text in days:
            if (cell, text) not in known:
                put(Field.HOURS, cell, text)

    # ── A value ──────────────────────────────────────────────────────────────────────────────────────────────────

    def read(self, path: str, value: Value) -> list[dict[str, Any]]:
        """The items, in notation, of a field that is a list. Raises ReadingError if they cannot be read."""
        first = value[0]
        text = first.text if first is not None else ""
        match path:
            case "phones":
                return self._phones(text, value[1], first)
            case "emails":
                if find_emails(text) != (text,):
                    raise ReadingError(Message.of("reading.email", text=text))
                return [{"address": text}]
            case "addresses":
                return [self._address(value)]
            case "schedules":
                return self._told(_SCHEDULES, expand(_SCHEDULES, text, self._rows.country), first)
            case "part_of" | "organizations":
                return [{"organization": text}]
            case "alternate_names":
                return [{"name": text}]
        return [{"need": self._code(text, self.needs)}]

    def read_whole(self, path: str, values: list[Value]) -> Any:
        """The value, in notation, of a field that is no list; None if it has none.

        Raises ReadingError if it cannot be read.
        """
        cells = [cell for value in values for cell in value if cell is not None]
        text = cells[0].text
        match path:
            case "kind" | "status":
                return self._choice(path, text)
            case "summary":
                return {"it": text, "en": text}
            case "note":
                lines = dict.fromkeys(line for cell in cells for line in cell.text.splitlines())
                return dict.fromkeys(("it", "en"), text if len(cells) == 1 else "\n".join(lines))
            case "routes":
                return self._routes(values)
            case "documents":
                return self._documents([cell.text for cell in cells])
            case "cost":
                return self._cost(*values[0])
            case "closures":
                return [self._dates(value, ("closed_from", "closed_until")) for value in values]
            case "capacity":
                return self._capacity(values[0])
            case "last_verified":
                return read_cell(_DATE, text, self._rows.country)
        return text

    def covers(self, text: str) -> str:
        """The code of a territory."""
        return self._code(text, self.territories)

    def condition(self, words: str) -> dict[str, Any] | None:
        """The condition that `words` express: empty if they admit anybody, None if they are not understood."""
        if words in self._conditions:
            return dict(self._conditions[words])
        return read_condition_words(words, self._facts)

    def requirement(self, words: str, when: Mapping[str, Any]) -> dict[str, Any]:
        """A requirement, in notation, that `words` name."""
        return {"id": slugify(words)[:40].strip("-") or "condition", "label": {"it": words, "en": words}, "when": when}

    @staticmethod
    def check(words: str) -> dict[str, str]:
        """What to ask about a condition that is not confirmed."""
        return ask_condition(words)

    def _told(self, column: Column, items: list[dict[str, Any]], cell: FlatCell | None) -> list[dict[str, Any]]:
        doubt = find_doubt(column, items, self._rows.country)
        if doubt is not None and cell is not None:
            self._rows.told.setdefault(doubt, []).append(cell.place)
        return items

    def _phones(self, text: str, note: FlatCell | None, cell: FlatCell | None) -> list[dict[str, Any]]:
        if not text:
            raise ReadingError(Message.of("reading.phone", text=note.text if note else ""))
        items = self._told(_PHONES, expand(_PHONES, text, self._rows.country), cell)
        if note is not None:
            items = [item | {"note": {"it": note.text, "en": note.text}} for item in items]
        return items

    def _address(self, value: Value) -> dict[str, Any]:
        street, code, town = (cell.text if cell else "" for cell in value)
        if not street:
            raise ReadingError(Message.of("reading.no_street", text=" ".join(filter(None, (code, town)))))
        found = find_address(street)
        if found and found.municipality and not (code or town):
            street, code, town = found.street, found.postal_code or "", found.municipality
        elif not (code or town) and (place := find_town(street)):
            code, town = place
            street = _without_town(street, code, town)
        address = {"slug": slugify(street), "street": street}
        if town:
            address["municipality"] = town
        if code:
            address["postal_code"] = read_cell(_POSTAL, code, self._rows.country)
        return address

    def _code(self, text: str, known: Mapping[str, str]) -> str:
        code = known.get(plain(text))
        if code is None:
            raise ReadingError(Message.of("reading.choice", text=text, hint=_near(text, known)))
        return code

    def _choice(self, section: str, text: str) -> str:
        code = read_choice(section, text)
        if code is None:
            from ingest.spreadsheets.headings import synonyms

            raise ReadingError(Message.of("reading.choice", text=text, hint=_near(text, synonyms(section))))
        return code

    def _yes_no(self, text: str) -> str:
        code = read_choice("free", text)
        if code is None:
            raise ReadingError(Message.of("reading.yes_no", text=text))
        return code

    def _routes(self, values: list[Value]) -> list[dict[str, Any]]:
        modes = [self._choice("access", value[0].text) for value in values if value[0] is not None]
        senders = [self._sender(value[1].text) for value in values if value[1] is not None]
        routes: list[dict[str, Any]] = []
        own = [mode for mode in dict.fromkeys(modes) if mode != AccessMode.REPORT]
        if own:
            routes.append({"kind": str(RouteKind.SELF), "modes": own})
        if senders:
            routes.append({"kind": str(RouteKind.REFERRAL), "by": list(dict.fromkeys(senders))})
        elif AccessMode.REPORT in modes:
            # Somebody must send, and nobody says who: one asks.
            routes.append({"kind": str(RouteKind.ASK_FIRST), "modes": [str(AccessMode.REPORT)]})
        return routes

    def _sender(self, text: str) -> str:
        known = self._contacts | self._senders
        kind = read_choice("kind", text)
        if plain(text) not in known and kind is not None:
            return f"{SenderKind.KIND}:{kind}"
        return self._code(text, known)

    def _documents(self, texts: list[str]) -> dict[str, Any]:
        if len(texts) == 1 and plain(texts[0]) in ("no", "nessuno", "none", "nessun documento", "no documents"):
            return {"items": []}
        return {"items": [{"label": {"it": text, "en": text}} for text in texts]}

    def _cost(self, free: FlatCell | None, words: FlatCell | None) -> dict[str, Any] | None:
        note = {"note": {"it": words.text, "en": words.text}} if words else {}
        said = free.text if free else (words.text if words else "")
        if free is None and read_choice("free", said) is None:
            raise ReadingError(Message.of("reading.cost", text=said))
        return {"free": self._yes_no(said)} | (note if free else {})

    def _capacity(self, value: Value) -> dict[str, Any]:
        places, free, counted, full = value
        numbers = {"places": places, "free": free}
        found = {name: read_cell(_WHOLE, cell.text) for name, cell in numbers.items() if cell is not None}
        return found | self._dates((counted, full), ("as_of", "full_until"))

    def _dates(self, value: Value, names: tuple[str, ...]) -> dict[str, Any]:
        pairs: Iterator[tuple[str, FlatCell | None]] = zip(names, value, strict=True)
        return {name: read_cell(_DATE, cell.text, self._rows.country) for name, cell in pairs if cell is not None}


def _mapped(mappings: Iterable[str]) -> Iterator[str]:
    """The terms of Open Eligibility that a need is mapped to."""
    yield from (term for one in mappings for scheme, _, term in (one.partition(":"),) if scheme == "oe")


def pieces(item: Field, text: str, *, wide: bool = True) -> list[str]:
    """The values in a cell. With `wide`, commas and other marks also separate values that cannot contain them.

    >>> pieces(Field.MEETS, "mensa, docce"), pieces(Field.MEETS, "mensa, docce", wide=False)
    (['mensa', 'docce'], ['mensa, docce'])
    """
    if item not in _SEVERAL:
        return [text]
    marks = _ALL_MARKS if wide and item in (Field.MEETS, Field.HELPS, Field.ACCESS) else _MARKS
    return [piece.strip() for piece in marks.split(text) if piece.strip()]


def _name_day(day: Field, cell: FlatCell) -> str:
    """The hours in a column for a day, after the name of the day as the heading has it."""
    named = f"{cell.heading} {cell.text}"
    return named if read_hours(f"{cell.heading} 9-12") is not None else f"{day} {cell.text}"


def _without_town(street: str, code: str, town: str) -> str:
    """`street` without the postal code and the town at its end."""
    end = re.search(rf"[\s,;–-]*\b{code}\s+{re.escape(town)}\s*(?:\([A-Z]{{2}}\))?$", street)
    return street[: end.start()] if end and end.start() else street


def _by_label(items: tuple[Any, ...]) -> dict[str, str]:
    return {plain(name): item.code for item in items for name in (item.label.it, item.label.en, item.code)}


def _near(text: str, known: Mapping[str, str]) -> Message:
    """A hint with the most similar known word; without one, a reference to the list of the column."""
    from difflib import get_close_matches

    close = get_close_matches(plain(text), known, 1)
    return Message.of("reading.near", near=close[0]) if close else Message.of("reading.from_list")
