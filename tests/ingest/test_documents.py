import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import DocumentError
from ingest.documents import (
    PAGE_GAP,
    Document,
    documents_folder,
    is_html,
    is_pdf,
    parse_document,
    read_document,
    split_columns,
)
from ingest.yaml_entries import read_entries
from tests.told import english, refuses


def test_lines_are_numbered_from_one_and_keep_their_spaces() -> None:
    data = b"primo \r\n\n secondo\x0c\n"
    document = parse_document("x", "x.txt", data)
    assert document.lines == ("primo ", "", " secondo\x0c")
    assert list(document.numbered()) == [(1, "primo "), (3, " secondo\x0c")]
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.at(3) == "x.txt:3"
    assert str(document.cite(1, 3)) == "x:1-3"


@given(st.lists(st.text(st.characters(blacklist_characters="\n\r\0", blacklist_categories=["Cs"])), min_size=1))
def test_only_a_line_feed_ends_a_line(lines: list[str]) -> None:
    text = "start\n" + "\n".join(lines) + "\n"
    assert parse_document("x", "x.txt", text.encode()).lines == ("start", *lines)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"text\0", "is binary"),
        ("uno\ndue à".encode("latin-1"), "x.txt:2: is not UTF-8"),
        ("uno".encode("utf-16"), "is in UTF-16"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    with refuses(DocumentError, message):
        parse_document("x", "x.txt", data)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with refuses(DocumentError, r"^gone.txt: cannot be read"):
        read_document("x", tmp_path / "gone.txt")


def test_the_folder_is_the_one_that_the_environment_names(tmp_path: Path) -> None:
    assert documents_folder({}) is None
    assert documents_folder({"RETE_DOCUMENTS": str(tmp_path)}) == tmp_path
    with refuses(DocumentError, "not a folder"):
        documents_folder({"RETE_DOCUMENTS": str(tmp_path / "gone")})


@pytest.mark.documents
def test_the_documents_are_those_that_the_catalogue_was_made_from(documents: dict[str, Document], milano: Path) -> None:
    sources = read_entries(milano / "curated" / "sources.yaml", "curated/sources.yaml")
    recorded = {entry.value["slug"]: (entry.value["sha256"], entry.value["lines"]) for entry in sources}
    assert {slug: (each.sha256, str(len(each.lines))) for slug, each in documents.items()} == recorded


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
    with refuses(DocumentError, r"x\.html:1: is not in utf-8 at byte"):
        lines(page.replace("iso-8859-1", "utf-8").encode("latin-1"))
    with refuses(DocumentError, "'klingon', which nobody knows"):
        lines(page.replace("iso-8859-1", "klingon").encode())


def test_a_page_without_text_is_empty() -> None:
    with refuses(DocumentError, "is empty"):
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
        (refusal,) = english([error.message])
    assert refusal is None or refusal.startswith("x.html")


def pdf(*pages: list[str]) -> bytes:
    """A PDF of `pages`, each a list of lines, put together by hand after ISO 32000-1, 7.5."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, lines in enumerate(pages):
        content = "BT /F1 12 Tf 14 TL 72 720 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        font = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {font} /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R >>")
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    body, offsets = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def test_lines_are_read_with_a_gap_between_pages() -> None:
    document = parse_document("x", "x.pdf", pdf(["Mensa Esempio", "tel. 02 1234567"], ["Docce"]))
    assert document.lines == ("Mensa Esempio", "tel. 02 1234567", *[""] * PAGE_GAP, "Docce")


LEFT = [
    "La mensa di via Prova offre pasti",
    "a tutti ogni giorno a mezzogiorno e",
    "chiude in agosto per tre settimane",
    "telefono della mensa 011 1234567",
]
RIGHT = [
    "Il dormitorio di via Altra accoglie",
    "uomini maggiorenni per la notte e",
    "chiede un documento di chi entra",
    "telefono del letto 011 7654321",
]


def side_by_side(left: list[str], right: list[str]) -> bytes:
    """A page whose rows go from the left column into the right one, as many programs write them."""
    rows = (
        f"1 0 0 1 {x} {700 - 14 * n} Tm ({t}) Tj"
        for n, p in enumerate(zip(left, right, strict=True))
        for x, t in zip((60, 330), p, strict=True)
    )
    content = f"1 0 0 1 60 740 Tm (Chi fa che cosa per chi esce dal carcere e dove si trova nella nostra citta) Tj {' '.join(rows)}"  # noqa: E501
    page = pdf(["@"])
    old = b"BT /F1 12 Tf 14 TL 72 720 Td (@) Tj T* ET"
    new = f"BT /F1 12 Tf {content} ET".encode("latin-1")
    return page.replace(f"/Length {len(old)}".encode(), f"/Length {len(new)}".encode()).replace(old, new)


def test_two_columns_of_a_page_are_read_one_after_the_other() -> None:
    lines = [line for line in parse_document("x", "x.pdf", side_by_side(LEFT, RIGHT)).lines if line.strip()]
    assert lines[1:] == [*LEFT, *RIGHT]


def test_the_cells_of_a_table_are_read_across() -> None:
    data = side_by_side([f"Mensa {n}" for n in range(5)], [f"011 123456{n}" for n in range(5)])
    lines = [line.split() for line in parse_document("x", "x.pdf", data).lines if line.startswith("Mensa")]
    assert [line[:2] for line in lines] == [["Mensa", str(n)] for n in range(5)]
    assert split_columns([f"Mensa {n}          011 123456{n}" for n in range(5)]) is None


def test_a_pdf_without_text_says_that_it_may_be_a_scan() -> None:
    with refuses(DocumentError, "may be a scan"):
        parse_document("x", "x.pdf", pdf([]))


def test_a_pdf_that_is_cut_off_is_refused() -> None:
    whole = pdf(["Mensa Esempio"])
    with refuses(DocumentError, r"^x\.pdf: this PDF"):
        parse_document("x", "x.pdf", whole[:60])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_pdf_is_read_or_refused(data: st.DataObject) -> None:
    damaged = bytearray(pdf(["Mensa Esempio", "Docce"], ["Via Roma 1"]))
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(8, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    assert is_pdf(bytes(damaged))
    refusal = None
    try:
        assert any(line.strip() for line in parse_document("x", "x.pdf", bytes(damaged)).lines)
    except DocumentError as error:
        (refusal,) = english([error.message])
    assert refusal is None or refusal.startswith("x.pdf")
