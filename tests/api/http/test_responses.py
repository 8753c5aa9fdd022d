"""Headers of every response; encoded answers: the same content in fewer bytes, a tag of their own, and streams as they
come."""

import doctest
import gzip
from typing import Any

import httpx
import pytest

from api.errors import Refusal
from api.http import responses
from api.http.responses import ENCODERS, JSON, RESPONSE, MediaType, choose_encoding, choose_media_type, zstd
from graph.network import Network

READ = {"zstd": zstd.decompress, "gzip": gzip.decompress}
LIST = "/graphql?query={services(first:50){nodes{slug name}}}"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("application/json", JSON),
        ("application/json; charset=UTF-8", JSON),
        (RESPONSE, RESPONSE),
        (f"{RESPONSE}; charset=utf-8, {JSON}; charset=utf-8", RESPONSE),
        (f"{RESPONSE};q=0.5, {JSON}", JSON),
        (f"{RESPONSE}, */*;q=0.1", RESPONSE),
        (f"{JSON};q=0, */*", RESPONSE),
        (f"text/html, {JSON};q=0.9, */*;q=0.8", JSON),
        ("APPLICATION/GRAPHQL-RESPONSE+JSON", RESPONSE),
    ],
)
def test_the_best_acceptable_type_is_chosen(accept: str | None, expected: str) -> None:
    assert choose_media_type(accept) == expected


@pytest.mark.parametrize(
    "accept", ["text/html", f"{JSON};q=0", "application/json; charset=utf-16", f"{JSON};q=nonsense", ";;;", ","]
)
def test_what_is_not_acceptable_is_refused(accept: str) -> None:
    with pytest.raises(Refusal) as refusal:
        choose_media_type(accept)
    assert refusal.value.status == 406


def test_parameters_are_read() -> None:
    media = MediaType.parse('Application/JSON; Charset="UTF-8"; q=0.3; alone')
    assert (media.name, media.is_utf8, media.quality) == (JSON, True, 0.3)


def raw(url: str, path: str, **headers: str) -> tuple[httpx.Response, bytes]:
    """The answer of a real server, and its bytes as they came."""
    with httpx.stream("GET", url + path, headers=headers, timeout=60) as response:
        return response, b"".join(response.iter_raw())


@pytest.mark.parametrize("name", ENCODERS)
@pytest.mark.parametrize("path", [LIST, "/exports/network.gexf", "/hsds/services", "/exports/cpsv-ap.ttl"])
def test_an_encoded_answer_is_the_answer(server_url: str, path: str, name: str) -> None:
    plain, body = raw(server_url, path, **{"Accept-Encoding": "identity"})
    packed, shorter = raw(server_url, path, **{"Accept-Encoding": name})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == name
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert int(packed.headers["content-length"]) == len(shorter) < len(body)
    assert READ[name](shorter) == body
    assert packed.headers["etag"] == f'{plain.headers["etag"][:-1]}-{name}"'
    again, nothing = raw(server_url, path, **{"Accept-Encoding": name, "If-None-Match": packed.headers["etag"]})
    assert (again.status_code, nothing, again.headers["etag"]) == (304, b"", packed.headers["etag"])


def test_what_is_short_or_packed_goes_out_as_it_is(server_url: str) -> None:
    for path in ("/healthz", "/exports/hsds.zip"):
        response, _ = raw(server_url, path, **{"Accept-Encoding": "zstd, gzip"})
        assert "content-encoding" not in response.headers


def test_a_stream_of_events_comes_as_it_is_told(server_url: str, network: Network) -> None:
    with httpx.stream("GET", f"{server_url}/events", headers={"Accept-Encoding": "gzip"}, timeout=60) as response:
        assert "content-encoding" not in response.headers
        for line in response.iter_lines():
            if network.version in line:
                break


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, None), ("", None), ("identity", None), ("br", None), ("gzip", "gzip"), ("*", "zstd"),
        ("gzip;q=0", None), ("*;q=0.5, gzip", "gzip"), ("GZIP;q=0.5, zstd;q=x", "zstd"), ("gzip;q=1.5", "gzip"),
    ],
)  # fmt: skip
def test_the_encoding_that_the_client_prefers(accept: str | None, chosen: str | None) -> None:
    assert choose_encoding(accept) == chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, None),
        ("gzip, deflate, br, zstd", "gzip"),
        ("zstd", None),
        ("gzip;q=0", None),
        ("*", "gzip"),
        ("*, gzip;q=0", None),
    ],
)
def test_what_is_kept_packed_goes_out_so_to_who_takes_it(accept: str | None, chosen: str | None) -> None:
    assert choose_encoding(accept, ("gzip",)) == chosen


def test_the_examples() -> None:
    assert doctest.testmod(responses).failed == 0


def test_a_post_may_be_answered_with_zstd(client: Any) -> None:
    response = client.post("{ services(first: 50) { nodes { slug name } } }", headers={"Accept-Encoding": "zstd"})
    assert response.headers["content-encoding"] == "zstd"
    assert response.headers["cache-control"] == "no-store"
