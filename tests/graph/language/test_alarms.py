"""A danger to life is heard whoever it is said of; only a denial, or what is long past, takes it back."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse
from graph.question import GivenFact

ALARM = GivenFact(name="life_in_danger", values=("yes",))


@pytest.mark.parametrize(
    "text",
    [
        "vuole farla finita, uscito ieri da San Vittore",
        "ho finito il metadone e sto malissimo",
        "he wants to kill himself, got out of San Vittore yesterday",
        "sta male, si taglia",
        "è in overdose",
        "ha preso troppe pastiglie",
        "he took too many pills",
        "she took all her tablets",
        "non respira bene, dorme in strada",
        "she can't breathe properly, sleeping rough",
        "he isn't breathing",
        "voglio morire",
        "I don't want to live anymore",
        "she wants to end it all",
        "my cellmate is suicidal, Opera",
        "mio marito è a San Vittore e dice che si ammazza",
        "svenuto in strada, è un detenuto in permesso",
        "won't wake up",
        "perde molto sangue, cerca un letto",
        "he's been stabbed and is bleeding",
        "le si sono rotte le acque",
        "she is in labour, has no home",
        "ha bevuto candeggina",
        "he drank bleach",
        "telefono del SerD, è in overdose",
        "a chi lo mando, non vuole il medico e vuole ammazzarsi?",
        "stasera la faccio finita",
        "pensa solo alla morte",
        "ho ingoiato delle pastiglie",
        "minaccia di buttarsi dal balcone, è ai domiciliari",
        "perdite di sangue incinta di tre mesi",
        "trema, suda, vomita, ha smesso di bere ieri",
        "non mangia e non beve da 5 giorni in carcere",
        "mi ha chiamato dicendo addio",
        "non risponde al telefono da due giorni, era depresso",
        "sta molto male adesso",
        "ha dato fuoco alla cella",
        "mi sta picchiando adesso",
        "ha un coltello e minaccia tutti",
        "i bambini sono soli a casa",
        "the kids are home alone",
    ],
)
def test_a_danger_to_life_is_heard(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert ALARM in asked.facts
    assert not {"took", "preso", "breathe"} & {word for one in asked.unknown for word in one.words.split()}


@pytest.mark.parametrize(
    "text",
    [
        "ha tentato il suicidio due anni fa, cerca lavoro",
        "he attempted suicide three years ago, looking for work",
        "non vuole uccidersi, cerca lavoro",
        "she doesn't want to kill herself, needs a job",
        "voglio farla finita con la roba, cerco una comunità",
        "gums bleeding and a tooth broken, needs a dentist",
        "si taglia i capelli, vuole fare il parrucchiere",
        "mi fa male un dente",
        "my pills finish tomorrow, just out of Opera",
        "soffoca dai debiti",
        "no overdose",
    ],
)
def test_what_is_past_denied_or_else_is_no_alarm(text: str, lexicon: Lexicon) -> None:
    assert "life_in_danger" not in {given.name for given in parse(text, lexicon).facts}


@pytest.mark.parametrize(
    "text",
    [
        "He is off his medication, hears voices and says he will hurt his mother",
        "I'm afraid he will hurt somebody",
        "he says he wants to kill his father",
        "voices tell him to hurt people",
        "dice che farà del male alla moglie",
        "potrebbe far male agli altri",
        "le voci gli dicono di fare del male",
    ],
)
def test_whoever_may_hurt_others_is_an_alarm(text: str, lexicon: Lexicon) -> None:
    assert ALARM in parse(text, lexicon).facts


@pytest.mark.parametrize("text", ["he doesn't want to hurt anyone", "he hurt his back", "mi fa male un dente"])
def test_what_hurts_is_no_danger_to_others(text: str, lexicon: Lexicon) -> None:
    assert ALARM not in parse(text, lexicon).facts
