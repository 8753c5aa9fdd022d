"""Coverage, what is critical, what-if, quality and measures, drawn within 80 columns."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from api.messages import SIGNS, Words
from api.render.answer_text import day_text
from graph.coverage.cells import Cell, CellStatus
from graph.coverage.criticality import Criticality, CriticalKind
from graph.coverage.gaps import Gap, list_gaps, stated_gaps
from graph.coverage.measures import CAVEATS, DataIssue, DataTask, NetworkMeasures
from graph.coverage.plan_cuts import MOST_CLOSURES
from graph.coverage.summaries import (
    Axis,
    CellChange,
    CellEffect,
    Comparison,
    OpenCells,
    Summary,
    labels_of,
    summarize,
    summarize_open,
)
from graph.coverage.survey import Survey
from graph.message import Text, Value
from graph.network import Network
from graph.vocabulary import Evidence

SHOWN_CHANGES = 12
Labels = Mapping[str, Text]


class _View:
    """Draws in one language."""

    def __init__(self, network: Network, words: Words, console: Console) -> None:
        self._network = network
        self._words = words
        self._console = console

    def say(self, key: str, **values: Value) -> str:
        """The message `coverage.<key>`, filled in."""
        return self._words.say(f"coverage.{key}", **values)

    def _table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table whose numbers are whole, however narrow the console is; heads and names are folded instead."""
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column(heads[0], overflow="fold", max_width=34)
        for place, head in enumerate(heads[1:], start=1):
            widest = max((len(row[place]) for row in rows), default=1)
            table.add_column(head, justify="right", overflow="fold", min_width=widest)
        for row in rows:
            table.add_row(*row)
        self._console.print(table)

    def _title(self, text: str) -> None:
        self._console.print(Styled(text, style="bold"))

    def _heading(self, text: str) -> None:
        self._console.print(Styled(f"\n{text}", style="bold"))

    def _paragraph(self, text: str, style: str = "") -> None:
        self._console.print(Padding(Styled(text, style=style), (0, 0, 0, 2), expand=False))


class CoverageView(_View):
    """Draws a survey, what is critical, and a comparison."""

    def coverage(self, survey: Survey, axis: Axis, repairs: bool) -> None:
        """The table of `axis`, the gaps with their reasons, and the gaps that documents state."""
        self._title(self._counted("coverage", survey))
        self._summaries(summarize(survey, axis), axis)
        gaps = list_gaps(survey, repairs)
        self._heading(self.say("gaps") if gaps else self.say("no_gaps"))
        labels = labels_of(survey)
        for gap in gaps:
            self._gap(gap, labels)
        stated = stated_gaps(self._network, survey.scope.needs)
        if stated:
            self._heading(self.say("stated"))
        for item in stated:
            self._paragraph(f"{self._words(item.text)} [{' '.join(map(str, item.cite))}]")

    def doors(self, found: OpenCells, axis: Axis) -> None:
        """How many cells are open at a time, by `axis`."""
        when = found.when
        day = day_text(when.date() if isinstance(when, datetime) else when, self._words)
        time = f" {when:%H:%M}" if isinstance(when, datetime) else ""
        self._title(self.say("doors", day=day, time=time))
        heads = (self.say(axis.value), *(self.say(f"door_{name}") for name in ("open", "unknown", "closed", "gaps")))
        rows = [
            (
                f"{'  ' * item.code.count('.') if axis is Axis.NEED else ''}{self._words(item.label)}",
                *(str(count or "·") for count in (item.open, item.unknown, item.closed, item.gaps)),
            )
            for item in summarize_open(found, axis)
            if item.open or item.unknown or item.closed or item.gaps
        ]
        self._table(heads, rows)
        self._paragraph(self.say("doors_legend"), style="dim")

    def _summaries(self, summaries: Sequence[Summary], axis: Axis) -> None:
        signs = [SIGNS[level] for level in (Evidence.STATED, Evidence.INFERRED, Evidence.LISTED)]
        heads = (self.say("reached"), self.say("gap"), *signs, "?", "1", "2", "3", ">3")
        rows = [self._numbers(item) for item in summaries]
        widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), expand=False)
        table.add_column(self.say(axis.value), overflow="fold")
        for head, width in zip(heads, widths, strict=True):
            table.add_column(head, justify="right", no_wrap=True, min_width=width)
        for item, numbers in zip(summaries, rows, strict=True):
            indent = "  " * item.code.count(".") if axis is Axis.NEED else ""
            style = "red" if item.gaps and not item.share else "yellow" if item.gaps else ""
            label = Padding(Styled(self._words(item.label)), (0, 0, 0, len(indent)), expand=False)
            table.add_row(label, *numbers, style=style)
        self._console.print(table)
        self._paragraph(self.say("legend"), style="dim")

    @staticmethod
    def _numbers(item: Summary) -> tuple[str, ...]:
        levels = (item.evidence[level] for level in (Evidence.STATED, Evidence.INFERRED, Evidence.LISTED))
        sizes = (item.closures[size] for size in range(1, MOST_CLOSURES + 2))
        counts = (item.gaps, *levels, item.assuming, *sizes)
        return f"{item.share:.0%}", *(str(count or "·") for count in counts)

    def _gap(self, gap: Gap, labels: Labels) -> None:
        silent = self.say("silent") if gap.problem.sources_silent else self.say("say_no")
        label = self._words(self._network.get_need(gap.need).label)
        reason = self._words.say(f"gap.{gap.problem.code}")
        head = f"{label} ({gap.need}): {self._cells(gap.cells, labels)} – {reason}; {silent}"
        self._console.print(Styled(head, style="bold"))
        self._paragraph(self._words(gap.problem.message))
        for repair in gap.problem.repairs:
            self._paragraph(f"→ {self._words(repair.text)}")

    def critical(self, found: Sequence[Criticality], first: int, survey: Survey) -> None:
        """The first of what is critical in `survey`, and whom each would cut off."""
        labels, profiles = labels_of(survey), len(survey.scope.profiles)
        self._title(self.say("critical", count=len(found)))
        for item in found[:first]:
            name = f"{self._name(item.part.slug)} ({item.part.slug})"
            to = f" → {item.part.to}" if item.part.kind is CriticalKind.REFERRAL else ""
            emergencies = f", {self.say('emergencies', count=item.emergencies)}" if item.emergencies else ""
            kind = self._words.say(f"critical.{item.part.kind}")
            self._console.print(Styled(f"{kind}: {name}{to}", style="bold"))
            self._paragraph(self._words.say("count.cut_off", count=item.harm) + emergencies)
            self._paragraph(f"{self.say('NEED')}: {'; '.join(self._label_all(item.needs(), labels))}")
            self._paragraph(f"{self.say('SITUATION')}: {self._few(item.situations(), labels)}")
            self._paragraph(f"{self.say('PROFILE')}: {self._profiles(item.profiles(), profiles, labels)}")
        if len(found) > first:
            self._paragraph(self._words.say("count.more", count=len(found) - first), style="dim")
        self._paragraph(self.say("harm"), style="dim")

    def comparison(self, comparison: Comparison) -> None:
        """Every turn with its first cells."""
        self._title(self._counted("what_if", comparison.before))
        if not comparison.changes:
            self._paragraph(self.say("nothing_changes"))
        for turn in CellEffect:
            changes = comparison.with_effect(turn)
            if changes:
                self._heading(f"{self._words.say(f'effect.{turn}')}: {len(changes)}")
                self._changes(changes, labels_of(comparison.before))

    def _counted(self, key: str, survey: Survey) -> str:
        """How many cells were looked at, and in how many of them nobody can be."""
        impossible = sum(each.outcome.status is CellStatus.IMPOSSIBLE for each in survey.examined.values())
        said = f", {self.say('impossible', count=impossible)}" if impossible else ""
        return self.say(key, cells=len(survey.examined)) + said

    def _profiles(self, codes: Sequence[str], asked: int, labels: Labels) -> str:
        if len(codes) == asked > 3:
            return self.say("all_profiles", count=asked)
        return "; ".join(self._label_all(codes, labels))

    def _changes(self, changes: Sequence[CellChange], labels: Labels) -> None:
        by_need: dict[str, list[Cell]] = {}
        for change in changes:
            by_need.setdefault(change.cell.need, []).append(change.cell)
        for need, cells in list(by_need.items())[:SHOWN_CHANGES]:
            label = self._words(self._network.get_need(need).label)
            self._paragraph(f"{label} ({need}): {self._cells(cells, labels)}")
        if len(by_need) > SHOWN_CHANGES:
            self._paragraph(self._words.say("count.more", count=len(by_need) - SHOWN_CHANGES), style="dim")

    def _cells(self, cells: Sequence[Cell], labels: Labels) -> str:
        """The number of cells, with their starts and profiles, shortened if there are many."""
        situations = list(dict.fromkeys(cell.situation for cell in cells))
        profiles = list(dict.fromkeys(cell.profile for cell in cells))
        where = {"situations": self._few(situations, labels), "profiles": self._few(profiles, labels)}
        return self._words.say("count.cells", count=len(cells), **where)

    def _few(self, codes: Sequence[str], labels: Labels) -> str:
        shown = "; ".join(self._label_all(codes if len(codes) <= 3 else codes[:2], labels))
        return shown if len(codes) <= 3 else f"{shown} +{len(codes) - 2}"

    def _label_all(self, codes: Sequence[str], labels: Labels) -> list[str]:
        return [self._words(labels[code]) for code in codes]

    def _name(self, slug: str) -> str:
        found = self._network.services.get(slug) or self._network.organizations.get(slug)
        return found.name if found is not None else slug


class MeasuresView(_View):
    """Draws what is known too little, and the measures of the network."""

    def quality(self, tasks: Sequence[DataTask], counts: Mapping[str, Mapping[DataIssue, int]], first: int) -> None:
        """The first of the worklist, and what is missing by area."""
        self._console.print(Styled(self.say("quality", count=len(tasks)), style="bold"))
        for task in tasks[:first]:
            name = self._network.get_service(task.service).name
            self._console.print(Styled(f"{name} ({task.service})", style="bold"))
            issues = ", ".join(self._words.say(f"issue.{issue}") for issue in task.issues)
            self._paragraph(f"{self.say('plans', count=task.plans)}: {issues}")
        if len(tasks) > first:
            self._paragraph(self._words.say("count.more", count=len(tasks) - first), style="dim")
        rows = [
            (
                self._words(self._network.areas[code].label) if code else "-",
                *(str(counts[code][issue] or "·") for issue in DataIssue),
            )
            for code in (*self._network.areas, "")
            if code in counts
        ]
        self._console.print("")
        self._table((self.say("printed_area"), *map(str, range(1, len(DataIssue) + 1))), rows)
        numbered = (f"{number} {self._words.say(f'issue.{issue}')}" for number, issue in enumerate(DataIssue, start=1))
        self._paragraph("; ".join(numbered), style="dim")

    def measures(self, found: NetworkMeasures, first: int) -> None:
        """The whole, the first partners, the areas, and what each measure does not say."""
        self._console.print(Styled(self.say("measures"), style="bold"))
        alone = sum(size == 1 for size in found.components)
        self._paragraph(
            self.say(
                "whole", partners=found.partners, ties=found.ties, density=self._words.decimal(found.density, 4),
                largest=max(found.components, default=0), alone=alone,
            )
        )  # fmt: skip
        members = [
            (
                self._network.get_organization(member.organization).name,
                self._words.percent(member.share),
                str(member.degree),
                self._words.decimal(member.betweenness, 3),
                str(member.core),
                "✓" if member.broker else "·",
            )
            for member in found.members[:first]
        ]
        self._table([self.say(head) for head in ("partner", "share", "ties", "between", "core", "broker")], members)
        self._console.print("")
        areas = [
            (
                self._words(self._network.areas[area.area].label),
                str(area.partners),
                str(area.ties),
                self._words.decimal(area.density, 3),
                str(area.isolated),
            )
            for area in found.areas
        ]
        self._table([self.say(head) for head in ("printed_area", "partners", "ties", "density", "alone")], areas)
        self._console.print("")
        for measure in CAVEATS:
            self._paragraph(self._words.say(f"caveat.{measure}"), style="dim")
