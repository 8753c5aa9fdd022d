"""Words that mean one need or another by the rest of the text, and statuses that the next clause must not take away."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("Ha bisogno di chiedere l'assegno di inclusione, dove lo mando?", {"income.inclusion"}),
        ("uscito ieri, ha l'HIV, dove lo mando?", {"health.hiv"}),
        ("dove lo mando?", {"housing.emergency"}),
        ("ragazzo egiziano detenuto, serve un mediatore", {"social-support.immigrants"}),
        ("La signora parla solo cinese, serve un mediatore per il colloquio", {"social-support.immigrants"}),
        ("non ci parliamo più, serve un mediatore", {"family.mediation"}),
        ("a prisoner from Egypt, we need a mediator", {"social-support.immigrants"}),
        ("Persona trans uscita dal carcere, cerca alloggio sicuro", {"housing"}),
        ("gay, minacciato dai fratelli, cerca posto sicuro", {"housing.protected"}),
        ("Disoccupato, ex detenuto, ha casa popolare ma rischia lo sfratto", {"work", "housing"}),
        (
            "Gli hanno rubato il portafoglio con carta d'identità e tessera sanitaria",
            {"documents.identity-card", "documents.tax-code"},
        ),
        ("how do I get residency if I have no address", {"documents.registered-residence"}),
        ("15 year old girl, both parents arrested, no relatives in Italy", set()),
        ("woman released with a 3 year old, mother and child housing", {"housing"}),
        ("ragazza con bimba di 8 mesi, cerchiamo una comunità", {"housing"}),
        ("tossicodipendente con un figlio, cerca una comunità", {"housing.therapeutic-community"}),
        ("residenza fittizia milano come si fa", {"documents.registered-residence"}),
        ("qualcuno che mi aiuta col curriculum", {"work.job-placement"}),
        ("Hanno arrestato mio figlio di 16 anni stanotte, cosa devo fare?", {"legal.advice"}),
        ("the police arrested my son last night", {"legal.advice"}),
        (
            "Un detenuto vorrebbe riparare il danno con un percorso di mediazione con la vittima",
            {"legal.penal-measures"},
        ),
        ("Victim of the crime asks whether mediation with the offender is possible", {"legal.penal-measures"}),
        ("Detenuto a Opera messo in isolamento, la famiglia è preoccupata", {"legal.rights-of-detained"}),
        ("mio fratello è in isolamento da 10 giorni a Opera", {"legal.rights-of-detained"}),
        ("lavoro in nero e vorrei mettermi in regola", {"work"}),
        ("la mia ragazza è appena uscita, i miei non la vogliono in casa", {"housing.emergency"}),
        ("detenuto, vorrebbe un lavoro esterno", {"work"}),
        ("isolamento sociale", {"social-support.listening"}),
        ("Ex detenuto, 45 anni, pizzaiolo, cerca un affitto", {"housing"}),
        ("saldatore, cerca lavoro", {"work"}),
        ("vuole fare un corso da pizzaiolo", {"work.training"}),
        ("Mia figlia si prostituisce per la droga", {"protection.trafficking", "health.addiction"}),
        ("Scarcerato con divieto di dimora a Milano, esce da Bollate venerdì, dove va?", {"housing.emergency"}),
        ("In comunità un ospite ha minacciato un altro, lo devo spostare stasera", {"housing.emergency"}),
        ("Uomo senegalese, protezione sussidiaria, esce il 20 dicembre, niente casa", {"housing.emergency"}),
        ("Può uno ai domiciliari portare i figli a scuola?", {"family.children"}),
        ("demenza senile, 78 anni, esce da Bollate, serve una struttura", {"social-support"}),
        ("papà con demenza, esce da Opera", {"social-support"}),
        ("Non gli rinnovano il permesso perché ha precedenti", {"documents.permit"}),
        ("Ragazza in messa alla prova deve trovare dove fare le ore", {"legal.penal-measures"}),
        ("Mio figlio è in isolamento sanitario a San Vittore, ha la TBC", {"health.general"}),
        ("chi lo accompagna, qualcuno deve accompagnarlo a casa il giorno dell'uscita", set()),
    ],
)
def test_the_rest_of_a_text_tells_what_is_needed(text: str, needs: set[str], lexicon: Lexicon) -> None:
    assert set(parse(text, lexicon).needs) == needs


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Utente psichiatrico in uscita da San Vittore, era seguito dal CPS", "being-released-san-vittore"),
        ("Esce da Opera domani, aveva casa", "being-released-opera"),
        ("Detenuto a Opera, era seguito dal CPS", "detention-opera"),
        ("in affidamento, aveva un lavoro", "external-execution"),
        ("Detenuto che ha finito la terza media, vuole iscriversi all'università", "detention"),
        ("Detenuto in attesa di misura alternativa, chi offre posti per domiciliari?", "detention"),
        ("Sono in libertà vigilata e mi hanno tolto la casa", "security-measure"),
        ("assisto un detenuto di Bollate in articolo 21 che vorrebbe un lavoro esterno", "outside-work"),
        ("Donna con bambino di 2 anni in uscita dall'ICAM", "being-released"),
        ("è uscito ma è rientrato ieri", "detention"),
        ("Chi aiuta con la NASpI dopo il lavoro in carcere?", None),
        ("Ho bisogno del certificato di detenzione per la disoccupazione", None),
        ("qualifica di cuoco presa in carcere, cerca lavoro", None),
        ("Il mio compagno esce domani e mi ha sempre picchiata", None),
        ("hanno arrestato mia madre, ho 15 anni", None),
        ("la moglie lo ha denunciato, è in affidamento, cerca casa", "external-execution"),
        ("la moglie l'ha cacciato, ha il braccialetto, cerca casa", "house-arrest"),
        ("Mi ha chiamato mio nipote dal carcere dicendo che lo picchiano", "detention"),
        ("Chi fa la scorta il giorno dell'uscita?", "being-released"),
        ("Come fa un detenuto a prendere la patente?", "detention"),
    ],
)
def test_a_status_is_that_of_the_person_now(text: str, start: str | None, lexicon: Lexicon) -> None:
    found = parse(text, lexicon).start
    assert (found.code if found else None) == start


def test_a_child_in_prison_is_the_person(lexicon: Lexicon) -> None:
    facts = {
        given.name: given for given in parse("Mia figlia di 15 anni è al Beccaria, serve un avvocato", lexicon).facts
    }
    assert facts["age"].maximum == facts["age"].minimum == 15
    assert "minor_children" not in facts


def test_what_was_done_to_the_asker_tells_their_gender(lexicon: Lexicon) -> None:
    facts = {given.name: given.values for given in parse("Il mio compagno mi ha sempre picchiata", lexicon).facts}
    assert facts == {"victim_of": ("violence",), "gender": ("woman",)}


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("la moglie lo ha denunciato, cerca casa", "man"),
        ("la moglie non lo vuole in casa, cerca letto", "man"),
        ("la mamma la caccia di casa", "woman"),
        ("mio fratello lo ha perso il permesso", "man"),
    ],
)
def test_whom_a_relative_acts_on_is_the_person(text: str, gender: str, lexicon: Lexicon) -> None:
    assert {given.name: given.values for given in parse(text, lexicon).facts}["gender"] == (gender,)


def test_who_threatens_another_guest_is_no_victim(lexicon: Lexicon) -> None:
    facts = parse(
        "In comunità un ospite ha minacciato un altro con un coltello, lo devo spostare stasera", lexicon
    ).facts
    assert "victim_of" not in {given.name for given in facts}


@pytest.mark.parametrize(
    "text",
    [
        "Permesso scaduto, convive con una italiana, è in affidamento",
        "ai domiciliari a casa della ex, lei ha un nuovo compagno",
        "he lives with his sister, she wants him out",
        "ai domiciliari da sua sorella, lei lavora tutto il giorno",
    ],
)
def test_with_whom_somebody_lives_tells_no_gender_of_theirs(text: str, lexicon: Lexicon) -> None:
    assert "gender" not in {given.name for given in parse(text, lexicon).facts}
