"""Protection that a text only implies: fear of a partner who comes back, a home where nobody can return, an order or a
complaint against one who is near.

Nothing is stated of the person or of the one they fear; the protection service is only shown with the rest.
"""

from collections.abc import Sequence

from graph.language.context import SpokenText
from graph.language.pursuers import is_about_victim, is_pursued
from graph.language.tokens import LIGHT, end_of_clause, list_places, word_list

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
_WHOM = frozenset(word_list("lui him my mio suo her ex what"))
_COMES = (
    "esc", "uscit", "uscir", "out", "releas", "parole", "scarcer", "liber", "free", "torn", "return", "come", "coming",
    "back", "phone", "call", "ring", "text", "messag", "chiam", "telefon", "scriv", "write", "aspett", "wait", "follow",
    "segu", "pedin", "cerca", "viene", "found", "find", "trov", "sa", "knows", "bussa", "knock",
)  # fmt: skip
"""The beginnings of words for somebody who comes near."""
_KNOWS_WHERE = (("sa", "dove"), ("knows", "where"), ("know", "where"), ("scoperto", "dove"), ("found", "out", "where"))
_LIVES = frozenset(word_list("abito vivo sto lavoro live work stay am abita vive sta lives works abitiamo"))
_CANNOT = frozenset(word_list("non nn can't cant cannot can t not never mai"))
_RETURN = frozenset(word_list("tornare torno rientrare rientro torna go going return back"))
_TO_HIM = (
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
_PROTECTED = frozenset(word_list("i we she ho abbiamo lei"))
_AGAINST = frozenset(word_list("against contro verso"))
_ACCUSED = _FEARED | frozenset(word_list("lui he indagato imputato padre father papa dad"))
_YET = frozenset(word_list("ma but pero ancora still"))
_ACCUSES = ("denunci", "querel")
_CHARGES = (("reported",), ("pressed", "charges", "against"), ("filed", "charges", "against"), ("went", "to", "police"))
_NEAR = 4


def implies_protection(text: SpokenText) -> bool:
    """Whether a text asks for protection without saying that anybody was hurt."""
    words = [token.word for token in text.tokens]
    return (
        _fears_who_comes(words)
        or _is_found_by_former(words)
        or _cannot_return(text)
        or is_pursued(text.tokens)
        or is_about_victim(text.tokens)
        or _is_kept_by_order(text)
        or _accuses_one_near(text)
    )


def _is_kept_by_order(text: SpokenText) -> bool:
    """Whether an order protects somebody: `I have a restraining order against him`, `he has one but still writes`."""
    words = [token.word for token in text.tokens]
    for first, last in list_places(words, _ORDERS):
        before, after = _clause_before(text, first), words[last : last + _NEAR]
        if is_order_for(text, first, last) or (not _ACCUSED.isdisjoint(before) and not _YET.isdisjoint(after)):
            return True
    return False


def is_order_for(text: SpokenText, first: int, last: int) -> bool:
    """Whether the order that tokens `first` to `last` name protects whoever has it: `I have one against him`."""
    words = [token.word for token in text.tokens[first : last + 2]]
    against = not _AGAINST.isdisjoint(words) and "me" not in words
    return against and not _PROTECTED.isdisjoint(_clause_before(text, first))


def _accuses_one_near(text: SpokenText) -> bool:
    """Whether somebody has reported a partner or father: `ha denunciato il patrigno`, not `la compagna lo denuncia`."""
    words = [token.word for token in text.tokens]
    reports = [index + 1 for index, word in enumerate(words) if word.startswith(_ACCUSES)]
    reports += [last for _, last in list_places(words, _CHARGES)]
    return any(
        not _ACCUSED.isdisjoint(words[last : min(last + 3, end_of_clause(text.tokens, last - 1))]) for last in reports
    )


def _clause_before(text: SpokenText, last: int) -> list[str]:
    """The few words before token `last` in its clause."""
    first = last
    while first and last - first < _NEAR and not text.tokens[first].apart:
        first -= 1
    return [token.word for token in text.tokens[first:last]]


def _fears_who_comes(words: Sequence[str]) -> bool:
    """Whether somebody is afraid, and a partner comes near: `my ex got parole and phones me, I'm frightened`."""
    named = any(word in _FEARED for word in words)
    comes = any(word.startswith(_COMES) for word in words)
    afraid = (index for index, word in enumerate(words) if word in _AFRAID)
    return named and comes and any(_is_of_somebody(words[index + 1 : index + 4]) for index in afraid)


def _is_of_somebody(after: Sequence[str]) -> bool:
    """Whether fear, with the words after it, may be that of a person: not `paura di non trovare lavoro`."""
    if after[:1] in (["di"], ["of"]) and _WHOM.isdisjoint(after[1:2]):
        return False
    return _OF_SOMETHING.isdisjoint(after)


def _is_found_by_former(words: Sequence[str]) -> bool:
    """Whether a former partner knows where somebody lives: `my ex gets out on Friday and knows where I live`."""
    if not {"ex", "stalker"} & set(words):
        return False
    return any(not _LIVES.isdisjoint(words[last : last + 3]) for _, last in list_places(words, _KNOWS_WHERE))


def _cannot_return(text: SpokenText) -> bool:
    """Whether somebody cannot go back to a man: `non posso tornare a casa da lui`."""
    words = [token.word for token in text.tokens if token.word not in LIGHT or token.word in ("a", "da")]
    for index, word in enumerate(words):
        if word not in _RETURN or _CANNOT.isdisjoint(words[max(index - 4, 0) : index]):
            continue
        if any(True for _ in list_places(words[index + 1 : index + 7], _TO_HIM)):
            return True
    return False
