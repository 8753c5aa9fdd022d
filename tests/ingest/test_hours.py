"""Hours as people write them."""

import pytest

from ingest.hours import read_hours


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("lun-ven 9-12,30", "Mo-Fr 09:00-12:30"),
        ("dal lunedì al venerdì 9.00/13.00", "Mo-Fr 09:00-13:00"),
        ("lunedì, mercoledì e venerdì dalle 9:00 alle 12:00", "Mo,We,Fr 09:00-12:00"),
        ("mar e gio 9-12 e 14-16", "Tu,Th 09:00-12:00,14:00-16:00"),
        ("lun-ven 9-13; sab 10-12", "Mo-Fr 09:00-13:00; Sa 10:00-12:00"),
        ("lun-dom 20-8", "Mo-Su 20:00-08:00"),
        ("h24", "24/7"),
        ("Mo-Fr 09:00-12:00; PH off", "Mo-Fr 09:00-12:00; PH off"),
        ('Tu,Th unknown "su appuntamento"', 'Tu,Th unknown "su appuntamento"'),
        ("martedì pomeriggio", None),
        ("mar", None),  # a day, not the month of March
        ("Mon-Fri 9-5", None),  # five in the morning is not meant
        ("lun-ven 9-12 tranne ad agosto", None),
        ("lun 9-25", None),
        ("", None),
    ],
)
def test_hours_are_read_whole_or_not_at_all(text: str, expression: str | None) -> None:
    assert read_hours(text) == expression
