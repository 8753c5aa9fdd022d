"""What differs between two catalogues."""

from dataclasses import replace

import pytest

from graph.model import Catalogue
from graph.organizations import Phone
from ingest.catalogue import load_catalogue
from ingest.differences import DifferenceKind, list_differences


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
