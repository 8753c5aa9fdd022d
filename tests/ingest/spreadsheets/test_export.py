"""The four sheets for people: what goes out comes back, a changed cell replaces, and an example is no partner."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graph.formula import FactTest
from graph.organizations import Phone
from graph.vocabulary import Locale
from ingest.catalogue import create_catalogue, load_catalogue
from ingest.corrections import Corrected, Correction
from ingest.editing import prepare_edit, write_edit
from ingest.inputs import gather
from ingest.pipeline import Outcome, ingest, write
from ingest.spreadsheets.export import four_sheets
from ingest.spreadsheets.tables import Given
from ingest.spreadsheets.workbook import write_flat_workbook
from ingest.updates import UpdateKind
from tests.told import english

PARTNERS = {"Ente": ["Casa Beta", "Mensa Alfa"], "Tipo di ente": ["dormitorio", "mensa"]}
SERVICE = {
    "Servizio": "Posti letto", "Ente": "Casa Beta",
    "Risponde al bisogno": "posto letto di emergenza o prima accoglienza",
    "Risponde al bisogno 2": "Doccia", "A chi è rivolto": "solo uomini", "Condizioni confermate": "sì",
    "A chi è rivolto 2": "18-35 anni", "Condizioni confermate 2": "no", "Come si accede": "di persona",
    "Come si accede 2": "per telefono", "Documenti da portare": "carta d'identità", "Gratuito": "sì",
    "Stato": "attivo", "Chiuso dal": "01/08/2027", "Chiuso fino al": "31/08/2027", "Posti": "20",
    "Posti liberi": "0", "Posti contati il": "20/11/2026", "Verificato il": "20/11/2026", "Servizio capofila": "sì",
}  # fmt: skip
CONTACTS = [
    {"Ente": "Casa Beta", "Servizio": "Posti letto", "Telefono": "011 1234567", "Orari": "lun-ven 18-22"},
    {"Ente": "Casa Beta", "Servizio": "Posti letto", "Telefono": "333 1234567", "Nota sul telefono": "solo di notte"},
    {"Ente": "Mensa Alfa", "E-mail": "mensa@example.org", "Indirizzo": "via Alfa 2", "CAP": "00182", "Comune": "Roma"},
]


@pytest.fixture
def torino(tmp_path: Path) -> Path:
    return create_catalogue("Torino", tmp_path / "torino", country="IT")


def export(folder: Path, locale: Locale = Locale.IT) -> Path:
    file = folder.parent / "torino.xlsx"
    write_flat_workbook(four_sheets(load_catalogue(folder), locale), file)
    return file


def read(folder: Path, file: Path) -> Outcome:
    return ingest(gather([str(file)], io.BytesIO()), folder)


def append(sheet: Any, *rows: dict[str, str]) -> None:
    heading = [cell.value for cell in sheet[1]]
    for row in rows:
        assert row.keys() <= set(heading), row.keys() - set(heading)
        sheet.append([row.get(name) for name in heading])


def fill(folder: Path) -> Path:
    file = export(folder)
    book = openpyxl.load_workbook(file)
    for sheet in book.worksheets[:4]:
        sheet.delete_rows(2, 9)
    names = zip(*PARTNERS.values(), ["Accoglienza e casa", "Prima necessità"], ["", "pasti"], strict=True)
    append(
        book["Enti"],
        *(dict(zip([*PARTNERS, "Area", "Risponde al bisogno"], row, strict=True)) for row in names),
    )
    append(book["Servizi"], SERVICE)
    append(book["Contatti e orari"], *CONTACTS)
    append(book["Note"], {"Ente": "Mensa Alfa", "Nota": "chiudono in agosto"})
    book.save(file)
    return file


@pytest.fixture
def filled(torino: Path) -> Path:
    outcome = read(torino, fill(torino))
    assert english(outcome.findings) == []
    write(outcome, torino)
    return torino


def cells(book: Any) -> Iterator[tuple[Any, Any]]:
    """Every value of the visible sheets, with its heading."""
    for sheet in book.worksheets[:4]:
        for row in sheet.iter_rows(min_row=2):
            yield from ((cell, sheet.cell(1, cell.column).value) for cell in row if cell.value)


def edit(file: Path, heading: str, value: str, **where: str) -> None:
    """Write `value` into the cells under `heading` that hold `where["was"]`."""
    book = openpyxl.load_workbook(file)
    found = [cell for cell, name in cells(book) if name == heading and cell.value == where["was"]]
    assert found
    for cell in found:
        cell.value = value
    book.save(file)


def test_a_filled_workbook_is_a_catalogue(filled: Path) -> None:
    catalogue = load_catalogue(filled)
    beta, alfa = sorted(catalogue.organizations, key=lambda item: item.slug)
    (beds,) = catalogue.services
    assert (beta.kind, alfa.kind) == ("dormitory", "canteen")
    assert [link.need for link in beds.meets] == ["housing.emergency", "basic-needs.shower"]
    assert [item.when for item in beds.requires] == [FactTest("gender", frozenset({"man"}))]
    assert [check.it for check in beds.verify] == ["A chi è rivolto: 18-35 anni"]
    assert [route.modes for route in beds.routes] == [("walk-in", "phone")]
    assert [(phone.number, phone.note and phone.note.it) for phone in beds.phones] == [
        ("+390111234567", None),
        ("+393331234567", "solo di notte"),
    ]
    assert beds.schedules[0].opening_hours == "Mo-Fr 18:00-22:00"
    assert beds.capacity is not None
    assert (beds.capacity.places, beds.capacity.free) == (20, 0)
    assert str(beds.closures[0].closed_until) == "2027-08-31"
    assert catalogue.hub == "posti-letto"
    assert alfa.addresses[0].postal_code == "00182"
    assert [(item.printed, item.service, [link.need for link in item.meets]) for item in catalogue.listings] == [
        ("Casa Beta", "posti-letto", []),
        ("Mensa Alfa", None, ["basic-needs.meals"]),
    ]


@pytest.mark.sample(1)
@pytest.mark.parametrize("locale", Locale)
def test_what_goes_out_comes_back_the_same(filled: Path, locale: Locale) -> None:
    outcome = read(filled, export(filled, locale))
    assert english(outcome.findings) == []
    assert outcome.count(UpdateKind.SAME) == len(outcome.updates) == 5
    write(outcome, filled)
    assert [service.phones[0].printed for service in load_catalogue(filled).services] == ["011 1234567"]
    assert read(filled, export(filled, locale)).files == {}


@pytest.mark.sample(1)
@pytest.mark.parametrize("locale", Locale)
def test_milan_comes_back_without_a_change(milano: Path, tmp_path: Path, locale: Locale) -> None:
    file = tmp_path / "milano.xlsx"
    write_flat_workbook(four_sheets(load_catalogue(milano), locale), file)
    outcome = read(milano, file)
    assert (english(outcome.findings), outcome.files) == ([], {})
    assert outcome.count(UpdateKind.SAME) == len(outcome.updates) > 300


def test_a_changed_cell_replaces_that_value_alone(filled: Path) -> None:
    file = export(filled)
    edit(file, "Telefono", "011 7654321", was="011 1234567")
    outcome = read(filled, file)
    (changed,) = [change for change in outcome.updates if change.kind is not UpdateKind.SAME]
    assert (changed.identifier, [item.name for item in changed.fields]) == ("posti-letto", ["phones"])
    write(outcome, filled)
    (beds,) = load_catalogue(filled).services
    assert [phone.number for phone in beds.phones] == ["+390117654321", "+393331234567"]


def test_a_name_may_change_and_the_thing_stays(filled: Path) -> None:
    file = export(filled)
    edit(file, "Servizio", "Letti", was="Posti letto")
    write(read(filled, file), filled)
    assert [(service.slug, service.name) for service in load_catalogue(filled).services] == [("posti-letto", "Letti")]


def test_a_condition_counts_once_it_is_confirmed(filled: Path) -> None:
    file = export(filled)
    edit(file, "Condizioni confermate 2", "sì", was="no")
    write(read(filled, file), filled)
    (beds,) = load_catalogue(filled).services
    assert [item.label.it for item in beds.requires] == ["solo uomini", "18-35 anni"]
    assert beds.verify == ()


def test_an_emptied_cell_makes_it_unknown(filled: Path) -> None:
    file = export(filled)
    edit(file, "Gratuito", "", was="sì")
    write(read(filled, file), filled)
    assert load_catalogue(filled).services[0].cost is None


def test_a_correction_stays_and_a_changed_cell_under_it_is_told(filled: Path) -> None:
    correction = Correction(
        about="posti-letto", told="telefonata", verified=date(2026, 11, 26),
        set=Corrected(phones=(Phone(printed="011 9999999", number="+390119999999"),)),
    )  # fmt: skip
    write_edit(filled, prepare_edit(filled, correction))
    file = export(filled)
    outcome = read(filled, file)
    assert {change.kind for change in outcome.updates} == {UpdateKind.SAME}
    edit(file, "Telefono", "011 7654321", was="011 9999999")
    outcome = read(filled, file)
    assert any("the correction of 2026-11-26 (telefonata) still wins" in told for told in english(outcome.unread))
    write(outcome, filled)
    assert [phone.printed for phone in load_catalogue(filled).services[0].phones] == ["011 9999999"]


@pytest.mark.parametrize("locale", Locale)
def test_an_empty_catalogue_gives_four_sheets_with_an_example(torino: Path, locale: Locale) -> None:
    file = export(torino, locale)
    book = openpyxl.load_workbook(file)
    shown = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert (
        shown
        == {
            Locale.IT: ["Enti", "Servizi", "Contatti e orari", "Note"],
            Locale.EN: ["Partners", "Services", "Contacts and hours", "Notes"],
        }[locale]
    )
    assert all(sheet.max_row == 2 for sheet in book.worksheets[:4])
    outcome = read(torino, file)
    assert (english(outcome.findings), outcome.updates) == ([], ())
    assert any("is an example" in told for told in english(outcome.unread))


def test_mistakes_of_all_rows_are_told_at_once_in_the_words_of_the_sheet(torino: Path) -> None:
    file = fill(torino)
    book = openpyxl.load_workbook(file)
    append(
        book["Servizi"],
        {"Servizio": "Altro", "Ente": "Casa Beta", "Risponde al bisogno": "chiacchiere", "Posti": "dieci"},
    )
    append(book["Contatti e orari"], {"Servizio": "Nessuno", "Telefono": "1"}, {"Ente": "Mensa Alfa", "E-mail": "boh"})
    book.save(file)
    findings = english(read(torino, file).findings)
    assert [finding.partition(": ")[0] for finding in findings] == [
        "torino.xlsx, sheet 'Contatti e orari', row 5, column 'Servizio'",
        "torino.xlsx, sheet 'Contatti e orari', row 6, column 'E-mail'",
        "torino.xlsx, sheet 'Servizi', row 3, column 'Risponde al bisogno'",
        "torino.xlsx, sheet 'Servizi', row 3, column 'Posti'",
    ]


def test_a_column_of_ones_own_is_kept_and_told_once(filled: Path) -> None:
    file = export(filled)
    book = openpyxl.load_workbook(file)
    sheet = book["Servizi"]
    sheet.cell(1, sheet.max_column + 1, "Colore")
    sheet.cell(2, sheet.max_column, "verde")
    book.save(file)
    outcome = read(filled, file)
    assert [told for told in english(outcome.unread) if "not known" in told] == [
        "torino.xlsx, sheet 'Servizi', row 1, column 'Colore': this column is not known; it is kept as a note."
    ]
    write(outcome, filled)
    (beds,) = load_catalogue(filled).services
    assert beds.note is not None
    assert "Colore: verde" in beds.note.it


def test_the_sheets_offer_values_to_choose_from(filled: Path) -> None:
    book = openpyxl.load_workbook(export(filled))
    sheet = book["Servizi"]
    headings = {cell.value: cell.column_letter for cell in sheet[1]}
    lists = {str(item.sqref).partition("2:")[0]: item.formula1 for item in sheet.data_validations.dataValidation}
    assert lists[headings["Ente"]] == "'Enti'!$A$2:$A$100000"
    offered = lists[headings["Risponde al bisogno 2"]].partition("!")[2].replace("$", "")
    values = [cell.value for row in book["choices"][offered] for cell in row]
    assert "pasti" in values


def test_rows_for_people_are_no_document(torino: Path) -> None:
    given = Given("Enti.csv", b"Ente;Tipo di ente\nMensa Alfa;mensa\n")
    outcome = ingest([given], torino)
    assert english(outcome.findings) == []
    assert [change.identifier for change in outcome.updates] == ["mensa-alfa"]


def add_rows(file: Path, sheet: str, *rows: dict[str, str]) -> None:
    book = openpyxl.load_workbook(file)
    append(book[sheet], *rows)
    book.save(file)


def test_two_rows_of_one_service_that_disagree_are_a_finding(torino: Path) -> None:
    file = fill(torino)
    add_rows(file, "Servizi", {**SERVICE, "Stato": "chiuso per ora"})
    (found,) = english(read(torino, file).findings)
    assert found.endswith(
        "row 3, column 'Stato': 'chiuso per ora' is not what torino.xlsx, sheet 'Servizi', row 2, column 'Stato' says "
        "('attivo'): of one thing only one can be true."
    )


def test_rows_that_say_the_same_say_it_once_and_notes_add_up(torino: Path) -> None:
    file = fill(torino)
    add_rows(file, "Servizi", SERVICE)
    add_rows(file, "Contatti e orari", CONTACTS[0])
    add_rows(file, "Note", {"Ente": "Mensa Alfa", "Nota": "suonare"})
    outcome = read(torino, file)
    assert english(outcome.findings) == []
    write(outcome, torino)
    catalogue = load_catalogue(torino)
    (beds,) = catalogue.services
    assert (len(beds.organizations), len(beds.phones)) == (1, 2)
    canteen = next(item for item in catalogue.organizations if item.slug == "mensa-alfa")
    assert (canteen.note and canteen.note.it) == "chiudono in agosto\nsuonare"


def test_a_second_closure_is_shown_and_stays(torino: Path) -> None:
    file = fill(torino)
    add_rows(file, "Servizi", {**SERVICE, "Chiuso dal": "24/12/2027", "Chiuso fino al": "06/01/2028"})
    write(read(torino, file), torino)
    again = export(torino)
    edit(again, "Chiuso fino al 2", "2028-01-09", was="2028-01-06")
    write(read(torino, again), torino)
    (beds,) = load_catalogue(torino).services
    assert [str(one.closed_until) for one in beds.closures] == ["2027-08-31", "2028-01-09"]


def test_a_finding_names_the_cell_that_is_wrong(torino: Path) -> None:
    file = fill(torino)
    edit(file, "Posti contati il", "oggi", was="20/11/2026")
    found = english(read(torino, file).findings)
    assert any("column 'Posti contati il': 'oggi' is not a date" in one for one in found)
