"""What a plan is made of, with notices for safety and services to ask.

Every value is immutable, refers to the network by slug or code, and carries citations.
"""

from collections.abc import Mapping

from graph.atoms import Variable
from graph.availability import Knowledge, Opening, Room
from graph.message import Phrase, Text
from graph.provenance import Citation
from graph.referral.initial_state import Origin
from graph.structs import Struct
from graph.verification import Verified
from graph.vocabulary import AccessMode, Evidence, NodeKind, RouteKind, Severity


class FactText(Struct, frozen=True):
    """That a variable has one of some cells, and how that reads."""

    variable: Variable
    cells: tuple[str, ...]
    text: Phrase

    @property
    def name(self) -> str:
        """The name of the variable, such as `known_to:puntoacapo`."""
        return str(self.variable)


class Assumption(Struct, frozen=True, kw_only=True):
    """An unknown fact that a plan rests on: the largest set of cells under which the same steps can be carried out."""

    fact: FactText
    question: Phrase | None
    """What to ask to be sure; None where it is not the person who knows."""


class Sender(Struct, frozen=True, kw_only=True):
    """Who sends: an organization or service (`slug`), and the step of the plan that brings them in (None: from the
    start)."""

    kind: NodeKind
    slug: str
    label: Phrase
    step: int | None


class Via(Struct, frozen=True, kw_only=True):
    """How one gets in at a step."""

    route: RouteKind
    modes: tuple[AccessMode, ...]
    senders: tuple[Sender, ...]
    note: Phrase | None
    evidence: Evidence
    citations: tuple[Citation, ...]


class Justification(Struct, frozen=True, kw_only=True):
    """Why a step is possible: a requirement, and the fact, assumption or earlier step that satisfies it."""

    requirement: str
    label: Text
    by: Origin
    fact: FactText
    step: int | None
    evidence: Evidence
    citations: tuple[Citation, ...]


class Candidate(Struct, frozen=True, kw_only=True):
    """A service that can carry out a step."""

    service: str
    organizations: tuple[str, ...]
    evidence: Evidence
    doubtful: bool
    citations: tuple[Citation, ...]
    verified: Verified
    """When the underlying statements were last verified."""
    opening: Opening | None = None
    """When the service opens on the day of the question; None if the question names no day."""
    room: Room = Room.UNKNOWN


class PlanStep(Struct, frozen=True, kw_only=True):
    """One step: a service that the person is sent to, or goes to.

    `order` counts from 1. `after` lists the steps directly before this one. Two steps are parallel if neither comes
    before the other.
    """

    order: int
    after: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    via: Via
    meets: tuple[str, ...]
    kinds: tuple[str, ...]
    """For each need in `meets`, the kind of it that all candidates meet, which may be the need itself."""
    unlocks: tuple[FactText, ...]
    """What this step makes true that a later one needs."""
    because: tuple[Justification, ...]
    support: tuple[str, ...]
    """Services that help with the same needs. They never count as meeting them."""
    cautions: tuple[Text, ...]
    """What safety demands before the person takes the step; repeated at the head of `verify`."""
    verify: tuple[Phrase, ...]
    evidence: Evidence
    citations: tuple[Citation, ...]
    cost: int


class MetNeed(Struct, frozen=True, kw_only=True):
    """A need that is met by a step, or (None) that was met from the start."""

    need: str
    step: int | None


class PlanCost(Struct, frozen=True, kw_only=True):
    """The published cost. `lower_bound` equals `total` where `optimal`."""

    total: int
    steps: int
    assumptions: int
    listed_steps: int
    inferred_steps: int
    optimal: bool
    lower_bound: int


class ReferralPlan(Struct, frozen=True, kw_only=True):
    """A partial order of steps; every order that respects `after` can be carried out.

    `id` is equal for the same plan on the same version of the network, and reveals nothing of the question.
    """

    id: str
    assumptions: tuple[Assumption, ...]
    steps: tuple[PlanStep, ...]
    met: tuple[MetNeed, ...]
    unmet: tuple[str, ...]
    cost: PlanCost
    first: tuple[int, ...] = ()
    """The steps to begin with on the day of the question: they wait for no other, and are not closed on that day."""

    @property
    def stale(self) -> bool:
        """True if every step rests only on data that was verified too long ago."""
        return bool(self.steps) and all(
            candidate.verified.knowledge is Knowledge.STALE for step in self.steps for candidate in step.candidates
        )

    def layers(self) -> Mapping[int, int]:
        """The layer of each step, from 1: one below the lowest of those it waits for."""
        layers: dict[int, int] = {}
        for step in self.steps:  # each comes after those it waits for
            layers[step.order] = 1 + max((layers[order] for order in step.after), default=0)
        return layers


class SafetyNotice(Struct, frozen=True, kw_only=True):
    """What an answer says on top because the person is, or may be, at risk.

    `contacts` are services, the first to call first; `why` is the reason of the rule.
    """

    code: str
    severity: Severity
    text: Text
    contacts: tuple[str, ...]
    evidence: Evidence
    why: Text | None
    citations: tuple[Citation, ...]


class Advisor(Struct, frozen=True, kw_only=True):
    """A service to ask, and the unmet needs that it is asked about (none: about anything)."""

    service: str
    needs: tuple[str, ...]
