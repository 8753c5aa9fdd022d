from dataclasses import replace

from graph import formula
from graph.formula import Not, parse
from graph.model import Requirement, Text
from ingest.catalogue import load_catalogue
from ingest.kinds import expand_kinds


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
    described = {item.slug for item in catalogue.services if {o.organization for o in item.organizations} & members}
    assert isinstance(requirement.when, Not)
    assert test.values == members | described | {"celav"}


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
