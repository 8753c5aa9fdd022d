"""A correction of the catalogue: its draft, what became of it, and those that are written."""

import datetime
from collections.abc import Iterator
from typing import Annotated

import strawberry

from api.errors import ApiError, ErrorCode
from api.schema.context import Info, RequestContext
from api.schema.coverage import check_first
from api.schema.fields import View, field, read, text
from api.schema.inputs import check_text
from api.schema.network import Organization, Service
from api.schema.version_changes import FieldChange
from api.settings import Limits
from graph.errors import CatalogueError, QuestionError, UnknownCodeError
from graph.message import Finding
from graph.opening_hours import today
from graph.vocabulary import AccessMode, ServiceStatus
from ingest.corrections import Correction, read_corrections
from ingest.differences import FieldDifference
from ingest.editing import CorrectionRequest, Edit


@strawberry.input
class CorrectionDraft:
    """What somebody learned about a service or organization. What is left out stays as it is; with no more than the
    source, all is confirmed as it was.
    """

    about: str = strawberry.field(description="The slug of the service or organization.")
    source: str = strawberry.field(description="Who or what told it, such as 'telefonata del 26/11'; never a person.")
    verified: datetime.date | None = strawberry.field(
        default=None, description="The day on which it was learned; today if left out."
    )
    phones: list[str] | None = strawberry.field(default=None, description="The telephones, in place of those known.")
    emails: list[str] | None = strawberry.field(default=None, description="The e-mails, in place of those known.")
    hours: list[str] | None = strawberry.field(
        default=None,
        description="The hours, in place of those known: 'lun-ven 9-12,30' or an opening_hours expression.",
    )
    channel: AccessMode | None = strawberry.field(default=None, description="How one is reached in these hours.")
    status: ServiceStatus | None = strawberry.field(default=None, description="Whether it is active.")
    closed_from: datetime.date | None = strawberry.field(default=None, description="The first day of a closure.")
    closed_until: datetime.date | None = strawberry.field(default=None, description="The last day of a closure.")
    reopened: bool = strawberry.field(default=False, description="It is open again: closures are taken away.")
    places: int | None = strawberry.field(default=None, description="How many places there are.")
    free: int | None = strawberry.field(default=None, description="How many places are free.")
    full_until: datetime.date | None = strawberry.field(default=None, description="The last day on which it is full.")
    waiting_days: int | None = strawberry.field(default=None, description="How long one waits, in days.")
    why: str | None = strawberry.field(default=None, description="A reason to keep with it.")


@strawberry.type
class CorrectionProblem(View[Finding]):
    """Why a correction was not written."""

    input_field: str | None = strawberry.field(
        description="The argument, or the field of the draft, to change; null for a finding of the whole catalogue."
    )
    message: str = text("told", "The reason, in words: where, and what to do about it.")


FIELDS = {
    "schedules": "hours", "closures": "closedFrom", "closed_until": "closedUntil", "capacity": "places",
    "waiting": "waitingDays", "waiting_days": "waitingDays",
}  # fmt: skip
"""The fields of a draft that have another name than the part of the correction that they become."""


@strawberry.type
class CorrectionResult(View[Edit | None]):
    """What became of a correction. With problems, nothing was written."""

    written: bool = strawberry.field(description="Whether it was written; not where it was only checked.")
    version: str | None = strawberry.field(
        description="The version served with it; null where nothing was written, findings keep it back, or it is not "
        "served yet."
    )
    refused: strawberry.Private[tuple[CorrectionProblem, ...]] = ()

    @field
    def about(self) -> str | None:
        """What it is about: for the contacts of a partner that is only listed, its organization. Null with problems."""
        return None if self.model is None else self.model.correction.about

    @field
    def entry(self) -> str | None:
        """The lines that `curated/corrections.yaml` has, or would have; delete them to undo it. Null with problems."""
        return None if self.model is None else self.model.entry

    @field(size=5)
    def reaches(self) -> list[str]:
        """The slugs of the services that close or open with the organization that it is about."""
        return [] if self.model is None else list(self.model.reaches)

    @field(size=3)
    def problems(self) -> list[CorrectionProblem]:
        """Why it was not written; empty where it was."""
        return list(self.refused)


@strawberry.type
class Mutation:
    """What changes the catalogue. It needs the token of this server, which takes no corrections unless it has one."""

    @field
    def correct(
        self,
        info: Info,
        correction: Annotated[CorrectionDraft, strawberry.argument(description="What is right.")],
        accepts: Annotated[
            strawberry.ID | None, strawberry.argument(description="The proposal of the inbox that this settles.")
        ] = None,
        dry_run: Annotated[bool, strawberry.argument(description="Only check it, and write nothing.")] = False,
    ) -> CorrectionResult:
        """Correct the catalogue: checked as a whole, written as one small entry with its source, and live at once."""
        editor = info.context.editor
        if editor is None:
            raise ApiError(ErrorCode.EDITING_OFF, "This server takes no corrections.")
        request = _as_request(correction, info.context.limits)
        try:
            edit, version = editor.correct(request, dry_run=dry_run, accepts=accepts)
        except (CatalogueError, QuestionError, UnknownCodeError) as error:
            return CorrectionResult(model=None, written=False, version=None, refused=tuple(_problems(error)))
        return CorrectionResult(model=edit, written=not dry_run, version=version)


def _problems(error: CatalogueError | QuestionError | UnknownCodeError) -> Iterator[CorrectionProblem]:
    if isinstance(error, CatalogueError):
        for finding in error.findings:
            yield CorrectionProblem(model=finding, input_field=None)
        return
    named = error.input_field if isinstance(error, QuestionError) else "about"
    yield CorrectionProblem(model=Finding("", error.message), input_field=FIELDS.get(named, named))


def _as_request(given: CorrectionDraft, limits: Limits) -> CorrectionRequest:
    """The correction that is asked for. Raises ApiError (INPUT_TOO_LONG)."""
    several = {"phones": given.phones, "emails": given.emails, "hours": given.hours}
    for name, texts in several.items():
        if texts is not None and len(texts) > limits.list_length:
            message = f"'{name}' holds more than {limits.list_length} items."
            raise ApiError(ErrorCode.INPUT_TOO_LONG, message, argument=f"correction.{name}")
    single = {"about": given.about, "source": given.source, "why": given.why or ""}
    parts = [*single.items(), *((name, item) for name, texts in several.items() for item in texts or ())]
    for name, item in parts:
        check_text(item, f"correction.{name}", limits)
    return CorrectionRequest(
        about=given.about,
        source=given.source,
        verified=given.verified or today(),
        phones=tuple(given.phones or ()),
        emails=tuple(given.emails or ()),
        hours=tuple(given.hours or ()),
        channel=given.channel,
        status=given.status,
        closed_from=given.closed_from,
        closed_until=given.closed_until,
        reopened=given.reopened,
        places=given.places,
        free=given.free,
        full_until=given.full_until,
        waiting_days=given.waiting_days,
        why=given.why or None,
    )


@strawberry.type
class WrittenCorrection(View[Correction]):
    """What a person learned from somebody. It wins over the documents, and what it replaced is kept."""

    about: str = read("about", "The slug of the service or organization.")
    source: str = read("told", "Who or what told it.")
    day: datetime.date = read("verified", "The day on which it was learned.")
    why: str | None = read("why", "The reason kept with it; null if there is none.")

    @field
    def service(self, info: Info) -> Service | None:
        """The service that it is about; null for an organization."""
        return Service.maybe(info.context.network.services.get(self.model.about))

    @field
    def organization(self, info: Info) -> Organization | None:
        """The organization that it is about; null for a service."""
        return Organization.maybe(info.context.network.organizations.get(self.model.about))

    @field(size=2)
    def fields(self) -> list[FieldChange]:
        """What it set, and what that replaced. Empty if it confirmed everything."""
        old = self.model.replaces.given()
        return [
            FieldChange(model=FieldDifference(name, old.get(name), value))
            for name, value in self.model.set.given().items()
        ]


def list_written(context: RequestContext, first: int) -> list[WrittenCorrection]:
    """The corrections that the network of the request holds, the newest first. Raises ApiError (BAD_PAGE)."""
    check_first(first, context.limits)
    told = {source.slug for source in context.network.sources.values() if source.told}
    if context.catalogue is None or not told:
        return []
    written = [each for each in read_corrections(context.catalogue) if each.source.slug in told]
    return WrittenCorrection.each(written[:first])
