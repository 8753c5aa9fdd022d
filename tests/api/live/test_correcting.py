"""A server that takes corrections serves them soon, whichever of its processes wrote them."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from ingest.catalogue import load_with_places
from ingest.corrections import FILE
from tests.api.http.test_editing import CORRECT, PHONE, SHOWN, TOKEN, small_city
from tests.api.live.conftest import Served, await_


def correct(served: Served, of: dict[str, Any]) -> dict[str, Any]:
    """Send a correction, again where the server is busy, as it asks its clients to."""
    response = httpx.Response(503)
    while response.status_code == 503:
        response = httpx.post(
            f"{served.url}/graphql", json={"query": CORRECT, "variables": {"of": of}},
            headers={"Authorization": f"Bearer {TOKEN}"}, timeout=150,
        )  # fmt: skip
        time.sleep(int(response.headers.get("Retry-After", 0)))
    answer = response.json()
    assert "errors" not in answer, answer
    result: dict[str, Any] = answer["data"]["correct"]
    return result


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_correction_is_served_soon(serve: Callable[..., Served], tmp_path: Path, workers: str) -> None:
    folder = small_city(tmp_path / "torino")
    served = serve("--catalogue", str(folder), "--workers", workers, environ={"RETE_EDIT_TOKEN": TOKEN})
    before = served.version()
    result = correct(served, PHONE)
    assert (result["written"], result["problems"]) == (True, [])
    assert result["version"] not in (None, before)
    await_(lambda: served.version() == result["version"])
    shown = httpx.post(f"{served.url}/graphql", json={"query": SHOWN}, timeout=60).json()["data"]
    assert shown["snapshot"]["version"] == result["version"]
    assert [phone["number"] for phone in shown["service"]["contacts"]["phones"]] == ["+390115624444"]


@pytest.mark.slow
def test_corrections_that_come_together_are_all_kept_and_nobody_waits_for_them(
    serve: Callable[..., Served], tmp_path: Path
) -> None:
    folder = small_city(tmp_path / "torino")
    served = serve("--catalogue", str(folder), environ={"RETE_EDIT_TOKEN": TOKEN})
    before = served.version()
    given = [{**PHONE, "about": f"s{number}", "phones": [f"011 562444{number}"]} for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        found = [pool.submit(correct, served, of) for of in given]
        await_(lambda: (folder / FILE).exists())
        while not all(each.done() for each in found):
            assert served.ask().status_code == 200
    results = [each.result() for each in found]
    assert [result["problems"] for result in results] == [[]] * 6
    written = [placed.correction.about for placed in load_with_places(folder).corrections]
    assert sorted(written) == [of["about"] for of in given]
    last = served.version()
    assert last in {result["version"] for result in results}
    assert before not in {result["version"] for result in results}
