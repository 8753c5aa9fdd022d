"""Cuts a text into spans: the phrases that explain most of it, words of grammar, and words that nothing explains.

A word that is not known may be a typing error. The distance is that of optimal string alignment (Damerau 1964, with
adjacent transpositions): one edit for words of four to seven letters, two for longer ones, none for shorter ones. A
word of the lexicon or of everyday language is never corrected: who is hungry is not from Hungary.

A correction is a guess. A wrong guess that says *raped*, *addict* or *detained* of somebody harms them, so such a word
must leave no other reading: it is one slip of the hand away from what was typed, and long. How long, and which slips,
was counted on some 218,000 English and Italian words that the lexicon does not hold: swapped and doubled letters almost
never turn one word into another, a missing letter seldom does in a word of eight letters, a wrong letter far away on
the keyboard often does (*rayed*, *raped*). A phrase of several telling words vouches for each of them: *house arest*.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache

from graph.concepts import FactDefinition
from graph.language.everyday_words import EverydayWords, read_words
from graph.language.grammar import Marker, Role, list_connectives, list_relatives
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.lexicon import Lexicon
from graph.language.patterns import TYPO, Match, Matcher
from graph.language.quantities import ADULT, AGE, Quantities, Quantity
from graph.language.tokens import LIGHT, Token, fold, word_list
from graph.structs import Struct, replace
from graph.vocabulary import VICTIM_OF, Locale

_BEFORE_NAMES = frozenset(word_list("signora signor sig sigra via viale piazza piazzale mr mrs ms miss"))
_SHORTEST = 4
_LONG = 8
_LONGEST = 40
_WHERE = frozenset(("in", "inside", "at", "on"))
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = ((0, -1), (0, 1), (-1, 0), (-1, 1), (1, -1), (1, 0))


class Speller:
    """Finds the words of the lexicon that a word may be: itself, another form, or the word meant by a typing error."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._forms: dict[str, tuple[tuple[str, int], ...]] = {}

    def is_known(self, word: str) -> bool:
        """Whether `word` is a word of the lexicon or a form of one."""
        return word in self._lexicon.vocabulary or word in self._lexicon.inflected

    def forms(self, word: str) -> tuple[tuple[str, int], ...]:
        """The words of the lexicon that `word` may be, each with how much it differs."""
        found = self._forms.get(word)
        if found is None:
            found = self._forms[word] = self._find_forms(word)
        return found

    def _find_forms(self, word: str) -> tuple[tuple[str, int], ...]:
        if self.is_known(word) or word.startswith(self._lexicon.prefixes):
            inflected = self._lexicon.inflected.get(word, ())
            return ((word, 0), *((other, 1) for other in inflected))
        elided = _ELIDED.fullmatch(word)
        if elided is not None and self.is_known(elided[1]) and word not in list_words():
            return ((elided[1], 1),)
        return tuple((other, TYPO) for other in self._nearest(word)) or ((word, 0),)

    def _nearest(self, word: str) -> list[str]:
        if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        limit = 1 if len(word) < _LONG else 2
        targets = self._lexicon.targets_by_length
        found = [
            (other, distance)
            for length in range(len(word) - limit, len(word) + limit + 1)
            for other, distance, _ in process.extract(
                word, targets.get(length, ()), scorer=OSA.distance, score_cutoff=limit, limit=None
            )
        ]
        if not found or word in list_words():
            return []
        least = min(distance for _, distance in found)
        return sorted(other for other, distance in found if distance == least)


_ELIDED = re.compile(r"(?:dell|dall|nell|sull|all|un|l|d)([aeiou]\w{3,})")
"""A word typed together with its article, without the apostrophe: `laffidamento`, `dellinps`."""


class Span(Struct, frozen=True):
    """Tokens `first` to `last` (exclusive), and their possible meanings; none if they are not understood.

    `connective`: words that only hold the text together.
    """

    first: int
    last: int
    words: tuple[str, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    markers: tuple[Marker, ...] = ()
    quantity: Quantity | None = None
    corrected: bool = False
    connective: bool = False

    def has(self, *roles: Role) -> bool:
        """Whether the span is a word of grammar of one of `roles`."""
        return any(marker.role in roles for marker in self.markers)


def cut(tokens: Sequence[Token], lexicon: Lexicon, locale: Locale) -> tuple[Span, ...]:
    """The spans of a text, in its order; every token lies in one.

    Of phrases that overlap the one that explains more words is taken, then the one that needs no correction, then the
    first. A quantity gives way to a longer phrase only.
    """
    speller = Speller(lexicon)
    matcher = Matcher(tokens, speller.forms, locale, lexicon.classes)
    matches = [match for begin in range(len(tokens)) for match in matcher.list_matches(lexicon.patterns.trie, begin)]
    quantities = _list_quantities(tokens, speller)
    matches = [match for match in matches if not _is_a_sentence(match, tokens) and not _is_a_name(match, tokens)]
    stated = [kept for match in matches if (kept := _without_grave_guesses(match, tokens, speller, lexicon)).senses]
    chosen = _choose(stated, quantities)
    return tuple(_fill(tokens, chosen))


def _is_a_name(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether a word that would need a correction is a name: `la signora Pina`, `via Pucci`."""
    before = tokens[match.begin - 1].word if match.begin and not tokens[match.begin].apart else ""
    return match.cost >= TYPO and before in _BEFORE_NAMES


def _is_a_sentence(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether a phrase for a relative who is somewhere is a whole sentence about them: `my brother's in Opera`."""
    if not any(isinstance(one, Meaning) and one.kind is MeaningKind.SITUATION for one in match.senses):
        return False
    words = [token.word for token in tokens[match.begin : match.end]]
    places = range(1, len(words) - 1)
    return any(words[i] == "s" and words[i - 1] in list_relatives() and words[i + 1] in _WHERE for i in places)


def _without_grave_guesses(match: Match, tokens: Sequence[Token], speller: Speller, lexicon: Lexicon) -> Match:
    """`match` without what it states only if a doubtful correction holds, and would be grave."""
    if match.cost < TYPO:
        return match
    typed = dict.fromkeys(token.word for token in tokens[match.begin : match.end])
    slips = [
        (word, form) for word in typed for form, cost in speller.forms(word) if cost == TYPO and form in match.words
    ]
    senses = tuple(
        sense
        for sense in match.senses
        if not isinstance(sense, Meaning) or not is_grave(sense, lexicon.facts) or _may_state(sense, match.words, slips)
    )
    return replace(match, senses=senses)


def _list_quantities(tokens: Sequence[Token], speller: Speller) -> list[tuple[int, Quantity]]:
    words = [_number_word(token.word, speller) for token in tokens]
    found = Quantities(words, [token.gap for token in tokens], [token.apart for token in tokens])
    each = ((index, found.find_at(index)) for index in range(len(tokens)) if not _is_of_an_hour(tokens, index))
    return [(index, quantity) for index, quantity in each if quantity is not None]


def _is_of_an_hour(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number is part of an hour: `bed at 22:30`."""
    last = index + 1 < len(tokens) and tokens[index + 1].gap == ":" and tokens[index + 1].word.isdecimal()
    return tokens[index].word.isdecimal() and (tokens[index].gap == ":" or last)


def _number_word(word: str, speller: Speller) -> str:
    if not word.isalpha() or speller.is_known(word):
        return word
    forms = speller.forms(word)
    return forms[0][0] if len(forms) == 1 else word


def _choose(matches: Sequence[Match], quantities: Sequence[tuple[int, Quantity]]) -> dict[int, Span]:
    """The best spans without overlap, by their first token."""
    candidates: list[tuple[tuple[int, int, bool, int], Span]] = []
    for match in matches:
        meanings = tuple(
            one for one in match.senses if isinstance(one, Meaning) and not (match.cost and _is_gender(one))
        )
        markers = tuple(sense for sense in match.senses if isinstance(sense, Marker))
        if not meanings and not markers:
            continue
        span = Span(match.begin, match.end, match.words, meanings, markers, None, match.cost >= TYPO)
        candidates.append(((-match.weight, match.cost, not meanings, match.begin), span))
    for begin, quantity in quantities:
        span = Span(begin, quantity.end, quantity=quantity)
        candidates.append(((-2 * (quantity.end - begin), 0, False, begin), span))
    taken: dict[int, Span] = {}
    covered: set[int] = set()
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for rank, span in sorted(candidates, key=lambda item: (*item[0], item[1].last)):
        place = range(span.first, span.last)
        if (span.first, span.last) in merged and span.quantity is None:
            before = taken[span.first]
            if merged[span.first, span.last] == rank[:2] and before.quantity is None:
                meanings = tuple(dict.fromkeys((*before.meanings, *span.meanings)))
                markers = tuple(dict.fromkeys((*before.markers, *span.markers)))
                taken[span.first] = Span(span.first, span.last, before.words, meanings, markers, None, span.corrected)
        elif covered.isdisjoint(place):
            covered.update(place)
            taken[span.first] = span
            merged[span.first, span.last] = rank[:2]
    return taken


def _is_gender(meaning: Meaning) -> bool:
    """Whether a meaning states a gender, which another form of the word would change."""
    return any(given.name == "gender" for given in meaning.facts)


def _fill(tokens: Sequence[Token], chosen: dict[int, Span]) -> Iterator[Span]:
    position = 0
    while position < len(tokens):
        span = chosen.get(position)
        if span is None:
            word = tokens[position].word
            light = word in LIGHT or word in list_connectives() or (len(word) == 1 and not word.isdigit())
            span = Span(position, position + 1, (word,), connective=light)
        yield span
        position = span.last


@cache
def list_words() -> Container[str]:
    """Some 280,000 words, without case and accents. The first call reads them, which takes a fifth of a second."""
    return EverydayWords(word if word.isascii() else fold(word) for word in read_words())


class Slip(StrEnum):
    """How one word became another by one error of the hand."""

    SWAPPED = "swapped"
    """Two neighbouring letters changed places: *picchaita*."""
    DOUBLED = "doubled"
    """A letter stands twice for once, or once for twice: *scarceratto*, *maltratata*."""
    MISSING = "missing"
    """A letter is left out: *vilenza*."""
    NEAR = "near"
    """The letter of a key beside stands for the right one, or there is a letter too many: *violemza*."""


_ALONE = {Slip.SWAPPED: 7, Slip.DOUBLED: 7, Slip.MISSING: 8, Slip.NEAR: 9}
"""The letters that the word meant must have, where nothing else in the phrase vouches for it."""


_OF_VIOLENCE = {Slip.SWAPPED: 6, Slip.DOUBLED: 6, Slip.MISSING: 8, Slip.NEAR: 8}
"""The same where the word says that somebody is hurt: unread, they lose protection."""


_VOUCHED = dict.fromkeys(Slip, 5)
"""The same beside another telling word of the phrase."""


def is_grave(meaning: Meaning, facts: Mapping[str, FactDefinition]) -> bool:
    """Whether `meaning` states something that would shame, bind or endanger whoever is wrongly said to have it."""
    return any(
        (given.name in facts and facts[given.name].sensitive)
        or given.name == "being_released"
        or (given.name == AGE and given.maximum is not None and given.maximum < ADULT)
        for given in meaning.facts
    )


def _may_state(meaning: Meaning, phrase: Sequence[str], slips: Sequence[tuple[str, str]]) -> bool:
    """Whether the words of `slips`, each typed and meant, may state the grave `meaning` of a `phrase`."""
    telling = [word for word in phrase if word not in LIGHT | list_connectives() and word not in ("_", "...")]
    violent = any(given.name == VICTIM_OF for given in meaning.facts)
    least = _VOUCHED if len(telling) > 1 else _OF_VIOLENCE if violent else _ALONE
    return all((slip := find_slip(typed, meant)) is not None and len(meant) >= least[slip] for typed, meant in slips)


def find_slip(typed: str, meant: str) -> Slip | None:
    """The one slip by which `meant` became `typed`; None if it took more, or is no slip of the hand.

    >>> find_slip("picchaita", "picchiata"), find_slip("vilenza", "violenza"), find_slip("rayed", "raped")
    (<Slip.SWAPPED: 'swapped'>, <Slip.MISSING: 'missing'>, None)
    """
    same = next((i for i, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]), None)
    first = min(len(typed), len(meant)) if same is None else same
    if len(typed) == len(meant):
        if first + 1 < len(meant) and _swapped(typed, first) == meant:
            return Slip.SWAPPED
        beside = bool(first) and first < len(meant) and typed[first] in _list_neighbours(meant[first])
        return Slip.NEAR if beside and typed[first + 1 :] == meant[first + 1 :] else None
    short, long = sorted((typed, meant), key=len)
    if not first or long[:first] + long[first + 1 :] != short:
        return None
    if long[first] == long[first - 1]:
        return Slip.DOUBLED
    return Slip.MISSING if long == meant else Slip.NEAR


def _swapped(word: str, place: int) -> str:
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _list_neighbours(letter: str) -> frozenset[str]:
    for number, row in enumerate(_ROWS):
        if (place := row.find(letter)) >= 0:
            near = ((number + down, place + right) for down, right in _BESIDE)
            return frozenset(_ROWS[y][x] for y, x in near if 0 <= y < len(_ROWS) and 0 <= x < len(_ROWS[y]))
    return frozenset()
