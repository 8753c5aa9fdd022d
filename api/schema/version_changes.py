"""What changed between two versions of the network that this server knows."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, TypeVar

import strawberry

from api.errors import ApiError, ErrorCode
from api.messages import Words
from api.render.field_text import field_text, value_text
from api.schema.context import Info, RequestContext
from api.schema.coverage import check_first, check_offset
from api.schema.fields import LocaleArgument, View, each, field, one, read
from api.schema.inputs import CoverageQuery as CoverageInput
from api.schema.inputs import as_coverage_query
from api.versions import SeenVersion
from graph.coverage.analyst import compare_versions
from graph.coverage.cells import Cell
from graph.coverage.summaries import CellEffect, Comparison
from graph.errors import StoreError
from graph.network import Network
from graph.vocabulary import Locale
from ingest import differences
from ingest.differences import Difference, DifferenceKind, list_differences

T = TypeVar("T")
FirstOfMany = Annotated[int, strawberry.argument(description="How many at most; 1 to 1000.")]
OffsetOfMany = Annotated[int, strawberry.argument(description="How many to leave out before; 0 or more.")]


@strawberry.type
class KnownVersion(View[SeenVersion]):
    """A version that was live while this server ran, or another server with the same folder of versions."""

    version: str = read("version", "The content hash.")
    since: datetime.datetime = read("since", "When the version became live.")


@strawberry.type
class FieldChange(View[differences.FieldDifference]):
    """One field of an entry, before and after, in words."""

    name: str = read("name", "The field.")

    @field
    def label(self, locale: LocaleArgument = Locale.IT) -> str:
        """The name of the field in words."""
        return field_text(self.model.name, Words(locale or Locale.IT))

    @field
    def before(self, locale: LocaleArgument = Locale.IT) -> str:
        """The earlier value, without its source."""
        return value_text(self.model.before, Words(locale or Locale.IT))

    @field
    def after(self, locale: LocaleArgument = Locale.IT) -> str:
        """The later value. It equals `before` if only the source changed."""
        return value_text(self.model.after, Words(locale or Locale.IT))


@strawberry.type
class ChangedEntry(View[Difference]):
    """A catalogue entry that differs."""

    key: str = read("key", "The identifier of the entry within its part.")
    part: str = read("part", "The part of the catalogue, such as `services`.")
    kind: DifferenceKind = read("kind", "What became of it.")
    fields: list[FieldChange] = each(
        "fields", FieldChange, "The fields that differ. Empty for an added or removed entry.", 3
    )

    @field
    def name(self, locale: LocaleArgument = Locale.IT) -> str:
        """The name in words."""
        return value_text(self.model.name, Words(locale or Locale.IT))


@strawberry.type
class ChangedWay:
    """A cell (need, entry situation, profile) that gained or lost its plan."""

    cell: strawberry.Private[Cell]
    network: strawberry.Private[Network]

    @field
    def need(self, locale: LocaleArgument = Locale.IT) -> str:
        """The need."""
        return value_text(self.network.needs[self.cell.need].label, Words(locale or Locale.IT))

    @field
    def situation(self, locale: LocaleArgument = Locale.IT) -> str:
        """Where the path starts."""
        return value_text(self.network.situations[self.cell.situation].label, Words(locale or Locale.IT))

    @field
    def profile(self, locale: LocaleArgument = Locale.IT) -> str:
        """The profile."""
        profiles = (each for each in self.network.catalogue.profiles if each.code == self.cell.profile)
        return next((value_text(each.label, Words(locale or Locale.IT)) for each in profiles), self.cell.profile)


@dataclass(frozen=True)
class Versions:
    """Two versions of the network."""

    before: SeenVersion
    after: SeenVersion
    old: Network
    new: Network

    @cached_property
    def entries(self) -> Sequence[Difference]:
        """Every entry that differs."""
        return list_differences(self.old.catalogue, self.new.catalogue)


@dataclass(frozen=True, slots=True)
class Ways:
    """The cells that take a turn, and the newer version, which names them; no cell where nothing differs."""

    comparison: Comparison | None
    network: Network

    def with_effect(self, effect: CellEffect) -> list[ChangedWay]:
        """The cells that have this effect."""
        found = () if self.comparison is None else self.comparison.with_effect(effect)
        return [ChangedWay(cell=change.cell, network=self.network) for change in found]


@strawberry.type
class ChangedWays(View[Ways]):
    """Who gains or loses a way. Every cell that both versions contain is planned exactly."""

    @field
    def lost_count(self) -> int:
        """The number of ways lost."""
        return len(self.model.with_effect(CellEffect.LOST))

    @field
    def gained_count(self) -> int:
        """The number of ways gained."""
        return len(self.model.with_effect(CellEffect.GAINED))

    @field(size=50)
    def lost(self, info: Info, first: FirstOfMany = 100, offset: OffsetOfMany = 0) -> list[ChangedWay]:
        """The ways lost."""
        return _cut(info, self.model.with_effect(CellEffect.LOST), first, offset)

    @field(size=50)
    def gained(self, info: Info, first: FirstOfMany = 100, offset: OffsetOfMany = 0) -> list[ChangedWay]:
        """The ways gained."""
        return _cut(info, self.model.with_effect(CellEffect.GAINED), first, offset)


COMPARING = 40_000
"""Static cost of comparing the ways of two versions, in fields."""


@strawberry.type
class VersionChanges(View[Versions]):
    """What changed from one version to another, by entry, and who gains or loses a way."""

    before: KnownVersion = one("before", KnownVersion, "The older version.")
    after: KnownVersion = one("after", KnownVersion, "The newer version.")

    @field
    def entry_count(self) -> int:
        """The number of entries that differ."""
        return len(self.model.entries)

    @field(size=50)
    def entries(self, info: Info, first: FirstOfMany = 100, offset: OffsetOfMany = 0) -> list[ChangedEntry]:
        """The entries that differ, sorted by part and identifier."""
        return ChangedEntry.each(_cut(info, self.model.entries, first, offset))

    @field(weight=COMPARING)
    def ways(
        self,
        info: Info,
        needs: Annotated[
            list[str] | None,
            strawberry.argument(
                description="Codes of needs. Each code includes the needs below it. Defaults to all needs."
            ),
        ] = None,
        profiles: Annotated[
            list[str] | None,
            strawberry.argument(description="Codes of published profiles. Defaults to the first one."),
        ] = None,
    ) -> ChangedWays:
        """Who gains or loses a way."""
        asked = as_coverage_query(CoverageInput(needs=needs, profiles=profiles), info.context)
        versions = self.model
        compared = compare_versions(versions.old, versions.new, asked) if versions.entries else None
        return ChangedWays(model=Ways(compared, versions.new))


def _cut(info: Info, items: Sequence[T], first: int, offset: int) -> list[T]:
    check_first(first, info.context.limits)
    check_offset(offset)
    return list(items[offset:][:first])


def find_changes(context: RequestContext, before: str, after: str | None) -> Versions | None:
    """What changed from version `before` to `after`, by default the live one; None where one is not known.

    Raises ApiError (NOT_READY) where a version cannot be read any more.
    """
    seen = {each.version: each for each in context.history.list_seen()}
    old, new = seen.get(before), seen.get(after or context.network.version)
    if old is None or new is None:
        return None
    try:
        networks = [_network(context, each.version) for each in (old, new)]
    except StoreError as error:
        raise ApiError(ErrorCode.NOT_READY, Words(Locale.EN)(error.message)) from None
    if networks[0] is None or networks[1] is None:
        return None
    return Versions(old, new, networks[0], networks[1])


def _network(context: RequestContext, version: str) -> Network | None:
    if version == context.network.version:
        return context.network
    catalogue = context.history.find_catalogue(version)
    return None if catalogue is None else Network(catalogue, version)
