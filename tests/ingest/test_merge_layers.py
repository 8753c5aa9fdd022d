from dataclasses import replace

from graph import formula
from graph.formula import Not, parse
from graph.message import Text
from graph.network import Network
from graph.services import Requirement
from ingest.catalogue import load_catalogue
from ingest.merge_layers import expand_kinds


def _asking(notation, lenient=None):
    catalogue = load_catalogue()
    first = catalogue.services[0]
    requirement = Requirement(
        id="supposed", label=Text("", ""), when=parse(notation), lenient=None if lenient is None else parse(lenient)
    )
    asking = replace(first, requires=(requirement,))
    expanded = expand_kinds(replace(catalogue, services=(asking, *catalogue.services[1:])))
    return catalogue, expanded.services[0].requires[0]


def test_a_kind_is_its_organizations_and_what_is_described_of_them():
    catalogue, requirement = _asking({"not": {"known_to": ["kind:social-service", "celav"]}})
    (test,) = formula.tests(requirement.when)
    members = {item.slug for item in catalogue.organizations if item.kind == "social-service"}
    assert "sspt" in members
    own = {catalogue.services[0].slug, *(offer.organization for offer in catalogue.services[0].organizations)}
    services = {item.slug for item in Network(catalogue) if {o.organization for o in item.organizations} & members}
    assert isinstance(requirement.when, Not)
    assert test.values == (members | services | {"celav"}) - own | {"celav"}
    assert any("--" in slug for slug in test.values)  # what is only listed counts as well


def test_who_asks_is_no_stranger_to_its_own_visitors():
    catalogue = load_catalogue()
    centre = next(service for service in catalogue.services if service.slug == "centro-sammartini")
    named = {
        value for requirement in centre.requires for test in formula.tests(requirement.when) for value in test.values
    }
    assert "opera-san-francesco" in named
    assert "opera-san-francesco--prima-necessita" in named
    assert "centro-sammartini" not in named


def test_every_part_of_a_formula_and_the_lenient_reading():
    kind = {"known_to": ["kind:parish"]}
    notation = {"any": [{"all": [kind, {"age": {"min": 18}}]}, {"if": kind, "then": {"not": kind}}]}
    _, requirement = _asking(notation, lenient=notation)
    for reading in (requirement.when, requirement.lenient):
        named = [value for test in formula.tests(reading) for value in test.values]
        assert named
        assert not any(value.startswith("kind:") for value in named)


def test_a_kind_that_nobody_has_is_left_to_be_reported():
    _, requirement = _asking({"known_to": ["kind:castle"]})
    (test,) = formula.tests(requirement.when)
    assert test.values == {"kind:castle"}
