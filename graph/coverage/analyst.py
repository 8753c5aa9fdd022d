"""The entry point of coverage: surveys, what is critical, what-if, and the comparison of two versions."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import Any, Protocol

from graph.coverage.cells import EVERYTHING, CoverageQuery, resolve
from graph.coverage.changed_network import apply_changes, as_closure
from graph.coverage.changes import (
    Change,
)
from graph.coverage.criticality import Criticality, list_critical
from graph.coverage.record import SurveyRecord, narrow, record, restore
from graph.coverage.summaries import Comparison, compare
from graph.coverage.survey import Row, Survey, make_row, mark_rows, survey
from graph.coverage.what_if import revise
from graph.network import Network
from graph.question import Preferences
from graph.referral.compiled_network import CompiledNetwork
from graph.referral.operators import Costs

MOST_KEPT = 1
"""Surveys of published profiles that are kept, each some 40 MB; surveys of facts that a caller gives never are."""
EVERY_CELL = CoverageQuery()


class SurveyShelf(Protocol):
    """Keeps values from one run of the program to the next. A value has a kind, and a key: what it was made from."""

    @property
    def keeps(self) -> bool:
        """Whether anything is kept."""

    def read(self, kind: str, content: str) -> Any:
        """The kept value; None if there is none."""

    def has(self, kind: str, content: str) -> bool:
        """Whether a value is kept."""

    def write(self, kind: str, content: str, value: Any) -> None:
        """Keep `value`."""


class CoverageAnalyst:
    """Examines a network as a whole. Several threads may use it, and it keeps no facts that a caller gave.

    Parameters
    ----------
    network
        The version to examine.
    costs
        The costs of steps, assumptions and unmet needs; by default those of `docs/planning.md`.
    shelf
        Where a survey of the whole network may be kept already.

    Examples
    --------
    >>> from graph.coverage.changes import CloseService
    >>> from graph.coverage.summaries import CellEffect
    >>> from ingest.catalogue import load_catalogue
    >>> analyst = CoverageAnalyst(Network(load_catalogue()))
    >>> query = CoverageQuery(needs=("work.job-placement",), situations=("release-san-vittore",))
    >>> closing = analyst.what_if([CloseService(service="celav-equipe-carcere")], query)
    >>> {change.cell.need for change in closing.with_effect(CellEffect.LOST)}
    {'work.job-placement'}
    """

    def __init__(self, network: Network, costs: Costs | None = None, shelf: SurveyShelf | None = None) -> None:
        self.network = network
        self._costs = costs
        self._shelf = shelf
        self._lock = Lock()
        self._kept: dict[CoverageQuery, Survey] = {}
        self._critical: dict[CoverageQuery, tuple[Criticality, ...]] = {}
        self._rows: dict[str, Row] = {}
        self._whole: Survey | None = None

    @cached_property
    def _compiled(self) -> CompiledNetwork:
        return CompiledNetwork(self.network, self._costs)

    def _compile(self) -> CompiledNetwork:
        return self._compiled

    def survey(self, query: CoverageQuery, *, with_tasks: bool = False) -> Survey:
        """Plan every cell of a query exactly.

        Parameters
        ----------
        query
            The needs, entry situations and profiles, or facts.
        with_tasks
            Whether the survey must have its planning tasks, which what-if needs. A survey from the shelf has none.

        Returns
        -------
        Survey
            The outcome of each cell.

        Raises
        ------
        UnknownCodeError
            If the network does not have a code of the query.
        QuestionError
            If the facts contradict each other.
        """
        if query.facts:
            return survey(self._compiled, resolve(self.network, query))
        with self._lock:
            known = self._kept.get(query)
            if known is None or (with_tasks and known.kept):
                while len(self._kept) >= MOST_KEPT:
                    oldest = next(iter(self._kept))
                    del self._kept[oldest]
                    self._critical.pop(oldest, None)
                recalled = None if with_tasks else self._recall(query)
                self._kept[query] = recalled or survey(self._compiled, resolve(self.network, query))
            return self._kept[query]

    def keep(self, survey: Survey) -> None:
        """Put a survey of the whole network on the shelf for later runs, unless it comes from there."""
        query = CoverageQuery(preferences=survey.scope.preferences)
        if self._shelf is None or not self._shelf.keeps or survey.kept:
            return
        if survey.scope == resolve(self.network, query):
            self._shelf.write("survey", self._content(query), record(survey))

    def prepare(self) -> None:
        """Make sure that the shelf, if there is one, holds a survey of the whole network. Memory does not keep it."""
        query = CoverageQuery()
        if self._shelf is not None and self._recall(query) is None:
            self.keep(survey(self._compiled, resolve(self.network, query)))

    @property
    def is_prepared(self) -> bool:
        """Whether a survey of the whole network is on the shelf."""
        return self._shelf is not None and is_surveyed(self.network.version, self._shelf, self._costs)

    def _recall(self, query: CoverageQuery) -> Survey | None:
        """The part of the kept survey of the whole network for a query without facts; None if there is none."""
        scope = resolve(self.network, query)
        whole = self._recall_whole(query.preferences)
        return whole if whole is None or whole.scope == scope else narrow(whole, scope, self._compile)

    def _recall_whole(self, preferences: Preferences) -> Survey | None:
        if self._whole is not None and self._whole.scope.preferences == preferences:
            return self._whole
        query = CoverageQuery(preferences=preferences)
        kept = None if self._shelf is None else self._shelf.read("survey", self._content(query))
        if isinstance(kept, SurveyRecord):
            self._whole = restore(self.network, resolve(self.network, query), kept, self._compile)
            return self._whole
        return None

    def _content(self, query: CoverageQuery) -> str:
        return _content(self.network.version, self._costs, query)

    def rows(self, query: CoverageQuery) -> Mapping[str, Row]:
        """The outcome of every cell of a query, by need. Raises the errors of `survey`.

        Rows without facts or preferences are made for all entry situations and published profiles, and kept. If the
        work is stopped, the next call continues from there.
        """
        scope = resolve(self.network, query)
        if query.facts or query.preferences != EVERYTHING:
            return {need: make_row(self._compiled, scope, need) for need in scope.needs}
        with self._lock:
            whole = resolve(self.network, CoverageQuery())
            recalled = None if self._rows else self._recall(CoverageQuery())
            if recalled is not None:
                self._rows = mark_rows(recalled)
            for need in scope.needs:
                if need not in self._rows:
                    self._rows[need] = make_row(self._compiled, whole, need)
            return {need: self._rows[need] for need in scope.needs}

    def critical(self, query: CoverageQuery) -> tuple[Criticality, ...]:
        """The parts of the network that every plan of some cell needs, the most harmful first.

        Parameters
        ----------
        query
            The cells to look at.

        Returns
        -------
        tuple of Criticality
            Each part, with the cells that have no plan without it.

        Raises
        ------
        UnknownCodeError, QuestionError
            As for `survey`.
        """
        surveyed = self.survey(query)
        if query.facts:
            return list_critical(surveyed)
        with self._lock:
            if self._kept.get(query) is not surveyed:
                return list_critical(surveyed)
            if query not in self._critical:
                self._critical[query] = list_critical(surveyed)
            return self._critical[query]

    def what_if(self, changes: Sequence[Change], query: CoverageQuery) -> Comparison:
        """Compare the cells of a query before and after supposed changes. The network itself does not change.

        Parameters
        ----------
        changes
            The changes, applied one after the other.
        query
            The cells to compare.

        Returns
        -------
        Comparison
            The effect on each cell.

        Raises
        ------
        ChangeError
            If a change is not possible.
        UnknownCodeError, QuestionError
            As for `survey`.
        """
        changed = apply_changes(self.network, changes)
        before = self.survey(query, with_tasks=True)
        after = revise(before, CompiledNetwork(changed, self._costs), as_closure(self.network, changes))
        return compare(before, after)


def compare_versions(before: Network, after: Network, within: CoverageQuery = EVERY_CELL) -> Comparison:
    """Compare the coverage of two versions.

    Parameters
    ----------
    before, after
        The older and the newer version.
    within
        The cells to compare; by default all of them.

    Returns
    -------
    Comparison
        The cells whose need, entry situation and profile exist in both versions. Others are neither gain nor loss.

    Raises
    ------
    UnknownCodeError
        If `before` does not have a code of `within`.
    """
    scope = resolve(before, within)
    query = CoverageQuery(
        needs=tuple(code for code in scope.needs if code in after.needs),
        situations=tuple(each.code for each in scope.situations if each.code in after.situations),
        profiles=tuple(profile.code for profile in scope.profiles if profile in after.catalogue.profiles),
    )
    survey = CoverageAnalyst(before).survey(query)
    return compare(survey, revise(survey, CompiledNetwork(after)))


def is_surveyed(version: str, shelf: SurveyShelf, costs: Costs | None = None) -> bool:
    """Whether a survey of the whole network of this version is on `shelf`."""
    return shelf.has("survey", _content(version, costs, CoverageQuery()))


def _content(version: str, costs: Costs | None, query: CoverageQuery) -> str:
    """What a survey is made from."""
    return f"{version} {costs or Costs()} {query.preferences}"
