"""`/sheet`: the sheet for the person, one page in their language to print or to copy, and the same as plain text.

It is made of finite sentences (`sheets/`, one file a language). Names and citations stay as printed, and labels that
only the catalogue has stay Italian outside English.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from api.errors import Refusal
from api.settings import Limits
from api.web.ask_page import put_question
from api.web.contacts import dialled, is_remote, list_emergency, list_texts, spell_out
from api.web.frame import PRIVATE, Frame
from api.web.languages import DEFAULT, SheetTexts, sheet_languages
from api.web.question_form import read_form
from graph.question import UNSPECIFIED

PLACES = 3
"""Interchangeable places shown at a step; more are counted."""

ISOLATE, END = "\u2068", "\u2069"
"""Around words of another direction, so that brackets stay where they belong."""

_TIMES = re.compile(r"\d+:\d\d(?:-\d+:\d\d)?")
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A telephone, address, hours or papers of a place."""

    label: str
    values: tuple[str, ...]
    kind: str
    dialled: tuple[str, ...] = ()
    """Of telephones, what one dials for each; empty for one of which only a part is printed."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where to go; `note` says what nobody knows."""

    name: str
    rows: tuple[Row, ...]
    note: str


@dataclass(frozen=True, slots=True)
class SheetStep:
    """One step: when, for what, how one gets in, and where."""

    title: str
    when: str
    gives: str
    way: str
    senders: tuple[str, ...]
    remarks: tuple[str, ...]
    places: tuple[Destination, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet."""

    texts: SheetTexts
    start: str
    needs: str
    first: tuple[Destination, ...]
    """Whom to call before anything else, where an urgent notice names somebody or an emergency number."""
    hurt: bool
    """Whether an urgent notice names somebody to call: those who were hurt may be watched."""
    steps: tuple[SheetStep, ...]
    met: str
    unmet: str
    sources: tuple[str, ...]
    version: str

    def plain(self) -> str:
        """The sheet as plain text."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        t = self.texts
        colon = t("colon")
        yield from (t("title").upper(), t("intro"), "")
        if self.start:
            yield f"{t('start')}{colon} {self.start}"
        yield f"{t('needs')}{colon} {self.needs}"
        if self.first:
            yield from ("", t("first"))
            yield from (line for place in self.first for line in _place_lines(place, colon))
        for step in self.steps:
            yield from ("", f"{step.title}. {step.when}")
            if step.gives:
                yield f"{t('gives')}{colon} {step.gives}"
            yield " ".join([step.way, ", ".join(step.senders)]).strip()
            yield from step.remarks
            yield from (line for place in step.places for line in _place_lines(place, colon))
            if step.more:
                yield step.more
        yield ""
        if not self.steps:
            yield t("none")
        yield from (line for line in (self.met, self.unmet) if line)
        yield from (t("check"), t("help"), "", f"{t('sources')}{colon} {'; '.join(self.sources)} · {self.version}")
        if t("status"):
            yield t("status")


def _place_lines(place: Destination, colon: str) -> Iterator[str]:
    yield f"- {place.name}"
    yield from (f"  {row.label}{colon} {', '.join(row.values)}" for row in place.rows)
    if place.note:
        yield f"  {place.note}"


def build_sheet(result: Json, texts: SheetTexts) -> Sheet:
    """The sheet of the best plan of `result`; `result` has at least one."""
    plan, read = result["plans"][0], result["interpretation"]
    met = [each["need"] for each in plan["met"] if each["step"] is None]
    unmet = [each["need"] for each in plan["unmet"]]
    above = {service["slug"] for service in _urgent(result)}
    return Sheet(
        texts=texts,
        start=read["from"]["label"] if read["from"]["code"] != UNSPECIFIED.code else "",
        needs=_needs(read["needs"], texts),
        first=tuple(_list_first(result, texts)),
        hurt=bool(_urgent(result)),
        steps=tuple(_step(step, _later(step, plan["steps"]), above, texts) for step in plan["steps"]),
        met=f"{texts('met')} {_needs(met, texts)}." if met else "",
        unmet=f"{texts('unmet')} {_needs(unmet, texts)}." if unmet else "",
        sources=_sources(plan["steps"], texts),
        version=result["snapshot"]["version"],
    )


def _needs(needs: Iterable[Json], t: SheetTexts) -> str:
    return t("comma").join(dict.fromkeys(_need(need, t) for need in needs))


def _need(need: Json, t: SheetTexts) -> str:
    """The name of a need in the language of the sheet, with the catalogue's label if that is more specific."""
    key = f"need_{need['code'].partition('.')[0]}"
    if t.code in ("it", "en") or key not in t.sentences:
        return str(need["label"])
    return f"{t(key)} ({ISOLATE}{need['label']}{END})" if "." in need["code"] else t(key)


def _list_first(result: Json, t: SheetTexts) -> Iterator[Destination]:
    """Whom to call before anything else: emergency numbers that stand for themselves, services, then the other numbers.

    A number that an urgent notice names for the case that its services do not answer is no first call where none of
    them has a telephone.
    """
    notices, services = _list_urgent(result), _urgent(result)
    alone = [notice for notice in notices if not notice["contacts"]]
    named = {service["slug"] for service in services}
    beside = [notice for notice in notices if named.intersection(each["slug"] for each in notice["contacts"])]
    before, after = (
        dict.fromkeys(number for notice in some for number in list_emergency(notice["text"]))
        for some in (alone, beside)
    )
    yield from (_emergency(number, t) for number in before)
    yield from (_place(service, t) for service in services)
    yield from (_emergency(number, t) for number in after if number not in before)


def _emergency(number: str, t: SheetTexts) -> Destination:
    return Destination(t("emergency"), (Row(t("telephone"), (number,), "phone", (number,)),), "")


def _urgent(result: Json) -> list[Json]:
    """The services that urgent notices name, with a telephone."""
    named = (service for notice in _list_urgent(result) for service in notice["contacts"])
    return list({service["slug"]: service for service in named if service["contacts"]["phones"]}.values())


def _list_urgent(result: Json) -> list[Json]:
    return [notice for notice in result["notices"] if notice["severity"] == "URGENT"]


def _later(step: Json, steps: Iterable[Json]) -> list[int]:
    """The steps for which `step` is on the sheet: those that wait for it, where it meets no need by itself."""
    return [] if step["meets"] else [each["order"] for each in steps if step["order"] in each["after"]]


def _step(step: Json, later: list[int], above: Collection[str], t: SheetTexts) -> SheetStep:
    """The step; a place that stands above is only named."""
    after = t("comma").join(map(str, step["after"]))
    candidates = step["candidates"]
    services = [each["service"] for each in candidates[:PLACES]]
    places = tuple(
        Destination(one["name"], (), t("above")) if one["slug"] in above else _place(one, t) for one in services
    )
    appointment = "APPOINTMENT" in step["via"]["modes"] and "WALK_IN" not in step["via"]["modes"]
    senders = tuple(sender["label"] for sender in step["via"]["senders"])
    route = step["via"]["route"]
    return SheetStep(
        title=t("step", number=step["order"]),
        when=t("after", steps=after) if after else t("at_once"),
        gives=_needs(step["kinds"], t),
        way=t(f"route_{'SELF' if route == 'REFERRAL' and not senders else route}"),
        senders=senders if route == "REFERRAL" else (),
        remarks=tuple(
            text
            for text, holds in (
                (t("appointment"), appointment),
                (t("leads_to", steps=t("comma").join(map(str, later))), later),
                (t("one_of"), len(candidates) > 1),
            )
            if holds
        ),
        places=places,
        more=t("more", count=len(candidates) - PLACES) if len(candidates) > PLACES else "",
    )


def _place(service: Json, t: SheetTexts) -> Destination:
    contacts = service["contacts"]
    phones = spell_out(contacts["phones"])
    addresses = tuple(_address(place) for place in contacts["addresses"])
    rows = [
        Row(t("telephone"), tuple(phone["printed"] for phone in phones), "phone", tuple(map(dialled, phones))),
        Row(t("address"), addresses, "address"),
        Row(t("hours"), _list_hours(service, t), "hours"),
    ]
    if service["documents"] is not None:
        papers = tuple(paper["label"] for paper in service["documents"]["items"])
        rows.append(Row(t("bring"), papers or (t("bring_nothing"),), "bring"))
    known = tuple(row for row in rows if row.values)
    if service["listedOnly"] and not known:
        return Destination(service["name"], (), t("listed"))
    missing = t("comma").join(
        row.label for row in rows if not row.values and not (row.kind == "address" and is_remote(service))
    )
    return Destination(service["name"], known, f"{missing}{t('colon')} {t('unknown')}" if missing else "")


def _list_hours(service: Json, t: SheetTexts) -> tuple[str, ...]:
    """The hours in the language of the sheet; as printed where they say more than days and times."""
    said = {"mode.phone": "telephone", "mode.appointment": "hours_appointment"}
    told = list_texts(service, lambda code: t(said.get(code) or code.replace(".", "_")))
    return tuple(_TIMES.sub(rf"{ISOLATE}\g<0>{END}", line) for line in told) if t("direction") == "rtl" else tuple(told)


def _address(place: Json) -> str:
    town = " ".join(part for part in (place["postalCode"], place["municipality"]) if part)
    return ", ".join(part for part in (place["street"], town) if part)


def _sources(steps: Iterable[Json], t: SheetTexts) -> tuple[str, ...]:
    """The documents with the lines cited, each document once."""
    cited: dict[str, set[tuple[int, int]]] = {}
    for citation in (citation for step in steps for citation in step["citations"]):
        lines = cited.setdefault(citation["source"]["title"], set())
        if citation["firstLine"] is not None:
            lines.add((citation["firstLine"], citation["lastLine"]))
    return tuple(f"{title}, {t('lines')} {_ranges(lines)}" if lines else title for title, lines in cited.items())


def _ranges(lines: set[tuple[int, int]]) -> str:
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in sorted(lines))


class SheetPage:
    """Makes the sheet for the question that a form carries."""

    def __init__(self, frame: Frame, limits: Limits) -> None:
        self._frame = frame
        self._limits = limits
        self._languages = sheet_languages()

    async def show(self, request: Request) -> Response:
        """The sheet, or a page that says that there is no plan."""
        page = self._frame.language(request)
        try:
            form = await read_form(request, self._limits)
        except Refusal as refusal:
            return self._frame.render(request, "refused", page, cache=PRIVATE, status=refusal.status)
        page = self._frame.language(request, form.options.get("lang"))
        chosen = self._languages.get(form.options.get("sheet", page.code), self._languages[DEFAULT])
        labels = self._frame.texts.get(chosen.code, self._frame.texts[DEFAULT])
        asked, result = await put_question(self._frame, request, labels, form)
        sheet = build_sheet(result, chosen) if result and result["plans"] else None
        return self._frame.render(
            request,
            "sheet",
            page,
            cache=PRIVATE,
            behind=asked,
            form=form,
            sheet=sheet,
            s=chosen,
            languages={code: texts("language") for code, texts in self._languages.items()},
            plain=sheet.plain() if sheet else "",
            quoted=quote(sheet.plain()) if sheet else "",
        )
