"""The words that hold a question together: what introduces a start, needs, facts and partners to avoid."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from graph.language.wordlists import phrase_list
from graph.vocabulary import Locale


class Role(StrEnum):
    """What a connective says about the words after it."""

    START = "start"
    NEEDS = "needs"
    FOR = "for"
    """Needs, or with an article a person: `for addiction`, `for a disabled man`."""
    PERSON = "person"
    WITH = "with"
    HAS = "has"
    """What the person has: never a need."""
    WITHOUT = "without"
    """The opposite of a fact, or a partner to avoid."""
    AVOID = "avoid"
    NOT = "not"
    UNSURE = "unsure"
    """Not certain, not exact or not yet: what follows is not stated."""
    KNOWN = "known"
    """A partner that knows the person."""
    OR = "or"
    AND = "and"
    FILLER = "filler"


@dataclass(frozen=True, slots=True)
class Marker:
    """A connective; `locale` is None where both languages or neither have it."""

    role: Role
    locale: Locale | None


_ENGLISH = {
    Role.START: "from, starting from, coming from, starting at, after",
    Role.NEEDS: (
        "to, towards, toward, into, need, needs, needing, in need of, want, wants, looking for, look for, seeking, "
        "seeks, would like, get, gets, getting, find, finding, finds, help with, how to get, how to find, reach"
    ),
    Role.FOR: "for",
    Role.PERSON: (
        "person, people, someone, somebody, individual, citizen, citizens, national, nationals, who, whose, which, "
        "he, she, they, him, her, them, client, user, guy, is, are, was, am, aged"
    ),
    Role.WITH: "with",
    Role.HAS: "has, have, having, had",
    Role.WITHOUT: (
        "without, lacking, lacks, no, has no, have no, does not have, doesn't have, do not have, don't have, hasn't "
        "got, has not got, with no"
    ),
    Role.AVOID: (
        "avoid, avoiding, except, excluding, not via, not through, not with, bypassing, skipping, other than, apart "
        "from"
    ),
    Role.UNSURE: (
        "may, might, must, could, should, would, will, about, around, approximately, perhaps, maybe, possibly, "
        "probably, soon, tomorrow"
    ),
    Role.NOT: "not, isn't, is not, never, nor, neither, non, not a, but not, and not, is no",
    Role.KNOWN: (
        "known to, known by, followed by, in charge of, in the care of, taken in charge by, looked after by, in "
        "contact with, under the care of"
    ),
    Role.OR: "or, either",
    Role.AND: "and, plus, then, also, as well as, as well, along with, together with, and then, after that",
    Role.FILLER: (
        "be, been, being, his, their, its, my, our, me, us, you, we, this, that, these, those, please, help, in, "
        "on, at, by, as, still, now, currently, what, where, how, can, do, does, there, "
        "it, very, path, route, way, referral, plan, go, going, some, any, nationality, citizenship, years, months, "
        "leave, leaving, m, ve, re, ll, hello, hi, thanks, just, both, because, so, helps, see, again, already, "
        "but, could i, could you, where could, how could"
    ),
}
_ITALIAN = {
    Role.START: "da, dopo, a partire da, partendo da, proveniente da",
    Role.NEEDS: (
        "verso, bisogno, ha bisogno, bisogni, con bisogno, cerca, cerco, cercano, vuole, vorrebbe, vorrei, serve, "
        "servono, necessita, necessario, aiuto con, aiuto per, trovare, trovo, trova, come trovo, bisogna, "
        "ottenere, avere, fino a, in cerca di"
    ),
    Role.FOR: "per",
    Role.PERSON: (
        "persona, persone, qualcuno, cittadino, cittadina, cittadini, cittadine, chi, che, utente, utenti, "
        "soggetto, lui, lei, assistito, assistita, sono, essere, cittadinanza, nazionalità"
    ),
    Role.WITH: "con",
    Role.HAS: "ha, hanno, avendo",
    Role.WITHOUT: "senza, privo, priva, privi, non ha, non hanno, non avendo, senza alcun, senza alcuna",
    Role.AVOID: (
        "evita, evitare, evitando, tranne, escluso, esclusa, esclusi, escludendo, eccetto, salvo, non tramite, non "
        "con, non da, senza passare da, senza passare per, senza ricorrere a"
    ),
    Role.UNSURE: (
        "potrebbe, potrebbero, dovrebbe, dovrebbero, forse, magari, probabilmente, circa, quasi, presto, domani"
    ),
    Role.NOT: "non, né, non è, ma non, e non, non sono, mai",
    Role.KNOWN: (
        "conosciuto da, conosciuta da, noto a, nota a, seguito da, seguita da, in carico, preso in carico da, presa "
        "in carico da, accompagnato da, accompagnata da, già in carico"
    ),
    Role.OR: "o, od, oppure",
    Role.AND: "e, ed, più, poi, anche, nonché, insieme a, e poi, e anche, oltre a",
    Role.FILLER: (
        "sia, stato, stata, stati, ho, mio, mia, suo, sua, loro, si, mi, ti, vi, ci, c, dov, se, adesso, ora, "
        "attualmente, ancora, aiuto, per favore, favore, come, dove, cosa, posso, possono, devo, deve, "
        "arrivare, arriva, andare, su, percorso, strada per, questo, questa, anni, mesi, origine, tra, fra, "
        "ciao, grazie, quale, quali, già, perché, poiché, quindi, fare, vedere, rivedere, subito, può, "
        "buongiorno, salve, signor, ma, però"
    ),
}
_EITHER = {Role.AND: "+", Role.NEEDS: "to"}


def list_markers() -> Iterator[tuple[str, Marker]]:
    """Every connective and what it says."""
    for locale, table in ((Locale.EN, _ENGLISH), (Locale.IT, _ITALIAN), (None, _EITHER)):
        for role, words in table.items():
            for phrase in phrase_list(words):
                yield phrase, Marker(role, locale)
