"""What the day of a question changes: which candidate and step come first, and which closed services to name."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from graph.availability import Opening, find_closed, opening_of
from graph.network import Network
from graph.opening_hours import OpenState
from graph.question import Question
from graph.referral.answer import ClosedService, PlanStep
from graph.referral.initial_state import Situation
from graph.referral.service_compiler import Operator
from graph.referral.support import is_excluded
from graph.referral.task_compiler import CompiledNetwork

_RANK = {OpenState.OPEN: 0, OpenState.UNKNOWN: 1, OpenState.CLOSED: 2}
_NEVER = datetime.max.replace(tzinfo=UTC)


class Openings:
    """When services open on one day. Without a day, no service has an opening."""

    def __init__(self, network: Network, day: date | None) -> None:
        self._network = network
        self._day = day
        self._found: dict[str, Opening] = {}

    def find(self, slug: str) -> Opening | None:
        """When the service `slug` opens on the day; None without a day."""
        if self._day is None:
            return None
        if slug not in self._found:
            self._found[slug] = opening_of(self._network.get_service(slug), self._network.catalogue.city, self._day)
        return self._found[slug]

    def sort(self, operators: tuple[Operator, ...]) -> tuple[Operator, ...]:
        """Interchangeable operators: first those of services that open on the day, then those that open soonest.

        The plan and its cost are the same for each of them, so the order changes no proof.
        """
        if self._day is None:
            return operators
        return tuple(sorted(operators, key=lambda operator: self._rank(operator.service)))

    def _rank(self, slug: str) -> tuple[int, datetime]:
        opening = self.find(slug)
        if opening is None:
            return _RANK[OpenState.UNKNOWN], _NEVER
        soonest = opening.next_opening if opening.state is OpenState.CLOSED else None
        return _RANK[opening.state], soonest or _NEVER

    @staticmethod
    def first_of(steps: Sequence[PlanStep]) -> tuple[int, ...]:
        """The steps to begin with on the day: those that wait for no other step and are not closed, open ones first."""
        openings = {step.order: step.candidates[0].opening for step in steps if not step.after}
        able = {
            order: _RANK[opening.state]
            for order, opening in openings.items()
            if opening is not None and opening.state is not OpenState.CLOSED
        }
        return tuple(sorted(able, key=lambda order: (able[order], order)))


def list_closed(compiled: CompiledNetwork, question: Question, situation: Situation) -> Iterator[ClosedService]:
    """The services that `question` could use if they were open, by slug, without those that exclude the person."""
    operators: dict[str, list[Operator]] = {}
    for operator in compiled.relevant(question, closed_too=True):
        operators.setdefault(operator.service, []).append(operator)
    for slug in sorted(operators):
        service = compiled.network.get_service(slug)
        closed = find_closed(service, question.on)
        if closed is not None and not is_excluded(service, situation):
            met = {need for operator in operators[slug] for need in operator.needs}
            yield ClosedService(
                service=slug, needs=tuple(need for need in question.needs if need in met), closed=closed
            )
