"""Which needs a text asks for, and which it only names."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse


@pytest.mark.parametrize(
    ("text", "needs"),
    [  # who acts, what is done already, what is for something else
        ("la ditta chiede il codice fiscale, dove lo faccio", {"documents.tax-code"}),
        ("il medico di base gli ha detto di cercare uno psicologo", {"psychological-support"}),
        ("the court wants him in treatment for cocaine", {"health.addiction"}),
        ("my employer asks for the tax code, where do I get it", {"documents.tax-code"}),
        ("al centro d'ascolto gli hanno già dato i vestiti, ora ha bisogno di un dentista", {"health.general"}),
        ("need clothes for work", {"basic-needs.clothing"}),
        ("chiede formazione per lavorare fuori", {"work.training"}),
        ("utente con diploma di saldatore, chiede inserimento lavorativo", {"work"}),
        ("I work in Dublin. He wants to go to evening school", {"education"}),
        ("Buongiorno, posso parlare con un avvocato?", {"legal.advice"}),
        ("ho trovato lavoro, mi serve la patente", {"documents.driving-licence"}),
        ("non è una questione di soldi, serve una stanza", {"housing"}),
        ("it is not about money, he needs a dentist", {"health.general"}),
        ("Buonasera, dove può andare a mangiare gratis?", {"basic-needs.meals"}),
    ],
)
def test_what_is_only_named_is_not_asked_for(text: str, needs: set[str], lexicon: Lexicon) -> None:
    assert set(parse(text, lexicon).needs) == needs


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("non ha soldi, cerca una mensa", {"basic-needs.meals"}),
        ("no money for the ticket, needs a psychologist", {"psychological-support"}),
        ("disoccupato, gli serve un dormitorio", {"housing.emergency"}),
        ("un letto per stanotte e lavoro", {"housing.emergency", "work"}),
        ("a bed for tonight and food", {"housing.emergency", "basic-needs.meals"}),
        ("un letto per mio fratello e lavoro", {"housing.emergency", "work"}),
        ("niente soldi e niente lavoro", {"income", "work"}),
        ("CI smarrita, codice fiscale mai avuto", {"documents.identity-card", "documents.tax-code"}),
        ("compagno cinese che non parla italiano, c'è una scuola gratis?", {"education.italian"}),
    ],
)
def test_circumstances_give_way_to_needs_of_another_kind(text: str, needs: set[str], lexicon: Lexicon) -> None:
    assert set(parse(text, lexicon).needs) == needs


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("casa e lavoro", {"housing", "work"}),
        ("two things: a bed and a job", {"housing.emergency", "work"}),
        ("he will need a room, some work as a painter, his licence", {"housing", "work", "documents.driving-licence"}),
        ("drugs first, then a job", {"health.addiction", "work"}),
        ("pacco viveri + vestiti bimbi", {"basic-needs.food-parcel", "basic-needs.clothing"}),
        ("ha febbre alta e tosse, cerca un letto", {"health.general", "housing.emergency"}),
        ("Social flat, maybe? He needs a doctor", {"housing.social-flat", "health.general"}),
        ("non ha nemmeno un paio di scarpe", {"basic-needs.clothing"}),
    ],
)
def test_lists_lacks_and_complaints_ask(text: str, needs: set[str], lexicon: Lexicon) -> None:
    assert needs <= set(parse(text, lexicon).needs)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("mia sorella da domenica non mi tiene più in casa", "housing"),
        ("she can't keep me any longer, I have to be out by Friday", "housing"),
        ("oggi non ho messo niente nello stomaco", "basic-needs"),
        ("came out in flip flops and it is snowing", "basic-needs"),
        ("si è giocato tutto lo stipendio alle macchinette", "health.addiction"),
        ("he shouts at people who aren't there", "health.mental-health"),
        ("nessuno lo prende per via della fedina", "work"),
        ("three months behind with the landlord", "income"),
        ("my father hasn't said a word to me since I went in", "family"),
    ],
)
def test_states_of_things_ask_by_themselves(text: str, area: str, lexicon: Lexicon) -> None:
    assert any(need.startswith(area) for need in parse(text, lexicon).needs)


@pytest.mark.parametrize(
    "text", ["is Celav open on Saturdays?", "che giorni è aperto ResidenzaMi", "where's the Puntoacapo desk?"]
)
def test_opening_days_are_a_question_for_a_record(text: str, lexicon: Lexicon) -> None:
    assert parse(text, lexicon).record is not None


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("non voglio andare al SerD, cerco casa", ["housing"]),
        ("non vuole andare dallo psicologo, cerca lavoro", ["work"]),
        ("non intendo andare alla mensa, mi servono soldi", ["income"]),
        ("I don't want to go to SerD, I need a home", ["housing"]),
        ("he won't go to the canteen, needs clothes", ["basic-needs.clothing"]),
        ("non ha un dormitorio, cerca lavoro", ["housing.emergency", "work"]),
        ("senza casa grazie", ["housing.emergency"]),
    ],
)
def test_what_is_refused_is_not_needed(text: str, needs: list[str], lexicon: Lexicon) -> None:
    assert list(parse(text, lexicon).needs) == needs


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("wants to go back to live in Ecuador, no money for the flight", "no money"),
    ],
)
def test_a_lack_that_nobody_asks_about_is_named_as_unused(text: str, words: str, lexicon: Lexicon) -> None:
    assert words in [one.words for one in parse(text, lexicon).unknown]


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("dormitorio stasera per uomo di 45 anni senza documenti", ["housing.emergency"]),
        ("no papers, needs a bed tonight", ["housing.emergency"]),
        ("bed tonight pregnant woman no papers", ["housing.emergency"]),
        ("no papers, needs doctor", ["health.general"]),
        ("donna senza documenti con febbre", ["health.general"]),
        ("no documents, no house, no job", ["work", "housing.emergency"]),
        ("non ha documenti, dorme in stazione e beve", ["health.addiction.alcohol", "housing.emergency"]),
    ],
)
def test_papers_that_are_lacking_are_stated_and_the_rest_is_asked(
    text: str, needs: list[str], lexicon: Lexicon
) -> None:
    asked = parse(text, lexicon)
    assert list(asked.needs) == needs
    assert [(one.name, one.values) for one in asked.facts if one.name == "without_papers"] == [
        ("without_papers", ("yes",))
    ]


@pytest.mark.parametrize("text", ["no papers needed?", "which papers do I need?", "ha i documenti, cerca lavoro"])
def test_papers_that_are_there_or_not_needed_are_not_lacking(text: str, lexicon: Lexicon) -> None:
    assert "without_papers" not in [one.name for one in parse(text, lexicon).facts]


@pytest.mark.parametrize("text", ["padre e figlia di 8 anni, letto stanotte", "donna ubriaca con il figlio di 5 anni"])
def test_the_years_of_an_age_that_was_read_are_not_unused(text: str, lexicon: Lexicon) -> None:
    assert "anni" not in [one.words for one in parse(text, lexicon).unknown]


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("cerca lavoro di notte, è in obbligo di dimora", "work"),
        ("uscito da 10 giorni e nessuno mi dà lavoro", "work"),
        ("nobody gives me a job", "work"),
        ("ex detenuto con epatite C senza medico di base", "health.general"),
        ("vorrei smettere con la cocaina ma non voglio che lo sappia mia moglie", "health.addiction"),
        ("gioca alle macchinette tutti i soldi, affidato ai servizi", "health.addiction"),
        ("affidamento in prova al SerD, ha ripreso a bere", "health.addiction.alcohol"),
        ("è alcolizzata", "health.addiction.alcohol"),
        ("niente figli, niente moglie, niente casa", "housing.emergency"),
        ("arresti domiciliari ma non ha un domicilio", "housing.temporary"),
        ("anziano ai domiciliari, chi fa la spesa?", "basic-needs.food-parcel"),
        ("marocchino 40 anni senza permesso uscito da Opera chiede un letto", "housing.emergency"),
        ("reclusa a Bollate, non vuole uscire perché non ha dove andare", "housing.emergency"),
        ("anoressica", "health.mental-health"),
        ("lui 30 anni uscito da Opera ma non lavora", "work"),
        ("espulso come misura alternativa, cosa fare", "legal.advice"),
        ("sfratto tra un mese, ex detenuto", "housing.emergency"),
        ("fa la vita, ha 16 anni", "protection.trafficking"),
        ("mia figlia ha 13 anni e il suo patrigno esce dal carcere, ho paura per lei", "protection.violence"),
    ],
)
def test_what_is_asked_for_is_heard(text: str, need: str, lexicon: Lexicon) -> None:
    assert need in parse(text, lexicon).needs


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("egiziano richiedente asilo vuole il passaporto, consolato?", "international_protection"),
        ("refugee, needs a passport", "international_protection"),
        ("divieto di dimora in Lombardia, chiede un posto per la notte", "banned_from_milan"),
        ("banned from living in Milan, needs a bed", "banned_from_milan"),
    ],
)
def test_what_forbids_a_way_is_heard(text: str, fact: str, lexicon: Lexicon) -> None:
    assert fact in [one.name for one in parse(text, lexicon).facts]


def test_an_age_in_years_stands_beside_what_was_once(lexicon: Lexicon) -> None:
    for text, age in (
        ("27 anni, arrivato in Italia da minore, cerca lavoro", 27),
        ("ho 19 anni, sono uscito dal Beccaria a 18, cerco lavoro", 19),
    ):
        assert [one.minimum for one in parse(text, lexicon).facts if one.name == "age"] == [age]


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("Trans woman leaving San Vittore, does not want to be housed with men", {"housing"}),
        ("donna trans, non vuole stare con gli uomini", {"housing"}),
        ("my dad is 70 and coming out of prison, he can't live with me", {"housing"}),
        ("she can't stay with us when she gets out", {"housing"}),
        ("mio padre non può vivere con me", {"housing"}),
        ("wants to move to a mother and child community", {"housing"}),
        ("vuole andare in una comunità mamma-bambino", {"housing"}),
        ("Client on probation, needs community service placement", {"legal.penal-measures"}),
        ("Victim of the crime asks whether mediation with the offender is possible", {"legal.penal-measures"}),
        ("la vittima chiede se è possibile una mediazione con il reo", {"legal.penal-measures"}),
        ("He needs methadone, got out this morning, no documents", {"health.addiction"}),
        ("Gambling problem, debts, semi-liberty in Bollate", {"income", "health.addiction"}),
        ("dipendenza dal gioco, debiti, ai domiciliari", {"income", "health.addiction"}),
        ("What do I do if my residence was cancelled while I was in prison?", {"documents.registered-residence"}),
        ("no GP and her residence permit is being renewed", {"health.general"}),
        ("can't go back to his family, needs somewhere to stay", {"housing.emergency"}),
        ("where to learn to use a computer", {"education"}),
        ("he never had a GP, out of Opera since May", {"health.general"}),
        ("looking for a shelter for homeless women", {"housing.emergency"}),
        ("lives in a hostel for the homeless, needs a job", {"work"}),
        ("He does not have an addiction, he needs a job", {"work"}),
        ("non ha dipendenze, cerca lavoro", {"work"}),
        ("released yesterday with an order to leave Italy", {"legal.advice"}),
        ("we need a mediator who speaks Wolof for a meeting", {"social-support.immigrants"}),
        ("He is on the run from a community, wants to go back in", {"housing.therapeutic-community"}),
        ("expelled from school at 14, wants to learn mechanics", {"work.training"}),
        ("Good morning, I'm a social worker in Municipio 4. A lady on home detention needs work", {"work"}),
        ("I'm a social worker and I need a bed for a man", {"housing.emergency"}),
        ("Sono un'educatrice e cerco un letto per un uomo", {"housing.emergency"}),
        ("Lawyer of a prisoner in Opera, he needs clothes", {"basic-needs.clothing"}),
        ("I need a lawyer for my brother, he is in Opera", {"legal.advice"}),
        ("Hi all, I need a lawyer", {"legal.advice"}),
        ("he has to leave it by 15 December", {"housing"}),
        ("my sister says she can't keep them after Christmas", {"housing"}),
        ("a court hearing next week and no lawyer, he sleeps on the street", {"legal.advice", "housing.emergency"}),
        ("He was released but police took his passport", {"documents.passport"}),
        ("I want to report a prison officer who beat my brother", {"legal.rights-of-detained"}),
        ("young mum on house arrest, no one to take the child to nursery", {"family.children"}),
        ("He got a letter from the court and can't read it", {"social-support"}),
        ("he's been told to leave the country in 7 days", {"legal.advice"}),
        ("nobody wants to rent to him because he is an ex prisoner", {"housing"}),
        ("bus at 6.30, work at 7am, no ticket money", {"income"}),
        ("He has no residence so the employment centre wont register him", {"documents.registered-residence", "work"}),
        ("50 yrs old wants to open a small business, who can advise", {"work"}),
        ("needs money for bus and food this week", {"income.contributions", "basic-needs.meals"}),
        ("no bank account, has a job offer", {"social-support"}),
        ("wheelchair user, needs somewhere accessible to live", {"housing"}),
    ],
)
def test_what_an_everyday_question_asks_for(text: str, needs: set[str], lexicon: Lexicon) -> None:
    assert set(parse(text, lexicon).needs) == needs


@pytest.mark.parametrize(
    "text",
    [
        "trans woman, sex worker in the past, needs a room",
        "she used to be a sex worker, needs a room",
        "donna trans che faceva la prostituta, cerca una stanza",
        "si prostituiva, ora cerca una stanza",
    ],
)
def test_who_sold_sex_once_is_no_victim(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.needs == ("housing",)
    assert "victim_of" not in {one.name for one in asked.facts}


@pytest.mark.parametrize(
    ("text", "hosted"),
    [
        ("he slept two nights at a friend's and then in the park, needs a bed", False),
        ("he stayed with his mother but she died, needs a flat", False),
        ("stava dalla sorella ma l'ha mandato via, cerca casa", False),
        ("he can't stay with his wife, needs a room", False),
        ("non può stare da sua sorella, cerca una stanza", False),
        ("he has stayed with us since May, needs a job", True),
        ("he's been staying with his brother, needs a job", True),
    ],
)
def test_where_somebody_stayed_before_is_not_where_they_live(text: str, hosted: bool, lexicon: Lexicon) -> None:
    homes = [one.values for one in parse(text, lexicon).facts if one.name == "housing"]
    assert homes == ([("hosted",)] if hosted else [])


def test_the_children_of_the_asker_are_not_those_of_their_brother(lexicon: Lexicon) -> None:
    asked = parse("My brother is in San Vittore. I live in a studio with my baby, he needs a lawyer", lexicon)
    assert "minor_children" not in {one.name for one in asked.facts}


def test_a_number_ends_a_sentence(lexicon: Lexicon) -> None:
    asked = parse("He is 54. He needs a bed", lexicon)
    assert [one.minimum for one in asked.facts if one.name == "age"] == [54]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("My brother is addicted to heroin, he needs a lawyer", True),
        ("my brother is an alcoholic, out of Opera, needs a bed", True),
        ("mio fratello si droga, è uscito da Opera e cerca casa", True),
        ("my son uses cocaine, I don't know what to do", False),
        ("mio marito beve, io cerco aiuto", False),
    ],
)
def test_the_addiction_of_a_relative_who_needs_something_is_the_persons(text: str, own: bool, lexicon: Lexicon) -> None:
    assert ("addiction" in {one.name for one in parse(text, lexicon).facts}) == own


@pytest.mark.parametrize(
    "text",
    [
        "ha debiti per le spese di mantenimento in carcere",
        "debiti con l'Agenzia delle Entrate",
        "prison debts",
        "debts with the tax office",
    ],
)
def test_a_debt_to_the_state_asks_for_a_lawyer(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert (asked.start, asked.needs) == (None, ("legal.advice",))
