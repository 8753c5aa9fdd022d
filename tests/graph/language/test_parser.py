"""Questions in words, and what they ask."""

from dataclasses import dataclass

import pytest

from graph.errors import QuestionError
from graph.language import MAXIMUM_LENGTH, Interpretation, Lexicon, ReadingKind, parse
from graph.language.meanings import describe
from graph.language.wordlists import word_list
from graph.question import EntryKind, EntryPoint, GivenFact
from graph.vocabulary import Locale


@dataclass(frozen=True)
class Case:
    text: str
    start: str | None = None
    needs: str = ""
    facts: str = ""
    avoid: str = ""


UNDERSTOOD = [
    # Where, to what
    Case("from San Vittore release to housing plus work", "situation release-san-vittore", "housing work"),
    Case("dall'uscita da San Vittore a casa e lavoro", "situation release-san-vittore", "housing work"),
    Case("DALL’USCITA DA SAN VITTORE A CASA E LAVORO", "situation release-san-vittore", "housing work"),
    Case("San Vittore -> housing + work", "situation release-san-vittore", "housing work"),
    Case("from: San Vittore, to: housing/work", "situation release-san-vittore", "housing work"),
    Case("from prison release to meals then work then papers", "situation release", "basic-needs.meals work documents"),
    Case("from Bollate to a meal", "situation release-bollate", "basic-needs.meals"),
    Case("from Opera to work", "situation release-opera", "work"),
    Case("from the prison of Opera to work", "situation release-opera", "work"),
    Case("from San Vittore prison to housing", "situation release-san-vittore", "housing"),
    Case("dal carcere di Bollate alla mensa", "situation release-bollate", "basic-needs.meals"),
    Case("detenuto a San Vittore: lavoro", "situation detention-san-vittore", "work"),
    Case("from detention in Opera to work", "situation detention-opera", "work"),
    Case("from house arrest to work", "situation house-arrest", "work"),
    Case("agli arresti domiciliari: lavoro", "situation house-arrest", "work"),
    Case("da messa alla prova a lavoro", "situation probation", "work"),
    Case("uscita dal carcere", "situation release"),
    Case("from release, from San Vittore to work", "situation release-san-vittore", "work"),
    Case("I am released from San Vittore, I need housing and a job", "situation release-san-vittore", "housing work"),
    Case("from SSPT to housing", "organization sspt", "housing"),
    Case("from Opera San Francesco to housing", "organization opera-san-francesco", "housing"),
    Case("from progetto arca to housing", "organization progetto-arca", "housing"),
    Case("dalla Fondazione Progetto Arca a casa", "organization progetto-arca", "housing"),
    Case("from U.E.P.E. to work", "organization uepe-milano-lodi", "work"),
    Case("from celav-equipe-carcere to work", "service celav-equipe-carcere", "work"),
    Case("da ResidenzaMi a lavoro", "service residenzami", "work"),
    Case("Celav to work", "organization celav", "work"),
    Case("casa", None, "housing"),
    Case("casa, casa e ancora casa", None, "housing"),
    Case("casa o casa", None, "housing"),
    Case(
        "how does a woman released from Bollate get a home and a doctor?",
        "situation release-bollate",
        "housing health.general",
        "gender=woman",
    ),
    Case(
        "uomo in messa alla prova seguito dall'UEPE cerca tirocinio",
        "situation probation",
        "work.internship",
        "gender=man in_charge_of=uepe",
    ),
    Case("appena uscito dal carcere, cerca un letto", "situation release", "housing.emergency"),
    Case("uscito ieri da San Vittore, cerca un dormitorio", "situation release-san-vittore", "housing.emergency"),
    Case("a man released yesterday from Opera needs work", "situation release-opera", "work", "gender=man"),
    Case("about to be released, needs housing", "situation being-released", "housing"),
    Case("where could he find a bed for tonight?", None, "housing.emergency"),
    Case("a bed tonight for a woman", None, "housing.emergency", "gender=woman"),
    Case("homeless but resident in Milan: work", None, "work", "housing=street residence=milan"),
    Case("però casa, ma senza residenza", None, "housing", "residence=none"),
    Case("homeless woman, 28, needs a shower", None, "basic-needs.shower", "housing=street gender=woman age=28"),
    Case("mi serve un posto dove dormire stanotte", None, "housing.emergency"),
    Case("a boy, 22, has nowhere to sleep: work", None, "work", "gender=man age=22 housing=street"),
    Case("from C.C. Milano San Vittore to work", "organization carcere-san-vittore", "work"),
    Case("dimesso dal carcere di Opera, ha fame", "situation release-opera", "basic-needs.meals"),
    Case("dimesso dal carcere, dorme da un amico: casa", "situation release", "housing", "housing=hosted"),
    Case("a hungry man, sleeping at a friend’s", None, "basic-needs.meals", "gender=man housing=hosted"),
    Case("from San Vittore to work, residente a Milano", "situation release-san-vittore", "work", "residence=milan"),
    Case("from Opera to work, resident in Milano", "situation release-opera", "work", "residence=milan"),
    # Look-alikes
    Case("uomo, reddito di cittadinanza e casa", None, "income.inclusion housing", "gender=man"),
    Case("to citizens' income", None, "income.inclusion"),
    Case("assegno di inclusione", None, "income.inclusion"),
    Case("affidamento in prova al servizio sociale: lavoro", "situation external-execution", "work"),
    Case("in affidamento ai servizi sociali, cerca lavoro", "situation external-execution", "work"),
    Case("uomo in semilibertà: lavoro", "situation semi-liberty", "work", "gender=man"),
    Case("from semi-liberty to work", "situation semi-liberty", "work"),
    Case("casa popolare", None, "housing.public-application"),
    Case("case popolari", None, "housing.public-application"),
    Case("comunità", None, "housing.therapeutic-community"),
    Case("comunita' terapeutica", None, "housing.therapeutic-community"),
    Case("in comunità: lavoro", None, "work", "housing=care-unit"),
    Case("dormitorio", None, "housing.emergency"),
    Case("in dormitorio: lavoro", None, "work", "housing=shelter"),
    Case("dal dormitorio a casa", None, "housing", "housing=shelter"),
    Case("permit", None, "documents.permit"),
    Case("expired permit", None, "", "permit=expired"),
    Case("to residence", None, "documents.registered-residence"),
    Case("to residence permit", None, "documents.permit"),
    Case("to work with an expired residence permit", None, "work", "permit=expired"),
    Case("lavoro con permesso scaduto", None, "work", "permit=expired"),
    Case("corso di italiano", None, "education.italian"),
    Case("italiano: lavoro", None, "work", "nationality=IT"),
    Case("uepe", None, "legal.penal-measures"),
    Case("help with addiction", None, "health.addiction"),
    Case("for addiction", None, "health.addiction"),
    Case("for a disabled man: housing", None, "housing", "disability=yes gender=man"),
    Case("from prison to social services", "situation release", "social-support"),
    Case("da detenzione domiciliare a lavoro", "situation home-detention", "work"),
    # The person
    Case(
        "from prison release to housing and registered residence for a 25 year old man sleeping rough",
        "situation release",
        "housing documents.registered-residence",
        "age=25 gender=man housing=street",
    ),
    Case(
        "da arresti domiciliari a lavoro per un cittadino marocchino di 30 anni con permesso scaduto",
        "situation house-arrest",
        "work",
        "nationality=MA age=30 permit=expired",
    ),
    Case(
        "donna vittima di violenza, senza residenza: protezione e casa",
        None,
        "protection housing",
        "gender=woman victim_of=violence residence=none",
    ),
    Case(
        "from probation to work for a woman with children, resident in Milan, under 30",
        "situation probation",
        "work",
        "gender=woman minor_children=yes residence=milan age=..29",
    ),
    Case(
        "from Celav to work for a man on probation", "organization celav", "work", "gender=man penal_status=probation"
    ),
    Case("work for a man on probation", "situation probation", "work", "gender=man"),
    Case("victim of violence and trafficking victim: protection", None, "protection", "victim_of=violence|trafficking"),
    Case(
        "persona con dipendenza, in carico al SerD: casa",
        None,
        "housing",
        "addiction=yes in_charge_of=addiction-services",
    ),
    Case("known to Naga, to housing", None, "housing", "known_to=naga"),
    Case("seguito da Progetto Arca: casa", None, "housing", "known_to=progetto-arca"),
    Case("not known to Celav: work", None, "work", "known_to!=celav"),
    Case(
        "a homeless man with two children to a meal",
        None,
        "basic-needs.meals",
        "housing=street gender=man minor_children=yes",
    ),
    Case("donna senza figli: casa", None, "housing", "gender=woman minor_children=no"),
    Case("ex detenuto: lavoro", None, "work", "former_prisoner=yes"),
    Case("trans woman: housing", None, "housing", "lgbtqia=yes gender=woman"),
    # Not, without, or
    Case("to housing, not resident in Milan", None, "housing", "residence!=milan"),
    Case("casa, non residente a Milano", None, "housing", "residence!=milan"),
    Case("to work without residence", None, "work", "residence=none"),
    Case("to work without Celav", None, "work", avoid="celav"),
    Case("to work without residence and without Celav", None, "work", "residence=none", "celav"),
    Case("to work plus housing without Progetto Arca", None, "work housing", avoid="progetto-arca"),
    Case("without Naga and Progetto Arca to work", None, "work", avoid="naga progetto-arca"),
    Case("evitando Opera San Francesco: mensa", None, "basic-needs.meals", avoid="opera-san-francesco"),
    Case("senza permesso di soggiorno: mensa", None, "basic-needs.meals", "permit=none"),
    Case("I don't have a residence permit and I need legal help", None, "legal", "permit=none"),
    Case("senza casa: lavoro", None, "work", "housing!=dwelling"),
    Case("a man with residence to work", None, "work", "gender=man residence!=none"),
    Case("ex detenuto, residente a San Vittore: casa", None, "housing", "former_prisoner=yes residence=prison"),
    Case("no residence in Milan: work", None, "work", "residence!=milan"),
    Case("né residente a Milano né detenuto: casa", None, "housing", "residence!=milan penal_status!=detained"),
    Case("resident in Milan or resident elsewhere: work", None, "work", "residence=milan|elsewhere"),
    Case("Moroccan or Egyptian: work", None, "work", "nationality=MA|EG"),
    Case("not Moroccan or Egyptian: work", None, "work", "nationality!=MA|EG"),
    # Where from
    Case("foreign man to work", None, "work", "nationality!=IT gender=man"),
    Case("straniera, lavoro", None, "work", "nationality!=IT"),
    Case("not foreign, to work", None, "work", "nationality=IT"),
    Case("donne nigeriane: casa", None, "housing", "gender=woman nationality=NG"),
    Case("someone from Côte d'Ivoire: work", None, "work", "nationality=CI"),
    Case("cittadina ucraina: lavoro", None, "work", "nationality=UA"),
    Case("a Bangladeshi citizen to work", None, "work", "nationality=BD"),
    # Ages and sentences
    Case("under 18 to housing", None, "housing", "age=..17"),
    Case("over 65, housing", None, "housing", "age=66.."),
    Case("65+ to housing", None, "housing", "age=65.."),
    Case("minorenne, casa", None, "housing", "age=..17"),
    Case("non minorenne: casa", None, "housing", "age=18.."),
    Case("not under 18: housing", None, "housing", "age=18.."),
    Case("lavoro per un uomo di 20 anni", None, "work", "gender=man age=20"),
    Case("work for a woman aged forty", None, "work", "gender=woman age=40"),
    Case("between 18 and 25, to work", None, "work", "age=18..25"),
    Case("over 18, under 25 to work", None, "work", "age=19..24"),
    Case("from house arrest to work, 8 months left", "situation house-arrest", "work", "months_left=8"),
    Case("from Opera to work with more than a year left", "situation release-opera", "work", "months_left=13.."),
    Case("pena residua di 10 mesi: lavoro", None, "work", "months_left=10"),
    Case("from probation to work, meno di un anno", "situation probation", "work", "months_left=..11"),
    Case("two years left, work", None, "work", "months_left=24"),
]


@pytest.mark.parametrize("case", UNDERSTOOD, ids=lambda case: case.text)
def test_understands(case: Case, lexicon: Lexicon) -> None:
    asked = parse(case.text, lexicon)
    assert (f"{asked.start.kind} {asked.start.code}" if asked.start else None) == case.start
    assert list(asked.needs) == case.needs.split()
    assert [describe(fact) for fact in asked.facts] == case.facts.split()
    assert list(asked.avoid) == case.avoid.split()
    assert asked.complete
    assert not any(reading.corrected for reading in asked.read)


def test_a_second_situation_states_what_it_implies(lexicon: Lexicon) -> None:
    asked = parse("from SSPT to housing for a man released from San Vittore", lexicon)
    assert asked.start == EntryPoint(EntryKind.ORGANIZATION, "sspt")
    (release,) = {one for one in lexicon.meanings if one.code == "release-san-vittore"}
    assert asked.facts == (GivenFact(name="gender", values=("man",)), *release.facts)
    assert "known_to=carcere-san-vittore" in map(describe, asked.facts)


CORRECTED = [
    Case("from San Vitore to housng and lavro", "situation release-san-vittore", "housing work"),
    Case("from sanvittore release to wrok", "situation release-san-vittore", "work"),
    Case("houze arrest to work", "situation house-arrest", "work"),
    Case("lavoro per una donna marochina", None, "work", "gender=woman nationality=MA"),
    Case("whithout Celav to work", None, "work", avoid="celav"),
    Case("dieci mesii alla fine della pena: lavoro", None, "work", "months_left=10"),
    Case("to work, resident in Millan", None, "work", "residence=milan"),
    Case("to work without Arca", None, "work", avoid="progetto-arca"),
    Case("from Fedele to housing", "organization sesta-opera-san-fedele", "housing"),
]


@pytest.mark.parametrize("case", CORRECTED, ids=lambda case: case.text)
def test_corrects_and_says_so(case: Case, lexicon: Lexicon) -> None:
    asked = parse(case.text, lexicon)
    assert (f"{asked.start.kind} {asked.start.code}" if asked.start else None) == case.start
    assert list(asked.needs) == case.needs.split()
    assert [describe(fact) for fact in asked.facts] == case.facts.split()
    assert list(asked.avoid) == case.avoid.split()
    assert asked.complete
    assert any(reading.corrected for reading in asked.read)


NOT_UNDERSTOOD = [
    ("to blorbification", "blorbification", None),
    ("from San Vittore to housing and not work", "and not work", "work"),
    ("senza lavoro: casa", "senza lavoro", "work"),
    ("man without a job to housing", "without a job", "work"),
    ("man who has a job to housing", "job", "work"),
    ("housing via Celav", "via Celav", "celav"),
    ("housing, Casa della Carità", "Casa della Carità", "casa-della-carita"),
    ("from work to housing", "work", "work"),
    ("casa ma non dormitorio", "ma non dormitorio", "housing.emergency"),
    ("uomo sfrattato: casa", "sfrattato", None),
    ("from the hospital to housing", "hospital", "health.hospital"),
    ("housing and not any free meals", "and not any free meals", "basic-needs.meals"),
    ("resident in Rome: work", "Rome", None),
    ("from UEPE to Celav", "Celav", "celav"),
    ("a Milano in cerca di casa", "Milano", "residence=milan"),
    ("to the vittore", "vittore", "release-san-vittore"),
    ("Moroko man to work", "Moroko", "nationality=MA"),
    ("I am 25, to work", "25", "age=25"),
    ("to wrk", "wrk", "work"),
    ("senza", "senza", None),
    ("housing without stable work", "without stable work", "work"),
    ("without blorb and housing", "without blorb", None),
    ("not 25 years old: work", "not 25 years old", "age=25"),
    ("tempo libro", "tempo libro", None),
    # not certain, not exact, not now
    ("might be a victim of trafficking, needs a bed", "might be a victim of trafficking", "victim_of=trafficking"),
    ("potrebbe essere vittima di tratta: casa", "potrebbe essere vittima di tratta", "victim_of=trafficking"),
    ("must be addicted: work", "must be addicted", None),
    ("could he be a victim of trafficking? casa", "could he be a victim of trafficking", "victim_of=trafficking"),
    ("may be known to Naga: work", "may be known to Naga", "naga"),
    ("about 30 years old, needs a bed", "about 30 years old", "age=30"),
    ("circa 30 anni: casa", "circa 30 anni", "age=30"),
    ("homeless since Monday: work", "since Monday", None),
    ("in a shelter yesterday, to work", "yesterday", None),
    ("homeless tomorrow, to work", "tomorrow", None),
    ("domani in affitto, oggi cerca un letto", "domani in affitto", "housing=dwelling"),
    ("domani in affitto, oggi cerca un letto", "oggi", None),
    ("detained yesterday in San Vittore: work", "yesterday", None),
    ("stanotte dorme in dormitorio: lavoro", "stanotte", None),
    ("esce domani da San Vittore e cerca casa", "esce domani da San Vittore", "being-released"),
    ("domani esce da Bollate, cerca casa", "domani esce da Bollate", "being-released"),
    ("a man leaving Opera tomorrow needs work", "leaving Opera tomorrow", "being-released"),
    ("from San Vittore to housing, of age", "age", None),
    ("casa, maggiore età", "maggiore età", "age=18.."),
]


@pytest.mark.parametrize(("text", "words", "suggested"), NOT_UNDERSTOOD)
def test_reports_what_it_does_not_understand(text: str, words: str, suggested: str | None, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    (unknown,) = [one for one in asked.unknown if one.words == words]
    assert text[unknown.begin : unknown.end] == words
    assert len(unknown.meanings) == len(unknown.suggestions) <= 3
    if suggested is not None:
        assert suggested in [meaning.code for meaning in unknown.meanings]
        assert any(shown.endswith(f"({suggested})") for shown in unknown.suggestions)


SOMEONE_ELSE = [
    ("victim of violence by my husband, needs a refuge", "husband"),
    ("maltrattata dal marito, cerca casa rifugio", "marito"),
    ("I am his sister and he needs housing", "sister"),
    ("da San Vittore a casa, ospitato dalla moglie", "moglie"),
    ("my brother needs work", "brother"),
    ("mia sorella cerca lavoro", "sorella"),
]


@pytest.mark.parametrize(("text", "words"), SOMEONE_ELSE)
def test_the_gender_of_a_relative_is_not_that_of_the_person(text: str, words: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.needs
    assert "gender" not in [fact.name for fact in asked.facts]
    assert any(words in one.words.split() for one in asked.unknown)


NOT_STATED = [
    "might be a victim of trafficking: protection",
    "potrebbe essere vittima di tratta: protezione",
    "about 30 years old: a bed",
    "domani in affitto: casa",
    "esce domani da San Vittore: casa",
    "leaving Opera tomorrow: work",
]


@pytest.mark.parametrize("text", NOT_STATED)
def test_what_is_not_certain_or_not_yet_is_not_stated(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert (asked.start, asked.facts, asked.complete) == (None, (), False)
    assert asked.needs


AMBIGUOUS = [
    ("congolese: lavoro", "congolese", "nationality=CD nationality=CG"),
    ("to housing or work", "housing or work", "housing work"),
    ("to housing or work or meals", "housing or work or meals", "housing work basic-needs.meals"),
    ("aged 20, over 65: work", "aged 20, over 65", "age=20 age=66.."),
    (
        "resident in Milan, resident elsewhere: work",
        "resident in Milan, resident elsewhere",
        "residence=milan residence=elsewhere",
    ),
    ("from probation to work for a detained man", "detained", "probation penal_status=detained"),
    ("from San Vittore or Bollate to work", "San Vittore or Bollate", "release-san-vittore release-bollate"),
    ("from prison, Opera, Bollate, to work", "prison, Opera, Bollate", "release-opera release-bollate"),
    ("from Naga to work, from SSPT", "Naga to work, from SSPT", "naga sspt"),
    ("without Lule to work", "without Lule", "cooperativa-lule associazione-lule"),
    ("senza SerD: casa", "senza SerD", "serd-territoriali serd-penitenziari"),
    ("without Opera to work", "without Opera", "casa-reclusione-opera opera-san-francesco sesta-opera-san-fedele"),
    ("dipendenza", "dipendenza", "health.addiction addiction=yes"),
    ("due anni: lavoro", "due anni", "age=2 months_left=24"),
    ("woman or under 18: work", "woman or under 18", "gender=woman age=..17"),
]


@pytest.mark.parametrize(("text", "words", "alternatives"), AMBIGUOUS)
def test_leaves_open_what_is_ambiguous(text: str, words: str, alternatives: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    (ambiguity,) = asked.ambiguous
    assert ambiguity.words == text[ambiguity.begin : ambiguity.end] == words
    assert [meaning.code for meaning in ambiguity.alternatives] == alternatives.split()
    taken = {*asked.needs, *asked.avoid, *map(describe, asked.facts), asked.start.code if asked.start else None}
    # A start against which a fact speaks stays the start.
    assert not taken & set(alternatives.split()[1:])


def test_a_word_is_never_corrected_to_another_known_one(lexicon: Lexicon) -> None:
    for word in ("casa", "cosa", "cassa", "home", "hope", "libro", "detto", "parente", "caso", "word"):
        assert not any(reading.corrected for reading in parse(f"lavoro, {word}", lexicon).read)


EVERYDAY = word_list(
    "finish explained scattered dementia invalid standard detailed obtained chill seat fool attention rail "
    "arrested detached polished strangers hopeless domenica macchina malattia medio serio giornata colore rosso "
    "umanità cambiare attenzione regolare sessuale trattato ottenuto violazione paziente potente ospitare multa "
    "salita cominciano posto tratto soldo saluti opere"
)


@pytest.mark.parametrize("word", EVERYDAY)
def test_a_word_that_people_use_says_nothing_about_the_person(word: str, lexicon: Lexicon) -> None:
    """Who is hopeless is not homeless, and a place is no letter."""
    asked = parse(f"lavoro, {word}", lexicon)
    assert (asked.start, asked.needs, asked.facts, asked.avoid) == (None, ("work",), (), ())


def test_says_where_each_reading_stands(lexicon: Lexicon) -> None:
    asked = parse("from San Vittore to casa popolare, donna, without Celav", lexicon)
    content = [(one.words, one.kind, one.code) for one in asked.read if one.kind is not ReadingKind.CONNECTIVE]
    assert content == [
        ("San Vittore", ReadingKind.START, "release-san-vittore"),
        ("casa popolare", ReadingKind.NEED, "housing.public-application"),
        ("donna", ReadingKind.FACT, "gender=woman"),
        ("without Celav", ReadingKind.AVOID, "celav"),
    ]


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("from San Vittore to housing", Locale.EN),
        ("da San Vittore a casa", Locale.IT),
        ("I need a meal", Locale.EN),
        ("ho bisogno di una doccia", Locale.IT),
        ("", Locale.IT),
    ],
)
def test_guesses_the_language(text: str, locale: Locale, lexicon: Lexicon) -> None:
    assert parse(text, lexicon).locale is locale


def test_suggests_in_the_language_of_the_text(lexicon: Lexicon) -> None:
    assert "lavoro (work)" in parse("casa per chi è senza lavoro", lexicon).unknown[0].suggestions
    assert "work (work)" in parse("housing for someone without work", lexicon).unknown[0].suggestions


def test_nothing_is_asked_by_nothing(lexicon: Lexicon) -> None:
    assert parse("  ... !", lexicon) == Interpretation(text="  ... !", locale=Locale.IT)


def test_a_text_may_not_be_longer_than_the_limit(lexicon: Lexicon) -> None:
    assert parse("a" * MAXIMUM_LENGTH, lexicon).unknown
    with pytest.raises(QuestionError, match="length=2001") as raised:
        parse("a" * (MAXIMUM_LENGTH + 1), lexicon)
    assert raised.value.input_field == "text"


def test_an_empty_lexicon_knows_nothing_but_the_grammar() -> None:
    asked = parse("from San Vittore to housing, 25 years old", Lexicon.build())
    assert [one.words for one in asked.unknown] == ["San Vittore", "housing", "25", "old"]
    assert not asked.facts
