"""Coverage at a time: which ways lead only through doors that are open then."""

import datetime
from typing import Annotated

import strawberry

from api.errors import ApiError, ErrorCode
from api.schema.fields import View, read, text
from graph.coverage.open_doors import OpenSummary, When
from graph.opening_hours import on_clock

AtArgument = Annotated[
    datetime.datetime | None, strawberry.argument(description="The time; without a zone on the clock of the city.")
]
OnArgument = Annotated[
    datetime.date | None, strawberry.argument(description="Some time of this day. Exactly one of both is given.")
]


@strawberry.type
class DoorSummary(View[OpenSummary]):
    """How many cells are open at a time: a plan needs nobody but those whose door is open then."""

    code: str = read("code", "What the cells share: the code of a need, an entry situation or a profile.")
    label: str = text("label", "Its label.")
    open: int = read("open", "Cells that are open.")
    unknown: int = read("unknown", "Cells that may be: by appointment, or with hours that nobody knows.")
    closed: int = read("closed", "Cells with a way, but not then.")
    gaps: int = read("gaps", "Cells without a way at any time.")


def as_when(at: datetime.datetime | None, on: datetime.date | None) -> When:
    """The time or the day. Raises ApiError (BAD_VARIABLES) where it is not exactly one."""
    if at is not None and on is None:
        return on_clock(at)
    if on is not None and at is None:
        return on
    raise ApiError(ErrorCode.BAD_VARIABLES, "Give exactly one of 'at' and 'on'.", argument="at")
