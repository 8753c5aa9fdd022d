"""Whether a need is asked for, or only named on the way: `I get panic at work` asks for no work."""

from graph.language.context import SpokenText
from graph.language.spans import Span
from graph.language.tokens import LIGHT
from graph.language.wordlists import word_list

_ON_THE_WAY = frozenset(word_list("a in da su con dopo durante at from on after during since about in"))
_HAS = frozenset(word_list("ha ho hanno has have gia already"))
_OWN = frozenset(word_list("mio mia suo sua my his her our their nostro nostra"))
_HELD = ("work", "housing", "documents", "education", "income")
"""Needs that who has the thing does not ask for."""
_ASKING = frozenset(
    word_list(
        "aiuto aiutarlo aiutarla bisogno cerca cerco cercano ricerca domanda richiesta accesso iscrizione iscriversi "
        "entrare tornare andare accedere mandarlo inserimento iscriverlo iscriverla tornarsene rientrare ritorno vado "
        "parlare colloquio incontro visita informazioni info appuntamento aggancio contatto sparire percorso iniziare "
        "corso sportello scappare trasferirsi referral appointment visit talk course "
        "help looking asking ask apply application access get go back need needs hope hopes want wants interested"
    )
)


def is_incidental(text: SpokenText, span: Span) -> bool:
    """Whether a need is only the place, time or means of something else that the text says."""
    tokens = text.tokens
    position = span.first - 1
    if position < 0 or tokens[span.first].apart:
        return False
    while position > 0 and tokens[position].word in LIGHT | _OWN and not tokens[position].apart:
        position -= 1
    if tokens[position + 1].apart:
        return False
    if tokens[position].word in _HAS:
        denied = position and tokens[position - 1].word in ("non", "not", "never", "mai")
        return not denied and all(one.code.startswith(_HELD) for one in span.meanings)
    if tokens[position].word not in _ON_THE_WAY:
        return False
    before = tokens[position - 1].word if position and not tokens[position].apart else ""
    return before not in _ASKING
