"""A lexicon of the vocabulary of Milan's catalogue and of a few partners."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.concepts import Effect, EntrySituation, FactDefinition, FactValue, NeedArea
from graph.formula import parse as parse_formula
from graph.language.lexicon import Lexicon
from graph.message import Text
from graph.organizations import AlternateName, Organization
from graph.services import Offer, Service
from graph.vocabulary import FactKind

ORGANIZATIONS = (
    Organization(slug="carcere-san-vittore", name="C.C. Milano San Vittore “Francesco di Cataldo”"),
    Organization(slug="casa-reclusione-opera", name="I Casa Reclusione Milano-Opera"),
    Organization(slug="casa-reclusione-bollate", name="II Casa Reclusione Milano-Bollate"),
    Organization(slug="uepe-milano-lodi", name="U.E.P.E. Milano e Lodi", alternate_names=(AlternateName(name="UEPE"),)),
    Organization(slug="progetto-arca", name="Fondazione Progetto Arca onlus"),
    Organization(slug="opera-san-francesco", name="Opera San Francesco"),
    Organization(slug="sesta-opera-san-fedele", name="Sesta Opera San Fedele"),
    Organization(slug="celav", name="Centro Mediazione al Lavoro", alternate_names=(AlternateName(name="Celav"),)),
    Organization(slug="sspt", name="Servizio Sociale Professionale Territoriale (SSPT)"),
    Organization(slug="casa-della-carita", name="Fondazione Casa della Carità"),
    Organization(slug="serd-territoriali", name="SerD territoriali"),
    Organization(slug="serd-penitenziari", name="SerD penitenziari"),
    Organization(slug="cooperativa-lule", name="Cooperativa Lule"),
    Organization(slug="associazione-lule", name="Associazione Lule"),
    Organization(slug="naga", name="NAGA"),
    Organization(slug="casa-dei-diritti", name="Casa dei Diritti"),
    Organization(slug="puntoacapo", name="Puntoacapo"),
)
SERVICES = (
    Service(
        slug="celav-equipe-carcere",
        name="Celav – équipe carcere",
        organizations=(Offer(organization="celav"),),
    ),
    Service(slug="residenzami", name="ResidenzaMi"),
)


def _text(label: dict[str, str]) -> Text:
    return Text(label["it"], label["en"])


def _fact(entry: dict[str, Any]) -> FactDefinition:
    return FactDefinition(
        name=entry["name"],
        label=_text(entry["label"]),
        kind=FactKind(entry["kind"]),
        sensitive=entry.get("sensitive") == "true",
        question=_text(entry["question"]),
        alarm=entry.get("alarm") == "yes",
        values=tuple(
            FactValue(
                code=value["code"],
                label=_text(value["label"]),
                words=tuple(value.get("words", ())),
                broader=value.get("broader"),
            )
            for value in entry.get("values", ())
        ),
    )


def _situation(entry: dict[str, Any]) -> EntrySituation:
    return EntrySituation(
        code=entry["code"],
        label=_text(entry["label"]),
        facts=tuple(Effect(fact=fact["fact"], value=fact["value"]) for fact in entry.get("facts", ())),
        known_to=tuple(entry.get("known_to", ())),
        words=tuple(entry.get("words", ())),
    )


@pytest.fixture(scope="session")
def vocabulary(project: Path) -> dict[str, Any]:
    """The arguments of `Lexicon.build`."""
    folder = project / "ingest" / "catalogues" / "milano" / "curated"

    def read(name: str) -> list[dict[str, Any]]:
        text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
        return list(yaml.load(text, yaml.CBaseLoader))  # noqa: S506 - it makes nothing but strings, lists and mappings

    return {
        "facts": tuple(map(_fact, read("facts"))),
        "needs": tuple(
            NeedArea(
                code=entry["code"],
                label=_text(entry["label"]),
                parent=entry.get("parent"),
                counts_for_parent=entry.get("counts_for_parent", "yes") != "no",
                follows_when=parse_formula(entry["follows_when"]) if "follows_when" in entry else None,
                words=tuple(entry.get("words", ())),
            )
            for entry in read("needs")
        ),
        "situations": tuple(map(_situation, read("situations"))),
        "organizations": ORGANIZATIONS,
        "services": SERVICES,
    }


@pytest.fixture(scope="session")
def lexicon(vocabulary: dict[str, Any]) -> Lexicon:
    return Lexicon.build(**vocabulary)
