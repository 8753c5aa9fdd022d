"""Search by any name, in either language, with slips of the pen."""

from typing import Any

import pytest

SEARCH = """
query($text: String!, $first: Int) {
  search(text: $text, first: $first) {
    kind slug label en: label(locale: EN) matched score node { __typename id ... on Service { slug } }
  }
}
"""


def hits(client: Any, text: str) -> list[tuple[str, str]]:
    return [(hit["kind"], hit["slug"]) for hit in client.ask(SEARCH, {"text": text})["search"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ResidenzaMi", ("SERVICE", "residenzami")),
        ("fondazione casa della carità", ("ORGANIZATION", "fondazione-casa-della-carita")),
        ("CARITA casa", ("ORGANIZATION", "fondazione-casa-della-carita")),
        ("monlue cascna", ("ORGANIZATION", "cascina-monlue")),
        ("housing", ("NEED_AREA", "housing")),
        ("alloggio", ("NEED_AREA", "housing")),
        ("Risorse abitative", ("NETWORK_AREA", "risorse-abitative")),
        ("San Vitore", ("ENTRY_SITUATION", "release-san-vittore")),
    ],
)
def test_what_a_text_finds(client: Any, text: str, expected: tuple[str, str]) -> None:
    assert expected in hits(client, text)[:3]


def test_a_hit_holds_its_object_and_reads_in_both_languages(client: Any) -> None:
    (first, *_) = client.ask(SEARCH, {"text": "alloggio"})["search"]
    assert first["node"]["__typename"] == "NeedArea"
    assert (first["label"], first["en"]) != (first["en"], first["label"])
    assert (first["matched"], first["score"]) == ("alloggio", 100)


def test_nothing_is_found_for_nothing(client: Any) -> None:
    assert hits(client, "  ") == hits(client, "qzxw vvkkjj") == []


def test_limits_of_the_search(client: Any) -> None:
    assert len(client.ask(SEARCH, {"text": "casa", "first": 2})["search"]) == 2
    assert client.fail(SEARCH, {"text": "casa", "first": 0})["extensions"]["code"] == "BAD_PAGE"
    assert client.fail(SEARCH, {"text": "a" * 201})["extensions"]["code"] == "INPUT_TOO_LONG"
    cost = client.post(SEARCH, {"text": "casa", "first": 100}).json()["extensions"]["cost"]["requested"]
    assert cost == 500 + 100 * (6 + 1 + 3)
