from graph.planning.relevance import blocked_actions
from graph.planning.task import Action, Task

TASK = Task(
    init=frozenset(),
    goals=(("work",),),
    actions=(
        Action(name="team", cost=10, requires=(("milan", "prison"), ("charge",)), provides=("work",)),
        Action(name="agency", cost=10, requires=(("permit",),), provides=("work",)),
        Action(name="aside", cost=10, requires=(("permit",),), provides=("meals",)),
    ),
)


def test_what_blocks_is_named():
    assert [(action.name, groups) for action, groups in blocked_actions(TASK)] == [
        ("agency", (("permit",),)),
        ("team", (("milan", "prison"), ("charge",))),
    ]
