"""Conditions of services read in the words of either language."""

from typing import Any

import pytest

from api.messages import Words
from api.render.code_names import CodeNames
from graph.formula import parse
from graph.network import Network
from graph.vocabulary import Locale
from ingest.catalogue import load_catalogue


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
