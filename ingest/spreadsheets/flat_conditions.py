"""Conditions in words: read if a person has confirmed them, otherwise kept as something to ask."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph.concepts import FactDefinition
from graph.message import Message, Text
from ingest.spreadsheets.aspects import Aspect, Shown, unconfirmed
from ingest.spreadsheets.flat_tables import Cell
from ingest.spreadsheets.flat_values import FlatValues
from ingest.spreadsheets.flat_values import Value as FlatValue
from ingest.spreadsheets.headings import read_choice
from ingest.spreadsheets.rows import Draft, Rows


class FlatConditions:
    """Writes the conditions of entries, and reports how their words were read."""

    def __init__(self, rows: Rows, values: FlatValues, facts: Iterable[FactDefinition]) -> None:
        self._rows = rows
        self._values = values
        self._facts = tuple(facts)

    def set(self, draft: Draft, aspect: Aspect, values: list[FlatValue], before: tuple[Shown, ...], item: Any) -> None:
        """Write confirmed conditions as requirements, and the words of the others as a check."""
        checks = draft.value.pop("verify", [])
        asked = [check for check in checks if unconfirmed(_as_text(check))]
        plain_checks = [check for check in checks if not unconfirmed(_as_text(check))]
        if aspect.path == "verify":
            new = [{"it": cell.text, "en": cell.text} for value in values for cell in value if cell is not None]
            kept = dict(zip(before, plain_checks, strict=False)) if item is not None else {}
            plain_checks = [kept.get((check["it"],)) or kept.get((check["en"],)) or check for check in new]
        else:
            kept = dict(zip(before, draft.value.pop("requires", []), strict=False))
            asked = []
            for words, confirmed in values:
                if words is None:
                    continue
                shown_cells = (words.text, confirmed.text if confirmed else "")
                if shown_cells in kept:
                    draft.append(("requires",), Draft(words.place, kept[shown_cells]))
                else:
                    asked.extend(self._condition(draft, words, confirmed))
        checks = [*plain_checks, *asked]
        if checks := [check for at, check in enumerate(checks) if check not in checks[:at]]:
            draft.value["verify"] = checks

    def _condition(self, draft: Draft, words: Cell, confirmed: Cell | None) -> Iterator[dict[str, str]]:
        when = self._values.condition(words.text)
        if when is not None and confirmed is not None and read_choice("confirmed", confirmed.text) == "yes":
            self._rows.tell(words.place, "condition_read", words=words.text, means=written_condition(when, self._facts))
            requirement = self._values.requirement(words.text, when)
            if when and requirement not in draft.value.get("requires", ()):
                draft.append(("requires",), Draft(words.place, requirement))
            return
        if when is None:
            self._rows.tell(words.place, "condition_unclear", words=words.text)
        else:
            self._rows.tell(
                words.place,
                "condition_proposed",
                words=words.text,
                means=written_condition(when, self._facts),
            )
        yield self._values.check(words.text)


def _as_text(check: dict[str, str]) -> Text:
    return Text(check["it"], check.get("en", check["it"]))


def written_condition(when: Mapping[str, Any], facts: Iterable[FactDefinition]) -> Message:
    """A condition in words for people."""
    values = {
        (fact.name, value.code): Message.of("condition.fact", fact=fact.label, value=value.label)
        for fact in facts
        for value in fact.values
    }
    if not when:
        return Message.of("condition.anybody")
    parts: list[Message | str] = []
    for fact, test in when.items():
        if fact == "age" and isinstance(test, dict):
            low, high = test.get("min"), test.get("max")
            code = "age_between" if low and high else "age_from" if low else "age_to"
            parts.append(Message.of(f"condition.{code}", low=low or "", high=high or ""))
        elif fact == "gender":
            parts.append(Message.of(f"condition.{test}"))
        else:
            parts.append(values.get((fact, str(test)), f"{fact}: {test}"))
    return Message.of("condition.parts", parts=tuple(parts))
