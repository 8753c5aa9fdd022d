"""Who hits and who is hit. The same words may ask for help to stop hitting, or tell that somebody hits the person."""

from graph.language.context import SpokenText
from graph.language.grammar import Role
from graph.language.meanings import value_meaning
from graph.language.spans import Span
from graph.language.tokens import word_list
from graph.structs import replace
from graph.vocabulary import VICTIM_OF

SEEKS_PREVENTION = "seeks_violence_prevention"
_HITTING = ("alz", "picchi", "men", "maltratt", "hit", "beat", "hurt")
"""The beginnings of verbs of hitting."""
_SHE = frozenset(word_list("she lei"))
_HE = frozenset(word_list("he lui i io"))
_ASKER = frozenset(word_list("me mi us noi"))
_CHILDREN = ("figli", "bambin", "son", "daughter", "kid", "child", "ragazz", "piccol", "baby")
"""The beginnings of words for children. If they are hit at home, the asker is not safe there either."""
_AT_HOME = frozenset(word_list("marito compagno convivente fidanzato patrigno husband partner boyfriend stepfather"))


def with_suffered(text: SpokenText) -> SpokenText:
    """`text` in which hitting the asker, or children at home, counts as violence that the person suffers."""
    hitting = [span for span in text.spans if _seeks_prevention(span)]
    if len(hitting) != 1 or not _is_hit_by_another(text, hitting[0]):
        return text
    (span,) = hitting
    definition = text.lexicon.facts[VICTIM_OF]
    violence = next(value for value in definition.values if value.code == "violence")
    suffered = value_meaning(definition, violence.code, violence.label)
    return replace(text, spans=tuple(replace(one, meanings=(suffered,)) if one is span else one for one in text.spans))


def _seeks_prevention(span: Span) -> bool:
    return any(given.name == SEEKS_PREVENTION for one in span.meanings for given in one.facts)


def _is_hit_by_another(text: SpokenText, span: Span) -> bool:
    """Whether the one who hits is somebody else, named before in the same clause."""
    after = [token.word for token in text.tokens[span.last :]]
    if _SHE.intersection(after) and _HE.isdisjoint(after) and any(word.startswith(_HITTING) for word in span.words):
        return True  # `he beats his wife, she wants to leave`
    others = [one for one in text.spans if one.last <= span.first and one.has(Role.OTHER)]
    if not others or not any(word.startswith(_HITTING) for word in span.words):
        return False
    if any(token.apart for token in text.tokens[others[-1].last : span.first + 1]):
        return False
    whom = [token.word for token in text.tokens[span.first : span.last + 2]]
    if not _ASKER.isdisjoint(whom[: span.last + 1 - span.first]):
        return True
    return not _AT_HOME.isdisjoint(others[-1].words) and any(word.startswith(_CHILDREN) for word in whom)
