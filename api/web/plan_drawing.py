"""The picture of a plan: steps in layers from top to bottom, parallel ones side by side.

The layering is the longest path from the start. An edge that crosses layers passes through a free place in each
(Sugiyama's method), and places are ordered once by the mean place of what leads to them.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

BOX, SLOT, GAP = 184, 20, 20
"""Widths of a step, of a place where only a line passes, and between two places."""
LINE, PAD, BETWEEN, EDGE = 18, 12, 46, 10
LETTERS = 20
"""Letters of a line in a box."""


@dataclass(frozen=True, slots=True)
class Box:
    """A step, the start, or a need in the picture. `kind` is `start`, `step` or `need`."""

    key: str
    kind: str
    order: int | None
    sign: str
    lines: tuple[str, ...]
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """The horizontal middle of the box, where lines leave and arrive."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes, and lines as SVG paths."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Node:
    key: str
    kind: str
    order: int | None
    sign: str
    lines: tuple[str, ...]

    @property
    def width(self) -> int:
        return SLOT if self.kind == "slot" else BOX

    @property
    def height(self) -> int:
        return 0 if self.kind == "slot" else len(self.lines) * LINE + 2 * PAD


def draw_plan(plan: Mapping[str, Any], start: str, names: Mapping[int, str], signs: Mapping[str, str]) -> Drawing:
    """The picture of `plan`, with `names` of its steps by order and `signs` of the levels of evidence."""
    nodes, edges = _graph(plan, start, names, signs)
    layers = _layers(nodes, edges)
    rows, links = _rows(nodes, edges, layers)
    return _place(rows, links)


def _graph(
    plan: Mapping[str, Any], start: str, names: Mapping[int, str], signs: Mapping[str, str]
) -> tuple[dict[str, _Node], list[tuple[str, str]]]:
    nodes = {"start": _Node("start", "start", None, "", _wrap(start))}
    edges = []
    for step in plan["steps"]:
        key = str(step["order"])
        nodes[key] = _Node(key, "step", step["order"], signs[step["evidence"]], _wrap(names[step["order"]]))
        edges += [(str(before) if before else "start", key) for before in step["after"] or [0]]
    for step in plan["steps"]:
        for need in step["meets"]:
            goal = f"need:{need['code']}"
            nodes[goal] = _Node(goal, "need", None, "", _wrap(need["label"]))
            edges.append((str(step["order"]), goal))
    return nodes, edges


def _layers(nodes: Mapping[str, _Node], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The longest path to each node; needs stand together at the end. Edges come in the order of the steps."""
    layers = dict.fromkeys(nodes, 0)
    for before, after in edges:
        layers[after] = max(layers[after], layers[before] + 1)
    last = max((layers[key] for key, node in nodes.items() if node.kind == "step"), default=0) + 1
    return {key: last if nodes[key].kind == "need" else layer for key, layer in layers.items()}


def _rows(
    nodes: Mapping[str, _Node], edges: Sequence[tuple[str, str]], layers: Mapping[str, int]
) -> tuple[list[list[_Node]], list[tuple[str, str]]]:
    """The nodes of each layer in their order, and edges between neighbouring layers only."""
    rows: list[list[_Node]] = [[] for _ in range(max(layers.values()) + 1)]
    for key, node in nodes.items():
        rows[layers[key]].append(node)
    links = []
    for before, after in edges:
        last = before
        for layer in range(layers[before] + 1, layers[after]):
            slot = _Node(f"{before}>{after}@{layer}", "slot", None, "", ())
            rows[layer].append(slot)
            links.append((last, slot.key))
            last = slot.key
        links.append((last, after))
    for above, row in pairwise(rows):
        _order(above, row, links)
    return rows, links


def _order(above: Sequence[_Node], row: list[_Node], links: Sequence[tuple[str, str]]) -> None:
    """Sort `row` by the mean place of what leads to each node; nodes without any keep their order."""
    place = {node.key: number for number, node in enumerate(above)}

    def mean(node: _Node) -> float:
        found = [place[before] for before, after in links if after == node.key and before in place]
        return sum(found) / len(found) if found else 0.0

    row.sort(key=mean)


def _place(rows: Sequence[Sequence[_Node]], links: Sequence[tuple[str, str]]) -> Drawing:
    widths = [sum(node.width for node in row) + GAP * (len(row) - 1) for row in rows]
    width = max(widths) + 2 * EDGE
    boxes: dict[str, Box] = {}
    y = EDGE
    for row, taken in zip(rows, widths, strict=True):
        x = (width - taken) // 2
        height = max(node.height for node in row)
        for node in row:
            boxes[node.key] = Box(
                node.key, node.kind, node.order, node.sign, node.lines, x, y, node.width, node.height or height
            )
            x += node.width + GAP
        y += height + BETWEEN
    paths = tuple(_path(boxes[before], boxes[after]) for before, after in links)
    return Drawing(width, y - BETWEEN + EDGE, tuple(box for box in boxes.values() if box.kind != "slot"), paths)


def _path(above: Box, below: Box) -> str:
    x1, y1, x2, y2 = above.middle, above.y + above.height, below.middle, below.y
    bend = (y2 - y1) // 2
    through = f" V{below.y + below.height}" if below.kind == "slot" else ""
    return f"M{x1} {y1} C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}{through}"


def _wrap(text: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, LETTERS, max_lines=4, placeholder=" …")) or ("",)
