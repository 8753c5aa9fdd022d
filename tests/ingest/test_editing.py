"""A correction wins, keeps what it replaces, names its source, and is a few lines at the end of one file."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.errors import CatalogueError, QuestionError, ReteError, UnknownCodeError
from graph.model import Catalogue
from graph.network import Network
from graph.organizations import Phone, Schedule
from graph.services import Capacity, Closure, Service
from graph.vocabulary import ServiceStatus
from ingest import bundled_folder
from ingest.catalogue import inspect_catalogue, load_catalogue, load_with_places
from ingest.corrections import FILE, Corrected, Correction
from ingest.editing import CorrectionRequest, prepare_edit, write_edit
from ingest.validation.report import validate
from tests.told import english, refuses

NUMBER = (Phone(printed="02 88451234", number="+390288451234"),)
CALL = Correction(
    about="residenzami",
    told="telefonata del 26/11",
    verified=date(2026, 11, 26),
    set=Corrected(phones=NUMBER),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "milano"
    shutil.copytree(str(bundled_folder()), target)
    return target


def edited(folder: Path, *corrections: Correction) -> Catalogue:
    for correction in corrections:
        write_edit(folder, prepare_edit(folder, correction))
    return load_catalogue(folder)


def service(catalogue: Catalogue, slug: str) -> Service:
    return Network(catalogue).get_service(slug)


def test_a_correction_wins_over_the_document_and_keeps_what_it_replaces(folder: Path) -> None:
    before = service(load_catalogue(folder), "residenzami")
    after = service(edited(folder, CALL), "residenzami")
    assert [phone.number for phone in after.phones] == ["+390288451234"]
    assert replace(after, phones=before.phones, last_verified=None, verified_by=None) == before
    (placed,) = load_with_places(folder).corrections
    assert placed.correction.replaces.phones == before.phones


@pytest.mark.slow
def test_what_it_sets_cites_its_own_source(folder: Path) -> None:
    catalogue = edited(folder, CALL)
    corrected = service(catalogue, "residenzami")
    (cite,) = corrected.phones[0].cite
    source = Network(catalogue).sources[cite.source]
    assert (source.title, source.updated, source.told) == ("telefonata del 26/11", date(2026, 11, 26), True)
    assert (corrected.last_verified, corrected.verified_by) == (date(2026, 11, 26), source.slug)


def test_it_is_a_few_lines_of_one_file_and_the_catalogue_stays_sound(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    edited(folder, CALL)
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert [path for path in after if after[path] != before.get(path)] == [folder / FILE]
    assert len((folder / FILE).read_text().splitlines()) < 20
    assert validate(inspect_catalogue(folder), {}).sound


@pytest.mark.slow
def test_what_people_wrote_into_the_file_stays(folder: Path) -> None:
    edited(folder, CALL)
    file = folder / FILE
    file.write_text("# ours\n" + file.read_text() + "# the end, without a line feed")
    text = file.read_text()
    edited(folder, replace(CALL, told="visita", set=Corrected(status=ServiceStatus.INACTIVE)))
    assert file.read_text().startswith(text + "\n- about: residenzami\n")


@pytest.mark.slow
def test_the_newest_correction_wins_and_an_empty_list_empties(folder: Path) -> None:
    closed = replace(CALL, set=Corrected(closures=(Closure(closed_until=date(2027, 1, 10)),)))
    opened = replace(CALL, told="visita", verified=date(2026, 11, 27), set=Corrected(closures=()))
    assert service(edited(folder, closed), "residenzami").closures[0].closed_until == date(2027, 1, 10)
    assert service(edited(folder, opened), "residenzami").closures == ()
    assert load_with_places(folder).corrections[1].correction.replaces.closures is not None


@pytest.mark.slow
def test_a_correction_may_confirm_alone(folder: Path) -> None:
    confirmed = service(edited(folder, replace(CALL, set=Corrected())), "residenzami")
    assert confirmed.last_verified == date(2026, 11, 26)


@pytest.mark.slow
def test_a_partner_that_is_only_listed_gets_its_contacts_and_its_closure(folder: Path) -> None:
    slug = "casa-onesimo--risorse-abitative"
    catalogue = edited(
        folder, replace(CALL, about=slug), replace(CALL, about=slug, set=Corrected(status=ServiceStatus.DEFUNCT))
    )
    listed = service(catalogue, slug)
    assert (listed.phones[0].number, listed.status) == ("+390288451234", ServiceStatus.DEFUNCT)
    assert "casa-onesimo" in (folder / FILE).read_text()


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("correction", "error", "message"),
    [
        (replace(CALL, about="resdenzami"), UnknownCodeError, "residenzami"),
        (
            replace(CALL, about="comune-di-milano", set=Corrected(capacity=Capacity(free=1))),
            QuestionError,
            "one of its services",
        ),
        (replace(CALL, set=Corrected(phones=(Phone(printed="1", number="02"),))), CatalogueError, "E.164"),
        (
            replace(CALL, set=Corrected(schedules=(Schedule(printed="x", opening_hours="quando capita"),))),
            CatalogueError,
            "opening_hours",
        ),
    ],
    ids=["nobody", "no-such-field", "no-number", "no-hours"],
)
def test_what_cannot_be_written_is_told_and_not_written(
    folder: Path, correction: Correction, error: type[ReteError], message: str
) -> None:
    with refuses(error, message):
        prepare_edit(folder, correction)
    assert not (folder / FILE).exists()


@pytest.mark.slow
def test_the_same_again_is_no_correction(folder: Path) -> None:
    edited(folder, CALL)
    with pytest.raises(QuestionError, match="nothing_new"):
        prepare_edit(folder, replace(CALL, told="un'altra"))


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("- {about: nobody, told: x, verified: 2026-11-26}", "there is no service or organization 'nobody'"),
        ("- {about: residenzami, told: x, verified: 2026-11-26, set: {phone: []}}", "there is no key 'phone'"),
        ("- {about: residenzami, told: x, verified: yesterday}", "date"),
        ("- {about: comune-di-milano, told: x, verified: 2026-11-26, set: {capacity: {free: 1}}}", "cannot be set"),
    ],
    ids=["nobody", "key", "date", "field"],
)
def test_a_file_that_is_wrong_is_found_with_its_line(folder: Path, text: str, finding: str) -> None:
    (folder / FILE).write_text(text + "\n")
    findings = english(inspect_catalogue(folder).findings)
    assert any(item.startswith(f"{FILE}:1: ") and finding in item for item in findings), findings


Run = Callable[..., Any]


def test_the_command_corrects_tells_and_remembers(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.cli import run

    monkeypatch.setenv("RETE_CATALOGUE", str(folder))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    done = run(
        ["edit", "residenzami", "--hours", "lun-ven 9-12,30", "--closed-until", "2027-01-10", "--verified",
         "2026-11-26", "--source", "telefonata del 26/11"]
    )  # fmt: skip
    assert done == 0
    corrected = service(load_catalogue(folder), "residenzami")
    assert [schedule.opening_hours for schedule in corrected.schedules] == ["Mo-Fr 09:00-12:30"]
    capsys.readouterr()
    assert run(["history", "residenzami", "--lang", "it"]) == 0
    assert "telefonata del 26/11" in capsys.readouterr().out
    question = ["plan", "--from", "release-san-vittore", "--need", "documents.registered-residence", "-f"]
    assert run([*question, "residence=none", "--on", "2027-01-10", "--lang", "it"]) == 1
    assert "fino a domenica 10/01/2027" in capsys.readouterr().out
    assert run([*question, "residence=none", "--on", "2027-01-11", "--lang", "it"]) == 0
    assert "lunedì 11/01/2027: aperto 09:00-12:30" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--phone", "pippo", "--source", "x"], "is not a telephone number"),
        (["--hours", "boh", "--source", "x"], "not understood"),
        (["--phone", "02 88451234"], "--source"),
        (["--closed-from", "2027-01-10", "--closed-until", "2027-01-09", "--source", "x"], "is before"),
        (["--free", "3", "--places", "2", "--source", "x"], "must not exceed"),
        (["--verified", "ieri", "--source", "x"], "2026-11-26"),
        (["--verified", "2999-01-01", "--source", "x"], "in the future"),
        (["--waiting-days", "-4", "--source", "x"], "less than 0"),
        (["--channel", "phone", "--source", "x"], "give the hours"),
        (["--phone", "02 123", "--source", "x"], "check its digits"),
        (["--email", "non una mail", "--source", "x"], "not an e-mail address"),
    ],
    ids=["phone", "hours", "source", "closure", "places", "verified", "future", "days", "channel", "digits", "email"],
)
def test_the_command_says_what_to_do(
    folder: Path,
    options: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from api.cli import run

    monkeypatch.setenv("RETE_CATALOGUE", str(folder))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert run(["edit", "residenzami", *options]) == 2
    assert message in capsys.readouterr().err


def test_the_bundled_catalogue_is_copied_and_never_edited(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from api.cli import run

    assert run(["edit", "residenzami", "--source", "x"]) == 1
    assert "rete copy" in capsys.readouterr().err
    assert run(["copy", str(tmp_path / "mine")]) == 0
    assert load_catalogue(tmp_path / "mine") == load_catalogue()
    assert run(["copy", str(tmp_path / "mine")]) == 1


DAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("415-555-2672", "US", "+14155552672"),
        ("312 555 2671", "US", "+13125552671"),  # an Italian mobile, by guess
        ("312 555 2671", None, None),
        ("+39 02 88451234", "US", "+390288451234"),
        ("02 88451234", "IT", "+390288451234"),
        ("1522", "IT", None),
        ("116 123", "IT", None),
        ("211", "US", None),
    ],
)
def test_a_number_is_of_the_country_of_the_catalogue(text: str, country: str | None, number: str | None) -> None:
    read = CorrectionRequest(about="x", source="x", verified=DAY, phones=(text, text)).read(country, DAY)
    assert read.set.phones == (Phone(printed=text, number=number),)


@pytest.mark.parametrize(
    ("text", "country"), [("02 123", "IT"), ("415-555-26", "US"), ("a 1", None), ("800 123", "IT")]
)
def test_a_number_that_nobody_can_dial_is_refused(text: str, country: str | None) -> None:
    with pytest.raises(QuestionError):
        CorrectionRequest(about="x", source="x", verified=DAY, phones=(text,)).read(country, DAY)


@pytest.mark.slow
def test_how_many_are_free_takes_nothing_from_how_many_there_are(folder: Path) -> None:
    for said in (Capacity(places=40, as_of=DAY), Capacity(free=3, as_of=DAY), Capacity(full_until=DAY, as_of=DAY)):
        catalogue = edited(folder, replace(CALL, set=Corrected(capacity=said)))
        assert service(catalogue, "residenzami").capacity.places == 40  # type: ignore[union-attr]
    with pytest.raises(QuestionError, match="places"):
        prepare_edit(folder, replace(CALL, set=Corrected(capacity=Capacity(free=41))))


@pytest.mark.slow
def test_a_closure_takes_the_place_of_those_at_the_same_time_alone(folder: Path) -> None:
    august = Closure(closed_from=date(2027, 8, 1), closed_until=date(2027, 8, 31))
    winter, longer = (Closure(closed_until=date(2027, 1, day)) for day in (10, 20))
    for said, expected in ((august, [august]), (winter, [august, winter]), (longer, [august, longer])):
        catalogue = edited(folder, replace(CALL, set=Corrected(closures=(said,))))
        found = [replace(one, cite=()) for one in service(catalogue, "residenzami").closures]
        assert found == expected
    reopened = edited(folder, replace(CALL, set=Corrected(status=ServiceStatus.ACTIVE, closures=())))
    assert service(reopened, "residenzami").closures == ()


def test_long_sources_that_begin_alike_are_two_sources() -> None:
    begin = "telefonata con la responsabile dell'accoglienza del centro, che chiede di richiamare "
    one, other = (replace(CALL, told=f"{begin}{day}").source for day in ("lunedì", "martedì"))
    assert one.slug != other.slug
    assert max(len(one.slug), len(other.slug)) <= 80
    assert CALL.source.slug == "told-2026-11-26-telefonata-del-26-11"
