"""A text while it is read: its tokens and spans, of whom each speaks, and what stands before a span."""

from collections.abc import Sequence

from graph.language.grammar import Marker, Role
from graph.language.holders import Holder
from graph.language.interpretation import Meaning, MeaningKind, ReadingKind
from graph.language.lexicon import Lexicon
from graph.language.meanings import fact_meaning, quantity_meaning
from graph.language.spans import Span
from graph.language.tokens import LIGHT, Token, word_list
from graph.message import Text
from graph.question import GivenFact
from graph.structs import Struct
from graph.vocabulary import FactKind

SKIPPED = LIGHT - {"a"}
"""Articles and other small words, which do not count among those before and after a span."""
_NEAR = 4
_HAVING = frozenset(word_list("ha hanno has have got"))
_I_HAVE = frozenset(word_list("ho abbiamo have ve"))
_WITH = frozenset(word_list("with con"))
_MINE = frozenset(word_list("my our mia mio nostra nostro"))
_PARTNERS = frozenset(
    word_list(
        "marito moglie compagno compagna fidanzato fidanzata convivente ragazzo ragazza padre madre uomo husband wife "
        "partner boyfriend girlfriend hubby fiance fiancee missus bf gf ex"
    )
)
"""Relatives whose children may be those of the asker too."""
_RETURNS = frozenset(word_list("at by every before tonight each"))
_CAUSES = (("perche",), ("because",), ("siccome",), ("poiche",))
_YEAR_LENGTH = 4
_NOW = frozenset(word_list("ora adesso now oggi today"))
_TOLD = frozenset(word_list("era ero erano aveva avevo avevano was were had"))
_PRESENT = 2020
"""Sentences that ended before this year ended long ago, whenever the question is asked."""
NEAR = 6
"""The words around a span that are said of it."""
DENIAL_REACH = 5
"""The words before a span among which a doubt or a denial is said of it."""


class Reading(Struct, frozen=True):
    """What a span was taken for; `kind` is None if the reader did not use it."""

    span: Span
    kind: ReadingKind | None
    meanings: tuple[Meaning, ...] = ()


class SpokenText(Struct, frozen=True):
    """A text on its way: its tokens and spans, and of whom each token speaks."""

    tokens: Sequence[Token]
    spans: Sequence[Span]
    holders: Sequence[Holder]
    relative: Marker | None
    lexicon: Lexicon
    person: frozenset[Holder] = frozenset({Holder.PERSON, Holder.SELF})
    workplace: Span | None = None
    """The prison where whoever writes works, and where the person is."""
    ending: str = ""
    """What stands after the last token."""

    def is_statement(self, last: int) -> bool:
        """Whether the clause before token `last`, with one word after it (`..., maybe?`), ends without a question."""
        ends = [self.tokens[index].gap if index < len(self.tokens) else self.ending for index in (last, last + 1)]
        return "?" not in "".join(ends)

    def is_of_person(self, span: Span) -> bool:
        """Whether what the span says is said of the person; the children of a relative count as theirs as well."""
        holder = self.holders[span.first]
        if holder in self.person:
            return True
        anothers = holder is Holder.RELATIVE and _follows_having(self.tokens, span)
        anothers = anothers or (holder is Holder.SELF and self._has_asker(span))
        anothers = anothers or (Holder.RELATIVE in self.person and self._is_family_of_asker(span))
        return _speaks_of_children(span) and not anothers

    def _has_asker(self, span: Span) -> bool:
        """Whether the asker has the children of whom a span speaks, and is no partner of the relative."""
        named = next((one.words for one in self.spans if self.relative in one.markers), ())
        near = (*self.tokens[max(span.first - _NEAR, 0) : span.last],)
        return _PARTNERS.isdisjoint(named) and any(token.word in _I_HAVE or token.word in _MINE for token in near)

    def _is_family_of_asker(self, span: Span) -> bool:
        """Whether children stand beside the partner of whoever asks for somebody else: `with my wife and the baby`."""
        named = next((one.words for one in self.spans if self.relative in one.markers), ())
        near = [token.word for token in self.tokens[max(span.first - _NEAR, 0) : span.first]]
        return (
            _PARTNERS.isdisjoint(named)
            and not _PARTNERS.isdisjoint(near)
            and not _MINE.isdisjoint(near)
            and not _WITH.isdisjoint(near)
        )


def _speaks_of_children(span: Span) -> bool:
    return any(given.name == "minor_children" for one in span.meanings for given in one.facts)


def _follows_having(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a relative is said to have what the span names: `my sister has three kids`."""
    before = tokens[max(span.first - _NEAR, 0) : span.first]
    within = tokens[span.first : span.last]
    return any(token.word in _HAVING for token in (*before, *within))


def find_before(text: SpokenText, span: Span, *roles: Role) -> Span | None:
    """The word of grammar of one of `roles` before a span, with nothing but small words between."""
    position = text.spans.index(span) - 1
    distance = 0
    apart = text.tokens[span.first].apart
    while position >= 0 and not apart and distance < _NEAR:
        before = text.spans[position]
        if before.has(*roles):
            return before
        if before.words in _CAUSES:
            return None  # `non vuole uscire perché non ha dove andare`
        if not before.connective and not before.has(Role.NOT, Role.SELF, Role.AND, Role.UNSURE, Role.KNOWN, Role.AVOID):
            return None
        apart = text.tokens[before.first].apart
        distance += 1
        position -= 1
    return None


def words_before(text: SpokenText, span: Span, most: int = 8, skipped: frozenset[str] = SKIPPED) -> list[str]:
    """The words before a span without articles, the nearest last, up to a break such as a comma."""
    words: list[str] = []
    position = span.first
    while position and len(words) < most and not text.tokens[position].apart:
        position -= 1
        if text.tokens[position].word not in skipped:
            words.append(text.tokens[position].word)
    return words[::-1]


def words_after(text: SpokenText, span: Span, most: int = 6, skipped: frozenset[str] = SKIPPED) -> list[str]:
    """The words after a span without articles, up to a break such as a comma."""
    words: list[str] = []
    for token in text.tokens[span.last :]:
        if token.apart or len(words) == most:
            break
        if token.word not in skipped:
            words.append(token.word)
    return words


def is_denied(text: SpokenText, span: Span) -> bool:
    """Whether a negation or doubt stands before a span; `about to be released` doubts nothing."""
    if find_before(text, span, Role.NOT) is not None:
        return True
    doubt = find_before(text, span, Role.UNSURE)
    return doubt is not None and not (doubt.words == ("about",) and text.tokens[doubt.last].word == "to")


def _is_years_ago(text: SpokenText, span: Span, lasting: bool) -> bool:
    """Whether a span is a year, or a number of years that have passed.

    `lasting`: what is said may go on ever since, so that `for two years` says nothing of the past.
    """
    tokens = text.tokens
    word = tokens[span.first].word
    before = tokens[span.first - 1].word if span.first else ""
    if len(word) == _YEAR_LENGTH and word.isdecimal() and word.startswith(("19", "20")):
        since = before in ("da", "since") and not lasting
        return since or before in ("in", "back") or (before == "pena" and int(word) < _PRESENT)
    years = {token.word for token in tokens[span.first : span.last]} & {"anni", "years", "yrs"}
    after = tokens[span.last].word if span.last < len(tokens) else ""
    ago = after in ("fa", "ago", "back") or (before in ("da", "since", "for") and not lasting)
    return bool(years) and span.quantity is not None and ago


def was_long_ago(text: SpokenText, span: Span, lasting: bool = False) -> bool:
    """Whether the words around a span, in its sentence, say that it was true a long time ago."""
    near = [
        one
        for one in text.spans
        if one is not span and -_NEAR <= one.first - span.first <= span.last - span.first + _NEAR
    ]
    near = [one for one in near if not _is_sentence_between(text, span, one)]
    return any(
        (_is_years_ago(text, one, lasting) and not _is_parted(text, span, one))
        or (
            one.has(Role.ONCE)
            and not _is_now_between(text, span, one)
            and not _is_return(text, one)
            and not _is_of_later(text, span, one)
            and not _is_of_earlier(text, span, one)
            and not _opens_clause_after(text, span, one)
        )
        for one in near
    )


def _is_of_later(text: SpokenText, span: Span, once: Span) -> bool:
    """Whether words for the past end a later clause: `detenuta in dimissione, vittima di violenza in passato`."""
    broken = any(token.apart for token in text.tokens[span.last : once.first])
    ends = once.last == len(text.tokens) or text.tokens[once.last].apart
    between = any(one.meanings for one in text.spans if span.last <= one.first < once.first)
    return span.last <= once.first and broken and ends and between


def _is_of_earlier(text: SpokenText, span: Span, once: Span) -> bool:
    """Whether words for the past end an earlier clause: `vittima di violenza in passato, uscita da Bollate`."""
    if once.last > span.first or not text.tokens[once.last].apart:
        return False
    return any(one.meanings and one.last == once.first for one in text.spans) and not text.tokens[once.first].apart


def _opens_clause_after(text: SpokenText, span: Span, once: Span) -> bool:
    """Whether a verb of the past begins a clause that follows a situation: `esce da Opera domani, aveva casa`."""
    if not any(one.kind is MeaningKind.SITUATION for one in span.meanings) or once.first < span.last:
        return False
    after = text.tokens[once.last : once.last + 1]
    tells = bool(after) and not after[0].apart and not after[0].word[0].isdigit()
    return text.tokens[once.first].apart and once.words[0] in _TOLD and tells


def _is_return(text: SpokenText, once: Span) -> bool:
    """Whether `back in` tells when somebody returns, rather than when something was: `back in at 22.30`."""
    after = text.tokens[once.last : once.last + 1]
    return once.words == ("back", "in") and (not after or after[0].apart or after[0].word in _RETURNS)


def _is_parted(text: SpokenText, span: Span, years: Span) -> bool:
    """Whether `years` tell how long something else lasts: `senza medico da tre anni, uscita da Opera`."""
    first, last = (years, span) if years.first < span.first else (span, years)
    broken = any(token.apart for token in text.tokens[first.last : last.first + 1])
    between = any(one.meanings for one in text.spans if first.last <= one.first < last.first)
    told = years is first and any(one.meanings for one in text.spans if one.last <= years.first)
    ago = [token.word for token in text.tokens[years.last : years.last + 1]]
    return broken and (between or told) and ago not in (["fa"], ["ago"], ["back"])


def _is_now_between(text: SpokenText, span: Span, other: Span) -> bool:
    """Whether `now` stands between two spans: `he was undocumented, now he has a permit`."""
    first, last = sorted((span.first, other.first))
    return any(token.word in _NOW for token in text.tokens[first:last])


def _is_sentence_between(text: SpokenText, span: Span, other: Span) -> bool:
    first, last = sorted((span.first, other.first))
    return any(stop in token.gap for token in text.tokens[first + 1 : last + 1] for stop in ".;!?\n" if token.apart)


def opposite(lexicon: Lexicon, meaning: Meaning) -> Meaning | None:
    """The meaning that a fact does not hold; None if no single test says so."""
    (given,) = meaning.facts
    definition = lexicon.facts[given.name]
    if definition.kind is FactKind.INTEGER:
        if given.minimum is not None and given.maximum is not None:
            return None
        low = None if given.maximum is None else given.maximum + 1
        high = None if given.minimum is None else given.minimum - 1
        return quantity_meaning(GivenFact(name=given.name, minimum=low, maximum=high), definition)
    if definition.kind is FactKind.BOOLEAN:
        other = GivenFact(name=given.name, values=("no" if given.values == ("yes",) else "yes",))
    else:
        other = GivenFact(name=given.name, values=given.values, negated=not given.negated)
    return fact_meaning(other, Text(f"non {meaning.label.it}", f"not {meaning.label.en}"))
