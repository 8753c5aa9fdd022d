"""Two versions of a network: who gains and who loses a way between them."""

from graph.coverage.analyst import CoverageAnalyst
from graph.coverage.scope import CoverageQuery
from graph.coverage.what_if import Comparison, compare, revise
from graph.network import Network
from graph.referral.task_compiler import CompiledNetwork


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
