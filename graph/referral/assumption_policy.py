"""What a plan may rest on without knowing it: the vocabulary bars presuming anybody a victim, addicted or ill."""

from collections.abc import Collection

from graph.network import Network
from graph.referral.initial_state import Situation


def may_presume(network: Network, needs: Collection[str], situation: Situation, variable: str, cell: str) -> bool:
    """Whether a plan for `needs` may rest on `variable` having `cell`, which the question leaves possible.

    Once one member of a set is known, the others are not presumed.
    """
    name, _, member = variable.partition(":")
    if member and name in network.facts and situation.names_a_member(name):
        return False
    return is_presumable(network, needs, variable, cell)


def is_presumable(network: Network, needs: Collection[str], variable: str, cell: str) -> bool:
    """Whether the vocabulary lets plans for `needs` rest on `variable` having `cell`."""
    name, _, member = variable.partition(":")
    definition = network.facts.get(name)
    if definition is None:
        return cell == "yes"
    wanted = member or cell
    value = next((value for value in definition.values if value.code == wanted), None)
    limits = (definition.assumed_for, value.assumed_for if value is not None else None)
    return all(limit is None or any(need in limit for need in needs) for limit in limits)
