"""Chains of who sends whom, over the API."""

from typing import Any

import pytest

PATHS = """
query($from: EntryPoint!, $to: EntryPoint!, $hops: Int, $first: Int) {
  referralPaths(from: $from, to: $to, maxHops: $hops, first: $first) {
    hops evidence to { slug }
    referrals { from { slug } fromService { slug } to { slug organizations { slug } } route { kind note }
      evidence citations { firstLine source { file } } }
  }
}
"""


def paths(client: Any, start: dict[str, str], end: dict[str, str], **rest: int) -> Any:
    return client.ask(PATHS, {"from": start, "to": end, **rest})["referralPaths"]


def test_a_chain_is_made_of_referrals_that_follow_each_other(client: Any, network: Any) -> None:
    found = paths(client, {"situation": "release-san-vittore"}, {"need": "housing"}, first=50)
    assert found
    assert [path["hops"] for path in found] == sorted(path["hops"] for path in found)
    for path in found:
        known = {"carcere-san-vittore"}
        for referral in path["referrals"]:
            assert (referral["from"] or referral["fromService"])["slug"] in known
            assert referral["citations"]
            known = {referral["to"]["slug"], *(item["slug"] for item in referral["to"]["organizations"])}
        assert path["to"] == {"slug": path["referrals"][-1]["to"]["slug"]}
        levels = {referral["evidence"] for referral in path["referrals"]}
        assert path["evidence"] == ("INFERRED" if "INFERRED" in levels else "STATED")


def test_a_chain_to_a_service_and_from_it(client: Any) -> None:
    (first, *_) = paths(client, {"situation": "release-san-vittore"}, {"service": "celav-equipe-carcere"})
    assert (first["hops"], first["evidence"]) == (1, "STATED")
    assert first["referrals"][0]["from"] == {"slug": "carcere-san-vittore"}
    (direct,) = paths(client, {"service": "puntoacapo"}, {"service": "celav"}, hops=1)
    assert direct["referrals"][0]["fromService"] == {"slug": "puntoacapo"}


def test_the_hub_sends_to_partners_that_are_only_listed_by_judgement(client: Any, network: Any) -> None:
    listed = next(service.slug for service in network if service.listing is not None and service.meets)
    (path, *_) = paths(client, {"service": network.catalogue.hub}, {"service": listed})
    assert (path["hops"], path["evidence"]) == (1, "INFERRED")
    assert path["referrals"][0]["route"]["note"]


def test_edges_of_a_chain_are_those_of_the_services(client: Any) -> None:
    query = "query($slug: String!) { service(slug: $slug) { referredBy { from { slug } fromService { slug } } } }"
    for path in paths(client, {"situation": "release-opera"}, {"need": "work"}, first=20):
        for referral in path["referrals"]:
            edges = client.ask(query, {"slug": referral["to"]["slug"]})["service"]["referredBy"]
            assert {"from": referral["from"], "fromService": referral["fromService"]} in edges


@pytest.mark.parametrize(
    ("start", "end", "rest", "code"),
    [
        ({"need": "work"}, {"need": "work"}, {}, "INVALID_QUESTION"),
        ({"service": "celav"}, {"situation": "release"}, {}, "INVALID_QUESTION"),
        ({"service": "celaw"}, {"need": "work"}, {}, "UNKNOWN_CODE"),
        ({"service": "celav"}, {"organization": "nobody"}, {}, "UNKNOWN_CODE"),
        ({"service": "celav"}, {"need": "work"}, {"hops": 9}, "BAD_PAGE"),
        ({"service": "celav"}, {"need": "work"}, {"first": 0}, "BAD_PAGE"),
        ({"service": "c" * 300}, {"need": "work"}, {}, "INPUT_TOO_LONG"),
    ],
)
def test_what_cannot_be_asked(client: Any, start: Any, end: Any, rest: Any, code: str) -> None:
    error = client.fail(PATHS, {"from": start, "to": end, **rest})
    assert error["extensions"]["code"] == code
