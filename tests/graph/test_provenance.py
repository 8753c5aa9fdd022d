from hypothesis import given
from hypothesis import strategies as st

from graph.provenance import Citation, Outline, Section


@st.composite
def spans(draw: st.DrawFn) -> Citation:
    first = draw(st.integers(1, 20))
    return Citation(draw(st.sampled_from(("a", "b"))), first, draw(st.integers(first, 20)))


@given(st.lists(st.lists(spans(), min_size=1, max_size=3), max_size=6), spans())
def test_a_section_is_named_where_one_piece_of_it_holds_every_line(
    pieces: list[list[Citation]], cited: Citation
) -> None:
    outline = Outline(Section(id=str(n), title=str(n), cite=tuple(cite)) for n, cite in enumerate(pieces))
    lines = set(range(cited.first, cited.last + 1))
    over = {
        str(number)
        for number, cite in enumerate(pieces)
        if any(span.source == cited.source and lines <= set(range(span.first, span.last + 1)) for span in cite)
    }
    found = outline.find(cited)
    assert set(found.split(" › ") if found else ()) == over


def test_headings_stand_in_the_order_in_which_they_hold_one_another() -> None:
    parts = {"field": (5, 9), "page": (1, 90), "sheet": (4, 30)}
    outline = Outline(Section(id=name, title=name, cite=(Citation("a", *span),)) for name, span in parts.items())
    assert outline.find(Citation("a", 6, 7)) == "page › sheet › field"
    assert outline.find(Citation("a", 9, 10)) == "page › sheet"
    assert outline.find(Citation("a", 90, 91)) is None
    assert outline.find(Citation("b", 6, 7)) is None
