"""`/open`: whose door is open on a weekday at an hour for a need, for one of the published profiles.

The hour is one of the coming week, and a profile describes nobody, so that both may be part of an address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.render.answer_text import day_text
from api.web.frame import Frame, flatten_needs
from api.web.languages import PageTexts
from graph.availability import ALWAYS
from graph.opening_hours import CLOCK, now, today

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STATES = ("OPEN", "UNKNOWN", "CLOSED")
MOST = 40
"""Doors of one state that the page shows."""
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AskedTime:
    """A day, and an hour of it; without an hour, some time of the day."""

    day: date
    hour: time | None

    def variables(self) -> dict[str, str]:
        """The time as the schema takes it."""
        if self.hour is None:
            return {"on": self.day.isoformat()}
        return {"at": datetime.combine(self.day, self.hour).isoformat(timespec="minutes")}

    def text(self, t: PageTexts) -> str:
        """The time as people say it: `domenica 29/11/2026, 19:00`."""
        return day_text(self.day, t.words) + (f", {self.hour:%H:%M}" if self.hour else "")

    @property
    def link(self) -> str:
        """The parameters with which `/open` shows whose doors these are."""
        return f"day={WEEKDAYS[self.day.weekday()]}&hour={self.hour or time(12):%H:%M}"


def read_asked_time(request: Request) -> AskedTime | None:
    """The time that the address names as `on` and `hour`; None without both. Raises HTTPException (404)."""
    day, hour = (request.query_params.get(name) for name in ("on", "hour"))
    if not day and not hour:
        return None
    try:
        clock = time.fromisoformat(hour).replace(second=0, microsecond=0, tzinfo=None) if hour else None
        return AskedTime(date.fromisoformat(day) if day else today(), clock)
    except ValueError:
        raise HTTPException(404) from None


class OpenPage:
    """Asks for a weekday, an hour, a need and a profile, and shows the doors by their state."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    async def show(self, request: Request) -> Response:
        """The form, and the doors where a need is named. Raises HTTPException (404) for what the network lacks."""
        texts, wanted = self._frame.language(request), request.query_params
        form = await self._frame.ask(request, texts, "OpenPage", "OpenForm")
        profiles = {each["code"]: each for each in form.data["profiles"]}
        needs = flatten_needs(form.data["needAreas"])
        need, profile = wanted.get("need", ""), wanted.get("profile") or next(iter(profiles), "")
        if (profile and profile not in profiles) or (need and need not in {each["code"] for _, each in needs}):
            raise HTTPException(404)
        moment = read_moment(wanted.get("day", ""), wanted.get("hour", ""))
        behind, groups = form, []
        if need:
            facts = _facts(profiles[profile]["facts"]) if profile else []
            at = moment.isoformat(timespec="minutes")
            behind = await self._frame.ask(request, texts, "OpenPage", "OpenPage", facts=facts, need=need, at=at)
            lines = filter(_is_helpline, behind.data["helping"])
            groups = _group_doors([*lines, *behind.data["open"], *behind.data["perhaps"]], texts)
        return self._frame.render(
            request,
            "open",
            texts,
            behind=behind,
            needs=needs,
            need=need,
            profiles=form.data["profiles"],
            profile=profile,
            weekdays=WEEKDAYS,
            weekday=WEEKDAYS[moment.weekday()],
            hour=f"{moment:%H:%M}",
            moment=_moment_text(moment, texts),
            groups=groups,
            most=MOST,
        )


def read_moment(day: str, hour: str) -> datetime:
    """The next time of this weekday and hour (`20:00`), today included; now where one of them is not given.

    Raises HTTPException (404) where there is no such weekday or hour.
    """
    if not day and not hour:
        return now().replace(second=0, microsecond=0, tzinfo=None)
    try:
        clock = time.fromisoformat(hour) if hour else time(12)
        ahead = (WEEKDAYS.index(day) - today().weekday()) % 7 if day else 0
    except ValueError:
        raise HTTPException(404) from None
    return datetime.combine(today() + timedelta(days=ahead), clock.replace(second=0, microsecond=0, tzinfo=None))


def _is_helpline(assessed: Json) -> bool:
    """Whether a service has no hours but those of a telephone that is answered day and night."""
    hours = assessed["service"]["schedule"]
    return all(each["channel"] == "PHONE" and each["openingHours"] == ALWAYS for each in hours)


def _group_doors(assessed: list[Json], texts: PageTexts) -> list[tuple[str, list[Json]]]:
    """The services by the state of their doors; of a closed one, `next` says when it opens."""
    groups: dict[str, list[Json]] = {state: [] for state in STATES}
    for service in (each["service"] for each in assessed):
        opens = service["nextOpening"] if service["isOpen"] == "CLOSED" else None
        following = _moment_text(datetime.fromisoformat(opens).astimezone(CLOCK), texts) if opens else ""
        groups[service["isOpen"]].append({**service, "next": following})
    return [(state, doors) for state, doors in groups.items() if doors]


def _moment_text(moment: datetime, texts: PageTexts) -> str:
    return f"{day_text(moment.date(), texts.words)}, {moment:%H:%M}"


def _facts(known: list[Json]) -> list[dict[str, Any]]:
    """The facts of a profile as the input of the schema."""
    return [{"name": fact["name"], "test": test} for fact in known for test in _tests(fact)]


def _tests(fact: Json) -> list[dict[str, Any]]:
    if not fact["values"]:
        return [{"range": {"min": fact["min"], "max": fact["max"]}}]
    return [{"not": value} for value in fact["values"]] if fact["negated"] else [{"in": fact["values"]}]
