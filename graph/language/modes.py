"""The mode in which a text names a situation: as one that holds, or as over, hoped for, supposed, or no such thing.

`modes.txt` lists the words that say so, for each standing, with how far from the situation they may stand. Where the
words for a release name no prison, what somebody got out of decides: `out of school` is no release.
"""

import re
from collections.abc import Sequence

from graph.language.context import SKIPPED, SpokenText, words_after, words_before
from graph.language.disambiguation import Standing, situations_of, standing_of
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.mode_rules import PLACE_PREPOSITIONS, Mode, mode_by_rules
from graph.language.offers import is_offered
from graph.language.quantities import NUMBERS, find_months_ahead
from graph.language.spans import Span
from graph.language.tokens import word_list

RELEASES = frozenset(word_list("release scarcerazione uscita liberazione dimissione"))
"""Nouns: what they name may be hoped for."""
WEEKDAYS = frozenset(word_list("lunedi martedi mercoledi giovedi venerdi sabato domenica"))
_DAYS = frozenset(word_list("monday tuesday wednesday thursday friday saturday sunday"))
PASSED = frozenset(word_list("ieri yesterday ago fa scorso scorsa last already gia"))
AHEAD = frozenset(word_list("tomorrow domani dopodomani next prossimo prossima prossimi soon presto"))
"""Beside a release, the former say that it is past, these that it is still to come."""
_ASKED = frozenset(word_list("chiede chiedo cerca cerco vuole voglio serve bisogno need needs want wants ask asks"))
_WOMEN = frozenset(word_list("donna signora ragazza madre mamma sorella figlia amica moglie nonna"))
_STATES = frozenset(word_list("in prossima prossimo before upon on ahead awaiting pending"))
"""Before a noun for a release, these say that it comes: `in uscita da Opera`."""
_MOVERS = frozenset(word_list("i we they ve have just recently"))
_MOVED = frozenset((("mi", "sono"), ("ci", "siamo"), ("si", "e"), ("si", "sono"), ("mi", "ero"), ("si", "era")))
_WHOEVER = frozenset(word_list("people whoever chiunque those anyone anybody everyone"))
_MANY = frozenset(word_list("detenuti detenute prisoners inmates detainees carcerati"))
_TAKEN = ("moved", "transferred", "sent", "taken", "portat", "trasferit")
_OWNED = frozenset(word_list("mio mia suo sua my his her"))
_ONE_OF = re.compile(
    r"\b(am|m|we are|we re|siamo|one|uno|una|tra) ((one|uno|una) )?(those|people|coloro|quelli|quelle|persone|gente)\b"
)
"""Before `who left prison`: the asker is one of them."""
_I_AM = re.compile(r"\b(am|m|(io|e|ora|adesso|ma) sono)( (now|currently|ora|adesso|in|at|a))*$")
_WE = frozenset(word_list("siamo noi due tre we are re two three both entrambi"))
_IS_OUT = frozenset(word_list("in e sono appena lei donna signora scorso scorsa ieri io"))
_DAYTIMES = frozenset(word_list("mattina mattino mattine sera sere notte morning mornings evening evenings nights"))
_ANNOUNCED = frozenset(
    word_list(
        "arriva arrivera arrivi arrivata arrivato arrive come comes coming will any order ordine decreto non not hasn"
    )
)
_JAILS = frozenset(word_list("carcere prison jail galera reclusione circondariale"))
_FROM = frozenset(word_list("da from"))
_PRISONS = _JAILS | frozenset(
    word_list(
        "femminile maschile sezione reparto raggio gip giudice tribunale magistrato judge court prigione dentro "
        "gabbio gabbia cella istituto penitenziario penale minorile inside nick slammer clink custody lockup "
        "penitentiary detention detenzione beccaria cell bars monza lodi pavia voghera vigevano cremona brescia "
        "bergamo como varese busto lecco sondrio mantova torino genova roma rebibbia poggioreale secondigliano napoli "
        "verona padova bologna parma piacenza modena novara vercelli alessandria vittore opera bollate sv"
    )
)
"""Who lets somebody out, from where; towns with a prison."""
_TIMES = frozenset(
    word_list(
        "ieri oggi stamattina stamani stamane stanotte stasera poco pochi poche pochissimo qualche alcuni alcune circa "
        "quasi appena giorni settimane mesi mese settimana week weeks month months days few couple about yesterday "
        "today lunedi martedi mercoledi giovedi venerdi sabato domenica monday tuesday wednesday thursday friday "
        "saturday sunday gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre "
        "natale pasqua estate primavera inverno autunno questo quel ultimo un una uno sola solo soli"
    )
)
_WEAK = frozenset(word_list("esco esce fuori out m am i sono is e now ora io"))
_OTHER_LIFE = frozenset(
    word_list("ditta azienda firm company girlfriend boyfriend ragazza fidanzata divorzio divorce college diploma bere")
)
_ALONE = frozenset(word_list("solo sola soli sole"))
_OF_RELEASE = (
    "esc", "usc", "scarc", "rilasc", "releas", "liber", "free", "out", "pena", "sentence", "dimett", "dimess", "dimiss",
    "let", "leav", "condann", "definitivo", "term", "fuori", "detenzion", "reclusion", "salgo", "fp", "scontare",
    "dimitt", "exit", "blindo", "cancello", "inside", "dentro", "serve",
)  # fmt: skip
"""The beginnings of words that speak of a release by themselves."""
_PENAL = (
    "pena", "carcer", "galera", "prigion", "prison", "jail", "deten", "detain", "sentence", "inmate", "judge", "giudic",
    "magistrat", "cella", "cell", "inside", "dentro", "uepe", "educat", "custod", "arrest", "tribunal", "court",
    "scont", "serv", "outside", "condann", "convict", "rinchius", "reclus", "sezione", "wing", "raggio", "colloqui",
)  # fmt: skip
_DOERS = frozenset(word_list("i we you they he she to will must should can cannot t not didn don won"))
_DETERMINERS = frozenset(word_list("my our your their his her the a an this that these"))
_BEFORE_PLACES = frozenset(word_list("a da di in to from of at inside dentro via casa carcere det detenuto ex uscito"))
_AFTER_VERBS = frozenset(word_list("in come con per su nel presso nella"))
_BEREAVED = frozenset(word_list("widow widower orphan vedova vedovo orfano orfana orfani"))
_SMALL = frozenset(word_list("a this last the san"))


def mode_of(text: SpokenText, span: Span, placed: Sequence[Meaning]) -> Mode:
    """The mode in which a span names a situation; `placed` are its senses where it stands."""
    senses = situations_of(span)
    standings = frozenset(standing_of(text.lexicon.situations[one.code]) for one in placed)
    if not RELEASES.isdisjoint(span.words) and _is_asked_for(text, span):
        return Mode.HOPED
    on_leave = {one.code for one in senses} == {"leave"} and span.words[-1] in ("from", "da")
    may_leave = standings <= {Standing.RELEASED, Standing.LEAVING} or on_leave
    if (may_leave and _leaves_something_else(text, span)) or _releases_something(text, span) or _is_verb(text, span):
        return Mode.OTHER
    if _is_dated_noun(text, span) or _is_announced(text, span, standings) or _is_daily(text, span, standings):
        return Mode.SUPPOSED
    if standings == {Standing.LEAVING} and _lacks_prison(text, span):
        return Mode.SUPPOSED
    if standings <= {Standing.RELEASED, Standing.LEAVING} and _is_of_other_life(text, span):
        return Mode.OTHER
    if _is_of_whoever(text, span, senses) and not _is_one_of(text, span):
        return Mode.OTHER
    if _is_feared(span) or _moves_house(text, span) or _is_once_served(text, span):
        return Mode.SUPPOSED
    if (
        _is_left_by_somebody(text, span)
        or _is_of_many(text, span)
        or _is_like_a_prison(text, span)
        or is_offered(text, span)
    ):
        return Mode.OTHER
    place = _is_bare_place(text, span, placed)
    found = mode_by_rules(text, span, frozenset() if place and len(standings) > 1 else standings, place)
    if found is Mode.OTHER and (_is_one_of(text, span) or _says_i_am(text, span)):
        return Mode.HOLDS
    if found is Mode.OVER and (_follows_former_partner(text, span) or _is_where_taken(text, span)):
        return Mode.HOLDS
    if found is Mode.SERVED and find_months_ahead(text.tokens) is not None:
        return Mode.HOLDS
    if found is Mode.GIVEN:  # of a leave the days are then known
        return Mode.HOLDS if {one.code for one in senses} == {"leave"} else Mode.HOPED
    return found


def _is_asked_for(text: SpokenText, span: Span) -> bool:
    """Whether a release is wanted: `chiede la scarcerazione`, not `cerca un letto per una donna in uscita da Opera`."""
    before = words_before(text, span)
    if span.words[0] == "uscita" and not _WOMEN.isdisjoint(before):
        return False  # `cerco lavoro per una donna uscita da Bollate`
    return span.words[0] not in _STATES and before[-1:] != ["in"] and not _ASKED.isdisjoint(before)


def is_not_out(text: SpokenText, placed: Sequence[Meaning]) -> bool:
    """Whether none of the senses is a recent release: each is inside, about to leave, under a measure, or free."""
    standings = {standing_of(text.lexicon.situations[one.code]) for one in placed}
    return bool(standings) and standings <= {Standing.INSIDE, Standing.LEAVING, Standing.MEASURE, Standing.FREE}


def _is_where_taken(text: SpokenText, span: Span) -> bool:
    """Whether somebody is where they were taken: `he was moved to prison`."""
    return span.words[0].startswith(_TAKEN) and words_before(text, span, 1)[-1:] in (
        ["was"],
        ["been"],
        ["stato"],
        ["stata"],
    )


def _follows_former_partner(text: SpokenText, span: Span) -> bool:
    """Whether the `ex` before a measure is a person: `la mia ex in messa alla prova`, not `ex semilibero`."""
    before = words_before(text, span, 2)
    return before[-1:] == ["ex"] and before[:1] != ["ex"] and before[0] in _OWNED


def _is_of_many(text: SpokenText, span: Span) -> bool:
    """Whether a span names prisoners in general, and not `we are prisoners` or `two prisoners`."""
    return text.tokens[span.first].word in _MANY and _WE.isdisjoint(words_before(text, span, 3))


def _is_left_by_somebody(text: SpokenText, span: Span) -> bool:
    """Whether a span only says who is dead: `widow of a prisoner`."""
    first = span.first
    while first and not text.tokens[first].apart and text.tokens[first - 1].word in SKIPPED | {"a"}:
        first -= 1
    of = any(token.word in ("of", "di", "d") for token in text.tokens[first : span.first + 1])
    return of and first > 0 and text.tokens[first - 1].word in _BEREAVED


def _is_like_a_prison(text: SpokenText, span: Span) -> bool:
    """Whether something is called `a prison`."""
    before = [token.word for token in text.tokens[max(span.first - 1, 0) : span.first]]
    return before in (["a"], ["una"]) and span.words[-1] in _JAILS


def _is_of_whoever(text: SpokenText, span: Span, senses: Sequence[Meaning]) -> bool:
    """Whether a question is about anybody: `can people leaving prison ...?`. A prison by name is a start."""
    before = words_before(text, span, 2)
    if before[-1:] == ["chi"]:
        return True
    named = any(text.lexicon.situations[one.code].known_to for one in senses)
    asked = any("?" in token.gap for token in text.tokens[span.last :]) or "?" in text.ending
    return asked and not named and not _WHOEVER.isdisjoint(before[-1:])


def _moves_house(text: SpokenText, span: Span) -> bool:
    """Whether somebody moves to a town with a prison of themselves: `I moved to Bollate`, not `was moved to`."""
    before = tuple(token.word for token in text.tokens[max(span.first - 2, 0) : span.first])
    if span.words[0] == "moved":
        return not _MOVERS.isdisjoint(before[-1:])
    return span.words[0].startswith("trasferit") and before in _MOVED


def _is_one_of(text: SpokenText, span: Span) -> bool:
    """Whether the person counts as one of those whom a span names: `I'm one of those who left prison`."""
    return _ONE_OF.search(" ".join(words_before(text, span))) is not None


def _says_i_am(text: SpokenText, span: Span) -> bool:
    """Whether a span is what the asker says of themselves: `I do volunteer work and I am in prison`."""
    return _I_AM.search(" ".join([*words_before(text, span), *span.words[:1]])) is not None


def _is_feared(span: Span) -> bool:
    """Whether a span is `finisce in carcere`, which ends up in prison, and ends no sentence there."""
    ends = span.words[0].startswith(("finisc", "finir"))  # and not `è finito in carcere`, who is there
    return ends and "in" in span.words and not _JAILS.isdisjoint(span.words)


def _is_once_served(text: SpokenText, span: Span) -> bool:
    """Whether a span is `a pena finita`, once the sentence is served."""
    return span.words[0] == "pena" and span.first > 0 and text.tokens[span.first - 1].word == "a"


def _is_announced(text: SpokenText, span: Span, standings: frozenset[Standing]) -> bool:
    """Whether a noun for a release names one that is announced or has not come: `the release order hasn't come`."""
    if standings != {Standing.RELEASED} or RELEASES.isdisjoint(span.words) or "uscita" in span.words:
        return False
    if "since" in span.words:
        return False
    return not _ANNOUNCED.isdisjoint({*words_before(text, span, 4), *words_after(text, span, 4)})


def _is_daily(text: SpokenText, span: Span, standings: frozenset[Standing]) -> bool:
    """Whether somebody goes out in the mornings and is back at night: `esce la mattina dal carcere`."""
    if standings != {Standing.LEAVING}:
        return False
    near = {*words_before(text, span, 2), *span.words, *words_after(text, span, 3)}
    return not _DAYTIMES.isdisjoint(near) and near.isdisjoint(AHEAD | PASSED | WEEKDAYS | _DAYS | {"this", "questa"})


def _is_dated_noun(text: SpokenText, span: Span) -> bool:
    """Whether a span is `uscita lunedì`: a woman got out on Monday, or somebody will."""
    after = text.tokens[span.last].word if span.last < len(text.tokens) else ""
    dated = after in WEEKDAYS or span.words[-1] in WEEKDAYS
    clear = {*words_before(text, span, 2), *span.words, *words_after(text, span, 3)} & _IS_OUT
    return "uscita" in span.words and dated and not clear


def _is_bare_place(text: SpokenText, span: Span, placed: Sequence[Meaning]) -> bool:
    """Whether a span is the name of a prison, which may be that of a town, and at most a preposition."""
    if span.words[0] in ("dentro", "inside") or (not is_not_out(text, placed) and len(placed) == 1):
        return False
    name = span.words[1:] if span.words[0] in PLACE_PREPOSITIONS else span.words
    found = [
        one
        for one in text.lexicon.patterns.trie.find(name)
        if isinstance(one, Meaning) and one.kind is MeaningKind.SITUATION
    ]
    known = all(text.lexicon.situations[one.code].known_to for one in found)
    if all(standing_of(text.lexicon.situations[one.code]) is Standing.MEASURE for one in found):
        return False  # `lavora in semilibertà` names no workplace
    return len(found) > 1 and known and _JAILS.isdisjoint(span.words)


def _leaves_something_else(text: SpokenText, span: Span) -> bool:
    """Whether a span that may speak of a release says that somebody leaves a home, a school or a contract."""
    if not _JAILS.isdisjoint(span.words) or _is_placed(text, span):
        return False
    after = words_after(text, span)
    if span.words[-1] not in _FROM:
        while after and (after[0] in _TIMES or after[0][0].isdigit()) and after[0] not in _FROM:
            after.pop(0)
        if not (after and after[0] in _FROM) and not _is_of(text, span):
            return False
        after = after[1:] if after[:1] and after[0] in _FROM else after
    after = [one for one in after if one not in _SMALL]
    named = after[0] if after else ""
    if named in _ALONE and not (after[1:] and (after[1] in _TIMES or after[1] in NUMBERS or after[1][0].isdigit())):
        return True  # `pronta per stare fuori da sola`, not `fuori da sole due settimane`
    return bool(named) and not named[0].isdigit() and named not in NUMBERS and named not in _TIMES | _PRISONS


def _is_placed(text: SpokenText, span: Span) -> bool:
    situations = (one for one in span.meanings if one.kind is MeaningKind.SITUATION)
    return any(text.lexicon.situations[one.code].known_to for one in situations)


def _is_of(text: SpokenText, span: Span) -> bool:
    """Whether `of` follows a span."""
    follows = text.tokens[span.last : span.last + 1]
    return bool(follows) and not follows[0].apart and follows[0].word in ("of", "di")


def _lacks_prison(text: SpokenText, span: Span) -> bool:
    """Whether a span only says that a time ends or that somebody is put out, and no word of the text is of prison.

    `Mi restano due mesi`, `I finish in June` and `mi mettono fuori domani` may be said of a lease or a course.
    """
    if _is_placed(text, span) or not _JAILS.isdisjoint(span.words):
        return False
    if any(word.startswith(_OF_RELEASE) for word in span.words) and not any(w.startswith("mett") for w in span.words):
        return False
    if any(one.kind is MeaningKind.SITUATION for other in text.spans if other is not span for one in other.meanings):
        return False
    return not any(token.word.startswith(_PENAL) for token in text.tokens)


def _releases_something(text: SpokenText, span: Span) -> bool:
    """Whether `release` is a verb and its object a thing: `I release my contract`, `they release the deposit`."""
    if span.words != ("release",) or not span.first or text.tokens[span.first].apart:
        return False
    before = text.tokens[span.first - 1].word
    follows = text.tokens[span.last : span.last + 1]
    return before in _DOERS and bool(follows) and not follows[0].apart and follows[0].word in _DETERMINERS


def _is_verb(text: SpokenText, span: Span) -> bool:
    """Whether the name of a prison is an Italian verb: `mia figlia opera nelle pulizie`."""
    if span.words != ("opera",) or not span.first or text.tokens[span.first].apart:
        return False
    before, after = text.tokens[span.first - 1].word, words_after(text, span, 1)
    return before not in _BEFORE_PLACES and bool(after) and after[0] in _AFTER_VERBS


def _is_of_other_life(text: SpokenText, span: Span) -> bool:
    """Whether `esco` or `I'm out` stands in a text about a firm, a couple or a school that names no prison."""
    if not _WEAK.issuperset(span.words):
        return False
    words = {token.word for token in text.tokens}
    named = any(
        one.kind is MeaningKind.SITUATION for other in text.spans if other is not span for one in other.meanings
    )
    return not named and words.isdisjoint(_JAILS) and not words.isdisjoint(_OTHER_LIFE)
