"""`POST /corrections`, `rete inbox`, and the edit that settles a proposal."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from api.cli import run
from api.settings import Settings
from api.web.corrections import MOST_BYTES, PER_HOUR, Rate
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
    ("content", "status", "code"),
    [
        ("no", 400, "BAD_REQUEST"),
        ("[]", 400, "BAD_REQUEST"),
        ("null", 400, "BAD_REQUEST"),
        ('{"about": 1, "kinds": ["closed"]}', 400, "BAD_REQUEST"),
        ('{"about": "nobody", "kinds": ["closed"]}', 400, "INVALID_QUESTION"),
        ('{"about": "residenzami", "kinds": ["closed"], "line": "a@example.org"}', 400, "INVALID_QUESTION"),
        (" " * (MOST_BYTES + 1), 413, "BODY_TOO_LARGE"),
    ],
)
def test_what_is_no_proposal_is_told(
    store: NetworkXStore, tmp_path: Path, content: str, status: int, code: str
) -> None:
    answer = client(store, tmp_path).request("POST", "/corrections", content=content)
    assert answer.status_code == status
    (error,) = answer.json()["errors"]
    assert error["message"]
    assert error["extensions"]["code"] == code
    assert ("inputField" in error["extensions"]) == (code == "INVALID_QUESTION")
    assert Inbox(tmp_path).list_proposals() == ()


def test_what_cannot_be_kept_is_told(store: NetworkXStore, tmp_path: Path) -> None:
    (tmp_path / "proposals.jsonl").write_text("broken")
    broken = client(store, tmp_path).request("POST", "/corrections", json=BODY)
    assert (broken.status_code, broken.json()["errors"][0]["extensions"]["code"]) == (503, "NOT_READY")
    assert str(tmp_path) not in broken.text
    patient = client(store, tmp_path / "new")
    answers = [patient.request("POST", "/corrections", json=BODY) for _ in range(PER_HOUR + 1)]
    assert [answer.status_code for answer in answers] == [202] * PER_HOUR + [429]
    assert answers[-1].json()["errors"][0]["extensions"]["code"] == "BUSY"
    assert int(answers[-1].headers["retry-after"]) > 0


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
