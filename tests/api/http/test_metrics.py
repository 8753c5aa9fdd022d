"""What whoever runs the program can watch, and what never shows there."""

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest

from api.app import create_app
from api.http.monitoring import BOUNDS, Metrics, NamesRequest, resident_bytes
from api.settings import Settings
from graph.store.base import NetworkXStore

LINE = re.compile(r'[a-z_]+\{([a-z]+="[^"\\]*")(,[a-z]+="[^"\\]*")*\} [0-9.e+-]+')


@pytest.fixture
def fresh(client_with: Callable[[Settings], Any]) -> Any:
    return client_with(Settings())


def test_requests_are_counted_by_address_method_and_status(fresh: Any) -> None:
    fresh.ask("{ snapshot { version } }")
    fresh.request("GET", "/healthz")
    fresh.request("GET", "/nothing-of-this-name")
    fresh.request("BREW", "/graphql")
    text = fresh.request("GET", "/metrics").text
    assert 'rete_http_requests_total{route="/graphql",method="POST",status="200",worker="0"} 1\n' in text
    assert 'rete_http_requests_total{route="/graphql",method="other",status="405",worker="0"} 1\n' in text
    assert 'rete_http_requests_total{route="page",method="GET",status="404",worker="0"} 1\n' in text
    assert 'rete_http_request_duration_seconds_count{route="/healthz",worker="0"} 1\n' in text
    assert 'rete_requests_inside{queue="plan",worker="0"} 0\n' in text
    assert re.search(r'rete_network_info\{version="\w+",worker="0"\} 1\n', text)


def test_every_line_is_one_of_the_text_format(fresh: Any) -> None:
    fresh.ask("{ snapshot { version } }")
    answer = fresh.request("GET", "/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    assert all(LINE.fullmatch(line) for line in lines if not line.startswith("#"))
    told = [line.split()[2] for line in lines if line.startswith("# TYPE ")]
    assert len(told) == len(set(told)) >= 7


def test_the_histogram_adds_up() -> None:
    metrics = Metrics()
    for seconds in (0.001, 0.005, 0.2, 60.0):
        metrics.count("/graphql", "POST", 200, seconds)
    buckets = [line for line in metrics.lines({}, None) if "_bucket" in line]
    assert [int(line.rpartition(" ")[2]) for line in buckets] == [2] * 5 + [3] * 6 + [4]
    assert len(buckets) == len(BOUNDS) + 1


def test_nothing_of_a_request_shows(fresh: Any) -> None:
    marker = "zanzibarmarker"
    fresh.post(f'{{ ask(text: "{marker}") {{ status }} }}')
    fresh.request("GET", f"/{marker}?{marker}", headers={"X-Request-ID": marker})
    assert marker not in fresh.request("GET", "/metrics").text


def test_the_memory_is_that_of_a_process() -> None:
    assert 10_000_000 < resident_bytes() < 10_000_000_000


def test_a_request_has_an_id_and_a_proxy_may_give_it(fresh: Any) -> None:
    one, other = (fresh.request("GET", "/healthz").headers["x-request-id"] for _ in range(2))
    assert one != other
    given = "0af76519-16cd-43dd-8448-eb211c80319c"
    assert fresh.request("GET", "/healthz", headers={"X-Request-ID": given}).headers["x-request-id"] == given
    forged = fresh.request("GET", "/healthz", headers={"X-Request-ID": "Mario Rossi"}).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", forged)


class BrokenStore(NetworkXStore):
    """A store that fails in a way that nobody foresaw."""

    def current(self) -> Any:
        raise RuntimeError


def test_a_fault_is_logged_with_the_id_of_its_request(
    store: NetworkXStore, caplog: pytest.LogCaptureFixture, client_with: Callable[[Settings], Any]
) -> None:
    broken = BrokenStore.holding(store.current())
    logger = logging.getLogger("rete.api")
    naming = NamesRequest()
    logger.addFilter(naming)
    try:
        client = type(client_with(Settings()))(create_app(Settings(), broken))
        answer = client.post("{ snapshot { version } }")
    finally:
        logger.removeFilter(naming)
    assert answer.status_code == 500
    assert f"request {answer.headers['x-request-id']}: A request failed" in caplog.text
