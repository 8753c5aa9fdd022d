"""What changed between two versions of the network, record by record, as `rete diff` tells it."""

from dataclasses import dataclass
from typing import Annotated

import strawberry

from api.errors import ApiError, ErrorCode
from api.messages import Words
from api.render.field_text import field_text, value_text
from api.schema.context import Info
from api.schema.coverage import check_first, check_offset
from api.schema.fields import LocaleArgument, View, field, read
from api.schema.snapshot import Snapshot
from api.version_cache import LiveNetwork
from graph.vocabulary import Locale
from ingest.differences import Difference, DifferenceKind, FieldDifference, list_differences

SinceArgument = Annotated[
    str | None,
    strawberry.argument(
        description="The version before, from `snapshot.version` or `/events`; otherwise the one before the live one."
    ),
]


@strawberry.type
class FieldChange(View[FieldDifference]):
    """One field of a record, before and after, without where it is from."""

    name: str = read("name", "The name of the field, as catalogue files write it.")

    @field
    def label(self, locale: LocaleArgument = Locale.IT) -> str:
        """The name of the field, in words."""
        return field_text(self.model.name, _words(locale))

    @field
    def before(self, locale: LocaleArgument = Locale.IT) -> str:
        """What it said."""
        return value_text(self.model.before, _words(locale))

    @field
    def after(self, locale: LocaleArgument = Locale.IT) -> str:
        """What it says; as before where only the source or the evidence is another."""
        return value_text(self.model.after, _words(locale))


@strawberry.type
class RecordChange(View[Difference]):
    """A record that was added, removed or changed."""

    kind: DifferenceKind = read("kind", "What became of it.")
    part: str = read("part", "Of which kind it is, as catalogue files name it: `services`, `organizations`, ...")
    key: str = read("key", "Its slug, code or other identifier.")

    @field
    def name(self, locale: LocaleArgument = Locale.IT) -> str:
        """What a person calls it."""
        return value_text(self.model.name, _words(locale))

    @field(size=3)
    def fields(self) -> list[FieldChange]:
        """The fields that differ; empty where it was added or removed."""
        return FieldChange.each(self.model.fields)


@dataclass(frozen=True, slots=True)
class Changed:
    """A version, and every record in which it differs from the one before."""

    since: str
    records: tuple[Difference, ...]


@strawberry.type
class NetworkChanges(View[Changed]):
    """What changed between a version and the live one."""

    since: str = read("since", "The version before.")

    @field
    def record_count(self) -> int:
        """How many records differ."""
        return len(self.model.records)

    @field(size=50)
    def records(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many at most; 1 to 1000.")] = 100,
        offset: Annotated[int, strawberry.argument(description="How many to leave out before; 0 or more.")] = 0,
    ) -> list[RecordChange]:
        """The records that differ: by part, then by identifier."""
        check_first(first, info.context.limits)
        check_offset(offset)
        return RecordChange.each(self.model.records[offset:][:first])

    @field
    def snapshot(self) -> Snapshot:
        """The version of the network that answers."""
        return Snapshot()


def list_changes(info: Info, since: str | None) -> Changed:
    """What changed since a version that is kept. Raises ApiError (UNKNOWN_CODE)."""
    before = find_before(info, since)
    found = list_differences(before.network.catalogue, info.context.network.catalogue)
    return Changed(before.network.version, found)


def find_before(info: Info, since: str | None) -> LiveNetwork:
    """The version `since`, or the one before the live one, or that itself. Raises ApiError (UNKNOWN_CODE)."""
    live, kept = info.context.live, info.context.kept()
    if since is None:
        others = [each for each in kept if each.network.version != live.network.version]
        return others[-1] if others else live
    for each in (*kept, live):
        if each.network.version == since:
            return each
    message = "This version is not kept any more; read the network again."
    versions = [each.network.version for each in kept]
    raise ApiError(ErrorCode.UNKNOWN_CODE, message, argument="since", suggestions=versions)


def _words(locale: Locale | None) -> Words:
    return Words(locale or Locale.IT)
