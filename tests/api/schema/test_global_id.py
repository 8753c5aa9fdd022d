import pytest
from graphql import GraphQLError
from hypothesis import given
from hypothesis import strategies as st

from api.schema.relay import decode, encode, global_id, read_global_id


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_encoded_is_decoded(text: str) -> None:
    assert decode(encode(text)) == text
    assert "=" not in encode(text)


@given(st.text())
def test_a_token_has_one_spelling(token: str) -> None:
    text = decode(token)
    assert text is None or encode(text) == token


def test_an_id_names_its_type_and_slug() -> None:
    assert read_global_id(global_id("NeedArea", "housing.emergency")) == ("NeedArea", "housing.emergency")


@pytest.mark.parametrize("token", ["", "celav", encode("Service"), encode("Service:"), encode(":celav"), "U2Vyd=="])
def test_a_forged_id_is_refused(token: str) -> None:
    with pytest.raises(GraphQLError, match="not an id"):
        read_global_id(token)
