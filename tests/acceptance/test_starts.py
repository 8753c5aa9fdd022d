"""A situation that is over, hoped for, supposed, somebody else's or no prison at all is no start."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse

OVER = (
    "ha concluso l'affidamento in prova con esito positivo, ora cerca lavoro",
    "l'obbligo di firma gliel'hanno tolto a gennaio, cerca lavoro",
    "the signing obligation was lifted in January, looking for a job",
    "dal carcere sono uscito nel lontano 2011, oggi ho perso casa",
)
HOPED = (
    "domani ha l'udienza per la detenzione domiciliare, serve un avvocato",
    "hearing for home detention tomorrow, he needs a lawyer",
    "non gli hanno ancora accordato la semilibertà, cerca casa",
    "if he gets house arrest would you have a room?",
)
OTHERS = (
    "il mio ex è uscito di galera, cerco un posto dove stare con mia figlia",
    "my flatmate wears an ankle tag, I need a job and a room",
    "condivido la stanza con uno in semilibertà ma il contratto scade, cerco casa",
    "io sono in strada, prima dormivo da un amico che adesso è in galera",
    "raccogliamo vestiti per i detenuti di San Vittore, dove li portiamo?",
    "il padre dei bambini è in carcere, lei e i piccoli sono senza casa",
)
OTHERS_WHO_ARE_OUT = (
    "il mio vicino è stato scarcerato ed è tornato a minacciarmi, vorrei cambiare casa",
    "hi, I'm Marco's girlfriend, he's in Bollate, my bar closed and I'm looking for work",
    "my underage son was stopped by the police and released, he needs a lawyer",
)
NO_PRISON = (
    "cerco lavoro all'opera, come sarta per il teatro",
    "lavoro a San Vittore come agente, cerco un asilo",
    "mi sento in prigione in questa casa, ho bisogno di uno psicologo",
    "torno la sera in dormitorio e la mattina mi mettono fuori, cerco una stanza",
    "just out of school, looking for a job",
    "mi sono liberato dal contratto di affitto, adesso cerco lavoro",
    "dimessa ieri dalla Mangiagalli con il bambino, non ho casa",
    "mancano tre settimane allo sfratto, cerco casa",
)


@pytest.mark.parametrize("text", [*OVER, *HOPED, *OTHERS, *OTHERS_WHO_ARE_OUT, *NO_PRISON])
def test_what_does_not_hold_of_the_person_is_no_start(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.start is None
    assert not {"penal_status", "recent_release", "being_released"} & {given.name for given in asked.facts}


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("chiede i domiciliari ma non ha un domicilio, è a Opera, serve una casa", "detention-opera"),
        ("era ai domiciliari ma è evaso e l'hanno riportato a San Vittore, avvocato", "detention-san-vittore"),
        ("se lo scarcerano va in strada, ora però è a San Vittore, residenza", "detention-san-vittore"),
        ("la sua scarcerazione da San Vittore è fissata per il 20, alloggio", "being-released-san-vittore"),
        ("they release him from San Vittore on Thursday, no home", "being-released-san-vittore"),
        ("was due out Monday but another sentence came through, he stays inside, housing", "detention"),
        ("prima in carcere, poi semilibertà, da maggio affidamento in prova: cerca lavoro", "external-execution"),
        ("i go out san vittore yesterday, no house, where sleep", "release-san-vittore"),
        ("ex-prisoner out three weeks, looking for work", "release"),
        ("la mia compagna è uscita da Bollate due settimane fa, cerca lavoro", "release-bollate"),
        ("detenuta salvadoregna, vuole tornare al suo paese a fine pena", "detention"),
        ("detained in Opera, 11 months left, asks for vocational training", "detention-opera"),
        ("dico che i domiciliari sono finiti, ora finalmente libero da agosto, casa", "at-liberty"),
        ("uscito ieri da Opera per fine pena, non ha dove stare", "release-opera"),
        ("his house arrest ended last month, he is free now and looks for work", "at-liberty"),
    ],
)
def test_of_several_situations_the_one_that_holds_now_is_the_start(text: str, start: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.start is not None
    assert asked.start.code == start


@pytest.mark.parametrize(
    "text",
    [
        "fuori da Bollate ma con prescrizioni del magistrato, cerca casa",
        "scarcerato con decreto del magistrato di sorveglianza, deve presentarsi all'UEPE, lavoro",
        "è libero però non può lasciare Milano per ordine del tribunale, cerca un letto",
        "out of Bollate but with conditions from the judge, looks for a home",
        "he is free but may not leave Milan by court order, needs a bed",
        "agente di rete: giovane salvadoregno, uscita lunedì, cerco un posto letto",
    ],
)
def test_nobody_bound_is_read_as_free(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.needs
    assert asked.start is None or not asked.start.code.startswith(("release", "at-liberty"))
    assert not [given for given in asked.facts if given.values == ("none",) and given.name == "penal_status"]


@pytest.mark.parametrize(
    "text",
    ["two months left until I graduate, looking for work", "I've got a suspended sentence of eight months, lawyer"],
)
def test_months_that_are_not_left_of_a_sentence_are_no_fact(text: str, lexicon: Lexicon) -> None:
    assert not [given for given in parse(text, lexicon).facts if given.name == "months_left"]
