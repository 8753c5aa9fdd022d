"""Who is inside a prison or bound by a measure, and who is out."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("una volta uscito da San Vittore avrà bisogno di una casa", "being-released-san-vittore"),
        ("after release he'll need a job, still inside at Bollate", "detention-bollate"),
        ("when released my son wants to study", "being-released"),
        ("sta per essere dimesso dal carcere, cerca un medico", "being-released"),
        ("uscito e poi di nuovo arrestato, ora è a San Vittore, chiede vestiti", "detention-san-vittore"),
        ("scarcerazione negata, resta dentro, chiede lo psicologo", "detention"),
        ("chiede la scarcerazione per motivi di salute, serve un medico", None),
        ("se mi danno l'affidamento mi serve un lavoro", None),
        ("da quando è tornato in libertà cerca lavoro", "release"),
        ("sono fuori graduatoria, cerco casa", None),
        ("lo stage finisce a fine mese, cerco lavoro", None),
        ("my papers are in prison storage, I need a lawyer", None),
        ("posso chiedere un pacco viveri se mio figlio è agli arresti domiciliari?", None),
        ("mi serve una tuta per mio fratello detenuto a San Vittore", "detention-san-vittore"),
        ("siamo una ditta, cerchiamo tre persone uscite dal carcere per lavoro", None),
        ("my son wants to learn a trade, he's in Bollate", "detention-bollate"),
        ("scarcerato ai domiciliari da sua sorella, cerca lavoro", "house-arrest"),
        ("he came out on Friday, needs a bed", "release"),
        ("he's out on Friday, needs a bed", "being-released"),
        ("chaplain, San Vittore: lad of 24, his father died, he needs a psychologist", "detention-san-vittore"),
    ],
)
def test_who_is_inside_is_not_free(text: str, start: str | None, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert (asked.start.code if asked.start else None) == start


def test_who_is_inside_has_a_bed_for_tonight(lexicon: Lexicon) -> None:
    assert parse("detenuto a Opera, quando esce non ha casa", lexicon).needs != ("housing.emergency",)
    assert parse("detenuto a Opera, serve un posto letto", lexicon).needs == ("housing",)
    assert "housing.protected" in parse("detenuta, vittima di violenza, serve una casa protetta", lexicon).needs


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("sono incarcerato a Opera, cerco un avvocato", "detention-opera"),
        ("mio figlio è incarcerato, gli serve un avvocato", "detention"),
        ("mio figlio è stato portato a San Vittore, mi serve un avvocato", "detention-san-vittore"),
        ("mio figlio è stato arrestato e portato a San Vittore, mi serve un avvocato", "detention-san-vittore"),
        ("my son was taken to San Vittore, I need a lawyer", "detention-san-vittore"),
        ("my son has been in San Vittore for a week, I need a lawyer", "detention-san-vittore"),
        ("my daughter has been in Bollate since March, I need a lawyer", "detention-bollate"),
        ("mio marito è stato trasferito a Opera, ho bisogno di un avvocato", "detention-opera"),
        ("my cousin was in San Vittore, I need a flat", None),
        ("sono finito in carcere, mi serve un avvocato", "detention"),
        ("mia figlia di 16 anni è finita in carcere, le serve un avvocato", "detention"),
        ("se non paga la multa finisce in carcere", None),
        ("my brother was in San Vittore until today, I need a bed for my brother", "release-san-vittore"),
        ("mio fratello era a San Vittore, ho bisogno di una casa per mio fratello", "release-san-vittore"),
        ("I'm one of those who left prison today, where can I sleep?", "release"),
        ("we are people leaving prison tomorrow, where can we sleep?", "being-released"),
        ("where can people leaving prison sleep?", None),
        ("I do volunteer work and I am in San Vittore, I need a lawyer", "detention-san-vittore"),
        ("I'm a volunteer fireman and now I am in prison, need a lawyer", "detention"),
        ("i miei amici sono in carcere, cerco lavoro", None),
        ("detenuto a Opera, chiede come rientrare in patria a pena finita", "detention-opera"),
        ("out 5 days on premio leave from Bollate, no ID card", "leave"),
        ("I'm out of Opera only till Sunday, then back in; I need a course", "leave"),
        ("I work outside in the day and sleep in prison at night, I lost my health card", "outside-work"),
        ("ammessa a espiare la pena residua presso la propria abitazione, casa", "home-detention"),
        ("my dad finishes his 11 years at Opera in february, he needs a room", "being-released-opera"),
        ("lavora fuori da Bollate in un vivaio, chiede un corso", None),
        ("cerco lavoro, fuori da Bollate da ieri", "release-bollate"),
        ("I am volunteering in San Vittore, looking for a flat", None),
    ],
)
def test_who_is_inside_is_read_as_inside(text: str, start: str | None, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert (asked.start.code if asked.start else None) == start
