"""Data quality and network measures, drawn within 80 columns."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from api.messages import Words
from graph.coverage.measures import CAVEATS, NetworkMeasures
from graph.coverage.quality import DataIssue, DataTask
from graph.message import Value
from graph.network import Network


class KnowledgeView:
    """Draws in one language."""

    def __init__(self, network: Network, words: Words, console: Console) -> None:
        self._network = network
        self._words = words
        self._console = console

    def say(self, key: str, **values: Value) -> str:
        """The message `coverage.<key>`, filled in."""
        return self._words.say(f"coverage.{key}", **values)

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
        table = Table(box=None, pad_edge=False, padding=(0, 1))
        table.add_column(self.say("printed_area"), max_width=26, no_wrap=True, overflow="ellipsis")
        for number, _ in enumerate(DataIssue, start=1):
            table.add_column(str(number), justify="right")
        for code in (*self._network.areas, ""):
            if code in counts:
                label = self._words(self._network.areas[code].label) if code else "-"
                table.add_row(label, *(str(counts[code][issue] or "·") for issue in DataIssue))
        self._console.print("")
        self._console.print(table)
        numbered = (f"{number} {self._words.say(f'issue.{issue}')}" for number, issue in enumerate(DataIssue, start=1))
        self._paragraph("; ".join(numbered), style="dim")

    def measures(self, found: NetworkMeasures, first: int) -> None:
        """The whole, the first partners, the areas, and what each measure does not say."""
        self._console.print(Styled(self.say("measures"), style="bold"))
        alone = sum(size == 1 for size in found.components)
        self._paragraph(
            self.say(
                "whole", partners=found.partners, ties=found.ties, density=f"{found.density:.4f}",
                largest=max(found.components, default=0), alone=alone,
            )
        )  # fmt: skip
        table = self._table("partner", "share", "ties", "between", "core", "broker")
        for member in found.members[:first]:
            table.add_row(
                self._network.get_organization(member.organization).name,
                f"{member.share:.1%}",
                str(member.degree),
                f"{member.betweenness:.3f}",
                str(member.core),
                "✓" if member.broker else "·",
            )
        self._console.print(table)
        self._console.print("")
        table = self._table("printed_area", "partners", "ties", "density", "alone")
        for area in found.areas:
            label = self._words(self._network.areas[area.area].label)
            table.add_row(label, str(area.partners), str(area.ties), f"{area.density:.3f}", str(area.isolated))
        self._console.print(table)
        self._console.print("")
        for measure in CAVEATS:
            self._paragraph(self._words.say(f"caveat.{measure}"), style="dim")

    def _table(self, head: str, *heads: str) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 1))
        table.add_column(self.say(head), max_width=34, no_wrap=True, overflow="ellipsis")
        for each in heads:
            table.add_column(self.say(each), justify="right")
        return table

    def _paragraph(self, text: str, style: str = "") -> None:
        self._console.print(Padding(Styled(text, style=style), (0, 0, 0, 2)))
