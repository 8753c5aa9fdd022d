"""What a page says for programs: JSON inside a script element, and its subject in the words of schema.org."""

import json
from typing import Any

from markupsafe import Markup


def to_script_json(value: Any) -> Markup:
    """`value` as JSON that may stand inside a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704 - every sign that HTML reads is escaped above


def describe_service(service: dict[str, Any], city: str, url: str) -> dict[str, Any]:
    """A service as schema.org's GovernmentService or Service; what is unknown is left out."""
    public = {"MUNICIPALITY", "PUBLIC_OFFICE", "SOCIAL_SERVICE", "ASST", "ATS", "SERD", "EMPLOYMENT_SERVICE"}
    kinds = {organization["kind"] for organization in service["organizations"]}
    phones = [phone["number"] or phone["printed"] for phone in service["contacts"]["phones"]]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService" if kinds & public else "Service",
        "@id": url,
        "name": service["name"],
        "description": service["summary"],
        "serviceType": [need["label"] for need in service["meets"]],
        "provider": [{"@type": "Organization", "name": each["name"]} for each in service["organizations"]],
        "areaServed": service["covers"] or [city],
        "availableChannel": {"@type": "ServiceChannel", "servicePhone": _contact_points(phones)} if phones else None,
    }
    return {name: value for name, value in found.items() if value not in (None, [])}


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
        "address": [
            {
                "@type": "PostalAddress",
                "streetAddress": each["street"],
                "addressLocality": each["municipality"],
                "postalCode": each["postalCode"],
            }
            for each in contacts["addresses"]
        ],
    }
    return {name: value for name, value in found.items() if value not in (None, [])}


def _contact_points(phones: list[str]) -> list[dict[str, str]]:
    return [{"@type": "ContactPoint", "telephone": phone} for phone in phones]
