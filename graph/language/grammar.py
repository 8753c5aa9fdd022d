"""The words that hold a question together, and those that say of whom something is said."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from graph.language.tokens import phrase_words
from graph.language.wordlists import phrase_list
from graph.vocabulary import Locale


class Role(StrEnum):
    """What a word of grammar says about the words around it."""

    START = "start"
    """What follows is where the path starts."""
    KNOWN = "known"
    """The partner that follows knows the person."""
    AVOID = "avoid"
    """The partner that follows is to be avoided."""
    NOT = "not"
    """What follows does not hold."""
    UNSURE = "unsure"
    """What follows is not certain, not exact or not yet."""
    ONCE = "once"
    """What follows was true a long time ago."""
    OR = "or"
    AND = "and"
    SELF = "self"
    """The one who asks speaks of themselves."""
    OTHER = "other"
    """A relative or somebody else, with `gender` where the word has one."""
    CHILD = "child"
    """A child of somebody."""
    PERSON = "person"
    """The person who is asked for: the client, the man."""
    RENEW = "renew"
    """Papers are to be made again."""
    RECORD = "record"
    """The record of a partner is asked for."""
    PAST = "past"
    FUTURE = "future"
    FILLER = "filler"
    """Says nothing about the person."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A word of grammar. `gender` is a value of the fact `gender`, for relatives."""

    role: Role
    locale: Locale | None = None
    gender: str | None = None


_ENGLISH = {
    Role.START: "from, starting from, coming from, starting at",
    Role.KNOWN: (
        "known to, known by, followed by, in charge of, in the care of, taken in charge by, looked after by, in "
        "contact with, under the care of"
    ),
    Role.AVOID: (
        "avoid, avoiding, except, excluding, not via, not through, not with, bypassing, skipping, other than, apart "
        "from, without"
    ),
    Role.NOT: "not, isn t, is not, never, nor, neither, no, without, don t, doesn t, does not, do not, hasn t, not a, no more",
    Role.UNSURE: "may, might, could be, perhaps, maybe, possibly, probably, about, around, approximately, afraid of, risk of, risks",
    Role.ONCE: "years ago, decades ago, ages ago, long ago, years back, in the past, back in, since 19*, since 20*, used to be, formerly",
    Role.OR: "or, either",
    Role.AND: "and, plus, then, also, as well as, along with, together with",
    Role.SELF: "en:i, en:i am, en:i m, en:i have, en:my, en:me, en:we",
    Role.PERSON: "client, user, patient, guest, my guy, one of my lads, our guest",
    Role.PAST: "yesterday, ago, last week, last month, last night, this morning, since, already, today, the other day",
    Role.FUTURE: "tomorrow, next week, next month, soon, about to, going to, will, in a few days, before he leaves",
    Role.RENEW: "renew*, redo, replace, en:get a new one, reissue*",
    Role.RECORD: (
        "phone number, telephone number, phone of, phone for, number of, number for, opening hours, opening times, "
        "what time, when is ... open, when are ... open, hours of, address of, address for, where is, where are, "
        "how do i contact, contact details, contacts of, email of, how can i reach, telephone, phone"
    ),
}
_ITALIAN = {
    Role.START: "a partire da, partendo da, proveniente da",
    Role.KNOWN: (
        "conosciuto da, conosciuta da, noto a, nota a, seguito da, seguita da, in carico, in carico a, preso in carico "
        "da, presa in carico da, accompagnato da, accompagnata da, già in carico, lo segue, la segue, ci segue, mi segue"
    ),
    Role.AVOID: (
        "evita, evitare, evitando, tranne, escluso, esclusa, esclusi, escludendo, eccetto, salvo, non tramite, non "
        "con, non da, senza passare da, senza passare per, senza ricorrere a, senza"
    ),
    Role.NOT: "non, né, non è, non ha, non sono, mai, senza, privo, priva, nessun, nessuna, neanche, nemmeno, niente, it:no, nulla",
    Role.UNSURE: "forse, potrebbe, potrebbero, magari, probabilmente, circa, quasi, rischia, rischia di, temo, sui, sulla",
    Role.ONCE: "anni fa, tanti anni fa, molti anni fa, in passato, tempo fa, nel 19*, nel 20*, era stato, era stata, un tempo",
    Role.OR: "o, od, oppure",
    Role.AND: "e, ed, più, poi, anche, nonché, insieme a, oltre a",
    Role.SELF: "it:io, it:mi, it:sono, it:ho, it:mio, it:mia, it:me",
    Role.PERSON: "utente, assistito, assistita, persona, paziente, ospite nostro, ragazzo nostro",
    Role.PAST: "ieri, fa, scorso, scorsa, ieri sera, stamattina, stamani, da poco, oggi, l altro giorno, da qualche giorno, it:da",
    Role.FUTURE: (
        "domani, dopodomani, tra, fra, prossimo, prossima, a breve, tra poco, fra poco, presto, a giorni, "
        "sta per, entro, lunedì prossimo, mese prossimo, settimana prossima"
    ),
    Role.RENEW: "rinnov*, rifare, rifarl*, rifanno, rifaccio, rifatta, rifatto",
    Role.RECORD: (
        "numero di telefono, numero telefono, numero, telefono, orari, orario, a che ora, quando apre, quando è aperto, "
        "indirizzo, dov è, dove si trova, dove sta il, recapito, recapiti, contatto di, contatti di, contatti, email di, "
        "apertura, come contatto, mail di"
    ),
}
_MALE = (
    "padre, papà, papa, marito, ex marito, fratello, figlio, compagno, cognato, zio, nonno, fidanzato, cugino, suocero, nipote, "
    "convivente, ex compagno, genero, padrone, husband, brother, father, dad, son, uncle, boyfriend, ex husband, stepfather, grandfather, "
    "brother in law, it:ex, pimp, magnaccia, protettore"
)
_FEMALE = (
    "madre, mamma, moglie, sorella, figlia, compagna, cognata, zia, nonna, fidanzata, suocera, cugina, wife, mother, mum, "
    "mom, mama, sister, daughter, aunt, girlfriend, ex wife, mother in law, grandmother, sister in law, madam, maman"
)
_NEUTRAL = "partner, cousin, relative, parenti, genitori, parents, friend, friends, mate, amico, amica, amici, landlord, cellmate, coinquilino"
_CHILD = (
    "figlio di _ anni, figlia di _ anni, bambino di _ anni, bambina di _ anni, baby, newborn, neonato, neonata, bambino, bambina, "
    "bambini, figli, figli piccoli, toddler, kids, children, kid, child, little one, _ yr old, _ year old"
)
_SET_PHRASES = (
    "at work, off work, di giorno lavora, lavora di giorno, lavora già, già lavora, lavora gia, datore di lavoro, lavori di casa, at home, back home, "
    "torna a casa, tornare a casa, a casa mia, a casa sua, a casa, free man, for free, gratis, free of charge, free lunch, freephone, "
    "feel free, tempo libero, ha libero, ore libere, di giorno, per strada sua, un giorno, house keys, chiavi di casa, "
    "in casa, in casa con, in casa non, fuori casa, via di casa, casa mia, casa sua, casa loro, his house, her house, our flat, "
    "home town, homework, network, social network, gli operatori, the work, work of, my work, dopo il lavoro, after work, from work, dal lavoro, "
    "permesso per uscire, permesso di uscire, permission to, doctor says, medico dice, fuori come, fuori orario, come si fa, "
    "in corso, nel corso, di corsa, in fretta, opera di, opera d arte, mano d opera, manodopera, lavora fuori, lavoro fuori in, school diploma, "
    "police, carabinieri, polizia, volante, questura, lavora in, lavora come, he works, she works, i work, works as, working as, was working, "
    "facevo il, faceva il, senza lavoro da, lavoro nero, lavoro in nero, doing time, did time, in tempo, full time, part time, "
    "stage of, rest of, bed bound, mentre/quando ero/era/stavo/stava dentro/carcere/galera, mentre/quando ero/era/stavo/stava in carcere/galera, "
    "mi davano in carcere, expired while/when inside, while inside, while in prison/jail, when he/i/she was inside, when i was inside, was inside, "
    "when he/she was in prison/jail, when i was in prison/jail, parla italiano, non parla italiano, non parla quasi italiano, parlo italiano, "
    "poco italiano, mio italiano, speak italian, speaks italian, lawyer speaking, lawyer here, avvocato d ufficio, avvocato qui, "
    "back to flat, the flat, our flat, flat back, old man, old lady, soup line, per una famiglia, for a family, zero famiglia, una famiglia, "
    "famiglia con, rete familiare, sleeps in there, dorme lì, dorme dentro, dimess* ... ospedale/ps/reparto/pronto, discharged ... hospital/ward, "
    "psych ward, psychiatric ward, prison ward, parcheggio ... ospedale, prison educator, educatore ... carcere, educatrice ... carcere, "
    "cancellato ... lista, comunità piene, scappat* ... comunità, left _ community, community centre, free lawyer is, esce alle, esco alle, esce tutti, "
    "esce ogni, rientra alle, out from, out all day, carta igienica, in carta, prison guard, agente, volontari* in carcere, volontari* a, "
    "families of prisoners, families of detained, famiglie dei detenuti, famiglia di un detenuto, signora al telefono, signore al telefono, al telefono, dormitorio pieno, dormitori pieni, shelter is full, shelters are full, "
    "senza vestiti puliti a, uscito di casa, esce di casa, fine settimana, home help, foster home, nursing home, madre natura, dio mio, mamma mia"
)
_CONNECTIVES = """
be been being am are is was were his her hers their its our ours us you your he she they them him it this that these those in on at
by as to for with up out off into over here there now still just only very too so if when while than because since about any some all both
can could would should do does did has have had having get gets got need needs needed needing want wants wanted looking look seek seeks seeking find
finds finding help helps please hello hi thanks thank who whom whose which what where how why and or but plus then also again already way go goes going
come comes came know say says said asks ask asked tell told please may let us s t m re ve ll d somewhere someone somebody anyone anybody something anything
everything nothing else more less much many one ones own same other another each every after before until till again lot bit kind person people man's
like really please dear sir support place thing things
il lo la i gli le un uno una di a da in con su per tra fra e ed o ma se che chi cui non come dove quando perche poiche quindi mentre anche ancora gia
adesso ora poi piu meno molto tanto poco sia essere e' sono sei siamo siete era erano stato stata stati state sta stanno sto stiamo ha hanno ho hai
abbiamo avere avendo aveva avevano fa fare fatto fanno faccio puo posso possono potete puoi potere deve devo devono dobbiamo vuole voglio vogliono vorrei
vorrebbe serve servono servirebbe serva cerca cerco cercano cerchiamo cercasi trova trovare trovo trovano bisogno bisogna necessita aiuto aiutare aiutate aiuta
aiutarlo aiutarla mi ti si ci vi lo gli ne me te lui lei loro noi voi io tu suo sua suoi sue mio mia miei mie nostro nostra nostri nostre vostro questo questa
questi queste quello quella quel qui qua li la' cosa cos qualcosa qualcuno qualche quale quali quanto ogni tutto tutta tutti tutte altro altra altri niente
nulla grazie favore prego buongiorno buonasera salve ciao scusa scusate scusi gentile gentilmente cortesemente signor signore signora collega colleghi dato
data va vado andare andato viene venire venuto dice dico detto sa so sapere vedere visto persona persone uno due tre del della dei delle al alla allo ai
dal dalla dai nel nella nei sul sulla col c l d n dov un' verso fino dopo prima durante senza entro presso c'è ecc poter ed ad od
"""
CONNECTIVES = frozenset(_CONNECTIVES.split())


def list_markers() -> Iterator[tuple[str, Marker]]:
    """Every pattern of grammar and what it says."""
    for locale, table in ((Locale.EN, _ENGLISH), (Locale.IT, _ITALIAN)):
        for role, words in table.items():
            for phrase in phrase_list(words):
                yield phrase, Marker(role, locale)
    yield from ((phrase, Marker(Role.OTHER, gender="man")) for phrase in phrase_list(_MALE))
    yield from ((phrase, Marker(Role.OTHER, gender="woman")) for phrase in phrase_list(_FEMALE))
    yield from ((phrase, Marker(Role.OTHER)) for phrase in phrase_list(_NEUTRAL))
    yield from ((phrase, Marker(Role.CHILD)) for phrase in phrase_list(_CHILD))
    for phrase in phrase_list(_SET_PHRASES):
        # One that is a single word without its articles would swallow that word everywhere.
        if len(phrase_words(phrase)) > 1 or " " not in phrase:
            yield phrase, Marker(Role.FILLER)
