"""Somebody else's spreadsheet: what its columns mean is proposed, confirmed once, and used ever after."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from graph.errors import QuestionError
from graph.formula import FactTest
from graph.vocabulary import Locale, ServiceStatus
from ingest.catalogue import create_catalogue, inspect_catalogue, load_catalogue, load_with_places
from ingest.documents import read_documents
from ingest.pipeline import Outcome, ingest, write
from ingest.spreadsheets.column_map import ColumnMap
from ingest.spreadsheets.column_proposal import settle_map
from ingest.spreadsheets.export import four_sheets
from ingest.spreadsheets.headings import Field, find_field
from ingest.spreadsheets.tables import Given, read_tables
from ingest.spreadsheets.workbook import write_flat_workbook
from ingest.transaction import publish
from ingest.validation.report import validate
from tests.told import english, refuses

Rows = Sequence[Sequence[object]]
HEADINGS = ["Denominazione", "Tipologia", "Cosa offre", "Destinatari", "Recapiti", "Orari", "Referente", "Colore"]
ALFA = [
    "Dormitorio Alfa",
    "Accoglienza",
    "dormitorio, docce",
    "solo uomini",
    "011 1234567; a@b.org",
    "lun-ven 18-22",
    "Tizio",
    "blu",
]
BETA = ["Mensa Beta", "Cibo", "mensa", "18-35 anni", "#N/A", "quando capita", "", ""]
ROWS: Rows = [["RUBRICA 2026"], ["aggiornata"], [], HEADINGS, ALFA, BETA]


@pytest.fixture
def torino(tmp_path: Path) -> Path:
    return create_catalogue("Torino", tmp_path / "torino", country="IT")


def book(rows: Rows, edit: Callable[[openpyxl.Workbook], None] = lambda _: None, name: str = "theirs.xlsx") -> Given:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Foglio1"
    for number, row in enumerate(rows, 1):
        for position, value in enumerate(row, 1):
            sheet.cell(number, position, value)
    edit(made)
    file = io.BytesIO()
    made.save(file)
    return Given(name, file.getvalue())


def settle(
    given: Given, folder: Path, columns: Sequence[str] = (), values: Sequence[str] = (), confirm: bool = False
) -> ColumnMap:
    found = settle_map(given.name, read_tables((given,)), load_with_places(folder), columns, values, confirm)
    assert found is not None
    publish({found.file: found.text()}, folder)
    return found


def take(given: Given, folder: Path) -> Outcome:
    settle(given, folder, confirm=True)
    outcome = ingest([given], folder)
    assert english(outcome.findings) == []
    write(outcome, folder)
    return outcome


def test_columns_are_proposed_by_headings_below_the_title(torino: Path) -> None:
    (sheet,) = settle(book(ROWS), torino).sheets
    assert sheet.row == 4
    assert dict(sheet.columns) == {
        "Denominazione": Field.PARTNER,
        "Tipologia": Field.AREA,
        "Cosa offre": Field.MEETS,
        "Destinatari": Field.CONDITION,
        "Recapiti": Field.CONTACTS,
        "Orari": Field.HOURS,
        "Referente": Field.PERSON,
        "Colore": Field.FREE_FIELD,
    }


def test_columns_without_telling_headings_are_proposed_by_their_contents(torino: Path) -> None:
    rows = [["A", "B", "C", "D"], *([f"Ente {n}", f"011 123456{n}", f"a{n}@b.org", "lun-ven 9-12"] for n in range(4))]
    (sheet,) = settle(book(rows), torino).sheets
    assert [item for _, item in sheet.columns] == [Field.PARTNER, Field.PHONE, Field.EMAIL, Field.HOURS]


def test_nothing_is_read_before_it_is_confirmed(torino: Path) -> None:
    settle(book(ROWS), torino)
    outcome = ingest([book(ROWS)], torino)
    assert (english(outcome.findings), outcome.updates, outcome.files) == ([], (), {})
    assert any("waits to be confirmed" in told for told in english(outcome.unread))


def test_a_confirmed_map_reads_the_file_and_the_next_one(torino: Path) -> None:
    take(book(ROWS), torino)
    catalogue = load_catalogue(torino)
    alfa = next(service for service in catalogue.services if service.slug == "dormitorio-alfa")
    assert [link.need for link in alfa.meets] == ["housing.emergency", "basic-needs.shower"]
    assert [item.when for item in alfa.requires] == [FactTest("gender", frozenset({"man"}))]
    assert [phone.number for phone in alfa.phones] == ["+390111234567"]
    assert [email.address for email in alfa.emails] == ["a@b.org"]
    assert alfa.schedules[0].opening_hours == "Mo-Fr 18:00-22:00"
    assert alfa.note is not None
    assert "Colore: blu" in alfa.note.it
    next_month = book([["Altro titolo"], HEADINGS, ALFA], name="dicembre.xlsx")
    outcome = ingest([next_month], torino)
    assert english(outcome.findings) == []
    assert {change.identifier for change in outcome.updates if change.kind == "same"} >= {"dormitorio-alfa"}


def test_names_of_persons_are_never_kept(torino: Path) -> None:
    take(book(ROWS), torino)
    written = "".join(file.read_text() for file in torino.rglob("*") if file.is_file())
    assert "Dormitorio Alfa" in written
    assert "Tizio" not in written


def test_no_value_stops_the_file_and_each_is_told_with_its_row(torino: Path) -> None:
    settle(book(ROWS), torino, confirm=True)
    told = english(ingest([book(ROWS)], torino).unread)
    at = "theirs.xlsx, sheet 'Foglio1', row 6, column"
    assert any(one.startswith(f"{at} 'Recapiti': is the error #N/A") for one in told)
    assert any(one.startswith(f"{at} 'Orari': hours that are not understood") for one in told)


def test_a_person_corrects_a_column_and_a_value(torino: Path) -> None:
    known = settle(book(ROWS), torino, ["Colore=Nota", "Destinatari=skip"], ["dormitorio=housing.temporary"], True)
    assert dict(known.sheets[0].columns)["Destinatari"] is Field.SKIP
    write(ingest([book(ROWS)], torino), torino)
    catalogue = load_catalogue(torino)
    (alfa,) = [item for item in catalogue.listings if item.organization == "dormitorio-alfa"]
    assert [link.need for link in alfa.meets] == ["housing.temporary", "basic-needs.shower"]
    assert catalogue.services == ()


@pytest.mark.parametrize(
    ("columns", "values", "told"),
    [
        (["Colore=arcobaleno"], [], "is not a meaning of a column"),
        (["Nessuna=Nota"], [], "there is no column 'Nessuna'"),
        (["Colore"], [], "--column"),
        ([], ["mensa=boh"], "see `rete needs`"),
    ],
)
def test_a_correction_of_nothing_is_refused(torino: Path, columns: list[str], values: list[str], told: str) -> None:
    with refuses(QuestionError, told):
        settle(book(ROWS), torino, columns, values)


def test_merged_cells_hidden_sheets_and_titles_between_the_rows(torino: Path) -> None:
    rows = [
        ["Ente", "Telefono", "Indirizzo", "Note"],
        ["ACCOGLIENZA"],
        ["Casa Uno", "011 1234567", "via A 1", ""],
        ["", "011 7654321", "via B 2", ""],
    ]

    def edit(made: openpyxl.Workbook) -> None:
        made.worksheets[0].merge_cells("A2:D2")
        made.worksheets[0].merge_cells("A3:A4")
        hidden = made.create_sheet("vecchio")
        hidden.append(["Ente", "Telefono"])
        hidden.append(["Casa Vecchia", "011 1111111"])
        hidden.sheet_state = "hidden"

    given = book(rows, edit)
    outcome = take(given, torino)
    catalogue = load_catalogue(torino)
    (one,) = catalogue.organizations
    assert [phone.printed for phone in one.phones] == ["011 1234567", "011 7654321"]
    assert [listing.area for listing in catalogue.listings] == ["accoglienza"]
    assert any("'vecchio'" in told and "hidden" in told for told in english(outcome.unread))


def test_columns_that_a_map_does_not_know_are_kept_and_told_once(torino: Path) -> None:
    settle(book(ROWS), torino, confirm=True)
    rows = [[*HEADINGS, "Bici"], [*ALFA, "sì"], [*BETA, "no"]]
    outcome = ingest([book(rows)], torino)
    assert sum("this column is not known" in told for told in english(outcome.unread)) == 1


def test_a_map_of_few_columns_is_not_that_of_a_sheet_with_many(torino: Path) -> None:
    take(book([["Ente", "Telefono"], ["Alfa", "011 1234567"]], name="piccola.xlsx"), torino)
    headings = ["Ente", "Telefono", "Orari", "Destinatari", "Cosa offre"]
    many = book([headings, ["Beta", "011 7654321", "lun 9-12", "solo uomini", "mensa"]])
    assert english(ingest([many], torino).findings)[0].endswith("proposes what its columns mean.")
    assert dict(settle(many, torino).sheets[0].columns)["Orari"] is Field.HOURS
    take(many, torino)
    assert english(ingest([book([["Ente", "Telefono"], ["Gamma", "011 1"]])], torino).findings) == []


OFFERS: Rows = [
    ["Ente", "Servizi offerti", "Destinatari", "Orari", "Stato", "Note"],
    ["Caritas", "Mensa, mensa, pasti", "tutti", "lun-ven 12-14", "attivo", "prima"],
    ["Caritas", "Dormitorio", "solo uomini", "tutti i giorni 20-8", "chiuso", "seconda"],
    ["Ponte", "Mensa", "", "", "", ""],
    ["Ponte", "Docce", "", "", "", "insieme"],
]


def test_what_is_said_of_one_offer_is_not_said_of_another(torino: Path) -> None:
    told = english(take(book(OFFERS), torino).unread)
    found = {service.slug: service for service in load_catalogue(torino).services}
    canteen, beds = found["caritas-mensa-pasti"], found["caritas-dormitorio"]
    assert [link.need for link in canteen.meets] == ["basic-needs.meals"]
    assert (canteen.requires, canteen.status, len(canteen.schedules)) == ((), ServiceStatus.ACTIVE, 1)
    assert [item.when for item in beds.requires] == [FactTest("gender", frozenset({"man"}))]
    assert beds.status is ServiceStatus.TEMPORARILY_CLOSED
    assert (beds.note and beds.note.it) == "seconda"
    assert any("row 3: is about 'Caritas – Dormitorio'" in one for one in told)
    assert [link.need for link in found["ponte"].meets] == ["basic-needs.meals", "basic-needs.shower"]


def test_rows_about_one_service_that_disagree_are_told_and_lose_nothing(torino: Path) -> None:
    rows = [
        ["Ente", "Servizio", "Cosa offre", "Stato", "Note"],
        ["Alfa", "Mensa", "mensa", "attivo", "prima"],
        ["Alfa", "Mensa", "mensa", "chiuso", "seconda"],
    ]
    told = english(take(book(rows), torino).unread)
    (service,) = load_catalogue(torino).services
    assert service.status is ServiceStatus.ACTIVE
    assert service.note is not None
    assert {"prima", "seconda", "Stato: chiuso"} <= set(service.note.it.splitlines())
    assert any("row 3, column 'Stato': 'chiuso' is not what" in one and "row 2" in one for one in told)


def test_the_name_of_a_service_may_say_what_it_is_for(torino: Path) -> None:
    given = book([["Ente", "Servizio", "Telefono"], ["Alfa", "Mensa", "011 1"], ["Alfa", "Punto Blu", "011 2"]])
    assert settle(given, torino).values == {Field.SERVICE: {"Mensa": "basic-needs.meals"}}
    take(given, torino)
    found = {service.name: [link.need for link in service.meets] for service in load_catalogue(torino).services}
    assert found == {"Mensa": ["basic-needs.meals"], "Punto Blu": []}


def test_days_in_columns_several_addresses_and_towns_below_the_street(torino: Path, tmp_path: Path) -> None:
    rows = [
        ["Ente", "Servizio", "Lun", "Mar", "Mer", "E-mail", "Indirizzo", "Modalità di accesso", "Chi invia"],
        [
            "Alfa", "Mensa", "9-12", "chiuso", "9-12", "a@b.org; c@d.org", "Via Padova 7\n10100 Torino (TO)",
            "telefonare dal lun al ven", "Nessuno di Noto",
        ],
        ["Beta", "Docce", "9-12", "quando capita", "", "", "", "", ""],
    ]  # fmt: skip
    given = book(rows)
    take(given, torino)
    (tmp_path / given.name).write_bytes(given.data)
    files = {source.slug: source.file for source in load_catalogue(torino).sources}
    assert validate(inspect_catalogue(torino), read_documents(tmp_path, files)).sound
    # A workbook that is elsewhere is not looked for.
    assert read_documents(torino, files) == {}
    alfa, beta = sorted(load_catalogue(torino).services, key=lambda service: service.slug, reverse=True)
    assert [(one.printed, one.opening_hours) for one in alfa.schedules] == [
        ("Lun 9-12; Mar chiuso; Mer 9-12", "Mo,We 09:00-12:00; Tu off")
    ]
    assert [one.address for one in alfa.emails] == ["a@b.org", "c@d.org"]
    assert [(one.street, one.postal_code, one.municipality) for one in alfa.addresses] == [
        ("Via Padova 7", "10100", "Torino")
    ]
    assert alfa.note is not None
    assert "telefonare dal lun al ven" in alfa.note.it
    assert "phone" not in alfa.note.it
    assert [(one.printed, one.opening_hours) for one in beta.schedules] == [
        ("Lun 9-12", "Mo 09:00-12:00"),
        ("Mar quando capita", None),
    ]


def test_the_name_of_a_person_is_no_service(torino: Path) -> None:
    given = book([["Nome", "Cognome", "Telefono", "Ente"], ["Tizio", "Caio", "011 1234567", "Alfa"]])
    assert [item for _, item in settle(given, torino).sheets[0].columns][:2] == [Field.PERSON, Field.PERSON]
    take(given, torino)
    assert "Tizio" not in "".join(file.read_text() for file in torino.rglob("*.jsonl"))


def test_a_list_of_names_is_a_sheet(torino: Path) -> None:
    take(book([["Elenco"], ["Ente"], ["Alfa"], ["Beta"]]), torino)
    assert {item.name for item in load_catalogue(torino).organizations} == {"Alfa", "Beta"}


def test_each_sheet_has_its_own_meanings_and_a_legend_has_none(torino: Path) -> None:
    def edit(made: openpyxl.Workbook) -> None:
        other = made.create_sheet("Torino")
        for row in (["Denominazione", "Tipologia"], ["Gamma", "Cibo"], ["Delta", "Cibo"]):
            other.append(row)
        legend = made.create_sheet("Legenda")
        legend.append(["D", "letto"])
        legend.append(["M", "tavola"])

    given = book([["Denominazione", "Tipologia"], ["Alfa", "dormitorio"], ["Beta", "mensa"]], edit)
    assert {sheet.sheet: dict(sheet.columns)["Tipologia"] for sheet in settle(given, torino).sheets} == {
        "Foglio1": Field.KIND,
        "Torino": Field.AREA,
    }
    outcome = take(given, torino)
    assert [listing.organization for listing in load_catalogue(torino).listings] == ["gamma", "delta"]
    assert any("'Legenda': 2 rows were not read" in told for told in english(outcome.unread))


def test_a_sheet_and_its_export_given_together_say_everything_once(torino: Path, tmp_path: Path) -> None:
    rows = [
        ["Ente", "Cosa offre", "Destinatari", "Gratuito", "Ultima verifica", "Posti", "Note"],
        ["Alfa", "mensa", "maggiorenni", "sì", "31/01/2026", "venti", "suonare"],
        ["Beta", "docce", "donne con figli", "no", "", "", ""],
    ]
    theirs = book(rows)
    take(theirs, torino)
    before = load_catalogue(torino).services
    exported = tmp_path / "torino.xlsx"
    write_flat_workbook(four_sheets(load_catalogue(torino), Locale.IT), exported)
    outcome = ingest([theirs, Given("torino.xlsx", exported.read_bytes())], torino)
    assert english(outcome.findings) == []
    write(outcome, torino)
    after = {service.slug: service for service in load_catalogue(torino).services}
    assert len(after) == len(before)
    for one in before:
        other = after[one.slug]
        assert (len(one.requires), one.verify) == (len(other.requires), other.verify)
        assert set(one.note.it.splitlines() if one.note else ()) == set(
            other.note.it.splitlines() if other.note else ()
        )
        assert (one.last_verified, len(one.meets)) == (other.last_verified, len(other.meets))


def test_titles_in_capitals_are_areas_and_sums_are_left_out(torino: Path) -> None:
    rows = [
        ["Ente", "Telefono", "Posti"],
        ["ACCOGLIENZA NOTTURNA", "", ""],
        ["Casa Uno", "011 1234567", 10],
        ["ASAI", "011 7654321", 5],
        ["TOTALE", "", 15],
    ]
    told = english(take(book(rows), torino).unread)
    catalogue = load_catalogue(torino)
    assert {item.name for item in catalogue.organizations} == {"Casa Uno", "ASAI"}
    assert {listing.area for listing in catalogue.listings} == {"accoglienza-notturna"}
    assert any("row 5: is a sum" in one for one in told)


def test_names_in_capitals_are_no_titles(torino: Path) -> None:
    rows = [["Ente", "Telefono", "Note"], ["CASA UNO", "", ""], ["CASA DUE", "011 1234567", ""], ["ASAI", "", ""]]
    take(book(rows), torino)
    assert {item.name for item in load_catalogue(torino).organizations} == {"CASA UNO", "CASA DUE", "ASAI"}


def test_a_row_that_names_nobody_stops_no_file(torino: Path) -> None:
    told = english(take(book([["Ente", "Telefono"], ["Alfa", "011 1"], ["", "011 2"]]), torino).unread)
    assert any("row 3: names neither" in one for one in told)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("NOME ENTE", Field.PARTNER), ("Agency Name", Field.PARTNER), ("N. Telefono", Field.PHONE),
        ("Phone Number(s)", Field.PHONE), ("Orario di apertura al pubblico", Field.HOURS), ("Zip", Field.POSTAL_CODE),
        ("Hours of Operation", Field.HOURS), ("Eligibility Requirements", Field.CONDITION),
        ("Tel. referente", None), ("Numero verde", Field.PHONE), ("Posta elettronica certificata", Field.EMAIL),
        ("TTY", Field.TEXT_PHONE), ("Street Address", Field.STREET), ("Lun", Field.MONDAY), ("xyz", None),
    ],
)  # fmt: skip
def test_headings_of_both_languages(heading: str, field: Field | None) -> None:
    found = find_field(heading)
    if heading == "Tel. referente":
        assert found is not None
        assert found[0] is Field.PERSON
    else:
        assert (found[0] if found else None) is field
