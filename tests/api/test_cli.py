"""The command line: what it prints, where, and with which exit code."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import run
from api.commands import COMMANDS
from api.messages import Words
from api.render.answer_text import day_text
from graph.opening_hours import today
from graph.vocabulary import Locale


def rete(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


Capture = pytest.CaptureFixture[str]
QUESTION = ("from", "San", "Vittore", "release", "to", "housing", "plus", "work")


def test_ask_says_on_one_screen_what_to_do(capsys: Capture) -> None:
    code, out, err = rete(capsys, "ask", *QUESTION, "--lang", "en")
    assert code == 0
    assert err == ""
    lines = out.splitlines()
    assert lines[0] == "Release from San Vittore → housing + work"
    assert "Celav – Équipe carcere" in out
    assert "1. Housing. Which one is meant?" in out
    assert "--full" in lines[-1]
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert "proved optimal" not in out


@pytest.mark.parametrize("option", ["--full", "--why"])
def test_ask_gives_everything_on_request(capsys: Capture, option: str) -> None:
    code, out, err = rete(capsys, "ask", *QUESTION, option, "--lang", "en")
    assert code == 0
    assert err == ""
    assert "From release from San Vittore to housing + work" in out
    assert f"Answer for {day_text(today(), Words(Locale.EN))}" in out
    assert "proved optimal" in out
    assert "decks:29" in out
    assert "Questions whose answer would change the plan" in out
    assert max(map(len, out.splitlines())) <= 80


def test_who_is_detained_is_not_told_to_walk_in_without_a_word(capsys: Capture) -> None:
    _, out, _ = rete(capsys, "plan", "--from", "detention", "--need", "basic-needs.meals", "--brief", "--lang", "en")
    assert "The person is detained" in out
    assert "Only the name on the partner list" not in out


def test_ask_answers_in_the_language_of_the_question(capsys: Capture) -> None:
    _, out, _ = rete(capsys, "ask", "dall'uscita da San Vittore a casa e lavoro")
    assert out.startswith("Uscita da San Vittore → casa + lavoro\n")
    assert "1. Casa. Di preciso, quale?" in out
    _, out, _ = rete(capsys, "ask", "dall'uscita da San Vittore a casa e lavoro", "--lang", "en")
    assert "1. Housing. Which one is meant?" in out


def test_an_error_speaks_the_language_that_was_asked_for(capsys: Capture) -> None:
    code, _, err = rete(capsys, "show", "hosing", "--lang", "it")
    assert code == 2
    assert err.startswith("rete: Non esiste voce «hosing». Forse: ")
    _, _, err = rete(capsys, "ask", "casa", "-f", "residence", "--lang=it")
    assert err.startswith("rete: --fact richiede nome=valore")


def test_ask_says_what_it_corrected(capsys: Capture) -> None:
    code, out, _ = rete(capsys, "ask", "from San Vitore relese to housng")
    assert code == 0
    assert out.splitlines()[1] == "Read “San Vitore relese” as release from San Vittore"


@pytest.mark.parametrize(
    ("text", "title", "told"),
    [
        ("from Bollate release to work, flurbs", "Release from Bollate → work", "Not used: «flurbs»"),
        ("uscito da Bollate, cerca lavoro, flurbs", "Uscita da Bollate → lavoro", "Non usate: «flurbs»"),
    ],
)
def test_a_word_that_is_not_used_is_listed_once_and_stops_nothing(
    capsys: Capture, text: str, title: str, told: str
) -> None:
    code, out, _ = rete(capsys, "ask", text)
    assert code == 0
    assert out.splitlines()[0] == title
    assert out.count(told) == out.count("flurbs") == 1


@pytest.mark.parametrize(
    ("text", "asked"), [("released from Bollate", "What is needed?"), ("uscito da Bollate", "Di che cosa c'è bisogno?")]
)
def test_without_a_need_one_question_goes_back(capsys: Capture, text: str, asked: str) -> None:
    code, out, _ = rete(capsys, "ask", text)
    assert code == 2
    assert out.count(asked) == 1


def test_ask_and_plan_give_the_same_answer(capsys: Capture) -> None:
    _, words, _ = rete(capsys, "ask", *QUESTION, "--json", "--lang", "en")
    _, codes, _ = rete(
        capsys, "plan", "--from", "release-san-vittore", "--need", "housing", "--need", "work", "--json", "--lang", "en"
    )
    one, other = json.loads(words), json.loads(codes)
    assert one["plans"] == other["plans"]
    assert one["questions"] == other["questions"]


def test_the_task_is_printed_neutrally_and_as_pddl(capsys: Capture) -> None:
    code, out, _ = rete(capsys, "ask", *QUESTION, "--task-json")
    assert code == 0
    task = json.loads(out)
    assert task["goals"] == ["need:housing", "need:work"]
    assert {"name", "cost", "requires", "forbids", "provides", "removes"} == set(task["actions"][0])
    code, out, _ = rete(capsys, "plan", "--from", "release-opera", "--need", "work", "--pddl")
    assert code == 0
    assert out.startswith("(define (domain ")
    assert "(define (problem " in out


@pytest.mark.sample(8)
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("ask", "from San Vittore to housng"), 0, ""),
        (("ask", "from San Vittore to flurbs"), 2, "What is needed?"),
        (("ask", ""), 2, "What is needed?"),
        (("plan", "--from", "release-san-vitore", "--need", "work"), 2, "release-san-vittore"),
        (("plan", "--from", "release", "--need", "wrok"), 2, "work"),
        (("plan", "--from", "release", "--need", "work", "-f", "residence=milano"), 2, "milan"),
        (("plan", "--from", "release", "--need", "work", "-f", "residence"), 2, "name=value"),
        (("plan", "--from", "release", "--need", "work", "-f", "shoe_size=44"), 2, "shoe_size"),
        (("plan", "--from", "detention", "--need", "work", "-f", "housing=street"), 2, "contradict"),
        (("plan", "--from", "release", "--need", "work", "-f", "age=30..20"), 2, "before it begins"),
        (("plan", "--from", "at-liberty", "--need", "repatriation"), 1, "no document names a service"),
        (("show", "residenzamy"), 2, "residenzami"),
        (("show", "residenzami"), 0, "charter:"),
        (("show", "jannacci"), 0, "casa-accoglienza-enzo-jannacci"),
        (("show", "caritas"), 2, "caritas-ambrosiana"),
        (("show", "residenzami"), 0, "where the person lives: on the street or in a shelter"),
        (("search", "scarpe per gatti"), 1, "Nothing resembles"),
        (("validate", "no-such-folder"), 1, "no such folder"),
        (("ask", "housing", "--catalogue", "no-such-folder"), 1, "no such folder"),
        (("ask", "casa", "--on", "24/12/2026"), 2, "like this: 2026-12-24"),
        (("ask", "casa", "--on", "2026-12-32"), 2, "like this: 2026-12-24"),
        (("aks",), 2, "Did you mean ask?"),
        (("ask", "housing", "--jsn"), 2, "Did you mean --json"),
    ],
)
def test_exit_codes_and_remedies(capsys: Capture, arguments: tuple[str, ...], code: int, message: str) -> None:
    got, out, err = rete(capsys, *arguments, *(("--lang", "en") if arguments[0] in ("ask", "plan", "search") else ()))
    assert got == code, out + err
    assert message in " ".join((out + err).split())


@pytest.mark.parametrize("command", ["needs", "situations", "facts"])
def test_lists_are_complete(capsys: Capture, command: str) -> None:
    code, out, _ = rete(capsys, command, "--json")
    assert code == 0
    identifiers = [entry.get("code") or entry.get("name") for entry in json.loads(out)]
    code, drawn, _ = rete(capsys, command)
    assert code == 0
    assert identifiers
    assert all(identifier in drawn for identifier in identifiers)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_a_need_stands_with_its_number(capsys: Capture, lang: str) -> None:
    _, out, _ = rete(capsys, "needs", "--lang", lang)
    assert all(re.fullmatch(r"[a-z.-]+\t[^\t]+\t\d+", line) for line in out.splitlines())


@pytest.mark.sample(3)
@pytest.mark.parametrize("text", ["cascina monlue", "residenza", "san francesco", "doccia", "docia", "identity card"])
def test_search_finds(capsys: Capture, text: str) -> None:
    code, out, _ = rete(capsys, "search", text, "--json")
    assert code == 0
    assert json.loads(out)[0]["score"] >= 75


def test_search_keeps_look_alikes_apart(capsys: Capture) -> None:
    _, out, _ = rete(capsys, "search", "san francesco", "--json")
    assert len({hit["slug"] for hit in json.loads(out) if hit["kind"] == "ORGANIZATION"}) >= 3


def test_doctor_is_content_here(capsys: Capture) -> None:
    code, out, _ = rete(capsys, "doctor", "--json")
    assert code == 0, out
    assert all(check["ok"] for check in json.loads(out))


def test_doctor_speaks_the_language_that_is_asked_for(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RETE_DOCUMENTS", raising=False)
    _, italian, _ = rete(capsys, "doctor", "--lang", "it")
    names = [line.split()[1] for line in italian.splitlines()]
    assert names == ["Python:", "moduli:", "catalogo:", "documenti:", "pianificatore:"]
    assert "non indicati (servono solo per rileggerli)" in italian
    _, english, _ = rete(capsys, "doctor", "--lang", "en")
    same = set(italian.splitlines()) & set(english.splitlines())
    assert not same, "the same line in both languages"


def test_validate_is_content(capsys: Capture) -> None:
    code, out, err = rete(capsys, "validate")
    assert (code, err) == (0, "")
    assert "Sound." in out


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_help_says_every_word_of_its_notes(capsys: Capture, language: str) -> None:
    _, helped, _ = rete(capsys, "help", "mcp", "--lang", language)
    assert "'.[mcp]'" in helped


def test_every_command_is_in_the_help_and_has_its_own(capsys: Capture) -> None:
    _, out, _ = rete(capsys, "--help")
    for name in COMMANDS:
        assert name in out
        code, helped, _ = rete(capsys, name, "--help")
        assert code == 0
        assert re.search(rf"^Usage: +rete {name}\b", helped)


def test_a_reader_that_has_seen_enough_is_no_error(project: Path) -> None:
    command = f"{sys.executable} -m api facts --json | head -c 10"
    run = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=project, capture_output=True, check=False)
    assert run.returncode == 0
    assert run.stderr == b""


def test_no_colour_and_no_progress_where_nobody_looks(project: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "api", "ask", *QUESTION], cwd=project, capture_output=True, text=True, check=True
    )
    assert "\x1b" not in run.stdout
    assert run.stderr == ""


@pytest.mark.parametrize(
    ("text", "opens"),
    [("a che ora apre ResidenzaMi?", "lun, mar, gio, ven"), ("hours of ResidenzaMi", "Mon, Tue, Thu")],
)
def test_a_question_for_a_record_is_answered_on_one_screen(capsys: Capture, text: str, opens: str) -> None:
    code, out, _ = rete(capsys, "ask", text)
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith("ResidenzaMi")
    assert any(opens in line for line in lines)
    assert any("02.884.47647" in line for line in lines)
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("screen", [(), ("--full",), ("--brief",)])
def test_unknown_codes_are_answered_with_suggestions_on_every_screen(capsys: Capture, screen: tuple[str, ...]) -> None:
    code, out, _ = rete(capsys, "plan", "--from", "release-opra", "--need", "housng", "--lang", "en", *screen)
    assert code == 2
    assert "release-opera" in out
    assert "housing.emergency" in out
    assert "Puntoacapo" in out, "whom to ask is named all the same"
