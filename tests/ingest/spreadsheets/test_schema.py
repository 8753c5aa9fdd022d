import pytest

from ingest.identifiers import IDENTIFIERS
from ingest.spreadsheets.schema import OF, PARTS, CellKind, is_header, list_sheets, sheets_by_name


def test_every_part_has_a_sheet_and_every_name_fits_on_a_tab() -> None:
    assert {sheet.name for sheet in list_sheets() if not sheet.path} == set(PARTS) == set(IDENTIFIERS)
    assert all(len(sheet.name) <= 31 for sheet in list_sheets())
    assert len(sheets_by_name()) == len(list_sheets())


def test_columns_are_unambiguous_and_identifiers_come_first() -> None:
    for sheet in list_sheets():
        assert len(set(sheet.header)) == len(sheet.header)
        assert sheet.header[0] == (OF if sheet.path else IDENTIFIERS[sheet.part][0])
        assert all(column.refers is None or column.refers in PARTS for column in sheet.columns)


def test_what_one_entry_has_several_of_has_a_sheet_and_a_short_form() -> None:
    services = {column.name: column for column in sheets_by_name()["services"].columns}
    assert services["phones"].kind is CellKind.SHORT
    assert "services.phones" in sheets_by_name()
    assert services["cost.free"].kind is CellKind.YES_NO
    assert sheets_by_name()["services.documents.items"].path == ("documents", "items")


@pytest.mark.parametrize(
    ("cells", "header"),
    [
        (["printed", "area"], True),
        (["slug", "name", ""], True),
        (["name"], False),
        (["name", "telefono"], False),
        ([], False),
    ],
)
def test_a_header_is_known_by_its_columns(cells: list[str], header: bool) -> None:
    assert is_header(cells) is header
