"""Coverage, what is critical and what-if: on the command line and in GraphQL."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from api.cli import run
from graph.network import Network

Capture = pytest.CaptureFixture[str]
SCOPE = ("--from", "release-san-vittore", "--profile", "rough-sleeper", "--lang", "en")


@pytest.fixture(autouse=True)
def columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """The width of a terminal; elsewhere no line is broken."""
    monkeypatch.setenv("COLUMNS", "80")


def rete(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_the_table_fits_and_gaps_come_with_their_reason(capsys: Capture) -> None:
    code, out, err = rete(capsys, "coverage", *SCOPE)
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 80
    assert "second reception (housing.second-reception)" in out
    assert "nobody offers it" in out
    assert "decks:119-120" in out


def test_gaps_can_fail_a_build(capsys: Capture) -> None:
    code, _, _ = rete(capsys, "coverage", *SCOPE, "--need", "repatriation", "--fail-on-gaps")
    assert code == 3
    code, _, _ = rete(capsys, "coverage", *SCOPE, "--need", "basic-needs.meals", "--fail-on-gaps")
    assert code == 0


@pytest.mark.sample(1)
@pytest.mark.parametrize("by", ["area", "situation", "profile"])
def test_sums_by_every_axis_agree(capsys: Capture, by: str) -> None:
    code, out, _ = rete(capsys, "coverage", *SCOPE, "--need", "housing", "--by", by)
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    _, out, _ = rete(capsys, "coverage", *SCOPE, "--need", "housing", "--json")
    report = json.loads(out)
    statuses = [cell["outcome"]["status"] for cell in report["cells"]]
    for axis in ("byArea", "byNeed", "bySituation", "byProfile"):
        sums = report[axis]
        assert sum(summary["gaps"] for summary in sums) == statuses.count("GAP")
        assert sum(summary["covered"] for summary in sums) == statuses.count("COVERED")


def test_cells_as_csv(capsys: Capture) -> None:
    _, out, _ = rete(capsys, "coverage", *SCOPE, "--need", "work", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["need"] for row in rows} == {"work", "work.job-placement", "work.internship", "work.training"}
    assert next(row for row in rows if row["need"] == "work")["critical"].split() >= ["celav-equipe-carcere"]


def test_critical_in_italian(capsys: Capture) -> None:
    code, out, _ = rete(
        capsys, "critical", "--need", "work", "--from", "release-opera", "--profile", "rough-sleeper", "--lang", "it"
    )
    assert code == 0
    assert "Servizio: Celav" in out
    assert max(map(len, out.splitlines())) <= 80
    _, out, _ = rete(capsys, "critical", "--need", "work", "--from", "release-opera", "--csv")
    assert out.startswith("kind,slug,to,cells,emergencies,needs\n")


def test_what_if_names_who_loses(capsys: Capture) -> None:
    code, out, _ = rete(capsys, "what-if", "--close", "residenzami", *SCOPE)
    assert code == 0
    assert "Lose every way" in out
    assert "documents.registered-residence" in out
    _, out, _ = rete(capsys, "what-if", "--close", "residenzami", *SCOPE, "--json")
    lost = {c["need"]["code"] for c in json.loads(out)["changes"] if "LOST" in c["turns"]}
    assert {"work", "documents.registered-residence"} <= lost


def test_what_if_with_an_overlay(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "services.yaml"
    file.write_text(
        "- slug: scuola\n  name: Scuola\n  organizations: [{organization: celav}]\n"
        "  meets: [{need: education.italian}]\n  routes: [{kind: self}]\n"
    )
    code, out, _ = rete(capsys, "what-if", "--overlay", str(file), *SCOPE)
    assert code == 0
    assert "Gain a way: 2" in out
    file.write_text("- slug: scuola\n  nome: Scuola\n")
    code, _, err = rete(capsys, "what-if", "--overlay", str(file), *SCOPE)
    assert code == 3
    assert "services.yaml:1" in err


def test_the_examples_of_the_page_run(capsys: Capture, tmp_path: Path, project: Path) -> None:
    page = (project / "docs" / "coverage.md").read_text(encoding="utf-8")
    (overlay,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "services.yaml").write_text(overlay, encoding="utf-8")
    code, out, err = rete(capsys, "what-if", "--overlay", str(tmp_path / "services.yaml"), *SCOPE)
    assert (code, err) == (0, "")
    assert "Gain a way: 1" in out
    (required,) = re.findall(r"--require '(.*)'", page)
    code, out, err = rete(capsys, "what-if", "--require", required, *SCOPE[:2], "--profile", "under-18")
    assert (code, err) == (0, "")
    assert "residence" in out


def test_a_condition_may_be_a_whole_number(capsys: Capture) -> None:
    written = [
        rete(capsys, "what-if", "--require", f"residenzami.age={condition}", *SCOPE[:2], "--profile", "over-65")
        for condition in ("{age: 25}", "{age: {min: 25, max: 25}}")
    ]
    assert written[0] == written[1]
    assert written[0][0] == 0
    assert "Lose every way" in written[0][1]


def test_the_head_says_how_many_cells_are_impossible(capsys: Capture) -> None:
    for command, head in (
        (("coverage",), "Coverage: {} cells (need × start × profile), {} of them impossible"),
        (("what-if", "--close", "residenzami"), "What if: {} cells compared, {} of them impossible"),
    ):
        _, out, _ = rete(capsys, *command, "--need", "work.training", "--lang", "en")
        _, cells, _ = rete(capsys, "coverage", "--need", "work.training", "--csv")
        rows = list(csv.DictReader(io.StringIO(cells)))
        impossible = [row for row in rows if row["status"] == "impossible"]
        assert out.splitlines()[0] == head.format(len(rows), len(impossible))
        assert impossible
    _, out, _ = rete(capsys, "coverage", *SCOPE, "--need", "work")
    assert out.splitlines()[0] == "Coverage: 4 cells (need × start × profile)"


def test_all_profiles_are_said_in_few_words(capsys: Capture, network: Network) -> None:
    count = len(network.catalogue.profiles)
    _, out, _ = rete(capsys, "critical", "--need", "housing.protected", "--lang", "en")
    assert f"Profile: all {count} profiles" in out
    _, out, _ = rete(capsys, "critical", "--need", "housing.protected", "--lang", "it")
    assert f"Profilo: tutti i {count} profili" in out
    _, out, _ = rete(capsys, "critical", "--need", "housing.protected", "--profile", "over-65", "--lang", "en")
    assert "Profile: over 65" in out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("what-if",), 2, "Give 1 to"),
        (("what-if", "--close", "residenzamy"), 2, "residenzami"),
        (("what-if", "--close", "shop:residenzami"), 2, "service:residenzami"),
        (("what-if", "--relax", "residenzami"), 2, "senza-dimora"),
        (("what-if", "--relax", "residenzami.nope"), 2, "senza-dimora"),
        (("what-if", "--require", "residenzami.x={residence: [milano]}"), 2, "milano"),
        (("what-if", "--require", "residenzami.x={residence: 25}"), 2, "'residence' is not a number"),
        (("what-if", "--require", "residenzami.x={residence: {min: 3}}"), 2, "'residence' is not a number"),
        (("what-if", "--require", "residenzami.x={residence"), 1, "formula"),
        (("what-if", "--add-referral", "celav"), 2, "sender=service"),
        (("coverage", "--need", "hosing"), 2, "housing"),
        (("coverage", "--profile", "over-66"), 2, "over-65"),
        (("coverage", "-f", "residence=milano"), 2, "milan"),
        (("critical", "--from", "release-san-vitore"), 2, "release-san-vittore"),
    ],
)
def test_nonsense_is_explained(capsys: Capture, arguments: tuple[str, ...], code: int, message: str) -> None:
    got, out, err = rete(capsys, *arguments, "--lang", "en")
    assert got == code, out + err
    assert message in " ".join(err.split())


QUERY = {"needs": ["work"], "situations": ["release-san-vittore"], "profiles": ["rough-sleeper"]}
COVERAGE = """query($q: CoverageQuery) { coverage(query: $q) {
  cellCount profiles { code label(locale: EN) }
  cells { need { code } situation { code } profile outcome {
    status evidence closures cost optimal
    steps { evidence services { slug } } assumptions { fact values } critical { slug } } }
  gapCells: cells(status: GAP) { need { code } }
  summaries(axis: AREA) { code cells covered met gaps share onOne stated inferred listed }
  gaps(repairs: true) { need { code } cells { profile } problem { code sourcesSilent repairs { kind } } }
  statedGaps { id text(locale: IT) citations { firstLine } }
  snapshot { version } } }"""


def test_coverage_over_graphql(client: Any, network: Network) -> None:
    report = client.ask(COVERAGE, {"q": QUERY})["coverage"]
    assert report["cellCount"] == len(report["cells"]) == 4
    work = report["cells"][0]["outcome"]
    assert work["status"] == "COVERED"
    assert [service["slug"] for service in work["critical"]] == ["celav-equipe-carcere", "residenzami"]
    assert [gap["need"]["code"] for gap in report["gaps"]] == ["work.training"]
    assert report["gapCells"] == [{"need": {"code": "work.training"}}]
    assert report["gaps"][0]["problem"]["code"] == "NO_PROVIDER"
    assert report["summaries"][0]["code"] == "work"
    assert report["snapshot"]["version"] == network.version


def test_critical_services_over_graphql(client: Any) -> None:
    query = """query($q: CoverageQuery) { criticalServices(query: $q) {
      kind slug harm emergencies service { slug } organization { slug }
      needs { code } situations { code } profiles cells(first: 5) { outcome { status } } } }"""
    found = client.ask(query, {"q": QUERY})["criticalServices"]
    by_slug = {(item["kind"], item["slug"]): item for item in found}
    celav = by_slug["SERVICE", "celav-equipe-carcere"]
    assert celav["harm"] == 3
    assert celav["organization"] is None
    assert by_slug["ORGANIZATION", "celav"]["service"] is None
    assert all(cell["outcome"]["status"] == "COVERED" for item in found for cell in item["cells"])
    assert [item["harm"] for item in found] == sorted((item["harm"] for item in found), reverse=True)


def test_quality_and_measures_over_graphql(client: Any) -> None:
    query = """query($q: CoverageQuery) { coverage(query: $q) {
      dataTasks(first: 3) { issues plans service { slug } areas { code } }
      measures { partners ties density components members { organization { slug } share broker }
        areas { area { code } partners isolated } caveats(locale: EN) { measure text } } } }"""
    report = client.ask(query, {"q": QUERY})["coverage"]
    assert [task["plans"] for task in report["dataTasks"]] == [3, 3, 3]
    assert report["measures"]["members"][0]["organization"]["slug"] == "comune-di-milano"
    assert len(report["measures"]["areas"]) == 9
    assert {caveat["measure"] for caveat in report["measures"]["caveats"]} >= {"density", "betweenness", "share"}


@pytest.mark.parametrize("command", ["quality", "measures"])
def test_quality_and_measures_fit_the_terminal(capsys: Capture, command: str) -> None:
    for lang in ("it", "en"):
        code, out, err = rete(capsys, command, "--need", "work", "--from", "release-opera", "--lang", lang)
        assert (code, err) == (0, "")
        assert max(map(len, out.splitlines())) <= 80
    _, out, _ = rete(capsys, command, "--need", "work", "--from", "release-opera", "--csv")
    assert len(list(csv.DictReader(io.StringIO(out)))) > 100
    code, out, _ = rete(capsys, command, "--need", "work", "--from", "release-opera", "--json")
    assert code == 0
    assert json.loads(out)


WHAT_IF = """query($c: [NetworkChange!]!, $q: CoverageQuery) { whatIf(changes: $c, query: $q) {
  compared counts { turn count } problems { code number message(locale: EN) italian: message suggestions }
  changes { turns need { code } situation { code } profile
    before { status } after { status steps { services { slug } } } }
  snapshot { version } } }"""


def test_what_if_over_graphql(client: Any) -> None:
    changes = [
        {
            "addService": {
                "slug": "scuola",
                "name": "Scuola",
                "meets": ["work.training"],
                "requires": ["{age: {min: 18}}"],
            }
        },
        {"closeOrganization": "celav"},
    ]
    found = client.ask(WHAT_IF, {"c": changes, "q": QUERY})["whatIf"]
    turns = {change["need"]["code"]: change["turns"] for change in found["changes"]}
    assert turns["work.training"] == ["GAINED"]
    assert turns["work"] == ["LOST"]
    assert found["problems"] == []
    assert {count["turn"]: count["count"] for count in found["counts"]}["GAINED"] == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"closeService": "residenzamy"}, "UNKNOWN_CODE"),
        ({"setRequirement": {"service": "residenzami", "id": "nope"}}, "NO_SUCH_REQUIREMENT"),
        ({"setRequirement": {"service": "residenzami", "id": "x", "when": "{residence: milano}"}}, "INVALID_FORMULA"),
        ({"endReferral": {"sender": "celav", "service": "contrasto-violenza"}}, "NO_SUCH_REFERRAL"),
    ],
)
def test_a_change_that_makes_no_sense_is_a_typed_problem(client: Any, change: dict[str, Any], code: str) -> None:
    found = client.ask(WHAT_IF, {"c": [change], "q": QUERY})["whatIf"]
    assert [problem["code"] for problem in found["problems"]] == [code]
    assert found["changes"] == []


@pytest.mark.parametrize("when", ["{residence", "[1]", "nothing", "&a {residence: *a}", "!!int 5", "[" * 900])
def test_a_condition_that_cannot_be_read_is_a_problem_of_its_change(client: Any, when: str) -> None:
    service = {"slug": "scuola", "name": "Scuola", "meets": ["work.training"], "requires": ["{age: {min: 18}}", when]}
    for change in ({"setRequirement": {"service": "residenzami", "id": "x", "when": when}}, {"addService": service}):
        found = client.ask(WHAT_IF, {"c": [{"closeOrganization": "celav"}, change], "q": QUERY})["whatIf"]
        (problem,) = found["problems"]
        assert (problem["code"], problem["number"]) == ("INVALID_FORMULA", 1)
        assert problem["message"] != problem["italian"]
        assert (found["changes"], found["compared"]) == ([], 0)


def test_as_many_changes_as_are_said_are_taken(client: Any) -> None:
    (problem,) = client.ask(WHAT_IF, {"c": [], "q": QUERY})["whatIf"]["problems"]
    assert (problem["code"], problem["message"]) == ("NO_CHANGE", "Give 1 to 50 changes to compare.")
    many = [{"closeService": "residenzami"}] * 50
    assert client.ask(WHAT_IF, {"c": many, "q": QUERY})["whatIf"]["problems"] == []
    assert client.ask(WHAT_IF, {"c": [*many, *many], "q": QUERY})["whatIf"]["problems"] == [problem]


def test_sizes_are_checked(client: Any) -> None:
    everyone = {"profiles": ["nothing-known", "rough-sleeper", "over-65", "under-18", "resident-elsewhere"]}
    assert client.fail(COVERAGE, {"q": everyone})["extensions"]["code"] == "QUERY_TOO_COSTLY"
    page = "query($q: CoverageQuery) { coverage(query: $q) { cells(first: 5000) { profile } } }"
    assert client.fail(page, {"q": QUERY})["extensions"]["code"] == "BAD_PAGE"
    unknown = client.fail(COVERAGE, {"q": {"needs": ["wrok"]}})
    assert unknown["extensions"]["code"] == "UNKNOWN_CODE"


def test_facts_of_a_person_are_not_taken_over_get(client: Any) -> None:
    query = '{ coverage(query: {needs: ["work"], facts: [{name: "age", test: {is: "44"}}]}) { cellCount } }'
    assert client.request("GET", "/graphql", params={"query": query}).status_code == 405


def test_no_line_is_filled_up_to_the_width_of_a_file(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    _, out, _ = rete(capsys, "coverage", *SCOPE[:2])
    assert "Gaps and their reasons" in out
    assert max(len(line) - len(line.rstrip()) for line in out.splitlines()) < 80


@pytest.mark.parametrize(("lang", "mark"), [("it", ","), ("en", ".")])
def test_numbers_are_written_as_the_language_writes_them(capsys: Capture, lang: str, mark: str) -> None:
    code, out, _ = rete(capsys, "measures", "--need", "work", "--from", "release-opera", "--lang", lang)
    marks = set(re.findall(r"\d([.,])\d", out))
    assert (code, marks) == (0, {mark})
