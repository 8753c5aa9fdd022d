"""The two layers of a catalogue as one: what readers extracted, and what people curated. Curated values win."""

from collections.abc import Iterable, Mapping
from typing import Any

from graph.errors import CatalogueError
from graph.model import Organization
from ingest.slugs import slugify
from ingest.yaml_entries import Entry

Merged = list[tuple[Entry, dict[str, Any]]]
"""Each merged value with the entry that findings about it point to."""

IDENTIFIERS: Mapping[str, tuple[str, ...]] = {
    "sources": ("slug",), "facts": ("name",), "needs": ("code",), "areas": ("code",), "situations": ("code",),
    "territories": ("code",), "organizations": ("slug",), "services": ("slug",), "listings": ("id",),
    "figures": ("id",), "gaps": ("id",), "contradictions": ("id",), "judgements": ("left", "right"),
    "profiles": ("code",), "outline": ("id",), "safety": ("code",),
}  # fmt: skip
"""The fields that identify an entry of each part of a catalogue."""

_FROM_SHEET = ("phones", "emails", "addresses", "schedules", "cost", "documents")
_SHEET_KEYS = ("sheet", "page")


def merge_listings(extracted: Iterable[Entry], curated: Iterable[Entry]) -> Merged:
    """One value an extracted entry, with what its curated entry adds; without one, its name makes its organization.

    Raises CatalogueError where a curated entry judges something that was not extracted, or twice.
    """
    judged: dict[str, Entry] = {}
    findings = []
    for entry in curated:
        name = entry.value.get("entry")
        if name in judged:
            findings.append(f"{entry.at()}: '{name}' is judged twice; keep one entry.")
        judged[name] = entry
    merged: Merged = []
    for entry in extracted:
        identifier = entry.value.get("id")
        addition = judged.pop(identifier, None)
        value = {key: item for key, item in entry.value.items() if key != "name"}
        value["evidence"] = "listed"
        value["organization"] = slugify(str(entry.value.get("name")))
        if addition is not None:
            value |= {key: item for key, item in addition.value.items() if key != "entry"}
        merged.append((addition or entry, value))
    findings.extend(
        f"{entry.at(('entry',))}: no extracted entry is called '{name}'; see extracted/partners.yaml for the names."
        for name, entry in judged.items()
    )
    if findings:
        raise CatalogueError(tuple(findings))
    return merged


def identifier_of(part: str, value: Mapping[str, Any]) -> tuple[str, ...]:
    """What identifies an entry of `part` among those of its part."""
    return tuple(str(value.get(key)) for key in IDENTIFIERS[part])


def add_rows(merged: Merged, part: str, rows: Iterable[Entry]) -> Merged:
    """`merged`, then the rows of a spreadsheet; an entry that people have curated stays as they have it."""
    known = {identifier_of(part, value) for _, value in merged}
    return merged + [(row, row.value) for row in rows if identifier_of(part, row.value) not in known]


def merge_sheets(services: Iterable[Entry], sheets: Iterable[Entry], organizations: Iterable[Organization]) -> Merged:
    """The curated services; one that names a `sheet` takes from it what it does not give itself.

    Raises CatalogueError where a sheet is not there, or a collaboration names nobody who is known.
    """
    by_name = {entry.value.get("sheet"): entry for entry in sheets}
    slugs = _slugs_by_name(organizations)
    findings: list[str] = []
    merged: Merged = []
    for entry in services:
        value = {key: item for key, item in entry.value.items() if key not in _SHEET_KEYS}
        title = entry.value.get("sheet")
        if title is not None and title not in by_name:
            known = ", ".join(sorted(map(str, by_name)))
            findings.append(f"{entry.at(('sheet',))}: no sheet is called '{title}'; there are: {known}.")
        elif title is not None:
            sheet = by_name[title]
            for key in _FROM_SHEET:
                if key in sheet.value:
                    value.setdefault(key, sheet.value[key])
            value["collaborations"] = value.get("collaborations", []) + _collaborations(sheet, slugs, findings)
        merged.append((entry, value))
    if findings:
        raise CatalogueError(tuple(findings))
    return merged


def _slugs_by_name(organizations: Iterable[Organization]) -> Mapping[str, str]:
    slugs = {}
    for organization in organizations:
        for name in (organization.name, *(item.name for item in organization.alternate_names)):
            slugs[name] = organization.slug
    return slugs


def _collaborations(sheet: Entry, slugs: Mapping[str, str], findings: list[str]) -> list[dict[str, Any]]:
    found = []
    for index, item in enumerate(sheet.value.get("collaborations", [])):
        value = {key: item[key] for key in ("printed", "role", "cite") if key in item}
        slug = slugs.get(item["name"]) or slugs.get(item["printed"])
        if slug is not None:
            value["organization"] = slug
        elif item.get("generic") != "yes":
            findings.append(
                f"{sheet.at(('collaborations', index))}: '{item['name']}' is nobody's name; "
                "add it to an organization's alternate_names in curated/organizations.yaml."
            )
        found.append(value)
    return found
