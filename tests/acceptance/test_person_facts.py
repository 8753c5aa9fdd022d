"""What a question in words states of the person, and what it only mentions."""

from collections.abc import Mapping

import pytest

from graph.language.lexicon import Lexicon
from graph.language.meanings import describe
from graph.language.parse import parse


def _stated(text: str, lexicon: Lexicon) -> Mapping[str, str]:
    return {given.name: describe(given) for given in parse(text, lexicon).facts}


@pytest.mark.parametrize(
    "text",
    [
        "lavora con i disabili, cerca un corso",
        "used to work with children, now unemployed",
        "vuole fare volontariato contro la tratta",
        "condannato per violenza sessuale, cerca lavoro",
        "convicted of rape, looking for work",
        "vuole fare il test hiv",
        "scared of having aids, who can she talk to?",
        "si faceva di eroina, adesso è pulito da tre anni e cerca lavoro",
        "vorrebbe aprire un ristorante cinese, cerca un corso di cucina",
        "l'avvocato è albanese, mi serve un altro avvocato",
        "parla spagnolo e inglese, cerca lavoro",
        "rischia di finire in strada, cerca lavoro",
        "lavora in un dormitorio, cerca un corso",
        "il nostro ospite vorrebbe imparare l'italiano",
        "doesn't drink or take drugs, looking for work",
        "cares for his disabled mother, needs a job",
        "her partner is HIV positive, she isn't, needs a doctor",
        "has a 25 year old daughter, looking for a flat",
        "how do I get residence in Milan?",
        "ha finito il programma in comunità, cerca lavoro",
        "tratta bene i clienti, cerca lavoro",
        "chiede aiuto per il vicino che beve, cerca lavoro",
        "lavoro in un bar con due colleghe cinesi, cerco un corso",
        "mi fa male un dente, cerco un medico",
        "ho venduto la macchina, cerco lavoro",
        "la malattia mi costringe a letto, cerco un medico",
        "il padrone di casa minaccia di sfrattarmi, cerco un avvocato",
        "l'ufficio è aperto il sabato? cerco un avvocato",
        "ha i figli ormai grandi, cerca lavoro",
        "non ho più il permesso, me l'hanno rubato",
        "vorrei adottare un bambino, serve un avvocato",
        "permit finish in 2 month, need a job",
        "it isn't true that I beat my wife, I want a lawyer",
        "fell and has bruises, needs a doctor",
        "mio marito è morto, ho bisogno di un avvocato",
        "seguo tossicodipendenti da anni, cerco un corso",
        "had a drug problem as a teenager, looking for work",
        "wants to become an anti-trafficking worker, needs a course",
        "I saw a programme on trafficking, I need a lawyer",
        "usa la bicicletta, cerca lavoro",
        "the news hit me hard, I need a lawyer",
        "beats me how to fill in this form for the tax code",
        "sta in un campo di calcio tutto il giorno, cerca lavoro",
        "non beve e non si droga, cerca lavoro",
    ],
)
def test_what_is_only_mentioned_is_not_stated(text: str, lexicon: Lexicon) -> None:
    assert not _stated(text, lexicon).keys() - {"gender"}


def test_what_is_said_of_a_child_is_not_the_persons(lexicon: Lexicon) -> None:
    assert set(_stated("my kid is in a wheelchair, I need a job", lexicon)) == {"minor_children"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hiv positive since 2010, needs a doctor", "hiv=yes"),
        ("tossicodipendente da dieci anni, cerca comunità", "addiction=yes"),
        ("è in Italia da 20 anni, gli è scaduto il permesso", "permit=expired"),
        ("arrestata, picchiata dal marito, cerca aiuto", "victim_of=violence"),
        ("ha fatto il test hiv ed è positivo", "hiv=yes"),
        ("ho denunciato il mio ex per stalking e ho paura", "victim_of=violence"),
        ("mio marito è dentro per maltrattamenti contro di me, esce a giorni", "victim_of=violence"),
        ("il suo ex continua a chiamarla e ha paura", "victim_of=violence"),
        ("my husband controls my money and my phone", "victim_of=violence"),
        ("my husband is inside for beating me, he gets out in days", "victim_of=violence"),
        ("era clandestino, ora ha il permesso di lavoro, cerca casa", "permit=valid"),
        ("ragazza, il compagno l'ha lasciata, senza casa", "housing=street"),
        ("ex badante georgiana senza permesso", "permit=none"),
        ("her partner is HIV positive, she is pregnant", "pregnant=yes"),
        ("non ho figli né parenti, 59 anni, cerco casa", "age=59"),
        ("prima dormiva in strada, ora è in dormitorio", "housing=shelter"),
        ("until yesterday in a shelter, from tonight on the street", "housing=street"),
        ("il caporale ci fa lavorare 14 ore nei campi e mi minaccia", "victim_of=trafficking"),
        ("the man next door beats his wife, she wants to leave", "victim_of=violence"),
        ("gay, cacciato di casa dal padre, cerca un letto", "rejected_by_family=yes"),
        ("mia moglie è tossicodipendente, non so cosa fare", "addiction_of_relative=yes"),
        ("residence in Bergamo, domicile in Milan, needs a doctor", "residence=elsewhere"),
    ],
)
def test_what_lasts_is_stated(text: str, expected: str, lexicon: Lexicon) -> None:
    assert expected in _stated(text, lexicon).values()


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("sessantacinquenne, cerca lavoro", "age=65"),
        ("ragazzo di vent'anni, cerca lavoro", "age=20"),
        ("il ragazzo farà 18 anni tra due mesi, cerca scuola", "age=17"),
        ("she'll be 18 in March, needs a school", "age=17"),
        ("not yet eighteen, on the street", "age=..17"),
        ("mio figlio ha 17 anni ed è scappato, cerca casa", "age=17"),
        ("my son is seventeen and needs a bed", "age=17"),
        ("mio nipote di anni 30 vorrebbe studiare", "age=30"),
        ("mamma 61enne di un ragazzo in comunità, cerca qualcuno con cui parlare", "age=61"),
        ("uscito da Opera due settimane fa, 34 anni, cerca lavoro", "age=34"),
        ("ha perso il lavoro a 57 anni", "age=57"),
        ("un minore di 16 anni senza casa", "age=16"),
        ("il 15 compio 18 anni, cerco casa", "age=17"),
        ("son venuto via dal Sudan, 24 anni, cerco lavoro", "age=24"),
    ],
)
def test_ages(text: str, age: str, lexicon: Lexicon) -> None:
    assert _stated(text, lexicon).get("age") == age


@pytest.mark.parametrize(
    "text",
    [
        "signore del '52 senza casa",
        "worked 15 years as a bricklayer, needs a job",
        "waited 20 years for citizenship, needs a lawyer",
        "30 years in Italy, needs a lawyer",
        "sono 30 anni che vivo qui, cerco lavoro",
        "condannato a 16 anni, cerca un avvocato",
        "dopo 20 anni di matrimonio cerca casa",
        "invalido al 75, cerca lavoro",
    ],
)
def test_numbers_of_years_that_are_no_age(text: str, lexicon: Lexicon) -> None:
    assert "age" not in _stated(text, lexicon)


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("I'm a single mum with two kids, need a place", "woman"),
        ("madre di un detenuto di Opera, 70enne, chiede aiuto per la spesa", "woman"),
        ("lei è incinta di 5 mesi e dorme in macchina", "woman"),
        ("vive sola e cerca compagnia", "woman"),
        ("il giudice gli ha dato i domiciliari, cerca casa", "man"),
        ("potete aiutarla? cerca casa", "woman"),
        ("She's seventeen, run from men who put her on the street", "woman"),
        ("la domanda è stata respinta, cerca un avvocato", None),
        ("di nazionalità peruviana, cerca lavoro", None),
        ("esiste un percorso per uomini violenti?", None),
        ("coppia di anziani, la signora in carrozzina, cerca casa", None),
        ("chi lo segue per la domanda di residenza?", None),
        ("gli serve un avvocato per una multa", None),
        ("my wife gambles and drinks, I need help for relatives", None),
        ("wants to see his little girl", "man"),
        ("mio fratello è violento con mia madre, chi la aiuta?", None),
        ("un corso di autodifesa per donne?", None),
        ("M, 52 anni, cerca una doccia", "man"),
        ("persona trans discriminata, cerca uno psicologo", None),
    ],
)
def test_gender(text: str, gender: str | None, lexicon: Lexicon) -> None:
    assert _stated(text, lexicon).get("gender") == (f"gender={gender}" if gender else None)


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
        "ho 70 anni e 2 figli, cerco casa",
        "uomo di 68 anni con figli, uscito dal carcere 3 mesi fa, cerca casa",
        "I am 70 with children, released 5 days ago, need housing",
    ],
)
def test_other_numbers_make_no_child_of_a_son_of_somebody_old(text: str, lexicon: Lexicon) -> None:
    assert "minor_children" not in {given.name for given in parse(text, lexicon).facts}
