"""Hours as people write them: understood in every word, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours

from ingest.hours import read_hours

READ = [
    ("lun-ven 9-12,30", "Mo-Fr 09:00-12:30"),
    ("dal lunedì al venerdì 9.00/13.00", "Mo-Fr 09:00-13:00"),
    ("da lunedì a venerdì dalle 9.00 alle 12.30", "Mo-Fr 09:00-12:30"),
    ("mar e gio pomeriggio", 'Tu,Th unknown "pomeriggio"'),
    ("8:00am-5:00pm, Mon-Fri", "Mo-Fr 08:00-17:00"),
    ("Mon-Fri 8-5pm", "Mo-Fr 08:00-17:00"),
    ("Monday to Friday 9am to 5pm", "Mo-Fr 09:00-17:00"),
    ("Mon-Thu 9:00 am - 4:30 pm; Fri 9:00 am - noon", "Mo-Th 09:00-16:30; Fr 09:00-12:00"),
    ("Mon, Wed, Fri: 10 a.m.-2 p.m.", "Mo,We,Fr 10:00-14:00"),
    ("lun-ven 9-13 14-18; sab 9-12", "Mo-Fr 09:00-13:00,14:00-18:00; Sa 09:00-12:00"),
    ("lun-ven: 8.30 - 12.30 / 13.30 - 17.00", "Mo-Fr 08:30-12:30,13:30-17:00"),
    ("8-12,15-18 lun-ven", "Mo-Fr 08:00-12:00,15:00-18:00"),
    ("Lun, mer e ven 9,30-12,30", "Mo,We,Fr 09:30-12:30"),
    ("lun/mer/ven 9-12", "Mo,We,Fr 09:00-12:00"),
    ("lunedì 9-12 lunedì 14-18", "Mo 09:00-12:00,14:00-18:00"),
    ("orari: martedì 15.00-17.00 e giovedì mattina", 'Tu 15:00-17:00; Th unknown "mattina"'),
    ("lun-ven 9-12 su appuntamento", 'Mo-Fr 09:00-12:00 unknown "su appuntamento"'),
    ("su appuntamento", 'unknown "su appuntamento"'),
    ("lun-sab 9-12, domenica chiuso", "Mo-Sa 09:00-12:00; Su off"),
    ("LUNEDI' 9-12", "Mo 09:00-12:00"),
    ("dal lunedi’ al venerdi’ 9-12", "Mo-Fr 09:00-12:00"),
    ("lunedì mattina 9-12, pomeriggio 14-17", "Mo 09:00-12:00,14:00-17:00"),
    ("24 ore su 24, tutti i giorni", "24/7"),
    ("tutti i giorni 0-24", "24/7"),
    ("lun-ven 19-00", "Mo-Fr 19:00-24:00"),
    ("lun-sab 20-6", "Mo-Sa 20:00-06:00"),
    ("h24", "24/7"),
    ("tutti i giorni 12.00-14.30", "Mo-Su 12:00-14:30"),
    ("lunedì, mercoledì e venerdì dalle 9:00 alle 12:00", "Mo,We,Fr 09:00-12:00"),
    ("mar e gio 9-12 e 14-16", "Tu,Th 09:00-12:00,14:00-16:00"),
    ("lun-dom 20-8", "Mo-Su 20:00-08:00"),
    ("Mo-Fr 09:00-12:00; PH off", "Mo-Fr 09:00-12:00; PH off"),
    ('Tu,Th unknown "su appuntamento"', 'Tu,Th unknown "su appuntamento"'),
]
NOT_READ = [
    "9-12",  # on which days?
    "Mon-Fri 9-5",  # five in the morning?
    "lun/ven 9-12",  # two days, or from one to the other?
    "lun-ven 9-12 escluso agosto",
    "mar 25-26",
    "lun 9-12-14",
    "ven-lun 9-12",
    "quando possibile",
    "lun-mer-ven 9-12",  # three days, or all between the first and the last?
    "lunedì - mercoledì - venerdì 9-12",
    "tutti i giorni alle 12 e alle 19",  # two meals, not the hours between them
    "tutti i giorni ore 12 e 19",
    "lun 9, 12",
    "lun mattina 9-12, pomeriggio",  # from when to when in the afternoon?
    "lun-ven 9-12; pomeriggio su appuntamento",  # the morning needs no appointment
    "lun 9-12 su appuntamento 14-17",
    "mar pomeriggio 9-12",
    "lun-ven 9-17; mer 9-13",  # until when on Wednesdays?
    "09:00-12:00",  # on Sundays too?
    "domenica chiuso",  # and on the other days?
    "chiuso sabato e domenica",
    "festivi chiuso",
    "Aug 1-31 off",
    'Mo-Fr 09:00-12:00 || unknown "suonare"',
    "mar",  # a day, not the month of March
    "lun-ven 23-22",
    "",
]


@pytest.mark.parametrize(("text", "expression"), READ)
def test_hours_become_an_expression(text: str, expression: str) -> None:
    assert read_hours(text) == expression
    assert OpeningHours(expression)


@pytest.mark.parametrize("text", NOT_READ)
def test_what_is_not_understood_in_every_word_has_no_expression(text: str) -> None:
    assert read_hours(text) is None


TOKENS = (
    """lun mar dom Mon Fri - / , ; 9 12,30 9:00 5pm e dal al mattina chiuso appuntamento h24 luglio a festivi 22 24"""
)
WORDS = st.sampled_from(TOKENS.split())


@given(st.lists(WORDS, max_size=9).map(" ".join))
def test_every_expression_is_valid_whatever_the_words(text: str) -> None:
    expression = read_hours(text)
    assert expression is None or OpeningHours(expression)
