"""Is every file of the catalogue read, and does each hold what its readers expect?

The catalogue itself is built from most files, and what is wrong with them is found while it is loaded. This checks the
rest: what the readers wrote for comparison, the judgements that they follow, and files that nothing reads.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib.resources.abc import Traversable
from types import MappingProxyType

from graph.errors import CatalogueError
from ingest.catalogue import CURATED
from ingest.citations.editions import FILE, NEXT, read_editions
from ingest.decode import decode_all, suggest
from ingest.identifiers import read_kept
from ingest.readers.judgements import read_charter_judgements, read_slide_judgements
from ingest.readers.records import Page, PrintedFigure
from ingest.transaction import locate
from ingest.yaml_entries import Finding, read_entries

JUDGEMENTS: Mapping[str, Callable[[Traversable], object]] = MappingProxyType({
    "slide": read_slide_judgements, "charter": read_charter_judgements,
})  # fmt: skip
RECORDS: Mapping[str, type] = MappingProxyType({"pages": Page, "figures": PrintedFigure})
_CURATED = (*CURATED, "services", "listings", "identifiers", "corrections", *JUDGEMENTS)


def check_files(folder: Traversable) -> Iterator[Finding]:
    """The findings on the files in `folder` that the catalogue is not built from."""
    curated = folder.joinpath("curated")
    yield from _list_unread(curated)
    yield from _tried(read_kept, curated)
    for name, read in JUDGEMENTS.items():
        if curated.joinpath(f"{name}.yaml").is_file():
            yield from _tried(read, curated.joinpath(f"{name}.yaml"))
    for name, kind in RECORDS.items():
        yield from _tried(_read_records, folder, f"extracted/{name}.yaml", kind)
    for name in (FILE, NEXT):
        yield from _tried(read_editions, folder, name)


def _list_unread(curated: Traversable) -> Iterator[Finding]:
    """A file under a name that nothing reads: whatever it says would be lost."""
    known = [f"{name}.yaml" for name in _CURATED]
    for name in sorted(item.name for item in curated.iterdir()) if curated.is_dir() else ():
        if name.endswith((".yaml", ".yml")) and name not in known:
            yield Finding(f"curated/{name}", f"nothing reads this file; {suggest(name, known)}")


def _tried(read: Callable[..., object], *arguments: object) -> Iterator[Finding]:
    try:
        read(*arguments)
    except CatalogueError as error:
        yield from map(Finding.parse, error.findings)


def _read_records(folder: Traversable, path: str, kind: type) -> None:
    file = locate(folder, path)
    if file.is_file():
        decode_all(read_entries(file, path), kind)
