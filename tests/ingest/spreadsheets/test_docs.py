from pathlib import Path

from ingest.spreadsheets.schema import list_sheets


def test_every_sheet_is_documented(project: Path) -> None:
    text = (project / "docs" / "spreadsheets.md").read_text(encoding="utf-8")
    assert [sheet.name for sheet in list_sheets() if f"`{sheet.name}`" not in text] == []
