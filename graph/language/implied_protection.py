"""Protection that a text only implies: fear of a partner who comes back, a home where nobody can return.

Nothing is stated of the person or of the one they fear; the protection service is only shown with the rest.
"""

from collections.abc import Sequence

from graph.language.context import SpokenText
from graph.language.tokens import LIGHT, word_list

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


def implies_protection(text: SpokenText) -> bool:
    """Whether a text asks for protection without saying that anybody was hurt."""
    words = [token.word for token in text.tokens]
    return _fears_who_comes(words) or _is_found_by_former(words) or _cannot_return(text)


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
    for phrase in _KNOWS_WHERE:
        for index in range(len(words)):
            if tuple(words[index : index + len(phrase)]) == phrase:
                after = words[index + len(phrase) : index + len(phrase) + 3]
                if not _LIVES.isdisjoint(after):
                    return True
    return False


def _cannot_return(text: SpokenText) -> bool:
    """Whether somebody cannot go back to a man: `non posso tornare a casa da lui`."""
    words = [token.word for token in text.tokens if token.word not in LIGHT or token.word in ("a", "da")]
    for index, word in enumerate(words):
        if word not in _RETURN or _CANNOT.isdisjoint(words[max(index - 4, 0) : index]):
            continue
        near = words[index + 1 : index + 7]
        for phrase in _TO_HIM:
            if any(tuple(near[at : at + len(phrase)]) == phrase for at in range(len(near))):
                return True
    return False
