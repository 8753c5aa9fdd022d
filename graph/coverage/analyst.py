"""The entry point of coverage: surveys, what is critical, what-if, and the comparison of two versions."""

from collections.abc import Sequence
from threading import Lock

from graph.coverage.apply_changes import as_closure, change
from graph.coverage.changes import Change
from graph.coverage.criticality import Criticality, list_critical
from graph.coverage.scope import CoverageQuery, resolve
from graph.coverage.survey import Survey, survey
from graph.coverage.what_if import Comparison, compare, revise
from graph.network import Network
from graph.referral.operators import Costs
from graph.referral.task_compiler import CompiledNetwork

MOST_KEPT = 4
"""Surveys of published profiles that are kept; surveys of facts that a caller gives never are."""


class CoverageAnalyst:
    """Looks at a network as a whole. It may be used from many threads, and keeps no facts that a caller gave."""

    def __init__(self, network: Network, costs: Costs | None = None) -> None:
        self.network = network
        self._costs = costs
        self._compiled = CompiledNetwork(network, costs)
        self._lock = Lock()
        self._kept: dict[CoverageQuery, Survey] = {}

    def survey(self, query: CoverageQuery) -> Survey:
        """Every cell of `query`, planned exactly.

        Raises UnknownCodeError for codes that the network does not have, QuestionError for facts that cannot be said.
        """
        if query.facts:
            return survey(self._compiled, resolve(self.network, query))
        with self._lock:
            if query not in self._kept:
                while len(self._kept) >= MOST_KEPT:
                    del self._kept[next(iter(self._kept))]
                self._kept[query] = survey(self._compiled, resolve(self.network, query))
            return self._kept[query]

    def critical(self, query: CoverageQuery) -> tuple[Criticality, ...]:
        """What lies on every way of some cell of `query`, by the harm of its closing. Raises as `survey` does."""
        return list_critical(self.survey(query))

    def what_if(self, changes: Sequence[Change], query: CoverageQuery) -> Comparison:
        """The cells of `query` before and after `changes`; the network stays as it is.

        Raises ChangeError where a change makes no sense, and else as `survey` does.
        """
        changed = change(self.network, changes)
        before = self.survey(query)
        after = revise(before, CompiledNetwork(changed, self._costs), as_closure(self.network, changes))
        return compare(before, after)


def compare_versions(before: Network, after: Network) -> Comparison:
    """The cells that both versions have, before and after: the needs, entry situations and profiles in common.

    Cells of what only one of them has are no gain and no loss.
    """
    query = CoverageQuery(
        needs=tuple(code for code in before.needs if code in after.needs),
        situations=tuple(code for code in before.situations if code in after.situations),
        profiles=tuple(profile.code for profile in before.catalogue.profiles if profile in after.catalogue.profiles),
    )
    survey = CoverageAnalyst(before).survey(query)
    return compare(survey, revise(survey, CompiledNetwork(after)))
