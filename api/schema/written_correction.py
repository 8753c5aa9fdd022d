"""The corrections in the folder of the catalogue that a server serves."""

import datetime

import strawberry

from api.schema.context import Info, RequestContext
from api.schema.coverage import check_first
from api.schema.fields import View, field, read
from api.schema.network import Organization, Service
from api.schema.version_changes import FieldChange
from ingest.corrections import Correction, read_corrections
from ingest.differences import FieldDifference


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
