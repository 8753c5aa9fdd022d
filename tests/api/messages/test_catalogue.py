"""Each language says everything, with the same values, and nothing is asked for that no language says."""

import ast
import re
import string
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from api.messages import Words
from api.messages.words import find_plural, read_templates
from graph.coverage.criticality import CriticalKind
from graph.coverage.measures import CAVEATS, DataIssue
from graph.coverage.summaries import CellEffect
from graph.message import Message, Text
from graph.referral.answer import PlanStatus
from graph.referral.initial_state import Origin
from graph.vocabulary import (
    AccessMode,
    Comparator,
    Evidence,
    FactKind,
    FigureKind,
    IdentityVerdict,
    Locale,
    OrganizationKind,
    RouteKind,
    ServiceStatus,
)

ROOT = Path(__file__).parents[3]
ENUMERATIONS: dict[str, Iterable[StrEnum]] = {
    "evidence": Evidence,
    "route": RouteKind,
    "mode": AccessMode,
    "status": PlanStatus,
    "origin": Origin,
    "critical": CriticalKind,
    "effect": CellEffect,
    "issue": DataIssue,
    "verdict": IdentityVerdict,
    "fact_kind": FactKind,
    "figure_kind": FigureKind,
}


def _values(code: str, locale: Locale) -> frozenset[str]:
    """The names of the values that a message is filled in with, in any of its plural forms."""
    template = read_templates(locale)[code]
    forms = [template] if isinstance(template, str) else template.values()
    return frozenset(name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name)


def _needed(code: str) -> frozenset[str]:
    return _values(code, Locale.IT) | (frozenset() if isinstance(read_templates(Locale.IT)[code], str) else {"count"})


@pytest.mark.parametrize("locale", Locale)
def test_a_file_read_in_parts_says_what_it_says_as_a_whole(locale: Locale) -> None:
    whole = tomllib.loads((ROOT / f"api/messages/{locale}.toml").read_text(encoding="utf-8"))

    def said(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
        for name, value in table.items():
            if isinstance(value, dict) and "other" not in value:
                yield from said(value, f"{prefix}{name}.")
            else:
                yield f"{prefix}{name}", value

    assert read_templates(locale) == dict(said(whole))


@pytest.mark.parametrize("locale", Locale)
def test_every_language_has_every_message(locale: Locale) -> None:
    assert read_templates(locale).keys() == read_templates(Locale.IT).keys()


def test_a_message_takes_the_same_values_in_every_language() -> None:
    taken = {code: {_values(code, locale) for locale in Locale} for code in read_templates(Locale.IT)}
    assert not {code: values for code, values in taken.items() if len(values) > 1}


@pytest.mark.parametrize("locale", Locale)
def test_a_message_that_counts_has_the_plural_forms_of_its_language(locale: Locale) -> None:
    from babel import Locale as Language

    needed = set(Language.parse(str(locale)).plural_form.tags) - {"many"} | {"other"}
    counting = {code: forms for code, forms in read_templates(locale).items() if not isinstance(forms, str)}
    assert counting
    assert not {code for code, forms in counting.items() if not needed <= forms.keys()}


@pytest.mark.parametrize("locale", Locale)
def test_the_plural_forms_are_those_of_cldr(locale: Locale) -> None:
    from babel import Locale as Language

    by_cldr = Language.parse(str(locale)).plural_form
    for count in (*range(130), 10**6, 10**6 + 1, 3 * 10**6):
        assert find_plural(str(locale), count) == by_cldr(count)


@pytest.mark.parametrize(("section", "members"), ENUMERATIONS.items())
def test_every_code_that_a_person_may_read_has_words(section: str, members: Iterable[StrEnum]) -> None:
    assert not {f"{section}.{member}" for member in members} - read_templates(Locale.IT).keys()


def test_every_status_caveat_kind_and_comparator_has_words() -> None:
    codes = {f"service_status.{status.name.lower()}" for status in ServiceStatus} | {
        f"caveat.{name}" for name in CAVEATS
    }
    codes |= {f"organization_kind.{kind.name}" for kind in OrganizationKind}
    codes |= {f"comparator.{comparator.name}" for comparator in Comparator}
    assert codes <= read_templates(Locale.IT).keys()


def test_the_program_asks_for_no_message_that_does_not_exist() -> None:
    asked = set()
    for path in (file for folder in ("graph", "ingest", "api") for file in ROOT.glob(f"{folder}/**/*.py")):
        source = path.read_text("utf-8")
        asked |= set(re.findall(r"""Message\.of\(\s*["']([a-z_.]+)["']""", source))
        asked |= {
            f"reading.{code}"
            for code in re.findall(r"""(?:rows\.find|rows\.tell|_unreadable)\([^"]*"([a-z_]+)\"""", source)
        }
        asked |= set(re.findall(r"""words\.say\(\s*["']([a-z_.]+)["']""", source))
    assert len(asked) > 50
    assert not asked - read_templates(Locale.IT).keys()


def test_every_message_is_given_the_values_that_its_words_name() -> None:
    calls = [
        (call.args[0].value, {given.arg for given in call.keywords}, f"{path.name}:{call.lineno}")
        for folder in ("graph", "ingest", "api")
        for path in ROOT.glob(f"{folder}/**/*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(("Message.of", "words.say", "words().say"))
        if call.args and isinstance(call.args[0], ast.Constant) and all(given.arg for given in call.keywords)
    ]
    assert len(calls) > 100
    assert not [(place, code) for code, given, place in calls if not _needed(code) <= given]


def test_several_values_are_joined_as_the_message_says() -> None:
    words = Words(Locale.IT)
    assert words.say("value.one_of", values=("a", "b", "c")) == "a o b o c"
    assert words.say("value.neither", values=(Text("sì", "yes"), Message.of("value.no"))) == "non sì né no"


@pytest.mark.parametrize(
    ("locale", "count", "expected"),
    [
        (Locale.IT, 0, "nessun passo"),
        (Locale.IT, 1, "1 passo"),
        (Locale.IT, 2, "2 passi"),
        (Locale.EN, 0, "no step"),
        (Locale.EN, 1, "1 step"),
        (Locale.EN, 11, "11 steps"),
    ],
)
def test_a_number_chooses_the_form(locale: Locale, count: int, expected: str) -> None:
    assert Words(locale).say("count.steps", count=count) == expected


def test_a_day_reads_as_the_language_writes_it() -> None:
    verified = Message.of("check.last_verified", day=date(2026, 3, 1))
    assert "01/03/2026" in Words(Locale.IT)(verified)
    assert "2026-03-01" in Words(Locale.EN)(verified)


def test_a_missing_message_or_value_is_an_error() -> None:
    words = Words(Locale.IT)
    with pytest.raises(KeyError):
        words.say("no.such_message")
    with pytest.raises(KeyError):
        words.say("check.last_verified")
