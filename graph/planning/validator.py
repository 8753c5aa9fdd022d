"""An independent check of plans. It reads the neutral task and plain values, and shares no code with the search.

Every sequence of steps that respects the order must carry out each step and end with every goal. That is decided by
exploring all of them together (by the sets of steps that are done and the states they may lead to) while they are few,
and otherwise by threat analysis: each fact that is needed must be established by an earlier step that no later one
can undo in time (after the truth criterion of Chapman 1987; sufficient).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

_MOST_STATES = 20_000


def validate(
    neutral: Mapping[str, Any],
    steps: Sequence[str],
    order: Iterable[tuple[int, int]],
    cost: int | None = None,
    *,
    most_states: int = _MOST_STATES,
) -> tuple[str, ...]:
    """What is wrong with a plan.

    Parameters
    ----------
    neutral
        The task in its neutral form (`interchange.to_neutral`).
    steps
        Names of actions, one an occurrence, with assumptions among them.
    order
        Pairs of places in `steps`, counted from 0; the first comes before the second.
    cost
        The cost that the plan claims, if it claims one.
    most_states
        Beyond so many states the exploration gives way to the threat analysis, which never accepts an invalid plan.

    Returns
    -------
    tuple of str
        A sentence for each fault; empty if the plan is valid.

    Examples
    --------
    >>> desk = {"name": "desk", "cost": 10, "requires": [], "provides": ["card"], "removes": []}
    >>> neutral = {"init": [], "goals": [["card"]], "assumptions": [], "actions": [desk]}
    >>> validate(neutral, ["desk"], [], cost=10)
    ()
    """
    actions = {action["name"]: action for action in neutral["actions"]}
    findings = [
        f"Step {place} '{name}' is not an action of the task."
        for place, name in enumerate(steps)
        if name not in actions
    ]
    pairs = set(order)
    findings += [
        f"The order ({first}, {second}) names a step that does not exist."
        for first, second in sorted(pairs)
        if not (0 <= first < len(steps) and 0 <= second < len(steps))
    ]
    if findings:
        return tuple(findings)
    plan = _Plan(neutral, [actions[name] for name in steps], pairs)
    if plan.is_cyclic():
        return ("The order has a cycle.",)
    actual = sum(actions[name]["cost"] for name in steps)
    if cost is not None and cost != actual:
        findings.append(f"The plan claims to cost {cost}, but its steps cost {actual}.")
    found = plan.explore(most_states)
    findings += plan.analyse() if found is None else found
    return tuple(findings)


class _Plan:
    def __init__(
        self, neutral: Mapping[str, Any], actions: Sequence[Mapping[str, Any]], pairs: set[tuple[int, int]]
    ) -> None:
        self._init = frozenset(neutral["init"])
        self._goals = [_alternatives(group) for group in neutral["goals"]]
        self._actions = actions
        self._places = range(len(actions))
        self._requires = [[_alternatives(group) for group in action.get("requires", ())] for action in actions]
        self._after = _closure(len(actions), pairs)
        """For each place the places that come before it."""

    def is_cyclic(self) -> bool:
        return any(place in self._after[place] for place in self._places)

    def explore(self, most_states: int) -> list[str] | None:
        """The findings over every sequence, None if there are too many to look at."""
        layer = {(frozenset[int](), self._init)}
        seen = 0
        for _ in self._places:
            following = set()
            for done, state in layer:
                for place in self._places:
                    if place in done or not self._after[place] <= done:
                        continue
                    problem = self._find_problem(place, state)
                    if problem is not None:
                        return [problem]
                    following.add((done | {place}, self._apply(place, state)))
            seen += len(following)
            if seen > most_states:
                return None
            layer = following
        return sorted(
            {f"The goal {_show(goal)} is missed." for _, state in layer for goal in self._goals if not goal & state}
        )

    def _find_problem(self, place: int, state: frozenset[str]) -> str | None:
        action = self._actions[place]
        for group in self._requires[place]:
            if not group & state:
                return f"Step {place} '{action['name']}' needs {_show(group)}, which may not hold then."
        for fact in action.get("forbids", ()):
            if fact in state:
                return f"Step {place} '{action['name']}' forbids {fact}, which may hold then."
        return None

    def _apply(self, place: int, state: frozenset[str]) -> frozenset[str]:
        action = self._actions[place]
        return state.difference(action.get("removes", ())).union(action.get("provides", ()))

    def analyse(self) -> list[str]:
        """What is wrong with the plan, one line for each threat; empty if every order of its steps works."""
        return list(self._threats())

    def _threats(self) -> Iterator[str]:
        for place in self._places:
            name = self._actions[place]["name"]
            for group in self._requires[place]:
                if not self._is_necessarily_met(group, place):
                    yield f"Step {place} '{name}' needs {_show(group)}, which may not hold then."
            for fact in self._actions[place].get("forbids", ()):
                if not self._is_necessarily_false(fact, place):
                    yield f"Step {place} '{name}' forbids {fact}, which may hold then."
        for goal in self._goals:
            if not self._is_necessarily_met(goal, None):
                yield f"The goal {_show(goal)} may be missed."

    def _is_necessarily_met(self, group: frozenset[str], reader: int | None) -> bool:
        """Whether some fact of `group` is established and no step leaves the group unmet before `reader` (None: the
        end) reads it: by ending that fact, or, if who ends it provides others of the group, by ending those too."""
        for fact in group:
            enders = [place for place in self._places if self._sets(place, fact) is False]
            held = self._passed_on(group, fact)
            strict = [
                place
                for place in self._places
                if any(self._sets(place, each) is False for each in held)
                and not any(self._sets(place, each) for each in group)
            ]
            sources = [place for place in self._places if self._sets(place, fact)]
            if any(self._is_safe(fact in self._init, sources, threats, reader) for threats in (enders, strict)):
                return True
        return False

    def _passed_on(self, group: frozenset[str], fact: str) -> set[str]:
        """The facts of `group` that may hold in place of `fact` when steps end one of them and provide another."""
        held, pending = {fact}, [fact]
        while pending:
            ended = pending.pop()
            for place in self._places:
                if self._sets(place, ended) is False:
                    new = {each for each in group if self._sets(place, each)} - held
                    held |= new
                    pending += new
        return held

    def _is_necessarily_false(self, fact: str, reader: int) -> bool:
        providers = [place for place in self._places if self._sets(place, fact)]
        enders = [place for place in self._places if self._sets(place, fact) is False]
        return self._is_safe(fact not in self._init, enders, providers, reader)

    def _is_safe(self, initially: bool, sources: Sequence[int], threats: Sequence[int], reader: int | None) -> bool:
        """Whether something is so from the start or from a source before `reader`, and no threat can come after that
        and before `reader`."""
        late = [place for place in threats if place != reader and (reader is None or reader not in self._after[place])]
        if initially and not late:
            return True
        return any(
            all(threat in self._after[source] for threat in late)
            for source in sources
            if source != reader and (reader is None or source in self._after[reader])
        )

    def _sets(self, place: int, fact: str) -> bool | None:
        """What the step makes of `fact`, None if it leaves it alone."""
        action = self._actions[place]
        if fact in action.get("provides", ()):
            return True
        return False if fact in action.get("removes", ()) else None


def _alternatives(group: Any) -> frozenset[str]:
    return frozenset([group] if isinstance(group, str) else group)


def _show(group: frozenset[str]) -> str:
    return " or ".join(sorted(group)) or "nothing that can hold"


def _closure(size: int, pairs: set[tuple[int, int]]) -> list[set[int]]:
    """For each place the places before it, transitively (Warshall 1962)."""
    before: list[set[int]] = [set() for _ in range(size)]
    for first, second in pairs:
        before[second].add(first)
    for middle in range(size):
        for each in before:
            if middle in each:
                each |= before[middle]
    return before
