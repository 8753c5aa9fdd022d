"""Catalogue files say what they say, and errors name the line."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from graph.concepts import NeedArea
from graph.errors import CatalogueError
from graph.message import Text
from graph.organizations import Email, Phone
from graph.provenance import Citation
from graph.services import Service
from ingest.decode import decode
from ingest.yaml_entries import notation_of, read_entries, write_plain
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


def test_a_field_that_has_its_default_is_left_out_and_citations_come_last() -> None:
    phone = Phone(printed="02", messages=True, cite=(Citation("x", 1, 2),))
    assert list(notation_of(phone).items()) == [("printed", "02"), ("messages", "yes"), ("cite", "x:1-2")]


def test_several_citations_are_a_list_and_every_scalar_is_a_string() -> None:
    email = Email(address="a@b.it", cite=(Citation("x", 1, 1), Citation("x", 3, 3)))
    assert notation_of((email, 3, date(2020, 1, 2))) == [
        {"address": "a@b.it", "cite": ["x:1", "x:3"]},
        "3",
        "2020-01-02",
    ]


def test_what_has_no_notation_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        notation_of(1.5)


@dataclass(frozen=True, slots=True)
class Record:
    name: str


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1)))
def test_what_is_written_reads_back_as_the_same_strings(names: list[str]) -> None:
    text = write_plain([notation_of(Record(name)) for name in names], "one\ntwo")
    assert text.startswith("# one\n# two\n")
    read = yaml.load(text, yaml.CBaseLoader)  # noqa: S506 - this loader makes nothing but strings, lists and mappings
    assert read == [{"name": name} for name in names]
