"""`POST /corrections`, `rete inbox`, and the edit that settles a proposal."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from api.cli import run
from api.http.corrections import MOST_BYTES, Rate
from api.settings import Settings
from graph.model import Catalogue
from graph.store.base import NetworkXStore
from ingest import bundled_folder
from ingest.catalogue import load_catalogue
from ingest.inbox import Inbox
from tests.api.conftest import Client

QUERY = '{ service(slug: "residenzami") { status closures { note } } snapshot { version } }'
BODY: dict[str, Any] = {"about": "residenzami", "kinds": ["closed"], "line": "chiuso da un mese"}


@pytest.fixture(scope="module")
def store() -> NetworkXStore:
    return NetworkXStore(load_catalogue())


def client(store: NetworkXStore, inbox: Path | None) -> Client:
    return Client(create_app(Settings(inbox=inbox), store))


def test_it_is_off_unless_an_inbox_is_named(store: NetworkXStore) -> None:
    assert client(store, None).request("POST", "/corrections", json=BODY).status_code == 404


def test_a_proposal_waits_and_shows_in_no_answer(store: NetworkXStore, tmp_path: Path) -> None:
    own = client(store, tmp_path)
    before = own.ask(QUERY)
    answer = own.request("POST", "/corrections", json=BODY)
    assert answer.status_code == 202
    (waiting,) = Inbox(tmp_path).list_proposals()
    assert (waiting.id, waiting.about, waiting.line) == (answer.json()["id"], "residenzami", "chiuso da un mese")
    assert own.ask(QUERY) == before
    assert "127.0.0.1" not in (tmp_path / "proposals.jsonl").read_text()


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ("no", 400),
        ("[]", 400),
        ("null", 400),
        ('{"about": 1, "kinds": ["closed"]}', 400),
        ('{"about": "nobody", "kinds": ["closed"]}', 400),
        ('{"about": "residenzami", "kinds": ["closed"], "line": "a@example.org"}', 400),
        (" " * (MOST_BYTES + 1), 413),
    ],
)
def test_what_is_no_proposal_is_told(store: NetworkXStore, tmp_path: Path, content: str, status: int) -> None:
    answer = client(store, tmp_path).request("POST", "/corrections", content=content)
    assert answer.status_code == status
    assert answer.json()["errors"][0]["message"]
    assert Inbox(tmp_path).list_proposals() == ()


def test_more_than_the_rate_is_turned_away() -> None:
    rate = Rate(per_hour=2)
    assert [rate.admits() for _ in range(3)] == [True, True, False]


def test_a_person_rejects_or_settles_it(
    tmp_path: Path, store: NetworkXStore, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue, place = tmp_path / "milano", tmp_path / "inbox"
    shutil.copytree(str(bundled_folder()), catalogue)
    monkeypatch.setenv("RETE_CATALOGUE", str(catalogue))
    monkeypatch.setenv("RETE_INBOX", str(place))
    own = client(store, place)
    first, second = (
        own.request("POST", "/corrections", json=BODY | {"line": line}).json()["id"] for line in ("a", "b")
    )
    assert run(["inbox", "--lang", "it"]) == 0
    out = capsys.readouterr().out
    assert f"{first}  ResidenzaMi: è chiuso" in out
    assert "2 segnalazioni aspettano" in out
    assert run(["inbox", "--reject", first]) == 0
    assert run(["edit", "residenzami", "--status", "inactive", "--source", "telefonata", "--accepts", "none"]) == 2
    assert run(["edit", "residenzami", "--status", "inactive", "--source", "telefonata", "--accepts", second]) == 0
    assert Inbox(place).list_proposals() == ()
    corrected: Catalogue = load_catalogue(catalogue)
    assert next(s.status for s in corrected.services if s.slug == "residenzami") == "inactive"
