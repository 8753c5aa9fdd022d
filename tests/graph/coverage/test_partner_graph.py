"""What is said of partners by their ties is what networkx says."""

import subprocess
import sys
from collections.abc import Collection

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.coverage.partner_graph import (
    Ties,
    betweenness,
    component_sizes,
    core_numbers,
    count_ties,
    density,
    find_brokers,
    join,
    list_ties,
)
from graph.network import Network

NAMES = st.sampled_from("abcdefghijkl")


def _compare(ties: Ties) -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(ties)
    graph.add_edges_from((one, other) for one, others in ties.items() for other in others)
    assert count_ties(ties) == graph.number_of_edges()
    assert density(len(ties), count_ties(ties)) == nx.density(graph)
    assert component_sizes(ties) == tuple(sorted(map(len, nx.connected_components(graph)), reverse=True))
    assert core_numbers(ties) == nx.core_number(graph)
    assert find_brokers(ties) == set(nx.articulation_points(graph))
    assert betweenness(ties) == pytest.approx(nx.betweenness_centrality(graph), abs=1e-12)


@given(st.sets(NAMES), st.lists(st.tuples(NAMES, NAMES)))
def test_random_graphs(partners: Collection[str], pairs: list[tuple[str, str]]) -> None:
    _compare(join(sorted({*partners, *(name for pair in pairs for name in pair)}), pairs))


def test_the_partners_of_milan(milan: Network) -> None:
    _compare(list_ties(milan))


def test_a_partner_without_ties_and_one_named_with_itself() -> None:
    ties = join("ab", [("a", "a")])
    assert component_sizes(ties) == (1, 1)
    assert density(2, count_ties(ties)) == 0
    assert betweenness(ties) == {"a": 0, "b": 0}


def test_measures_load_no_networkx() -> None:
    script = (
        "import sys; from graph.coverage.measures import PlanShares, measure_network; "
        "from graph.network import Network; from ingest.catalogue import load_catalogue; "
        "measure_network(Network(load_catalogue()), PlanShares(0, {}, {})); print('networkx' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
