"""What the checks share: look-ups in the catalogue, the places of its entries, and a walk over their parts."""

import dataclasses
import types
import typing
from collections.abc import Iterator
from functools import cache, cached_property

from graph.concepts import FactDefinition
from graph.formula import Formula
from graph.message import Finding, Message
from graph.model import Catalogue
from graph.network import listed_slug
from graph.provenance import Citation
from graph.vocabulary import FactKind
from ingest.catalogue import LoadedCatalogue
from ingest.yaml_entries import Path


class Context:
    """A loaded catalogue with its look-ups."""

    def __init__(self, loaded: LoadedCatalogue) -> None:
        self.catalogue: Catalogue = loaded.catalogue
        self._entries = loaded.entries

    def finding(self, part: str, index: int, path: Path, message: Message) -> Finding:
        """A finding about entry `index` of `part` (a field of Catalogue), at `path` inside it."""
        entries = self._entries.get(part, ())
        return entries[index].finding(path, message) if index < len(entries) else Finding(part, message)

    def listed(self, part: str) -> Iterator[tuple[int, object]]:
        """The entries of `part`, with their index."""
        yield from enumerate(getattr(self.catalogue, part))

    @cached_property
    def facts(self) -> dict[str, FactDefinition]:
        """The vocabulary of facts."""
        return {fact.name: fact for fact in self.catalogue.facts}

    @cached_property
    def organizations(self) -> frozenset[str]:
        """The slugs of all organizations."""
        return frozenset(item.slug for item in self.catalogue.organizations)

    @cached_property
    def services(self) -> frozenset[str]:
        """The slugs of all described services."""
        return frozenset(item.slug for item in self.catalogue.services)

    @cached_property
    def needs(self) -> frozenset[str]:
        """The codes of all needs."""
        return frozenset(item.code for item in self.catalogue.needs)

    @cached_property
    def listed_services(self) -> frozenset[str]:
        """The slugs of services that are only listed."""
        return frozenset(map(listed_slug, self.catalogue.listings))

    def wrong_value(self, fact: str, value: str) -> Message | None:
        """Why `fact` cannot have `value`, or None."""
        definition = self.facts.get(fact)
        if definition is None:
            return Message.of("finding.no_fact", fact=fact)
        if definition.kind is FactKind.BOOLEAN and value not in ("yes", "no"):
            return Message.of("finding.yes_no", fact=fact, value=value)
        if definition.kind is FactKind.COUNTRY and not (len(value) == 2 and value.isupper()):
            return Message.of("finding.country_value", fact=fact, value=value)
        if definition.kind is FactKind.INTEGER:
            whole = value.lstrip("-").isdecimal()
            return None if whole else Message.of("finding.whole", fact=fact, value=value)
        if fact == "known_to":
            known = value in self.organizations or value in self.services or value in self.listed_services
            return None if known else Message.of("finding.no_partner_value", value=value)
        codes = {item.code for item in definition.values}
        if definition.kind in (FactKind.CHOICE, FactKind.SET) and value not in codes:
            return Message.of("finding.no_value_of", fact=fact, value=value, known=tuple(sorted(codes)))
        return None


def walk(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """`value` and every part of it, each with its path. Formulas and citations are not taken apart."""
    yield path, value
    if isinstance(value, (Formula, Citation)):
        return
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for name in _nested_fields(type(value)):
            item = getattr(value, name)
            if item is not None and item != ():
                yield from walk(item, (*path, name))


@cache
def _nested_fields(kind: type) -> tuple[str, ...]:
    """The fields that may hold something with parts of its own."""
    hints = typing.get_type_hints(kind)
    return tuple(field.name for field in dataclasses.fields(kind) if _has_parts(hints[field.name]))


def _has_parts(hint: object) -> bool:
    if isinstance(hint, type) and not isinstance(hint, types.GenericAlias):
        return issubclass(hint, Formula) or dataclasses.is_dataclass(hint)
    arguments = typing.get_args(hint)
    return typing.get_origin(hint) is tuple or any(_has_parts(argument) for argument in arguments)
