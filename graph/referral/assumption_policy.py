"""What a plan may rest on without knowing it: the vocabulary bars presuming anybody a victim, addicted or ill."""

from collections.abc import Collection

from graph.atoms import YES, Variable
from graph.network import Network
from graph.referral.initial_state import Situation


def may_presume(network: Network, needs: Collection[str], situation: Situation, variable: Variable, cell: str) -> bool:
    """Whether a plan for `needs` may rest on `variable` having `cell`, which the question leaves possible.

    Once one member of a set is known, the others are not presumed.
    """
    name = variable.set_name
    if name is not None and situation.names_a_member(name):
        return False
    return is_presumable(network, needs, variable, cell)


def is_presumable(network: Network, needs: Collection[str], variable: Variable, cell: str) -> bool:
    """Whether the vocabulary lets plans for `needs` rest on `variable` having `cell`."""
    definition = network.facts.get(variable.name) if variable.fact is not None else None
    if definition is None:
        return cell in YES
    wanted = variable.member or cell
    value = next((value for value in definition.values if value.code == wanted), None)
    limits = (definition.assumed_for, value.assumed_for if value is not None else None)
    return all(limit is None or any(need in limit for need in needs) for limit in limits)
