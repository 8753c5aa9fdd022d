"""What is said of somebody else, of the past or in doubt states nothing sensitive of the person.

The words of the catalogue that state a sensitive fact, or where the person is, stand in each frame.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.language.interpretation import ParsedQuestion
from graph.language.lexicon import Lexicon
from graph.language.parse import parse
from graph.language.tokens import word_list
from graph.vocabulary import Locale

SENSITIVE = frozenset(
    ("penal_status", "being_released", "recent_release", "former_prisoner", "addiction", "hiv", "lgbtqia", "disability")
)
OTHERS = (
    ("cerco casa, mia madre {}", Locale.IT),
    ("sua madre {}, lei cerca lavoro", Locale.IT),
    ("il marito {}, la moglie cerca lavoro", Locale.IT),
    ("his brother {}, she needs a home", Locale.EN),
)
DOUBTS = (
    ("non so se {}, cerca lavoro", Locale.IT),
    ("forse {}, cerca casa", Locale.IT),
    ("se fosse {}, cerca lavoro", Locale.IT),
    ("perhaps {}, needs a job", Locale.EN),
    ("not sure if {}, needs a job", Locale.EN),
)
PAST = (
    ("in passato {}, ora cerca lavoro", Locale.IT),
    ("{} anni fa, ora cerca lavoro", Locale.IT),
    ("{} years ago, now needs a job", Locale.EN),
)
PRONOUNS = frozenset(
    word_list(
        "gli lo la lui lei him her mi io ho ero sono sto esco finisco sconto bevo drogo buco faccio prendo i me my"
    )
)
PRESENT = frozenset(word_list("ora adesso now perché xché because"))
"""Words that speak of the present or give a reason, which no frame of the past can hold."""
SETTINGS = settings(deadline=None, max_examples=80)


@pytest.fixture(scope="session")
def words(vocabulary: dict[str, Any]) -> tuple[str, ...]:
    """Plain phrases that say of somebody else what is sensitive."""
    return tuple(dict.fromkeys(filter(_is_plain, _list_words(vocabulary))))


def _list_words(vocabulary: dict[str, Any]) -> Iterator[str]:
    for fact in vocabulary["facts"]:
        if fact.name in SENSITIVE:
            yield from (word for value in fact.values for word in value.words)
    for situation in vocabulary["situations"]:
        yield from situation.words


def _is_plain(word: str) -> bool:
    return not any(sign in word for sign in "*/_:.<") and (PRONOUNS | PRESENT).isdisjoint(word.split())


def _list_stated(asked: ParsedQuestion) -> set[str]:
    start = {asked.start.code} if asked.start else set()
    return start | (SENSITIVE & {fact.name for fact in asked.facts})


@pytest.mark.sample(3)
@pytest.mark.parametrize(("frame", "locale"), [*OTHERS, *DOUBTS])
@SETTINGS
@given(data=st.data())
def test_others_and_doubt_state_nothing(
    frame: str, locale: Locale, words: tuple[str, ...], lexicon: Lexicon, data: st.DataObject
) -> None:
    asked = parse(frame.format(data.draw(st.sampled_from(words))), lexicon)
    assume(asked.locale is locale)
    assert _list_stated(asked) == set()


@pytest.mark.parametrize(("frame", "locale"), PAST)
@SETTINGS
@given(data=st.data())
def test_the_past_states_no_more_than_that_it_was(
    frame: str, locale: Locale, words: tuple[str, ...], lexicon: Lexicon, data: st.DataObject
) -> None:
    asked = parse(frame.format(data.draw(st.sampled_from(words))), lexicon)
    assume(asked.locale is locale)
    assert _list_stated(asked) <= {"former_prisoner", "at-liberty"}  # whose sentence ended years ago is free


@pytest.mark.parametrize(
    "text",
    [
        "can people leaving prison get a bed?",
        "cosa c'è per chiunque esca di galera, una mensa?",
        "those who come out of jail, can they get clothes?",
        "lavoro in carcere come volontaria, cerco un corso",
        "I volunteer in prison, looking for a course",
        "temo che mio figlio finisca in galera, ha bisogno di uno psicologo",
        "se non paga la multa finisce in carcere, serve un avvocato",
        "my cousin was in San Vittore, I am looking for Italian classes",
        "mio padre era a Opera, ho bisogno di lavoro",
        "my dad spent ten years in prison, I need a psychologist",
    ],
)
def test_prison_of_nobody_in_particular_or_of_another_states_nothing(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.start is None
    assert SENSITIVE.isdisjoint(given.name for given in asked.facts)


def test_whoever_leaves_a_prison_by_name_starts_there(lexicon: Lexicon) -> None:
    start = parse("is there a community that takes people straight from San Vittore?", lexicon).start
    assert start is not None
    assert start.code == "release-san-vittore"


@pytest.mark.parametrize(
    "text",
    [
        "I moved to Bollate last year and need a doctor",
        "we moved to Opera, looking for a school for the kids",
        "mi sono trasferita a Bollate, cerco un medico",
        "il fine pena era previsto per maggio ma gliel'hanno spostato, vuole un avvocato",
        "will he be released soon? we don't know. He needs a dentist",
        "non so se è già uscito o è ancora dentro, comunque cerca lavoro",
        "il mio ragazzo è uscito venerdì, io sono incinta e cerco casa",
        "my neighbour just came back from prison and I want to move to a room",
        "il mio vicino è tornato dal carcere, a chi chiedo una mediazione?",
        "I used to visit prisoners at San Vittore, now I am old and need company",
        "grandad escaped from a prison camp in 1944, he needs a doctor",
        "chi esce dal carcere ha diritto alla residenza?",
    ],
)
def test_towns_postponements_and_questions_state_nothing(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.start is None
    assert SENSITIVE.isdisjoint(given.name for given in asked.facts)


def test_who_was_moved_is_inside(lexicon: Lexicon) -> None:
    start = parse("he was moved to Bollate last year and needs a doctor", lexicon).start
    assert start is not None
    assert start.code == "detention-bollate"


def test_a_prison_for_the_young_long_ago_gives_no_age(lexicon: Lexicon) -> None:
    asked = parse("da ragazzo era finito al Beccaria, oggi ha 50 anni e cerca un medico", lexicon)
    assert [(given.minimum, given.maximum) for given in asked.facts if given.name == "age"] == [(50, 50)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("lo zio la costringe a sposare uno che non conosce", "violence"),
        ("they want to marry her off in Pakistan", "violence"),
        ("i suoceri la tengono in casa come una serva", "violence"),
        ("he grabbed me by the throat in front of the children", "violence"),
        ("il patrigno entra in camera sua di notte", "violence"),
        ("last night he threw a plate at her", "violence"),
        ("he said he would burn the house with us in it", "violence"),
        ("now she has to sleep with clients", "trafficking"),
        ("la mandano in strada tutte le notti", "trafficking"),
        ("dorme nel capannone dove lavora e non lo pagano", "trafficking"),
        ("he'll post my pictures online if I go", "violence"),
        ("il padrone di casa pretende favori sessuali", "violence"),
        ("gives every euro to the man who brought her from Edo", "trafficking"),
    ],
)
def test_violence_and_trafficking_in_other_words(text: str, value: str, lexicon: Lexicon) -> None:
    stated = {(given.name, one) for given in parse(text, lexicon).facts for one in given.values}
    assert ("victim_of", value) in stated


@pytest.mark.parametrize(
    "text",
    [
        "la malattia mi costringe a letto, cerco un medico",
        "lo sfratto ci manda in strada, serve una casa",
        "ha lanciato un'attività e cerca un commercialista",
        "il comune le ha pagato il viaggio, cerca lavoro",
        "non lo fanno uscire dall'ospedale, cerca un medico",
        "al fratello tocca pagare l'affitto, cerca lavoro",
    ],
)
def test_what_only_resembles_violence_is_none(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert not any(given.name == "victim_of" for given in asked.facts)


@pytest.mark.parametrize(
    ("text", "stated"),
    [  # each said something of the person that the text does not say
        ("single dad, the bailiffs come on the 30th and then we're homeless", {"gender", "minor_children"}),
        ("ospite di un'amica fino a domenica, poi per strada", {"housing"}),
        ("mi menano in strada, cerco aiuto", {"victim_of"}),
        ("dove mandano la posta a chi non ha casa?", set()),
        ("il nostro ospite è in affidamento, cerca lavoro", set()),
        ("serve un lavoro, chiede inserimento in comunità", set()),
        ("in comunità ha finito il programma, cerca lavoro", set()),
        ("sono incinta, il padre del bambino è via, cerco casa", {"pregnant", "gender"}),
        ("incinta con un bambino di 3 anni, cerco casa", {"pregnant", "minor_children", "gender"}),
        ("il signore è morto e i figli mi hanno detto di uscire, cerco lavoro", {"gender"}),
        ("cittadino italiano nato al Cairo: niente permesso, serve il passaporto", {"nationality"}),
        ("he used to be on probation, he wants a job", {"gender"}),
        ("badante in nero da un ex carcerato, lei cerca lavoro", {"gender"}),
        ("our resident beats us all at chess, he needs a job", {"gender"}),
        ("my husband punches the wall, we want couple counselling", set()),
        ("Process is 14 november, I need a lawyer", set()),
        ("a flat of 30 sqm, I need a job", set()),
        ("mi serve un lavoro entro un mese, sono in affidamento", set()),
        ("l'UEPE dice che mi serve un lavoro entro un mese", {"in_charge_of"}),
        ("il permesso premio me l'hanno rifiutato, resto dentro, cerco un avvocato", set()),
        ("rimpatrio volontario assistito", set()),
        ("convivo con un uomo, cerco lavoro", set()),
        ("I receive RdC then stop, I need money", set()),
        ("HIV, meds run out on Thursday", {"hiv"}),
    ],
)
def test_no_more_is_stated_than_was_said(text: str, stated: set[str], lexicon: Lexicon) -> None:
    assert {given.name for given in parse(text, lexicon).facts} == stated


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("mi hanno dato i domiciliari ma senza domicilio resto dentro a San Vittore", "detention-san-vittore"),
        ("semilibertà respinta, affidamento pure: rimane a Opera, chiede uno psicologo", "detention-opera"),
        ("I wasted my twenties behind bars, I want to finish school", None),
        ("marito detenuto a Bollate, fine pena 2027, cerca un avvocato", "detention-bollate"),
        ("he sleeps in Bollate and works days at our garage, he needs boots", "semi-liberty"),
        ("my wife is under probation (affidamento), she wants Italian lessons", "external-execution"),
        ("they opened the gate at San Vittore this morning, he needs a bed", "release-san-vittore"),
        ("libertà controllata, cerca lavoro", "external-execution"),
        ("l'ospite finisce di scontare a dicembre la detenzione domiciliare, cerca casa", "home-detention"),
    ],
)
def test_a_start_is_where_the_person_is(text: str, start: str | None, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert (asked.start.code if asked.start else None) == start
