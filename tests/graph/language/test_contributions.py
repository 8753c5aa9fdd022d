"""What whoever writes has to give: nothing is planned for them."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse
from graph.question import GivenFact
from graph.vocabulary import OFFERS


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I run a bakery and can offer a job to an ex-prisoner", "job"),
        ("azienda cerca persone in semilibertà da assumere", "job"),
        ("vorrei assumere una persona in semilibertà, a chi mi rivolgo?", "job"),
        ("siamo una ditta, cerchiamo tre persone uscite dal carcere per lavoro", "job"),
        ("offro lavoro a ex detenuti", "job"),
        ("la nostra cooperativa assume ex detenuti", "job"),
        ("our company is looking to hire ex-offenders", "job"),
        ("I have a job for an ex-offender", "job"),
        ("affitto una stanza a ex detenuti", "home"),
        ("ho una stanza libera per chi esce dal carcere", "home"),
        ("posso ospitare un ex detenuto", "home"),
        ("I have a spare room for somebody leaving prison", "home"),
        ("I'd like to rent my flat to ex-offenders", "home"),
        ("ho vestiti da donare", "goods"),
        ("vorrei regalare dei mobili", "goods"),
        ("dove porto i vestiti usati?", "goods"),
        ("where can I donate clothes?", "goods"),
        ("I have clothes to give away", "goods"),
        ("vorrei fare volontariato a San Vittore", "time"),
        ("come si diventa volontari in carcere?", "time"),
        ("mi piacerebbe fare la volontaria in carcere", "time"),
        ("I want to volunteer", "time"),
        ("how do I become a prison volunteer?", "time"),
        ("come posso aiutare i detenuti?", "time"),
        ("our parish: we would like to help ex-prisoners", "time"),
        ("I'm a retired teacher, I'd like to teach Italian to prisoners", "time"),
        ("abbiamo pasti avanzati da donare", "goods"),
        ("regalo un divano", "goods"),
        ("ospiterei una ragazza che esce dal carcere", "home"),
        ("ho un appartamento vuoto, vorrei metterlo a disposizione", "home"),
    ],
)
def test_an_offer_is_no_need_of_whoever_writes(text: str, kind: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.facts == (GivenFact(name=OFFERS, values=(kind,)),)
    assert (asked.start, asked.needs, asked.back, asked.unknown) == (None, (), None, ())


@pytest.mark.parametrize(
    "text",
    [
        "cerco lavoro",
        "cerca azienda che lo assuma, è in articolo 21",
        "azienda chiude, cerca lavoro, è uscito da Opera",
        "datore pronto ad assumerlo in articolo 21, quali carte servono?",
        "una ditta gli offre un lavoro, serve il codice fiscale",
        "offre la sua disponibilità a lavorare",
        "mi offro come badante",
        "ho perso il posto in fabbrica, ne cerco uno",
        "vorrei assumere mio fratello quando esce",
        "I'd hire a guy from Bollate on article 21 but he needs the occupational doctor's certificate",
        "vuole fare volontariato contro la tratta",
        "sono in messa alla prova e vorrei fare volontariato",
        "sono un ex detenuto e vorrei fare volontariato",
        "I'm on probation and want to volunteer",
        "vorrei parlare con un volontario",
        "come posso aiutare gli ex detenuti a trovare casa?",
        "how can I help my brother, he's one of the prisoners in Opera",
        "I used to volunteer at Opera, now I need company",
        "ho bisogno di vestiti",
        "ospito un ex detenuto, cerco una casa per lui",
        "I have a room for two weeks and then nothing",
        "voglio ammazzarmi, vorrei donare i vestiti",
        "is there a company hiring ex inmates right now",
        "c'è un'azienda che assume ex detenuti?",
    ],
)
def test_who_asks_for_something_offers_nothing(text: str, lexicon: Lexicon) -> None:
    assert OFFERS not in {given.name for given in parse(text, lexicon).facts}
