"""The acceptance questions of Milan: read from `cases/*.yaml`, answered once a session.

A case is what a case worker asks and what the documents say the answer must be. Every key is checked, so that a
misspelt expectation cannot pass unnoticed.
"""

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from graph.language.lexicon import Lexicon
from graph.network import Network
from graph.provenance import Citation
from graph.question import EntryKind, EntryPoint, GivenFact, Preferences, Question
from graph.referral.answer import Answer
from graph.referral.planner import ReferralPlanner
from graph.vocabulary import Evidence
from ingest.catalogue import load_catalogue

CASES = Path(__file__).parent / "cases"
collect_ignore = ["persons.py", "replay.py"]
"""Helpers without examples, which are loaded below under names of their own."""
_CASE = {"id", "ask", "question", "understood", "expect", "never", "why", "lines"}
_QUESTION = {"from", "needs", "facts", "avoid", "preferences"}
_EXPECT = {
    "status", "steps", "exactly", "cost", "assumptions", "met_already", "unmet", "questions", "same_as", "problems",
    "suggestions", "unknown", "not_asked", "notices", "ask",
}  # fmt: skip
_STEP = {"any_of", "all_of", "after", "free_of", "evidence", "via", "meets", "support", "doubtful"}
_VIA = {"route", "senders", "step"}
_UNMET = {"need", "code", "silent", "helpers"}
_SUPPOSED = {"with", "without", "status"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question, in words (`ask`) or in codes (`question`), and what its answer must be.

    `expect.steps` is matched against the first plan; `after` and `free_of` name expected steps that must, or must
    not, come before; with `exactly` no further step may appear. `assumptions` is the whole set. `never` are slugs of
    services or organizations that no plan shown may use, each with the reason. `lines` are where a reader finds why.
    """

    id: str
    ask: str | None = None
    question: Question | None = None
    understood: Mapping[str, Any] | None = None
    expect: Mapping[str, Any] = field(default_factory=dict)
    never: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    lines: tuple[Citation, ...] = ()


def read_entry(notation: Any) -> EntryPoint:
    """`release-opera`, or `{organization: sspt}`."""
    kind, code = next(iter(notation.items())) if isinstance(notation, dict) else ("situation", notation)
    return EntryPoint(EntryKind(kind), code)


def read_facts(notation: Mapping[str, Any]) -> tuple[GivenFact, ...]:
    """`residence: milan`, `age: 25`, `age: {min: 18}`, `victim_of: [violence]`, `victim_of: {not: [violence]}`."""
    return tuple(_fact(name, value) for name, value in notation.items())


def _fact(name: str, notation: Any) -> GivenFact:
    match notation:
        case int() if not isinstance(notation, bool):
            return GivenFact(name=name, minimum=notation, maximum=notation)
        case str():
            return GivenFact(name=name, values=(notation,))
        case list():
            return GivenFact(name=name, values=tuple(notation))
        case {"not": list(values), **rest} if not rest:
            return GivenFact(name=name, values=tuple(values), negated=True)
        case dict() if notation.keys() <= {"min", "max"}:
            return GivenFact(name=name, minimum=notation.get("min"), maximum=notation.get("max"))
    raise ValueError(f"{name}: {notation!r} is no fact")


def _question(notation: Mapping[str, Any]) -> Question:
    _check(notation, _QUESTION, "question")
    preferences = notation.get("preferences", {})
    _check(preferences, {"min_evidence", "allow_assumptions"}, "preferences")
    return Question(
        start=read_entry(notation["from"]),
        needs=tuple(notation["needs"]),
        facts=read_facts(notation.get("facts", {})),
        avoid=tuple(notation.get("avoid", ())),
        preferences=Preferences(
            min_evidence=Evidence(preferences.get("min_evidence", "listed")),
            allow_assumptions=preferences.get("allow_assumptions", True),
        ),
    )


def _citation(written: str) -> Citation:
    found = re.fullmatch(r"([a-z-]+):(\d+)(?:-(\d+))?", written)
    if found is None:
        raise ValueError(f"{written!r} is no citation")
    return Citation(found[1], int(found[2]), int(found[3] or found[2]))


def _check(notation: Mapping[str, Any], allowed: set[str], what: str) -> None:
    if wrong := notation.keys() - allowed:
        raise ValueError(f"{what}: unknown keys {sorted(wrong)}")


def _read(notation: Mapping[str, Any]) -> Case:
    name = notation.get("id")
    expect = notation.get("expect", {})
    _check(notation, _CASE, f"case {name}")
    _check(expect, _EXPECT, f"{name}: expect")
    _check(notation.get("understood", {}), {"from", "needs", "facts", "avoid"}, f"{name}: understood")
    for step in expect.get("steps", {}).values():
        _check(step, _STEP, f"{name}: step")
        _check(step.get("via", {}), _VIA, f"{name}: via")
    for unmet in expect.get("unmet", ()):
        _check(unmet, _UNMET, f"{name}: unmet")
    for answers in expect.get("questions", {}).values():
        for supposed in answers.values():
            _check(supposed, _SUPPOSED, f"{name}: questions")
    if ("ask" in notation) == ("question" in notation):
        raise ValueError(f"{name}: either in words or in codes")
    return Case(
        id=notation["id"],
        ask=notation.get("ask"),
        question=_question(notation["question"]) if "question" in notation else None,
        understood=notation.get("understood"),
        expect=expect,
        never=notation.get("never", {}),
        why=notation["why"],
        lines=tuple(map(_citation, notation["lines"])),
    )


@cache
def load_cases() -> tuple[Case, ...]:
    """Every case, in the order of the files."""
    files = sorted(CASES.glob("*.yaml"))
    return tuple(_read(entry) for file in files for entry in yaml.load(file.read_text("utf-8"), yaml.CSafeLoader))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes `case` runs once for each; one that takes `asked` for each that leads to planning."""
    if "case" in metafunc.fixturenames:
        chosen = load_cases()
        metafunc.parametrize("case", chosen, ids=[case.id for case in chosen])
    if "asked" in metafunc.fixturenames:
        chosen = tuple(case for case in load_cases() if case.expect.get("status") != "INVALID_QUERY")
        metafunc.parametrize("asked", chosen, ids=[case.id for case in chosen])


@pytest.fixture(scope="session")
def lexicon(network: Network) -> Lexicon:
    """What Milan's catalogue can be asked about, in words."""
    catalogue = network.catalogue
    return Lexicon.build(
        facts=catalogue.facts,
        needs=catalogue.needs,
        situations=catalogue.situations,
        organizations=catalogue.organizations,
        services=catalogue.services,
    )


@pytest.fixture(scope="session")
def cases() -> tuple[Case, ...]:
    return load_cases()


@pytest.fixture(scope="session")
def network() -> Network:
    return Network(load_catalogue())


@pytest.fixture(scope="session")
def planner(network: Network) -> ReferralPlanner:
    return ReferralPlanner(network)


@pytest.fixture(scope="session")
def answer_to(planner: ReferralPlanner) -> Callable[[Case], Answer]:
    """The answer to a case; the same question is planned once."""
    known: dict[str, Answer] = {}

    def answer(case: Case) -> Answer:
        if case.id not in known:
            known[case.id] = planner.ask(case.ask) if case.ask is not None else planner.plan(case.question)
        return known[case.id]

    return answer


@pytest.fixture(scope="session")
def facts_of() -> Callable[[Mapping[str, Any]], tuple[GivenFact, ...]]:
    """Reads the notation of facts in a case."""
    return read_facts


@pytest.fixture(scope="session")
def entry_of() -> Callable[[Any], EntryPoint]:
    """Reads the notation of a starting point in a case."""
    return read_entry


def _load(path: Path) -> ModuleType:
    """A helper module beside the tests; pytest's importlib mode keeps their folders out of `sys.path`."""
    spec = spec_from_file_location(f"acceptance_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def persons() -> ModuleType:
    """What is known of the person in a question."""
    return _load(Path(__file__).with_name("persons.py"))


@pytest.fixture(scope="session")
def find_faults(persons: ModuleType) -> Callable[..., list[str]]:
    """What is wrong with a referral plan, by an independent replay."""
    assert persons is sys.modules["acceptance_persons"], "the replay imports it under this name"
    function: Callable[..., list[str]] = _load(Path(__file__).with_name("replay.py")).find_faults
    return function


@pytest.fixture(scope="session")
def is_excluded(persons: ModuleType) -> Callable[..., bool]:
    """Whether a service is closed to the person by what is known."""
    function: Callable[..., bool] = persons.is_excluded
    return function


@pytest.fixture(scope="session")
def stands_in(persons: ModuleType) -> Callable[..., bool]:
    """Whether a formula holds for certain of the person in the question of an answer."""
    function: Callable[..., bool] = persons.stands_in
    return function


@pytest.fixture(scope="session")
def symk_cost(project: Path) -> Callable[[str, str], int | None]:
    """The optimal cost that SymK proves for a PDDL domain and problem."""
    oracle = _load(project / "tests" / "graph" / "planning" / "oracle.py")
    function: Callable[[str, str], int | None] = oracle.symk_cost
    return function
