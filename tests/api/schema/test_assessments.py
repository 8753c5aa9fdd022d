"""Many services for one person, checked against one service at a time."""

from typing import Any

import pytest
from graphql import GraphQLInputObjectType, get_named_type

from api.schema.build import build_schema
from api.schema.query import PRIVATE_FIELDS

MANY = """query($facts: [FactInput!]!, $filter: ServiceFilter, $verdict: Verdict, $first: Int) {
  assessments(facts: $facts, filter: $filter, verdict: $verdict, first: $first) {
    verdict described service { slug } requirements { requirement verdict }
  }
}"""
ONE = """query($service: String!, $facts: [FactInput!]!) {
  eligibility(service: $service, facts: $facts) {
    verdict described service { slug } requirements { requirement verdict }
  }
}"""
ROUGH = [{"name": "residence", "test": {"is": "none"}}, {"name": "housing", "test": {"is": "street"}}]
ORDER = ("ELIGIBLE", "UNKNOWN", "INELIGIBLE")


@pytest.mark.parametrize("facts", [[], ROUGH, [{"name": "age", "test": {"is": "16"}}]])
def test_each_is_assessed_as_it_is_alone_and_open_ones_come_first(client: Any, network: Any, facts: Any) -> None:
    found = client.ask(MANY, {"facts": facts, "filter": {"meets": "housing"}, "first": 100})["assessments"]
    within = network.within("housing")
    meeting = {service.slug for service in network if any(link.need in within for link in service.meets)}
    assert {item["service"]["slug"] for item in found} == meeting
    assert [ORDER.index(item["verdict"]) for item in found] == sorted(ORDER.index(item["verdict"]) for item in found)
    for item in found:
        alone = client.ask(ONE, {"service": item["service"]["slug"], "facts": facts})["eligibility"]
        assert item == alone


def test_a_verdict_and_a_number_narrow_them(client: Any) -> None:
    everything = client.ask(MANY, {"facts": ROUGH, "first": 100})["assessments"]
    closed = client.ask(MANY, {"facts": ROUGH, "verdict": "INELIGIBLE", "first": 100})["assessments"]
    assert closed
    assert {item["verdict"] for item in closed} == {"INELIGIBLE"}
    assert client.ask(MANY, {"facts": ROUGH, "first": 3})["assessments"] == everything[:3]
    assert client.fail(MANY, {"facts": ROUGH, "first": 0})["extensions"]["code"] == "BAD_PAGE"
    assert client.fail(MANY, {"facts": [{"name": "x", "test": {"is": "y"}}]})["extensions"]["code"] == "UNKNOWN_CODE"


def test_the_facts_of_a_profile_are_those_of_a_question(client: Any, network: Any) -> None:
    profiles = client.ask("{ profiles { code facts { name values negated min max } } }")["profiles"]
    assert [profile["code"] for profile in profiles] == [item.code for item in network.catalogue.profiles]
    (rough,) = (profile for profile in profiles if profile["code"] == "rough-sleeper")
    facts = [{"name": fact["name"], "test": {"in": fact["values"]}} for fact in rough["facts"]]
    found = client.ask(MANY, {"facts": facts, "first": 100})
    present = {"name": "present_in_milan", "test": {"is": "yes"}}
    assert found == client.ask(MANY, {"facts": [*ROUGH, present], "first": 100})


def reaches_facts(kind: Any, seen: frozenset[str] = frozenset()) -> bool:
    named = get_named_type(kind)
    if named.name == "FactInput":
        return True
    if not isinstance(named, GraphQLInputObjectType) or named.name in seen:
        return False
    return any(reaches_facts(field.type, seen | {named.name}) for field in named.fields.values())


def test_whatever_takes_facts_about_a_person_is_private() -> None:
    root = build_schema()._schema.query_type
    assert root is not None
    taking = {
        name for name, field in root.fields.items() if any(reaches_facts(item.type) for item in field.args.values())
    }
    assert taking | {"ask"} == PRIVATE_FIELDS
