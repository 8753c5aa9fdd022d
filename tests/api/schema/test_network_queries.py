"""What can be explored around an answer; checked against the network itself."""

from typing import Any

import pytest


def test_snapshot(client: Any, network: Any) -> None:
    snapshot = client.ask(
        "{ snapshot { version city counts { organizations services listedServices sources } sources { slug sha256 } } }"
    )["snapshot"]
    assert snapshot["version"] == network.version
    assert snapshot["counts"]["organizations"] == len(network.organizations)
    assert snapshot["counts"]["services"] == len(network.services)
    assert snapshot["counts"]["listedServices"] == sum(service.listing is not None for service in network)
    assert snapshot["sources"] == [{"slug": s.slug, "sha256": s.sha256} for s in network.sources.values()]


def test_areas_needs_situations_and_facts(client: Any, network: Any) -> None:
    data = client.ask(
        """{
          networkAreas { code label en: label(locale: EN) organizations { slug } }
          needAreas { code parent { code } children { code parent { code } } services { slug } }
          entrySituations { code label facts { fact value } }
          facts { name kind question sensitive values { code label(locale: EN) } }
        }"""
    )
    assert [area["code"] for area in data["networkAreas"]] == list(network.areas)
    for area in data["networkAreas"]:
        printed = {listing.organization for listing in network.listings_under[area["code"]]}
        assert [item["slug"] for item in area["organizations"]] == sorted(printed)
        assert area["label"] == network.areas[area["code"]].label.it
        assert area["en"] == network.areas[area["code"]].label.en
    assert [need["code"] for need in data["needAreas"]] == [n.code for n in network.needs.values() if n.parent is None]
    assert all(child["parent"]["code"] == need["code"] for need in data["needAreas"] for child in need["children"])
    assert [item["code"] for item in data["entrySituations"]] == list(network.situations)
    assert [fact["name"] for fact in data["facts"]] == list(network.facts)


def test_services_of_a_need_meet_it_or_one_below_that_counts(client: Any, network: Any) -> None:
    (housing,) = (
        n for n in client.ask("{ needAreas { code services { slug } } }")["needAreas"] if n["code"] == "housing"
    )
    within = network.within("housing")
    expected = {service.slug for service in network if any(link.need in within for link in service.meets)}
    assert {item["slug"] for item in housing["services"]} == expected


def test_every_described_service_reads_in_full(client: Any, network: Any) -> None:
    query = """query($slug: String!) { service(slug: $slug) {
      id slug name summary listedOnly evidence status lastVerified covers note
      citations { source { file } firstLine lastLine section evidence note excerpt }
      organizations { slug } offers { role organization { name } evidence }
      alternateNames { name } meets { code label evidence need { id } } helps { code }
      requirements { slug label formula lenientFormula reading evidence citations { firstLine } }
      provides { fact value evidence }
      access { kind modes organizations { slug } services { slug } kinds contacts note }
      documents { items { label } } cost { free note } contacts { phones { printed number } emails { address }
      addresses { street municipality postalCode } } schedule { printed openingHours channel }
      collaborations { organization { slug } printed role } refersTo { to { slug } }
      referredBy { from { slug } fromService { slug } to { slug } route { kind } evidence citations { firstLine } }
      doubt { text } verify figures { label value unit comparator kind } contradictions { text }
    } }"""
    for slug, service in network.services.items():
        if service.listing is not None:
            continue
        found = client.ask(query, {"slug": slug})["service"]
        assert found["name"] == service.name
        assert [link["code"] for link in found["meets"]] == [link.need for link in service.meets]
        assert len(found["requirements"]) == len(service.requires)
        assert [(c["firstLine"], c["lastLine"]) for c in found["citations"]] == [
            (c.first, c.last) for c in service.cite
        ]


def test_every_organization_reads_in_full(client: Any, network: Any) -> None:
    query = """query($after: String) { organizations(first: 50, after: $after) {
      pageInfo { endCursor hasNextPage } nodes {
      id slug name kind legalForm alternateNames { name } parent { slug } partOf { organization { slug } evidence }
      members { slug } listedUnder { code } listings { printed area { code } } services { slug }
      collaborators { slug } refersTo { to { slug } } referredBy { from { slug } } contacts { phones { printed } }
      schedule { printed } figures { value } contradictions { text } evidence citations { firstLine } note
    } } }"""
    found, cursor = {}, None
    while True:
        page = client.ask(query, {"after": cursor})["organizations"]
        found.update({item["slug"]: item for item in page["nodes"]})
        if not page["pageInfo"]["hasNextPage"]:
            break
        cursor = page["pageInfo"]["endCursor"]
    assert sorted(found) == sorted(network.organizations)
    for slug, item in found.items():
        assert item["name"] == network.organizations[slug].name
        assert len(item["listings"]) == len(network.listings_of.get(slug, ()))
        for whole in item["partOf"]:
            assert slug in {part["slug"] for part in found[whole["organization"]["slug"]]["members"]}
        for other in item["collaborators"]:
            assert slug in {back["slug"] for back in found[other["slug"]]["collaborators"]}


def test_a_reason_is_given_in_the_language_asked_for_and_in_italian_else(client: Any, network: Any) -> None:
    query = """{ service(slug: "residenzami") { figures {
      it: reason en: reason(locale: EN) citations { it: note(locale: IT) en: note(locale: EN) }
    } } }"""
    figures = client.ask(query)["service"]["figures"]
    (why,) = (figure.why for figure in network.catalogue.figures if figure.about == "residenzami" and figure.why)
    said = {"it": why.it, "en": why.en}
    assert [{"it": item["it"], "en": item["en"]} for item in figures if item["it"]] == [said]
    assert [item["citations"] for item in figures if item["it"]] == [[said]]


def test_an_unknown_slug_is_null(client: Any) -> None:
    data = client.ask('{ service(slug: "no-such") { name } organization(slug: "no-such") { name } }')
    assert data == {"service": None, "organization": None}


@pytest.mark.parametrize("root", ["networkAreas", "needAreas", "entrySituations", "facts", "snapshot { sources"])
def test_every_node_is_found_by_its_id(client: Any, root: str) -> None:
    tail = " }" if "{" in root else ""
    data = client.ask(f"{{ {root} {{ __typename id }}{tail} }}")
    found = data["snapshot"]["sources"] if tail else data[root]
    ids = [item["id"] for item in found]
    assert client.ask("query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", {"ids": ids})["nodes"] == found
    assert len(set(ids)) == len(ids) > 0


def test_an_id_of_something_that_is_gone_is_null_and_a_forged_one_an_error(client: Any) -> None:
    gone = client.ask('{ service(slug: "celav-equipe-carcere") { id } }')["service"]["id"]
    assert client.ask("query($id: ID!) { node(id: $id) { id } }", {"id": gone})["node"] == {"id": gone}
    assert client.ask('{ node(id: "U2VydmljZTpnb25l") { id } }')["node"] is None
    for forged in ("abc", "UGVyc29uOm1l"):
        query = f'{{ node(id: "{forged}") {{ id }} }}'
        assert client.fail(query)["extensions"] == {"code": "BAD_ID", "argument": "id"}
        query = f'{{ nodes(ids: ["{gone}", "{forged}"]) {{ id }} }}'
        assert client.fail(query)["extensions"] == {"code": "BAD_ID", "argument": "ids.1"}


def test_filters_of_organizations(client: Any, network: Any) -> None:
    query = "query($filter: OrganizationFilter) { organizations(first: 100, filter: $filter) { nodes { slug kind } } }"

    def found(**where: Any) -> set[str]:
        return {item["slug"] for item in client.ask(query, {"filter": where})["organizations"]["nodes"]}

    consulates = {o.slug for o in network.organizations.values() if o.kind == "consulate"}
    assert found(kind="CONSULATE") == consulates != set()
    area = "risorse-abitative"
    assert found(area=area) == {listing.organization for listing in network.listings_under[area]}
    assert found(area=area, kind="CONSULATE") == set()
    unlisted = set(network.organizations) - set(network.listings_of)
    assert found(listed=False) == unlisted != set()
    assert found(need="work") == found(meets="work") | found(helps="work") != set()
    offering = {o.organization for s in network for o in s.organizations if any(n.need == "work" for n in s.meets)}
    assert offering <= found(meets="work")
    stated = {o.slug for o in network.organizations.values() if o.evidence == "stated"}
    assert found(evidence="STATED") | found(evidence="LISTED") | found(evidence="INFERRED") >= found(evidence="STATED")
    assert found(evidence="STATED") == set(sorted(stated)[:100])
    assert "fondazione-casa-della-carita" in found(text="CARITA casa")


def test_filters_of_services(client: Any, network: Any) -> None:
    query = "query($filter: ServiceFilter) { services(first: 100, filter: $filter) { nodes { slug evidence } } }"

    def found(**where: Any) -> set[str]:
        return {item["slug"] for item in client.ask(query, {"filter": where})["services"]["nodes"]}

    meets, helps = found(meets="work"), found(helps="work")
    assert "celav-equipe-carcere" in meets
    assert found(need="work") == meets | helps
    assert found(meets="work", evidence="STATED") == {
        slug for slug in meets if network.services[slug].evidence == "stated"
    }
    under = found(area="risorse-abitative", meets="housing")
    assert under <= found(meets="housing")
    assert {slug.rpartition("--")[2] for slug in under if "--" in slug} == {"risorse-abitative"}
    kinds = {
        slug: {network.organizations[o.organization].kind for o in s.organizations}
        for slug, s in network.services.items()
    }
    consulates = {slug for slug, kind in kinds.items() if "consulate" in kind}
    assert found(kind="CONSULATE") == consulates != set()
    told = {slug for slug, s in network.services.items() if any(span.source == "charter" for span in s.cite)}
    assert found(source="charter") == told != set()
    assert "celav-equipe-carcere" in found(text="équipe CARCERE")
    assert found(text="équipe CARCERE") == found(text="carcere equipe") != found()


@pytest.mark.parametrize(
    ("field", "where", "suggestion"),
    [
        ("services", {"meets": "housin"}, "housing"),
        ("services", {"area": "risorse-abitativ"}, "risorse-abitative"),
        ("services", {"source": "deks"}, "decks"),
        ("organizations", {"need": "wrok"}, "work"),
        ("organizations", {"area": "ambito"}, "ambito-penale"),
    ],
)
def test_a_code_that_the_network_has_not_is_an_error(client: Any, field: str, where: Any, suggestion: str) -> None:
    kind = "ServiceFilter" if field == "services" else "OrganizationFilter"
    error = client.fail(f"query($where: {kind}) {{ {field}(filter: $where) {{ totalCount }} }}", {"where": where})
    assert error["extensions"]["code"] == "UNKNOWN_CODE"
    assert suggestion in error["extensions"]["suggestions"]


def test_services_that_are_open_at_a_time(client: Any) -> None:
    query = "query($at: DateTime!) { services(first: 100, filter: {openAt: $at}) { nodes { slug isOpen(at: $at) } } }"

    def found(at: str) -> set[str]:
        nodes = client.ask(query, {"at": at})["services"]["nodes"]
        assert {node["isOpen"] for node in nodes} <= {"OPEN"}
        return {node["slug"] for node in nodes}

    assert found("2026-01-13T10:00:00") >= {"residenzami", "contrasto-violenza", "attivazione-rei"}  # a Tuesday
    assert found("2026-01-13T10:00:00") == found("2026-01-13T09:00:00Z")  # on the clock of Milan
    always = {"numero-1522", "numero-antitratta"}  # a number that answers opens the door of no office
    assert found("2026-12-07T10:00:00") == found("2026-12-25T10:00:00") == always


def test_by_appointment_is_neither_open_nor_closed(client: Any) -> None:
    query = """query($slug: String!, $at: DateTime!) { service(slug: $slug) {
      isOpen(at: $at) nextOpening(at: $at) schedule { isOpen(at: $at) nextOpening(at: $at) } } }"""

    def found(slug: str, at: str) -> Any:
        return client.ask(query, {"slug": slug, "at": at})["service"]

    tuesday = found("spazio-antidiscriminazioni", "2026-01-13T10:00:00")
    assert (tuesday["isOpen"], tuesday["nextOpening"]) == ("UNKNOWN", None)
    assert found("spazio-antidiscriminazioni", "2026-01-14T10:00:00")["isOpen"] == "CLOSED"
    assert found("celav", "2026-01-13T10:00:00")["isOpen"] == "UNKNOWN"  # no hours are known
    saint = found("attivazione-rei", "2026-12-05T10:00:00")  # then a Sunday, the patron's day and a public holiday
    assert (saint["isOpen"], saint["nextOpening"]) == ("CLOSED", "2026-12-09T09:00:00+01:00")
    open_now = found("attivazione-rei", "2026-12-09T10:30:00")
    assert open_now["schedule"] == [{"isOpen": "OPEN", "nextOpening": "2026-12-09T10:30:00+01:00"}]


def test_a_time_that_is_none_is_refused(client: Any) -> None:
    response = client.post('{ services(filter: {openAt: "yesterday"}) { totalCount } }')
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "VALIDATION_FAILED"


@pytest.mark.parametrize("locale", [None, "IT", "EN"])
def test_a_language_that_is_null_is_italian(client: Any, network: Any, locale: str | None) -> None:
    query = """query($locale: Locale) {
      snapshot { name(locale: $locale) }
      needAreas { label(locale: $locale) }
      ask(text: "to work", first: 1) { plans { explanation(locale: $locale) steps { verify(locale: $locale) } } }
    }"""
    found = client.ask(query, {"locale": locale})
    assert found == client.ask(query, {"locale": locale or "IT"})
    roots = [need.label for need in network.needs.values() if need.parent is None]
    expected = [label.en if locale == "EN" else label.it for label in roots]
    assert [need["label"] for need in found["needAreas"]] == expected


def test_a_citation_names_the_headings_over_its_lines(client: Any) -> None:
    query = '{ service(slug: "residenzami") { citations { section } requirements { citations { section } } } }'
    service = client.ask(query)["service"]
    assert [cite["section"] for cite in service["citations"]] == ["RESIDENZAMI"]
    sections = {cite["section"] for item in service["requirements"] for cite in item["citations"]}
    assert sections == {"RESIDENZAMI › A CHI È RIVOLTO: REQUISITI D'ACCESSO", "RESIDENZAMI › FINALITÀ"}


@pytest.mark.documents
def test_excerpts_are_the_lines_of_the_documents(client_with: Any, network: Any) -> None:
    import os
    from pathlib import Path

    from api.settings import Settings

    folder = Path(os.environ["RETE_DOCUMENTS"])
    query = '{ service(slug: "residenzami") { citations { source { file } firstLine lastLine excerpt } } }'
    citations = client_with(Settings(documents=folder)).ask(query)["service"]["citations"]
    for citation in citations:
        lines = (folder / citation["source"]["file"]).read_text(encoding="utf-8").split("\n")
        expected = "\n".join(lines[citation["firstLine"] - 1 : citation["lastLine"]])
        assert citation["excerpt"].split() == expected.split()
    assert citations
