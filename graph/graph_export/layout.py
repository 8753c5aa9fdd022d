"""Positions for drawing a network by groups: the same network has the same picture.

Each group is a disc whose members lie on a sunflower spiral, which spreads them evenly (Vogel, A better way to
construct the sunflower head, Mathematical Biosciences 44, 1979); the discs stand side by side on a ring. No two
members are nearer to each other than about `SPACING`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, pi, sin, sqrt

SPACING = 40.0
"""The distance of neighbours within a group, in units of the drawing."""
GAP = 60.0
"""What lies between the rims of neighbouring groups at least."""
_GOLDEN = pi * (3 - sqrt(5))


@dataclass(frozen=True, slots=True)
class Position:
    """A point of the drawing; y grows downwards, as on a screen."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Disc:
    """Where a group lies."""

    center: Position
    radius: float


def place_groups(sizes: Mapping[str, int]) -> dict[str, Disc]:
    """A disc for each group of `sizes` (members by name), in the order given, clockwise from the top.

    A single group stands in the middle.
    """
    radii = {name: SPACING * sqrt(max(size, 1)) for name, size in sizes.items()}
    if len(radii) == 1:
        return {name: Disc(Position(0.0, 0.0), round(radius, 2)) for name, radius in radii.items()}
    ring = _ring([radius + GAP / 2 for radius in radii.values()])
    discs, angle = {}, -pi / 2
    for name, radius in radii.items():
        half = asin((radius + GAP / 2) / ring)
        angle += half
        discs[name] = Disc(_at(ring, angle), round(radius, 2))
        angle += half
    return discs


def place_members(names: Sequence[str], disc: Disc) -> dict[str, Position]:
    """A position for each of `names` within `disc`, from its middle outwards."""
    middle = disc.center
    found = {}
    for number, name in enumerate(names):
        point = _at(SPACING * sqrt(number), number * _GOLDEN)
        found[name] = Position(round(middle.x + point.x, 2), round(middle.y + point.y, 2))
    return found


def _ring(radii: Sequence[float]) -> float:
    """The radius of the smallest ring on which discs of `radii` stand without overlap; by bisection."""
    low, high = max(radii, default=1.0), max(sum(radii), 1.0)
    for _ in range(60):
        middle = (low + high) / 2
        if sum(2 * asin(min(1.0, radius / middle)) for radius in radii) > 2 * pi:
            low = middle
        else:
            high = middle
    return high


def _at(distance: float, angle: float) -> Position:
    return Position(round(distance * cos(angle), 2), round(distance * sin(angle), 2))
