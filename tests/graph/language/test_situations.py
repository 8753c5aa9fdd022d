"""Where the person is: what the words around a situation make of it, each rule in both languages."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse


def _start(text: str, lexicon: Lexicon) -> str | None:
    asked = parse(text, lexicon)
    return asked.start.code if asked.start else None


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("scarcerato martedì da Opera, cerca un medico", "release-opera"),
        ("dimesso venerdì da Bollate, non ha vestiti", "release-bollate"),
        ("verrà scarcerato martedì, cerca un medico", "being-released"),
        ("scarcerazione lunedì da Opera, dove dorme", "being-released-opera"),
        ("infermiera SV: ragazzo, scarcerato lunedì, quale SerT?", "being-released-san-vittore"),
        ("finisce il 14 a Bollate, cerca un letto", "being-released-bollate"),
        ("finisce la detenzione tra quindici giorni, cerca una stanza", "being-released"),
        ("mi lasciano uscire tra due settimane, cerco lavoro", "being-released"),
        ("mio figlio ha fine pena tra due mesi a Opera, vorrebbe un tirocinio", "being-released-opera"),
        ("I come out of San Vittore on Thursday, I need a bed", "being-released-san-vittore"),
        ("I came out of San Vittore on Thursday, I need a bed", "release-san-vittore"),
        ("husband due home from Bollate in a month, he needs a room", "being-released-bollate"),
        ("been home from Bollate since Easter, no doctor", "release-bollate"),
        ("they're letting him go tonight, he needs a bed", "being-released"),
        ("he hurt his back, out tuesday, needs a doctor", "being-released"),
        ("brother walks out of Opera this Saturday and needs a bed", "being-released-opera"),
        ("he is inside and wants a room when he gets out in a month", "being-released"),
    ],
)
def test_a_time_tells_whether_a_release_is_done(text: str, start: str, lexicon: Lexicon) -> None:
    assert _start(text, lexicon) == start


@pytest.mark.parametrize(
    "text",
    [
        "ho sentito che chi esce da Bollate può avere una borsa lavoro",
        "c'è un prestito per chi esce dal carcere?",
        "mia figlia opera nelle pulizie e cerca un contratto",
        "I release my contract to the agency and they owe me a salary, I need a lawyer",
        "on leave from my job, I look for a flat",
        "i contributi che ho versato quando ho lavorato in carcere, per la pensione",
        "my driving licence expired in jail, I want it back",
        "my cellie got out last week, I need a course",
        "the guy I share a room with is fresh out of jail, I want another hostel",
        "darei volentieri lavoro a un ragazzo in semilibertà, chi chiamo?",
        "we would gladly hire a man on house arrest, whom do we call about work?",
        "rifugio per donna con bambina, marito violento appena scarcerato",
        "la padrona mi mette fuori domani, cerco una stanza",
        "mi restano due mesi di NASpI, cerco lavoro",
        "I finish in June and want a job",
        "home in may, I need a job",
        "my dog got out yesterday, I need a job",
        "I'm inside all day with the baby, I need a course",
        "in permesso di maternità cerco un asilo",
        "l'amica con cui divido casa è ai domiciliari, cerco una stanza",
        "we look for an office that sends people on article 21 to work",
        "mi scarcerano o no? io cerco casa",
        "mi sono separata, lui è ancora dentro e mi minaccia, ho paura quando esce",
    ],
)
def test_what_is_said_of_others_or_of_anybody_is_no_start(text: str, lexicon: Lexicon) -> None:
    assert _start(text, lexicon) is None


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("mio fratello era ai domiciliari, ora finalmente libero da agosto, vuole la patente", "at-liberty"),
        ("finished my sentence six years ago, free man since then, I need work", "at-liberty"),
        ("libero da ogni misura, cerca lavoro", "at-liberty"),
        ("la mia ex in messa alla prova cerca lavoro", "probation"),
        ("ex semilibero, cerca lavoro", None),
        ("resto a San Vittore fino a ottobre, cerco un avvocato", "detention-san-vittore"),
        ("gli danno tre giorni a Pasqua, dove dorme?", "leave"),
        ("mi scade il permesso premio stasera e cerco un avvocato", "leave"),
        ("he has leave this weekend and nowhere to sleep", "leave"),
        ("he's allowed out of Bollate for work, he needs boots", "outside-work"),
        ("devo rientrare a Opera entro le 22, dove mangio?", "semi-liberty"),
        ("UEPE: affidato di 45 anni perde il lavoro", "external-execution"),
        ("arrestato a febbraio, ai domiciliari ad aprile, in messa alla prova da oggi, cerca lavoro", "probation"),
        ("ten months of house arrest behind me, free as a bird since Monday, I need a job", "at-liberty"),
        ("lo mettono fuori domani da Opera, cerca un letto", "being-released-opera"),
        ("my brother's been moved from house arrest back to San Vittore, he needs clothes", "detention-san-vittore"),
        ("friend of mine just got out, he needs a bed", "release"),
        ("they didn't release him after all, he's in SV and needs clothes", "detention-san-vittore"),
        ("dal consolato: nostra cittadina appena scarcerata, cerca casa", "release"),
        ("nephew on house arrest with us till the appeal, he wants a course", "house-arrest"),
    ],
)
def test_the_situation_of_the_person_is_read(text: str, start: str | None, lexicon: Lexicon) -> None:
    assert _start(text, lexicon) == start


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I think he hits her, what should she do", "victim_of"),
        ("forse il compagno la picchia, cerca lavoro", "victim_of"),
        ("come funziona un programma di protezione per chi è sfruttata?", "victim_of"),
        ("does the girl in bed 4 have HIV? she needs a doctor", "hiv"),
        ("ha l'HIV? non lo sappiamo, serve un medico", "hiv"),
        ("is he an addict? we need a doctor", "addiction"),
        ("non ha mai avuto problemi di droga, cerca casa", "addiction"),
        ("ho una camera e la darei a un ex detenuto", "former_prisoner"),
        ("my partner has HIV and I want to see a doctor", "hiv"),
        ("ho avuto un rapporto con una sieropositiva, cerco un medico", "hiv"),
        ("the test came back negative for HIV, but I still need a doctor", "hiv"),
        ("is it true that the shelter refuses people with HIV?", "hiv"),
        ("the bed bugs beat me, I need another room", "victim_of"),
        ("he hits the gym every day and needs a job", "victim_of"),
        ("I was hit by the crisis, I need a job", "victim_of"),
        ("is there an ex-offender scheme? I look for work", "former_prisoner"),
        ("my father was a prisoner of war, he needs a doctor", "former_prisoner"),
    ],
)
def test_doubt_questions_and_offers_state_nothing_grave(text: str, name: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert name not in {given.name for given in asked.facts}
    assert asked.needs


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("il patrigno entra in camera sua di notte, ha 13 anni", 13),
        ("lo zio la costringe a sposare uno che non conosce, ha 17 anni", 17),
        ("suo padre è detenuto, lui ha 16 anni, cerca una scuola", 16),
        ("a girl, she is 12 years old, sleeps in a park", 12),
    ],
)
def test_no_adult_relative_is_a_minor(text: str, age: int, lexicon: Lexicon) -> None:
    assert [(one.minimum, one.maximum) for one in parse(text, lexicon).facts if one.name == "age"] == [(age, age)]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("avvocata di un detenuto a Opera: la moglie cerca un posto dove stare", None),
        ("ha avuto i domiciliari ma la zia non lo vuole, per ora è a San Vittore", "detention-san-vittore"),
        ("l'ex mi ha denunciato, divieto di avvicinamento, cerco una stanza", "precautionary-measure"),
        ("padre di due bambine, esce in art. 21, cerca un mediatore", "outside-work"),
        ("moglie e figli li ha in Perù, è in affidamento e cerca lavoro", "external-execution"),
        ("volontaria a Bollate: una detenuta esce a Natale, le manca il codice fiscale", "being-released-bollate"),
        ("I sort clothes at Opera as a volunteer and I need a dentist", None),
        ("I was a guard in Opera and I look for a therapist", None),
        ("could a psychologist go into Opera? my brother is in there and eats nothing", "detention-opera"),
        ("a lawyer for early release? Opera, 30 months left", "detention-opera"),
        ("father on house arrest, son bullied. It's for the boy, 14: an afternoon centre", None),
        ("mio nonno è ai domiciliari da mia zia, lei lavora e lui ha bisogno di un medico", "house-arrest"),
        ("three more months and then out of Opera, he looks for work", "being-released-opera"),
    ],
)
def test_a_clause_tells_whose_situation_it_is(text: str, start: str | None, lexicon: Lexicon) -> None:
    assert _start(text, lexicon) == start


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("cerca un letto per una donna in uscita da San Vittore", "being-released-san-vittore"),
        ("cerca casa, prossima uscita da Opera", "being-released-opera"),
        ("my brother is coming out of jail and needs a job", "being-released"),
        ("after coming out of prison he has no home", "release"),
        ("needs a bed on release from Opera", "being-released-opera"),
        ("wants to start a course before release, she is in Bollate", "detention-bollate"),
        ("I volunteer in San Vittore, a man there needs an interpreter", "detention-san-vittore"),
        ("I volunteer at San Vittore. A woman is leaving on Friday and needs a bed", "being-released-san-vittore"),
        ("sono un volontario a Opera, un uomo lì cerca un avvocato", "detention-opera"),
        ("I volunteer at Opera. A man sleeps in the street and needs a bed", None),
        ("chiede la scarcerazione da Opera", None),
        ("released yesterday from Opera, heart condition, needs a doctor", "release-opera"),
        ("sleeping in his car since release, lost his driving licence", "release"),
        ("released from Opera on licence, needs a job", "external-execution"),
        ("released from Opera with conditions, needs a job", None),
        ("out for good since July, living with his mother, needs a job", "release"),
        ("he lost his ID card inside and cannot register with a GP", None),
        ("has to sign at UEPE every Tuesday, needs a room", None),
        ("released from Opera in August, needs a bed", "release-opera"),
        ("he got out of Opera in August, needs a bed", "release-opera"),
        ("just out of Opera in August, needs a bed", "release-opera"),
        ("out of Opera in January, needs a bed", "being-released-opera"),
        ("released from Opera in 3 weeks, needs a bed", "being-released-opera"),
        ("he will be released from Opera in January, needs a bed", "being-released-opera"),
        ("they want to take away my kids because my husband is in prison", None),
        ("where can my wife learn Italian, I'm in Opera", None),
        ("how can my brother find a job, he is in Opera", "detention-opera"),
        ("her son is in Opera, he needs a bed", "detention-opera"),
        ("her husband is in Opera, he threatens her, she needs a bed", None),
        ("his wife is in Bollate, he needs a bed", None),
        ("a lawyer for my brother who is in Opera", "detention-opera"),
        ("a bed for my brother who is still in Opera", "detention-opera"),
        ("a home for my mother whose son is in Opera", None),
        ("a friend of mine is in Opera and is looking for a bed", "detention-opera"),
        ("M/29/Morocco/no permit/out of Opera 2 wks/needs doctor", "release-opera"),
        ("he/she is out of Opera since 3/11/2025 and needs a bed and/or a shower", "release-opera"),
        ("mum of four, eldest in prison, needs food and school books", None),
        ("my eldest is in Opera and needs clothes", "detention-opera"),
        ("released from prison with a tag? no, on home detention at a friend's, needs a course", "home-detention"),
        ("My son went back to prison last week, he was on home detention with me", "detention"),
        ("He finished affidamento last month and now is free, wants a council house", "at-liberty"),
        ("just got out, alone, drinking again, scared I'll go back in", "release"),
        ("He is out of Opera and stays at his ex wife's, but she wants him gone by Sunday", "release-opera"),
        ("My nephew was transferred from San Vittore to Bollate and lost all his clothes", "detention-bollate"),
        ("my father-in-law is in Opera with cancer, can he be released for treatment", "detention-opera"),
        ("mio padre è a Opera con un tumore, può essere scarcerato per curarsi?", "detention-opera"),
        ("he was offered a job but he has a tag and can't work after 6pm", "house-arrest"),
        (
            "educator in San Vittore writing: young man 22 leaves on 3 December without a home",
            "being-released-san-vittore",
        ),
        ("educatrice a Bollate: ragazza di 24 esce il 3 dicembre senza casa", "being-released-bollate"),
    ],
)
def test_a_release_to_come_and_the_prison_of_a_volunteer(text: str, start: str | None, lexicon: Lexicon) -> None:
    assert _start(text, lexicon) == start


@pytest.mark.parametrize(
    "text",
    [
        "uscito da Opera, deve firmare il contratto di lavoro, cerca casa",
        "uscito da Opera, deve rientrare in Marocco",
        "uscito da Opera, ha finito la scuola dell'obbligo, cerca lavoro",
        "uscita da Opera, l'affido dei figli è ai servizi, cerca casa",
        "released from Opera, supervised visits with his kids, needs a job",
        "released from Opera, living in terrible conditions, needs a bed",
        "he can't leave the hospital, released from Opera last week, needs a bed",
        "out of Opera since May, the landlord won't let him back in, needs a bed",
        "released from Opera, she must report to the job centre",
        "released from Opera, needs a blood pressure monitor",
        "he was released from Opera with a court order to pay 300 a month, needs work",
    ],
)
def test_everyday_words_bind_nobody(text: str, lexicon: Lexicon) -> None:
    assert _start(text, lexicon) == "release-opera"


@pytest.mark.parametrize(
    "text",
    [
        "released from Opera under strict conditions, needs a job",
        "released from Opera, must be back by 10pm every night, needs a job",
        "out of Opera but can't leave the house, needs food",
        "scarcerato da Opera, rientra alle 22, cerca lavoro",
        "scarcerato da Opera con prescrizioni, cerca casa",
    ],
)
def test_words_of_a_measure_bind(text: str, lexicon: Lexicon) -> None:
    assert _start(text, lexicon) is None


@pytest.mark.parametrize(
    "text", ["cerco lavoro per una donna uscita da Bollate", "serve casa per signora uscita da Bollate"]
)
def test_a_woman_for_whom_something_is_sought_is_out(text: str, lexicon: Lexicon) -> None:
    start = parse(text, lexicon).start
    assert start is not None
    assert start.code == "release-bollate"
