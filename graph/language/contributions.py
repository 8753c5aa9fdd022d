"""What whoever writes has to give: a job, a home, things, or their time. Then nothing is planned for them.

`azienda cerca persone in semilibertà da assumere`, `I want to volunteer`. Who seeks work, offers to work, or has to
do unpaid work under a measure gives nothing; nor does who asks for something else as well, such as a medical check for
a man they would hire, or speaks of a relative.
"""

from collections.abc import Collection, Iterator, Sequence

from graph.language.tokens import LIGHT, Token, word_list
from graph.structs import Struct

Words = Sequence[str]

_I_WOULD = frozenset(
    word_list(
        "vorrei vorremmo voglio vogliamo posso possiamo potrei potremmo piacerebbe disposto disposta disposti pronto "
        "pronta pronti disponibile disponibili interessato interessata interessati intendo intendiamo"
    )
)
_WE = frozenset(word_list("i im id ill we wed us"))
_WOULD = frozenset(
    word_list(
        "can could would d ll want wish like willing happy glad gladly ready love hope hoping looking trying able "
        "interested m re am are"
    )
)
_GIVE = frozenset(word_list("dare offrire donare regalare mettere give offer donate lend"))
_I_GIVE = frozenset(
    word_list("offro offriamo offrirei offriremmo darei daremmo do diamo metto mettiamo ho abbiamo avrei avremmo")
)
_HAVE = frozenset(word_list("ho abbiamo have got"))
_FEW = frozenset(word_list("due tre some two three alcuni posto posti di ve got"))
_NOT_ME = frozenset(word_list("mi gli le ci si disponibilita lavorare"))
"""Of `mi offro come badante`, `offro la mia disponibilità a lavorare`."""
_EMPLOYERS = frozenset(
    word_list(
        "azienda aziende ditta ditte impresa imprese cooperativa coop societa officina ristorante panificio pizzeria "
        "bar albergo hotel negozio panetteria pasticceria falegnameria vivaio cantiere datore imprenditore "
        "imprenditrice titolare company business firm bakery restaurant shop garage workshop cafe employer factory "
        "cooperative boss owner"
    )
)
_HIRE = frozenset(word_list("assumere hire hiring employ employing recruit"))
_I_HIRE = frozenset(word_list("assumo assumiamo assumerei assumeremmo"))
_HIRES = frozenset(word_list("assume assumono assumerebbe assumerebbero hires"))
_SEEKS = frozenset(word_list("cerca cercano cerchiamo cerco looking seeks seek seeking wants recruiting needs"))
_JOBS = frozenset(
    word_list(
        "lavoro posto posti impiego tirocinio tirocini stage contratto contratti job jobs work position positions "
        "internship internships apprenticeship vacancy vacancies placement placements employment"
    )
)
_HOMES = frozenset(
    word_list(
        "stanza stanze camera camere appartamento casa alloggio monolocale bilocale trilocale letto mansarda room "
        "rooms flat flats apartment house bed beds studio bedroom place"
    )
)
_HOST = frozenset(word_list("ospitare accogliere host"))
_LET = frozenset(word_list("affittare rent let"))
_I_LET = frozenset(word_list("affitto affittiamo affitterei affitteremmo ospiterei ospiteremmo accoglierei"))
_I_HOST = frozenset(word_list("ospiterei ospiteremmo accoglierei accoglieremmo"))
_PUT = frozenset(word_list("metterlo metterla metterli"))
_SPARE = frozenset(word_list("libera libero libere vuota vuoto disposizione spare empty free affittare offrire rent"))
_THINGS = frozenset(
    word_list(
        "vestiti abiti vestiario indumenti scarpe coperte mobili giocattoli libri cibo materassi biciclette bicicletta "
        "computer giacche giubbotti passeggino elettrodomestici roba soldi denaro clothes clothing shoes furniture "
        "blankets toys books food mattresses bikes bike coats money things stuff laptops "
        "meals sofa table fridge divano armadio tavolo sedie frigorifero lavatrice pasti viveri pane"
    )
)
_DONATE = frozenset(word_list("donare regalare donate donating donation donations donazione donazioni"))
_I_DONATE = frozenset(word_list("dono doniamo regalo regaliamo donerei regalerei"))
_BLOOD = frozenset(word_list("sangue blood"))
_USED = frozenset(word_list("usati usate usato usata used"))
_LEAVE = frozenset(word_list("porto portare lasciare consegnare take bring drop leave"))
_VOLUNTEERING = frozenset(word_list("volontariato volunteering"))
_VOLUNTEERS = frozenset(word_list("volontario volontaria volontari volontarie volunteer volunteers"))
_AS = frozenset(
    word_list("il la i come diventare diventa diventano divento diventiamo as become becomes be to can could")
)
"""Before `volunteer`, of who is or may become one; of `a volunteer` it is somebody else."""
_IS = frozenset(word_list("m am sono"))
_HELP = frozenset(word_list("aiutare help support assist"))
_TEACH = frozenset(word_list("insegnare teach"))
_HELPED = frozenset(word_list("detenuti detenute carcerati prisoners inmates offenders detainees"))
"""Many people in or out of prison, whom somebody would help who asks for nobody."""
_BECOME = frozenset(word_list("diventare diventa diventano divento diventiamo become becomes"))
_MANY = frozenset(
    word_list(
        "detenuti detenute carcerati prigionieri persone persona chi chiunque qualcuno ragazzi donne uomini stranieri "
        "rifugiati senzatetto bisognosi bisogno prisoners prisoner offenders offender inmates inmate detainees people "
        "person somebody someone anyone anybody refugees homeless those"
    )
)
_ONE = frozenset(
    word_list(
        "detenuto detenuta carcerato uno una semilibero ragazzo ragazza uomo donna guy man woman lad convict convicts "
        "operai operaio lavoratori lavoratore workers worker personale staff"
    )
)
_JUSTICE = frozenset(
    word_list(
        "ex detenuti detenute detenuto detenuta carcere carcerati semiliberta semilibere semiliberi semilibero uscite "
        "usciti uscito esce escono affidamento prova article articolo 21 prisoners prisoner offenders offender inmates "
        "prison jail release released convicts convict probation parole vittore bollate opera"
    )
)
_MEASURES = frozenset(
    word_list(
        "map prova affidamento domiciliari semiliberta semilibero uepe ulepe giudice magistrato tribunale utilita "
        "riparatore court judge probation sentence sentenza condanna condannato condannata pena uscito uscita "
        "scarcerato scarcerata released community hours serving fgp arrest arresti 21"
    )
)
"""Beside these, unpaid work may be what a measure asks for."""
_INSIDE = (
    ("sono", "detenuto"), ("sono", "detenuta"), ("sono", "in", "carcere"), ("sono", "dentro"), ("sto", "a"),
    ("sono", "un", "ex"), ("sono", "ex"), ("i", "m", "in"), ("i", "am", "in"), ("i", "m", "inside"), ("im", "in"),
    ("i", "m", "an", "ex"), ("i", "am", "an", "ex"), ("dal", "carcere"),
)  # fmt: skip
_KIN = frozenset(
    word_list(
        "figlio figlia fratello sorella marito moglie padre madre papa mamma cugino cugina nipote zio zia compagno "
        "compagna fidanzato fidanzata amico amica son daughter brother sister husband wife father mother dad mum mom "
        "cousin nephew niece uncle aunt boyfriend girlfriend partner friend me him her lui lei"
    )
)
_ASKED_FOR = (
    ("is", "there"), ("are", "there"), ("there", "is"), ("do", "you"), ("does", "any"), ("which",), ("who",), ("any",),
    ("c", "e"), ("ci", "sono"), ("esiste",), ("esistono",), ("quale",), ("quali",), ("conoscete",), ("sapete",),
    ("conosce",),
)  # fmt: skip
"""Before an employer, of who seeks one: `is there a company hiring ex inmates`."""
_NEAR = 5
_FAR = 8


class Contribution(Struct, frozen=True):
    """What somebody offers (`kind`, a value of the fact), and below which needs a text may name it."""

    kind: str
    about: tuple[str, ...]


_JOB = Contribution("job", ("work", "social-support"))
_HOME = Contribution("home", ("housing", "social-support"))
_GOODS = Contribution("goods", ("basic-needs", "income", "social-support", "education"))
_AID = Contribution("time", ("social-support",))
_LESSONS = Contribution("time", ("education", "work.training", "social-support"))
_TIME = Contribution("time", ("social-support", "work", "family.contact-inside", "education"))


_OF_WHOM_IT_IS_ASKED = frozenset(word_list("nationality permit former_prisoner recent_release months_left"))
"""Facts of somebody who would volunteer in order to be active, and to whom a service may offer that."""


def find_contribution(tokens: Sequence[Token], needs: Collection[str], facts: Collection[str]) -> str | None:
    """What a text that asks for `needs` and states `facts` offers: a value of the fact `OFFERS`.

    None if it offers nothing, asks for something else as well, or may speak of somebody under a measure.
    """
    words = tuple(token.word for token in tokens)
    found = next(_list_offered(words), None)
    if found is not None and found.kind == _TIME.kind and not _OF_WHOM_IT_IS_ASKED.isdisjoint(facts):
        return None
    if found is None or any(need.split(".")[0] not in found.about and need not in found.about for need in needs):
        return None
    return found.kind


def _list_offered(words: Words) -> Iterator[Contribution]:
    if _offers_time(words):
        yield _TIME
    if _would_do(words, _TEACH):
        yield _LESSONS
    if _would_do(words, _HELP):
        yield _AID
    if _offers_job(words):
        yield _JOB
    if _offers_home(words):
        yield _HOME
    if _offers_goods(words):
        yield _GOODS


def _offers_time(words: Words) -> bool:
    """`vorrei fare volontariato`, `I want to volunteer`, `come si diventa volontari in carcere?`."""
    if not _MEASURES.isdisjoint(words) or any(_has(words, phrase) for phrase in _INSIDE):
        return False
    for place, word in enumerate(words):
        before = words[max(place - _NEAR, 0) : place]
        if word in _VOLUNTEERING and _is_wished(before, words):
            return True
        offers_to = before[-1:] and before[-1] in _AS and not _IS.intersection(before[-2:])
        if word in _VOLUNTEERS and offers_to and _is_wished(before, words):
            return True
        if word in _VOLUNTEERS and not _BECOME.isdisjoint(before):
            return True
    return False


def _is_wished(before: Words, words: Words) -> bool:
    """Whether whoever writes wishes what comes next, in either language."""
    own = not _I_WOULD.isdisjoint(before) or {"cerco", "faccio"} & {*before} or _has(before, ("si", "fa"))
    if own:
        return True
    ours = not _WE.isdisjoint(before) and not _WOULD.isdisjoint(before)
    return ours or (before[-2:] in (("how", "to"), ("where", "to")) and len(words) > 1)


def _would_do(words: Words, verbs: Collection[str]) -> bool:
    """Whether whoever writes would do something for prisoners in general: `come posso aiutare i detenuti?`."""
    for place, word in enumerate(words):
        after = words[place + 1 : place + 1 + _NEAR]
        whom = not _HELPED.isdisjoint(after) or _has(after, ("chi", "esce")) or _has(after, ("people", "leaving"))
        if word in verbs and whom and _is_own_wish(words[max(place - _NEAR, 0) : place]) and _KIN.isdisjoint(words):
            return True
    return False


def _offers_job(words: Words) -> bool:
    """`I can offer a job to an ex-prisoner`, `vorrei assumere`, `azienda cerca persone in semilibertà da assumere`."""
    for place, word in enumerate(words):
        after, before = words[place + 1 : place + 1 + _FAR], words[max(place - _NEAR, 0) : place]
        given = _first_after(after, _JOBS, _NEAR)
        has = given is not None and (word not in _HAVE or _is_plain(after[:given]))
        if has and _starts_giving(words, place) and _is_for_others(after[given:]):
            return True
        if word in _I_HIRE and _is_for_others(after):
            return True
        employer = not _EMPLOYERS.isdisjoint(words) and not any(_has(words[:place], pair) for pair in _ASKED_FOR)
        if word in _HIRE and (_is_own_wish(before) or employer) and _is_for_others(after):
            return True
        if word in _EMPLOYERS and _seeks_people(words, place):
            return True
    return False


def _seeks_people(words: Words, place: int) -> bool:
    """Whether the employer at `place` looks for people from prison, and nobody for an employer."""
    if any(_has(words[:place], pair) for pair in _ASKED_FOR):
        return False
    after = words[place + 1 : place + 1 + 2 * _FAR]
    seeks = _first_after(after, _SEEKS | _I_HIRE | _HIRES | _HIRE, _NEAR)
    if seeks is None or not _SEEKS.isdisjoint(words[max(place - 2, 0) : place]):
        return False
    whom = after[seeks + 1 :]
    return not (_MANY | _ONE | _HIRE).isdisjoint(whom) and not _JUSTICE.isdisjoint(whom) and _KIN.isdisjoint(whom)


def _offers_home(words: Words) -> bool:
    """`affitto una stanza a ex detenuti`, `I have a spare room for somebody leaving prison`, `posso ospitare`."""
    for place, word in enumerate(words):
        after = words[place + 1 : place + 1 + _FAR]
        home = _first_after(after, _HOMES, _NEAR)
        ready = _is_own_wish(words[max(place - _NEAR, 0) : place])
        if word in _I_LET and home is not None and _is_for_others(after[home:], many=True):
            return True
        if home is not None and (_starts_giving(words, place) or (word in ("have", "got") and _is_we(words, place))):
            spare = not _SPARE.isdisjoint(words[place + 1 : place + 1 + home + _NEAR])
            if (spare or word not in _HAVE) and _is_for_others(after[home:]):
                return True
        if (word in _I_HOST or (word in _HOST and ready)) and _is_for_others(after):
            return True
        if word in _PUT and ready and "disposizione" in after and not _HOMES.isdisjoint(words[:place]):
            return True
        if word in _LET and ready and home is not None and _is_for_others(after[home:]):
            return True
    return False


def _offers_goods(words: Words) -> bool:
    """`ho vestiti da donare`, `where can I donate clothes?`, `dove porto i vestiti usati?`."""
    if not _BLOOD.isdisjoint(words):
        return False
    for place, word in enumerate(words):
        before, after = words[max(place - _FAR, 0) : place], words[place + 1 : place + 1 + _NEAR]
        if word in _DONATE and (_is_own_wish(before) or _has_to_give(before)):
            return True
        if word == "give" and before[-1:] == ("to",) and not _THINGS.isdisjoint(before) and _WE & {*before}:
            return True
        if word in _I_DONATE and not _THINGS.isdisjoint(after):
            return True
        if word in _LEAVE and not _USED.isdisjoint(after) and not _THINGS.isdisjoint(after):
            return True
    return False


def _has_to_give(before: Words) -> bool:
    """Whether things stand before: `ho vestiti da [donare]`, `clothes to [donate]`."""
    return before[-1:] in (("da",), ("to",)) and not _THINGS.isdisjoint(before)


def _starts_giving(words: Words, place: int) -> bool:
    """Whether whoever writes gives what follows the word at `place`: `offro`, `I can offer`, `vorrei dare`."""
    word, before = words[place], words[max(place - _NEAR, 0) : place]
    if word in _I_GIVE:
        return before[-1:] not in (("mi",), ("non",)) and _NOT_ME.isdisjoint(words[place + 1 : place + 4])
    if word in _GIVE:
        led = before[-1:] and before[-1] in _WOULD and not _EMPLOYERS.isdisjoint(words[:place])
        return bool(led) or _is_own_wish(before) or _is_we(words, place)
    return word in _HAVE and _is_we(words, place)


def _is_we(words: Words, place: int) -> bool:
    return not _WE.isdisjoint(words[max(place - 2, 0) : place])


def _is_own_wish(before: Words) -> bool:
    """Whether whoever writes would do what comes next: `vorrei`, `we would gladly`."""
    return not _I_WOULD.isdisjoint(before) or (not _WE.isdisjoint(before) and not _WOULD.isdisjoint(before))


def _is_plain(between: Words) -> bool:
    """Whether nothing but articles and numbers stands between having and what one has: not in `ho perso il posto`."""
    return all(word in LIGHT or word in _FEW or word.isdecimal() for word in between)


def _is_for_others(after: Words, many: bool = False) -> bool:
    """Whether what is given is for people whom nobody names, and for no relative."""
    near = after[:_FAR]
    whom = _MANY if many else _MANY | _ONE
    return (not whom.isdisjoint(near) or (not many and not _JUSTICE.isdisjoint(near))) and _KIN.isdisjoint(near)


def _first_after(words: Words, wanted: Collection[str], most: int) -> int | None:
    return next((place for place, word in enumerate(words[:most]) if word in wanted), None)


def _has(words: Words, phrase: Words) -> bool:
    size = len(phrase)
    return any(tuple(words[place : place + size]) == tuple(phrase) for place in range(len(words) - size + 1))
