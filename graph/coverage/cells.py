"""The cells of coverage: which ones a query asks about, and what the outcome of each is.

A cell is one need of a person with one profile, starting in one entry situation.
"""

from collections.abc import Iterator, Mapping

from graph.atoms import KNOWN_TO, Variable
from graph.concepts import EntrySituation, Profile
from graph.coverage.changed_network import ClosedParts
from graph.coverage.plan_cuts import Ways
from graph.errors import UnknownCodeError
from graph.message import Text
from graph.network import Network, suggest
from graph.planning.plan import Link, Plan
from graph.question import GivenFact, Preferences
from graph.referral.compiled_task import CompiledTask
from graph.referral.initial_state import Situation
from graph.structs import Struct, replace
from graph.vocabulary import EVIDENCE_RANK, Described, Evidence

GIVEN = "given"
"""The code of the profile that consists of the facts of the query alone."""

EVERYTHING = Preferences()
"""Any evidence, and assumptions allowed."""


class CoverageQuery(Struct, frozen=True, kw_only=True):
    """The cells to look at. An empty field means everything.

    A need includes the needs below it; one that is not surveyed counts only where it is named itself. `facts` are added
    to those of every profile; without `profiles`, they are a profile of their own.
    """

    needs: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    facts: tuple[GivenFact, ...] = ()
    preferences: Preferences = EVERYTHING


class Cell(Struct, frozen=True, order=True):
    """One need of a person with one profile, starting in one entry situation."""

    need: str
    situation: str
    profile: str


class Scope(Struct, frozen=True, kw_only=True):
    """The resolved query, in the order of the catalogue."""

    needs: tuple[str, ...]
    situations: tuple[EntrySituation, ...]
    profiles: tuple[Profile, ...]
    preferences: Preferences

    def placed(self) -> Iterator[tuple[Cell, EntrySituation, Profile]]:
        """Every cell with its entry situation and profile, by need, situation and profile."""
        for need in self.needs:
            for situation in self.situations:
                for profile in self.profiles:
                    yield Cell(need, situation.code, profile.code), situation, profile


def resolve(network: Network, query: CoverageQuery) -> Scope:
    """The scope of `query`. Raises UnknownCodeError, with suggestions, for a code that the network does not have."""
    named = set(query.needs)
    wanted = {need for code in query.needs for need in _with_children(network, code)} or set(network.needs)
    situations = {code: network.get_situation(code) for code in query.situations}
    return Scope(
        needs=tuple(
            code for code, need in network.needs.items() if code in named or (code in wanted and need.surveyed)
        ),
        situations=tuple(s for s in network.situations.values() if not situations or s.code in situations),
        profiles=tuple(_profiles(network, query)),
        preferences=query.preferences,
    )


def _with_children(network: Network, code: str) -> Iterator[str]:
    yield network.get_need(code).code
    for child in network.children[code]:
        yield from _with_children(network, child.code)


def _profiles(network: Network, query: CoverageQuery) -> Iterator[Profile]:
    published: Mapping[str, Profile] = {profile.code: profile for profile in network.catalogue.profiles}
    for code in query.profiles:
        if code not in published:
            raise UnknownCodeError("profile", code, suggest(code, published))
    if query.facts and not query.profiles:
        yield Profile(code=GIVEN, label=Text("come indicato", "as given"), facts=query.facts)
    elif not published:
        yield Profile(code="nothing-known", label=Text("nulla di noto", "nothing known"))
    else:
        for profile in published.values():
            if not query.profiles or profile.code in query.profiles:
                yield replace(profile, facts=(*profile.facts, *query.facts))


class CellStatus(Described):
    """Whether a need can be met in a cell."""

    COVERED = "COVERED", "A valid plan exists."
    MET = "MET", "The need is already met at the start."
    GAP = "GAP", "No valid plan exists."
    IMPOSSIBLE = "IMPOSSIBLE", "The profile contradicts the entry situation, so the cell describes nobody."


class StepCandidates(Struct, frozen=True):
    """One step: the interchangeable services, and how well it is founded."""

    services: tuple[str, ...]
    evidence: Evidence


class CellOutcome(Struct, frozen=True, kw_only=True):
    """The outcome of a cell. All fields but `status` describe the cheapest plan, and are empty without one.

    `assumptions` are pairs of a variable and the cells under which the same steps can be carried out. `referrals` are
    pairs of a sender and the service to which it sends; `contacts` are all organizations and services that must know
    the person for the plan to work. `closures` is the number of services that must close
    to leave no way. Services that may be one count once; 4 means more than 3; None means that no closure matters.
    `critical` are the services on every way.
    """

    status: CellStatus
    steps: tuple[StepCandidates, ...] = ()
    assumptions: tuple[tuple[Variable, tuple[str, ...]], ...] = ()
    referrals: tuple[tuple[str, str], ...] = ()
    contacts: tuple[str, ...] = ()
    cost: int = 0
    optimal: bool = True
    closures: int | None = None
    critical: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the need is or can be met."""
        return self.status in (CellStatus.COVERED, CellStatus.MET)

    @property
    def evidence(self) -> Evidence | None:
        """The weakest evidence of a step; None without steps."""
        return max((step.evidence for step in self.steps), key=EVIDENCE_RANK.__getitem__, default=None)


IMPOSSIBLE = CellOutcome(status=CellStatus.IMPOSSIBLE)
MET = CellOutcome(status=CellStatus.MET)
GAP = CellOutcome(status=CellStatus.GAP)


class Examined(Struct, frozen=True):
    """An outcome with the ways through its planning task; `ways` is None if nothing has to be planned."""

    outcome: CellOutcome
    ways: Ways | None = None

    def stays_open(self, closure: ClosedParts) -> bool:
        """Whether the need is or can still be met after `closure`, exactly."""
        return self.outcome.holds and (self.ways is None or self.ways.is_open(closure))


def examine(ways: Ways, situation: Situation) -> Examined:
    """Plan the task of a cell in `situation`."""
    cheapest = ways.cheapest()
    if cheapest is None or ways.core is None:
        return Examined(GAP, ways)
    plan, optimal = cheapest
    outcome = CellOutcome(
        status=CellStatus.COVERED,
        steps=tuple(_step(ways.compiled, step.name) for step in plan.steps),
        assumptions=tuple(ways.compiled.assumed(plan, situation).items()),
        referrals=tuple(sorted(set(_referrals(ways.compiled, plan)))),
        contacts=tuple(sorted(set(_contacts(ways.compiled, plan)))),
        cost=plan.cost,
        optimal=optimal,
        closures=ways.core.smallest_cut(),
        critical=ways.core.critical_services(),
    )
    return Examined(outcome, ways)


def _step(compiled: CompiledTask, name: str) -> StepCandidates:
    members = compiled.members[name]
    return StepCandidates(tuple(dict.fromkeys(member.service for member in members)), members[0].evidence)


def _contacts(compiled: CompiledTask, plan: Plan) -> Iterator[str]:
    """The partners that must know the person for the plan to work."""
    for step in plan.steps:
        for link in step.because:
            contact = _find_contact(compiled, link)
            if contact is not None:
                yield contact


def _find_contact(compiled: CompiledTask, link: Link) -> str | None:
    symbol = compiled.atom(link.fact)
    variable = symbol.variable
    return variable.member if variable.name == KNOWN_TO and symbol.cells == ("yes",) else None


def _referrals(compiled: CompiledTask, plan: Plan) -> Iterator[tuple[str, str]]:
    """The contacts through which the plan enters, with each service that they open."""
    for step in plan.steps:
        for link in step.because:
            contact = _find_contact(compiled, link)
            if contact is not None:
                for member in compiled.members[step.name]:
                    if member.access and compiled.group(member.access) == link.group:
                        yield contact, member.service
