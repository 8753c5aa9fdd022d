import pytest

from graph.language.clauses import find_asker, list_foreign
from graph.language.tokens import expand, tokenize


def _foreign_words(text: str) -> list[str]:
    tokens = expand(text, tokenize(text))
    return [tokens[index].word for index in sorted(list_foreign(tokens))]


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("the man who robbed me is in Bollate, I need a lawyer", "the man who robbed me is in bollate"),
        ("cerco un avvocato, l'uomo che mi ha aggredito esce domani", "l uomo che mi ha aggredito esce domani"),
        ("the man who helps me is in Bollate", ""),
        ("the man I visit starts on Monday", ""),
        ("lui sta in cella, lei chiede il contributo", "lui sta in cella"),
        ("he needs a job and she is at home", "she is at home"),
        ("lui è in cella, lei aspetta un figlio", ""),  # neither asks
        ("due figli: il grande è a Opera, il piccolo cerca lavoro", "grande e a opera il"),
        ("uno è in affidamento, uno ai domiciliari, io cerco casa", "uno e in affidamento uno a domiciliari"),
        ("mia figlia è incinta, il ragazzo è in carcere", "il ragazzo e in carcere"),
        ("una ragazza e il ragazzo, il ragazzo cerca casa", ""),
        ("una donna detenuta cerca un'altra casa", ""),
    ],
)
def test_clauses_about_somebody_else(text: str, foreign: str) -> None:
    assert " ".join(_foreign_words(text)) == foreign


@pytest.mark.parametrize(
    ("text", "asker"),
    [
        ("lui sta a SV, lei aspetta il terzo. Lei chiede il contributo affitto", "woman"),
        ("she is at home, he needs work", "man"),
        ("lei chiede casa e lui cerca lavoro", None),
        ("he needs work", None),  # nobody else has a clause
    ],
)
def test_of_two_the_one_who_asks(text: str, asker: str | None) -> None:
    assert find_asker(expand(text, tokenize(text))) == asker
