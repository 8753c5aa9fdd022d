"""A partner who is after somebody is not the person; whoever they are after is shown protection first."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse
from graph.language.pursuers import is_about_victim, is_pursued, list_of_pursuers
from graph.language.tokens import expand, tokenize


@pytest.mark.parametrize(
    "text",
    [
        "l'ex compagno è uscito e sa dove abita",
        "l'ex marito è uscito da Opera e la cerca, ha due figli",
        "la cerca il marito appena uscito da Opera",
        "la vittima non vuole incontrarlo, lui esce da Bollate",
        "her ex is out of prison and looking for her, she has two kids, needs a safe place",
        "my ex follows me, he is on house arrest in my building",
        "I have a restraining order against him. He gets out of Opera on Friday",
        "La ragazza ha denunciato il patrigno, che adesso è ai domiciliari. Lei ha 17 anni",
    ],
)
def test_whoever_is_pursued_is_protected_and_takes_no_status(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.start is None
    assert "protection.violence" in asked.needs
    assert "man" not in {value for given in asked.facts for value in given.values}


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("il mio compagno è uscito da Opera e cerca lavoro, ha due figli", "release-opera"),
        ("her boyfriend waits for her, she gets out of Bollate on friday", "being-released-bollate"),
        ("detenuto a Opera, la vittima ha chiesto un incontro", "detention-opera"),
        ("lo cerca la polizia, vive con il compagno", None),
        ("la ex lo ha denunciato, lui cerca casa", None),
        ("ho il divieto di avvicinamento alla mia ex, cerco un letto", "precautionary-measure"),
        ("there is a restraining order against him, he needs a bed", "precautionary-measure"),
    ],
)
def test_nobody_is_pursued(text: str, start: str | None, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert (asked.start.code if asked.start else None) == start
    assert "protection.violence" not in asked.needs


def test_the_words_about_the_pursuer_end_where_the_person_comes_up_again() -> None:
    text = "l'ex marito è uscito da Opera e la cerca, ha due figli"
    tokens = expand(text, tokenize(text))
    assert " ".join(tokens[index].word for index in sorted(list_of_pursuers(tokens))) == (
        "l ex marito e uscito da opera e la cerca"
    )
    assert is_pursued(tokens)
    assert not is_about_victim(tokens)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("i suoi genitori sono a Opera e lui ha 13 anni", 13),
        ("suo padre è in carcere, lei ha 8 anni e non mangia", 8),
        ("her parents are in Bollate and she is 9", 9),
    ],
)
def test_a_child_of_prisoners_is_not_in_prison(text: str, age: int, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.start is None
    assert [(one.minimum, one.maximum) for one in asked.facts if one.name == "age"] == [(age, age)]


@pytest.mark.parametrize(
    "text",
    [
        "figlia 15enne di un detenuto, cerca uno psicologo",
        "bambina di 6 anni di una detenuta, serve un nido",
        "the son of a prisoner needs a psychologist",
    ],
)
def test_whose_child_somebody_is_says_nothing_of_where_they_are(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.start is None
    assert "penal_status" not in {one.name for one in asked.facts}


@pytest.mark.parametrize(
    "text",
    [
        "mi perseguita da quando è uscito",
        "mi minaccia da quando è uscito da San Vittore",
        "he stalks me since he was released",
        "da quando è uscito mio marito mi picchia",
        "il mio compagno è uscito e ha il divieto di avvicinamento ma si presenta sotto casa",
    ],
)
def test_since_when_somebody_hurts_another_is_said_of_whoever_hurts(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.start is None
    assert asked.needs == ("protection.violence",)
    assert [one.name for one in asked.facts] == ["victim_of"]


@pytest.mark.parametrize(
    "text",
    [
        "la minaccia da quando è uscita da Bollate",
        "mi picchia da quando sono uscita da Bollate",
        "he hits me since I got out of Bollate",
    ],
)
def test_since_when_the_person_is_out_is_said_of_the_person(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.start is not None
    assert asked.start.code == "release-bollate"


@pytest.mark.parametrize(
    "text",
    [
        "ho lasciato casa di notte con mia figlia, non voglio tornare",
        "devo lasciare mio marito stanotte con i bambini",
        "she left him last night with the kids, nowhere to go",
    ],
)
def test_who_leaves_a_partner_at_once_gets_protection_and_a_place(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert {"protection.violence", "housing.emergency"} <= set(asked.needs)
    assert "gender" not in {one.name for one in asked.facts}


def test_whoever_is_hurt_is_the_person(lexicon: Lexicon) -> None:
    asked = parse("mia nipote di 15 anni, lo zio la molesta", lexicon)
    assert [one.values for one in asked.facts if one.name == "gender"] == [("woman",)]


@pytest.mark.parametrize(
    "text",
    [
        "non posso tornare a casa, lui mi aspetta lì",
        "I can't go home, he's waiting there",
        "my mum's boyfriend came out of jail and he scares me, I'm 14",
        "il mio ex vuole sapere dove abito, come cambio residenza senza che lo sappia?",
    ],
)
def test_whoever_is_waited_for_or_looked_for_is_shown_protection(text: str, lexicon: Lexicon) -> None:
    assert parse(text, lexicon).needs[0] == "protection.violence"


@pytest.mark.parametrize(
    "text",
    ["uomo che picchia la moglie, vuole smettere", "picchia la moglie, vuole smettere", "hits his wife, wants to stop"],
)
def test_whoever_wants_to_stop_hitting_has_no_addiction(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.needs == ("psychological-support",)
    assert "seeks_violence_prevention" in {one.name for one in asked.facts}


@pytest.mark.parametrize(
    "text",
    [
        "ragazza cinese in un centro massaggi, non può uscire mai",
        "my boss takes half my pay and says he will call the police, I have no papers",
    ],
)
def test_signs_of_exploitation_ask_for_protection_and_state_nothing(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.needs[0] == "protection.trafficking"
    assert "victim_of" not in {one.name for one in asked.facts}


def test_a_quarrel_about_seeing_children_is_no_violence(lexicon: Lexicon) -> None:
    asked = parse("in affidamento, l'ex minaccia di portargli via il figlio", lexicon)
    assert asked.needs == ("family.mediation",)


@pytest.mark.parametrize(
    "text",
    [
        "he has threatened his ex and UEPE wants him in a programme for violent men",
        "he was violent with his partner and needs help to change",
        "he threatened his ex, needs a lawyer",
        "she has threatened to leave, he needs a lawyer",
    ],
)
def test_who_hurt_another_or_threatens_to_leave_is_no_victim(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert "protection.violence" not in asked.needs
    assert "victim_of" not in {one.name for one in asked.facts}


@pytest.mark.parametrize(
    "text",
    [
        "he has threatened his wife, she wants to leave",
        "he was violent with his wife, she needs a place",
        "the neighbour says he hit his wife and she is afraid",
        "his ex threatened him",
    ],
)
def test_whoever_is_threatened_is_protected(text: str, lexicon: Lexicon) -> None:
    assert "protection.violence" in parse(text, lexicon).needs


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("my son gets out soon, I'm worried he will be exploited", "protection.trafficking"),
        ("scared she will be beaten, out of Opera", "protection.violence"),
        ("ho paura che venga sfruttato", "protection.trafficking"),
    ],
)
def test_what_somebody_fears_for_another_is_not_stated(text: str, need: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert need in asked.needs
    assert "victim_of" not in {one.name for one in asked.facts}


def test_whoever_will_kill_another_is_an_alarm(lexicon: Lexicon) -> None:
    asked = parse("I think my son wants to kill his ex when he gets out", lexicon)
    assert "life_in_danger" in {one.name for one in asked.facts}


def test_an_order_against_the_person_asks_for_protection(lexicon: Lexicon) -> None:
    asked = parse(
        "my brother leaves Bollate, his ex has a restraining order against him, he wants to go to her", lexicon
    )
    assert "protection.violence" in asked.needs
    assert "victim_of" not in {one.name for one in asked.facts}
