"""The commands that a coordinator waits for, at 4,000 services: validate, ingest of an unchanged file, exports."""

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook

from benchmarks.measure import Measure
from benchmarks.processes import bytecode, run
from ingest.catalogue import create_catalogue

SERVICES = 4_000
SEED = 20_260_101
_KINDS = ("Mensa", "Dormitorio", "Cooperativa", "Sportello", "Centro di ascolto", "Associazione", "Casa", "Fondazione")
_STARTS = (
    "Al", "Ber", "Cor", "Dan", "El", "Fer", "Gal", "Hes", "Il", "Jon", "Kal", "Lor", "Mar", "Nor", "Or", "Pal",
)  # fmt: skip
_MIDDLES = ("ba", "co", "di", "fe", "gu", "la", "mi", "no", "pe", "ro", "sa", "ti", "vu", "za")
_ENDS = ("ndo", "sta", "rio", "lli", "gna", "tto", "ssi", "mbra", "nza", "rchi", "ldo", "cqua", "vio", "ppe")
_NEEDS = ("posto letto di emergenza o prima accoglienza", "pasti", "doccia", "consulenza legale", "salute")


def measure_sheets(services: int = SERVICES) -> Iterator[Measure]:
    """Each command in a process of its own, from its start to its end."""
    with TemporaryDirectory() as place, bytecode() as environment:
        folder, file = create_catalogue("Esempio", Path(place, "esempio"), "IT"), Path(place, "rete.xlsx")
        write_partners(file, services)
        catalogue = ("--catalogue", str(folder))
        run(_command("ingest", str(file), *catalogue), environment)
        commands = (
            ("validate", ("validate", str(folder)), 10_000.0),
            ("ingest of an unchanged file", ("ingest", str(file), *catalogue), 3_000.0),
            ("export of four sheets", ("export", "--xlsx", str(Path(place, "four.xlsx")), *catalogue), 5_000.0),
            ("export as CSV", ("export", "--csv", str(Path(place, "csv")), *catalogue), 5_000.0),
            (
                "export of every sheet",
                ("export", "--full", "--xlsx", str(Path(place, "full.xlsx")), *catalogue),
                5_000.0,
            ),
        )
        for name, arguments, target in commands:
            done = run(_command(*arguments), environment)
            yield Measure(
                part="sheets", name=f"{name}, {services:,} services", figure=done.wall, cpu=done.cpu, target=target
            )


def _command(*arguments: str) -> list[str]:
    """The command line of `rete`; names that look alike are findings of `validate`, and no failure here."""
    return [sys.executable, "-c", "import sys; from api.cli import run; run(sys.argv[1:])", *arguments]


def write_partners(file: Path, services: int, seed: int = SEED) -> None:
    """A workbook of the four sheets with `services` of half as many partners, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - a generated network, not a secret
    names = [
        f"{chance.choice(_KINDS)} {start}{middle}{end}" for start in _STARTS for middle in _MIDDLES for end in _ENDS
    ]
    chance.shuffle(names)
    book = Workbook(write_only=True)
    partners, offered, contacts = (book.create_sheet(name) for name in ("Enti", "Servizi", "Contatti e orari"))
    partners.append(("Ente", "Tipo di ente"))
    offered.append(
        ("Servizio", "Ente", "Risponde al bisogno", "A chi è rivolto", "Condizioni confermate", "Come si accede")
    )
    contacts.append(("Ente", "Servizio", "Telefono", "Indirizzo", "Orari"))
    for number, name in enumerate(names[: (services + 1) // 2]):
        partners.append((name, "associazione"))
        for turn in range(min(2, services - 2 * number)):
            service = f"Servizio {number}-{turn}"
            offered.append((service, name, chance.choice(_NEEDS), "maggiorenni", "sì", "di persona"))
            phone = f"02 {1_000_000 + 2 * number + turn}"
            contacts.append((name, service, phone, f"via Prova {number}", "lun-ven 9-12,30"))
    book.save(file)
