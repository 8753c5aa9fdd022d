"""Telephones as people write them: numbers, kinds, and an international form only where the country is known."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ReadingError
from ingest.contacts import (
    PhoneKind,
    PostalAddress,
    find_address,
    find_emails,
    find_town,
    list_phones,
    lost_zero,
    tells_hours,
)
from tests.told import refuses

ITALIAN = [
    ("011-1234567", ["+390111234567"]),
    ("011/1234567", ["+390111234567"]),
    ("(011) 1234567", ["+390111234567"]),
    ("02.123.45678", ["+390212345678"]),
    ("347-1234567", ["+393471234567"]),
    ("800-123456", ["+39800123456"]),
    ("0039 02 1234567", ["+39021234567"]),
    ("(+39) 02 1234567", ["+39021234567"]),
    ("+44 (0)161 496 0000", ["+441614960000"]),
    ("1522", [None]),
    ("Tel: 800.123.456 h.24", ["+39800123456"]),
    ("011 1234567, 333 1234567", ["+390111234567", "+393331234567"]),
    ("011 1234567; 333 1234567", ["+390111234567", "+393331234567"]),
    ("011 1234567\n333 1234567", ["+390111234567", "+393331234567"]),
    ("011 1234567 - 011 7654321", ["+390111234567", "+390117654321"]),
    ("011 1234567 / 011 7654321", ["+390111234567", "+390117654321"]),
    ("011 1234567 o 333 1234567", ["+390111234567", "+393331234567"]),
    ("02 123.45678 / 87654/ 9", ["+390212345678", "+390212387654", "+390212345679"]),
    ("02/88441641-2", ["+390288441641", "+390288441642"]),
    ("tel: 02 1234567 ore 9-12", ["+39021234567"]),
    ("02 1234567 dalle 9.00 alle 12.30", ["+39021234567"]),
    ("02 1234567, lun-ven 9.00-12.30", ["+39021234567"]),
    ("02 1234567 dopo le 18.30", ["+39021234567"]),
    ("415 550 2210", [None]),
    ("TTY 415-555-2210", [None]),
]


@pytest.mark.parametrize(("text", "numbers"), ITALIAN)
def test_italian_numbers_gain_their_international_form(text: str, numbers: list[str | None]) -> None:
    assert [phone.number for phone in list_phones(text, "IT")] == numbers


@pytest.mark.parametrize("text", ["347.555.0123", "415 550 2210", "0161 496 0000", "02 1234567"])
def test_without_a_country_nothing_is_guessed(text: str) -> None:
    (phone,) = list_phones(text, None)
    assert (phone.printed, phone.number) == (text, None)


def test_another_country_has_its_own_numbers() -> None:
    (phone,) = list_phones("415 555 2671", "US")
    assert phone.number == "+14155552671"
    assert list_phones("0161 496 0000", "GB")[0].number == "+441614960000"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Fax 011 9999999, tel. 011 1234567", [("011 1234567", PhoneKind.VOICE), ("011 9999999", PhoneKind.FAX)]),
        ("Tel. 011 1234567 Fax 011 9999999", [("011 1234567", PhoneKind.VOICE), ("011 9999999", PhoneKind.FAX)]),
        ("011 9999999 (fax)", [("011 9999999", PhoneKind.FAX)]),
        ("Tel/Fax 011 999999", [("011 999999", PhoneKind.VOICE)]),
        ("011 1234567 e fax", [("011 1234567", PhoneKind.VOICE)]),
        ("DTS 011 1234567", [("011 1234567", PhoneKind.TEXT)]),
    ],
)
def test_fax_and_text_telephones_are_told_apart_and_come_last(text: str, kinds: list[tuple[str, PhoneKind]]) -> None:
    assert [(phone.printed, phone.kind) for phone in list_phones(text, "IT")] == kinds


def test_words_beside_a_number_are_kept() -> None:
    assert list_phones("333 1234567 (solo mattina)", "IT")[0].words == "solo mattina"
    assert list_phones("011 1234567 int. 12", "IT")[0].words == "int. 12"
    assert list_phones("02 1234567 ore 9-12", "IT")[0].words == "ore 9-12"
    assert list_phones("02 1234567, chiedere in segreteria", "IT")[0].words == "chiedere in segreteria"
    both = list_phones("Segreteria, 02 1234567; 333 1234567, solo WhatsApp", "IT")
    assert [phone.words for phone in both] == ["Segreteria", "solo WhatsApp"]
    assert list_phones("numero verde 800 123456", "IT")[0].words == "numero verde"
    several = list_phones("02 1234567 int. 12 fax 02 7654321", "IT")
    assert [phone.words for phone in several] == ["int. 12", ""]


def test_a_number_that_a_spreadsheet_has_cut_off_is_refused() -> None:
    with refuses(ReadingError, "cut off by a spreadsheet"):
        list_phones("3.33123E+09", "IT")


@pytest.mark.parametrize("text", ["02 1234567890123", "+999 1234567", "12345678901234567890"])
def test_digits_that_are_no_number_are_refused(text: str) -> None:
    with refuses(ReadingError, "is not a telephone number"):
        list_phones(text, "IT")


@pytest.mark.parametrize("text", ["da definire", "n.d.", "int. 12", "h24"])
def test_a_text_without_a_number_has_none(text: str) -> None:
    assert list_phones(text, "IT") == ()


def test_a_zero_is_lost_from_numbers_that_need_it() -> None:
    assert [lost_zero(text) for text in ("111234567", "3331234567", "1522", "0111234567")] == [
        True,
        False,
        False,
        False,
    ]


@given(st.text("0123456789+-/.() ,;fax\n", max_size=30), st.sampled_from(["IT", "US", None]))
def test_every_number_is_valid_and_of_the_country_or_written_with_a_plus(text: str, country: str | None) -> None:
    try:
        found = list_phones(text, country)
    except ValueError:
        return
    for phone in found:
        assert sum(map(str.isdigit, phone.printed)) > 0
        if phone.number is not None:
            assert phonenumbers.is_valid_number(phonenumbers.parse(phone.number, None))
            assert country is not None or "+" in text or "00" in text


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
        ("lunedì dalle 9.00 alle 13.00", True),
        ("Tuesday from 14pm to 00pm", True),
        ("martedì e giovedì, su appuntamento", False),
        ("entro le 12:00", False),
    ],
)
def test_hours_have_a_day_and_a_time(text: str, told: bool) -> None:
    assert tells_hours(text) is told
