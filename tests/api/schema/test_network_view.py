"""The network for drawing."""

from typing import Any

import pytest

from graph.typed_graph import build_graph

VIEW = """
query($filter: NetworkFilter) {
  network(filter: $filter) {
    nodes { key kind slug label group node { id } }
    edges { source target relation evidence citations { firstLine } }
    groups { code label(locale: EN) size nodes }
  }
}
"""


def view(client: Any, **where: Any) -> Any:
    return client.ask(VIEW, {"filter": where})["network"]


def test_the_whole_network(client: Any, network: Any) -> None:
    found = view(client)
    assert {node["key"] for node in found["nodes"]} == set(build_graph(network))
    drawn = [(edge["source"], edge["target"], edge["relation"]) for edge in found["edges"]]
    assert sorted(drawn) == sorted(build_graph(network).edges(keys=True))
    assert sorted(key for group in found["groups"] for key in group["nodes"]) == sorted(build_graph(network))
    assert [group["code"] for group in found["groups"]][: len(network.areas)] == list(network.areas)
    for node in found["nodes"]:
        assert (node["node"] is None) == (node["kind"] in ("REQUIREMENT", "FACT", "PRINTED_NAME", "PLACE"))


def test_a_part_of_it(client: Any, network: Any) -> None:
    found = view(client, kinds=["ORGANIZATION", "NETWORK_AREA"], areas=["risorse-abitative"])
    assert {node["group"] for node in found["nodes"]} == {"risorse-abitative"}
    assert {edge["relation"] for edge in found["edges"]} <= {"LISTED_UNDER", "PART_OF"}
    stated = view(client, relations=["REFERS_TO"], evidence=["STATED"])["edges"]
    assert {(edge["relation"], edge["evidence"]) for edge in stated} == {("REFERS_TO", "STATED")}


def test_what_is_around_a_node(client: Any, network: Any) -> None:
    key = "service:residenzami"
    found = view(client, around=key)
    graph = build_graph(network)
    assert {node["key"] for node in found["nodes"]} == {key, *graph.successors(key), *graph.predecessors(key)}
    assert view(client, around=key, hops=2)["nodes"] != found["nodes"]


def test_positions_keep_nodes_apart_and_within_their_group(client: Any) -> None:
    query = """{ network(filter: {kinds: [ORGANIZATION, SERVICE]}) {
      nodes { key group position { x y } } groups { code radius position { x y } } } }"""
    found = client.ask(query)["network"]
    assert client.ask(query)["network"] == found
    groups = {group["code"]: group for group in found["groups"]}

    def distance(one: Any, other: Any) -> float:
        return float(((one["x"] - other["x"]) ** 2 + (one["y"] - other["y"]) ** 2) ** 0.5)

    places = [node["position"] for node in found["nodes"]]
    assert min(distance(a, b) for n, a in enumerate(places) for b in places[:n]) > 24
    for node in found["nodes"]:
        group = groups[node["group"]]
        assert distance(node["position"], group["position"]) <= group["radius"]
    discs = list(groups.values())
    for number, one in enumerate(discs):
        for other in discs[:number]:
            assert distance(one["position"], other["position"]) > one["radius"] + other["radius"]


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ({"areas": ["risorse"]}, "UNKNOWN_CODE"),
        ({"around": "service:residenzam"}, "UNKNOWN_CODE"),
        ({"around": "residenzami", "hops": 2}, "UNKNOWN_CODE"),
        ({"around": "service:residenzami", "hops": 5}, "BAD_PAGE"),
        ({"around": "x" * 300}, "INPUT_TOO_LONG"),
    ],
)
def test_what_cannot_be_asked(client: Any, where: Any, code: str) -> None:
    assert client.fail(VIEW, {"filter": where})["extensions"]["code"] == code
