import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import DocumentError
from ingest.documents import parse_document
from ingest.formats.html import is_html

PAGE = """<!doctype html><html><head><title>Mensa</title><style>p {}</style><script>var x = "<p>no</p>"</script></head>
<body><h1>Mensa   Esempio</h1><!-- not seen --><p>Un pasto<br>caldo &amp; gratis</p>
<ul><li>luned&igrave;</li><li>martedì</li></ul><table><tr><td>tel.</td><td>02 1234567</td></tr></table></body></html>"""


def lines(data: bytes) -> list[str]:
    return [line for line in parse_document("x", "x.html", data).lines if line]


def test_a_page_is_read_as_it_is_seen() -> None:
    assert lines(PAGE.encode()) == [
        "Mensa", "Mensa Esempio", "Un pasto", "caldo & gratis", "• lunedì", "• martedì", "tel. 02 1234567",
    ]  # fmt: skip


def test_the_declared_encoding_is_used() -> None:
    page = "<html><meta charset='iso-8859-1'><p>lunedì</p></html>"
    assert lines(page.encode("latin-1")) == ["lunedì"]
    with pytest.raises(DocumentError, match=r"x\.html:1: is not in utf-8 at byte"):
        lines(page.replace("iso-8859-1", "utf-8").encode("latin-1"))
    with pytest.raises(DocumentError, match="'klingon', which nobody knows"):
        lines(page.replace("iso-8859-1", "klingon").encode())


def test_a_page_without_text_is_empty() -> None:
    with pytest.raises(DocumentError, match="is empty"):
        lines(b"<html><script>x</script></html>")


def test_depth_does_not_matter() -> None:
    assert lines(b"<html>" + b"<div>" * 3000 + b"deep" + b"</div>" * 3000) == ["deep"]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<li", ">", "<!--", "-->", "&#x", ";", "<script>", "a", "<![CDATA[", "\n"])
    )
)
def test_broken_markup_is_read_or_refused(pieces: list[str]) -> None:
    data = f"<html>{''.join(pieces)}".encode()
    assert is_html(data)
    refusal = None
    try:
        assert lines(data)
    except DocumentError as error:
        refusal = str(error)
    assert refusal is None or refusal.startswith("x.html")
