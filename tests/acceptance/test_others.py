"""Of several people in a text, the person has their own start, facts and hurt."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse

VIOLENCE = {"protection.violence"}
TRAFFICKING = {"protection.trafficking"}


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
