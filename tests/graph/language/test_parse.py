"""Questions in words, and what they ask."""

from dataclasses import dataclass

import pytest

from graph.errors import QuestionError
from graph.language.interpretation import AskBackKind
from graph.language.lexicon import Lexicon
from graph.language.meanings import describe
from graph.language.parse import MAXIMUM_LENGTH, parse
from graph.vocabulary import Locale


@dataclass(frozen=True)
class Case:
    text: str
    start: str | None = None
    needs: str = ""
    facts: str = ""
    avoid: str = ""


UNDERSTOOD = [
    Case("from San Vittore release to housing plus work", "situation release-san-vittore", "housing work"),
    Case("dall'uscita da San Vittore a casa e lavoro", "situation release-san-vittore", "housing work"),
    Case("DALL’USCITA DA SAN VITTORE A CASA E LAVORO", "situation release-san-vittore", "housing work"),
    Case("from prison release to meals then work then papers", "situation release", "basic-needs.meals work documents"),
    Case("detenuto a San Vittore: lavoro", "situation detention-san-vittore", "work", "gender=man"),
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
    Case("appena uscito dal carcere, cerca un letto", "situation release", "housing.emergency", "gender=man"),
    Case(
        "uscito ieri da San Vittore, cerca un dormitorio",
        "situation release-san-vittore",
        "housing.emergency",
        "gender=man",
    ),
    Case("a man released yesterday from Opera needs work", "situation release-opera", "work", "gender=man"),
    Case("about to be released, needs housing", "situation being-released", "housing"),
    Case("where could he find a bed for tonight?", None, "housing.emergency", "gender=man"),
    Case("a bed tonight for a woman", None, "housing.emergency", "gender=woman"),
    Case("homeless but resident in Milan: work", None, "work housing.emergency", "housing=street residence=milan"),
    Case("però casa, ma senza residenza", None, "housing", "residence=none"),
    Case(
        "homeless woman, 28, needs a shower",
        None,
        "basic-needs.shower",
        "housing=street gender=woman age=28",
    ),
    Case("mi serve un posto dove dormire stanotte", None, "housing.emergency"),
    Case("a boy, 22, has nowhere to sleep: work", None, "work housing.emergency", "gender=man age=22 housing=street"),
    Case("from C.C. Milano San Vittore to work", "organization carcere-san-vittore", "work"),
    Case("dimesso dal carcere di Opera, ha fame", "situation release-opera", "basic-needs.meals", "gender=man"),
    Case("dimesso dal carcere, dorme da un amico: casa", "situation release", "housing", "housing=hosted gender=man"),
    Case("a hungry man, sleeping at a friend’s", None, "basic-needs.meals", "gender=man housing=hosted"),
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
    Case("permit", None, "documents.permit"),
    Case("to residence", None, "documents.registered-residence"),
    Case("to residence permit", None, "documents.permit"),
    Case("to work with an expired residence permit", None, "work", "permit=expired"),
    Case("lavoro con permesso scaduto", None, "work", "permit=expired"),
    Case("corso di italiano", None, "education.italian"),
    Case("italiano: lavoro", None, "work", "nationality=IT"),
    Case("uepe", None, "legal.penal-measures"),
    Case("for addiction", None, "health.addiction"),
    Case("for a disabled man: housing", None, "housing", "disability=yes gender=man"),
    Case("da detenzione domiciliare a lavoro", "situation home-detention", "work"),
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
        "nationality=MA age=30 permit=expired gender=man",
    ),
    Case(
        "donna vittima di violenza, senza residenza: protezione e casa",
        None,
        "housing protection.violence",
        "gender=woman victim_of=violence residence=none",
    ),
    Case(
        "from probation to work for a woman with children, resident in Milan, under 30",
        "situation probation",
        "work",
        "gender=woman minor_children=yes residence=milan age=..29",
    ),
    Case("work for a man on probation", "situation probation", "work", "gender=man"),
    Case(
        "victim of violence and trafficking victim: protection",
        None,
        "protection.violence protection.trafficking",
        "victim_of=violence|trafficking",
    ),
    Case(
        "persona con dipendenza, in carico al SerD: casa",
        None,
        "housing",
        "addiction=yes in_charge_of=addiction-services",
    ),
    Case("known to Naga, to housing", None, "housing", "known_to=naga"),
    Case("seguito da Progetto Arca: casa", None, "housing", "known_to=progetto-arca gender=man"),
    Case("not known to Celav: work", None, "work", "known_to!=celav"),
    Case(
        "a homeless man with two children to a meal",
        None,
        "basic-needs.meals housing.emergency",
        "housing=street gender=man minor_children=yes",
    ),
    Case("donna senza figli: casa", None, "housing", "gender=woman minor_children=no"),
    Case("ex detenuto: lavoro", None, "work", "former_prisoner=yes gender=man"),
    Case("trans woman: housing", None, "housing", "gender=woman lgbtqia=yes"),
    Case("to housing, not resident in Milan", None, "housing", "residence!=milan"),
    Case("casa, non residente a Milano", None, "housing", "residence!=milan"),
    Case("to work without residence", None, "work", "residence=none"),
    Case("to work without Celav", None, "work", "", "celav"),
    Case("to work without residence and without Celav", None, "work", "residence=none", "celav"),
    Case("to work plus housing without Progetto Arca", None, "work housing", "", "progetto-arca"),
    Case("without Naga and Progetto Arca to work", None, "work", "", "naga progetto-arca"),
    Case("evitando Opera San Francesco: mensa", None, "basic-needs.meals", "", "opera-san-francesco"),
    Case("senza permesso di soggiorno: mensa", None, "basic-needs.meals", "permit=none"),
    Case("I don't have a residence permit and I need legal help", None, "legal", "permit=none"),
    Case(
        "ex detenuto, residente a San Vittore: casa", None, "housing", "former_prisoner=yes residence=prison gender=man"
    ),
    Case("no residence in Milan: work", None, "work", "residence!=milan"),
    Case("né residente a Milano né detenuto: casa", None, "housing", "residence!=milan penal_status!=detained"),
    Case("resident in Milan or resident elsewhere: work", None, "work", "residence=milan|elsewhere"),
    Case("Moroccan or Egyptian: work", None, "work", "nationality=MA|EG"),
    Case("not Moroccan or Egyptian: work", None, "work", "nationality!=MA|EG"),
    Case("foreign man to work", None, "work", "nationality!=IT gender=man"),
    Case("straniera, lavoro", None, "work", "nationality!=IT gender=woman"),
    Case("not foreign, to work", None, "work", "nationality=IT"),
    Case("donne nigeriane: casa", None, "housing", "gender=woman nationality=NG"),
    Case("someone from Côte d'Ivoire: work", None, "work", "nationality=CI"),
    Case("cittadina ucraina: lavoro", None, "work", "nationality=UA gender=woman"),
    Case("a Bangladeshi citizen to work", None, "work", "nationality=BD"),
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
    Case("pena residua di 10 mesi: lavoro", None, "work", "months_left=10"),
    Case("two years left, work", None, "work", "months_left=24"),
    Case("from sanvittore release to wrok", "situation release-san-vittore", "work"),
    Case("houze arrest to work", "situation house-arrest", "work"),
    Case("lavoro per una donna marochina", None, "work", "gender=woman nationality=MA"),
    Case("whithout Celav to work", None, "work", "", "celav"),
    Case("dieci mesii alla fine della pena: lavoro", None, "work", "months_left=10"),
    Case("to work, resident in Millan", None, "work", "residence=milan"),
    # As people type
    Case("esce domani da SV, non sa dove dormire", "situation being-released-san-vittore", "housing.emergency"),
    Case("semilibertà, casa", "situation semi-liberty", "housing"),
    Case(
        "fine pena tra 3 mesi da Bollate, cerca casa e lavoro",
        "situation being-released-bollate",
        "housing work",
        "months_left=3",
    ),
    Case(
        "nigeriana, vittima di tratta, casa",
        None,
        "housing protection.trafficking",
        "nationality=NG victim_of=trafficking gender=woman",
    ),
    Case("arresti domiciliari da mia madre, lavoro", "situation house-arrest", "work", "housing=hosted"),
    Case(
        "house arrest at his mother's flat, wants a job", "situation house-arrest", "work", "housing=hosted gender=man"
    ),
    Case("San Vittore, lavoro", None, "work"),
    Case(
        "mio fratello è a San Vittore, serve un avvocato",
        "situation detention-san-vittore",
        "legal.advice",
        "gender=man",
    ),
    Case("la compagna di un detenuto cerca casa", None, "housing", "gender=woman"),
    Case("not Moroccan, not detained: work", None, "work", "nationality!=MA penal_status!=detained"),
    Case("uscita dal carcere: lavoro", "situation release", "work"),
    Case("è appena uscita dal carcere: lavoro", "situation release", "work", "gender=woman"),
    Case("una persona scarcerata ieri: lavoro", "situation release", "work"),
    Case("utente dimesso dal carcere: lavoro", "situation release", "work"),
    Case("lo hanno licenziato, cerca lavoro", None, "work"),
    Case("ex detenuto, mai stato ai domiciliari, lavoro", None, "work", "former_prisoner=yes gender=man"),
]


@pytest.mark.parametrize("case", UNDERSTOOD, ids=lambda case: case.text)
def test_understands(case: Case, lexicon: Lexicon) -> None:
    asked = parse(case.text, lexicon)
    assert (f"{asked.start.kind} {asked.start.code}" if asked.start else None) == case.start
    assert list(asked.needs) == case.needs.split()
    assert [describe(fact) for fact in asked.facts] == case.facts.split()
    assert list(asked.avoid) == case.avoid.split()


NOT_STATED = [
    ("potrebbe essere minorenne: casa", "age"),
    ("forse tossicodipendente: casa", "addiction"),
    ("il marito è marocchino, lei cerca casa", "nationality"),
    ("her brother is in prison, she needs a home", "penal_status"),
    ("mi fa male un dente", "gender"),
    ("poco italiano, cerca lavoro", "nationality"),
    ("bimba di 4 anni, cerca casa", "age"),
    ("vive a Opera, cerca lavoro", "penal_status"),
]


@pytest.mark.parametrize(("text", "fact"), NOT_STATED)
def test_what_was_not_said_of_the_person_is_not_stated(text: str, fact: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.needs
    assert asked.start is None
    assert fact not in [given.name for given in asked.facts]


def test_a_word_that_was_not_used_is_listed_and_stops_nothing(lexicon: Lexicon) -> None:
    asked = parse("from San Vittore release to housing plus a helicopter", lexicon)
    assert asked.needs == ("housing",)
    assert [one.words for one in asked.unknown] == ["helicopter"]
    assert asked.back is None or not asked.back.stops


def test_a_violence_that_is_said_asks_for_protection(lexicon: Lexicon) -> None:
    for text in ("picchiata dal marito, cerca lavoro", "my ex keeps beating me, I need a job"):
        assert "protection.violence" in parse(text, lexicon).needs


def test_one_question_goes_back(lexicon: Lexicon) -> None:
    def back(text: str) -> AskBackKind | None:
        found = parse(text, lexicon).back
        return found.kind if found else None

    assert back("aiuto") is AskBackKind.NO_NEED
    assert back("documenti") is AskBackKind.WHICH_NEED
    assert back("San Vittore, lavoro") is AskBackKind.INSIDE_OR_OUT
    assert back("residente a Milano, residente a Rho, lavoro") is AskBackKind.CONTRADICTION
    assert back("uscito da San Vittore, lavoro") is None


def test_a_question_for_a_record(lexicon: Lexicon) -> None:
    for text in ("a che ora apre ResidenzaMi?", "phone number of ResidenzaMi", "orari residenzami"):
        asked = parse(text, lexicon)
        assert asked.record is not None
        assert asked.record.slugs == ("residenzami",)
        assert not asked.needs
    assert parse("numero del serd?", lexicon).record is not None
    assert parse("a che ora apre la mensa", lexicon).record is None


def test_the_language_is_that_of_the_text(lexicon: Lexicon) -> None:
    assert parse("cerca un lavoro per un ragazzo", lexicon).locale is Locale.IT
    assert parse("he needs a job", lexicon).locale is Locale.EN


def test_too_long(lexicon: Lexicon) -> None:
    with pytest.raises(QuestionError):
        parse("a" * (MAXIMUM_LENGTH + 1), lexicon)


@pytest.mark.parametrize(
    ("text", "start", "needs"),
    [
        ("scarc. lunedì da Opera, SFD, dove dorme", "being-released-opera", ("housing.emergency",)),
        ("uomo 44 aa, alcolista, dimiss. da CC San Vittore", "release-san-vittore", ("health.addiction.alcohol",)),
        ("detenuto in CR Bollate, 30 aa, cerco avv.", "detention-bollate", ("legal.advice",)),
        ("im out since tues no fone no bed", "release", ("housing.emergency",)),
        ("out of hmp opera since thurs, NFA, need accom", "release-opera", ("housing",)),
    ],
)
def test_short_forms_and_their_dots_are_read(text: str, start: str, needs: tuple[str, ...], lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.start is not None
    assert (asked.start.code, asked.needs) == (start, needs)
