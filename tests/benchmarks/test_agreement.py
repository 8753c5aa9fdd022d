"""Readers who agree are measured as such, and what they disagree in counts against both."""

from pathlib import Path

import pytest

from benchmarks.agreement import measure_agreement
from graph.network import Network
from ingest.catalogue import load_catalogue

FIRST = """
- text: "just out of Opera, 45, a bed"
  from: release-opera
  needs: [housing|housing.emergency]
  facts: {age: 45}
- text: "asks for the telephone of the canteen"
  kind: record
"""


@pytest.fixture(scope="module")
def milan() -> Network:
    return Network(load_catalogue())


def write(folder: Path, second: str) -> Path:
    (folder / "measured-a.yaml").write_text(FIRST)
    (folder / "second-labels.yaml").write_text(second)
    return folder


def test_equal_labels_agree(tmp_path: Path, milan: Network) -> None:
    for score in measure_agreement(write(tmp_path, FIRST), milan):
        assert (score.counts["labels"], score.counts["understood"], score.counts["wrong"]) == (4, 4, 0)
        assert not score.faults


@pytest.mark.parametrize(
    ("old", "new", "understood", "wrong"),
    [
        ("release-opera", "detention", (3, 3), (1, 1)),
        ("housing|housing.emergency", "work", (3, 3), (0, 0)),
        ("age: 45", "age: 54", (3, 3), (1, 1)),
        ("age: 45", '"age?": 45', (3, 3), (0, 0)),
    ],
)
def test_what_they_disagree_in_counts(
    tmp_path: Path, milan: Network, old: str, new: str, understood: tuple[int, int], wrong: tuple[int, int]
) -> None:
    scores = measure_agreement(write(tmp_path, FIRST.replace(old, new)), milan)
    assert tuple(score.counts["understood"] for score in scores) == understood
    assert tuple(score.counts["wrong"] for score in scores) == wrong
