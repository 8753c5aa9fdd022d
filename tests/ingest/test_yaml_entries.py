"""Catalogue files say what they say, and errors name the line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.concepts import NeedArea
from graph.errors import CatalogueError
from graph.message import Text
from graph.services import Service
from ingest.decode import decode
from ingest.yaml_entries import read_entries
from tests.told import english


def entries(tmp_path: Path, text: str | bytes) -> object:
    file = tmp_path / "file.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_entries(file, "file.yaml")


def test_scalars_stay_as_written(tmp_path: Path) -> None:
    (entry,) = entries(tmp_path, "- {a: no, b: 12:30, c: 02.884, d: '', e: null, f: 2023-04-11}\n")
    assert entry.value == {"a": "no", "b": "12:30", "c": "02.884", "d": "", "e": None, "f": "2023-04-11"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- a: [1\n- b\n", "file.yaml:3:"),
        ("a: 1\n", "file.yaml:1:"),
        (b"- a: \xff\n", "file.yaml:"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path: Path, text: str | bytes, place: str) -> None:
    with pytest.raises(CatalogueError) as error:
        entries(tmp_path, text)
    assert english([error.value.message])[0].startswith(place)


def test_a_doubled_key_and_what_is_no_mapping_are_findings_beside_the_first_value(tmp_path: Path) -> None:
    first, second, third = entries(tmp_path, "- a: 1\n- a: {b: 1}\n  a: 2\n- c\n")
    assert (first.findings, second.value, third.value) == ((), {"a": {"b": "1"}}, {})
    assert english((*second.findings, *third.findings)) == [
        "file.yaml:3: 'a' occurs twice in one entry; keep one of them.",
        "file.yaml:4: an entry is lines of 'key: value'.",
    ]


@pytest.mark.parametrize(
    ("text", "kind", "finding"),
    [
        ("- code: x\n  label: {it: x}\n", NeedArea, "file.yaml:2: x (label): 'en' is missing."),
        ("- code: x\n  label: {it: x, en: x}\n  cite: somewhere\n", NeedArea, "A citation is"),
        ("- code: x\n  label: {it: x, en: x}\n  cite: a:9-3\n", NeedArea, "ends before it begins"),
        ("- code: x\n  label: {it: x, en: x}\n  evidence: inferred\n", NeedArea, "add 'why:'"),
        ("- code: x\n  label: {it: x, en: x}\n  why: {it: x}\n", NeedArea, "file.yaml:3: x (why): 'en' is missing."),
        ("- slug: s\n  name: n\n  meets:\n  - need: x\n  - need: y\n    evidence: guessed\n", Service, "file.yaml:6:"),
        (
            "- slug: s\n  name: n\n  requires:\n  - {id: r, label: {it: a, en: b}, when: milan}\n",
            Service,
            "file.yaml:4:",
        ),
    ],
)
def test_a_wrong_entry_is_refused_with_line_and_remedy(tmp_path: Path, text: str, kind: type, finding: str) -> None:
    (entry,) = entries(tmp_path, text)
    with pytest.raises(CatalogueError) as error:
        decode(entry, kind)
    assert finding in english([error.value.message])[0]


def test_a_reason_in_one_language_is_shown_in_every_one(tmp_path: Path) -> None:
    judged = "- {{code: x, label: {{it: a, en: b}}, evidence: inferred, why: {}}}\n"
    one, both = entries(tmp_path, judged.format("si vede") + judged.format("{it: si vede, en: one sees it}"))
    assert decode(one, NeedArea).why == Text("si vede", "si vede")
    assert decode(both, NeedArea).why == Text("si vede", "one sees it")


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("bytes", numbered=True)
    try:
        read = entries(folder, data)
    except CatalogueError as error:
        (place,) = english([error.message])
    else:
        assert isinstance(read, tuple)
        return
    assert place.startswith("file.yaml:")
