"""What somebody got out of, where the words for a release name no prison: `out of school` is no release."""

from graph.language.context import SpokenText
from graph.language.interpretation import MeaningKind
from graph.language.modes import words_after
from graph.language.quantities import NUMBERS
from graph.language.spans import Span
from graph.language.tokens import word_list

JAILS = frozenset(word_list("carcere prison jail galera reclusione circondariale"))
_FROM = frozenset(word_list("da from"))
_PRISONS = JAILS | frozenset(
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
_SMALL = frozenset(word_list("a this last the san"))


def leaves_something_else(text: SpokenText, span: Span) -> bool:
    """Whether a span that may speak of a release says that somebody leaves a home, a school or a contract."""
    if not JAILS.isdisjoint(span.words) or _is_placed(text, span):
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


def lacks_prison(text: SpokenText, span: Span) -> bool:
    """Whether a span only says that a time ends or that somebody is put out, and no word of the text is of prison.

    `Mi restano due mesi`, `I finish in June` and `mi mettono fuori domani` may be said of a lease or a course.
    """
    if _is_placed(text, span) or not JAILS.isdisjoint(span.words):
        return False
    if any(word.startswith(_OF_RELEASE) for word in span.words) and not any(w.startswith("mett") for w in span.words):
        return False
    if any(one.kind is MeaningKind.SITUATION for other in text.spans if other is not span for one in other.meanings):
        return False
    return not any(token.word.startswith(_PENAL) for token in text.tokens)


def releases_something(text: SpokenText, span: Span) -> bool:
    """Whether `release` is a verb and its object a thing: `I release my contract`, `they release the deposit`."""
    if span.words != ("release",) or not span.first or text.tokens[span.first].apart:
        return False
    before = text.tokens[span.first - 1].word
    follows = text.tokens[span.last : span.last + 1]
    return before in _DOERS and bool(follows) and not follows[0].apart and follows[0].word in _DETERMINERS


def is_verb(text: SpokenText, span: Span) -> bool:
    """Whether the name of a prison is an Italian verb: `mia figlia opera nelle pulizie`."""
    if span.words != ("opera",) or not span.first or text.tokens[span.first].apart:
        return False
    before, after = text.tokens[span.first - 1].word, words_after(text, span, 1)
    return before not in _BEFORE_PLACES and bool(after) and after[0] in _AFTER_VERBS


def is_of_other_life(text: SpokenText, span: Span) -> bool:
    """Whether `esco` or `I'm out` stands in a text about a firm, a couple or a school that names no prison."""
    if not _WEAK.issuperset(span.words):
        return False
    words = {token.word for token in text.tokens}
    named = any(
        one.kind is MeaningKind.SITUATION for other in text.spans if other is not span for one in other.meanings
    )
    return not named and words.isdisjoint(JAILS) and not words.isdisjoint(_OTHER_LIFE)
