"""Tasks to plan with: cases as data, generated tasks, and costs from elsewhere."""

import random
import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import strategies as st

from graph.planning.task import Action, Assumption, Task


def _load(name: str) -> ModuleType:
    """A helper module beside this file; pytest's importlib mode keeps the folder out of `sys.path`."""
    spec = spec_from_file_location(f"planning_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


_cases = _load("cases").CASES


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", _cases, ids=lambda case: case.name)


@pytest.fixture(scope="session")
def exhaustive_cost() -> Callable[[dict[str, Any]], int | None]:
    """The optimal cost of a small neutral task, by trying everything."""
    function: Callable[[dict[str, Any]], int | None] = _load("oracle").exhaustive_cost
    return function


@pytest.fixture(scope="session")
def symk_cost() -> Callable[[str, str], int | None]:
    """The optimal cost that SymK proves for a PDDL domain and problem."""
    function: Callable[[str, str], int | None] = _load("oracle").symk_cost
    return function


@st.composite
def _tasks(draw: st.DrawFn) -> Task:
    """Small tasks with replaced values, cycles, any-of groups, free actions and assumptions."""
    facts = [f"f{number}" for number in range(draw(st.integers(2, 8)))]
    fact = st.sampled_from(facts)

    def some(low: int, high: int) -> tuple[str, ...]:
        return tuple(sorted(draw(st.sets(fact, min_size=low, max_size=high))))

    def groups(low: int, high: int) -> tuple[tuple[str, ...], ...]:
        return tuple(some(1, draw(st.sampled_from([1, 1, 2, 3]))) for _ in range(draw(st.integers(low, high))))

    actions = [
        Action(
            name=f"a{number}",
            cost=draw(st.sampled_from([0, 1, 2, 10, 1_000_000])),
            requires=groups(0, 2),
            provides=some(1, 2),
            removes=some(0, 2),
        )
        for number in range(draw(st.integers(1, 8)))
    ]
    assumptions = [
        Assumption(variable=draw(st.sampled_from("xy")), fact=each, cost=draw(st.sampled_from([0, 3])))
        for each in some(0, 3)
    ]
    return Task(init=frozenset(some(0, 2)), goals=groups(1, 3), actions=tuple(actions), assumptions=tuple(assumptions))


@pytest.fixture(scope="session")
def tasks() -> st.SearchStrategy[Task]:
    """A strategy for small tasks, of which about half have a plan."""
    return _tasks()


@pytest.fixture(scope="session")
def network_task() -> Callable[[int, int], Task]:
    """A task as networks give them, from a seed and a number of services: variables, contacts and needs."""
    return _network_task


def _network_task(seed: int, services: int) -> Task:
    draw = random.Random(seed)  # noqa: S311  generated tests, not secrets
    cells = {f"v{number}": [f"v{number}={value}" for value in range(draw.randint(2, 4))] for number in range(4)}
    contacts = [f"known:{number}" for number in range(5)]
    needs = [f"need:{number}" for number in range(draw.randint(1, 4))]
    init, assumptions = {draw.choice(contacts)}, []
    for variable, values in cells.items():
        if draw.random() < 0.5:
            init.add(draw.choice(values))
        else:
            assumptions += [Assumption(variable=variable, fact=value, cost=3) for value in values]
    actions = [_service(draw, f"s{number:03}", cells, contacts, needs) for number in range(services)]
    actions += [
        Action(name=f"giveup:{need}", cost=1_000_000, provides=(need,)) for need in needs if draw.random() < 0.5
    ]
    goals = tuple((need,) for need in needs)
    return Task(init=frozenset(init), goals=goals, actions=tuple(actions), assumptions=tuple(assumptions))


def _service(
    draw: random.Random, name: str, cells: dict[str, list[str]], contacts: list[str], needs: list[str]
) -> Action:
    requires, provides, removes = [], [draw.choice(needs)] if draw.random() < 0.6 else [], list[str]()
    for values in draw.sample(list(cells.values()), draw.choice([0, 1, 1, 2])):
        requires.append(tuple(sorted(draw.sample(values, draw.randint(1, len(values) - 1)))))
    if draw.random() < 0.6:
        requires.append(tuple(sorted(draw.sample(contacts, draw.randint(1, 3)))))
    if draw.random() < 0.5:
        provides.append(draw.choice(contacts))
    if not provides or draw.random() < 0.4:
        values = draw.choice(list(cells.values()))
        value = draw.choice(values)
        provides.append(value)
        removes = [other for other in values if other != value]
    cost = draw.choice([10, 10, 10, 12, 20, 30])
    return Action(
        name=name, cost=cost, requires=tuple(requires), provides=tuple(sorted(provides)), removes=tuple(removes)
    )
