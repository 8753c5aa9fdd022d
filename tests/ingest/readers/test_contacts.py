import pytest

from ingest.readers.contacts import (
    PostalAddress,
    find_address,
    find_emails,
    find_town,
    tells_hours,
)


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
