"""Files as people send them: a folder of `cases/` is an input, and its `expected.json` says what becomes of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.catalogue import create_catalogue, inspect_catalogue, load_catalogue
from ingest.inputs import gather
from ingest.pipeline import Outcome, ingest, write
from ingest.spreadsheets.export import export_tables
from ingest.spreadsheets.workbook import write_workbook
from ingest.validation.report import validate
from ingest.yaml_entries import read_text_entries
from tests.told import english

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


def list_rows(outcome: Outcome, part: str) -> list[dict[str, Any]]:
    text = outcome.files.get(f"extracted/spreadsheet/{part}.jsonl", "")
    return [json.loads(line) for line in text.splitlines()]


def summarize(outcome: Outcome, keys: set[str]) -> dict[str, Any]:
    """What `expected.json` may speak of, as far as it does."""
    services, listings = list_rows(outcome, "services"), list_rows(outcome, "listings")
    found: dict[str, Any] = {
        "findings": english(outcome.findings),
        "told": english(outcome.unread),
        "proposals": sum(len(entries) for entries in outcome.proposals.values()),
        "phones": [[phone.get("number") for phone in service.get("phones", ())] for service in services],
        "meets": [[link["need"] for link in entry.get("meets", ())] for entry in services or listings],
        "dates": [service.get("last_verified") for service in services],
        "slugs": {
            part: [row.get("slug", row.get("id")) for row in rows]
            for part in ("organizations", "services", "listings")
            if (rows := list_rows(outcome, part))
        },
    }
    return {key: found[key] for key in keys if key in found}


def summarize_page(outcome: Outcome, keys: set[str]) -> dict[str, Any]:
    (page,) = [entry.value for entry in read_text_entries(outcome.files["extracted/pages.yaml"], "pages")]
    found: dict[str, Any] = {
        "phones": [phone.get("number") for phone in page["phones"]],
        "notes": [phone.get("note", {}).get("it") for phone in page["phones"]],
        "hours": [hours["printed"] for hours in page.get("hours", ())],
    }
    return {key: found[key] for key in keys}


@pytest.mark.sample(4)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_as_people_send_it(case: Path, tmp_path: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    folder = create_catalogue("Prova", tmp_path / "prova", country=expected.pop("country", None))
    given = [item for item in gather([str(case)], None) if item.name != "expected.json"]  # type: ignore[arg-type]
    outcome = ingest(given, folder)
    page = expected.pop("pages", None)
    if page is not None:
        assert summarize_page(outcome, set(page)) == page
    expected = {"findings": [], "told": []} | expected
    found = summarize(outcome, set(expected))
    slugs = expected.get("slugs", {})
    found["slugs"] = {part: found.get("slugs", {}).get(part) for part in slugs}
    assert found == {**expected, "slugs": slugs}
    if not outcome.findings:
        write(outcome, folder)
        assert english(validate(inspect_catalogue(folder), {}).findings) == []
        write_workbook(export_tables(load_catalogue(folder), "1"), tmp_path / "export.xlsx")
