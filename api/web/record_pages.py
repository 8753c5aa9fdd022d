"""Pages of partners, services, needs and documents: everything known, each with the lines behind it."""

from collections.abc import Iterable, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.web.corrections import TOLD, form_values
from api.web.frame import Frame, flatten_needs
from api.web.network_page import READABLE

Json = Mapping[str, Any]


class RecordPages:
    """Everything known about one record, at an address that stays."""

    def __init__(self, frame: Frame, *, takes_corrections: bool = False) -> None:
        self._frame = frame
        self._takes_corrections = takes_corrections

    async def partner(self, request: Request) -> Response:
        """A partner. Raises HTTPException (404)."""
        texts = self._frame.language(request)
        asked = await self._frame.ask(request, texts, "PartnerPage", slug=request.path_params["slug"])
        partner = _found(asked.data, "organization")
        structured = describe_organization(partner, request.url.path)
        return self._frame.render(
            request,
            "partner",
            texts,
            behind=asked,
            partner=partner,
            senders=group_senders(partner["referredBy"]),
            structured=structured,
            **self._correction(request),
        )

    async def service(self, request: Request) -> Response:
        """A service. Raises HTTPException (404)."""
        texts = self._frame.language(request)
        asked = await self._frame.ask(request, texts, "ServicePage", slug=request.path_params["slug"])
        service = _found(asked.data, "service")
        structured = describe_service(service, asked.data["snapshot"]["city"], request.url.path)
        return self._frame.render(
            request,
            "service",
            texts,
            behind=asked,
            service=service,
            senders=[each for _, same in group_senders(service["referredBy"]) for each in same],
            structured=structured,
            **self._correction(request),
        )

    def _correction(self, request: Request) -> dict[str, Any]:
        """What the form for corrections shows, where there is one."""
        told = request.query_params.get(TOLD) == "yes"
        return {"takes_corrections": self._takes_corrections, "told": told, **form_values()}

    async def needs(self, request: Request) -> Response:
        """Every need."""
        texts = self._frame.language(request)
        asked = await self._frame.ask(request, texts, "NeedsPage")
        return self._frame.render(request, "needs", texts, behind=asked, needs=flatten_needs(asked.data["needAreas"]))

    async def need(self, request: Request) -> Response:
        """A need, with who meets it and who helps. Raises HTTPException (404)."""
        texts = self._frame.language(request)
        code = request.path_params["code"]
        asked = await self._frame.ask(request, texts, "NeedPage", code=code)
        if asked.data is None:
            raise HTTPException(404)
        needs = {need["code"]: need for _, need in flatten_needs(asked.data["needAreas"])}
        return self._frame.render(
            request,
            "need",
            texts,
            behind=asked,
            need=needs[code],
            structured=describe_need(needs[code], request.url.path),
            above=[needs[part] for part in _above(code) if part in needs],
            below=[need for each, need in needs.items() if each.startswith(f"{code}.")],
            meeting=with_lines(asked.data["meeting"], code),
            helping=with_lines(asked.data["helping"], code),
        )

    async def documents(self, request: Request) -> Response:
        """The documents that the network rests on."""
        texts = self._frame.language(request)
        asked = await self._frame.ask(request, texts, "DocumentsPage")
        return self._frame.render(request, "documents", texts, behind=asked, network=asked.data["snapshot"])

    async def document(self, request: Request) -> Response:
        """One document. Raises HTTPException (404)."""
        texts = self._frame.language(request)
        slug = request.path_params["slug"]
        services: list[Json] = []
        after = None
        while True:
            asked = await self._frame.ask(request, texts, "DocumentPage", slug=slug, after=after)
            if asked.data is None:
                raise HTTPException(404)
            page = asked.data["services"]
            services += page["nodes"]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"] or len(services) >= READABLE:
                break
        source = next(source for source in asked.data["snapshot"]["sources"] if source["slug"] == slug)
        return self._frame.render(
            request,
            "document",
            texts,
            behind=asked,
            source=source,
            structured=describe_document(source, request.url.path),
            told=list_told(services, slug),
            count=page["totalCount"],
        )


def with_lines(page: Json, need: str) -> Json:
    """The services of `page`, each with the lines by which it answers `need` or one below it, else with its own."""
    nodes = [
        {
            **service,
            "lines": [
                line
                for link in service["links"]
                if link["code"] == need or link["code"].startswith(f"{need}.")
                for line in link["citations"]
            ]
            or service["citations"],
        }
        for service in page["nodes"]
    ]
    return {**page, "nodes": nodes}


def list_told(services: Iterable[Json], source: str) -> list[tuple[Json, list[Json]]]:
    """Each service with its lines of the document `source`, in the order of the lines."""
    found = [
        (service, [each for each in service["citations"] if each["source"]["slug"] == source]) for service in services
    ]
    return sorted(found, key=lambda entry: entry[1][0]["firstLine"] or 0)


def group_senders(referrals: Iterable[Json]) -> list[tuple[str, list[Json]]]:
    """The senders of each service, by the name of the service; each sender once."""
    found: dict[str, dict[str, Json]] = {}
    for each in referrals:
        sender = each["from"] or each["fromService"]
        found.setdefault(each["to"]["name"], {}).setdefault(sender["name"], each)
    return [(name, list(senders.values())) for name, senders in found.items()]


def _found(data: Any, key: str) -> Any:
    if not data or not data.get(key):
        raise HTTPException(404)
    return data[key]


def _above(code: str) -> list[str]:
    """The codes of the needs above `code`, the root first."""
    parts = code.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts))]


def describe_service(service: dict[str, Any], city: str, url: str) -> dict[str, Any]:
    """A service as schema.org's GovernmentService or Service; what is unknown is left out."""
    public = {"MUNICIPALITY", "PUBLIC_OFFICE", "SOCIAL_SERVICE", "ASST", "ATS", "SERD", "EMPLOYMENT_SERVICE"}
    kinds = {organization["kind"] for organization in service["organizations"]}
    phones = [phone["number"] or phone["printed"] for phone in service["contacts"]["phones"]]
    places = [{"@type": "Place", "address": _postal(each)} for each in service["contacts"]["addresses"]]
    channel = {"servicePhone": _contact_points(phones), "serviceLocation": places}
    channel = {name: value for name, value in channel.items() if value}
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService" if kinds & public else "Service",
        "@id": url,
        "name": service["name"],
        "description": service["summary"],
        "serviceType": [need["label"] for need in service["meets"]],
        "provider": [{"@type": "Organization", "name": each["name"]} for each in service["organizations"]],
        "areaServed": service["covers"] or [city],
        "availableChannel": {"@type": "ServiceChannel", **channel} if channel else None,
    }
    return {name: value for name, value in found.items() if value not in (None, [])}


def describe_need(need: Json, url: str) -> dict[str, Any]:
    """A need as schema.org's DefinedTerm."""
    found = {"@type": "DefinedTerm", "@id": url, "name": need["label"], "termCode": need["code"]}
    return {"@context": "https://schema.org", **found}


def describe_document(source: Json, url: str) -> dict[str, Any]:
    """A document as schema.org's DigitalDocument; what is unknown is left out."""
    found = {
        "@context": "https://schema.org",
        "@type": "DigitalDocument",
        "@id": url,
        "name": source["title"],
        "publisher": {"@type": "Organization", "name": source["publisher"]},
        "inLanguage": source["language"],
        "dateModified": source["date"],
    }
    return {name: value for name, value in found.items() if value is not None}


def describe_organization(organization: dict[str, Any], url: str) -> dict[str, Any]:
    """A partner as schema.org's Organization; what is unknown is left out."""
    contacts = organization["contacts"]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": url,
        "name": organization["name"],
        "alternateName": [name["name"] for name in organization["alternateNames"]],
        "telephone": [phone["number"] or phone["printed"] for phone in contacts["phones"]],
        "email": [email["address"] for email in contacts["emails"]],
        "address": [_postal(each) for each in contacts["addresses"]],
    }
    return {name: value for name, value in found.items() if value not in (None, [])}


def _contact_points(phones: list[str]) -> list[dict[str, str]]:
    return [{"@type": "ContactPoint", "telephone": phone} for phone in phones]


def _postal(place: Json) -> dict[str, Any]:
    found = {
        "streetAddress": place["street"],
        "addressLocality": place["municipality"],
        "postalCode": place["postalCode"],
    }
    return {"@type": "PostalAddress", **{name: value for name, value in found.items() if value is not None}}
