"""One cell: from a value of the model to its text, and from text to the notation of catalogue files."""

import json
import re
from datetime import date
from typing import Any

import yaml

from graph.formula import Formula, notation
from graph.formula import parse as parse_formula
from ingest.decode import parse_citation
from ingest.spreadsheets.schema import CellKind, Column

EMPTY_LIST = "[]"
_SEPARATOR = ";"
_SPAN = re.compile(r"[\s,;]+")
_YES_NO = {"yes": "yes", "no": "no", "sì": "yes", "si": "yes", "true": "yes", "false": "no"}


def write_cell(column: Column, value: Any) -> str:
    """The text of `value` in `column`; the empty text for what is unknown.

    >>> write_cell(Column(name="words", path=("words",), kind=CellKind.LIST), ("a; b", "c"))
    '["a; b", "c"]'
    """
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Formula():
            return _condition(value)
        case tuple() if column.kind is CellKind.SPANS:
            return " ".join(map(str, value))
        case tuple():
            return _write_list([str(item) for item in value])
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _condition(formula: Formula) -> str:
    return str(
        yaml.dump(
            notation(formula), Dumper=yaml.CSafeDumper, allow_unicode=True, default_flow_style=True, width=1 << 20
        )
    ).strip()


def _write_list(items: list[str]) -> str:
    joined = f"{_SEPARATOR} ".join(items)
    return joined if items and _read_list(joined) == items else json.dumps(items, ensure_ascii=False)


def read_cell(column: Column, text: str) -> Any:
    """The notation that `text` stands for; never called for an empty cell.

    Raises ValueError, with the reason, where the column cannot hold it.
    """
    match column.kind:
        case CellKind.CHOICE:
            return _choice(column, text)
        case CellKind.YES_NO:
            if text.lower() not in _YES_NO:
                raise ValueError(f"'{text}' is neither yes nor no")
            return _YES_NO[text.lower()]
        case CellKind.INTEGER | CellKind.NUMBER:
            return _number(column, text)
        case CellKind.DATE:
            return _date(text)
        case CellKind.LIST:
            items = _read_list(text)
            return [_choice(column, item) for item in items] if column.choices else items
        case CellKind.SPANS:
            return _spans(text)
        case CellKind.FORMULA:
            return read_condition(text)
    return text


def _spans(text: str) -> list[str]:
    spans = [span for span in _SPAN.split(text) if span]
    for span in spans:
        if parse_citation(span) is None:
            raise ValueError(f"'{span}' cites no lines; write <source>:<line> or <source>:<first>-<last>")
    return spans


def read_short(column: Column, text: str) -> list[str]:
    """The items of a short form; a condition is one item."""
    items = _read_list(text)
    return [_choice(column, item) for item in items] if column.choices else items


def read_condition(text: str) -> Any:
    """A condition in the notation of formulas; its outer braces may be left out.

    >>> read_condition("residence: [milan, prison]")
    {'residence': ['milan', 'prison']}
    """
    for candidate in (text, f"{{{text}}}"):
        try:
            # Every scalar stays the text that it is: this loader builds nothing else.
            value = yaml.load(candidate, Loader=yaml.CBaseLoader)  # noqa: S506
        except (yaml.YAMLError, ValueError):
            continue
        if isinstance(value, dict) and not _has_blank(value):
            parse_formula(value)
            return value
    raise ValueError(f"'{text}' is no condition; write {{residence: milan}}, see docs/catalogue.md")


def _has_blank(value: Any) -> bool:
    """Whether something inside was left out, as in `{adults}`."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return value == "" or any(map(_has_blank, inner))


def _read_list(text: str) -> list[str]:
    if text.startswith("["):
        try:
            items = json.loads(text)
        except ValueError:
            items = None
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return items
    return [item.strip() for item in text.split(_SEPARATOR) if item.strip()]


def _choice(column: Column, text: str) -> str:
    value = text if text in column.choices else text.strip().lower().replace(" ", "-")
    if value not in column.choices and text not in column.choices:
        raise ValueError(f"'{text}' is none of {', '.join(column.choices)}")
    return value


def _number(column: Column, text: str) -> str:
    try:
        number = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        raise ValueError(f"'{text}' is no number") from None
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError(f"'{text}' is no number")
    if column.kind is CellKind.INTEGER and not number.is_integer():
        raise ValueError(f"'{text}' is no whole number")
    return str(int(number)) if number.is_integer() else repr(number)


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text[:10] if text[10:].startswith((" 00:00:00", "T00:00:00")) else text).isoformat()
    except ValueError:
        raise ValueError(f"'{text}' is no date; write it as 2026-01-31") from None
