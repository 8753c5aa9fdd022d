"""Networks of any size, divided into territories: the same seed gives the same catalogue.

A territory has some fifty services: one of each kind of `generated_kinds`, further ones by weight, and partners of whom
only the name is known. Everything covers its own territory, except the hub. Requirements, routes, effects and doubts
are drawn, so that no two territories are alike.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from benchmarks.generated_kinds import KINDS, LISTED_NEEDS, ServiceKind
from benchmarks.generated_vocabulary import list_areas, list_facts, list_needs, same
from graph.concepts import Effect, EntrySituation, Territory
from graph.formula import Formula, notation, parse
from graph.model import Catalogue
from graph.organizations import Organization, Schedule
from graph.provenance import Citation, Source
from graph.services import Doubt, Listing, NeedLink, Offer, Requirement, Route, Service
from graph.vocabulary import AccessMode, Evidence, OrganizationKind, RouteKind

PER_TERRITORY = 50
LISTED_SHARE = 0.4
AGES = ((18, None), (18, 30), (18, 35), (30, None), (18, 65), (25, 50), (None, 25), (65, None))
WHY = same("Generated as a judgement.")
HUB = "hub"
SHARED = "region"
"""The source of what belongs to no territory."""


def generate(services: int, territories: int | None = None, seed: int = 0) -> Catalogue:
    """A catalogue of exactly `services` services in `territories` (by default one for every fifty).

    Raises ValueError where a territory would be left without a service.
    """
    count = territories or max(1, round(services / PER_TERRITORY))
    if services <= count:
        raise ValueError(f"{count} territories and a hub need more than {services} services.")
    shared = (Citation(SHARED, 1, 3),)
    parts = [_Territory(f"t{number:04}", size, seed) for number, size in enumerate(_sizes(services - 1, count), 1)]
    hub = Service(
        slug=HUB, name="Hub", cite=shared,
        organizations=(Offer(organization=HUB, cite=shared),),
        meets=(NeedLink(need="social-support", cite=shared),),
        requires=(
            Requirement(
                id="target", label=same("target"), cite=shared,
                when=parse({"any": [{"being_released": "yes"}, {"recent_release": "yes"}]}),
            ),
        ),
        provides=(Effect(fact="known_to", value=HUB, cite=shared),),
        routes=(Route(kind=RouteKind.ASK_FIRST, cite=shared, evidence=Evidence.INFERRED, why=WHY),),
    )  # fmt: skip
    return Catalogue(
        city="generated",
        name=same(f"Generated network of {services} services"),
        hub=HUB,
        sources=(_source(SHARED, 10), *(_source(part.code, part.lines) for part in parts)),
        facts=list_facts(),
        needs=list_needs(shared),
        areas=list_areas(shared),
        situations=tuple(situation for part in parts for situation in part.situations),
        territories=tuple(
            Territory(code=part.code, label=same(part.code), cite=(Citation(part.code, 1, 1),)) for part in parts
        ),
        organizations=(
            Organization(slug=HUB, name="Hub", kind=OrganizationKind.ASSOCIATION, cite=shared),
            *(organization for part in parts for organization in part.organizations),
        ),
        services=(hub, *(service for part in parts for service in part.services)),
        listings=tuple(listing for part in parts for listing in part.listings),
        figures=(), gaps=(), contradictions=(), judgements=(),
    )  # fmt: skip


def _sizes(services: int, territories: int) -> Iterator[int]:
    for number in range(territories):
        yield services // territories + (number < services % territories)


def _source(slug: str, lines: int) -> Source:
    return Source(
        slug=slug, file=f"{slug}.txt", title=slug, publisher="generated", language="en", sha256="0" * 64, lines=lines
    )


class _Territory:
    """Draws the partners of one territory; what is drawn depends on its code, its size and the seed alone."""

    def __init__(self, code: str, size: int, seed: int) -> None:
        self.code = code
        self.lines = 10
        self._random = Random(f"{seed}:{code}:{size}")  # noqa: S311 - a benchmark, not a secret
        self.organizations: list[Organization] = []
        self.services: list[Service] = []
        self.listings: list[Listing] = []
        self.prison = self._organization("prison", OrganizationKind.PRISON)
        self.penal_office = self._organization("penal-office", OrganizationKind.PENAL_OFFICE)
        self.situations = tuple(self._list_situations())
        self._offer(size)

    def _offer(self, size: int) -> None:
        described = max(1, size - round(size * LISTED_SHARE))
        weights = [kind.weight for kind in KINDS]
        further = self._random.choices(KINDS, weights, k=max(0, described - len(KINDS)))
        drawn = [*KINDS[:described], *further]
        counts: dict[str, int] = {}
        slugs: dict[str, list[str]] = {}
        for kind in drawn:
            counts[kind.name] = counts.get(kind.name, 0) + 1
            slugs.setdefault(kind.name, []).append(f"{self.code}-{kind.name}-{counts[kind.name]}")
        for name, own in slugs.items():
            kind = next(kind for kind in KINDS if kind.name == name)
            self.services.extend(self._service(slug, kind, slugs) for slug in own)
        for number in range(1, size - described + 1):
            self._list_partner(number)

    def _cite(self) -> tuple[Citation, ...]:
        first = self.lines + 1
        self.lines += self._random.randint(1, 6)
        return (Citation(self.code, first, self.lines),)

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _organization(self, name: str, kind: OrganizationKind, evidence: Evidence = Evidence.STATED) -> str:
        slug = f"{self.code}-{name}"
        self.organizations.append(
            Organization(slug=slug, name=f"{name} {self.code}", kind=kind, cite=self._cite(), evidence=evidence)
        )
        return slug

    def _list_situations(self) -> Iterator[EntrySituation]:
        released = (("recent_release", "yes"), ("former_prisoner", "yes"))
        detained = (("penal_status", "detained"), ("housing", "prison"))
        yield self._situation("release", released, (self.prison,), ruled_out=detained)
        yield self._situation("detention", detained, (self.prison,))
        yield self._situation("external-execution", (("penal_status", "external-execution"),), (self.penal_office,))
        yield self._situation("at-liberty", (("penal_status", "none"),), ())

    def _situation(
        self,
        name: str,
        facts: tuple[tuple[str, str], ...],
        known_to: tuple[str, ...],
        ruled_out: tuple[tuple[str, str], ...] = (),
    ) -> EntrySituation:
        cite = self._cite()
        return EntrySituation(
            code=f"{name}-{self.code}",
            label=same(f"{name} in {self.code}"),
            facts=tuple(Effect(fact=fact, value=value, cite=cite) for fact, value in facts),
            rules_out=tuple(Effect(fact=fact, value=value, cite=cite) for fact, value in ruled_out),
            known_to=known_to,
            territory=self.code,
            cite=cite,
        )

    def _service(self, slug: str, kind: ServiceKind, slugs: dict[str, list[str]]) -> Service:
        organization = self._organization(slug.removeprefix(f"{self.code}-"), kind.organization)
        cite = self._cite()
        return Service(
            slug=slug,
            name=f"{kind.name} {slug}",
            organizations=(Offer(organization=organization, cite=cite),),
            meets=tuple(self._need(need) for need in kind.meets),
            helps=tuple(self._need(need) for need in kind.helps),
            requires=tuple(self._requirements(slug, kind)),
            provides=tuple(self._effects(slug, kind, cite)),
            routes=tuple(self._routes(slug, kind, slugs)),
            schedules=(Schedule(printed="Mo-Fr 9-12", opening_hours="Mo-Fr 09:00-12:00", cite=cite),),
            covers=(self.code,),
            doubt=Doubt(text=same("old"), cite=cite) if self._chance(kind.doubtful) else None,
            cite=cite,
        )

    def _need(self, need: str) -> NeedLink:
        if self._chance(0.1):
            return NeedLink(need=need, cite=self._cite(), evidence=Evidence.INFERRED, why=WHY)
        return NeedLink(need=need, cite=self._cite())

    def _effects(self, slug: str, kind: ServiceKind, cite: tuple[Citation, ...]) -> Iterator[Effect]:
        if kind.known:
            yield Effect(fact="known_to", value=slug, cite=cite)
        if kind.charge is not None:
            yield Effect(fact="in_charge_of", value=kind.charge, cite=cite)

    def _requirements(self, slug: str, kind: ServiceKind) -> Iterator[Requirement]:
        drawn = [*kind.always, *(condition for condition in kind.sometimes if self._chance(0.4))]
        if self._chance(kind.age):
            low, high = self._random.choice(AGES)
            limits = {"min": low, "max": high}
            drawn.append({"age": {name: limit for name, limit in limits.items() if limit is not None}})
        for number, condition in enumerate(drawn, 1):
            yield self._requirement(f"c{number}", slug, condition)

    def _requirement(self, name: str, slug: str, condition: dict[str, Any]) -> Requirement:
        contested = "lenient" in condition
        when = parse(condition["strict"] if contested else condition)
        return Requirement(
            id=name,
            label=same(_describe(when)),
            when=when,
            lenient=parse(condition["lenient"]) if contested else None,
            reading=f"{slug}-{name}" if contested else None,
            cite=self._cite(),
        )

    def _routes(self, slug: str, kind: ServiceKind, slugs: dict[str, list[str]]) -> Iterator[Route]:
        senders = [f"organization:{self.prison}"] if kind.prison_sends else []
        for name in kind.senders:
            known = [other for other in slugs.get(name, ()) if other != slug]
            senders.extend(f"service:{other}" for other in self._random.sample(known, min(2, len(known))))
        if senders:
            yield self._route(RouteKind.REFERRAL, tuple(senders), AccessMode.REPORT, 0.2)
        if kind.contacts:
            contacts = tuple(f"contact:{contact}" for contact in kind.contacts)
            yield self._route(RouteKind.REFERRAL, contacts, AccessMode.EMAIL, 0.1)
        if kind.sender_kinds:
            yield self._route(
                RouteKind.REFERRAL, tuple(f"kind:{each}" for each in kind.sender_kinds), AccessMode.EMAIL, 0
            )
        if self._chance(kind.self_access):
            yield self._route(RouteKind.SELF, (), AccessMode.WALK_IN, 0.1)
        elif not senders and not kind.contacts:
            yield self._route(RouteKind.ASK_FIRST, (), AccessMode.UNKNOWN, 1)

    def _route(self, kind: RouteKind, by: tuple[str, ...], mode: AccessMode, judged: float) -> Route:
        inferred = self._chance(judged)
        return Route(
            kind=kind,
            modes=(mode,),
            by=by,
            cite=self._cite(),
            evidence=Evidence.INFERRED if inferred else Evidence.STATED,
            why=WHY if inferred else None,
        )

    def _list_partner(self, number: int) -> None:
        area, kind, need = self._random.choice(LISTED_NEEDS)
        organization = self._organization(f"partner-{number}", kind, Evidence.LISTED)
        cite = self.organizations[-1].cite
        slug = f"{organization}-{area}"
        meets = () if need is None else (NeedLink(need=need, cite=cite, evidence=Evidence.INFERRED, why=WHY),)
        listing = Listing(
            id=f"{area}/{organization}", area=area, printed=organization, organization=organization, meets=meets,
            service=slug, cite=cite, evidence=Evidence.LISTED,
        )  # fmt: skip
        self.listings.append(listing)
        self.services.append(
            # a service of its own, because a listing alone has no territory
            Service(
                slug=slug, name=organization, listing=listing.id, covers=(self.code,), meets=meets,
                organizations=(Offer(organization=organization, cite=cite, evidence=Evidence.LISTED),),
                cite=cite, evidence=Evidence.LISTED,
            )
        )  # fmt: skip


def _describe(formula: Formula) -> str:
    return str(notation(formula))
