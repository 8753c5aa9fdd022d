"""How well questions in words are read that people wrote who had not seen the lexicon.

The floors hold what was measured with a margin; `python -m benchmarks words` prints the figures.
"""

from pathlib import Path

import pytest

from benchmarks.words import Score, load, score
from graph.language.lexicon import Lexicon
from graph.language.parse import parse
from graph.network import Network

FLOORS = {"work": (0.976, 0.92, 0.017, 23), "measured": (0.93, 0.82, 0.082, 30)}
"""Answered, labels understood at least; wrong statements, dangerous readings at most."""


@pytest.mark.slow
@pytest.mark.parametrize("part", FLOORS)
def test_floors(part: str, lexicon: Lexicon, network: Network, project: Path) -> None:
    utterances = load(project / "tests" / "acceptance" / "words", part)
    assert len(utterances) >= 200
    result: Score = score(utterances, lexicon, network)
    answered, understood, wrong, dangerous = FLOORS[part]
    assert 1 - result.rate("refused", "plans") >= answered
    assert result.rate("understood", "labels") >= understood
    assert result.rate("wrong", "statements") <= wrong
    assert result.counts["dangerous"] <= dangerous


@pytest.mark.parametrize(
    ("text", "start", "fact"),
    [
        ("her brother is in prison, she needs a home", None, "gender"),
        ("il padre dei miei figli è detenuto, cerco casa per noi", None, None),
        ("non è mai stato in carcere, cerca lavoro", None, "former_prisoner"),
        ("vive con la mamma disabile, cerca lavoro", None, "housing"),
        ("mio cugino si droga e io cerco lavoro", None, None),
    ],
)
def test_what_is_said_of_others_is_not_stated(text: str, start: str | None, fact: str | None, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.needs
    assert (asked.start.code if asked.start else None) == start
    assert [given.name for given in asked.facts] == ([fact] if fact else [])


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


VIOLENCE = {"protection.violence"}
TRAFFICKING = {"protection.trafficking"}


@pytest.mark.parametrize(
    ("text", "start", "needs", "facts"),
    [  # what an operator tried that went wrong
        ("La compagna di un detenuto è stata picchiata da lui, cerca un letto", None, VIOLENCE, {"victim_of"}),
        ("La moglie di un detenuto è picchiata da lui quando torna in permesso", None, VIOLENCE, {"victim_of"}),
        ("Mia figlia ha paura del suo ex che esce da San Vittore venerdì", None, VIOLENCE, {"victim_of"}),
        ("Il marito la menava, cerca lavoro", None, VIOLENCE, {"victim_of"}),
        ("Era una vittima di tratta, uscita da Bollate, cerca lavoro", "release-bollate", TRAFFICKING, {"victim_of"}),
        ("Ex detenuto che ha maltrattato la moglie, vuole farsi aiutare", None, set(), {"seeks_violence_prevention"}),
        ("Compie 18 anni tra due settimane, cerca un dormitorio", None, set(), {"age"}),
        ("Non è più ai domiciliari, cerca casa", None, set(), set()),
        ("La mia ragazza è in carcere a San Vittore, io ho 17 anni e sono senza casa", None, set(), {"age"}),
        ("Minore non accompagnato fuggito dalla comunità, dove dorme?", None, set(), {"age"}),
        ("mio marito è dentro e io senza stipendio, bollette da pagare", None, set(), set()),
        ("mio marito esce venerdì da Bollate, ho paura che ricominci a picchiarmi", None, VIOLENCE, {"victim_of"}),
        ("mio marito ha picchiato mia figlia", None, VIOLENCE, {"victim_of"}),
        ("lei è ai domiciliari dal compagno e lui la tiene chiusa", "house-arrest", VIOLENCE, {"victim_of"}),
        ("psicologo per moglie di detenuto", None, set(), set()),
        ("Signora con marito detenuto a Bollate (fine pena tra 3 anni): cerca un corso", None, set(), set()),
        ("vorrei parlare con qualcuno, mi sento sola da quando lui è dentro", None, set(), set()),
        ("la ex lo accusa di averla picchiata, non sa dove dormire", None, set(), set()),
        ("she got out on Monday, her ex is waiting outside her mum's house", "release", VIOLENCE, {"victim_of"}),
        ("mi hanno denunciato per maltrattamenti ma non è vero, cerco casa", None, {"housing"}, set()),
        ("il figlio di mia sorella è uscito da SV, cerca lavoro", "release-san-vittore", {"work"}, {"gender"}),
        ("per mio figlio detenuto, sono senza casa e cerco casa per me", None, {"housing"}, {"housing"}),
        ("cerco lavoro per me, per mio marito in carcere un avvocato", None, {"work"}, set()),
        ("da cinque anni, fuori da Bollate, cerca casa", None, {"housing"}, {"former_prisoner"}),
        ("mamma con due figli nati nel 2015 e 2018, cerca casa", None, {"housing"}, {"minor_children"}),
        ("senza medico da tre anni, uscita da Opera ieri", "release-opera", {"health.general"}, set()),
        ("tre anni fa, uscito da Opera, cerca lavoro", None, {"work"}, {"former_prisoner"}),
        ("my sister's son just out of jail is looking for work", "release", set(), {"gender"}),
        ("abito con mio fratello che sta ai domiciliari, cerco lavoro", None, {"work"}, {"housing"}),
        ("l'amico che mi ospita è appena uscito dal carcere, io cerco lavoro", None, {"work"}, {"housing"}),
    ],
)  # fmt: skip
def test_nobody_takes_the_status_or_the_hurt_of_another(
    text: str, start: str | None, needs: set[str], facts: set[str], lexicon: Lexicon
) -> None:
    asked = parse(text, lexicon)
    assert (asked.start.code if asked.start else None) == start
    assert needs <= set(asked.needs)
    assert facts <= {given.name for given in asked.facts}
    assert ("victim_of" in facts) is ("victim_of" in {given.name for given in asked.facts})
    ages = [given for given in asked.facts if given.name == "age"]
    assert all((given.minimum or 0) < 18 for given in ages)


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
        ("devo passare dall'ufficio matricola, cerco lavoro", {"work"}, set()),  # whose office is in a prison
    ],
)
def test_a_word_is_not_another_word(text: str, needs: set[str], facts: set[str], lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert set(asked.needs) == needs
    assert {given.name for given in asked.facts} == facts


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
    "text",
    [
        "nonno di 66 anni con figlio di 10 anni, cerca casa",
        "uomo di 70 anni, ha una figlia di 9 anni",
        "man aged 67 with a daughter aged 12, housing",
        "padre di 66 anni con due figli a scuola elementare, casa",
    ],
)
def test_a_young_child_of_somebody_old_is_a_child(text: str, lexicon: Lexicon) -> None:
    assert "minor_children" in {given.name for given in parse(text, lexicon).facts}


@pytest.mark.parametrize(
    "text",
    [
        "subisco violenza da mio marito, cerco un posto per dormire",
        "subivo violenza",
        "subiscono maltrattamenti dal padre",
        "subisco abusi",
        "mio marito mi stupra",
        "il compagno la stuprava",
        "mio marito abusa di me",
        "il marito la pestava",
        "l'ex mi minacciava",
        "mi ha accoltellata",
        "I experience domestic violence",
        "I'm experiencing abuse from my husband",
        "he stabbed me",
        "I'm afraid he'll hit me again",
        "ho paura che mi picchi",
        "teme che il marito la picchi quando esce",
        "ho paura che mio marito quando torna a casa ricominci ad alzarmi le mani, esce da san vittore il 12",
        "convive con un italiano che le prende lo stipendio e la mena",
        "my husband rapes me",
    ],
)
def test_every_form_of_violence_is_read(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert ("victim_of", ("violence",)) in {(given.name, given.values) for given in asked.facts}
    assert "protection.violence" in asked.needs


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


@pytest.mark.parametrize(
    "text",
    [
        "ho 70 anni e 2 figli, cerco casa",
        "uomo di 68 anni con figli, uscito dal carcere 3 mesi fa, cerca casa",
        "I am 70 with children, released 5 days ago, need housing",
    ],
)
def test_other_numbers_make_no_child_of_a_son_of_somebody_old(text: str, lexicon: Lexicon) -> None:
    assert "minor_children" not in {given.name for given in parse(text, lexicon).facts}


@pytest.mark.parametrize(
    ("text", "sold"),
    [
        ("she's 16, pregnant, her boyfriend beats her and sells her to friends", True),
        ("they sold me to a man in Italy", True),
        ("they sold me a fake permit", False),
        ("my friend sells me cigarettes for 5 euro, I need a job", False),
        ("vende fiori in strada, cerca lavoro", False),
        ("mi vendono la casa all'asta", False),
    ],
)
def test_who_is_sold_is_trafficked_and_not_who_buys(text: str, sold: bool, lexicon: Lexicon) -> None:
    assert ("protection.trafficking" in parse(text, lexicon).needs) is sold


@pytest.mark.parametrize(
    ("text", "start", "stated"),
    [
        ("the man who robbed me is in Bollate, I need a lawyer", None, set()),
        ("il compagno è ubriaco tutte le sere e la picchia", None, {"victim_of", "gender=woman"}),
        ("il figlio la picchia, ha 74 anni", None, {"victim_of", "age", "gender=woman"}),
        ("mia sorella è uscita da Bollate e il compagno la picchia", "release-bollate", {"victim_of", "gender=woman"}),
        ("my partner beats me. He's on house arrest with me, where can I go?", None, {"victim_of"}),
        ("my partner beats me. He got out last week", None, {"victim_of"}),
        ("ho paura del mio ex, è uscito", None, {"victim_of"}),
        ("mi picchia, e io sto qua ai domiciliari con lui", "house-arrest", {"victim_of"}),
        ("la mia compagna è dentro a Bollate e io a casa con la bambina", None, {"minor_children"}),
        ("neighbours of a guy on house arrest, he's diabetic", "house-arrest", {"gender=man"}),
        ("male 44 semi-liberty out of bollate, goes back in at 22.30, work", "semi-liberty", {"age", "gender=man"}),
        ("ai domiciliari, ora libero da una settimana, cerca lavoro", "release", set()),
        ("scarcerato oggi ai domiciliari, cerca lavoro", "house-arrest", {"gender=man"}),
    ],
)
def test_of_several_people_the_person_has_their_own_facts(
    text: str, start: str | None, stated: set[str], lexicon: Lexicon
) -> None:
    asked = parse(text, lexicon)
    assert (asked.start.code if asked.start else None) == start
    found = {f"gender={given.values[0]}" if given.name == "gender" else given.name for given in asked.facts}
    assert stated == found


@pytest.mark.parametrize(
    ("text", "implied"),
    [
        ("my ex got parole and phones me, I'm frightened", True),
        ("my ex gets out on Friday and knows where I live", True),
        ("non posso tornare a casa da lui", True),
        ("I can't go back to his flat", True),
        ("ho paura per mio marito che esce venerdì, cerca lavoro", False),
        ("my husband gets out on Friday, I'm scared he'll relapse", False),
        ("il mio ragazzo esce dal carcere e cerca lavoro, ha paura di non trovarlo", False),
        ("mio figlio esce domani, ho paura, cerca lavoro", False),
        ("my ex knows where I work, can he help me with the forms?", True),  # shown once too often harms nobody
        ("non posso tornare al lavoro, mi fa male la schiena", False),
    ],
)
def test_protection_that_is_implied_comes_first(text: str, implied: bool, lexicon: Lexicon) -> None:
    needs = parse(text, lexicon).needs
    assert ("protection.violence" in needs) is implied
    assert not implied or needs[0] == "protection.violence"


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
