"""Loading a catalogue does not load what only ingestion needs."""

import subprocess
import sys

HEAVY = ("bs4", "openpyxl", "pypdf", "python_calamine", "phonenumbers", "rapidfuzz")


def test_a_catalogue_loads_without_the_readers() -> None:
    load = "import sys; from ingest.catalogue import load_catalogue; load_catalogue()"
    code = f"{load}; print(*set({HEAVY}) & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
