import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.errors import CatalogueError, DocumentError, ReteError
from graph.vocabulary import Comparator
from ingest.decode import decode
from ingest.documents import Document, parse_document
from ingest.editions import fingerprint
from ingest.ledger import FateKind, account
from ingest.readers.judgements import CharterJudgements, read_charter_judgements
from ingest.readers.reader import Sheet
from ingest.readers.service_sheet import CharterReading, read_charter
from ingest.yaml_entries import read_text_entries
from tests.told import refuses

FRONT = """\
CITTÀ
[sito](https://example.org)
- Sportello Prova – per chi prova 12
- Altro 13

SPORTELLO PROVA
per chi prova
"""
SHEET = """\
> FINALITÀ
Prosa che resta dov'è.
> A CHI È RIVOLTO: REQUISITI D’ACCESSO
A chi prova.
> DOCUMENTAZIONE NECESSARIA
Nessuna documentazione.
> QUANTO COSTA
È gratuito.
> CONTATTI
Tel: 02.884.12345
Numero Verde nazionale: 1522, attivo h.24.
E- mail: Uno@example.org ; due@example.org
[Sede - Via Verdi n. 10 – 20100 Milano](#)
(per le persone con disabilità ingresso da Via Rossi n. 9)
Orari (da aprile a ottobre): lunedì dalle 9:00 alle 13:00
mercoledì dalle 14:00 alle 18:00
Si prega di bussare
> COLLABORAZIONI
- Alfa (Uno)
Con Beta e Gamma.
> INDICATORI E STANDARD DI QUALITÀ
- Incontri ≥ 12
- Attesa ≤ 3 giorni
Almeno 100 nuove iscrizioni e 50 percorsi
Percorsi: 40.
"""
LAST = "ALTRO\n> FINALITÀ\nProsa.\n"
JUDGED = {
    "line": 27,
    "says": fingerprint("Con Beta e Gamma."),
    "names": [{"printed": "Beta", "role": "manager"}, {"printed": "Gamma"}],
    "why": "two names",
}
ALFA = {**JUDGED, "says": fingerprint("- Alfa (Uno)")}


def read(text: str = FRONT + SHEET + LAST, judged: Any = JUDGED) -> tuple[Document, CharterReading]:
    document = parse_document("c", "c.txt", text.encode())
    text = yaml.safe_dump([{"collaborations": [judged] if judged else []}], allow_unicode=True)
    (entry,) = read_text_entries(text, "charter.yaml")
    lookup = decode(entry, CharterJudgements)
    return document, read_charter(document, lookup)


@pytest.fixture
def sheet() -> Sheet:
    return read()[1].sheets[0]


def test_sheets_are_those_of_the_table_of_contents() -> None:
    sheets = read()[1].sheets
    assert [(sheet.sheet, sheet.slug, sheet.subtitle, sheet.page, str(sheet.cite)) for sheet in sheets] == [
        ("SPORTELLO PROVA", "sportello-prova", "per chi prova", 12, "c:6-32"),
        ("ALTRO", "altro", None, 13, "c:33-35"),
    ]


def test_of_prose_only_the_span_is_kept_and_missing_sections_are_named(sheet: Sheet) -> None:
    assert str(sheet.sections[0].cite) == "c:9"
    assert sheet.missing == ("cosa-offre", "modalita")
    assert "Prosa" not in repr(sheet)


def test_contacts(sheet: Sheet) -> None:
    first, short = sheet.phones
    assert (first.printed, first.number, first.note) == ("02.884.12345", "+390288412345", None)
    assert (short.printed, short.number) == ("1522", None)
    assert short.note is not None
    assert short.note.en == "national freephone number, round the clock"
    assert [email.address for email in sheet.emails] == ["Uno@example.org", "due@example.org"]
    (address,) = sheet.addresses
    assert (address.street, address.postal_code, address.municipality) == ("Via Verdi n. 10", "20100", "Milano")
    assert address.note is not None
    assert address.note.it == "Sede; ingresso per persone con disabilità: Via Rossi n. 9"
    (hours,) = sheet.hours
    assert (hours.period, str(hours.cite)) == ("da aprile a ottobre", "c:22-23")
    assert hours.printed == "lunedì dalle 9:00 alle 13:00 mercoledì dalle 14:00 alle 18:00"


def test_cost_and_papers_only_where_the_sheet_says_so(sheet: Sheet) -> None:
    assert sheet.cost is not None
    assert sheet.cost.free
    assert sheet.documents is not None
    assert sheet.documents.items == ()
    charged = SHEET.replace("È gratuito.", "Si paga.").replace("Nessuna documentazione.", "Un documento.")
    other = read(FRONT + charged + LAST)[1].sheets[0]
    assert other.cost is None
    assert other.documents is None


def test_collaborations_and_indicators(sheet: Sheet) -> None:
    assert [(each.name, each.role, str(each.cite)) for each in sheet.collaborations] == [
        ("Alfa (Uno)", None, "c:26"),
        ("Beta", "manager", "c:27"),
        ("Gamma", None, "c:27"),
    ]
    assert [(each.comparator, each.value, each.unit) for each in sheet.indicators] == [
        (Comparator.AT_LEAST, "12", None),
        (Comparator.AT_MOST, "3", "giorni"),
        (Comparator.AT_LEAST, "100", "nuove iscrizioni"),
        (Comparator.AT_LEAST, "50", "percorsi"),
        (Comparator.EQUAL, "40", None),
    ]


def test_only_the_contact_that_no_pattern_knows_is_not_understood() -> None:
    document, reading = read()
    ledger = account(document, reading.fates)
    assert [document.line(line) for line in ledger.list_not_understood()] == ["Si prega di bussare"]
    assert ledger.counts()[FateKind.RESIDUE] == 1
    assert ledger.counts()[FateKind.FIGURE] == 4


@pytest.mark.parametrize(
    ("text", "judged", "error", "message"),
    [
        (FRONT + SHEET + LAST, None, DocumentError, f"(line: 27, says: {JUDGED['says']})"),
        (FRONT + SHEET, JUDGED, DocumentError, "the sheets are not those of the table"),
        (FRONT + SHEET.replace("COSTA", "VALE") + LAST, JUDGED, DocumentError, "c.txt:14: no section"),
        (FRONT + SHEET + LAST + "> FINALITÀ\n", JUDGED, DocumentError, "c.txt:36: this section occurs twice"),
        (FRONT + SHEET + LAST, ALFA, CatalogueError, "'Beta' does not occur in c.txt:26"),
        (
            FRONT + SHEET.replace("Beta e", "Beta,") + LAST,
            JUDGED,
            CatalogueError,
            f"'{JUDGED['says']}', judged on line 27: no line of collaborations of c.txt says so any more",
        ),
    ],
)
def test_what_does_not_fit_stops(text: str, judged: Any, error: type[ReteError], message: str) -> None:
    with refuses(error, re.escape(message)):
        read(text, judged)


@pytest.mark.documents
def test_milan_each_collaboration_is_printed_on_its_line(documents: dict[str, Document], milano: Path) -> None:
    document = documents["charter"]
    reading = read_charter(document, read_charter_judgements(milano / "curated" / "charter.yaml"))
    named = [each for sheet in reading.sheets for each in sheet.collaborations]
    assert named
    assert all(each.printed in document.line(each.cite.first) for each in named)


@pytest.mark.documents
def test_milan_every_digit_group_of_the_contacts_was_taken(documents: dict[str, Document], milano: Path) -> None:
    document = documents["charter"]
    reading = read_charter(document, read_charter_judgements(milano / "curated" / "charter.yaml"))
    for sheet in reading.sheets:
        (contacts,) = (section.cite for section in sheet.sections if section.section == "contatti")
        labelled = [
            number
            for number in range(contacts.first, contacts.last + 1)
            if document.line(number).startswith(("Tel", "Numero Verde"))
        ]
        assert [phone.cite[0].first for phone in sheet.phones] == labelled


def test_a_judgement_goes_with_its_line() -> None:
    text = FRONT + SHEET.replace("- Alfa (Uno)\n", "- Alfa (Uno)\n\n- Delta\n") + LAST
    names = [(item.name, item.cite.first) for item in read(text)[1].sheets[0].collaborations]
    assert names == [("Alfa (Uno)", 26), ("Delta", 28), ("Beta", 29), ("Gamma", 29)]
