"""The history of a server that keeps its versions on the shelf."""

from api.live.history import ShelvedHistory
from api.version_history import VersionHistory


def test_it_answers_all_that_a_history_is_asked_by_itself() -> None:
    asked = {name for name in vars(VersionHistory) if not name.startswith("_")}
    assert asked <= vars(ShelvedHistory).keys()
