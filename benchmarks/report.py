"""The measures as a table and as JSON."""

import os
import platform
from collections.abc import Iterable
from typing import Any

from benchmarks.measure import Measure

Row = tuple[Measure, Measure]
"""A measure, and the calibration loop as it ran beside it."""

BUSY = 1.25
"""How many times its processor time the loop may take before other work is to blame."""

HEAD = f"{'part':8}{'measure':50}{'target':>10}{'figure':>14}{'cpu':>11}{'x loop':>9}  verdict"


def line(row: Row) -> str:
    """One line of the table."""
    measure, _ = row
    bound = "" if measure.target is None else f"{'>=' if measure.at_least else '<='} {_number(measure.target)}"
    figure = f"{_number(measure.figure)} {measure.unit}".strip()
    cpu = "" if measure.cpu is None else _number(measure.cpu)
    multiple = ratio(row)
    times = "" if multiple is None else f"{multiple:.2f}"
    text = f"{measure.part:8}{measure.name:50}{bound:>10}{figure:>14}{cpu:>11}{times:>9}  {verdict(row):6}"
    return f"{text} {measure.note}".rstrip()


def verdict(row: Row) -> str:
    """`pass` or `short` on the wall clock; `busy` where only the machine's other work made it short."""
    measure, loop = row
    if measure.verdict == "short" and measure.cpu is not None and measure.target is not None and loop.cpu:
        within = not measure.at_least and measure.cpu <= measure.target
        if within and loop.figure > BUSY * loop.cpu:
            return "busy"
    return measure.verdict


def ratio(row: Row) -> float | None:
    """A time as a multiple of the calibration loop's: processor time where both have it, else the wall clock's."""
    measure, loop = row
    if measure.unit != "ms":
        return None
    if measure.cpu is not None and loop.cpu:
        return measure.cpu / loop.cpu
    return measure.figure / loop.figure


def _number(value: float) -> str:
    if value == int(value) or value >= 1_000:
        return f"{value:.0f}"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"


def as_json(rows: Iterable[Row]) -> dict[str, Any]:
    """Everything, with the shape of the machine."""
    return {
        "machine": {
            "cores": os.cpu_count(),
            "processor": platform.machine(),
            "system": platform.system(),
            "python": platform.python_version(),
        },
        "measures": [_as_json(row) for row in rows],
    }


def _as_json(row: Row) -> dict[str, Any]:
    measure, _ = row
    times = ratio(row)
    return {
        "part": measure.part,
        "name": measure.name,
        "figure": round(measure.figure, 3),
        "unit": measure.unit,
        "cpu_ms": None if measure.cpu is None else round(measure.cpu, 3),
        "times_the_loop": None if times is None else round(times, 3),
        "target": measure.target,
        "at_least": measure.at_least,
        "verdict": verdict(row) or None,
        "note": measure.note,
    }
