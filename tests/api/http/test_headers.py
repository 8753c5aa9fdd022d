import pytest

from api.errors import Refusal
from api.http.responses import JSON, RESPONSE, MediaType, choose_media_type


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("application/json", JSON),
        ("application/json; charset=UTF-8", JSON),
        (RESPONSE, RESPONSE),
        (f"{RESPONSE}; charset=utf-8, {JSON}; charset=utf-8", RESPONSE),
        (f"{RESPONSE};q=0.5, {JSON}", JSON),
        (f"{RESPONSE}, */*;q=0.1", RESPONSE),
        (f"{JSON};q=0, */*", RESPONSE),
        (f"text/html, {JSON};q=0.9, */*;q=0.8", JSON),
        ("APPLICATION/GRAPHQL-RESPONSE+JSON", RESPONSE),
    ],
)
def test_the_best_acceptable_type_is_chosen(accept: str | None, expected: str) -> None:
    assert choose_media_type(accept) == expected


@pytest.mark.parametrize(
    "accept", ["text/html", f"{JSON};q=0", "application/json; charset=utf-16", f"{JSON};q=nonsense", ";;;", ","]
)
def test_what_is_not_acceptable_is_refused(accept: str) -> None:
    with pytest.raises(Refusal) as refusal:
        choose_media_type(accept)
    assert refusal.value.status == 406


def test_parameters_are_read() -> None:
    media = MediaType.parse('Application/JSON; Charset="UTF-8"; q=0.3; alone')
    assert (media.name, media.is_utf8, media.quality) == (JSON, True, 0.3)
