"""The real application on the bundled catalogue of Milan, and a client that speaks to it without a socket."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import anyio
import httpx
import pytest
from starlette.applications import Starlette

from api.app import create_app
from api.settings import Limits, Settings
from graph.model import Catalogue
from graph.network import Network
from graph.store.base import NetworkXStore
from ingest.catalogue import load_catalogue

PATIENT = Limits(planning_seconds=120, waiting_seconds=120)
"""The limits with time for a machine that is busy with other tests."""


@dataclass(frozen=True)
class Client:
    """Speaks HTTP to an application. Each call is a request of its own."""

    app: Starlette

    def request(self, method: str, path: str, **rest: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://rete") as client:
                return await client.request(method, path, **rest)

        return anyio.run(send)

    def post(self, query: str, variables: dict[str, Any] | None = None, **rest: Any) -> httpx.Response:
        """A GraphQL request by POST."""
        headers = {"Accept": "application/graphql-response+json"}
        body = {"query": query, "variables": variables}
        return self.request("POST", "/graphql", json=body, headers=headers | rest.pop("headers", {}), **rest)

    def ask(self, query: str, variables: dict[str, Any] | None = None) -> Any:
        """The data of a query that has no errors."""
        answer = self.post(query, variables).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def fail(self, query: str, variables: dict[str, Any] | None = None) -> Any:
        """The only error of a query."""
        (error,) = self.post(query, variables).json()["errors"]
        return error


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def store(catalogue: Catalogue) -> NetworkXStore:
    return NetworkXStore(catalogue)


@pytest.fixture(scope="session")
def network(store: NetworkXStore) -> Network:
    return store.current()


@pytest.fixture(scope="session")
def patient() -> Settings:
    """Settings under which a busy machine refuses nothing for being slow."""
    return Settings(limits=PATIENT)


@pytest.fixture(scope="session")
def client(store: NetworkXStore, patient: Settings) -> Client:
    return Client(create_app(patient, store))


@pytest.fixture(scope="session")
def client_with(store: NetworkXStore) -> Callable[[Settings], Client]:
    """A client of an application with other settings."""
    return lambda settings: Client(create_app(settings, store))


SERVER = """
from api.app import create_app
from api.listening import listen, url_of
from api.server import serve_on
from api.settings import Settings
from graph.store.base import NetworkXStore
from ingest.catalogue import load_catalogue
settings = Settings(port=0)
with listen(settings.host, settings.port) as listener:
    print(url_of(listener), flush=True)
    serve_on(listener, create_app(settings, NetworkXStore(load_catalogue())), settings)
"""


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The URL of a real server on this machine, once it is ready."""
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            url = server.stdout.readline().strip()
            while httpx.get(f"{url}/readyz").status_code != 200:
                time.sleep(0.05)
            yield url
        finally:
            server.terminate()
