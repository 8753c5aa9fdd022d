import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.identifiers import slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("C..C. Milano “Casa”", "c-c-milano-casa"),
        ("Casa dell’Accoglienza", "casa-dell-accoglienza"),
        ("SAM (Servizio) – Caritas", "sam-servizio-caritas"),
        ("…", ""),
    ],
)
def test_marks_become_one_hyphen(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text())
def test_a_slug_is_kebab_case_and_its_own_slug(text: str) -> None:
    slug = slugify(text)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert slugify(slug) == slug
