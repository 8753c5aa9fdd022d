"""Coverage at a time: which needs have a way through open doors alone, on a day and at an hour of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.render.answer_text import day_text
from api.web.languages import PageTexts
from api.web.open_page import WEEKDAYS
from graph.opening_hours import today

Row = tuple[Mapping[str, Any], list[Any]]


@dataclass(frozen=True, slots=True)
class Hours:
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


def read_hours(request: Request) -> Hours | None:
    """The time that the address names as `on` and `hour`; None without both. Raises HTTPException (404)."""
    day, hour = (request.query_params.get(name) for name in ("on", "hour"))
    if not day and not hour:
        return None
    try:
        clock = time.fromisoformat(hour).replace(second=0, microsecond=0, tzinfo=None) if hour else None
        return Hours(date.fromisoformat(day) if day else today(), clock)
    except ValueError:
        raise HTTPException(404) from None


def door_rows(matrix: Mapping[str, Any], only_gaps: bool) -> list[Row]:
    """Each need with its cells, each with its start, as `matrix_rows`; a door that is shut is a gap at that time."""
    starts, rows = matrix["situations"], []
    for row in (row for layer in matrix["layers"] for row in layer["rows"]):
        pairs = zip(row["statuses"], row["doors"], strict=True)
        cells = [
            {"outcome": {"status": status, "evidence": None, "closures": None}, "door": door} for status, door in pairs
        ]
        if not only_gaps or {"GAP", "CLOSED"} & {*row["statuses"], *row["doors"]}:
            rows.append((row["need"], list(zip(starts, cells, strict=True))))
    return rows
