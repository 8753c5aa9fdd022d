"""Validation: the bundled catalogue is sound, and each kind of mistake is found where it stands, with its remedy."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import CatalogueError
from ingest import bundled_folder
from ingest.catalogue import load_with_places
from ingest.validation.report import Report, validate
from tests.told import english

Edit = Callable[[str, str, str], Report]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """Validates the bundled catalogue with one passage of one file exchanged."""
    folder = tmp_path / "milano"
    shutil.copytree(str(bundled_folder()), folder)

    def edit(name: str, old: str, new: str) -> Report:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return validate(load_with_places(folder), {})

    return edit


def test_the_bundled_catalogue_is_sound() -> None:
    report = validate(load_with_places(), {})
    assert english(report.findings) == []
    assert report.verified is None


@pytest.mark.documents
def test_the_cited_lines_hold_every_value(documents: dict[str, object]) -> None:
    report = validate(load_with_places(), documents)  # type: ignore[arg-type]
    assert report.verified is not None
    assert english(report.verified.findings) == []
    assert report.verified.checked > 300
    assert report.verified.share == 1.0


@pytest.mark.sample(3)
@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("curated/needs.yaml", "parent: housing\n", "parent: hosing\n", "there is no need 'hosing'"),
        ("curated/needs.yaml", "- code: housing\n", "- code: housing\n  parent: housing.emergency\n", "part of itself"),
        ("curated/safety.yaml", "[home-detention, semi", "[home-detentions, semi", "no safety rule 'home-detentions'"),
        ("curated/needs.yaml", "- code: work\n", "- code: housing\n", "names two needs"),
        ("curated/needs.yaml", "value: shelter", "value: shelters", "'housing' has no value 'shelters'"),
        ("curated/services.yaml", "{former_prisoner: yes}", "{former_prisoner: 7}", "is yes or no, not '7'"),
        ("curated/areas.yaml", "cite: decks:272", "cite: decks:2720", "past the end: decks has 486 lines"),
        ("curated/areas.yaml", "cite: decks:272", "cite: deck:272", "cites no known source"),
        ("curated/areas.yaml", ", cite: decks:272", "", "nothing is cited"),
        (
            "curated/situations.yaml",
            "known_to: [carcere-san-vittore]",
            "known_to: [san-vitore]",
            "no partner 'san-vitore'",
        ),
        ("curated/services.yaml", "residence: [milan, prison]", "residence: [milano, prison]", "no value 'milano'"),
        (
            "curated/services.yaml",
            "contact:territorial-services",
            "contact:territory",
            "there is no contact 'territory'",
        ),
        ("curated/services.yaml", "kind:canteen", "kind:castle", "'kind:castle' is not an organization"),
        ("curated/services.yaml", "service:puntoacapo", "puntoacapo", "is not a sender"),
        ("curated/listings.yaml", "need: health.hospital", "need: hospital", "there is no need 'hospital'"),
        ("catalogue.yaml", "hub: puntoacapo", "hub: punto", "hub 'punto' is not a service"),
    ],
)
def test_a_mistake_is_found(edited: Edit, name: str, old: str, new: str, message: str) -> None:
    findings = english(edited(name, old, new).findings)
    assert any(message in finding for finding in findings), findings
    assert any(finding.startswith(name) for finding in findings), findings


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("curated/listings.yaml", "entry: servizi-di-cura/cps", "entry: servizi-di-cura/cpss", "no extracted entry"),
        ("curated/listings.yaml", "entry: servizi-di-cura/cps", "entry: servizi-di-cura/cad", "judged twice"),
        ("curated/services.yaml", "sheet: RESIDENZAMI", "sheet: RESIDENZA", "no sheet is called 'RESIDENZA'"),
        (
            "curated/services.yaml",
            "kind: referral",
            "kind: referal",
            "'referal' is not a valid value; did you mean",
        ),
    ],
)
def test_what_cannot_be_loaded_is_refused(edited: Edit, name: str, old: str, new: str, message: str) -> None:
    with pytest.raises(CatalogueError) as error:
        edited(name, old, new)
    (told,) = english([error.value.message])
    assert message in told
    assert told.startswith(f"{name}:")


def test_a_judgement_left_out_is_missed(tmp_path: Path) -> None:
    folder = tmp_path / "milano"
    shutil.copytree(str(bundled_folder()), folder)
    (folder / "curated" / "judgements.yaml").write_text("[]\n")
    findings = english(validate(load_with_places(folder), {}).findings)
    assert any("look alike" in finding for finding in findings)
    assert any("has several listings" in finding for finding in findings)
