"""What became of entries that are read again."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.differences import FieldDifference
from ingest.updates import EntryUpdate, UpdateKind, compare, find_renamed

RECORDS = st.dictionaries(
    st.sampled_from("abcd"),
    st.fixed_dictionaries({"name": st.sampled_from("xyz"), "cite": st.sampled_from(["d:1", "d:2"])}),
)


def test_each_entry_has_one_fate() -> None:
    before = {"a": {"name": "A", "cite": "d:1"}, "b": {"name": "B", "cite": "d:2"}, "c": {"name": "C"}, "e": {}}
    after = {"b": {"name": "B", "cite": "d:9"}, "c": {"name": "K", "x": "1"}, "d": {"cite": ["d:4", "d:5"]}, "e": {}}
    assert compare("partners", before, after, frozenset("c")) == (
        EntryUpdate(kind=UpdateKind.SAME, part="partners", identifier="b", place="d:9", moved=True),
        EntryUpdate(
            kind=UpdateKind.CHANGED,
            part="partners",
            identifier="c",
            fields=(FieldDifference("name", "C", "K"), FieldDifference("x", None, "1")),
            kept=True,
        ),
        EntryUpdate(kind=UpdateKind.NEW, part="partners", identifier="d", place="d:4"),
        EntryUpdate(kind=UpdateKind.SAME, part="partners", identifier="e"),
        EntryUpdate(kind=UpdateKind.VANISHED, part="partners", identifier="a", place="d:1"),
    )


@given(RECORDS, RECORDS)
def test_the_fates_add_up(before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]) -> None:
    changes = compare("p", before, after)
    assert sorted(change.identifier for change in changes) == sorted(before.keys() | after.keys())
    assert all((change.kind is UpdateKind.NEW) == (change.identifier not in before) for change in changes)
    assert all((change.kind is UpdateKind.VANISHED) == (change.identifier not in after) for change in changes)
    back = {change.identifier: change.kind for change in compare("p", after, before)}
    for change in changes:
        if change.kind in (UpdateKind.SAME, UpdateKind.CHANGED):
            assert back[change.identifier] is change.kind


@given(RECORDS)
def test_nothing_differs_from_itself(records: dict[str, dict[str, str]]) -> None:
    assert all(change.kind is UpdateKind.SAME and not change.moved for change in compare("p", records, records))


def test_a_corrected_name_is_found_within_its_area() -> None:
    before = {"uno/sam-caritsa": {}, "due/mensa": {}}
    after = {"uno/sam-caritas": {}, "uno/mensa": {}}
    assert [pair[:2] for pair in find_renamed(compare("p", before, after))] == [("uno/sam-caritsa", "uno/sam-caritas")]
