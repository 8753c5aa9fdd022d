"""The gender of the person is read from agreement, articles and pronouns, and from nothing said of somebody else."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("da gennaio sono libera, cerco un lavoro nelle pulizie", "woman"),
        ("cerco una stanza libera", None),
        ("sono pulito da otto anni, un tirocinio", "man"),
        ("acqua pulita e un pasto", None),
        ("sono straniera e mi perdo tra le carte, cerco uno sportello per immigrati", "woman"),
        ("medico di base per straniero senza permesso", None),
        ("mi hanno negato l'affitto perché sono straniero", "man"),
        ("invalida al 75%, cerca un alloggio", "woman"),
        ("pers. sottoposta a divieto di avvicinamento, cerca casa", None),
        ("mi ha aspettata sotto casa di nuovo, ho paura di lui", "woman"),
        ("mi ha aspettato sotto casa di nuovo, ho paura di lui", None),
        ("il compagno le mette le mani addosso", "woman"),
        ("she says her uncle brought her here and she has to give him everything she earns", "woman"),
        ("pz M 44 aa, HCV+, cerca un medico", "man"),
        ("a place for a mum and her 4 year old tonight", "woman"),
        ("accompagno una mamma che cerca lavoro", "woman"),
        ("vivo da solo e cerco un medico", "man"),
        ("mi sono persa e cerco un dormitorio", "woman"),
        ("mio fratello tossico mi ruba i soldi, cerco un avvocato", None),
        ("they evict us: me, him and grandma", None),
    ],
)
def test_gender(text: str, gender: str | None, lexicon: Lexicon) -> None:
    said = {one.values for one in parse(text, lexicon).facts if one.name == "gender"}
    assert said == ({(gender,)} if gender else set())


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("my brother asks for a bed", "man"),
        ("mia sorella chiede un letto", "woman"),
        ("my sister writes: she is out of San Vittore and needs a bed", "woman"),
        ("14 yr old son of a prisoner is being beaten by his uncle", "man"),
        ("16 year old daughter of an inmate needs a psychologist", "woman"),
        ("the sister of an inmate writes, he needs clothes", "man"),
        ("she is 15 and engaged to a man of 40", "woman"),
        ("15 and engaged to a man of 40", None),
        ("pt 52F, homeless, needs GP", "woman"),
        ("45M, homeless", "man"),
        ("sister asking for her brother in Opera, needs clothes", None),
    ],
)
def test_who_writes_or_is_only_named_gives_no_gender(text: str, gender: str | None, lexicon: Lexicon) -> None:
    said = [one.values[0] for one in parse(text, lexicon).facts if one.name == "gender"]
    assert said == ([gender] if gender else [])
