"""What the commands print as JSON: stored operations, executed on the schema in this process.

A command that has planned already hands over the result, so nothing is planned twice and a store is asked for no more
than the question needs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from api.operations import load_command_operation
from api.schema.build import build_schema
from api.schema.context import RequestContext, Wanted
from api.settings import Limits
from api.versions import LiveNetwork, PlannerSlot
from graph.coverage.cells import CoverageQuery, Scope
from graph.coverage.changes import Change
from graph.coverage.criticality import Criticality, list_critical
from graph.coverage.summaries import Comparison, OpenCells, When
from graph.coverage.survey import Row, Survey, mark_rows
from graph.index import NetworkIndex
from graph.network import Network
from graph.question import GivenFact
from graph.referral.answer import Answer
from graph.vocabulary import Locale
from ingest.documents import Excerpts

ALL = 2**31 - 1
"""A page size that leaves nothing out."""
UNLIMITED = replace(Limits(), page=ALL, cell_page=ALL, cells=ALL)
"""The limits protect a server from strangers; a command runs for the person who started it."""


@dataclass(frozen=True, slots=True)
class DoneContext(RequestContext):
    """The context of an operation whose planning is done: resolvers get `done` instead of planning."""

    done: Answer | Survey | Comparison | OpenCells = field(kw_only=True)

    def ask(self, text: str, facts: tuple[GivenFact, ...], wanted: Wanted, on: date) -> Answer:  # noqa: ARG002 - it is answered
        """The answer."""
        assert isinstance(self.done, Answer)  # noqa: S101 - a command pairs its operation with its result
        return self.done

    def survey(self, query: CoverageQuery) -> Survey:  # noqa: ARG002
        """The survey."""
        assert isinstance(self.done, Survey)  # noqa: S101
        return self.done

    def scope(self, query: CoverageQuery) -> Scope:
        """The needs, entry situations and profiles of the cells that were looked at."""
        return self.doors(query).survey.scope

    def coverage_rows(self, query: CoverageQuery) -> Mapping[str, Row]:
        """The rows of the cells that were looked at."""
        return mark_rows(self.doors(query).survey)

    def doors(self, query: CoverageQuery, when: When | None = None) -> OpenCells:  # noqa: ARG002
        """The cells with their state at the time."""
        assert isinstance(self.done, OpenCells)  # noqa: S101
        return self.done

    def critical(self, query: CoverageQuery) -> tuple[Criticality, ...]:
        """What is critical in the survey."""
        return list_critical(self.survey(query))

    def what_if(self, changes: Sequence[Change], query: CoverageQuery) -> Comparison:  # noqa: ARG002
        """The comparison."""
        assert isinstance(self.done, Comparison)  # noqa: S101
        return self.done


def command_json(
    command: str,
    network: Network,
    locale: Locale,
    done: Answer | Survey | Comparison | OpenCells | None = None,
    **variables: Any,
) -> Any:
    """The data of the operation of `command`.

    Parameters
    ----------
    command
        The name of a document in `api/operations/cli`.
    network
        The network that the operation reads.
    locale
        The language of labels; the variable `$locale` where the document declares it.
    done
        What the command has planned already: an answer, a survey, a comparison, or cells with their state at a time.
    variables
        Further variables of the document. `$all` is a page size that leaves nothing out.

    Raises
    ------
    RuntimeError
        If the operation fails, which would be a fault of the program.
    """
    live = LiveNetwork(network, NetworkIndex(network), PlannerSlot(network))
    excerpts = Excerpts(None)
    context = (
        RequestContext(live, excerpts, UNLIMITED) if done is None else DoneContext(live, excerpts, UNLIMITED, done=done)
    )
    document = load_command_operation(command)
    given = {"locale": locale.name, "all": ALL, **variables}
    result = build_schema().execute_sync(
        document,
        variable_values={name: value for name, value in given.items() if f"${name}:" in document},
        context_value=context,
    )
    if result.errors:
        raise RuntimeError(str(result.errors[0]))
    assert result.data is not None  # noqa: S101 - there is data where there are no errors
    return result.data
