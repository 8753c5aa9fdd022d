"""Short forms: `housing.emergency; basic-needs.meals` in one cell instead of two rows of a sheet of details."""

from typing import Any

from graph import model
from graph.errors import DocumentError
from graph.vocabulary import RouteKind
from ingest.readers.contacts import find_emails, find_number, lost_zero
from ingest.slugs import slugify
from ingest.spreadsheets.cells import read_condition, read_short
from ingest.spreadsheets.schema import Column, short_field


def expand(column: Column, text: str) -> list[dict[str, Any]]:
    """The details, in notation, that the short form in `text` stands for.

    A condition becomes one requirement that is labelled by itself; the modes of access become one way in for whoever
    comes; an effect is `fact=value`. Raises ValueError where an item is none.
    """
    item = column.item
    if item is model.Requirement:
        return [{"id": "requirement", "label": {"it": text, "en": text}, "when": read_condition(text)}]
    items = read_short(column, text)
    if item is model.Route:
        return [{"kind": str(RouteKind.SELF), "modes": items}]
    assert item is not None  # noqa: S101 - a short form abbreviates something
    return [_expand(item, one) for one in items]


def _expand(item: type, text: str) -> dict[str, Any]:
    if item is model.Effect:
        fact, sign, holds = text.partition("=")
        if not sign:
            raise ValueError(f"'{text}' is no effect; write fact=value, such as housing=shelter")
        return {"fact": fact.strip(), "value": holds.strip()}
    value: dict[str, Any] = {short_field(item): text}
    if item is model.Phone:
        value |= _number(text)
    elif item is model.Address:
        value["slug"] = slugify(text)
    elif item is model.Email and find_emails(text) != (text,):
        raise ValueError(f"'{text}' is no e-mail address")
    return value


def _number(text: str) -> dict[str, str]:
    if lost_zero(text):
        raise ValueError(f"'{text}' has lost the 0 that it began with; format the column as text and write it again")
    try:
        found = find_number(text, "")
    except DocumentError as error:
        raise ValueError(str(error).removeprefix(": ")) from None
    if found is None:
        raise ValueError(f"'{text}' is no telephone number")
    return {} if found.number is None else {"number": found.number}
