"""Signs of violence that a text does not call so: an order against somebody, fear, flight, the words for hitting.

Protection may only be implied: by fear of a partner who comes back, a home where nobody can return, an order or a
complaint against one who is near. Nothing is then stated of the person or of the one they fear; the protection
service is only shown with the rest. Whoever was hurt and has to leave home needs a place, though the text asks for
none. The words for hitting may ask for help to stop it, or tell that somebody hits the person.
"""

from collections.abc import Iterable, Sequence

from graph.language.grammar import Role
from graph.language.lexicon import Lexicon
from graph.language.meanings import value_meaning
from graph.language.pursuers import FIRST, is_about_victim, is_pursued, list_attacked
from graph.language.spans import Span
from graph.language.tokens import LIGHT, Token, clause_before, end_of_clause, list_places, word_list
from graph.question import GivenFact
from graph.structs import replace
from graph.vocabulary import VICTIM_OF

IMPLIED = "protection.violence"
_FEARED = frozenset(
    word_list(
        "ex husband partner boyfriend fiance stepfather stalker marito compagno fidanzato convivente patrigno ragazzo"
    )
)
_AFRAID = frozenset(
    word_list("paura afraid scared frightened terrified spaventata spaventato terrorizzata terrorizzato temo timore")
)
_OF_SOMETHING = frozenset(word_list("per for per perdere losing ricada relapse relapses bere drinking"))
"""After a word of fear, these say that it is for him, or of something else."""
_OF_WHOM = frozenset(word_list("lui him my mio suo her ex what"))
_FOR_WHOM = frozenset(word_list("lei loro mia noi me her them us my"))
_COMES = (
    "esc", "uscit", "uscir", "out", "releas", "parole", "scarcer", "liber", "free", "torn", "return", "come", "coming",
    "back", "phone", "call", "ring", "text", "messag", "chiam", "telefon", "scriv", "write", "aspett", "wait", "follow",
    "segu", "pedin", "cerca", "viene", "found", "find", "trov", "sa", "knows", "bussa", "knock",
)  # fmt: skip
"""The beginnings of words for somebody who comes near."""
_KNOWS_WHERE = (("sa", "dove"), ("knows", "where"), ("know", "where"), ("scoperto", "dove"), ("found", "out", "where"))
_FOUND_HER = (
    *(("ha", found) for found in word_list("trovata ritrovata rintracciata scovata")),
    ("found", "her"), ("found", "me"),
    ("found", "us"), ("tracked", "her"), ("tracked", "me"),
)  # fmt: skip
"""Beside a former partner: they know where somebody is who keeps away from them."""
_LIVES = frozenset(word_list("abito vivo sto lavoro live work stay am abita vive sta lives works abitiamo"))
_CANNOT = frozenset(word_list("non nn can't cant cannot can t not never mai wont won"))
_RETURN = frozenset(word_list("tornare torno rientrare rientro torna go going return back"))
_TO_HIM = (
    ("lui", "aspetta"), ("lui", "mi", "aspetta"), ("lui", "la", "aspetta"), ("he", "waiting"), ("he", "s", "waiting"),
    ("he", "waits"),
    ("da", "lui"), ("to", "him"), ("his", "place"), ("his", "flat"), ("his", "house"), ("dal", "mio", "ex"),
    ("dal", "marito"), ("da", "marito"), ("da", "mio", "marito"), ("da", "compagno"), ("da", "mio", "compagno"),
    ("to", "my", "husband"), ("to", "my", "partner"), ("to", "my", "boyfriend"), ("to", "my", "ex"),
    ("to", "her", "husband"), ("to", "her", "partner"), ("to", "her", "ex"), ("da", "suo", "marito"),
    ("da", "mio", "ex"), ("da", "suo", "compagno"),
)  # fmt: skip
_ORDERS = (
    ("restraining", "order"), ("protection", "order"), ("divieto", "avvicinamento"), ("divieto", "di", "avvicinamento"),
    ("ordine", "di", "protezione"), ("ordine", "protezione"), ("codice", "rosso"),
)  # fmt: skip
"""What keeps somebody away from whoever they hurt."""
_HAVE_ORDER = frozenset(word_list("i we she ho abbiamo lei"))
_AGAINST = frozenset(word_list("against contro verso"))
_REPORTED = _FEARED | frozenset(word_list("lui he indagato imputato padre father papa dad"))
_YET = frozenset(word_list("ma but pero ancora still"))
_ACCUSES = ("denunci", "querel")
_CHARGES = (("reported",), ("pressed", "charges", "against"), ("filed", "charges", "against"), ("went", "to", "police"))
_NEAR = 4
_LEAVES = frozenset(word_list("lasciare lascia lascio lasciato lasciata leave leaving left"))
_HIM = frozenset(word_list("marito compagno convivente fidanzato husband partner boyfriend him"))
_AT_ONCE = frozenset(
    word_list("stanotte stasera subito notte tonight night now oggi today bambini figli kids children")
)
_HOME = frozenset(word_list("casa home house"))
_AT_NIGHT = frozenset(word_list("notte night"))
HOUSING = "housing"
PLACE = "housing.emergency"
_HURT = frozenset({"violence", "trafficking"})
_HAS_TO = frozenset(
    word_list(
        "deve devo dobbiamo devono vuole voglio vorrebbe vorrei bisogno dovrebbe needs need has have must wants want "
        "got gotta can't cant trying cerca sta sto going"
    )
)
_LEAVE = frozenset(word_list("uscire andarsene andarmene scappare fuggire allontanarsi allontanarmi leave flee escape"))
_LEAVE_BY_TWO = frozenset(
    {
        ("andare", "via"), ("andar", "via"), ("lasciare", "casa"), ("get", "away"), ("run", "away"),
        ("go", "away"), ("move", "out"),
    }
)  # fmt: skip
_ELSEWHERE = frozenset(
    word_list("carcere prigione cella permesso lavoro lavorare spesa prison jail cell work job bed hospital")
)
"""What somebody leaves, or leaves for, that is not the home of whoever hurts them."""
SEEKS_PREVENTION = "seeks_violence_prevention"
_HITTING = ("alz", "picchi", "men", "maltratt", "hit", "beat", "hurt", "threat", "attack", "stab", "slap", "violent")
"""The beginnings of verbs of hitting."""
_SHE = frozenset(word_list("she lei"))
_HE = frozenset(word_list("he lui i io"))
_ASKER = frozenset(word_list("me mi us noi"))
_CHILDREN = ("figli", "bambin", "son", "daughter", "kid", "child", "ragazz", "piccol", "baby")
"""The beginnings of words for children. If they are hit at home, the asker is not safe there either."""
_FATHERS = frozenset(word_list("padre papa father dad patrigno stepfather stepdad"))
_MOTHERS = frozenset(word_list("madre mamma mother mum mom"))
_AT_HOME = frozenset(word_list("marito compagno convivente fidanzato patrigno husband partner boyfriend stepfather"))


def implies_protection(tokens: Sequence[Token]) -> bool:
    """Whether a text asks for protection without saying that anybody was hurt."""
    words = [token.word for token in tokens]
    return (
        _fears_who_comes(words)
        or _is_found_by_former(words)
        or _cannot_return(tokens)
        or is_pursued(tokens)
        or is_about_victim(tokens)
        or _is_kept_by_order(tokens)
        or _accuses_one_near(tokens)
        or leaves_partner(tokens)
    )


def leaves_partner(tokens: Sequence[Token]) -> bool:
    """Whether somebody leaves a partner at once, or home by night."""
    return _find_departure([token.word for token in tokens]) is not None


def _find_departure(words: Sequence[str]) -> int | None:
    """The word by which somebody leaves a partner at once, or home by night: `devo lasciare mio marito stanotte`."""
    for index, word in enumerate(words):
        after = words[index + 1 : index + 1 + _NEAR]
        if word not in _LEAVES or not _CANNOT.isdisjoint(words[max(index - 3, 0) : index]):
            continue
        if not _HIM.isdisjoint(after[:3]) and not _AT_ONCE.isdisjoint(words):
            return index
        by_night = not _HOME.isdisjoint(after[:3]) and not _AT_NIGHT.isdisjoint(words[index : index + 7])
        if by_night:
            return index
    return None


def _is_kept_by_order(tokens: Sequence[Token]) -> bool:
    """Whether an order protects somebody: `I have a restraining order against him`, `he has one but still writes`."""
    words = [token.word for token in tokens]
    for first, last in list_places(words, _ORDERS):
        before, after = _words_before(tokens, first), words[last : last + _NEAR]
        if is_order_for(tokens, first, last) or (not _REPORTED.isdisjoint(before) and not _YET.isdisjoint(after)):
            return True
    return False


def is_order_for(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the order that tokens `first` to `last` name protects whoever has it: `I have one against him`."""
    words = [token.word for token in tokens[first : last + 2]]
    against = not _AGAINST.isdisjoint(words) and "me" not in words
    return against and not _HAVE_ORDER.isdisjoint(_words_before(tokens, first))


def _accuses_one_near(tokens: Sequence[Token]) -> bool:
    """Whether somebody has reported a partner or father: `ha denunciato il patrigno`, not `la compagna lo denuncia`."""
    words = [token.word for token in tokens]
    reports = [index + 1 for index, word in enumerate(words) if word.startswith(_ACCUSES)]
    reports += [last for _, last in list_places(words, _CHARGES)]
    return any(
        not _REPORTED.isdisjoint(words[last : min(last + 3, end_of_clause(tokens, last - 1))]) for last in reports
    )


def _words_before(tokens: Sequence[Token], index: int) -> list[str]:
    return [token.word for token in clause_before(tokens, index, _NEAR)]


def _fears_who_comes(words: Sequence[str]) -> bool:
    """Whether somebody is afraid, and a partner comes near: `my ex got parole and phones me, I'm frightened`."""
    named = any(word in _FEARED for word in words)
    comes = any(word.startswith(_COMES) for word in words)
    afraid = (index for index, word in enumerate(words) if word in _AFRAID)
    return named and comes and any(_is_of_somebody(words[index + 1 : index + 4]) for index in afraid)


def fears_partner(tokens: Sequence[Token]) -> bool:
    """Whether the asker is afraid of a partner who comes near: `my husband gets out tomorrow and I'm scared`."""
    words = [token.word for token in tokens]
    own = any(
        not FIRST.isdisjoint(words[max(index - 3, 0) : index]) for index, word in enumerate(words) if word in _AFRAID
    )
    return own and _fears_who_comes(words)


def _is_of_somebody(after: Sequence[str]) -> bool:
    """Whether fear, with the words after it, may be that of a person: not `paura di non trovare lavoro`."""
    if after[:1] in (["di"], ["of"]) and _OF_WHOM.isdisjoint(after[1:2]):
        return False
    if after[:1] in (["per"], ["for"]) and not _FOR_WHOM.isdisjoint(after[1:2]):
        return True
    return _OF_SOMETHING.isdisjoint(after)


def _is_found_by_former(words: Sequence[str]) -> bool:
    """Whether a former partner knows where somebody lives: `my ex gets out on Friday and knows where I live`."""
    if not {"ex", "stalker"} & set(words):
        return False
    if any(True for _ in list_places(words, _FOUND_HER)):
        return True
    return any(not _LIVES.isdisjoint(words[last : last + 3]) for _, last in list_places(words, _KNOWS_WHERE))


def _cannot_return(tokens: Sequence[Token]) -> bool:
    """Whether somebody cannot go back to a man: `non posso tornare a casa da lui`."""
    words = [token.word for token in tokens if token.word not in LIGHT or token.word in ("a", "da")]
    for index, word in enumerate(words):
        if word not in _RETURN or _CANNOT.isdisjoint(words[max(index - 4, 0) : index]):
            continue
        if any(True for _ in list_places(words[index + 1 : index + 7], _TO_HIM)):
            return True
    return False


def find_flight(tokens: Sequence[Token], facts: Iterable[GivenFact]) -> int | None:
    """The token by which somebody who was hurt has to leave home, or leaves it at once; None where nobody has to.

    *Il marito la picchia, deve uscire di casa stasera.*
    """
    hurt = any(given.name == VICTIM_OF and not given.negated and not _HURT.isdisjoint(given.values) for given in facts)
    words = [token.word for token in tokens]
    leaving = next((index for index in range(len(words)) if _is_leaving(words, index)), None) if hurt else None
    return _find_departure(words) if leaving is None else leaving


def _is_leaving(words: Sequence[str], index: int) -> bool:
    leaves = words[index] in _LEAVE or tuple(words[index : index + 2]) in _LEAVE_BY_TWO
    before, after = words[max(index - _NEAR, 0) : index], words[index + 1 : index + _NEAR]
    return leaves and not _HAS_TO.isdisjoint(before) and _ELSEWHERE.isdisjoint(after)


def with_suffered(tokens: Sequence[Token], spans: Sequence[Span], lexicon: Lexicon) -> tuple[Span, ...]:
    """`spans` in which hitting the asker, or children at home, counts as violence that the person suffers."""
    hitting = [span for span in spans if _seeks_prevention(span)]
    if len(hitting) != 1 or not _is_hit_by_another(tokens, spans, hitting[0]):
        return tuple(spans)
    (span,) = hitting
    definition = lexicon.facts[VICTIM_OF]
    violence = next(value for value in definition.values if value.code == "violence")
    suffered = value_meaning(definition, violence.code, violence.label)
    return tuple(replace(one, meanings=(suffered,)) if one is span else one for one in spans)


def without_committed(tokens: Sequence[Token], spans: Sequence[Span]) -> tuple[Span, ...]:
    """`spans` in which nobody is hurt by what the person did to somebody: `ha violentato una ragazza`."""
    attacked = frozenset(list_attacked(tokens))
    if not attacked:
        return tuple(spans)
    return tuple(
        replace(one, meanings=tuple(m for m in one.meanings if all(given.name != VICTIM_OF for given in m.facts)))
        if not attacked.isdisjoint(range(one.first, one.last))
        else one
        for one in spans
    )


def _seeks_prevention(span: Span) -> bool:
    return any(given.name == SEEKS_PREVENTION for one in span.meanings for given in one.facts)


def _is_hit_by_another(tokens: Sequence[Token], spans: Sequence[Span], span: Span) -> bool:
    """Whether the one who hits is somebody else, named before in the same clause."""
    after = [token.word for token in tokens[span.last :]]
    if _SHE.intersection(after) and _HE.isdisjoint(after) and any(word.startswith(_HITTING) for word in span.words):
        return True  # `he beats his wife, she wants to leave`
    others = [one for one in spans if one.last <= span.first and one.has(Role.OTHER)]
    if not others or not any(word.startswith(_HITTING) for word in span.words):
        return False
    if any(token.apart for token in tokens[others[-1].last : span.first + 1]):
        return False
    whom = [token.word for token in tokens[span.first : span.last + 2]]
    if not _FATHERS.isdisjoint(others[-1].words) and not _MOTHERS.isdisjoint(whom):
        return True  # `papà picchia la mamma` is told by their child
    if not _ASKER.isdisjoint(whom[: span.last + 1 - span.first]):
        return True
    return not _AT_HOME.isdisjoint(others[-1].words) and any(word.startswith(_CHILDREN) for word in whom)
