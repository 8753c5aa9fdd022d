"""Nothing in a catalogue file is dropped in silence: a key renamed, doubled or moved is found, or it still holds."""

import copy
import dataclasses
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.formula import Formula, parse
from graph.message import Finding
from graph.model import Catalogue
from graph.provenance import Citation
from graph.services import Listing, Service
from ingest.catalogue import CURATED, CityRecord, LoadedCatalogue, load_catalogue
from ingest.decode import find_decoded
from ingest.merge_layers import merge_listings, merge_sheets
from ingest.readers.deck import PrintedFigure
from ingest.readers.judgements import CharterJudgements, SlideJudgements
from ingest.readers.reader import Partner, Sheet
from ingest.readers.web_page import Page
from ingest.validation.context import Context, walk
from ingest.validation.references import WITH_FORMULAS, check_formulas
from ingest.yaml_entries import Entry, read_entries, read_mapping, read_text_entries
from tests.told import english

Keys = tuple[str | int, ...]
KINDS: dict[str, type] = {
    "catalogue.yaml": CityRecord,
    **{f"curated/{name}.yaml": kind for name, kind in CURATED.items()},
    "curated/services.yaml": Service,
    "curated/listings.yaml": Listing,
    "curated/slide.yaml": SlideJudgements,
    "curated/charter.yaml": CharterJudgements,
    "extracted/partners.yaml": Partner,
    "extracted/sheets.yaml": Sheet,
    "extracted/pages.yaml": Page,
    "extracted/figures.yaml": PrintedFigure,
    "extracted/outline.yaml": CURATED["outline"],
}
SINGLE = ("catalogue.yaml", "curated/slide.yaml", "curated/charter.yaml")


def list_keys(value: Any, path: Keys = ()) -> Iterator[Keys]:
    """The path of every key in `value`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from list_keys(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from list_keys(inner, (*path, index))


def at(value: Any, path: Keys) -> Any:
    for key in path:
        value = value[key]
    return value


def rename(value: Any, path: Keys) -> bool:
    holder, key = at(value, path[:-1]), str(path[-1])
    slip = key[:-1] if len(key) > 2 else f"{key}x"
    items = [(slip if name == key else name, inner) for name, inner in holder.items()]
    holder.clear()
    holder.update(items)
    return True


def move_up(value: Any, path: Keys) -> bool:
    above = next((path[:end] for end in range(len(path) - 2, -1, -1) if isinstance(at(value, path[:end]), dict)), None)
    if above is None or path[-1] in at(value, above):
        return False
    at(value, above)[path[-1]] = at(value, path[:-1]).pop(path[-1])
    return True


def move_down(value: Any, path: Keys) -> bool:
    holder = at(value, path[:-1])
    for name, inner in holder.items():
        below = next((item for item in (inner if isinstance(inner, list) else [inner]) if isinstance(item, dict)), None)
        if name != path[-1] and below is not None and path[-1] not in below:
            below[path[-1]] = holder.pop(path[-1])
            return True
    return False


class Reader:
    """Decodes one entry of a file as the catalogue does, with what the other layer adds to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.catalogue = load_catalogue(folder)
        self._partners = self.entries("extracted/partners.yaml")
        self._sheets = self.entries("extracted/sheets.yaml")

    def entries(self, name: str) -> tuple[Entry, ...]:
        file = self.folder / name
        if not file.is_file():
            return ()
        return (read_mapping(file, name),) if name in SINGLE else read_entries(file, name)

    def decode(self, name: str, entry: Entry) -> tuple[Any, Any, list[Finding]]:
        """What the entry is taken to say, the value that says it, and the findings."""
        findings: list[Finding] = []
        value = entry.value
        if name == "curated/listings.yaml":
            partners = [item for item in self._partners if item.value["id"] == value.get("entry")]
            merged = merge_listings(partners, [entry], findings)
            if not merged:
                return None, None, findings
            value = {key: inner for key, inner in value.items() if key != "entry"}
            decoded: Any = find_decoded(entry, Listing, merged[0][1])
        elif name == "curated/services.yaml":
            ((_, said),) = merge_sheets([entry], self._sheets, self.catalogue.organizations, findings)
            value = {key: inner for key, inner in value.items() if key not in ("sheet", "collaborations")}
            decoded = find_decoded(entry, Service, said)
        else:
            decoded = find_decoded(entry, KINDS[name])
        return decoded.value, value, [*findings, *decoded.findings]


def says(held: Any, notation: Any) -> bool:
    """Whether the typed value `held` has everything that `notation` says, where it says it."""
    match held:
        case Formula():
            return parse(notation) == held
        case Citation():
            return str(held) == str(notation) or str(notation) == f"{held.source}:{held.first}-{held.last}"
        case bool():
            return notation in (("yes", "true") if held else ("no", "false"))
        case Enum() | str():
            return str(held) == notation
        case int() | float() | date():
            return (
                isinstance(notation, str) and type(held)(notation) == held
                if not isinstance(held, date)
                else (str(held) == notation)
            )
        case tuple():
            items = notation if isinstance(notation, list) else [notation]
            return len(held) == len(items) and all(map(says, held, items))
    return dataclasses.is_dataclass(held) and all(
        hasattr(held, key) and says(getattr(held, key), inner) for key, inner in notation.items() if inner is not None
    )


def check_facts(catalogue: Catalogue, part: str, item: Any) -> list[Finding]:
    """The findings on facts that the vocabulary lacks."""
    parts = dict.fromkeys(("needs", "situations", "services", "listings", "profiles"), ())
    context = Context(LoadedCatalogue(dataclasses.replace(catalogue, **{**parts, part: (item,)})))
    return list(check_formulas(context))


def has_formula(item: Any) -> bool:
    return any(isinstance(value, Formula) for _, value in walk(item))


def list_lost(reader: Reader, name: str, mutate: Callable[[Any, Keys], bool]) -> tuple[int, int, list[str]]:
    """How many mutations of a file are found, how many are harmless, and those of which something is lost."""
    found = harmless = 0
    lost = []
    for entry in reader.entries(name):
        for path in list_keys(entry.value):
            value = copy.deepcopy(entry.value)
            if not mutate(value, path):
                continue
            held, said, findings = reader.decode(name, dataclasses.replace(entry, value=value))
            part = Path(name).stem
            if not findings and has_formula(held) and part in WITH_FORMULAS:
                findings = check_facts(reader.catalogue, part, held)
            if findings:
                found += 1
                assert all(finding.place.startswith(f"{name}:") or finding.place == part for finding in findings)
            elif says(held, said):
                harmless += 1
            else:
                lost.append(f"{entry.at(path)}: {path}")
    return found, harmless, lost


@pytest.fixture(scope="module", params=["new", "milano"])
def reader(request: pytest.FixtureRequest, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder = project / "ingest" / "catalogues" / request.param
    return Reader(folder)


@pytest.mark.sample(1)
@pytest.mark.parametrize("mutate", [rename, move_up, move_down])
def test_a_key_renamed_or_moved_is_found_or_holds_in_its_new_place(
    reader: Reader, mutate: Callable[[Any, Keys], bool]
) -> None:
    total = 0
    for name in KINDS:
        found, harmless, lost = list_lost(reader, name, mutate)
        assert lost == []
        assert mutate is not rename or harmless == 0
        total += found
    assert total > 0


def double(node: yaml.Node) -> int:
    """Double every key inside `node`; how many there were."""
    if isinstance(node, yaml.SequenceNode):
        return sum(map(double, node.value))
    if not isinstance(node, yaml.MappingNode):
        return 0
    count = sum(double(child) for _, child in node.value)
    pairs = list(node.value)
    node.value = [pair for pair in pairs for _ in range(2)]
    return count + len(pairs)


@pytest.mark.sample(1)
def test_every_doubled_key_is_found(reader: Reader) -> None:
    for name in KINDS:
        for entry in reader.entries(name):
            keys = len(list(list_keys(entry.value)))
            assert double(entry.node) == keys
            (doubled,) = read_text_entries(
                yaml.serialize(yaml.SequenceNode("tag:yaml.org,2002:seq", [entry.node])), name
            )
            assert doubled.value == entry.value
            # What was doubled inside a doubled key is told once: the second copy is not read.
            assert len(doubled.findings) == keys


@dataclasses.dataclass(frozen=True)
class Measured:
    value: float


@pytest.mark.parametrize("written", ["1.5", "-3", "1e9", "1.3360004002736723e-212", "2E+3"])
def test_a_number_may_have_an_exponent(written: str) -> None:
    (entry,) = read_text_entries(f"- value: {written}", "figures.yaml")
    assert find_decoded(entry, Measured).value == Measured(float(written))


@pytest.mark.parametrize("written", ["1e999", "nan", "inf", "1e", "e5", "1_000", "1,5", "٣"])
def test_what_is_no_finite_number_is_found(written: str) -> None:
    (entry,) = read_text_entries(f"- value: {written}", "figures.yaml")
    (finding,) = find_decoded(entry, Measured).findings
    assert f"'{written}' is not a number." in english([finding])[0]
