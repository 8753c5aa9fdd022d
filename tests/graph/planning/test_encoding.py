import networkx
from hypothesis import given
from hypothesis import strategies as st

from graph.planning.encoding import components


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_they_are_those_of_networkx(edges):
    successors = [[end for start, end in edges if start == node] for node in range(10)]
    graph = networkx.DiGraph(edges)
    graph.add_nodes_from(range(10))

    found = components(successors)

    expected = {frozenset(each) for each in networkx.strongly_connected_components(graph)}
    assert {frozenset(node for node in range(10) if found[node] == number) for number in set(found)} == expected
