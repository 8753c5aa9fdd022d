"""How many plans pass through a partner: what a partner does for people, beside what its place in a graph says."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from graph.coverage.outcome import CellStatus
from graph.coverage.survey import Survey


@dataclass(frozen=True, slots=True)
class Passage:
    """Of `plans` cheapest plans of covered cells, in how many each service or organization is a candidate of a step.

    Candidates of one step are interchangeable, so a partner that is counted need not be the one that is chosen.
    """

    plans: int
    services: Mapping[str, int]
    organizations: Mapping[str, int]

    def share(self, count: int) -> float:
        """`count` as a share of the plans, from 0 to 1."""
        return count / self.plans if self.plans else 0.0


def count_passage(survey: Survey) -> Passage:
    """The passage through every partner in `survey`."""
    services: Counter[str] = Counter()
    organizations: Counter[str] = Counter()
    plans = 0
    for examined in survey.examined.values():
        if examined.outcome.status is not CellStatus.COVERED:
            continue
        plans += 1
        used = {slug for door in examined.outcome.doors for slug in door.services}
        offers = (offer for slug in used for offer in survey.network.get_service(slug).organizations)
        services.update(used)
        organizations.update({offer.organization for offer in offers})
    return Passage(plans, services, organizations)
