from dataclasses import dataclass
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from graph.organizations import Email, Phone
from graph.provenance import Citation
from ingest.yaml_entries import notation_of, write_plain


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
