"""What a text asks for a relative, and not for whoever writes: `chi la aiuta?`, `how do I get him clothes?`."""

from itertools import pairwise

from graph.language.asker import US, first_mention, needs_for_self
from graph.language.context import SpokenText, find_before
from graph.language.grammar import Role
from graph.language.holders import POSSESSIVES, Holder
from graph.language.interpretation import MeaningKind
from graph.language.spans import Span
from graph.language.tokens import word_list

FOR_THEM = frozenset(
    word_list(
        "lui him gli lo lei tenerla tenerlo aiutarlo aiutarla riprenderlo mandarlo lasciarlo he his portarlo portarla "
        "sistemarlo sistemarla curarlo curarla"
    )
)
_GIVING = frozenset(word_list("fargli portargli mandargli dargli spedirgli farle portarle mandarle darle spedirle"))
_GIVING_PAIRS = frozenset(
    (verb, pronoun)
    for verbs, pronouns in (
        (("get", "bring", "send", "give", "buy"), ("him", "her")),
        (("gli", "le"), ("faccio", "porto", "mando", "spedisco", "facciamo", "portiamo", "mandiamo")),
    )
    for verb in verbs
    for pronoun in pronouns
)
_BROUGHT = frozenset(word_list("portare mandare dare spedire comprare"))
"""`cosa gli posso portare?`"""
_SEEKS_TOO = frozenset(
    word_list(
        "hopes piacerebbe desidera interessato cerca cercano chiede vuole vorrebbe bisogno needs wants asks wishes"
    )
)
_THEM = frozenset(word_list("gli le la lo lei lui him her them"))
_FOR_HER = frozenset(
    (word, them) for word in ("per", "for", "help", "aiutare") for them in ("lei", "lui", "her", "him")
)
_OUTSIDE = ("housing", "work", "basic-needs", "income", "social-support", "family.counselling", "psychological-support")
"""Needs that somebody in prison does not ask for: the one who asks has them."""
_TRAINING = "work.training"
"""Which there is in prison too."""


def asks_for_them(text: SpokenText) -> bool:
    """Whether a question is for the relative alone: `chi la aiuta quando rientro?`, `I'm inside, who helps her?`."""
    words = [token.word for token in text.tokens]
    if needs_for_self(text):
        return False
    for index, word in enumerate(words):
        near = words[index + 1 : index + 4]
        if (
            word in ("chi", "who", "dove", "where", "come", "how")
            and not _THEM.isdisjoint(near)
            and US.isdisjoint(near)
        ):
            return True
    return any(pair in _FOR_HER for pair in pairwise(words))


def is_asked_for(text: SpokenText) -> bool:
    """Whether the relative is named again as whom something is for: `my brother was ..., a bed for my brother`."""
    names = [span for span in text.spans if text.relative in span.markers]
    words = {word for span in names for word in span.words} - POSSESSIVES
    for index, token in enumerate(text.tokens):
        if token.word in words and names and index >= names[0].last:
            before = [one.word for one in text.tokens[max(index - 3, 0) : index]]
            if not {"per", "x", "for"}.isdisjoint(before):
                return True
    return False


def is_for_bound_relative(text: SpokenText) -> bool:
    """Whether something is asked for a relative who is in prison: `mi serve una tuta per mio fratello detenuto`."""
    first = first_mention(text)
    if not first or text.tokens[first].apart or text.tokens[first - 1].word not in ("per", "x", "for"):
        return False
    last = next((span.last for span in text.spans if text.relative in span.markers), 0)
    beside = (span for span in text.spans if span.first == last and not text.tokens[last].apart)
    return any(one.kind is MeaningKind.SITUATION for span in beside for one in span.meanings)


def seeks_outside(text: SpokenText) -> bool:
    """Whether the needs of the text make sense only outside prison, and nothing says that the relative seeks them."""
    if any(
        token.word in _SEEKS_TOO and text.holders[index] is not Holder.SELF for index, token in enumerate(text.tokens)
    ):
        return False
    if any(_is_need(span) and _lacks(text, span) for span in text.spans):
        return False
    named = (span for span in text.spans if not span.has(Role.OTHER))
    needs = [one.code for span in named for one in span.meanings if one.kind is MeaningKind.NEED]
    return bool(needs) and all(code.startswith(_OUTSIDE) and code != _TRAINING for code in needs)


def _is_need(span: Span) -> bool:
    return any(one.kind is MeaningKind.NEED for one in span.meanings)


def _lacks(text: SpokenText, span: Span) -> bool:
    """Whether the relative lacks what a span names: `grandson locked up, no change of clothes`."""
    return text.holders[span.first] is Holder.RELATIVE and find_before(text, span, Role.NOT) is not None


def gives_them(text: SpokenText) -> bool:
    """Whether the asker wants to bring or send the relative something: `how do I get him clothes?`."""
    words = [token.word for token in text.tokens]
    if any(word in _GIVING for word in words):
        return True
    if any(pair in _GIVING_PAIRS for pair in pairwise(words)):
        return True
    brought = (index for index, word in enumerate(words) if word in _BROUGHT)
    return any(not {"gli", "le"}.isdisjoint(words[max(index - 3, 0) : index]) for index in brought)
