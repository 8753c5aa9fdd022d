import pytest

from graph.errors import DocumentError
from ingest.readers.contacts import (
    PhoneNumber,
    PostalAddress,
    find_address,
    find_emails,
    find_number,
    find_town,
    list_numbers,
    tells_hours,
)


@pytest.mark.parametrize(
    ("text", "printed", "number"),
    [
        ("Tel: 02.123.45678", "02.123.45678", "+390212345678"),
        ("Tel: +39 333.1234567 (anche Whatsapp)", "+39 333.1234567", "+393331234567"),
        ("Numero Verde: 1522, sempre", "1522", None),
        ("Tel: 800.123.456 h.24", "800.123.456", "+39800123456"),
    ],
)
def test_a_number_keeps_its_print_and_gains_its_international_form(text: str, printed: str, number: str | None) -> None:
    assert find_number(text, "x:1") == PhoneNumber(printed, number)


def test_a_line_without_number_has_none() -> None:
    assert find_number("Tel: da definire", "x:1") is None
    assert list_numbers("Tel: da definire", "x:1") == ()


@pytest.mark.parametrize("text", ["02 1234567890123", "+999 1234567"])
def test_a_number_that_no_telephone_has_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match=r"^x:1: "):
        find_number(text, "x:1")


def test_an_alternative_replaces_the_last_digits() -> None:
    found = list_numbers("02 123.45678 / 87654/ 9", "x:1")
    assert [phone.number for phone in found] == ["+390212345678", "+390212387654", "+390212345679"]
    assert [phone.printed for phone in found] == ["02 123.45678", "87654", "9"]


def test_addresses() -> None:
    assert find_address("Casa - Via Verdi n. 10 - 20100 Milano") == PostalAddress("Via Verdi n. 10", "20100", "Milano")
    assert find_address("largo Verdi, 1 - piano 4") == PostalAddress("largo Verdi, 1")
    assert find_address("attivazione di 3 percorsi") is None
    assert find_town("20100 Milano") == ("20100", "Milano")
    assert find_town("nel 2020 Milano") is None


def test_emails_keep_their_spelling() -> None:
    assert find_emails("E- mail: A.B@c.it ; d-e@f.g.it.") == ("A.B@c.it", "d-e@f.g.it")
    assert find_emails("niente") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("lunedì dalle 9:00 alle 13:00", True),
        ("Tuesday from 14pm to 00pm", True),
        ("martedì e giovedì, su appuntamento", False),
        ("entro le 12:00", False),
    ],
)
def test_hours_have_a_day_and_a_time(text: str, told: bool) -> None:
    assert tells_hours(text) is told
