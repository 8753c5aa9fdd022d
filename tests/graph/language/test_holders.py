"""A status of one is not another's, and nobody's own is lost because somebody else is named."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("lui mi picchiava, adesso è ai domiciliari a casa mia", None),
        ("il detenuto chiama la ex dal carcere e la minaccia", None),
        ("vicina di casa: sento urlare, lui è uscito di galera la settimana scorsa", None),
        ("I can hear screaming next door, he got out of prison last week", None),
        ("il padre violento è ai domiciliari nella stessa casa della figlia di 16 anni", None),
        ("my violent father is on house arrest with us", None),
        ("l'ha picchiata in permesso premio", None),
        ("la compagna è incinta e lui è in carcere, lei dorme in macchina", None),
        ("mia figlia è incinta di un detenuto e ha 16 anni", None),
        ("la moglie incinta del detenuto dorme in stazione", None),
        ("papà detenuto, mamma e 3 bimbi piccoli sfrattati la settimana scorsa", None),
        ("mia mamma e mio papà sono tutti e due in carcere e io sto con gli zii, ho 10 anni", None),
        ("l'hanno messo ai domiciliari a casa mia ma io sono la sua ex e ho paura", None),
        ("il mio compagno esce martedì, io sono in una casa rifugio e lui sa la via", None),
        ("è morto il padre, lui è dentro, può uscire per il funerale?", "detention"),
        ("detenuta in dimissione, vittima di violenza in passato", "being-released"),
        ("uscita in detenzione domiciliare dal fratello, le serve un medico", "home-detention"),
        ("da ragazzo è stato al Beccaria, ora ha 40 anni", None),
        ("prima era a San Vittore, ora è a Bollate, vuole studiare", "detention-bollate"),
        ("la madre di un mio assistito (lui dentro a Bollate) non arriva a fine mese", None),
        ("un papà detenuto vuole riconoscere il figlio", "detention"),
        ("mia figlia non mangia più, 19 anni, detenuta a San Vittore", "detention-san-vittore"),
        ("soggetto psichiatrico ex REMS in libertà vigilata", "security-measure"),
        ("lavora in semilibertà, gli serve l'abbonamento dei mezzi", "semi-liberty"),
        ("compie 18 anni a gennaio ed è al Beccaria", "detention"),
        ("in attesa di giudizio, misura cautelare in carcere, la moglie chiede soldi", "detention"),
        ("doveva uscire ieri ma ha preso altri 6 mesi", "detention"),
        ("mio fratello è autistico e lo hanno arrestato", "detention"),
    ],
)
def test_whose_status_it_is(text: str, start: str | None, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert (asked.start.code if asked.start else None) == start


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("insegnante: un mio alunno di 13 anni ha il papà arrestato e non parla più", ("age", 13)),
        ("la compagna è incinta e lui è in carcere, lei dorme in macchina", ("housing", "street")),
        ("la moglie incinta del detenuto dorme in stazione", ("pregnant", "yes")),
        ("CPS di zona, è agitato, minaccia la madre", ("seeks_violence_prevention", "yes")),
        ("picchia i figli quando beve, è in messa alla prova", ("seeks_violence_prevention", "yes")),
        ("autore di violenza sessuale, serve percorso CIPM", ("seeks_violence_prevention", "yes")),
        ("mio figlio, 16 anni, non va più a scuola da quando suo padre è in carcere", ("age", 16)),
        ("Ho 55 anni, sono stato dentro ventidue anni", ("age", 55)),
        ("bambina abusata dal padre, ora lui esce", ("victim_of", "violence")),
        ("sono un'amica, lei è uscita e il marito l'ha portata via, non risponde", ("life_in_danger", "yes")),
        ("la madam le chiede ancora soldi per il debito, ha 17 anni", ("victim_of", "trafficking")),
    ],
)
def test_whose_fact_it_is(text: str, given: tuple[str, str | int], lexicon: Lexicon) -> None:
    told = [(one.name, value) for one in parse(text, lexicon).facts for value in (*one.values, one.minimum)]
    assert given in told


def test_fear_of_the_person_is_no_hurt_of_theirs(lexicon: Lexicon) -> None:
    asked = parse("mio figlio esce da San Vittore venerdì, la compagna di mio marito ha paura di lui", lexicon)
    assert all(one.name != "victim_of" for one in asked.facts)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("trans brasiliana, prostituta, appena uscita da San Vittore", "victim_of"),
        ("mi hanno sparato alla gamba tre mesi fa, ai domiciliari", "life_in_danger"),
        ("separato, non vede i figli, uscito da poco", "disability"),
        ("decreto di espulsione all'uscita, ha moglie italiana", "gender"),
        ("ferita che si è infettata, senza documenti", "gender"),
        ("persona trans detenuta, in dimissione", "gender"),
    ],
)
def test_what_the_words_do_not_say(text: str, name: str, lexicon: Lexicon) -> None:
    assert name not in [one.name for one in parse(text, lexicon).facts]
