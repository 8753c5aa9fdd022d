"""CPSV-AP: the same statements in both notations, only public services, and nothing filled in."""

from collections import Counter

import pytest
import rdflib
from rdflib.namespace import RDF

from api.cli import run
from graph.graph_export import cpsv
from graph.graph_export.cpsv import Iri, Literal, write_json_ld, write_turtle
from graph.graph_export.formats import ExportFormat, write_export
from graph.network import Network

CV = rdflib.Namespace(cpsv.PREFIXES["cv"])
CPSV = rdflib.Namespace(cpsv.PREFIXES["cpsv"])
DCT = rdflib.Namespace(cpsv.PREFIXES["dct"])


@pytest.fixture(scope="module")
def turtle(milan: Network) -> rdflib.Graph:
    return rdflib.Graph().parse(data=write_export(milan, ExportFormat.CPSV_TURTLE), format="turtle")


READING = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
"""rdflib's reader of JSON-LD uses what rdflib itself calls old."""


@READING
def test_both_notations_say_the_same(milan: Network, turtle: rdflib.Graph) -> None:
    other = rdflib.Graph().parse(data=write_export(milan, ExportFormat.CPSV_JSON_LD), format="json-ld")
    assert set(turtle) == set(other)
    assert len(turtle) > 500
    again = Network(milan.catalogue)
    assert write_export(milan, ExportFormat.CPSV_TURTLE) == write_export(again, ExportFormat.CPSV_TURTLE)


@READING
def test_any_text_survives() -> None:
    hard = 'two\nlines, "quotes", a \\ and \t, \x7f, è – 🏠'
    said = [("urn:x", "dct:title", Literal(hard, "it")), ("urn:x", "dct:source", Iri("https://example.org/?a=b&c=d"))]
    for data, form in ((write_turtle(said, cpsv.PREFIXES), "turtle"), (write_json_ld(said, cpsv.PREFIXES), "json-ld")):
        graph = rdflib.Graph().parse(data=data, format=form)
        assert str(graph.value(rdflib.URIRef("urn:x"), DCT.title)) == hard
        assert str(graph.value(rdflib.URIRef("urn:x"), DCT.source)) == "https://example.org/?a=b&c=d"


def test_only_described_services_of_public_bodies(milan: Network, turtle: rdflib.Graph) -> None:
    named = {str(turtle.value(each, DCT.identifier)) for each in turtle.subjects(RDF.type, CPSV.PublicService)}
    assert named == set(cpsv.list_public(milan))
    assert {"residenzami", "celav-equipe-carcere"} <= named
    assert not named & {"numero-1522", "casa-arcobaleno"}
    for service in turtle.subjects(RDF.type, CPSV.PublicService):
        authorities = set(turtle.objects(service, CV.hasCompetentAuthority))
        assert authorities
        assert all((each, RDF.type, CV.PublicOrganisation) in turtle for each in authorities)


def test_what_leads_here_is_required_only_where_nothing_else_does(turtle: rdflib.Graph) -> None:
    def named(slug: str) -> rdflib.term.Node:
        (found,) = (
            each for each in turtle.subjects(DCT.identifier, rdflib.Literal(slug))
            if (each, RDF.type, CPSV.PublicService) in turtle
        )  # fmt: skip
        return found

    assert set(turtle.objects(named("case-protette"), DCT.requires)) == {named("contrasto-violenza")}
    assert not set(turtle.objects(named("residenzami"), DCT.requires))
    assert named("sspt") in set(turtle.objects(named("residenzami"), CV.relatedService))


def test_what_is_demanded_is_there_or_counted(milan: Network, turtle: rdflib.Graph) -> None:
    def whole(name: str) -> rdflib.URIRef:
        prefix, _, rest = name.partition(":")
        return rdflib.URIRef(cpsv.PREFIXES[prefix] + rest)

    left: Counter[str] = Counter()
    for kind, names in cpsv.DEMANDED.items():
        for subject in turtle.subjects(RDF.type, whole(kind)):
            left.update(f"{kind}.{name}" for name in names if (subject, whole(name), None) not in turtle)
    counted = {name: count for name, count in cpsv.missing(milan).items() if not name.startswith("cpsv:PublicService")}
    assert dict(left) == counted
    services = cpsv.missing(milan)
    whys = ("cpsv:PublicService (only a name on a list)", "cpsv:PublicService.cv:hasCompetentAuthority")
    absent = sum(services[why] for why in whys)
    assert absent + len(cpsv.list_public(milan)) == sum(1 for _ in milan)


def test_the_command_line_says_what_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(("export", "--format", "cpsv-ap-ttl", "--lang", "en")) == 0
    printed = capsys.readouterr()
    assert "cv:PublicOrganisation.dct:spatial" in printed.err
    assert "a cpsv:PublicService" in printed.out
