"""How long a network of 25,000 partners in one workbook takes to be read, and how much memory: `python -m
benchmarks.spreadsheet [PARTNERS]`.

The workbook is generated from a seed: half of the partners stand on the partner list, half are organizations with a
service of their own that has a telephone, an address, a condition and a way in.
"""

import random
import resource
import sys
import tempfile
import time
from itertools import islice, product
from pathlib import Path

from openpyxl import Workbook

from ingest.catalogue import create_catalogue
from ingest.inputs import gather
from ingest.pipeline import ingest, write
from ingest.updates import UpdateKind

PARTNERS = 25_000
SEED = 20_260_101
_SYLLABLES = (
    "ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo", "bra", "cre", "dri", "fro",
)  # fmt: skip
_NEEDS = ("housing.emergency", "housing.temporary", "work", "basic-needs.meals", "health", "legal.advice")
_AREAS = ("accoglienza", "lavoro", "documenti", "salute", "prima-necessita")


def write_network(file: Path, partners: int, seed: int = SEED) -> None:
    """A workbook of `partners` with distinct invented names, the same for the same seed."""
    names = list(islice(product(_SYLLABLES, repeat=4), 50_000))
    chance = random.Random(seed)  # noqa: S311 - a generated network, not a secret
    chance.shuffle(names)
    book = Workbook(write_only=True)
    listings = book.create_sheet("listings")
    listings.append(("printed", "area", "meets"))
    organizations = book.create_sheet("organizations")
    organizations.append(("name", "kind"))
    services = book.create_sheet("services")
    services.append(("name", "organizations", "meets", "requires", "routes", "phones", "addresses", "cost.free"))
    for number, syllables in enumerate(names[:partners]):
        word = "".join(syllables).capitalize()
        need, area = chance.choice(_NEEDS), chance.choice(_AREAS)
        if number % 2:
            listings.append((f"{word} Esempio", area, need))
            continue
        organizations.append((f"{word} Esempio", "cooperative"))
        street, phone = f"Via {word} {number % 90 + 1}", f"02 {1_000_000 + number}"
        services.append(
            (f"Servizio {word}", f"{word} Esempio", need, "age: {min: 18}", "walk-in; phone", phone, street, "yes")
        )
    book.save(file)


def main(partners: int) -> None:
    """Generate, read, write and read again; print seconds and megabytes."""
    with tempfile.TemporaryDirectory() as place:
        folder, file = create_catalogue("Esempio", Path(place, "esempio")), Path(place, "network.xlsx")
        write_network(file, partners)
        print(f"{partners} partners, {file.stat().st_size / 1e6:.1f} MB of XLSX")
        for run in ("first", "again"):
            start, work = time.perf_counter(), time.process_time()
            outcome = ingest(gather([str(file)], sys.stdin.buffer), folder)
            read, work = time.perf_counter() - start, time.process_time() - work
            write(outcome, folder)
            whole = time.perf_counter() - start
            counts = ", ".join(f"{outcome.count(kind)} {kind}" for kind in UpdateKind)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{run}: read in {read:.1f} s ({work:.1f} s of processor), written after {whole:.1f} s")
            print(f"  at most {peak:.0f} MB; {counts}; {len(outcome.findings)} findings")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PARTNERS)
