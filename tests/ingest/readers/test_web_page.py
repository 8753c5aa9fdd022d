from datetime import date

import pytest

from ingest.documents import Document, parse_document
from ingest.ledger import FateKind, account
from ingest.readers.web_page import read_web_page

PAGE = """\
An office
For information click , promising
The year 2020 had 12 cases.

Call or send a text message on
335 12.34.567 at these times:

  • Monday from 9:00 to 16:00

largo Verdi, 1 - – 4° piano
20100 Milano
tel. 02 884.12345 / 54321
email Ufficio@example.org
Updated: 11/04/2023
"""


@pytest.fixture
def document() -> Document:
    return parse_document("w", "w.txt", PAGE.encode())


def test_contacts_are_found_where_they_stand(document: Document) -> None:
    page = read_web_page(document).page
    assert [(phone.number, phone.messages, str(phone.cite[0])) for phone in page.phones] == [
        ("+393351234567", True, "w:6"),
        ("+390288412345", False, "w:12"),
        ("+390288454321", False, "w:12"),
    ]
    (address,) = page.addresses
    assert (address.street, address.postal_code, address.municipality) == ("largo Verdi, 1", "20100", "Milano")
    assert address.note is not None
    assert address.note.en == "floor 4"
    assert [(hours.printed, str(hours.cite)) for hours in page.hours] == [("Monday from 9:00 to 16:00", "w:8")]
    assert [email.address for email in page.emails] == ["Ufficio@example.org"]


def test_the_date_is_read_day_first(document: Document) -> None:
    updated = read_web_page(document).page.updated
    assert updated is not None
    assert (updated.day, updated.printed) == (date(2023, 4, 11), "11/04/2023")


def test_prose_is_left_to_people(document: Document) -> None:
    ledger = account(document, read_web_page(document).fates)
    assert ledger.list_not_understood() == (3, 5)
    residue = [fate for fate in ledger.fates if fate.kind is FateKind.RESIDUE]
    assert [fate.line for fate in residue] == [2]


@pytest.mark.documents
def test_milan_every_number_after_a_stroke_becomes_one_of_its_own(documents: dict[str, Document]) -> None:
    document = documents["web-activation"]
    phones = read_web_page(document).page.phones
    line = document.line(phones[0].cite[0].first)
    assert len(phones) == line.count("/") + 1
    assert len({phone.number for phone in phones}) == len(phones)


CLOSE = """\
Centro Aurora
Tel. 011 1234567
Fax 011 7654321
Cell. 347 1234567 anche WhatsApp
Ultimo aggiornamento: 3/4/2026
"""


def test_messages_go_to_the_number_that_takes_them() -> None:
    page = read_web_page(parse_document("w", "w.txt", CLOSE.encode()), "IT").page
    assert [(phone.printed, phone.messages) for phone in page.phones] == [
        ("011 1234567", False),
        ("011 7654321", False),
        ("347 1234567", True),
    ]
    assert page.updated is not None
    assert page.updated.day == date(2026, 4, 3)
