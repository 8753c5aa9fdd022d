"""Answers questions from a whole network in memory, or from the parts that a store hands over."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from graph.errors import StoreError
from graph.language.lexicon import Lexicon
from graph.message import Message
from graph.network import Network
from graph.question import UNSPECIFIED, EntryKind, EntryPoint, GivenFact, Question
from graph.referral.advisors import is_any_reachable, list_needs_of
from graph.referral.answer import Answer, Interpretation, PlanStatus, ProblemCode, RecordRequest
from graph.referral.planner import ReferralPlanner

ATTEMPTS = 3
"""How often a question is put again because another version was published meanwhile."""
T = TypeVar("T")


class Answered(NamedTuple):
    """An answer, and the network that it is drawn with: of one version, and with everything that the answer names."""

    network: Network
    answer: Answer


class Answerer(Protocol):
    """Answers questions, in codes and in words."""

    def find_entry(self, code: str) -> EntryPoint:
        """The entry situation, service or organization that `code` names.

        If nothing has that code, the result is an entry situation, which the answer then refuses.
        """
        ...

    def planner(self, question: Question, /) -> ReferralPlanner:
        """A planner that can answer `question`."""
        ...

    def plan(self, question: Question, first: int = 3) -> Answered:
        """As `ReferralPlanner.plan`."""
        ...

    def ask(self, text: str, facts: tuple[GivenFact, ...] = (), first: int = 3, on: date | None = None) -> Answered:
        """As `ReferralPlanner.ask`."""
        ...


class NetworkAnswerer:
    """Answers questions from one whole network."""

    def __init__(self, planner: ReferralPlanner) -> None:
        self._planner = planner

    def find_entry(self, code: str) -> EntryPoint:
        """As `Answerer.find_entry`."""
        network = self._planner.network
        if code not in network.situations:
            if code in network.services:
                return EntryPoint(EntryKind.SERVICE, code)
            if code in network.organizations:
                return EntryPoint(EntryKind.ORGANIZATION, code)
        return EntryPoint(EntryKind.SITUATION, code)

    def planner(self, _: Question, /) -> ReferralPlanner:
        """The planner of the network, whatever is asked."""
        return self._planner

    def plan(self, question: Question, first: int = 3) -> Answered:
        """As `ReferralPlanner.plan`."""
        return Answered(self._planner.network, self._planner.plan(question, first))

    def ask(self, text: str, facts: tuple[GivenFact, ...] = (), first: int = 3, on: date | None = None) -> Answered:
        """As `ReferralPlanner.ask`."""
        return Answered(self._planner.network, self._planner.ask(text, facts, first, on))


class Parts(Protocol):
    """A store that hands over parts of its live version. Each part is of one version. See `PartReader`."""

    def part(self, question: Question) -> Network:
        """What can matter for `question`."""
        ...

    def names(self) -> Network:
        """Who is there, by name alone."""
        ...

    def few_words(self, text: str, read: Callable[[Network, Lexicon], T]) -> T:
        """What `read` makes of `text`, with those alone whom it can name. Raises UnreadError where they are too few."""
        ...

    def all_words(self, text: str, read: Callable[[Network, Lexicon], T]) -> T:
        """What `read` makes of `text`, with everybody by name alone."""
        ...

    def partners(self, slugs: Iterable[str]) -> Network:
        """Some organizations and services, complete."""
        ...

    def find_entry(self, code: str) -> EntryPoint:
        """As `Answerer.find_entry`."""
        ...


class PartialNetworkAnswerer:
    """Answers each question from the part of the network that matters to it. It keeps nothing between questions."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def find_entry(self, code: str) -> EntryPoint:
        """As `Answerer.find_entry`."""
        return self._parts.find_entry(code)

    def planner(self, question: Question, /) -> ReferralPlanner:
        """A planner of the part."""
        return ReferralPlanner(self._parts.part(question))

    def plan(self, question: Question, first: int = 3) -> Answered:
        """As `ReferralPlanner.plan`. Raises StoreError."""
        return self._answer(Interpretation(question=question), question, first)

    def ask(self, text: str, facts: tuple[GivenFact, ...] = (), first: int = 3, on: date | None = None) -> Answered:
        """As `ReferralPlanner.ask`: names are enough to understand words. Raises StoreError."""
        for _ in range(ATTEMPTS):
            network, read = self._read(text, facts, on)
            if not isinstance(read, Answer):
                answered = self._answer(*read, first)
            elif read.interpretation.record is not None:
                answered = self._show(read, read.interpretation.record)
            else:
                return Answered(network, read)
            if answered.network.version == network.version:
                return answered
        raise _overtaken()

    def _show(self, read: Answer, record: RecordRequest) -> Answered:
        """The partners of a record, and whom to ask where none can be reached."""
        network = self._parts.partners(record.partners)
        if is_any_reachable(network, record.partners):
            return Answered(network, read)
        needs = list_needs_of(network, record.partners)
        part = self._parts.part(Question(start=UNSPECIFIED, needs=needs))
        named = (part.organizations, part.services)
        if part.version == network.version and all(any(slug in each for each in named) for slug in record.partners):
            return Answered(part, ReferralPlanner(part).advise(read))
        return Answered(self._parts.partners((*record.partners, *(one.service for one in read.ask))), read)

    def _read(
        self, text: str, facts: tuple[GivenFact, ...], on: date | None
    ) -> tuple[Network, Answer | tuple[Interpretation, Question]]:
        """As `ReferralPlanner.read`, by few names or, where these are too few, by all."""
        from graph.language.stored_lexicon import UnreadError

        def read(network: Network, lexicon: Lexicon) -> tuple[Network, Answer | tuple[Interpretation, Question]]:
            return network, ReferralPlanner(network, lexicon=lexicon).read(text, facts, on)

        try:
            return self._parts.few_words(text, read)
        except UnreadError:
            return self._parts.all_words(text, read)

    def _answer(self, interpretation: Interpretation, question: Question, first: int) -> Answered:
        for _ in range(ATTEMPTS):
            planner = self.planner(question)
            answer = planner.answer(interpretation, question, first)
            if all(each.code is not ProblemCode.UNKNOWN_CODE for each in answer.problems):
                return Answered(planner.network, answer)
            # What may have been meant by an unknown code, only all names tell.
            planner = ReferralPlanner(self._parts.names())
            answer = planner.answer(interpretation, question, first)
            if answer.status is PlanStatus.INVALID_QUERY:
                return Answered(planner.network, answer)
        raise _overtaken()


def _overtaken() -> StoreError:
    return StoreError(Message.of("store.overtaken_question"))
