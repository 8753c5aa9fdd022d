"""Planner cases as data: a task, its optimum, and plans that are right and wrong. Loaded by path from `conftest.py`."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.planning.task import Action, Assumption, Group, Task

Written = tuple[tuple[str, ...], tuple[tuple[int, int], ...]]
"""A plan as the validator takes it: names, and pairs of places in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`cost` and `plan` are those of the canonical optimum, None if there is no plan."""

    name: str
    task: Task
    cost: int | None
    plan: Written | None
    valid: tuple[Written, ...] = ()
    invalid: tuple[Written, ...] = ()


def action(
    name: str,
    cost: int = 10,
    *,
    requires: Sequence[str | Group] = (),
    provides: Sequence[str] = (),
    removes: Sequence[str] = (),
) -> Action:
    """An action; a group of one fact may be written as that fact."""
    groups = tuple((group,) if isinstance(group, str) else group for group in requires)
    return Action(name=name, cost=cost, requires=groups, provides=tuple(provides), removes=tuple(removes))


def task(init: str, goals: str, *operators: Action | Assumption) -> Task:
    """A task whose initial facts and goals are separated by blanks."""
    return Task(
        init=frozenset(init.split()),
        goals=tuple((goal,) for goal in goals.split()),
        actions=tuple(each for each in operators if isinstance(each, Action)),
        assumptions=tuple(each for each in operators if isinstance(each, Assumption)),
    )


_DWELLING = action("dwelling", requires=["residence=milan"], provides=["need:housing"], removes=["housing=street"])
_REGISTRY = action(
    "registry",
    requires=["residence=none", ("housing=shelter", "housing=street")],
    provides=["residence=milan"],
    removes=["residence=none"],
)
_CELAV = action("celav", requires=["residence=milan"], provides=["need:work"])
_CANTEEN = action("canteen", provides=["need:meals"])

CASES = (
    Case(
        name="nothing to do",
        task=task("need:meals", "need:meals", _CANTEEN),
        cost=0,
        plan=((), ()),
        invalid=((("restaurant",), ()),),
    ),
    Case(name="nobody offers it", task=task("", "need:meals", _CELAV), cost=None, plan=None, invalid=(((), ()),)),
    Case(
        name="parallel branches stay parallel",
        task=task("residence=milan", "need:work need:meals", _CELAV, _CANTEEN),
        cost=20,
        plan=(("canteen", "celav"), ()),
        valid=((("celav", "canteen"), ()), (("celav", "canteen"), ((1, 0),))),
        invalid=((("celav",), ()), (("canteen", "canteen"), ())),
    ),
    Case(
        name="one residence serves two needs",
        task=task("residence=none housing=street", "need:housing need:work", _DWELLING, _REGISTRY, _CELAV),
        cost=30,
        plan=(("registry", "celav", "dwelling"), ((0, 1), (0, 2))),
        invalid=(
            (("registry", "celav", "dwelling"), ((0, 1),)),
            (("celav", "registry", "dwelling"), ((0, 1), (1, 2))),
            (("registry", "celav", "dwelling"), ((0, 1), (0, 2), (2, 0))),
            (("registry", "celav", "dwelling"), ((0, 1), (0, 3))),
        ),
    ),
    Case(
        name="a replaced value is used before it ends",
        task=task(
            "housing=street",
            "need:housing need:residence",
            action("a-dwelling", provides=["need:housing"], removes=["housing=street"]),
            action("b-registry", requires=["housing=street"], provides=["need:residence"]),
        ),
        cost=20,
        plan=(("b-registry", "a-dwelling"), ((0, 1),)),
        invalid=((("a-dwelling", "b-registry"), ()), (("a-dwelling", "b-registry"), ((0, 1),))),
    ),
    Case(
        name="who ends a fact but provides another of the group is no threat",
        task=task(
            "housing=street",
            "need:bed need:residence",
            action("bed", provides=["need:bed", "housing=shelter"], removes=["housing=street"]),
            action("registry", requires=[("housing=shelter", "housing=street")], provides=["need:residence"]),
        ),
        cost=20,
        plan=(("bed", "registry"), ()),
        valid=((("bed", "registry"), ((0, 1),)), (("registry", "bed"), ((0, 1),))),
    ),
    Case(
        name="who ends what was passed on is a threat",
        task=task(
            "a",
            "x y",
            action("pass", provides=["b", "p"], removes=["a"]),
            action("pass-on", requires=["p"], provides=["c", "q"], removes=["b"]),
            action("end", requires=["q"], provides=["y"], removes=["c"]),
            action("read", requires=[("a", "b", "c")], provides=["x"]),
        ),
        cost=40,
        plan=(("read", "pass", "pass-on", "end"), ((0, 1), (1, 2), (2, 3))),
        valid=((("pass", "pass-on", "read", "end"), ((0, 1), (1, 3), (2, 3))),),
        invalid=((("pass", "pass-on", "read", "end"), ((0, 1), (1, 3))),),
    ),
    Case(
        name="two that end each other's condition",
        task=task(
            "a b",
            "x y",
            action("one", requires=["a"], provides=["x"], removes=["b"]),
            action("two", requires=["b"], provides=["y"], removes=["a"]),
        ),
        cost=None,
        plan=None,
        invalid=((("one", "two"), ()), (("one", "two"), ((0, 1),))),
    ),
    Case(
        name="a provider is needed twice",
        task=task(
            "",
            "x y",
            action("supply", provides=["a"]),
            action("one", requires=["a"], provides=["x"], removes=["a"]),
            action("two", requires=["a"], provides=["y"], removes=["a"]),
        ),
        cost=40,
        plan=(("supply", "one", "supply", "two"), ((0, 1), (1, 2), (2, 3))),
        valid=((("supply", "supply", "two", "one"), ((0, 2), (2, 1), (1, 3))),),
        invalid=((("supply", "one", "two"), ((0, 1), (0, 2))), (("supply", "one", "supply", "two"), ((0, 1), (2, 3)))),
    ),
    Case(
        name="what was ended is provided again, and nothing is left to choose",
        task=task(
            "a",
            "x",
            action("read", 0, requires=["a", "b"], provides=["b", "x"]),
            action("renew", 0, provides=["a"]),
            action("replace", 1_000_000, provides=["b"], removes=["a"]),
        ),
        cost=1_000_000,
        plan=(("replace", "renew", "read"), ((0, 1), (1, 2))),
        invalid=((("renew", "replace", "read"), ((0, 1), (1, 2))), (("replace", "renew", "read"), ((0, 2), (1, 2)))),
    ),
    Case(
        name="nothing supports itself",
        task=task(
            "",
            "x",
            action("one", 0, requires=["b"], provides=["a", "x"]),
            action("two", 0, requires=["a"], provides=["b"]),
        ),
        cost=None,
        plan=None,
        invalid=((("one", "two"), ()),),
    ),
    Case(
        name="zero costs do not invite",
        task=task("", "x", action("free", 0, provides=["y"]), action("paid", 5, provides=["x"])),
        cost=5,
        plan=(("paid",), ()),
        valid=((("free", "paid"), ()),),
    ),
    Case(
        name="one assumption a variable",
        task=task(
            "",
            "x y",
            Assumption(variable="residence", fact="residence=milan", cost=3),
            Assumption(variable="residence", fact="residence=none", cost=3),
            action("one", requires=["residence=milan"], provides=["x"]),
            action("two", requires=["residence=none"], provides=["y"]),
            action("giveup", 1_000_000, provides=["y"]),
        ),
        cost=1_000_013,
        plan=(("assume:residence=milan", "giveup", "one"), ((0, 1), (0, 2))),
        invalid=(
            (("assume:residence=milan", "giveup", "one"), ((0, 2),)),
            (
                ("assume:residence=milan", "assume:residence=none", "one", "two"),
                ((0, 2), (1, 2), (0, 3), (1, 3)),
            ),
        ),
    ),
    Case(
        name="an empty group never holds",
        task=task("a", "x", Action(name="shut", cost=1, requires=((),), provides=("x",))),
        cost=None,
        plan=None,
        invalid=((("shut",), ()),),
    ),
    Case(
        name="many costs of a million",
        task=task(
            "", " ".join(f"n{i}" for i in range(40)), *(action(f"g{i}", 10**9, provides=[f"n{i}"]) for i in range(40))
        ),
        cost=40 * 10**9,
        plan=(tuple(sorted(f"g{i}" for i in range(40))), ()),
    ),
)
