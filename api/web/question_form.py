"""A question as the form of a page holds it, as the schema takes it, and as its facts read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from api.http.request_body import read_body
from api.settings import Limits
from api.web.languages import PageTexts

START, NEED = "from", "need"
"""The fields of where the path starts, and of what is needed."""
FACT = "fact."
_RANGE = re.compile(r"(\d*)\s*(?:\.\.|-|–)\s*(\d*)")
MOST_FIELDS = 300


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """What was sent: a question in words, or its start, needs and facts in codes.

    A fact is written `value`, `a,b` (one of them), `!value` (not it) or `18..35`.
    """

    words: str = ""
    start: str = ""
    needs: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    avoid: tuple[str, ...] = ()
    on: date | None = None
    """The day that the question is about; None is today."""
    options: Mapping[str, str] = field(default_factory=dict)
    """What else the form says: which button was pressed, the language, the size of the letters."""

    @property
    def in_words(self) -> bool:
        """Whether the question is to be read from its words."""
        return bool(self.words) and self.options.get("by") != "form"

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not (self.words or self.needs or self.facts)

    def query(self) -> dict[str, Any]:
        """The question as the schema's ReferralQuery."""
        return {
            "from": _entry(self.start or "situation:unspecified"),
            "needs": list(self.needs),
            "facts": [{"name": name, "test": test} for name, written in self.facts for test in read_tests(written)],
            "avoid": list(self.avoid),
            "on": self.on and self.on.isoformat(),
        }


async def read_form(request: Request, limits: Limits) -> QuestionForm:
    """The question in the body of `request`. Raises Refusal where the body is too large or does not arrive."""
    body = (await read_body(request, limits)).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(body, max_num_fields=MOST_FIELDS)
    except ValueError:
        pairs = []
    return form_of(pairs)


def form_of(pairs: Iterable[tuple[str, str]]) -> QuestionForm:
    """The question that the fields of a form are.

    An answer (`answer=fact=value`, `answer=from=situation:code`, `answer=need=code`) replaces what was known of it; a
    need replaces those above it.
    """
    given = [(name, value.strip()) for name, value in pairs if value.strip()]
    named: dict[str, list[str]] = {}
    for name, value in given:
        named.setdefault(name, []).append(value)
    facts = [(name.removeprefix(FACT), value) for name, value in given if name.startswith(FACT)]
    start, needs = named.get(START, [""])[0], named.get(NEED, [])
    for answer in named.get("answer", ()):
        name, _, written = answer.partition("=")
        if name == START:
            start = written
        elif name == NEED:
            needs = [code for code in needs if not written.startswith(f"{code}.")] + [written]
        else:
            facts = [fact for fact in facts if fact[0] != name or written.startswith("!")] + [(name, written)]
    kept = ("lang", "by", "large", "sheet", "share")
    return QuestionForm(
        words=" ".join(named.get("words", ())),
        start=start,
        needs=tuple(dict.fromkeys(needs)),
        facts=tuple(dict.fromkeys(facts)),
        avoid=tuple(dict.fromkeys(named.get("avoid", ()))),
        on=_read_day(named.get("on", [""])[0]),
        options={name: values[-1] for name, values in named.items() if name in kept},
    )


def read_tests(written: str) -> list[dict[str, Any]]:
    """The tests of a fact that `written` stands for: one, or one for each value that it is not.

    >>> read_tests("!street,shelter")
    [{'not': 'street'}, {'not': 'shelter'}]
    >>> read_tests("18-29")
    [{'range': {'min': 18, 'max': 29}}]
    """
    limits = _RANGE.fullmatch(written)
    if limits and written.strip(" .-–"):
        low, high = (int(part) if part else None for part in limits.groups())
        return [{"range": {"min": low, "max": high}}]
    if written.startswith("!"):
        return [{"not": value} for value in written[1:].split(",")]
    values = written.split(",")
    return [{"is": values[0]}] if len(values) == 1 else [{"in": values}]


def write_fact(given: Mapping[str, Any]) -> str:
    """A fact of the schema (`given` of an interpretation) as a form writes it."""
    low, high = given["min"], given["max"]
    if not given["values"]:
        return (
            str(low)
            if low is not None and low == high
            else f"{'' if low is None else low}..{'' if high is None else high}"
        )
    return ("!" if given["negated"] else "") + ",".join(given["values"])


def write_answer(variable: str, cells: list[str]) -> str:
    """The answer to an open question as a button writes it: `fact=value`."""
    name, _, member = variable.partition(":")
    if member:
        return f"{name}={member}" if cells == ["yes"] else f"{name}=!{member}"
    return f"{name}={','.join(cells)}"


def _read_day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _entry(start: str) -> dict[str, str]:
    kind, _, code = start.partition(":")
    return {kind if kind in ("situation", "organization", "service") else "situation": code or kind}


@dataclass(frozen=True, slots=True)
class FactChip:
    """Something known about the person, as a chip: its name, what the form sends, and what else may be chosen."""

    name: str
    label: str
    written: str
    choices: tuple[tuple[str, str], ...]
    """What the form may send instead, and how each reads; the first is what is known."""


def list_given(form: QuestionForm, vocabulary: Mapping[str, Any], t: PageTexts) -> list[FactChip]:
    """The facts that the form gives, as the page shows them: a chip for each."""
    facts = {fact["name"]: fact for fact in vocabulary["facts"]}
    return [_give(facts.get(name), name, written, t) for name, written in form.facts]


def _give(fact: Mapping[str, Any] | None, name: str, written: str, t: PageTexts) -> FactChip:
    if fact is None:
        return FactChip(name, name, written, ((written, written),))
    labels = {value["code"]: value["label"] for value in fact["values"]}
    if fact["kind"] == "BOOLEAN":
        labels = (labels or {"yes": t("yes")}) | {"no": t("no")}
    known = (written, _read_value(written, {"yes": t("yes"), "no": t("no")} | labels, t))
    others = ((code, label) for code, label in labels.items() if code != written)
    return FactChip(name, fact["label"], written, (known, *others))


def _read_value(written: str, labels: Mapping[str, str], t: PageTexts) -> str:
    """A value of a fact as the form writes it, in words."""
    low, between, high = written.partition("..")
    if between and low:
        return t("from_to", low=low, high=high) if high else t("at_least", low=low)
    if between:
        return t("at_most", high=high)
    told = t("or").join(labels.get(code, code) for code in written.removeprefix("!").split(","))
    return t("not_value", value=told) if written.startswith("!") else told
