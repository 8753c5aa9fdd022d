import pytest

from graph.language.partner_names import is_telling, list_names
from graph.language.tokens import phrase_words


@pytest.mark.parametrize(
    ("name", "found", "not_found"),
    [
        ("Fondazione Progetto Arca onlus", ["progetto arca", "fondazione progetto arca"], ["arca", "fondazione"]),
        (
            "Servizio Sociale Professionale Territoriale (SSPT)",
            ["sspt", "servizio sociale professionale territoriale"],
            [],
        ),
        ("CGIL - Camera del Lavoro - Milano", ["cgil", "camera lavoro"], ["milano"]),
        ("CAD / SMI RELAZIONE", ["cad", "smi relazione"], []),
        ("Casa dei Diritti", ["casa diritti"], ["casa"]),
        ("ALER", ["aler"], []),
    ],
)
def test_names_of_a_partner(name: str, found: list[str], not_found: list[str]) -> None:
    names = [" ".join(words) for words in list_names(name, phrase_words(name))]
    assert names[0] == " ".join(names[0].split())
    assert set(found) <= set(names)
    assert not set(not_found) & set(names)


def test_telling_words() -> None:
    assert is_telling("arca")
    assert not any(map(is_telling, ("casa", "onlus", "san", "milano", "1522")))
