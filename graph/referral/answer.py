"""What an answer is made of, around its plans. Every value is immutable and refers to the network by slug or code.

What takes long and is often not looked at is made when it is first asked for: open questions, and the plans behind
their answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, overload

from graph.atoms import Variable
from graph.availability import Closed
from graph.language.interpretation import AskBackKind, RecordPart
from graph.message import Message, Phrase, Text
from graph.provenance import Citation
from graph.question import Question
from graph.referral.initial_state import Origin
from graph.referral.plan import Advisor, FactText, ReferralPlan, SafetyNotice
from graph.structs import Struct
from graph.vocabulary import Described, Locale

if TYPE_CHECKING:
    from graph.referral.plan_builder import PlanDraft


class PlanStatus(Described):
    """The status of an answer."""

    PLANNED = "PLANNED", "Every need is met."
    PARTIAL = "PARTIAL", "Some needs are met. The problems explain the others."
    NO_PLAN = "NO_PLAN", "No need is met. The problems say why."
    INVALID_QUERY = "INVALID_QUERY", "The question is invalid, so nothing was planned."
    RECORD = "RECORD", "The question requests the record of a partner, so there is nothing to plan."
    OFFER = "OFFER", "The writer offers something, so there is nothing to plan. The notices say whom to contact."


class ProblemCode(Described):
    """Why part of an answer is missing."""

    UNKNOWN_WORDS = "UNKNOWN_WORDS", "Some words of the question were not understood."
    AMBIGUOUS_WORDS = "AMBIGUOUS_WORDS", "Some words of the question have several possible meanings."
    MISSING_ENTRY = "MISSING_ENTRY", "The question does not say where the person is."
    MISSING_NEED = "MISSING_NEED", "The question names no need."
    UNKNOWN_CODE = "UNKNOWN_CODE", "The network does not contain this code."
    INVALID_FACT = "INVALID_FACT", "A fact does not have this value, or two facts contradict each other."
    NO_PROVIDER = "NO_PROVIDER", "No service in the network meets the need. The sources are silent."
    EXCLUDED = "EXCLUDED", "Services meet the need, but a requirement stated by a source excludes the person."
    UNKNOWN_CONDITION = (
        "UNKNOWN_CONDITION",
        "A plan depends on an unknown fact that the question does not allow it to assume.",
    )
    NO_ACCESS = "NO_ACCESS", "The person meets the requirements, but no partner in reach can make the referral."
    EVIDENCE_TOO_WEAK = "EVIDENCE_TOO_WEAK", "A plan exists, but its evidence is weaker than the question allows."
    AVOIDED = "AVOIDED", "A plan exists, but it uses something that the question avoids."
    CLOSED = "CLOSED", "A plan exists, but it uses services that are closed."
    UNPROVED_OPTIMUM = (
        "UNPROVED_OPTIMUM",
        "The search reached its limit. The plan is valid, but a cheaper one may exist.",
    )


class Repair(Struct, frozen=True, kw_only=True):
    """A small change that would meet the need. Planning again proves it."""

    kind: str
    """`fact`, `requirement` or `route`."""
    text: Phrase
    services: tuple[str, ...]
    citations: tuple[Citation, ...]


class PlanningProblem(Struct, frozen=True, kw_only=True):
    """Why something is missing, the part of the question to change, and what would help."""

    code: ProblemCode
    input_field: str
    message: Message
    need: str | None = None
    sources_silent: bool = False
    """True: a gap in knowledge; False: the sources say no, or the question is at fault."""
    suggestions: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleAnswer:
    """One answer to an open question, and the plan it leads to."""

    cells: tuple[str, ...]
    label: Phrase
    status: PlanStatus
    draft: "PlanDraft" = field(repr=False)

    @property
    def plan(self) -> ReferralPlan:
        """The plan that it leads to, which is written out when it is first asked for."""
        return self.draft.written


class OpenQuestion(Struct, frozen=True, kw_only=True):
    """An unknown fact for which some value leads to different steps."""

    fact: str
    variable: Variable
    text: Phrase
    answers: tuple[PossibleAnswer, ...]

    @property
    def name(self) -> str:
        """The name of the variable, such as `known_to:puntoacapo`."""
        return str(self.variable)


class OpenQuestions(Sequence[OpenQuestion]):
    """Open questions in their order, each found when it is first asked for, by whichever thread asks.

    What the search raises it raises again whenever more is asked for, so that a part is never taken for the whole.
    """

    def __init__(self, found: Iterable[OpenQuestion] = ()) -> None:
        self._coming = iter(found)
        self._found: list[OpenQuestion] = []
        self._failed: BaseException | None = None
        self._finding = Lock()

    def _find(self, count: int | None) -> list[OpenQuestion]:
        """Those found so far, at least `count` if there are as many; all of them for None."""
        with self._finding:
            while count is None or len(self._found) < count:
                if self._failed is not None:
                    raise self._failed
                try:
                    question = next(self._coming, None)
                except BaseException as error:
                    self._failed = error
                    raise
                if question is None:
                    break
                self._found.append(question)
            return self._found

    @overload
    def __getitem__(self, index: int) -> OpenQuestion: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[OpenQuestion, ...]: ...
    def __getitem__(self, index: int | slice) -> OpenQuestion | tuple[OpenQuestion, ...]:
        if isinstance(index, slice):
            return tuple(self._find(None)[index])
        return self._find(index + 1 if index >= 0 else None)[index]

    def __len__(self) -> int:
        return len(self._find(None))

    def __bool__(self) -> bool:
        return bool(self._find(1))

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))


class ReadWords(Struct, frozen=True, kw_only=True):
    """Words of the question and what they were understood as."""

    words: str
    begin: int
    end: int
    kind: str
    code: str | None
    corrected: bool = False


class UnknownWords(Struct, frozen=True, kw_only=True):
    """Words of the question that were not used, and what they may mean."""

    words: str
    begin: int
    end: int
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackChoice:
    """One answer to the question that goes back: its code, how it reads, and where it leads if it is a need."""

    code: str
    label: Text
    draft: "PlanDraft | None" = field(default=None, repr=False)

    @property
    def plan(self) -> ReferralPlan | None:
        """The best plan for this need alone, which is written out when it is first asked for."""
        return None if self.draft is None else self.draft.written


class AskBack(Struct, frozen=True, kw_only=True):
    """The one question that goes back to the asker, with its possible answers.

    `kind` says why it is asked, `about` which need it is about, if it is about one; `stops` that nothing can be planned
    before it is answered.
    """

    kind: AskBackKind
    about: str | None
    text: Message
    choices: tuple[BackChoice, ...]
    stops: bool


class RecordRequest(Struct, frozen=True, kw_only=True):
    """The partners whose record the question asks for, the likeliest first, and which parts of it."""

    words: str
    partners: tuple[str, ...]
    parts: tuple[RecordPart, ...]


class Interpretation(Struct, frozen=True, kw_only=True):
    """What the program understood. `locale` is the language of a question in words, None for one in codes.

    `unknown` are the words that were not used.
    """

    question: Question | None
    locale: Locale | None = None
    read: tuple[ReadWords, ...] = ()
    unknown: tuple[UnknownWords, ...] = ()
    back: AskBack | None = None
    record: RecordRequest | None = None
    day: str | None = None
    """The words that name the day, if any."""
    known: tuple[tuple[Origin, FactText], ...] = ()
    """Every fact that is known, and whether the question gives it or the entry implies it."""


class ClosedService(Struct, frozen=True, kw_only=True):
    """A service that would matter for the question, but is closed, so no step uses it.

    `needs` are those of the question that it meets; none where it would only make another step possible.
    """

    service: str
    needs: tuple[str, ...]
    closed: Closed


class Answer(Struct, frozen=True, kw_only=True):
    """The complete answer. If there are no plans, there is at least one problem."""

    status: PlanStatus
    interpretation: Interpretation
    plans: tuple[ReferralPlan, ...]
    questions: Sequence[OpenQuestion]
    problems: tuple[PlanningProblem, ...]
    version: str
    closed: tuple[ClosedService, ...] = ()
    notices: tuple[SafetyNotice, ...] = ()
    """What stands on top of every form of the answer, the urgent first."""
    ask: tuple[Advisor, ...] = ()
    """Whom to ask: there is always somebody."""

    def list_left(self) -> tuple[str, ...]:
        """Those whom the notices name and the best plan does not use: they are left where an answer ends its way."""
        used = {one.service for plan in self.plans[:1] for step in plan.steps for one in step.candidates}
        named = dict.fromkeys(slug for notice in self.notices for slug in notice.contacts)
        return tuple(slug for slug in named if slug not in used)
