"""What steps, assumptions and unmet needs cost: the plan of least cost is the best."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Costs:
    """The published integer costs. docs/planning.md explains them."""

    step: int = 10
    assumption: int = 3
    inferred: int = 2
    """Extra for a step that rests on a judgement."""
    listed: int = 10
    """Extra for a step at a partner that is only listed."""
    full: int = 15
    """Extra for a step at a full service."""
    doubtful: int = 20
    """Extra for a step at a service that may no longer exist."""
    give_up: int = 1_000_000
    """The cost of an unmet need."""
