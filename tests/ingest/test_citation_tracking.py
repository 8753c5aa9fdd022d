"""Citations in `curated/` when their document gets a new edition: told, proposed, taken over; never lost in silence."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.message import Text
from ingest.catalogue import load_with_places
from ingest.citation_tracking import DisplacementKind, count_kinds
from ingest.pipeline import Outcome, ingest, write
from ingest.spreadsheets.tables import Given
from ingest.validation.report import validate
from tests.told import english

TEXT = "Titolo\nSportello Uno\nvia Roma 1\n\nSportello Due\nTel 02 1234567\n\nSportello Tre\nSportello Quattro\n"
SERVICES = """\
# Kept: this comment.
- slug: uno
  name: Uno
  cite: opuscolo:2-3 # and this one
  phones: [{printed: 02 1234567, cite: [opuscolo:5, opuscolo:6]}]
  verify: [{it: Tre, en: Three}]
- slug: due
  name: Due
  cite: "opuscolo:8-9"
"""
Ingest = Callable[[str], Outcome]


@pytest.fixture
def again(city: Path) -> Ingest:
    """Ingests a text as the document `opuscolo`; the first edition was cited by two services."""

    def call(text: str) -> Outcome:
        outcome = ingest([Given("opuscolo.txt", text.encode())], city)
        write(outcome, city)
        return outcome

    call(TEXT)
    (city / "curated" / "services.yaml").write_text(SERVICES, encoding="utf-8")
    return call


def kinds(outcome: Outcome) -> list[int]:
    return list(count_kinds(outcome.displacements).values())


def take_over(city: Path) -> None:
    for file in (city / "proposals" / "curated").iterdir():
        shutil.copy(file, city / "curated")


def evidence(outcome: Outcome) -> set[str]:
    (account,) = outcome.accounts
    return {account.document.line(line) for line in account.cited}


def test_the_same_edition_leaves_every_citation_where_it_is(again: Ingest, city: Path) -> None:
    assert kinds(again(TEXT)) == [4, 0, 0, 0]
    assert not (city / "proposals" / "curated").exists()


def test_moved_lines_are_told_and_proposed_until_they_are_taken_over(again: Ingest, city: Path) -> None:
    known = evidence(again(TEXT))
    edition = TEXT.replace("\n", "\n\nAltro\n", 1)
    for _ in range(2):
        outcome = again(edition)
        assert kinds(outcome) == [0, 4, 0, 0]
        assert evidence(outcome) == known
    assert outcome.files == {}
    assert (city / "curated" / "services.yaml").read_text() == SERVICES
    take_over(city)
    proposed = SERVICES.replace("2-3", "4-5").replace(":5, opuscolo:6", ":7, opuscolo:8").replace("8-9", "10-11")
    assert (city / "curated" / "services.yaml").read_text() == proposed
    outcome = again(edition)
    assert kinds(outcome) == [4, 0, 0, 0]
    assert not (city / "proposals" / "curated").exists()
    assert kinds(again(edition.replace("Altro\n", "", 1))) == [0, 4, 0, 0]


def test_what_is_taken_over_keeps_what_people_wrote_about_the_source(again: Ingest, city: Path) -> None:
    record = (
        (city / "extracted" / "sources.yaml")
        .read_text()
        .replace("title: opuscolo.txt", "title: Mio\n  note: {it: n, en: m}")
    )
    (city / "curated" / "sources.yaml").write_text(record)
    again("Prima\n" + TEXT)
    take_over(city)
    sources = {source.slug: source for source in load_with_places(city).catalogue.sources}
    taken = sources["opuscolo"]
    assert (taken.title, taken.note, taken.lines) == ("Mio", Text("n", "m"), 10)
    assert kinds(again("Prima\n" + TEXT)) == [4, 0, 0, 0]


def test_a_line_that_changed_within_a_citation_is_told(again: Ingest) -> None:
    outcome = again(TEXT.replace("via Roma 1", "via Roma 2"))
    assert kinds(outcome) == [3, 0, 1, 0]
    assert [str(item.now) for item in outcome.displacements if item.kind is DisplacementKind.CHANGED] == ["opuscolo:2"]


def test_a_line_that_came_between_is_told(again: Ingest) -> None:
    assert kinds(again(TEXT.replace("Sportello Quattro", "nuova\nSportello Quattro"))) == [3, 0, 1, 0]


def test_what_vanished_cannot_be_taken_over_in_silence(again: Ingest, city: Path) -> None:
    outcome = again(TEXT.replace("Tel 02 1234567\n", ""))
    assert kinds(outcome) == [2, 1, 0, 1]
    assert evidence(outcome) >= {"Sportello Due", "Sportello Tre"}
    take_over(city)
    (told,) = (each for each in english(validate(load_with_places(city), {}).findings) if "cites no" in each)
    assert told.startswith("curated/services.yaml:")
    assert "opuscolo-gone:6" in told


def test_lines_that_changed_places_are_not_called_the_same(again: Ingest) -> None:
    outcome = again(TEXT.replace("Sportello Tre\nSportello Quattro", "Sportello Quattro\nSportello Tre"))
    assert kinds(outcome) == [3, 0, 0, 1]


def test_an_edition_whose_lines_nobody_knows_is_told(again: Ingest, city: Path) -> None:
    shutil.move(city / "extracted" / "sources.yaml", city / "curated" / "sources.yaml")
    (city / "extracted" / "lines.yaml").unlink()
    outcome = again("Prima\n" + TEXT)
    assert kinds(outcome) == [0, 0, 0, 0]
    (unread,) = english(outcome.unread)
    assert "nobody can tell whether citations of it moved" in unread
    assert not (city / "extracted" / "lines.yaml").exists()


def test_what_is_displaced_stays_proposed_while_other_documents_are_ingested(city: Path) -> None:
    def both(shift: str) -> list[Given]:
        return [Given(f"{name}.txt", f"{shift}{TEXT}{name}\n".encode()) for name in ("opuscolo", "volantino")]

    def redirected() -> dict[str, str]:
        return {file.name: file.read_text() for file in (city / "proposals" / "curated").iterdir()}

    write(ingest(both(""), city), city)
    services = "- slug: uno\n  name: Uno\n  cite: opuscolo:2-3\n- slug: due\n  name: Due\n  cite: volantino:2-3\n"
    (city / "curated" / "services.yaml").write_text(services, encoding="utf-8")
    shifted = both("Prima\n")
    write(ingest(shifted, city), city)
    proposed = redirected()
    assert proposed["services.yaml"] == services.replace("2-3", "3-4")
    for some in (shifted[1:], shifted[:1], shifted):
        outcome = ingest(some, city)
        assert kinds(outcome) == [0, 2, 0, 0]
        assert outcome.files == {}
    assert redirected() == proposed
    further = ingest([Given("volantino.txt", f"Prima\nSeconda\n{TEXT}volantino\n".encode())], city)
    write(further, city)
    assert "cite: opuscolo:3-4" in redirected()["services.yaml"]
    assert "cite: volantino:4-5" in redirected()["services.yaml"]
    take_over(city)
    assert kinds(ingest(shifted[:1], city)) == [2, 0, 0, 0]
    write(ingest(shifted[:1], city), city)
    assert not (city / "proposals" / "curated").exists()
    assert not (city / "extracted" / "next-lines.yaml").exists()
    assert validate(load_with_places(city), {}).findings == ()
