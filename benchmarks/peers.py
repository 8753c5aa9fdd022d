"""The same tasks by others: third-party planners that prove optima, and reachability over networkx objects."""

import re
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx

from benchmarks.measure import Measure, Stopwatch, Timing
from benchmarks.planning import compile_task, milan
from benchmarks.processes import Finished, run, timing
from benchmarks.random_questions import questions
from graph.planning.interchange import to_pddl
from graph.planning.relevance import reachable
from graph.planning.search import solve
from graph.planning.task import Fact, Task
from graph.referral.compiled_network import CompiledNetwork
from graph.referral.solver import CONFLICTS

SYMK = ("up_symk", "symk", "sym_bd()")
"""Bidirectional symbolic search (Speck, Mattmüller & Nebel 2020), what its package chooses for optimal plans."""
FAST_DOWNWARD = ("up_fast_downward", "downward", "astar(lmcut())")
"""A* with landmark cuts (Helmert & Domshlak 2009), in C++; its translator multiplies out the groups of conditions."""
TIMES_QUICKER = 100.0


@dataclass(frozen=True, slots=True)
class Proof:
    """What a third-party planner found: the optimal cost; its process, and the milliseconds its search reports."""

    cost: int
    process: Finished
    inner: float


def measure_peers(count: int = 12) -> Iterator[Measure]:
    """`count` of Milan's tasks, by us and by the peers: equal results first, then the times."""
    network = milan()
    compiled = CompiledNetwork(network)
    tasks = [compile_task(compiled, question).task for question in questions(network, count, seed=4)]
    yield from _planner(tasks)
    yield from _reachability(tasks)


def _planner(tasks: Sequence[Task]) -> Iterator[Measure]:
    ours = Stopwatch()
    solve(tasks[0], conflicts=CONFLICTS)
    costs = [ours.time(solve, task, conflicts=CONFLICTS).cost for task in tasks]
    yield ours.timing.median("oracle", "our search")
    for name, planner in {"SymK": SYMK, "Fast Downward": FAST_DOWNWARD}.items():
        proofs = [prove(task, planner) for task in tasks]
        differ = sum(cost != proof.cost for cost, proof in zip(costs, proofs, strict=True))
        yield Measure(
            part="oracle", name=f"optima that differ from {name}'s", figure=differ, unit="", target=0,
            note=f"{len(tasks)} tasks",
        )  # fmt: skip
        yield timing([proof.process for proof in proofs]).median("oracle", f"{name}, whole call")
        inner = [proof.inner for proof in proofs]
        reported = statistics.median(inner)
        yield Measure(part="oracle", name=f"{name}, what its search reports, median", figure=reported)
        yield Measure(
            part="oracle", name=f"times quicker than {name}'s whole call", unit="times", at_least=True,
            target=TIMES_QUICKER, note="in processor time",
            figure=_quicker(ours.timing, [proof.process.cpu for proof in proofs]),
        )  # fmt: skip
        yield Measure(
            part="oracle", name=f"times quicker than {name}'s search", unit="times",
            figure=_quicker(ours.timing, inner),
        )  # fmt: skip


def _quicker(ours: Timing, theirs: Sequence[float]) -> float:
    """The median over the tasks of their time by ours."""
    return statistics.median(their / our for our, their in zip(ours.cpu, theirs, strict=True))


def prove(task: Task, planner: tuple[str, str, str]) -> Proof:
    """The optimum of `task` by a third-party planner, from PDDL text to its answer.

    The planner's own driver is started, as the package that brings it does, but without that package's own work.
    """
    name, folder, search = planner
    package = find_spec(name)
    if package is None or package.origin is None:
        raise RuntimeError(f"{name} is not installed; it is among the development dependencies on x86_64.")
    driver = Path(package.origin).with_name(folder) / "fast-downward.py"
    with TemporaryDirectory(prefix="rete-peer-") as work:
        for file, text in zip(("domain.pddl", "problem.pddl"), to_pddl(task), strict=True):
            Path(work, file).write_text(text, encoding="utf-8")
        command = [sys.executable, "-W", "ignore", str(driver), "domain.pddl", "problem.pddl", "--search", search]
        process = run(command, folder=work)
    cost, inner = _last(process.output, r"Plan cost: (\d+)"), _last(process.output, r"Total time: ([\d.]+)s")
    return Proof(int(cost), process, 1000 * float(inner))


def _last(text: str, pattern: str) -> str:
    found: list[str] = re.findall(pattern, text)
    if not found:
        raise RuntimeError(f"The planner did not print {pattern!r}: {text[-500:]}")
    return found[-1]


def _reachability(tasks: Sequence[Task]) -> Iterator[Measure]:
    ours, theirs = Stopwatch(), Stopwatch()
    graphs = [and_or_graph(task) for task in tasks]
    mine = [ours.time(reachable, task) for task in tasks]
    other = [theirs.time(naive_reachable, graph) for graph in graphs]
    differ = sum(one != two for one, two in zip(mine, other, strict=True))
    yield Measure(part="oracle", name="reachable facts that differ from networkx", figure=differ, unit="", target=0)
    yield ours.timing.median("oracle", "reachable facts by us")
    yield theirs.timing.median("oracle", "reachable facts over networkx")


def and_or_graph(task: Task) -> "nx.DiGraph[str]":
    """`task` without what it removes: facts lead to groups, groups to actions, actions to facts."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for fact in (*task.init, *(assumption.fact for assumption in task.assumptions)):
        graph.add_node(f"fact:{fact}", kind="fact", given=True)
    for action in task.actions:
        name = f"action:{action.name}"
        graph.add_node(name, kind="action")
        for number, group in enumerate(action.requires):
            graph.add_node(f"group:{number}:{action.name}", kind="group")
            graph.add_edge(f"group:{number}:{action.name}", name)
            for fact in group:
                graph.add_edge(f"fact:{fact}", f"group:{number}:{action.name}")
        for fact in action.provides:
            graph.add_edge(name, f"fact:{fact}")
    return graph


def naive_reachable(graph: "nx.DiGraph[str]") -> frozenset[Fact]:
    """Every fact that can be reached: all nodes looked at again and again until nothing is added."""
    reached = {node for node, given in graph.nodes(data="given") if given}
    while True:
        added = {node for node in graph if node not in reached and _holds(graph, node, reached)}
        if not added:
            return frozenset(node.removeprefix("fact:") for node in reached if node.startswith("fact:"))
        reached |= added


def _holds(graph: "nx.DiGraph[str]", node: str, reached: set[str]) -> bool:
    before = (other in reached for other in graph.predecessors(node))
    return all(before) if graph.nodes[node].get("kind") == "action" else any(before)
