"""Documents against a catalogue: same, new, changed, vanished; nothing over a human judgement; all or nothing."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from api.render.ingestion_view import report_lines
from graph.errors import CatalogueError
from ingest.catalogue import load_catalogue, load_with_places
from ingest.documents import Document
from ingest.inputs import gather
from ingest.pipeline import Outcome, ingest, is_unchanged, remember, write
from ingest.spreadsheets.tables import Given
from ingest.updates import UpdateKind
from ingest.validation.report import validate
from tests.told import english, refuses

Edit = Callable[[str, str], list[Given]]


@pytest.fixture
def given(examples: Path) -> tuple[Given, ...]:
    return gather([str(examples / "documents")], BytesIO())


@pytest.fixture
def edited(given: tuple[Given, ...]) -> Edit:
    """The example documents with one passage exchanged."""

    def edit(old: str, new: str) -> list[Given]:
        found = [Given(item.name, item.data.replace(old.encode(), new.encode(), 1)) for item in given]
        assert found != list(given)
        return found

    return edit


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def kinds(outcome: Outcome) -> dict[UpdateKind, int]:
    return {kind: outcome.count(kind) for kind in UpdateKind if outcome.count(kind)}


def test_a_first_ingestion_writes_what_is_new_and_a_second_nothing(city: Path, given: tuple[Given, ...]) -> None:
    before = tree(city)
    first = ingest(given, city)
    assert tree(city) == before
    assert kinds(first) == {UpdateKind.NEW: 36}
    write(first, city)
    after = tree(city)
    assert {name: data for name, data in after.items() if name in before} == before
    second = ingest(given, city)
    assert kinds(second) == {UpdateKind.SAME: 36}
    assert second.files == {}
    write(second, city)
    assert tree(city) == after


def test_what_was_extracted_loads_and_cites_its_lines(city: Path, given: tuple[Given, ...], examples: Path) -> None:
    write(ingest(given, city), city)
    loaded = load_with_places(city)
    assert {source.slug for source in loaded.catalogue.sources} == {"carta", "pagina", "rete"}
    from ingest.documents import read_documents

    files = {source.slug: source.file for source in loaded.catalogue.sources}
    report = validate(loaded, read_documents(examples / "documents", files))
    assert report.verified is not None
    assert (report.verified.checked, report.verified.findings) == (24, ())
    assert all("look alike" in told for told in english(report.findings))


def test_every_line_of_the_examples_has_a_fate(city: Path, given: tuple[Given, ...]) -> None:
    outcome = ingest(given, city)
    for account in outcome.accounts:
        assert sum(account.ledger.counts().values()) == sum(1 for _ in account.document.numbered())
    lost = {account.document.source: account.ledger.list_not_understood() for account in outcome.accounts}
    assert lost == {"carta": (), "pagina": (6,), "rete": (2,)}


def test_proposals_go_once_they_are_judged(city: Path, given: tuple[Given, ...]) -> None:
    write(ingest(given, city), city)
    proposed = {path.name for path in (city / "proposals").iterdir()}
    assert proposed == {"judgements.yaml", "listings.yaml", "services.yaml"}
    for name in ("judgements.yaml", "listings.yaml"):
        (city / "curated" / name).write_bytes((city / "proposals" / name).read_bytes())
    write(ingest(given, city), city)
    assert {path.name for path in (city / "proposals").iterdir()} == {"services.yaml"}
    assert validate(load_with_places(city), {}).sound


def test_an_edited_document_is_compared_entry_by_entry(city: Path, given: tuple[Given, ...], edited: Edit) -> None:
    write(ingest(given, city), city)
    outcome = ingest(edited("Tel: 02.1234567", "Tel: 02.7654321"), city)
    (change,) = [change for change in outcome.updates if change.kind is not UpdateKind.SAME]
    assert (change.kind, change.part, change.identifier) == (UpdateKind.CHANGED, "sheets", "MENSA CAMPIONE")
    assert [item.name for item in change.fields] == ["phones"]


def test_only_the_documents_given_are_compared(city: Path, given: tuple[Given, ...]) -> None:
    write(ingest(given, city), city)
    before = tree(city)
    outcome = ingest([item for item in given if item.name == "pagina.html"], city)
    assert kinds(outcome) == {UpdateKind.SAME: 36}
    write(outcome, city)
    assert tree(city) == before


def test_a_judged_entry_that_vanishes_stops_the_writing(city: Path, given: tuple[Given, ...], edited: Edit) -> None:
    write(ingest(given, city), city)
    judged = "- {entry: prima-necessita/mensa-campione, organization: mensa, meets: [], why: The name does not tell.}\n"
    (city / "curated" / "listings.yaml").write_text(judged)
    before = {name: data for name, data in tree(city).items() if not name.startswith("proposals")}
    outcome = ingest(edited("Mensa Campione\n", "Mensa Campioni\n"), city)
    assert tuple(english(outcome.findings)) == (
        "curated/listings.yaml:1: no extracted entry is called 'prima-necessita/mensa-campione'; "
        "see extracted/partners.yaml for the names.",
    )
    assert [entry["keeps"] for entry in outcome.proposals["identifiers"]] == ["prima-necessita/mensa-campione"]
    write(outcome, city)
    assert {name: data for name, data in tree(city).items() if not name.startswith("proposals")} == before
    assert (city / "proposals" / "identifiers.yaml").is_file()


def test_judgements_that_no_longer_fit_are_told(city: Path, edited: Edit) -> None:
    with refuses(CatalogueError, r"slide\.yaml, lines: 'accoglienza', judged on line 25: no line"):
        ingest(edited("\naccoglienza\n", "\nospitalità\n"), city)


def test_a_described_source_that_changed_is_proposed_anew(city: Path, given: tuple[Given, ...], edited: Edit) -> None:
    write(ingest(given, city), city)
    sources = city / "extracted" / "sources.yaml"
    (city / "curated" / "sources.yaml").write_bytes(sources.read_bytes())
    write(ingest(given, city), city)
    assert not sources.exists()
    outcome = ingest(edited("Tel: 02.1234567", "Tel: 02.7654321"), city)
    (proposed,) = outcome.proposals["sources"]
    assert proposed["slug"] == "carta"
    known = {source.slug: source.sha256 for source in load_catalogue(city).sources}
    assert proposed["sha256"] != known["carta"]


def test_the_report_has_everything_and_ends_with_the_numbers(city: Path, given: tuple[Given, ...]) -> None:
    lines = list(report_lines(ingest(given, city), written=False, tell=str))
    assert {line["type"] for line in lines} == {"document", "change", "proposal", "summary"}
    summary = lines[-1]
    assert summary["type"] == "summary"
    assert (summary["documents"], summary["new"], summary["proposals"]) == (3, 36, 11)
    assert summary["lines"] == sum(sum(line["fates"].values()) for line in lines if line["type"] == "document")


@pytest.mark.documents
def test_milan_is_up_to_date_with_its_documents(documents: dict[str, Document], milano: Path) -> None:
    import os

    from ingest.documents import documents_folder

    folder = documents_folder(os.environ)
    assert folder is not None
    outcome = ingest(gather([str(folder / document.file) for document in documents.values()], BytesIO()), milano)
    assert outcome.count(UpdateKind.SAME) == len(outcome.updates) > 150
    assert (outcome.files, outcome.findings) == ({}, ())
    assert sum(map(len, outcome.proposals.values())) == 0
    assert all(account.ledger.list_not_understood() == () for account in outcome.accounts)
    assert sum(len(account.cited) for account in outcome.accounts) > 550


def test_what_was_read_last_is_known_until_the_catalogue_changes(city: Path, given: tuple[Given, ...]) -> None:
    assert not is_unchanged(given, city)
    write(ingest(given, city), city)
    remember(given, city)
    assert is_unchanged(given, city)
    assert not is_unchanged(given[:1], city)
    with (city / "curated" / "needs.yaml").open("a") as file:
        file.write("# a note\n")
    assert not is_unchanged(given, city)
