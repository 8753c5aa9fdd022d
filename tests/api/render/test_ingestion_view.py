"""What an ingestion found, in words."""

import pytest

from api.messages import Words
from api.messages.words import read_templates
from api.render.ingestion_view import draw_outcome
from graph.vocabulary import Locale
from ingest.pipeline import Outcome
from ingest.readers.registry import FILES
from ingest.updates import EntryUpdate, UpdateKind


@pytest.mark.parametrize("locale", Locale)
def test_a_reader_names_its_entries_itself(locale: Locale) -> None:
    words = Words(locale)
    for file in FILES:
        change = EntryUpdate(kind=UpdateKind.NEW, part=file.part, identifier="one")
        assert f"parts.{file.part}" not in read_templates(locale)
        assert any(
            line.startswith(f"{words(file.label)}: ") for line in draw_outcome(Outcome(updates=(change,)), words)
        )
