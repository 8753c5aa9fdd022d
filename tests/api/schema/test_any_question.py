"""Whatever is asked, the answer is an answer or the caller's own mistake."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.network import Network
from ingest.catalogue import load_catalogue

NETWORK = Network(load_catalogue())
WORDS = st.text(max_size=8) | st.sampled_from(["milan", "none", "yes", "IT", "34", "²", "", "celav", "prison"])
BOUNDS = st.none() | st.integers(-(2**31), 2**31 - 1)
TESTS = (
    st.fixed_dictionaries({"is": WORDS})
    | st.fixed_dictionaries({"not": WORDS})
    | st.fixed_dictionaries({"in": st.lists(WORDS, max_size=3)})
    | st.fixed_dictionaries({"range": st.fixed_dictionaries({"min": BOUNDS, "max": BOUNDS})})
)
FACTS = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from(sorted(NETWORK.facts)) | WORDS, "test": TESTS}), max_size=3
)
PLANS = """query($query: ReferralQuery!) { referralPlans(query: $query) {
  status plans { id explanation steps { verify citations { section } } } questions { ask } problems { message }
} }"""
ASSESSMENT = "query($facts: [FactInput!]!) { assessments(facts: $facts) { verdict questions } }"


def checked(client: Any, query: str, variables: dict[str, Any]) -> Any:
    response = client.post(query, variables)
    assert response.status_code == 200, response.text
    assert [e for e in response.json().get("errors", ()) if e["extensions"]["code"] == "INTERNAL"] == []
    return response.json()["data"]


@settings(deadline=None, max_examples=60)
@given(FACTS)
@example([{"name": "age", "test": {"is": "²"}}])
def test_any_facts_are_assessed_or_refused(client: Any, facts: Any) -> None:
    checked(client, ASSESSMENT, {"facts": facts})


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(sorted(NETWORK.situations)) | WORDS, st.sampled_from(sorted(NETWORK.needs)) | WORDS, FACTS)
def test_any_question_has_plans_or_a_reason(client: Any, start: str, need: str, facts: Any) -> None:
    query = {"from": {"situation": start}, "needs": [need], "facts": facts}
    data = checked(client, PLANS, {"query": query})
    assert data is None or data["referralPlans"]["plans"] or data["referralPlans"]["problems"]
