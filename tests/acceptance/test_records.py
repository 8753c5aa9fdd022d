"""Questions for the record of a partner: which words ask for which part, and what the first screen says of it."""

from datetime import date

import pytest

from api.messages import Words
from api.render.brief_view import BriefView
from api.render.contact_lines import list_contacts
from graph.language.day import day_named
from graph.language.interpretation import RecordPart
from graph.language.lexicon import Lexicon
from graph.language.parse import parse
from graph.network import Network
from graph.referral.planner import ReferralPlanner

SATURDAY = date(2026, 11, 28)
PAPERS, ACCESS, WHO, HOURS = RecordPart.PAPERS, RecordPart.ACCESS, RecordPart.REQUIREMENTS, RecordPart.HOURS


@pytest.mark.parametrize(
    ("text", "slug", "first"),
    [
        ("quali documenti servono per ResidenzaMi?", "residenzami", PAPERS),
        ("ResidenzaMi: che documenti servono?", "residenzami", PAPERS),
        ("what papers do I need for ResidenzaMi?", "residenzami", PAPERS),
        ("what do I have to bring to ResidenzaMi?", "residenzami", PAPERS),
        ("che documenti deve portare al Rainbow Desk?", "rainbow-desk", PAPERS),
        ("cosa serve per andare a ResidenzaMi?", "residenzami", PAPERS),
        ("chi può andare al Rainbow Desk?", "rainbow-desk", WHO),
        ("who can go to the Rainbow Desk?", "rainbow-desk", WHO),
        ("per ResidenzaMi che requisiti ci sono?", "residenzami", WHO),
        ("how do I get into Casa della Carità", "fondazione-casa-della-carita", ACCESS),
        ("come si entra a Casa Jannacci?", "casa-accoglienza-enzo-jannacci", ACCESS),
        ("si può andare da soli a ResidenzaMi?", "residenzami", ACCESS),
        ("can he walk into the Rainbow Desk without an appointment?", "rainbow-desk", ACCESS),
        ("how does a foreigner get into Casa della Carità?", "fondazione-casa-della-carita", ACCESS),
        ("Casa Jannacci è aperta stasera?", "casa-accoglienza-enzo-jannacci", HOURS),
        ("is Casa Jannacci open tonight?", "casa-accoglienza-enzo-jannacci", HOURS),
        ("ResidenzaMi è aperto domenica?", "residenzami", HOURS),
        ("deve andare al Rainbow Desk giovedì", "rainbow-desk", None),
        ("he has to go to the Rainbow Desk on Thursday", "rainbow-desk", None),
        ("numero contro la violenza", "numero-1522", RecordPart.PHONE),
        ("che cosa fa il Rainbow Desk?", "rainbow-desk", None),
        ("what is ResidenzaMi?", "residenzami", None),
        ("can I send a boy to the Rainbow Desk tomorrow?", "rainbow-desk", WHO),
        ("posso mandare un ragazzo al Rainbow Desk domani?", "rainbow-desk", WHO),
        ("può andarci un uomo di 40 anni al Rainbow Desk?", "rainbow-desk", WHO),
        ("is Casa della Carità open now?", "fondazione-casa-della-carita", HOURS),
        ("telefono e documenti per ResidenzaMi", "residenzami", RecordPart.PHONE),
        ("come faccio ad accedere a ResidenzaMi?", "residenzami", ACCESS),
    ],
)
def test_a_question_about_a_named_partner_asks_for_its_record(
    text: str, slug: str, first: RecordPart | None, lexicon: Lexicon
) -> None:
    record = parse(text, lexicon).record
    assert record is not None
    assert record.slugs[0] == slug
    assert next(iter(record.parts), None) is first


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("in carico al SerD, cerca casa", {"housing"}),
        ("dal Rainbow Desk a casa", {"housing"}),
        ("from the Rainbow Desk to a job", {"work"}),
        ("deve andare al SerD", {"health.addiction"}),
        ("ha perso i documenti, lo segue il Rainbow Desk", {"documents"}),
        ("il Rainbow Desk lo manda, serve la residenza", {"documents.registered-residence"}),
        ("come si fa la domanda di REI?", {"income.inclusion"}),
        ("che documenti servono per il dormitorio?", {"housing.emergency"}),
        ("deve andare a San Vittore lunedì", set()),
        ("non vuole andare a Casa Jannacci, cerca un letto", {"housing.emergency"}),
        ("deve andare a ResidenzaMi, esce da San Vittore e cerca lavoro", {"work"}),
    ],
)
def test_a_text_that_only_names_a_partner_asks_for_a_plan(text: str, needs: set[str], lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.record is None
    assert set(asked.needs) == needs


def _screen(
    text: str, planner: ReferralPlanner, network: Network, on: date = SATURDAY, plain: bool = False
) -> list[str]:
    answer = planner.ask(text, on=on)
    assert answer.interpretation.locale is not None
    lines = BriefView(network, Words(answer.interpretation.locale)).text(answer).splitlines()
    return [line.strip() for line in lines if not line.startswith(("Risposta per", "Answer for")) or not plain]


@pytest.mark.parametrize(
    ("text", "line", "begins"),
    [
        ("quali documenti servono per ResidenzaMi?", 1, "Portare: quelli dell'iscrizione anagrafica"),
        ("what papers do I need for the Rainbow Desk?", 1, "Papers: none needed"),
        ("what papers do I need for the Naga?", 1, "What to bring: not written down"),
        ("chi può andare al Rainbow Desk?", 1, "Condizioni: età fra 18 e 35 anni"),
        ("who can go to Casa Jannacci?", 1, "Conditions: none is written down"),
        ("come si entra a Casa Jannacci?", 1, "Chiedere prima: nessun documento dice come si entra"),
        ("how does one get into ResidenzaMi?", 1, "By referral (e-mail, by appointment, interview): The operator"),
        ("is Casa Jannacci open tonight?", 1, "Saturday 2026-11-28: not known whether it is open"),
        ("ResidenzaMi è aperto oggi?", 1, "sabato 28/11/2026: chiuso; riapre lunedì"),
        ("Bambini senza sbarre chi sono", 0, "Bambini"),
        ("who are SostieniMi?", 0, "SostieniMi"),
        ("SMS a SostieniMi martedì", 0, "SostieniMi"),
    ],
)
def test_a_record_begins_with_what_was_asked(
    text: str, line: int, begins: str, planner: ReferralPlanner, network: Network
) -> None:
    assert _screen(text, planner, network, plain=True)[line].startswith(begins)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("ResidenzaMi è aperto domenica?", ["Risposta per domenica 29/11/2026", "domenica 29/11/2026: chiuso; riapre"]),
        ("is the Rainbow Desk open on Monday?", ["Answer for Monday 2026-11-30", "Monday 2026-11-30: by appointment"]),
        (
            "residenza per chi dorme in strada, ci va mercoledì mattina",
            ["Risposta per mercoledì 02/12/2026", "mercoledì 02/12/2026: aperto 14:00-18:00"],
        ),
        (
            "donna picchiata, posso chiamare giovedì pomeriggio?",
            ["Risposta per giovedì 03/12/2026", "giovedì 03/12/2026: 1522 a ogni ora; sportello aperto"],
        ),
        (
            "stasera dove può dormire?",
            ["Risposta per sabato 28/11/2026", "I documenti non danno recapiti né orari per nessuno di loro"],
        ),
        (
            "where can he eat on Sunday?",
            ["Answer for Sunday 2026-11-29", "The documents give neither contacts nor hours for any of them"],
        ),
    ],
)
def test_the_first_screen_speaks_for_the_day_that_is_named(
    text: str, lines: list[str], planner: ReferralPlanner, network: Network
) -> None:
    shown = _screen(text, planner, network, day_named(text, SATURDAY))
    for line in lines:
        assert any(each.startswith(line) for each in shown), shown


def test_the_words_of_the_day_are_used(planner: ReferralPlanner) -> None:
    answer = planner.ask("ha bisogno di un letto il 24 dicembre", on=date(2026, 12, 24))
    assert answer.interpretation.day == "il 24 dicembre"
    assert not answer.interpretation.unknown


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "telefono della Caritas",
            ["Caritas Ambrosiana", "SAM (Servizio Accoglienza Milanese) – Caritas", "SILOE – Caritas"],
        ),
        (
            "phone number of Caritas",
            ["Caritas Ambrosiana", "SAM (Servizio Accoglienza Milanese) – Caritas", "SILOE – Caritas"],
        ),
        ("dov'è il Celav", ["Celav – Centro di Mediazione al Lavoro"]),
        ("where is Celav?", ["Celav – Centro di Mediazione al Lavoro"]),
    ],
)
def test_a_name_of_several_partners_shows_each_once(
    text: str, names: list[str], planner: ReferralPlanner, network: Network
) -> None:
    answer = planner.ask(text, on=SATURDAY)
    assert answer.interpretation.record is not None
    assert [network.get_organization(slug).name for slug in answer.interpretation.record.partners] == names
    shown = [line for line in _screen(text, planner, network) if line.startswith("· ")]
    assert len(shown) == len(set(shown))
    assert "Celav" not in text or any("Équipe carcere" in line for line in shown)


@pytest.mark.parametrize(
    ("text", "advisor"),
    [
        ("telefono del SerD", "SostieniMi: 335 19.00.536"),
        ("what is the phone number of the SerD?", "SostieniMi: 335 19.00.536"),
        ("telefono UEPE", "Servizio Sociale Professionale Territoriale (SSPT): Sede in ogni Municipio"),
        ("is Casa Jannacci open tonight?", "Servizio Sociale Professionale Territoriale (SSPT): One in every city"),
    ],
)
def test_a_record_without_a_contact_says_whom_to_ask(
    text: str, advisor: str, planner: ReferralPlanner, network: Network
) -> None:
    shown = _screen(text, planner, network)
    heading = next(place for place, line in enumerate(shown) if line in ("A chi chiedere:", "Whom to ask:"))
    assert any(line.startswith(advisor) for line in shown[heading:])


def test_a_record_with_a_contact_ends_with_itself(planner: ReferralPlanner, network: Network) -> None:
    assert "A chi chiedere:" not in _screen("telefono di ResidenzaMi", planner, network)


def test_a_number_of_which_only_the_end_is_printed_reads_as_the_one_before(network: Network) -> None:
    phones = [service for service in network if any(phone.printed == "65176" for phone in service.phones)]
    assert phones
    assert all("02 884.65176" in list_contacts(service) for service in phones)


@pytest.mark.parametrize("text", ["telefono di ResidenzaMi", "telefono del SerD", "telefono di Caritas Ambrosiana"])
def test_the_title_of_a_record_is_a_name_with_a_sign(text: str, planner: ReferralPlanner, network: Network) -> None:
    assert _screen(text, planner, network)[0][-3:] in ("  ●", "  ○")


def test_italian_questions_fit_a_man_and_a_woman(network: Network) -> None:
    asked = [fact.question.it for fact in network.facts.values()]
    assert not [text for text in asked if text.split()[:1] == ["È"] and text.split()[1].endswith(("ata", "uta", "ita"))]
    assert not [text for text in asked if text.startswith("È stata")]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("1522", "numero-1522"),
        ("LILA", "lila"),
        ("Exodus", "comunita-exodus"),
        ("SostieniMi what is it for", "sostienimi"),
        ("puntoacapo che roba è", "puntoacapo"),
        ("ResidenzaMi for a guy who sleeps in Jannacci", "residenzami"),
        ("Cardinal Ferrari, is it open mondays", "opera-cardinal-ferrari"),
        ("telefono della Questura", "questura-di-milano"),
        ("SostieniMi anche per il gioco d'azzardo di mio padre?", "sostienimi"),
        ("mensa san francesco domani a pranzo", "mensa-san-francesco"),
        ("casa della carità prende ex detenuti?", "fondazione-casa-della-carita"),
        ("SSPT municipio 8 via", "sspt"),
    ],
)
def test_a_name_without_a_need_asks_for_its_record(text: str, slug: str, lexicon: Lexicon) -> None:
    read = parse(text, lexicon)
    assert read.record is not None
    assert slug in read.record.slugs
    assert read.start is None


def test_a_first_name_and_who_sends_somebody_are_no_record(lexicon: Lexicon) -> None:
    assert parse("Marco", lexicon).record is None
    assert parse("from LILA", lexicon).record is None
    assert parse("LILA, cerca casa", lexicon).record is None
    assert parse("dust in the lungs, where is the clinic for illnesses from work?", lexicon).record is None
