"""A correction by GraphQL: behind a token, off by default, checked and written as `rete edit` does, served at once."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.commands.serve import serve
from api.settings import Settings, SettingsError
from graph.store.base import NetworkXStore
from ingest.catalogue import create_catalogue, load_catalogue, load_with_places
from ingest.corrections import FILE
from ingest.inbox import Inbox
from ingest.pipeline import ingest, write
from ingest.spreadsheets.tables import Given
from tests.api.conftest import Client
from tests.told import refuses

TOKEN = "a-token-that-is-long-enough"  # noqa: S105 - it guards nothing
CORRECT = """mutation($of: CorrectionDraft!, $accepts: ID, $dry: Boolean! = false) {
  correct(correction: $of, accepts: $accepts, dryRun: $dry) {
    written version about entry problems { inputField message(locale: EN) italian: message }
  }
}"""
PHONE = {"about": "mensa", "source": "telefonata del 26/11", "phones": ["011 5624444"], "verified": "2026-11-26"}
SHOWN = (
    '{ snapshot { version } service(slug: "mensa") { contacts { phones { number verified { source { title } } } } } }'
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_city(tmp_path_factory.mktemp("made") / "torino")


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "torino"))


def small_city(place: Path) -> Path:
    """A catalogue of a few services at `place`."""
    city = create_catalogue("Torino", place, "IT")
    rows = "slug,name,organizations,meets,phones\nmensa,Mensa,Opera,basic-needs.meals,011 5621111\n"
    rows += "".join(f"s{number},Sportello {number},Opera,basic-needs.meals,\n" for number in range(6))
    given = [
        Given("organizations.csv", b"slug,name\nopera,Opera\n"),
        Given("services.csv", rows.encode()),
    ]
    outcome = ingest(given, city)
    assert not outcome.findings
    write(outcome, city)
    return city


class Publishing:
    """As `api.editor.Watch`: publishes in this process what the next process of a server would load."""

    def __init__(self, folder: Path, store: NetworkXStore) -> None:
        self._folder = folder
        self._store = store

    def take_now(self) -> str:
        return self._store.publish(load_catalogue(self._folder)).version


def client_of(folder: Path, **settings: Any) -> Client:
    store = NetworkXStore(load_catalogue(folder))
    return Client(create_app(Settings(catalogue=folder, **settings), store, watch=Publishing(folder, store)))


@pytest.fixture
def client(folder: Path, tmp_path: Path) -> Client:
    return client_of(folder, edit_token=TOKEN, inbox=tmp_path / "inbox")


def send(client: Client, of: dict[str, Any], token: str | None = TOKEN, **more: Any) -> httpx.Response:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return client.post(CORRECT, {"of": of, **more}, headers=headers)


def corrected(client: Client, of: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = send(client, of, **more).json()
    assert "errors" not in answer, answer
    found: dict[str, Any] = answer["data"]["correct"]
    return found


def test_a_correction_is_a_small_entry_and_is_served_at_once(client: Client, folder: Path) -> None:
    before = client.ask(SHOWN)
    result = corrected(client, PHONE)
    assert (result["written"], result["about"], result["problems"]) == (True, "mensa", [])
    assert (folder / FILE).read_text("utf-8").endswith(result["entry"])
    assert len(result["entry"].splitlines()) < 15
    after = client.ask(SHOWN)
    assert after["snapshot"]["version"] == result["version"] != before["snapshot"]["version"]
    assert [phone["number"] for phone in after["service"]["contacts"]["phones"]] == ["+390115624444"]
    assert after["service"]["contacts"]["phones"][0]["verified"]["source"]["title"] == "telefonata del 26/11"
    (placed,) = load_with_places(folder).corrections
    assert placed.correction.replaces.phones is not None
    assert [phone.number for phone in placed.correction.replaces.phones] == ["+390115621111"]


def test_corrections_wait_together_until_they_are_served(folder: Path) -> None:
    store = NetworkXStore(load_catalogue(folder))
    together = Barrier(6, timeout=30)

    class Slow(Publishing):
        def take_now(self) -> str:
            together.wait()
            return super().take_now()

    app = create_app(Settings(catalogue=folder, edit_token=TOKEN), store, watch=Slow(folder, store))
    clients = [Client(app) for _ in range(6)]
    given = [{**PHONE, "about": f"s{number}"} for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(corrected, clients, given))
    assert all(result["written"] for result in results)


def test_everything_that_rete_edit_takes_is_taken(client: Client) -> None:
    everything = {
        **PHONE, "emails": ["mensa@example.org"], "hours": ["lun-ven 12-14"], "channel": "WALK_IN", "places": 40,
        "status": "TEMPORARILY_CLOSED", "closedFrom": "2026-12-24", "closedUntil": "2027-01-10", "free": 0,
        "fullUntil": "2026-12-20", "waitingDays": 5, "why": "lavori",
    }  # fmt: skip
    entry = corrected(client, everything)["entry"]
    for said in ("Mo-Fr 12:00-14:00", "2027-01-10", "temporarily closed", "free: '0'", "days: '5'", "lavori"):
        assert said in entry
    reopened = corrected(client, {"about": "mensa", "source": "visita", "reopened": True})["entry"]
    assert "status: active" in reopened
    assert "closures: []" in reopened


def test_what_is_only_checked_is_not_written(client: Client, folder: Path) -> None:
    result = corrected(client, PHONE, dry=True)
    assert (result["written"], result["version"], result["problems"]) == (False, None, [])
    assert "+390115624444" in result["entry"]
    assert not (folder / FILE).exists()


@pytest.mark.parametrize(
    ("change", "field", "english", "italian"),
    [
        ({"about": "mesa"}, "about", "Did you mean: mensa", "Forse: mensa"),
        ({"phones": ["12"]}, "phones", "is not a valid telephone number", "non è un numero"),
        ({"hours": ["quando capita"]}, "hours", "are not understood", "non riconosciuti"),
        ({"emails": ["nessuna chiocciola"]}, "emails", "not an e-mail address", "non è un indirizzo e-mail"),
        ({"closedFrom": "2027-01-10", "closedUntil": "2027-01-09"}, "closedUntil", "is before", "viene prima"),
        ({"reopened": True, "closedFrom": "2027-01-10"}, "reopened", "open again", "riaperto"),
        ({"reopened": True, "status": "INACTIVE"}, "status", "open again", "riaperto"),
        ({"free": 3, "places": 2}, "free", "must not exceed", "non possono superare"),
        ({"waitingDays": -4}, "waitingDays", "less than 0", "meno di 0"),
        ({"verified": "2999-01-01"}, "verified", "in the future", "nel futuro"),
        ({"channel": "PHONE"}, "channel", "give the hours", "indicare anche gli orari"),
        ({"about": "opera", "places": 2}, "places", "places cannot be set", "posti non si"),
        ({"source": " "}, "source", "Say who", "Dire chi"),
        ({"phones": ["011 5621111"]}, "about", "says that already", "dice già così"),
    ],
    ids=[
        "nobody",
        "phone",
        "hours",
        "finding",
        "order",
        "closure",
        "status",
        "free",
        "days",
        "future",
        "channel",
        "places",
        "source",
        "same",
    ],
)
def test_what_cannot_be_written_is_told_in_both_languages_and_nothing_changes(
    client: Client, folder: Path, change: dict[str, Any], field: str | None, english: str, italian: str
) -> None:
    version = client.ask(SHOWN)["snapshot"]["version"]
    result = corrected(client, {**PHONE, **change})
    (problem,) = result["problems"]
    assert problem["inputField"] == field
    assert english in problem["message"]
    assert italian in problem["italian"]
    assert "--" not in problem["message"] + problem["italian"], "options of the command line"
    assert (result["written"], result["entry"], result["version"]) == (False, None, None)
    assert not (folder / FILE).exists()
    assert client.ask(SHOWN)["snapshot"]["version"] == version


@pytest.mark.parametrize("token", [None, "", "another-token-of-the-same", TOKEN[:-1], f"{TOKEN}x", "ü" * 20])
def test_without_the_token_nothing_is_changed(client: Client, folder: Path, token: str | None) -> None:
    headers = {} if token is None else {"Authorization": f"Bearer {token}".encode()}
    refused = client.post(CORRECT, {"of": PHONE}, headers=headers)
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert refused.json()["errors"][0]["extensions"]["code"] == "UNAUTHORIZED"
    assert not (folder / FILE).exists()


def test_it_is_off_unless_there_is_a_token(folder: Path) -> None:
    refused = send(client_of(folder), PHONE)
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["extensions"]["code"] == "EDITING_OFF"
    assert "RETE_EDIT_TOKEN" in refused.json()["errors"][0]["message"]
    assert not (folder / FILE).exists()


def test_nothing_is_changed_by_get(client: Client, folder: Path) -> None:
    query = 'mutation { correct(correction: {about: "mensa", source: "x", phones: ["011 5624444"]}) { written } }'
    headers = {"Authorization": f"Bearer {TOKEN}"}
    refused = client.request("GET", "/graphql", params={"query": query}, headers=headers)
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    assert not (folder / FILE).exists()


def test_a_proposal_that_it_accepts_is_taken_out(client: Client, tmp_path: Path) -> None:
    body = {"about": "mensa", "kinds": ["phone-silent"], "line": "non risponde"}
    proposal = client.request("POST", "/corrections", json=body).json()["id"]
    assert "'nessuna'" in corrected(client, PHONE, accepts="nessuna")["problems"][0]["message"]
    assert Inbox(tmp_path / "inbox").list_proposals()
    assert corrected(client, PHONE, accepts=proposal)["written"]
    assert not Inbox(tmp_path / "inbox").list_proposals()


def test_a_page_of_another_origin_may_show_the_token_only_where_there_is_one(folder: Path) -> None:
    ask = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    ask["Access-Control-Request-Headers"] = "authorization"
    for token, status in ((TOKEN, 200), (None, 400)):
        client = client_of(folder, edit_token=token, origins=("https://example.org",))
        assert client.request("OPTIONS", "/graphql", headers=ask).status_code == status


def test_the_token_is_read_strictly_and_shown_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    settings = Settings.from_environment({"RETE_EDIT_TOKEN_FILE": str(file)})
    assert settings.edit_token == TOKEN
    assert TOKEN not in repr(settings)
    with refuses(SettingsError, "at least 16 characters"):
        Settings.from_environment({"RETE_EDIT_TOKEN": "short"})
    file.write_bytes(b"\xff" * 20)
    with refuses(SettingsError, "not UTF-8 at byte 0"):
        Settings.from_environment({"RETE_EDIT_TOKEN_FILE": str(file)})
    with refuses(SettingsError, "cannot be read"):
        Settings.from_environment({"RETE_EDIT_TOKEN_FILE": str(tmp_path / "none")})
    monkeypatch.setenv("RETE_EDIT_TOKEN", TOKEN)
    with refuses(SettingsError, "catalogue of your own"):
        serve()
