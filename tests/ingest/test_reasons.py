"""Every reason of Milan's catalogue reads in both languages, and the same reason reads the same everywhere."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.catalogue import bundled_folder

FILES = sorted((Path(str(bundled_folder())) / "curated").glob("*.yaml"))


def reasons(value: Any) -> Iterator[Any]:
    """What stands under each `why`, however deep."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "why":
                yield item
            else:
                yield from reasons(item)
    elif isinstance(value, list):
        for item in value:
            yield from reasons(item)


def read(file: Path) -> list[Any]:
    return list(reasons(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)))  # noqa: S506


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_reason_is_given_in_both_languages(file: Path) -> None:
    for reason in read(file):
        assert isinstance(reason, dict), reason
        assert reason.keys() == {"it", "en"}
        assert reason["it"].strip()
        assert reason["en"].strip()
        assert reason["it"] != reason["en"]


def test_the_same_reason_reads_the_same_everywhere() -> None:
    found = [reason for file in FILES for reason in read(file)]
    assert len(found) > 500
    for one, other in (("en", "it"), ("it", "en")):
        said = defaultdict(set)
        for reason in found:
            said[reason[one]].add(reason[other])
        assert {words: read for words, read in said.items() if len(read) > 1} == {}
