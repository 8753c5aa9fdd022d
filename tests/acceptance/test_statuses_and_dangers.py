"""Whose a prison, a measure or an age is when several people are named, and dangers that a text tells in passing."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse


def facts_of(text: str, lexicon: Lexicon) -> set[str]:
    """The facts of a text, each as `name=value`; an age with its least and most years."""
    asked = parse(text, lexicon)
    return {
        f"{given.name}={given.values[0]}" if given.values else f"{given.name}={given.minimum}-{given.maximum}"
        for given in asked.facts
        if not given.negated
    }


def start_of(text: str, lexicon: Lexicon) -> str | None:
    """The code of the start that a text names."""
    start = parse(text, lexicon).start
    return start.code if start else None


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("my uncle is about to be released from Opera", "being-released-opera"),
        ("dialysis three times a week, about to be released from Opera, no fixed address", "being-released-opera"),
        ("He was a victim of trafficking and still in prison at San Vittore", "detention-san-vittore"),
        ("He's being treated badly in Opera because he's gay", "detention-opera"),
        ("alcoholic mother of three on probation, kids in foster care, wants them back", "probation"),
        ("madre alcolista di due figli in messa alla prova", "probation"),
        ("Dad on house arrest wants to take his daughter to school", "house-arrest"),
        ("papà ai domiciliari vuole portare la figlia a scuola", "house-arrest"),
        ("she is about to get out of San Vittore, no home", "being-released-san-vittore"),
        ("Which places would let in someone on probation who isn't resident in Milan?", "probation"),
        (
            "heroin user leaving San Vittore on Saturday morning, where is the SerD?",
            "being-released-san-vittore",
        ),
        ("a woman leaving San Vittore with a baby of 8 months", "being-released-san-vittore"),
        ("Aged 71, dementia starting, ends sentence in January, no relatives", "being-released"),
        ("Coming out of Busto Arsizio prison, resident in Milan, drug addict", "being-released-elsewhere"),
        ("lesbian kicked out by her parents after she came out of prison", "release"),
        ("epilepsy pills run out, came out this morning", "release"),
        ("he is in 41bis", "detention"),
        ("in cella penso di farla finita, lo scrivo tramite mia sorella", "detention"),
        ("mi hanno dato laffidamento in prova ma devo trovare una casa", "external-execution"),
        ("she's been recalled to prison", "detention"),
        ("client on licence, needs a GP", "external-execution"),
        ("his sentence is suspended", "at-liberty"),
        ("He's coming out after 25 years and doesn't know how to use a phone", "being-released"),
    ],
)
def test_a_status_stays_beside_another_person(text: str, start: str, lexicon: Lexicon) -> None:
    assert start_of(text, lexicon) == start
    assert "lgbtqia=yes" not in facts_of(text, lexicon) or "gay" in text or "lesbian" in text


@pytest.mark.parametrize(
    "text",
    [
        "She fled from her boyfriend, who's in San Vittore and gets out on Monday. She is terrified.",
        "My daughter's boyfriend, who's on house arrest, won't let her leave the house",
        "widow of a prisoner who died in Opera last month, three children, no income",
        "vedova di un detenuto morto a Opera, tre figli",
        "my wife can't stop playing the slot machines since I went inside",
        "my wife needs a doctor, I'm in Bollate",
        "my brother's in San Vittore and I need somewhere to stay",
        "hep C treatment started in jail, how does he carry on",
        "brain injury after a fight in prison, memory gone, needs a doctor",
        "stepdad on home detention touches the daughter",
        "A colleague of mine was attacked by a released prisoner",
        "my husband is getting out tomorrow and I'm scared",
        "il mio compagno esce domani e ho paura",
        "doctor for my wife, I'm inside",
        "beaten by her husband after he came out of prison",
        "he has a knife and he's outside my door, he got out of San Vittore yesterday",
    ],
)
def test_nobody_takes_the_status_of_another(text: str, lexicon: Lexicon) -> None:
    assert start_of(text, lexicon) is None


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("my lad says he's going to top himself", True),
        ("She's going to do something stupid, I can tell, she got out Thursday", True),
        ("he has a knife and he's outside my door, he got out of San Vittore yesterday", True),
        ("Ex mafia collaborator afraid for his life after release", True),
        ("he said goodbye to everyone and gave away his things, released on tuesday", True),
        ("he says he will hurt himself", True),
        ("he keeps talking about ending it", True),
        ("hopeless, no reason to go on", True),
        ("she can't see a way out", True),
        ("he's scared he'll be killed", True),
        ("the mob wants him dead", True),
        ("there's a man with a knife outside my door", True),
        ("he swore he'd kill me", True),
        ("I can't go on", True),
        ("he'll do himself in", True),
        ("she's standing on the bridge", True),
        ("he's threatening to jump", True),
        ("I can't do this anymore", True),
        ("the clan is looking for him", True),
        ("he is afraid of being murdered when he gets out", True),
        ("il clan lo cerca", True),
        ("non vuole più vivere così", True),
        ("dice che farà una sciocchezza", True),
        ("teme per la sua vita", True),
        ("I don't want to live in this world", True),
        ("I'm 16 and I don't want to live with my stepmother anymore", False),
        ("I don't want to live in Milan", False),
        ("non voglio vivere con mio padre", False),
        ("I can't go on holiday", False),
    ],
)
def test_a_danger_told_in_passing_is_one(text: str, danger: bool, lexicon: Lexicon) -> None:
    assert ("life_in_danger=yes" in facts_of(text, lexicon)) is danger


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("my mum's in prison and I'm 12", "age=12-12"),
        ("ho 12 anni e mia mamma è in carcere", "age=12-12"),
        ("my dad hits my mum, I'm 11", "age=11-11"),
        ("I'm 12 years old", "age=12-12"),
        ("sono una ragazza di 13 anni, papà è in carcere", "age=13-13"),
        ("a 15 year old out of San Vittore", "age=15-15"),
        ("boy aged 16 out of Beccaria", "age=16-16"),
        ("a boy in my class, 9, has a dad in Opera", "age=9-9"),
        ("Two sisters, one 14 and the other 19, their mother has been arrested", "age=14-19"),
        ("we're two brothers of 13 and 16, dad's been taken to San Vittore", "age=13-16"),
        ("got a lad of 19 on probation and a girl of 17 on probation, both need somewhere to live", "age=17-19"),
        ("juvenile on probation needs an apprenticeship", "age=None-17"),
        ("one of my pupils (8) told me that her dad is in jail", "age=8-8"),
        ("the boy I look after, 10, wants to see his father in Opera", "age=10-10"),
        ("turned eighteen last week, leaving Beccaria", "age=18-18"),
        ("my son, 9, needs a doctor", "minor_children=yes"),
        ("mia figlia, 12 anni, ha bisogno di un medico", "minor_children=yes"),
        ("looking after grandkids while both parents are in prison, no money", "minor_children=yes"),
    ],
)
def test_a_minor_is_seen(text: str, stated: str, lexicon: Lexicon) -> None:
    assert stated in facts_of(text, lexicon)


@pytest.mark.parametrize(
    "text", ["I'm 12 weeks pregnant", "I'm 10 minutes away", "ho 12 anni di pena", "I'm 5 months in"]
)
def test_a_small_number_of_the_asker_is_no_age(text: str, lexicon: Lexicon) -> None:
    assert not any(one.startswith("age") for one in facts_of(text, lexicon))


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("she's afraid to go home", "protection.violence"),
        ("ha paura di tornare a casa", "protection.violence"),
        ("she doesn't dare go home", "protection.violence"),
        ("papà picchia la mamma, ho 12 anni", "protection.violence"),
        ("her boss won't give back her passport", "protection.trafficking"),
        ("she's being sold by her boyfriend", "protection.trafficking"),
        ("her grandfather does things to her", "protection.violence"),
        ("blackmailed by a former cellmate", "protection.violence"),
        ("the girl is a child bride", "protection.violence"),
        ("stepdad on home detention touches the daughter", "protection.violence"),
        ("pregnant girl, 22, was forced on the street, scared of the madam", "protection.trafficking"),
        ("no passport, was made to carry drugs in her stomach, now in San Vittore", "protection.trafficking"),
        ("He has threatened his wife in the past and wants help so that it doesn't happen again", None),
    ],
)
def test_harm_is_seen(text: str, need: str | None, lexicon: Lexicon) -> None:
    if need is None:
        assert "seeks_violence_prevention=yes" in facts_of(text, lexicon)
    else:
        assert need in parse(text, lexicon).needs
        assert "housing=street" not in facts_of(text, lexicon)


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("she needs: 1) ID card 2) a GP 3) food 4) a bed",
         {"documents.identity-card", "health.general", "basic-needs.meals", "housing.emergency"}),
        ("my son is using crack again after prison. I don't know who to turn to",
         {"health.addiction", "social-support"}),
        ("3 days after release, no methadone", {"health.addiction"}),
        ("needs a therapeutic community for cocaine, currently in San Vittore", {"housing.therapeutic-community"}),
        ("Landlord threatening to evict a woman on home detention with three kids", {"housing.emergency"}),
        ("he swallowed batteries in his cell", {"health.hospital"}),
        ("they keep calling him names at the hostel cos he's gay", {"protection.discrimination"}),
        ("Man beaten by his male partner, homeless now", {"protection.violence", "housing.emergency"}),
        ("How do I get legal aid for an appeal", {"legal.advice"}),
        ("is there anything open on boxing day for someone with nowhere to go", {"housing.emergency"}),
        ("house arest no adress what can we do", {"housing"}),
        ("The lawyer told us that he could get out early if there was a place for him", {"housing"}),
        ("EU citizen (Romanian), no Italian health card", {"health.general"}),
        ("broke the rules of semiliberty and they sent him back in", {"legal.penal-measures"}),
        ("he hasn't eaten for 4 days in his cell", {"legal.rights-of-detained"}),
        ("my mother is dying in hospital and I'm in Opera, can I go and see her", {"legal.penal-measures"}),
        ("prison won't give my brother his medicine", {"legal.rights-of-detained"}),
        ("In short, she needs a bed", {"housing.emergency"}),
        ("I've been out for six years, I work, but my landlord sold the flat and I've a month to leave", {"housing"}),
        ("mediator for a Bangladeshi prisoner at Opera", {"social-support.immigrants"}),
    ],
)  # fmt: skip
def test_what_is_asked_is_read(text: str, needs: set[str], lexicon: Lexicon) -> None:
    assert set(parse(text, lexicon).needs) == needs


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("she sells herself for crack", "victim_of=trafficking"),
        ("Transgender woman, sex worker, out of prison", "victim_of=trafficking"),
        ("Phone and hours of the trafficking service", "victim_of=trafficking"),
        ("what's the number for domestic violence", "victim_of=violence"),
        ("he swallowed batteries in his cell", "victim_of=violence"),
        ("Landlord threatening to evict a woman with three kids", "victim_of=violence"),
        ("schizophrenic, ex OPG, living w/ mother 82", "gender=man"),
        ("bed at 22:30", "age=30-30"),
        (
            "my cousin gets out soon, I've a one-room flat with my wife and the baby so he can't stay",
            "minor_children=yes",
        ),
        ("mum under house arrest, five children aged 2 to 15", "age=2-15"),
    ],
)
def test_nothing_is_presumed(text: str, absent: str, lexicon: Lexicon) -> None:
    assert absent not in facts_of(text, lexicon)


@pytest.mark.parametrize("text", ["his permit ran out two years ago, needs a job", "il permesso è scaduto due anni fa"])
def test_a_permit_that_ran_out_long_ago_has_run_out(text: str, lexicon: Lexicon) -> None:
    assert "permit=expired" in facts_of(text, lexicon)


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("under house arrest and my mum threw me out", True),
        ("on home detention, host wants him out, needs a bed", True),
        ("agli arresti domiciliari, mi hanno buttato fuori di casa", True),
        ("kicked out of the community at midnight, house arrest, now on the pavement!!", True),
        ("on house arrest at his mum's, needs a doctor", False),
        ("my husband is on house arrest and we got an eviction letter", False),
    ],
)
def test_who_is_put_out_of_the_place_of_their_arrest_leaves_it(text: str, leaves: bool, lexicon: Lexicon) -> None:
    assert ("leaves_home=yes" in facts_of(text, lexicon)) is leaves


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("sono trans esco da san vittore e nei dormitori degli uomini ho paura", "gender=man"),
        ("need a job, I speak english and arabic, little italian", "nationality=IT"),
    ],
)
def test_a_room_and_a_language_say_nothing_of_the_person(text: str, fact: str, lexicon: Lexicon) -> None:
    assert fact not in facts_of(text, lexicon)


@pytest.mark.parametrize(
    ("text", "fact", "need"),
    [
        ("Ha preso roba stanotte e non risponde bene, respira piano", "life_in_danger=yes", None),
        ("Man I met says he will kill himself tonight, he left Opera", "life_in_danger=yes", "health.mental-health"),
        ("il protettore la cerca e la vuole rimettere sulla strada", "victim_of=trafficking", "protection.trafficking"),
    ],
)
def test_a_danger_is_heard_as_what_it_is(text: str, fact: str, need: str | None, lexicon: Lexicon) -> None:
    assert fact in facts_of(text, lexicon)
    assert parse(text, lexicon).needs == ((need,) if need is not None else ())


@pytest.mark.parametrize(
    "text",
    [
        "on leave from Opera, wants to stay with the wife he used to beat",
        "in permesso da Bollate, torna dalla moglie che picchiava",
    ],
)
def test_who_used_to_hit_is_on_leave_and_no_victim(text: str, lexicon: Lexicon) -> None:
    assert start_of(text, lexicon) == "leave"
    assert {"seeks_violence_prevention=yes"} <= set(facts_of(text, lexicon))
    assert "victim_of=violence" not in facts_of(text, lexicon)


def test_whose_landlord_wants_them_out_needs_a_place(lexicon: Lexicon) -> None:
    assert parse("he is in semi-liberty and his landlord wants him out", lexicon).needs == ("housing.emergency",)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Nipote di 13 anni, il compagno della mamma la tocca", "victim_of=violence"),
        ("Uno degli ospiti ha preso venti pastiglie", "life_in_danger=yes"),
        ("he has taken thirty pills", "life_in_danger=yes"),
        ("non risponde al telefono e aveva detto che non voleva più vivere", "life_in_danger=yes"),
        ("mio padre mi ha promesso a un cugino, sono scappata", "victim_of=violence"),
        ("Mi ha scritto un detenuto che il compagno di cella lo violenta", "victim_of=violence"),
        ("il fidanzato le ha preso i documenti e la fa lavorare in un appartamento", "victim_of=trafficking"),
        ("Il figlio di un nostro assistito, 8 anni, viene a scuola con i lividi", "age=8-8"),
        ("Donna uscita ieri, allatta, dorme in un androne", "minor_children=yes"),
    ],
)
def test_what_is_grave_is_heard(text: str, stated: str, lexicon: Lexicon) -> None:
    assert stated in facts_of(text, lexicon)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("ha preso due pastiglie per il mal di testa", "life_in_danger=yes"),
        ("non vuole più vivere con la madre", "life_in_danger=yes"),
        ("mi tocca rientrare in carcere", "victim_of=violence"),
        ("il figlio di un detenuto, 30 anni, cerca casa", "age=8-8"),
        ("breast lump, needs a doctor", "minor_children=yes"),
    ],
)
def test_everyday_words_beside_these_say_nothing_grave(text: str, absent: str, lexicon: Lexicon) -> None:
    assert absent not in facts_of(text, lexicon)


@pytest.mark.parametrize(
    "text",
    [
        "Mi vuole ammazzare, esce domattina",
        "La figlia quindicenne di una detenuta è incinta",
        "Devo consegnarmi in carcere lunedì, chi tiene la casa?",
    ],
)
def test_a_prison_of_somebody_else_or_to_come_is_no_start(text: str, lexicon: Lexicon) -> None:
    assert start_of(text, lexicon) is None


def test_a_former_partner_who_found_somebody_is_a_danger(lexicon: Lexicon) -> None:
    needs = parse("Mia sorella è in comunità mamma bambino, il suo ex l'ha trovata", lexicon).needs
    assert "protection.violence" in needs


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("ha violentato una ragazza, esce da Bollate", "being-released-bollate"),
        ("ha picchiato una donna, è a Opera", "detention-opera"),
        ("è in carcere per aver violentato una ragazza", "detention"),
        ("he raped a girl, leaving Bollate", "being-released-bollate"),
        ("ho picchiato un uomo, sono in affidamento", "external-execution"),
    ],
)
def test_who_hurt_somebody_is_no_victim_and_not_whom_they_hurt(text: str, start: str, lexicon: Lexicon) -> None:
    assert start_of(text, lexicon) == start
    assert facts_of(text, lexicon).isdisjoint({"victim_of=violence", "gender=woman"})


@pytest.mark.parametrize(
    "text",
    [
        "un uomo ha aggredito la signora, ha paura",
        "un agente ha picchiato un detenuto a Opera",
        "l'ha picchiata un uomo",
    ],
)
def test_whom_somebody_hurt_is_a_victim(text: str, lexicon: Lexicon) -> None:
    assert "victim_of=violence" in facts_of(text, lexicon)


@pytest.mark.parametrize(
    ("text", "start", "stated"),
    [
        ("mio fratello tossico è a Opera", "detention-opera", "addiction=yes"),
        ("mio figlio si droga, è ai domiciliari", "house-arrest", "addiction=yes"),
        ("my husband is an alcoholic and he's in Opera", "detention-opera", "addiction=yes"),
        ("Mio nipote beve e picchia la nonna, è in messa alla prova", "probation", "seeks_violence_prevention=yes"),
        ("mio marito beve ed è uscito da Opera, mi ruba i soldi", None, "addiction_of_relative=yes"),
        ("mio figlio si droga, sono ai domiciliari", "house-arrest", "addiction_of_relative=yes"),
        ("the brother is addicted, not him; he left Opera", "release-opera", "addiction_of_relative=yes"),
    ],
)
def test_a_relative_with_an_addiction_keeps_their_status(
    text: str, start: str | None, stated: str, lexicon: Lexicon
) -> None:
    assert start_of(text, lexicon) == start
    assert stated in facts_of(text, lexicon)
