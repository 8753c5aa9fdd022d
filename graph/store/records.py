"""The entries of a catalogue as records: each is whole, so that what is read equals what was written."""

import dataclasses
import typing
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import msgspec

from graph.errors import FormulaError, StoreError
from graph.formula import Formula, from_tagged
from graph.message import Message
from graph.model import Catalogue

HEAD = ("city", "name", "hub")
"""The fields of a catalogue that are no collections."""


class Record(NamedTuple):
    """One entry of a catalogue: the field that holds it, its place there, and the entry as JSON."""

    collection: str
    position: int
    json: str


def encode(value: Any) -> str:
    """Canonical JSON: the same value gives the same bytes."""
    return msgspec.json.encode(value, order="deterministic").decode()


def write_head(catalogue: Catalogue) -> str:
    """The fields of `catalogue` that hold no entries, as JSON; see `HEAD`."""
    return encode({name: getattr(catalogue, name) for name in HEAD})


def read_catalogue(head: str, records: Iterable[Record]) -> Catalogue:
    """The catalogue with the fields `head` and the entries `records`. Raises StoreError if a record cannot be read."""
    kinds = collections()
    found: dict[str, list[Any]] = {name: [] for name in kinds}
    for record in sorted(records, key=lambda record: (record.collection, record.position)):
        if record.collection not in kinds:
            raise StoreError(Message.of("store.unknown_part", part=record.collection))
        found[record.collection].append(decode(record.json, kinds[record.collection]))
    fields = decode(head, dict[str, Any])
    hints = typing.get_type_hints(Catalogue)
    values: dict[str, Any] = {name: msgspec.convert(fields[name], hints[name]) for name in HEAD}
    values |= {name: tuple(entries) for name, entries in found.items()}
    return Catalogue(**values)


@cache
def collections() -> Mapping[str, Any]:
    """The fields of a catalogue that hold entries, each with the kind of its entries."""
    hints = typing.get_type_hints(Catalogue)
    fields = (field.name for field in dataclasses.fields(Catalogue) if field.name not in HEAD)
    return {name: typing.get_args(hints[name])[0] for name in fields}


def decode(json: str, kind: Any) -> Any:
    """The value of `kind` that `encode` wrote as `json`. Raises StoreError if it is no such value."""
    try:
        return _decoder(kind).decode(json)
    except msgspec.MsgspecError as error:
        raise StoreError(Message.of("store.no_record", reason=str(error))) from None


@cache
def _decoder(kind: Any) -> "msgspec.json.Decoder[Any]":
    return msgspec.json.Decoder(kind, dec_hook=_formula)


def _formula(kind: type, tagged: Any) -> Any:
    if kind is not Formula:
        raise NotImplementedError(kind)
    try:
        return from_tagged(tagged)
    except FormulaError as error:
        raise ValueError(str(error)) from None
