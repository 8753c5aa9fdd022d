"""`rete coverage`, `critical`, `what-if`, `quality`, `measures`: where the network fails, and on whom it hangs."""

import datetime
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal

from api.commands.common import Fact, First, NetworkOptions, print_json, read_facts, report_output
from api.plain_line import Option
from api.settings import SettingsError
from graph.coverage.analyst import CoverageAnalyst
from graph.coverage.cells import Cell, CellStatus, CoverageQuery
from graph.coverage.changes import (
    AddReferral,
    Change,
    ChangeError,
    CloseOrganization,
    CloseService,
    EndReferral,
    SetRequirement,
)
from graph.coverage.criticality import list_critical
from graph.coverage.summaries import Axis
from graph.coverage.survey import Survey
from graph.errors import QuestionError
from graph.formula import parse
from graph.message import Message
from graph.network import Network
from graph.opening_hours import on_clock
from graph.question import Preferences
from graph.structs import Struct
from graph.vocabulary import Evidence

Csv = Annotated[bool, Option(("--csv",))]


class ScopeOptions(Struct, frozen=True, kw_only=True):
    """Which cells to look at; everything where nothing is named."""

    need: tuple[str, ...] = ()
    "The code of a need, including the needs below it. May be repeated."
    start: Annotated[tuple[str, ...], Option(("--from",))] = ()
    "An entry situation. May be repeated."
    profile: tuple[str, ...] = ()
    "A published profile. May be repeated."
    fact: Fact = ()
    min_evidence: Literal["stated", "inferred", "listed"] = "listed"
    "The lowest level of evidence that a step may have."
    no_assumptions: bool = False
    "Do not assume unknown facts."

    def query(self) -> CoverageQuery:
        """The query. Raises QuestionError where a fact cannot be read."""
        preferences = Preferences(min_evidence=Evidence(self.min_evidence), allow_assumptions=not self.no_assumptions)
        return CoverageQuery(
            needs=self.need,
            situations=self.start,
            profiles=self.profile,
            facts=read_facts(self.fact),
            preferences=preferences,
        )


def _survey(analyst: CoverageAnalyst, scope: ScopeOptions, common: NetworkOptions) -> Survey:
    with common.working("note.surveying"):
        return analyst.survey(scope.query())


def _survey_territories(
    url: str, network: Network, scope: ScopeOptions, common: NetworkOptions, workers: int, cluster: str | None
) -> Survey:
    from api.commands.territories import Cluster, Processes, survey_territories

    words = common.words()
    with common.working("note.surveying") as tell:
        return survey_territories(
            url, network, scope.query(), Processes(workers) if cluster is None else Cluster(cluster), common.shelf,
            lambda done, of: tell(words.say("note.territories", done=done, of=of)),
        )  # fmt: skip


def _keep(analyst: CoverageAnalyst, survey: Survey) -> None:
    """Keep the survey for the next command, after the results of this one are shown."""
    sys.stdout.flush()
    analyst.keep(survey)


def coverage(
    *,
    by: Literal["area", "need", "situation", "profile"] = "need",
    repairs: bool = False,
    fail_on_gaps: bool = False,
    on: str | None = None,
    csv_: Csv = False,
    workers: int = 1,
    cluster: str | None = None,
    scope: ScopeOptions | None = None,
    common: NetworkOptions | None = None,
) -> int:
    """Where the network fails: for every need, start and profile, is there a way, and on what does it rest?"""
    common, scope = common or NetworkOptions(), scope or ScopeOptions()
    url = common.url()
    if workers < 1 or (workers > 1 and url is None):
        raise SettingsError(Message.of("setting.workers_store", given=workers))
    if cluster is not None and url is None:
        raise SettingsError(Message.of("setting.cluster_store"))
    network = common.read_around(scope.start)
    analyst = CoverageAnalyst(network, shelf=common.shelf)
    if on is not None:
        return _open_then(analyst, scope, _read_when(on), Axis[by.upper()], common, csv_)
    if (workers > 1 or cluster is not None) and url is not None:
        survey = _survey_territories(url, network, scope, common, workers, cluster)
    else:
        survey = _survey(analyst, scope, common)
    words = common.words()
    if common.json:
        from api.json_output import command_json

        print_json(command_json("coverage", network, words.locale, survey, repairs=repairs)["coverage"])
    elif csv_:
        _print_cells(survey)
    else:
        from api.render.coverage_view import CoverageView

        CoverageView(network, words, report_output()).coverage(survey, Axis[by.upper()], repairs)
    _keep(analyst, survey)
    gaps = any(examined.outcome.status is CellStatus.GAP for examined in survey.examined.values())
    return 3 if fail_on_gaps and gaps else 0


def _read_when(text: str) -> datetime.datetime | datetime.date:
    """A day, or a time on the clock of the city. Raises QuestionError where `text` is neither."""
    with suppress(ValueError):
        return datetime.date.fromisoformat(text)
    try:
        return on_clock(datetime.datetime.fromisoformat(text))
    except ValueError:
        raise QuestionError(Message.of("error.when", given=text), "on") from None


def _open_then(
    analyst: CoverageAnalyst,
    scope: ScopeOptions,
    when: datetime.datetime | datetime.date,
    axis: Axis,
    common: NetworkOptions,
    csv_: bool,
) -> int:
    """Print how many cells have an open way at that time, how many may have one, and how many have none."""
    from graph.coverage.summaries import find_open

    with common.working("note.surveying"):
        found = find_open(analyst.survey(scope.query(), with_tasks=True), when)
    if common.json:
        from api.json_output import command_json

        time = {"at" if isinstance(when, datetime.datetime) else "on": when.isoformat()}
        shown = command_json("doors", analyst.network, common.words().locale, found, **time)
        print_json(shown["coverageMatrix"])
    elif csv_:
        cells = (
            (cell.need, cell.situation, cell.profile, str(found.survey.outcome(cell).status), str(state or ""))
            for cell, state in found.states.items()
        )
        _print_csv(("need", "situation", "profile", "status", "door"), cells)
    else:
        from api.render.coverage_view import CoverageView

        CoverageView(analyst.network, common.words(), report_output()).doors(found, axis)
    return 0


def critical(
    *,
    first: First = 20,
    csv_: Csv = False,
    scope: ScopeOptions | None = None,
    common: NetworkOptions | None = None,
) -> int:
    """On whom the network hangs: services, organizations and referrals that lie on every way of somebody."""
    common, scope = common or NetworkOptions(), scope or ScopeOptions()
    network = common.read_around(scope.start)
    analyst = CoverageAnalyst(network, shelf=common.shelf)
    survey = _survey(analyst, scope, common)
    found = list_critical(survey)
    words = common.words()
    if common.json:
        from api.json_output import command_json

        print_json(command_json("critical", network, words.locale, survey)["criticalServices"])
    elif csv_:
        rows = (
            (item.part.kind.lower(), item.part.slug, item.part.to, item.harm, item.emergencies, " ".join(item.needs()))
            for item in found
        )
        _print_csv(("kind", "slug", "to", "cells", "emergencies", "needs"), rows)
    else:
        from api.render.coverage_view import CoverageView

        CoverageView(network, words, report_output()).critical(found, first, survey)
    _keep(analyst, survey)
    return 0


def what_if(
    *,
    close: tuple[str, ...] = (),
    end_referral: tuple[str, ...] = (),
    add_referral: tuple[str, ...] = (),
    relax: tuple[str, ...] = (),
    require: tuple[str, ...] = (),
    overlay: tuple[Path, ...] = (),
    csv_: Csv = False,
    scope: ScopeOptions | None = None,
    common: NetworkOptions | None = None,
) -> int:
    """What a change would do: who gains, who loses, whose way becomes critical or longer. Nothing is published."""
    common, scope = common or NetworkOptions(), scope or ScopeOptions()
    network = common.read_network()
    changes: list[Change] = [_closing(network, slug) for slug in close]
    changes += [EndReferral(sender=s, service=t) for s, t in map(_pair, end_referral)]
    changes += [AddReferral(sender=s, service=t) for s, t in map(_pair, add_referral)]
    changes += [SetRequirement(service=s, id=i) for s, i in (_requirement(network, text) for text in relax)]
    changes += [_required(network, text) for text in require]
    if overlay:
        from ingest.catalogue import load_overlay

        changes += [load_overlay(path) for path in overlay]
    try:
        with common.working("note.comparing"):
            comparison = CoverageAnalyst(network).what_if(changes, scope.query())
    except ChangeError as error:
        problems = tuple(problem.message for problem in error.problems)
        raise QuestionError(Message.of("error.changes", problems=problems), "changes") from None
    if common.json:
        from api.json_output import command_json

        print_json(command_json("what-if", network, common.words().locale, comparison)["whatIf"])
    elif csv_:
        rows = (
            (*_key(each.cell), " ".join(each.effects).lower(), each.before.status.lower(), each.after.status.lower())
            for each in comparison.changes
        )
        _print_csv(("need", "situation", "profile", "turns", "before", "after"), rows)
    else:
        from api.render.coverage_view import CoverageView

        CoverageView(network, common.words(), report_output()).comparison(comparison)
    return 0


def _closing(network: Network, text: str) -> Change:
    kind, _, slug = text.rpartition(":")
    if kind not in ("", "service", "organization"):
        raise QuestionError(Message.of("error.close_option", slug=slug, given=text), "changes")
    if kind == "organization" or (not kind and slug in network.organizations):
        return CloseOrganization(organization=slug)
    return CloseService(service=slug)


def _pair(text: str) -> tuple[str, str]:
    sender, sign, service = text.partition("=")
    if not sign:
        raise QuestionError(Message.of("error.referral_option", given=text), "changes")
    return sender.strip(), service.strip()


def _requirement(network: Network, text: str) -> tuple[str, str]:
    """`service.requirement`; the name of a service never holds a dot."""
    service, sign, requirement = text.partition(".")
    if not sign:
        known = tuple(item.id for item in network.get_service(service).requires) or "-"
        raise QuestionError(Message.of("error.requirement_option", service=service, known=known), "changes")
    return service, requirement


def _required(network: Network, text: str) -> SetRequirement:
    import yaml

    name, _, notation = text.partition("=")
    service, requirement = _requirement(network, name.strip())
    try:
        formula = yaml.load(notation, Loader=yaml.BaseLoader)  # noqa: S506 - the loader that makes strings only
    except yaml.YAMLError:
        formula = None
    return SetRequirement(service=service, id=requirement, when=parse(formula))


def _print_cells(survey: Survey) -> None:
    rows = (
        (
            *_key(cell),
            outcome.status.lower(),
            outcome.evidence or "",
            len(outcome.steps),
            len(outcome.assumptions),
            "" if outcome.closures is None else outcome.closures,
            " ".join(outcome.critical),
        )
        for cell, outcome in ((cell, examined.outcome) for cell, examined in survey.examined.items())
    )
    heads = ("need", "situation", "profile", "status", "evidence", "steps", "assumptions", "closures", "critical")
    _print_csv(heads, rows)


def _key(cell: Cell) -> tuple[str, str, str]:
    return cell.need, cell.situation, cell.profile


def _print_csv(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)


def quality(
    *,
    first: First = 20,
    as_of: datetime.date | None = None,
    csv_: Csv = False,
    scope: ScopeOptions | None = None,
    common: NetworkOptions | None = None,
) -> int:
    """A worklist of missing, old, doubtful or contradicted data, first the services in most plans."""
    from graph.coverage.measures import count_issues, list_data_tasks

    common, scope = common or NetworkOptions(), scope or ScopeOptions()
    network = common.read_network()
    today = as_of or datetime.datetime.now(datetime.UTC).date()
    analyst = CoverageAnalyst(network, shelf=common.shelf)
    survey = _survey(analyst, scope, common)
    tasks = list_data_tasks(survey, today)
    words = common.words()
    if common.json:
        from api.json_output import command_json

        found = command_json("quality", network, words.locale, survey, asOf=today.isoformat())
        print_json(found["coverage"]["dataTasks"])
    elif csv_:
        rows = ((t.service, t.plans, " ".join(t.issues).lower(), " ".join(t.areas)) for t in tasks)
        _print_csv(("service", "plans", "issues", "areas"), rows)
    else:
        from api.render.coverage_view import MeasuresView

        MeasuresView(network, words, report_output()).quality(tasks, count_issues(tasks), first)
    _keep(analyst, survey)
    return 0


def measures(
    *,
    first: First = 15,
    csv_: Csv = False,
    scope: ScopeOptions | None = None,
    common: NetworkOptions | None = None,
) -> int:
    """The network as a graph: density, centrality, brokers, core; beside them the share of plans. With caveats."""
    from graph.coverage.measures import measure

    common, scope = common or NetworkOptions(), scope or ScopeOptions()
    network = common.read_network()
    analyst = CoverageAnalyst(network, shelf=common.shelf)
    survey = _survey(analyst, scope, common)
    found = measure(survey)
    words = common.words()
    if common.json:
        from api.json_output import command_json

        print_json(command_json("measures", network, words.locale, survey)["coverage"]["measures"])
    elif csv_:
        heads = ("organization", "degree", "betweenness", "core", "broker", "plans", "share")
        rows = (
            (m.organization, m.degree, f"{m.betweenness:.4f}", m.core, m.broker, m.plans, f"{m.share:.4f}")
            for m in found.members
        )
        _print_csv(heads, rows)
    else:
        from api.render.coverage_view import MeasuresView

        MeasuresView(network, words, report_output()).measures(found, first)
    _keep(analyst, survey)
    return 0
