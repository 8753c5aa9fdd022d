"""A server that takes corrections serves them soon, whichever of its processes wrote them."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.api.http.test_editing import CORRECT, PHONE, SHOWN, TOKEN, small_city
from tests.api.live.conftest import Served, await_


@pytest.mark.sample(1)
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_correction_is_served_soon(serve: Callable[..., Served], tmp_path: Path, workers: str) -> None:
    folder = small_city(tmp_path / "torino")
    served = serve("--catalogue", str(folder), "--workers", workers, environ={"RETE_EDIT_TOKEN": TOKEN})
    before = served.version()
    answer = httpx.post(
        f"{served.url}/graphql", json={"query": CORRECT, "variables": {"of": PHONE}},
        headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60,
    ).json()  # fmt: skip
    result = answer["data"]["correct"]
    assert (result["written"], result["problems"]) == (True, [])
    assert result["version"] not in (None, before)
    await_(lambda: served.version() == result["version"])
    shown = httpx.post(f"{served.url}/graphql", json={"query": SHOWN}, timeout=60).json()["data"]
    assert shown["snapshot"]["version"] == result["version"]
    assert [phone["number"] for phone in shown["service"]["contacts"]["phones"]] == ["+390115624444"]
