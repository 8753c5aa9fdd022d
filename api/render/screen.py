"""The first screen as blocks of lines, of which those that matter least are left out until the rest fits."""

import textwrap
from collections.abc import Iterable

from graph.structs import Struct

WIDTH = 80
HEIGHT = 24


class Block(Struct, frozen=True):
    """Lines that are shown or left out together. Blocks with the highest `rank` are left out first.

    A `heading` is left out with the last of the indented blocks below it.
    """

    lines: tuple[str, ...]
    rank: int = 0
    style: str = ""
    heading: bool = False


def make_block(text: str, indent: str = "", rank: int = 0, style: str = "", hang: str = "  ") -> Block:
    """`text` wrapped to the width of the screen; lines after the first are indented by `hang` more.

    >>> make_block("a b", indent="  ").lines
    ('  a b',)
    """
    lines = textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + hang, break_on_hyphens=False)
    return Block(tuple(lines), rank, style)


def fit_screen(blocks: Iterable[Block]) -> list[Block]:
    """The blocks that fit the screen. Blocks of rank 0 always stay, so the screen may be longer.

    >>> blocks = [Block(("a",) * 20), Block(("b",) * 4, rank=1), Block(("c",) * 4, rank=2)]
    >>> [len(block.lines) for block in fit_screen(blocks)]
    [20, 4]
    """
    kept = list(blocks)
    while sum(len(block.lines) for block in kept) > HEIGHT:
        last = max(range(len(kept)), key=lambda place: (kept[place].rank, place))
        if kept[last].rank == 0:
            break
        del kept[last]
    return [block for block, below in zip(kept, [*kept[1:], Block(("",))], strict=True) if not _is_bare(block, below)]


def _is_bare(block: Block, below: Block) -> bool:
    return block.heading and not below.lines[0].startswith(" ")


def capitalize(text: str) -> str:
    """`text` with a capital first letter; the other letters are not changed."""
    return text[:1].upper() + text[1:]
