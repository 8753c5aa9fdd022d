"""The needs that a text asks for: in short questions, and in words that are ambiguous, refused, or only told."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse

VIOLENCE = {"protection.violence"}
TRAFFICKING = {"protection.trafficking"}


@pytest.mark.parametrize(
    ("text", "start", "need"),
    [
        ("just got out of San Vittore, housing", "release-san-vittore", "housing"),
        ("esce domani da Opera, pasti", "being-released-opera", "basic-needs.meals"),
        ("metadone, uscita da Opera", "release-opera", "health.addiction"),
        ("sleep tonight, release from Opera", "release-opera", "housing.emergency"),
        ("uscito oggi da Bollate, dormitorio", "release-bollate", "housing.emergency"),
        ("waiting for release from Bollate, meals", "being-released-bollate", "basic-needs.meals"),
        ("on release from Bollate he will need meals", "being-released-bollate", "basic-needs.meals"),
    ],
)
def test_short_questions_have_a_start_and_a_need(text: str, start: str, need: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.start is not None
    assert (asked.start.code, *asked.needs) == (start, need)


@pytest.mark.parametrize(
    ("text", "needs", "facts"),
    [
        ("sta male e ha bisogno di un medico", {"health.general"}, set()),  # not from Mali
        ("needs legal aid", {"legal.advice"}, set()),  # not AIDS
        ("sono pulito da sei anni, mi serve un medico di famiglia", {"health.general"}, {"gender"}),  # no son of six
        ("il signore non ha bisogno di un tetto, gli serve un lavoro", {"work"}, {"gender"}),
        ("non chiede soldi né pasti, vuole solo un lavoro", {"work"}, set()),
        ("ha due figli maggiorenni, cerca lavoro", {"work"}, set()),
        ("sposata con un italiano, cerca lavoro", {"work"}, {"gender"}),  # which says nothing of her nationality
        ("richiedente asilo uscito dal CAS, cerca lavoro", {"work"}, {"gender", "international_protection"}),
        ("aveva la residenza a Milano, cerca lavoro", {"work"}, set()),
        ("vuole uccidersi, cerca aiuto", {"health.mental-health"}, {"life_in_danger"}),  # hurt by nobody else
        ("in poche parole, cerca lavoro", {"work"}, set()),
        ("deve entrare in carcere lunedì, cerca un avvocato", {"legal.advice"}, set()),
        ("how to get an Italian identity card", {"documents.identity-card"}, set()),
        ("English speaking doctor", {"health.general"}, set()),
        ("SerD nurse here, our patient needs a family doctor", {"health.general"}, {"in_charge_of"}),
        ("Educatore di una comunità terapeutica: il nostro ragazzo cerca lavoro", {"work"}, {"gender"}),
        ("debts with every shop on the street", {"income"}, set()),  # who has them does not live there
        ("la mia famiglia sta in Calabria e cerco lavoro", {"work"}, set()),
        ("38enne fa il muratore, cerca lavoro", {"work"}, {"age"}),  # not 38 years ago
        ("la paziente cerca lavoro", {"work"}, {"gender"}),
        ("sono pronta per stare fuori da sola, cerco lavoro", {"work"}, {"gender"}),  # out of no prison
        ("the gas company sends final demands", {"income.contributions"}, set()),  # no company for a lonely person
        ("mi hanno offerto un lavoro ma non ho il codice fiscale", {"documents.tax-code"}, set()),
        ("la borsa lavoro è 400 euro, cerco un corso di italiano", {"education.italian"}, set()),  # which they have
        ("50 year old ex driver needs a job", {"work"}, {"age"}),  # nobody's former partner
        ("a shower so she can get to work", {"basic-needs.shower", "work"}, {"gender"}),
        ("lasciato l'istituto tecnico, cerca lavoro", {"education", "work"}, set()),  # no prison
        ("her daughter is having a baby, she needs a job", {"work"}, {"gender"}),
        ("the breadwinner's been locked up, I need food", {"basic-needs.meals"}, set()),
        ("ha perso il lavoro in una mensa scolastica", {"work"}, set()),  # and asks nobody to pay for one
        ("nobody will rent to me", {"housing"}, set()),  # who has no flat then
        ("sta al parco tutto il giorno, ha 70 anni", {"social-support.day-centre"}, {"age"}),  # and sleeps at home
        ("ha 72 anni, i figli sono in Australia, cerca compagnia", {"social-support.listening"}, {"age"}),  # grown up
        ("che documenti servono per il centro diurno?", {"social-support.day-centre"}, set()),
        ("is there a drop-in where he can sit?", {"social-support.day-centre"}, {"gender"}),  # asks for no record
        ("mi minacciano di staccare la luce", {"income.contributions"}, set()),  # which hurts nobody
        ("ho lo stipendio pignorato, cerco casa", {"housing"}, set()),
        ("ha sempre fatto il muratore, cerca lavoro", {"work"}, set()),  # who takes nothing
        ("come si entra in dormitorio, serve la segnalazione dell'assistente sociale?", {"housing.emergency"}, set()),
        ("where to go to stop with cocaine, i am 34 and just came out", {"health.addiction"}, {"addiction", "age"}),
        ("devo passare dall'ufficio matricola, cerco lavoro", {"work"}, set()),  # whose office is in a prison
    ],
)
def test_a_word_is_not_another_word(text: str, needs: set[str], facts: set[str], lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert set(asked.needs) == needs
    assert {given.name for given in asked.facts} == facts


@pytest.mark.parametrize(
    ("text", "needs", "avoid"),
    [
        ("non vuole andare in dormitorio, ma dorme in macchina", ("housing.temporary",), ()),
        ("he won't go to a shelter, sleeps in his car", ("housing.temporary",), ()),
        ("He doesnt want a dormitory, he works nights and needs a room", ("housing.temporary",), ()),
        ("non vuole il dormitorio, cerca una stanza", ("housing.temporary",), ()),
        ("non vuole andare a Jannacci, dorme in auto", ("housing.emergency",), ("casa-accoglienza-enzo-jannacci",)),
    ],
)
def test_what_is_refused_is_not_proposed(
    text: str, needs: tuple[str, ...], avoid: tuple[str, ...], lexicon: Lexicon
) -> None:
    asked = parse(text, lexicon)
    assert asked.needs == needs
    assert asked.avoid == avoid


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("esce da SV domani, senza residenza né documenti, dove dorme?", ("housing.emergency",)),
        ("senza residenza né documenti", ("documents",)),
        ("pregnant woman in San Vittore, who helps her inside?", ("health.general",)),
        ("her ex beats her when he is out on parole", ("protection.violence",)),
        (
            "agli AD in casa con il marito che la mena. Che si fa con la misura?",
            ("protection.violence", "legal.penal-measures"),
        ),
    ],
)
def test_what_only_tells_the_story_is_not_asked(text: str, needs: tuple[str, ...], lexicon: Lexicon) -> None:
    assert set(parse(text, lexicon).needs) == set(needs)


@pytest.mark.parametrize(
    ("text", "start", "needs", "facts"),
    [  # what an operator typed in a hurry
        ("14 year old girl being sold for sex by her uncle", None, TRAFFICKING, {"victim_of", "age", "gender"}),
        ("ragazza di 17 anni, il padrino la tocca", None, VIOLENCE, {"victim_of", "age", "gender"}),
        ("ragazza di 18 anni dorme da un signore che chiede soldi", None, TRAFFICKING, {"victim_of", "age", "gender"}),
        ("la vicina viene picchiata dal compagno appena scarcerato", None, VIOLENCE, {"victim_of", "gender"}),
        ("trans picchiata per strada", None, VIOLENCE, {"lgbtqia", "victim_of", "gender"}),
        ("domiciliari senza casa, può stare in dormitorio?", "house-arrest", {"housing.emergency"}, set()),
        ("he is on leave and needs a bed on 24 December", "leave", {"housing.emergency"}, {"gender"}),
        ("rehab instead of prison, he is in San Vittore", "detention-san-vittore", None, {"gender"}),
        ("è in affidamento terapeutico in comunità, cerca lavoro", "external-execution", {"work"}, {"housing"}),
        ("old man 78 evicted, no family, no pension", None, None, {"gender", "age"}),
        ("è uscito, posso mandarlo in dormitorio?", "release", {"housing.emergency"}, {"gender"}),
        ("sono in un dormitorio, ma lunedì mi mandano via", None, {"housing.emergency"}, {"housing"}),
        ("cerca avvocato per richiesta di cittadinanza", None, {"legal.advice"}, set()),
    ],
)
def test_what_is_typed_in_a_hurry(
    text: str, start: str | None, needs: set[str] | None, facts: set[str], lexicon: Lexicon
) -> None:
    asked = parse(text, lexicon)
    assert (asked.start.code if asked.start else None) == start
    assert asked.needs
    assert needs is None or set(asked.needs) == needs
    assert {given.name for given in asked.facts} == facts
