"""Decides whether the unnamed offers of a partner in somebody else's sheet are one service or several.

A sheet with a row for each need of a partner may give each its own conditions and hours. Read as one service, the
conditions of one row would hold for all of them: a dormitory for men would close the canteen to women.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.spreadsheets.flat_values import Cells
from ingest.spreadsheets.headings import Field, plain
from ingest.spreadsheets.rows import Place, Rows

Row = tuple[Cells, Place]
_APART = (
    Field.CONDITION, Field.ACCESS, Field.SENDER, Field.PAPERS, Field.FREE, Field.COST, Field.COVERS, Field.STATUS,
    Field.CLOSED_FROM, Field.CLOSED_UNTIL, Field.PLACES, Field.FREE_PLACES, Field.FULL_UNTIL, Field.HOURS,
)  # fmt: skip
"""What may differ from one offer of a partner to another."""


@dataclass(slots=True)
class _Offer:
    """The rows of one partner that meet the same needs, with the words for them."""

    needs: dict[str, str]
    rows: list[int] = field(default_factory=list)


def name_offers(table: Sequence[Row], rows: Rows) -> list[Row]:
    """The rows of a table, with service names where the offers of a partner differ in more than the need.

    Such a service is named after its partner and its needs. Each name is reported in `rows`.
    """
    offers: dict[str, list[_Offer]] = {}
    for index, (cells, _) in enumerate(table):
        if Field.PARTNER in cells and Field.SERVICE not in cells:
            own = offers.setdefault(plain(cells[Field.PARTNER][0].text), [])
            needs = {plain(cell.text): cell.words for cell in reversed(cells.get(Field.MEETS, ()))}
            known = (
                next((one for one in own if one.needs.keys() == needs.keys()), None)
                if needs
                else (own[-1] if own else None)
            )
            if known is None:
                own.append(known := _Offer(needs))
            known.rows.append(index)
    named = list(table)
    for own in offers.values():
        if len(own) > 1 and len({_say_apart(table, offer) for offer in own}) > 1:
            for offer in own:
                _name(named, offer, rows)
    return named


def _say_apart(table: Sequence[Row], offer: _Offer) -> frozenset[tuple[Field, str]]:
    cells = (table[index][0] for index in offer.rows)
    return frozenset((item, plain(cell.text)) for own in cells for item in _APART for cell in own.get(item, ()))


def _name(named: list[Row], offer: _Offer, rows: Rows) -> None:
    if not offer.needs:
        return
    for index in offer.rows:
        cells, place = named[index]
        partner = cells[Field.PARTNER][0]
        name = f"{partner.text} – {', '.join(reversed(offer.needs.values()))}"
        named[index] = ({**cells, Field.SERVICE: [replace(partner, text=name)]}, place)
    rows.tell(named[offer.rows[0]][1], "own_service", name=name)
