import re
from collections import Counter
from pathlib import Path
from string import ascii_letters
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import CatalogueError, DocumentError
from ingest.decode import decode
from ingest.documents import Document, parse_document
from ingest.ledger import FateKind
from ingest.readers.judgements import SlideJudgements, read_slide_judgements
from ingest.readers.network_slide import SlideReading, read_network_slide
from ingest.yaml_entries import read_text_entries
from tests.told import refuses

HEAD = "before\n\n\n\nRETE\n\n"
TAIL = "\n\n\n\nafter\n"


def judge(judgements: dict[str, Any]) -> SlideJudgements:
    (entry,) = read_text_entries(yaml.safe_dump([judgements], allow_unicode=True), "slide.yaml")
    return decode(entry, SlideJudgements)


def read(body: str, **judgements: Any) -> SlideReading:
    """The reading of a slide that begins on line 5; line 7 is the first of `body`."""
    headings = [{"text": "RETE", "why": "title"}, {"text": "AREA UNO", "area": "uno"}, {"text": "DUE", "area": "due"}]
    lookup = judge({"title": "RETE", "headings": headings, **judgements})
    document = parse_document("s", "s.txt", (HEAD + body + TAIL).encode())
    return read_network_slide(document, lookup)


def entries(reading: SlideReading) -> list[tuple[str, str]]:
    return [(partner.id, partner.printed) for partner in reading.partners]


def test_a_bullet_begins_an_entry_under_the_heading_that_touches_it() -> None:
    reading = read("AREA UNO\n•Alfa\n• Beta \n\nDUE\n•Gamma")
    assert entries(reading) == [("uno/alfa", "Alfa"), ("uno/beta", "Beta"), ("due/gamma", "Gamma")]
    assert str(reading.span) == "s:5-12"
    kinds = [(fate.line, fate.kind) for fate in reading.fates]
    heading, entry = FateKind.HEADING, FateKind.ENTRY
    residue = FateKind.RESIDUE
    assert kinds == [(5, residue), (7, heading), (8, entry), (9, entry), (11, heading), (12, entry)]


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        ("AREA UNO\n•Alfa del \nmare", "Alfa del mare"),
        ("AREA UNO\n•Alfa (Beta\nGamma)", "Alfa (Beta Gamma)"),
        ("AREA UNO\n•Alfa Milano-\nOpera", "Alfa Milano-Opera"),
        ("AREA UNO\n•Alfa - \nOpera", "Alfa - Opera"),
        ("AREA UNO\nAlfa (Beta \nGamma)", "Alfa (Beta Gamma)"),
    ],
)
def test_a_wrapped_entry_is_one(body: str, printed: str) -> None:
    reading = read(body)
    assert [partner.printed for partner in reading.partners] == [printed]
    assert str(reading.partners[0].cite) == "s:8-9"
    assert reading.fates[-1].kind is FateKind.CONTINUATION
    assert reading.fates[-1].targets == ("s:8",)


WORDS = st.text(ascii_letters, min_size=2, max_size=8).filter(lambda word: word.lower() not in ("due", "rete"))
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@given(st.lists(NAMES, min_size=1, max_size=6, unique_by=str.lower), st.data())
def test_wrapping_a_bulleted_entry_changes_nothing_but_its_span(names: list[str], data: st.DataObject) -> None:
    plain = "\n".join(f"•{name}" for name in names)
    wrapped = re.sub(" ", lambda _: data.draw(st.sampled_from([" ", " \n"])), plain)
    assert entries(read("AREA UNO\n" + wrapped)) == entries(read("AREA UNO\n" + plain))
    assert [partner.name for partner in read("AREA UNO\n" + plain).partners] == names


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("AREA UNO\n•Alfa\n\n•Beta", "s.txt:10: no heading touches"),
        ("AREA UNO\n\n•Alfa", "s.txt:9: no heading touches"),
        ("AREA UNO\n•Alfa\nBeta", "s.txt:9: 'Beta' has no bullet"),
        ("AREA UNO\nAlfa \nBeta", "s.txt:9: 'Beta' has no bullet"),
        ("AREA UNO\n•Alfa, Beta", "s.txt:8: 'Alfa, Beta' may name several"),
        ("AREA UNO\n•Alfa e Beta", "s.txt:8: 'Alfa e Beta' may name several"),
        ("AREA UNO\n•Alfa / Beta", "s.txt:8: 'Alfa / Beta' may name several"),
        ("AREA UNO\n•Alfa\n•Alfa", "s.txt:9: 'Alfa' is also on line 8"),
        ("AREA UNO\n\nDUE\n•Alfa", "s.txt:7: nothing is listed under this heading"),
    ],
)
def test_what_no_rule_settles_stops_at_its_line(body: str, message: str) -> None:
    with refuses(DocumentError, re.escape(message)):
        read(body)


def test_a_displaced_list_goes_where_a_judgement_sends_it() -> None:
    segment = {"line": 10, "text": "•Beta", "area": "due", "why": "its member"}
    reading = read("AREA UNO\n•Alfa\n\n•Beta\n\nDUE", segments=[segment])
    assert entries(reading) == [("uno/alfa", "Alfa"), ("due/beta", "Beta")]


@pytest.mark.parametrize(("choice", "printed"), [("begins", ["Alfa", "Beta"]), ("continues", ["Alfa Beta"])])
def test_a_line_without_bullet_is_read_as_judged(choice: str, printed: list[str]) -> None:
    judged = {"line": 9, "text": "Beta", "reading": choice, "why": "its sense"}
    reading = read("AREA UNO\n•Alfa\nBeta", lines=[judged])
    assert [partner.printed for partner in reading.partners] == printed


def test_an_entry_across_a_gap_is_joined_as_judged() -> None:
    segment = {"line": 10, "text": "Beta", "area": "uno", "why": "goes on"}
    line = {"line": 10, "text": "Beta", "reading": "continues", "why": "the patron is lacking"}
    reading = read("AREA UNO\n•Alfa \n\nBeta\n•Gamma", segments=[segment], lines=[line])
    assert [(partner.printed, str(partner.cite)) for partner in reading.partners] == [
        ("Alfa Beta", "s:8-10"),
        ("Gamma", "s:11"),
    ]


def test_one_entry_may_name_several_partners_and_slips_are_corrected() -> None:
    names = {"printed": "Alfa, Beta", "names": ["Alfa", "Beta"], "why": "two"}
    slip = {"printed": "Gmama  x", "name": "Gamma x", "why": "letters changed places"}
    reading = read("AREA UNO\n•Alfa, Beta\n•Gmama  x", names=[names], corrections=[slip])
    found = [(partner.id, partner.printed, partner.name) for partner in reading.partners]
    assert found == [
        ("uno/alfa", "Alfa, Beta", "Alfa"),
        ("uno/beta", "Alfa, Beta", "Beta"),
        ("uno/gmama-x", "Gmama  x", "Gamma x"),
    ]
    targets = [fate.targets for fate in reading.fates if fate.kind is FateKind.ENTRY]
    assert targets == [("uno/alfa", "uno/beta"), ("uno/gmama-x",)]


@pytest.mark.parametrize(
    "judgements",
    [
        {"segments": [{"line": 8, "text": "•Other", "area": "uno", "why": "w"}]},
        {"lines": [{"line": 99, "text": "Alfa", "reading": "begins", "why": "w"}]},
        {"names": [{"printed": "Other", "names": ["Other"], "why": "w"}]},
        {"corrections": [{"printed": "Other", "name": "Another", "why": "w"}]},
    ],
)
def test_a_judgement_on_what_is_not_printed_is_refused(judgements: dict[str, Any]) -> None:
    with refuses(CatalogueError, "judge it again"):
        read("AREA UNO\n•Alfa", **judgements)


def test_a_document_without_the_slide_is_refused() -> None:
    lookup = judge({"title": "RETE", "headings": []})
    with refuses(DocumentError, "0 times"):
        read_network_slide(parse_document("s", "s.txt", b"text\n"), lookup)


def test_a_lookup_of_another_shape_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "slide.yaml"
    file.write_text("title: RETE\nheadings: []\nsegment: []\n", encoding="utf-8")
    with refuses(CatalogueError, "did you mean 'segments'"):
        read_slide_judgements(file)


@pytest.mark.documents
def test_milan_every_entry_is_exactly_what_its_lines_print(documents: dict[str, Document], milano: Path) -> None:
    document = documents["decks"]
    reading = read_network_slide(document, read_slide_judgements(milano / "curated" / "slide.yaml"))
    for partner in reading.partners:
        lines = document.lines[partner.cite.first - 1 : partner.cite.last]
        ink = "".join(lines).replace("•", "").replace(" ", "")
        assert partner.printed.replace(" ", "") == ink
    bulleted = {
        number
        for number, line in document.numbered()
        if line.startswith("•") and reading.span.first <= number <= reading.span.last
    }
    begun = {partner.cite.first for partner in reading.partners}
    assert bulleted <= begun


@pytest.mark.documents
def test_milan_each_area_holds_the_members_that_give_it_away(documents: dict[str, Document], milano: Path) -> None:
    reading = read_network_slide(documents["decks"], read_slide_judgements(milano / "curated" / "slide.yaml"))
    area_of = {partner.name: partner.area for partner in reading.partners}
    assert area_of["SICET"] == "risorse-abitative"
    assert area_of["Tribunale di Sorveglianza Milano"] == "ambito-penale"
    assert area_of["Bambini senza Sbarre"] == "mediazione-familiare"
    assert area_of["Centro d’Ascolto Parrocchia San Luigi Gonzaga"] == "prima-necessita"
    assert area_of["Consolato Marocco"] == "anagrafica-documenti"
    assert len(set(area_of.values())) == 9


@pytest.mark.documents
def test_milan_each_area_has_the_entries_that_a_person_counted(documents: dict[str, Document], milano: Path) -> None:
    """Counted on the slide, before the readers' result was looked at: 140 entries, which name 148 partners."""
    reading = read_network_slide(documents["decks"], read_slide_judgements(milano / "curated" / "slide.yaml"))
    counted = Counter(area for area, _ in {(partner.area, partner.cite.first) for partner in reading.partners})
    assert counted == {
        "servizi-di-cura": 13,
        "anagrafica-documenti": 13,
        "risorse-abitative": 37,
        "servizi-sociali": 11,
        "formazione-lavoro": 13,
        "prima-necessita": 21,
        "ambito-penale": 8,
        "terzo-settore": 18,
        "mediazione-familiare": 6,
    }
    assert len(reading.partners) == 148
