"""What differs between two catalogues."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Catalogue
from graph.organizations import Phone
from ingest.catalogue import load_catalogue
from ingest.differences import Change, ChangeKind, DifferenceKind, FieldChange, compare, find_renamed, list_differences


@pytest.fixture(scope="module")
def milan() -> Catalogue:
    return load_catalogue()


def test_a_catalogue_does_not_differ_from_itself(milan: Catalogue) -> None:
    assert list_differences(milan, load_catalogue()) == ()


def test_a_changed_field_is_told_before_and_after(milan: Catalogue) -> None:
    phones = (Phone(printed="02 1"),)
    changed = tuple(replace(s, phones=phones) if s.slug == "residenzami" else s for s in milan.services)
    (found,) = list_differences(milan, replace(milan, services=changed))
    assert (found.kind, found.part, found.key, found.name) == (
        DifferenceKind.CHANGED, "services", "residenzami", "ResidenzaMi",
    )  # fmt: skip
    (field,) = found.fields
    assert (field.name, field.after) == ("phones", phones)
    assert field.before != phones


def test_what_comes_and_goes_is_told_both_ways(milan: Catalogue) -> None:
    fewer = replace(milan, services=milan.services[1:], listings=milan.listings[:-1])
    kinds = [(item.kind, item.part) for item in list_differences(milan, fewer)]
    assert kinds == [(DifferenceKind.REMOVED, "services"), (DifferenceKind.REMOVED, "listings")]
    kinds = [(item.kind, item.part) for item in list_differences(fewer, milan)]
    assert kinds == [(DifferenceKind.ADDED, "services"), (DifferenceKind.ADDED, "listings")]


RECORDS = st.dictionaries(
    st.sampled_from("abcd"),
    st.fixed_dictionaries({"name": st.sampled_from("xyz"), "cite": st.sampled_from(["d:1", "d:2"])}),
)


def test_each_entry_has_one_fate() -> None:
    before = {"a": {"name": "A", "cite": "d:1"}, "b": {"name": "B", "cite": "d:2"}, "c": {"name": "C"}, "e": {}}
    after = {"b": {"name": "B", "cite": "d:9"}, "c": {"name": "K", "x": "1"}, "d": {"cite": ["d:4", "d:5"]}, "e": {}}
    assert compare("partners", before, after, frozenset("c")) == (
        Change(kind=ChangeKind.SAME, part="partners", identifier="b", place="d:9", moved=True),
        Change(
            kind=ChangeKind.CHANGED,
            part="partners",
            identifier="c",
            fields=(FieldChange("name", "C", "K"), FieldChange("x", None, "1")),
            kept=True,
        ),
        Change(kind=ChangeKind.NEW, part="partners", identifier="d", place="d:4"),
        Change(kind=ChangeKind.SAME, part="partners", identifier="e"),
        Change(kind=ChangeKind.VANISHED, part="partners", identifier="a", place="d:1"),
    )


@given(RECORDS, RECORDS)
def test_the_fates_add_up(before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]) -> None:
    changes = compare("p", before, after)
    assert sorted(change.identifier for change in changes) == sorted(before.keys() | after.keys())
    assert all((change.kind is ChangeKind.NEW) == (change.identifier not in before) for change in changes)
    assert all((change.kind is ChangeKind.VANISHED) == (change.identifier not in after) for change in changes)
    back = {change.identifier: change.kind for change in compare("p", after, before)}
    for change in changes:
        if change.kind in (ChangeKind.SAME, ChangeKind.CHANGED):
            assert back[change.identifier] is change.kind


@given(RECORDS)
def test_nothing_differs_from_itself(records: dict[str, dict[str, str]]) -> None:
    assert all(change.kind is ChangeKind.SAME and not change.moved for change in compare("p", records, records))


def test_a_corrected_name_is_found_within_its_area() -> None:
    before = {"uno/sam-caritsa": {}, "due/mensa": {}}
    after = {"uno/sam-caritas": {}, "uno/mensa": {}}
    assert [pair[:2] for pair in find_renamed(compare("p", before, after))] == [("uno/sam-caritsa", "uno/sam-caritas")]
