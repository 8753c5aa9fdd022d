"""Coverage summed up by area of need, need, entry situation or profile."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from graph.coverage.outcome import CellOutcome, CellStatus
from graph.coverage.plan_cuts import MOST_CLOSURES
from graph.coverage.scope import Cell
from graph.coverage.survey import Survey
from graph.message import Text
from graph.network import Network
from graph.structs import Struct
from graph.vocabulary import Described, Evidence


class Axis(Described):
    """How to group cells in a summary."""

    AREA = "AREA", "By top-level need, such as housing."
    NEED = "NEED", "By need."
    SITUATION = "SITUATION", "By entry situation."
    PROFILE = "PROFILE", "By profile."


class Summary(Struct, frozen=True, kw_only=True):
    """The cells that share `code`.

    `cells` leaves out cells in which nobody can be. `evidence` counts covered cells by the weakest level their cheapest
    plan rests on; `closures` those that 1, 2, 3 or more (4) closures would cut; `assuming` those whose plan rests on
    assumptions.
    """

    axis: Axis
    code: str
    label: Text
    cells: int
    covered: int
    met: int
    gaps: int
    assuming: int
    evidence: Mapping[Evidence, int]
    closures: Mapping[int, int]

    @property
    def share(self) -> float:
        """The share of cells whose need is or can be met, from 0 to 1; 1 where there are none."""
        return (self.covered + self.met) / self.cells if self.cells else 1.0

    @property
    def on_one(self) -> int:
        """The number of covered cells that depend on a single service."""
        return self.closures[1]


def summarize(survey: Survey, axis: Axis) -> tuple[Summary, ...]:
    """One summary for each code of `axis`, in the order of the catalogue."""
    groups: dict[str, list[CellOutcome]] = {}
    for cell, examined in survey.examined.items():
        groups.setdefault(code_of(survey.network, cell, axis), []).append(examined.outcome)
    labels = labels_of(survey)
    return tuple(_summary(axis, code, labels[code], outcomes) for code, outcomes in groups.items())


def code_of(network: Network, cell: Cell, axis: Axis) -> str:
    """The code by which a cell is summed up along `axis`."""
    if axis is Axis.AREA:
        return root_of(network, cell.need)
    return {Axis.NEED: cell.need, Axis.SITUATION: cell.situation, Axis.PROFILE: cell.profile}[axis]


def root_of(network: Network, need: str) -> str:
    """The need at the top of the hierarchy above `need`."""
    area = network.get_need(need)
    while area.parent is not None:
        area = network.get_need(area.parent)
    return area.code


def labels_of(survey: Survey) -> Mapping[str, Text]:
    """The label of every code that cells may be summed up by."""
    return dict(_labels(survey))


def _labels(survey: Survey) -> Iterator[tuple[str, Text]]:
    yield from ((need.code, need.label) for need in survey.network.needs.values())
    yield from ((situation.code, situation.label) for situation in survey.scope.situations)
    yield from ((profile.code, profile.label) for profile in survey.scope.profiles)


def _summary(axis: Axis, code: str, label: Text, outcomes: Iterable[CellOutcome]) -> Summary:
    outcomes = tuple(outcomes)
    statuses = Counter(outcome.status for outcome in outcomes)
    covered = [outcome for outcome in outcomes if outcome.status is CellStatus.COVERED]
    evidence = Counter(outcome.evidence for outcome in covered)
    closures = Counter(outcome.closures for outcome in covered)
    return Summary(
        axis=axis,
        code=code,
        label=label,
        cells=len(outcomes) - statuses[CellStatus.IMPOSSIBLE],
        covered=len(covered),
        met=statuses[CellStatus.MET],
        gaps=statuses[CellStatus.GAP],
        assuming=sum(bool(outcome.assumptions) for outcome in covered),
        evidence={level: evidence[level] for level in Evidence},
        closures={size: closures[size] for size in range(1, MOST_CLOSURES + 2)},
    )
