"""Contact with somebody in prison: visits, calls, parcels and money, which no service of the network arranges."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse
from graph.language.visits import CONTACT


@pytest.mark.parametrize(
    "text",
    [
        "come faccio a visitare mio figlio a San Vittore?",
        "how do I book a visit to my husband in Opera",
        "posso mandare un pacco a un detenuto di Bollate?",
        "posso mandare soldi a mio marito detenuto",
        "posso portare vestiti a un detenuto di Bollate",
        "money to my brother inside",
        "a che ora si può telefonare",
        "which prison is he in?",
        "videocolloqui",
        "mio marito è stato trasferito",
        "come si prenota un colloquio con mio padre a Opera?",
        "orari dei colloqui a San Vittore",
        "visiting hours at Bollate",
        "can I send clothes to my son in San Vittore?",
        "how can I send money to my cousin in Bollate prison",
        "come mando i soldi a mio fratello dentro?",
        "in che carcere si trova mio fratello?",
        "dove hanno portato mio figlio arrestato stanotte?",
        "my husband was transferred yesterday, where is he?",
        "can I phone my dad in prison?",
        "how can the kids visit their dad in Opera?",
        "vorrei scrivere una lettera a un detenuto",
        "cosa posso portare a mio marito a San Vittore?",
        "what can I bring to my brother in Opera?",
        "mio papà è a Bollate, come faccio ad andare a trovarlo?",
        "serve il permesso per i colloqui?",
        "gli posso mandare le sigarette a Opera",
        "quanti colloqui al mese",
        "is my boyfriend allowed to phone me from Bollate",
    ],
)
def test_contact_with_somebody_inside_is_a_need_of_its_own(text: str, lexicon: Lexicon) -> None:
    asked = parse(text, lexicon)
    assert asked.needs == (CONTACT,)
    assert asked.back is None
    assert asked.record is None


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("I got leave from my job to visit my dad in Bollate, but who gives us a room near there?", {"housing"}),
        ("I used to visit prisoners at San Vittore, now I am old and need company", {"social-support.listening"}),
        ("accompagno al colloquio a Bollate una mamma che cerca lavoro come colf", {"work"}),
        ("my partner threatens me by phone from prison", {"protection.violence"}),
        ("come visito mio figlio a San Vittore? cerco anche un avvocato", {CONTACT, "legal.advice"}),
        ("cerco un avvocato per mio fratello arrestato ieri", {"legal.advice"}),
        ("in sezione gli negano le telefonate", {"legal.rights-of-detained"}),
        ("where can I get clothes for my son in San Vittore, he has nothing", {"basic-needs.clothing"}),
        ("mio marito è in carcere, dove prendo un pacco alimentare?", {"basic-needs.food-parcel"}),
        ("detenuto in semilibertà trasferito a Bollate cerca lavoro", {"work"}),
        ("ha un colloquio di lavoro lunedì", {"work"}),
    ],
)
def test_a_visit_that_is_only_told_is_no_need(text: str, needs: set[str], lexicon: Lexicon) -> None:
    assert set(parse(text, lexicon).needs) == needs
