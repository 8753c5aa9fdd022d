"""Openings on the day of a question: which candidate comes first, and which steps to begin with."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from graph.availability import Opening, opening_of
from graph.network import Network
from graph.opening_hours import OpenState
from graph.referral.answer import PlanStep
from graph.referral.service_compiler import Operator

_RANK = {OpenState.OPEN: 0, OpenState.UNKNOWN: 1, OpenState.CLOSED: 2}
_NEVER = datetime.max.replace(tzinfo=UTC)


class Openings:
    """The openings of services on one day; without a day nothing is said of any."""

    def __init__(self, network: Network, day: date | None) -> None:
        self._network = network
        self._day = day
        self._found: dict[str, Opening] = {}

    def find(self, slug: str) -> Opening | None:
        """When the door of a service opens; None without a day."""
        if self._day is None:
            return None
        if slug not in self._found:
            self._found[slug] = opening_of(self._network.get_service(slug), self._network.catalogue.city, self._day)
        return self._found[slug]

    def sort(self, operators: tuple[Operator, ...]) -> tuple[Operator, ...]:
        """Interchangeable operators, those whose door opens on the day first, then those that open soonest.

        The plan and its cost stay the same whichever of them is used, so this breaks no proof.
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
        """The steps to begin with on the day: they wait for no other and are not closed; surely open ones first."""
        openings = {step.order: step.candidates[0].opening for step in steps if not step.after}
        able = {
            order: _RANK[opening.state]
            for order, opening in openings.items()
            if opening is not None and opening.state is not OpenState.CLOSED
        }
        return tuple(sorted(able, key=lambda order: (able[order], order)))
