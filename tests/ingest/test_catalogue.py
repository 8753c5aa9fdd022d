from pathlib import Path

import pytest

from graph.errors import StoreError
from graph.network import Network
from graph.referral.answer import PlanStatus
from graph.referral.planner import ReferralPlanner
from ingest.catalogue import create_catalogue, load_with_places
from ingest.validation.report import validate
from tests.told import english, refuses


@pytest.mark.parametrize("city", ["Torino", "Reggio nell'Emilia", "Forlì", '"Bra\\', "l’Aquila: a"])
def test_a_new_catalogue_is_sound_and_empty(tmp_path: Path, city: str) -> None:
    folder = create_catalogue(city, tmp_path / "new")
    loaded = load_with_places(folder)
    assert english(validate(loaded, {}).findings) == []
    assert loaded.catalogue.services == loaded.catalogue.organizations == loaded.catalogue.listings == ()
    assert len(loaded.catalogue.needs) > 40
    assert not any("ilan" in path.read_text() for path in folder.rglob("*.yaml"))


def test_it_answers_that_nothing_is_known(tmp_path: Path) -> None:
    catalogue = load_with_places(create_catalogue("Torino", tmp_path / "t")).catalogue
    answer = ReferralPlanner(Network(catalogue)).ask("from prison release to housing plus work")
    assert answer.status is PlanStatus.NO_PLAN
    assert answer.interpretation.question is not None


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file").write_text("mine")
    with refuses(StoreError, "not empty"):
        create_catalogue("Torino", tmp_path / "taken")
    with refuses(StoreError, "no letter"):
        create_catalogue("???", tmp_path / "x")
    (tmp_path / "file").write_text("mine")
    with refuses(StoreError, "cannot be made"):
        create_catalogue("Torino", tmp_path / "file" / "x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "taken"]
