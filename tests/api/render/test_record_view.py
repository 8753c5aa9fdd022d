"""Every record of the network can be shown, in every language; its fields and conditions read in that language."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from rich.console import Console

from api.messages import Words
from api.render.record_view import CodeNames, RecordView
from graph.formula import parse
from graph.message import Text
from graph.network import Network
from graph.provenance import Cited
from graph.vocabulary import Locale
from ingest.catalogue import load_catalogue


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(load_catalogue())


def _records(network: Network) -> Iterator[tuple[str, object]]:
    kinds = {
        "organization": network.organizations,
        "service": network.services,
        "need": network.needs,
        "situation": network.situations,
        "fact": network.facts,
        "area": network.areas,
        "source": network.sources,
    }
    yield from ((kind, record) for kind, known in kinds.items() for record in known.values())


@pytest.mark.sample(1)
@pytest.mark.parametrize("locale", Locale)
def test_every_record_can_be_shown(network: Network, locale: Locale) -> None:
    console = Console(width=80, quiet=True)
    for kind, record in _records(network):
        RecordView(network, Words(locale)).draw(kind, record, console)


def test_fields_are_named_in_the_language_of_the_reader(network: Network) -> None:
    console = Console(width=80, highlight=False, markup=False)
    with console.capture() as captured:
        RecordView(network, Words(Locale.IT)).draw("service", network.get_service("residenzami"), console)
    shown = captured.get()
    assert "telefono:" in shown
    for english in ("phones:", "last verified:", "requires:", "not known", "walk-in"):
        assert english not in shown


def _reasons(value: Any) -> Iterator[Text]:
    if isinstance(value, tuple):
        for item in value:
            yield from _reasons(item)
    elif dataclasses.is_dataclass(value):
        if isinstance(value, Cited) and value.why is not None:
            yield value.why
        for field in dataclasses.fields(value):
            yield from _reasons(getattr(value, field.name))


@pytest.mark.sample(1)
@pytest.mark.parametrize("locale", Locale)
def test_no_partner_or_service_is_shown_with_a_reason_in_another_language(network: Network, locale: Locale) -> None:
    reasons = set(_reasons(network.catalogue))
    assert len(reasons) > 300
    other = {why.en if locale is Locale.IT else why.it for why in reasons}
    own = {why.it if locale is Locale.IT else why.en for why in reasons}
    console = Console(width=200, highlight=False, markup=False)
    with console.capture() as captured:
        for kind, record in _records(network):
            RecordView(network, Words(locale)).draw(kind, record, console)
    shown = " ".join(captured.get().split())
    assert sorted(why for why in other if why in shown) == []
    assert sum(why in shown for why in own) > 200


def test_codes_are_shown_as_words_in_the_language_of_the_reader(network: Network) -> None:
    console = Console(width=200, highlight=False, markup=False)
    with console.capture() as captured:
        for kind, record in _records(network):
            RecordView(network, Words(Locale.IT)).draw(kind, record, console)
    shown = " ".join(captured.get().split())
    for said in ("ente gestore", "non deciso", "con invio", "servizi sociali", "residenza anagrafica: nessuna"):
        assert said in shown
    for code in (
        "— manager", "— provider", ": undecided", ": different", ": part-of", "— referral", "— ask-first", "contact:",
        "kind:", "service:", "organization:", "{", "— indicator", "— statistic", "tipo: choice", "tipo: municipality",
    ):  # fmt: skip
        assert code not in shown


@pytest.mark.parametrize(
    ("condition", "italian", "english"),
    [
        ({"residence": "none"}, "residenza anagrafica: nessuna", "registered residence: none"),
        ({"age": {"min": 18}}, "età: da 18 in su", "age: 18 or more"),
        ({"not": {"recent_release": "yes"}}, "dimissione recente dal carcere: no", "recent release from prison: no"),
        (
            {"if": {"residence": "none"}, "then": {"any": [{"gender": "woman"}, {"age": {"max": 17}}]}},
            "se residenza anagrafica: nessuna, allora (genere: donna; oppure età: fino a 17)",
            "if registered residence: none, then (gender: woman; or age: up to 17)",
        ),
    ],
)
def test_a_condition_reads_in_words(condition: Any, italian: str, english: str) -> None:
    network = Network(load_catalogue())
    said = [CodeNames(network, Words(locale)).condition(parse(condition)) for locale in (Locale.IT, Locale.EN)]
    assert said == [italian, english]
