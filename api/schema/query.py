"""The root of every query, and what is known of its fields before one runs: which are private, what each costs."""

from typing import Annotated, Any

import strawberry

from api.errors import ApiError, ErrorCode
from api.schema.answer import ReferralPlanResult
from api.schema.context import Info, answer_without_start, wanted
from api.schema.correction import WrittenCorrection, list_written
from api.schema.coverage import CoverageReport
from api.schema.coverage_changes import CoverageComparison, Criticality
from api.schema.coverage_matrix import CoverageMatrix, Matrix
from api.schema.eligibility import EligibilityAssessment
from api.schema.fields import field
from api.schema.inputs import (
    ChangesArgument,
    CoverageArgument,
    EntryPoint,
    FactsArgument,
    KnownFactsArgument,
    QueryArgument,
    as_changes,
    as_coverage_query,
    as_entry,
    as_facts,
    as_question,
    check_text,
)
from api.schema.lookup import (
    OrganizationFilterArgument,
    SearchHit,
    ServiceFilterArgument,
    find_node,
    find_services,
    list_organizations,
    list_services,
)
from api.schema.network import NeedArea, NetworkArea, Organization, Service
from api.schema.network_view import NetworkFilterArgument, NetworkView, ReferralPath, find_paths, select_network
from api.schema.relay import (
    AfterArgument,
    BeforeArgument,
    Connection,
    FirstArgument,
    LastArgument,
    Node,
    Window,
    check_size,
)
from api.schema.situation import EntrySituation, FactDefinition, Profile
from api.schema.snapshot import Snapshot
from api.schema.source import DayArgument
from api.schema.version_changes import FirstOfMany, KnownVersion, VersionChanges, find_changes
from graph.coverage.changes import ChangeError
from graph.language.day import day_named
from graph.opening_hours import today
from graph.referral.eligibility import Assessment, Verdict

PRIVATE_FIELDS = frozenset(
    {"referralPlans", "ask", "eligibility", "assessments", "coverage", "coverageMatrix", "criticalServices", "whatIf"}
)
"""Root fields that may be given facts about a person: these are never part of a URL and never kept."""
QUESTIONS = frozenset({"referralPlans", "ask"})
"""Root fields that are always about a person."""

LASTING = frozenset(
    {
        "__typename", "entrySituations", "facts", "needAreas", "network", "networkAreas", "node", "nodes",
        "organization", "organizations", "profiles", "referralPaths", "service", "services",
    }
)  # fmt: skip
"""Root fields that read the version of the network alone, save fields below them that read a clock or a file."""

HEAVY = QUESTIONS | {"coverage", "coverageMatrix", "criticalServices", "whatIf", "versionChanges", "changes"}
"""Root fields that take the machine so long that others would wait for them."""

PLANNING = 20_000
"""Static cost of one planning, in fields: what it takes the machine beside the fields of the answer."""
ASSESSING = 1_000
"""Static cost of one assessment, in fields."""
ASSESSING_MANY = 2_000
"""Static cost of assessing every service, in fields."""

COVERING = 40_000
"""Static cost of one look at the network as a whole, in fields."""

SEARCHING = 500
"""Static cost of one search by name or along referrals, in fields."""


PlansArgument = Annotated[int | None, strawberry.argument(description="The maximum number of plans, from 1 to 10.")]
SlugArgument = Annotated[str, strawberry.argument(description="The slug.")]


@strawberry.type
class Query:
    """All queries of the API."""

    @field
    def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The identifier.")],  # noqa: A002
    ) -> Node[Any] | None:
        """An object by its global identifier; null if the network does not contain it."""
        return find_node(info.context.network, id, "id")

    @field
    def nodes(
        self, info: Info, ids: Annotated[list[strawberry.ID], strawberry.argument(description="The identifiers.")]
    ) -> list[Node[Any] | None]:
        """Objects by their global identifiers, in the same order. An item is null if the network does not contain
        it.
        """
        most = info.context.limits.page
        if len(ids) > most:
            raise ApiError(ErrorCode.INPUT_TOO_LONG, f"'ids' holds more than {most} identifiers.", argument="ids")
        return [find_node(info.context.network, token, f"ids.{place}") for place, token in enumerate(ids)]

    @field
    def snapshot(self) -> Snapshot:
        """The network version that this answer uses."""
        return Snapshot()

    @field(size=9)
    def network_areas(self, info: Info) -> list[NetworkArea]:
        """The areas printed on the slide of the active network."""
        return NetworkArea.each(info.context.network.areas.values())

    @field(size=12)
    def need_areas(
        self,
        info: Info,
        flat: Annotated[bool, strawberry.argument(description="Return all needs, not only the top level.")] = False,
    ) -> list[NeedArea]:
        """The top-level needs. The others are their children."""
        return NeedArea.each(need for need in info.context.network.needs.values() if flat or need.parent is None)

    @field(size=15)
    def entry_situations(self, info: Info) -> list[EntrySituation]:
        """The situations from which a path can start."""
        return EntrySituation.each(info.context.network.situations.values())

    @field(size=30)
    def facts(self, info: Info) -> list[FactDefinition]:
        """The facts that a question can state about a person."""
        return FactDefinition.each(info.context.network.facts.values())

    @field(size=20)
    def profiles(self, info: Info) -> list[Profile]:
        """The published profiles: sets of facts for which coverage is computed. They never describe real people."""
        return Profile.each(info.context.network.catalogue.profiles)

    @field
    def organization(self, info: Info, slug: SlugArgument) -> Organization | None:
        """An organization; null if the network does not contain it."""
        found = info.context.network.organizations.get(slug)
        return Organization(model=found) if found else None

    @field
    def service(self, info: Info, slug: SlugArgument) -> Service | None:
        """A service; null if the network does not contain it."""
        found = info.context.network.services.get(slug)
        return Service(model=found) if found else None

    @field
    def organizations(
        self,
        info: Info,
        filter: OrganizationFilterArgument = None,  # noqa: A002 # the name of the contract
        first: FirstArgument = None,
        after: AfterArgument = None,
        last: LastArgument = None,
        before: BeforeArgument = None,
    ) -> Connection[Organization]:
        """The organizations, sorted by slug."""
        return list_organizations(info.context, filter, Window(first=first, after=after, last=last, before=before))

    @field
    def services(
        self,
        info: Info,
        filter: ServiceFilterArgument = None,  # noqa: A002 # the name of the contract
        first: FirstArgument = None,
        after: AfterArgument = None,
        last: LastArgument = None,
        before: BeforeArgument = None,
    ) -> Connection[Service]:
        """The services, sorted by slug."""
        return list_services(info.context, filter, Window(first=first, after=after, last=last, before=before))

    @field(weight=SEARCHING)
    def search(
        self,
        info: Info,
        text: Annotated[str, strawberry.argument(description="One or more words of a name.")],
        first: Annotated[
            int | None, strawberry.argument(description="The maximum number of items, from 1 to 100.")
        ] = None,
    ) -> list[SearchHit]:
        """Search partners, services, needs, areas and situations by any of their names in either language. Accents,
        case and small spelling mistakes are ignored. The best matches come first.
        """
        limits = info.context.limits
        check_text(text, "text", limits)
        size = check_size(limits.default_page if first is None else first, "first", limits)
        return SearchHit.each(info.context.directory.names.find(text, size))

    @field(weight=SEARCHING)
    def referral_paths(
        self,
        info: Info,
        from_: Annotated[
            EntryPoint,
            strawberry.argument(
                name="from",
                description="The first organization or service that knows the person, or an entry situation.",
            ),
        ],
        to: Annotated[EntryPoint, strawberry.argument(description="The end of the chain. It cannot be a situation.")],
        max_hops: Annotated[
            int | None, strawberry.argument(description="The maximum number of referrals, from 1 to 8. Defaults to 4.")
        ] = None,
        first: Annotated[
            int | None, strawberry.argument(description="The maximum number of chains, from 1 to 100.")
        ] = None,
    ) -> list[ReferralPath]:
        """Chains of referrals, shortest first. They are not plans: they ignore requirements and the person's
        situation.
        """
        return find_paths(info, from_, to, max_hops, first)

    @field(weight=SEARCHING)
    def network(
        self,
        info: Info,
        filter: NetworkFilterArgument = None,  # noqa: A002 # the name of the contract
    ) -> NetworkView:
        """The network as nodes and edges, for drawing."""
        return select_network(info.context, filter)

    @field(weight=PLANNING)
    def referral_plans(
        self, info: Info, query: QueryArgument, first: PlansArgument = None
    ) -> ReferralPlanResult | None:
        """Referral plans for a question in codes. The question is neither stored nor logged. Null if the request is
        refused.
        """
        limits = info.context.limits
        start = as_entry(query.from_, limits)
        if start is None:
            return ReferralPlanResult(model=answer_without_start(info))
        question = as_question(query, start, limits)
        return ReferralPlanResult(model=info.context.plan(question, wanted(info, first)))

    @field(weight=PLANNING)
    def ask(
        self,
        info: Info,
        text: Annotated[str, strawberry.argument(description="The question.")],
        facts: FactsArgument = None,
        first: PlansArgument = None,
        on: DayArgument = None,
    ) -> ReferralPlanResult | None:
        """Referral plans for a question in words, in English or Italian. The question is neither stored nor logged.
        Without `on`, a day that the words name, as in `esce venerdì`, is the date. Null if the request is refused.
        """
        limits = info.context.limits
        check_text(text, "text", limits, longest=limits.text_length)
        known = as_facts(facts, limits)
        answer = info.context.ask(text, known, wanted(info, first), on or day_named(text, today()))
        return ReferralPlanResult(model=answer)

    @field(weight=ASSESSING)
    def eligibility(
        self,
        info: Info,
        service: Annotated[str, strawberry.argument(description="The slug of the service.")],
        facts: KnownFactsArgument,
    ) -> EligibilityAssessment | None:
        """Whether a service is open to a person, by requirement. Nothing is stored or logged. Null if the request is
        refused.
        """
        check_text(service, "service", info.context.limits)
        known = as_facts(facts, info.context.limits)
        return EligibilityAssessment(model=info.context.live.planner.get().assess(service, known))

    @field(weight=ASSESSING_MANY)
    def assessments(
        self,
        info: Info,
        facts: KnownFactsArgument,
        filter: ServiceFilterArgument = None,  # noqa: A002 # as that of `services`
        verdict: Annotated[
            Verdict | None, strawberry.argument(description="Return only services with this verdict.")
        ] = None,
        first: Annotated[
            int | None, strawberry.argument(description="The maximum number of items, from 1 to 100.")
        ] = None,
    ) -> list[EligibilityAssessment] | None:
        """Whether each matching service is open to a person. Eligible services come first, then unknown, then
        ineligible. Nothing is stored or logged. Null if the request is refused.
        """
        limits = info.context.limits
        size = check_size(limits.default_page if first is None else first, "first", limits)
        services = find_services(info.context, filter)
        found = info.context.live.planner.get().assess_all(services, as_facts(facts, limits))
        kept = [item for item in found if verdict is None or item.verdict is verdict]
        return EligibilityAssessment.each(sorted(kept, key=_openness)[:size])

    @field(weight=COVERING)
    def coverage(self, info: Info, query: CoverageArgument = None) -> CoverageReport | None:
        """Gaps in the network. Every combination of need, entry situation and profile is planned exactly. Null if
        the request is refused.
        """
        asked = as_coverage_query(query, info.context)
        return CoverageReport(model=info.context.survey(asked))

    @field(weight=COVERING)
    def coverage_matrix(self, info: Info, query: CoverageArgument = None) -> CoverageMatrix | None:
        """The outcome of every cell in short form: needs by entry situations, for each profile. Null if the request
        is refused.
        """
        asked = as_coverage_query(query, info.context, in_short=True)
        rows = info.context.coverage_rows(asked)
        return CoverageMatrix(model=Matrix(asked, info.context.scope(asked), rows))

    @field(size=20, weight=COVERING)
    def critical_services(self, info: Info, query: CoverageArgument = None) -> list[Criticality] | None:
        """Services, organizations and referrals that every plan of some cell uses, sorted by the harm of their
        closure. Null if the request is refused.
        """
        asked = as_coverage_query(query, info.context)
        critical, survey = info.context.critical(asked), info.context.survey(asked)
        return [Criticality(model=item, results=survey.outcome) for item in critical]

    @field(weight=COVERING)
    def what_if(
        self, info: Info, changes: ChangesArgument, query: CoverageArgument = None
    ) -> CoverageComparison | None:
        """The effect of hypothetical changes: who gains and who loses. Nothing is published. Null if the request is
        refused.
        """
        asked = as_coverage_query(query, info.context)
        try:
            supposed = as_changes(changes, info.context.network, info.context.limits)
            return CoverageComparison(model=info.context.what_if(supposed, asked))
        except ChangeError as error:
            return CoverageComparison(model=None, refused=error.problems)

    @field(size=10)
    def versions(self, info: Info) -> list[KnownVersion]:
        """The versions that were live while this server ran, newest first. The live version is included."""
        return KnownVersion.each(info.context.history.list_seen())

    @field(size=10)
    def corrections(self, info: Info, first: FirstOfMany = 50) -> list[WrittenCorrection]:
        """What people corrected in the served catalogue, newest first. Empty if it is served from a store."""
        return list_written(info.context, first)

    @field
    def changes(
        self,
        info: Info,
        since: Annotated[str, strawberry.argument(description="The version that the client has; one of `versions`.")],
    ) -> VersionChanges | None:
        """What changed from a version to the live one: `versionChanges` for a client that hears of a new version; null
        where it is not known.
        """
        return VersionChanges.maybe(find_changes(info.context, since, None))

    @field
    def version_changes(
        self,
        info: Info,
        before: Annotated[str, strawberry.argument(description="The older version, one of `versions`.")],
        after: Annotated[
            str | None, strawberry.argument(description="The newer version. Defaults to the live one.")
        ] = None,
    ) -> VersionChanges | None:
        """What changed between two versions, and who gains or loses a way. Null if a version is unknown."""
        return VersionChanges.maybe(find_changes(info.context, before, after))


def _openness(assessment: Assessment) -> tuple[int, bool, str]:
    order = (Verdict.ELIGIBLE, Verdict.UNKNOWN, Verdict.INELIGIBLE)
    return order.index(assessment.verdict), not assessment.described, assessment.service
