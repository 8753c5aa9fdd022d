import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import DocumentError
from ingest.documents import parse_document
from ingest.formats.pdf import PAGE_GAP, is_pdf


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


def test_a_pdf_without_text_says_that_it_may_be_a_scan() -> None:
    with pytest.raises(DocumentError, match="may be a scan"):
        parse_document("x", "x.pdf", pdf([]))


def test_a_pdf_that_is_cut_off_is_refused() -> None:
    whole = pdf(["Mensa Esempio"])
    with pytest.raises(DocumentError, match=r"^x\.pdf: this PDF"):
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
        refusal = str(error)
    assert refusal is None or refusal.startswith("x.pdf")
