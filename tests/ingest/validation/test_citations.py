from graph.provenance import Citation
from ingest.catalogue import load_catalogue
from ingest.documents import parse_document
from ingest.ledger import FateKind, account_for
from ingest.validation.citations import list_citations


def test_every_citation_of_the_catalogue_is_named_after_its_statement() -> None:
    citations = list_citations(load_catalogue())
    assert Citation("decks", 153, 156) in citations["organizations/puntoacapo"]
    assert "services/celav.alternate_names" in citations
    assert all(spans for spans in citations.values())
    assert {name.partition("/")[0] for name in citations} >= {"organizations", "services", "listings", "judgements"}


def test_lines_under_a_whole_entry_are_told_from_those_of_a_statement() -> None:
    document = parse_document("d", "d.txt", b"one\ntwo\nthree\nfour\n")
    citations = {
        "services/x": [Citation("d", 1, 3)],
        "services/x.phones": [Citation("d", 2, 2)],
        "figures/y": [Citation("d", 3, 3)],
    }
    account = account_for(document, (), citations)
    assert account.cited == {1, 2, 3}
    assert [fate.line for fate in account.list_broad()] == [1]
    assert [(fate.line, fate.kind) for fate in account.list_unmodelled()] == [(4, FateKind.NOT_UNDERSTOOD)]
