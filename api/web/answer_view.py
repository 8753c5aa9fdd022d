"""An answer of the schema as its page shows it: what only the page needs is worked out here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.web.languages import PageTexts
from api.web.plan_drawing import Drawing, draw_plan
from api.web.question_form import NEED, START, QuestionForm, write_answer, write_fact

SIGNS = {"STATED": "●", "INFERRED": "◐", "LISTED": "○"}

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GivenFact:
    """Something known about the person, as a chip: its name, what the form sends, and what else may be chosen."""

    name: str
    label: str
    written: str
    choices: tuple[tuple[str, str], ...]
    """What the form may send instead, and how each reads; the first is what is known."""


@dataclass(frozen=True, slots=True)
class AnswerButton:
    """An answer to a question: what the button sends, how it reads, and where it leads, if that is known."""

    sent: str
    label: str
    leads: str = ""


def form_after(form: QuestionForm, result: Json) -> QuestionForm:
    """The form that asks the same in codes: what was understood, as far as anything was."""
    read = result["interpretation"]
    start = read["from"]
    if start is None:
        return form
    return QuestionForm(
        words=form.words,
        start=f"{start['kind'].lower()}:{start['code']}",
        needs=tuple(need["code"] for need in read["needs"]),
        facts=tuple((fact["name"], write_fact(fact)) for fact in read["given"]),
        avoid=tuple(read["avoid"]),
        on=date.fromisoformat(result["on"]) if result["on"] else form.on,
        options=form.options,
    )


def list_given(form: QuestionForm, vocabulary: Json, t: PageTexts) -> list[GivenFact]:
    """The facts that the form gives, as they read."""
    facts = {fact["name"]: fact for fact in vocabulary["facts"]}
    return [_give(facts.get(name), name, written, t) for name, written in form.facts]


def _give(fact: Json | None, name: str, written: str, t: PageTexts) -> GivenFact:
    if fact is None:
        return GivenFact(name, name, written, ((written, written),))
    labels = {value["code"]: value["label"] for value in fact["values"]}
    if fact["kind"] == "BOOLEAN":
        labels |= {code: t(code) for code in ("yes", "no") if code == "no" or not labels}
    known = (written, _read_value(written, {"yes": t("yes"), "no": t("no")} | labels, t))
    others = ((code, label) for code, label in labels.items() if code != written)
    return GivenFact(name, fact["label"], written, (known, *others))


def _read_value(written: str, labels: Mapping[str, str], t: PageTexts) -> str:
    """A value of a fact as the form writes it, in words."""
    low, between, high = written.partition("..")
    if between and low:
        return t("from_to", low=low, high=high) if high else t("at_least", low=low)
    if between:
        return t("at_most", high=high)
    told = t("or").join(labels.get(code, code) for code in written.removeprefix("!").split(","))
    return t("not_value", value=told) if written.startswith("!") else told


def step_names(plan: Json, t: PageTexts) -> dict[int, str]:
    """How each step of `plan` is called: the service, or one of several."""
    return {step["order"]: name_step(step, t) for step in plan["steps"]}


def name_step(step: Json, t: PageTexts) -> str:
    """The name of the only service, or how many there are."""
    candidates = step["candidates"]
    if len(candidates) == 1:
        return str(candidates[0]["service"]["name"])
    return t("one_of", count=len(candidates))


def draw(plan: Json, start: str, t: PageTexts) -> Drawing:
    """The picture of `plan`."""
    return draw_plan(plan, start, step_names(plan, t), SIGNS)


def first_steps(result: Json) -> list[dict[str, Any]]:
    """The steps of the best plan that can be taken at once, as the brief shows them.

    Those who can be reached come first among the candidates; `warnings` are the ones that say most.
    """
    plan, brief = result["plans"][0], result["brief"]
    short = {step["order"]: step for step in brief["steps"]}
    return [
        {
            **step,
            "candidates": _reachable_first(step["candidates"], short[step["order"]]["candidates"]),
            "turn_to": short[step["order"]]["support"],
            "warnings": cautions(result).get(step["order"], ()),
        }
        for step in plan["steps"]
        if not step["after"]
    ]


def cautions(result: Json) -> dict[int, list[str]]:
    """The cautions of the brief: things to arrange before some steps."""
    found: dict[int, list[str]] = {}
    for each in result["brief"]["warnings"]:
        found.setdefault(each["step"], []).append(each["text"])
    return found


def _reachable_first(candidates: Sequence[Json], named: Sequence[Json]) -> list[Json]:
    """`candidates`, those that the brief names first."""
    order = {each["service"]["slug"]: place for place, each in enumerate(named)}
    return sorted(candidates, key=lambda each: order.get(each["service"]["slug"], len(order)))


def list_buttons(question: Json, plans: Sequence[Json], t: PageTexts) -> list[AnswerButton]:
    """The answers to an open question."""
    every = [cell for answer in question["answers"] for cell in answer["values"]]
    best = plans[0]["id"] if plans else None
    return [
        AnswerButton(_sent(question["variable"], answer["values"], every), answer["label"], _leads(answer, best, t))
        for answer in question["answers"]
    ]


def list_choices(back: Json) -> list[AnswerButton]:
    """The answers to the question that goes back: a start, a need, or the test of a fact."""
    start = back["kind"] == "INSIDE_OR_OUT"
    return [AnswerButton(_choice(each["code"], start=start), each["label"]) for each in back["choices"]]


def _choice(code: str, *, start: bool) -> str:
    name, is_test, value = code.partition("=")
    if is_test:
        return f"{name[:-1]}=!{value}" if name.endswith("!") else code
    return f"{START}=situation:{code}" if start else f"{NEED}={code}"


def _sent(variable: str, cells: list[str], every: Iterable[str]) -> str:
    """An answer as facts; `other` countries are those that are none of the others."""
    if "other" in cells:
        return write_answer(variable, ["!" + ",".join(cell for cell in every if cell not in cells)])
    return write_answer(variable, cells)


def _leads(answer: Json, best: str | None, t: PageTexts) -> str:
    plan = answer["plan"]
    if plan is None:
        return t.of("status", "NO_PLAN")
    if plan["id"] == best:
        return t("same_plan")
    told = " → ".join(name_step(step, t) for step in plan["steps"]) or t("no_step")
    missing = ", ".join(each["need"]["label"] for each in plan["unmet"])
    return f"{told}; {t('unmet', needs=missing)}" if missing else told


def flatten_needs(areas: Iterable[Json], depth: int = 0) -> list[tuple[int, Json]]:
    """The needs with their depth, each before its children."""
    found: list[tuple[int, Json]] = []
    for area in areas:
        found.append((depth, area))
        found += flatten_needs(area.get("children", ()), depth + 1)
    return found
