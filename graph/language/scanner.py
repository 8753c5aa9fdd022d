"""Reads the tokens of a text from left to right into passages.

At each token the longest phrase wins, be it a quantity, a connective or something of the catalogue; what it is
depends on the last connective. No token is left out: what cannot be read becomes a passage that is not understood.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.language.days import FUTURE, URGENT, is_leaving, is_release
from graph.language.disambiguation import Chooser
from graph.language.grammar import Marker, Role
from graph.language.interpretation import Meaning, ReadingKind
from graph.language.lexicon import Lexicon
from graph.language.matcher import Finder
from graph.language.meanings import quantity_meaning
from graph.language.passages import Choice, Passage, Senses, one_of
from graph.language.quantities import AGE, MONTHS_LEFT, NUMBERS, OLDEST, YOUNGEST, Quantity, exactly
from graph.language.tokens import LIGHT, Token
from graph.language.trie import Match

_NEGATIONS = (Role.WITHOUT, Role.NOT, Role.AVOID, Role.UNSURE)
_INDEFINITE = frozenset({"a", "an", "un", "uno", "una"})
_MOST_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class _Negation:
    role: Role
    first: int
    corrected: bool
    unclear: bool = False
    """Words that are not understood came after it, so that what it denies is not known."""
    hints: tuple[Meaning, ...] = ()


class Scanner:
    """Reads one text."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self._tokens = tokens
        self._lexicon = lexicon
        self._finder = Finder(tokens, lexicon)
        self._chooser = Chooser(lexicon)
        self._passages: list[Passage] = []
        self._role: Role | None = None
        self._fresh = False
        self._avoiding = False
        self._negation: _Negation | None = None
        self._either = False
        self._position = 0

    def scan(self) -> list[Passage]:
        """All passages, in the order of the text."""
        while self._position < len(self._tokens):
            self._before(self._tokens[self._position])
            self._step()
        self._give_up_negation(len(self._tokens))
        return self._passages

    def _before(self, token: Token) -> None:
        if token.apart:
            self._give_up_negation(self._position)
        if ":" in token.gap and not self._fresh and self._passages:
            self._role, self._avoiding = Role.NEEDS, False

    def _step(self) -> None:
        quantity = self._finder.find_quantity(self._position)
        match = self._finder.find_phrase(self._position)
        if quantity and (match is None or quantity.end >= match.end) and self._take_quantity(quantity):
            return
        if match is None:
            self._take_without_match()
            return
        if self._is_to_come(match):
            self._leave(match.end, tuple(filter(is_leaving, self._lexicon.meanings)))
            return
        meanings = self._finder.meanings(match)
        markers = [sense for sense in match.senses if isinstance(sense, Marker)]
        if meanings:
            self._take_phrase(match, Senses.sort(meanings), markers)
        else:
            self._take_marker(match, markers[0].role)

    # ── Connectives ──────────────────────────────────────────────────────────────────────────────────────────────

    def _take_marker(self, match: Match, role: Role) -> None:
        if role in _NEGATIONS:
            self._give_up_negation(self._position)
            self._negation = _Negation(role, self._position, match.corrected)
            self._position = match.end
            return
        if self._negation and role in (Role.START, Role.NEEDS, Role.FOR, Role.OR, Role.AND):
            self._give_up_negation(self._position)
        if role is Role.OR:
            self._either = True
        elif role not in (Role.AND, Role.FILLER):
            self._role, self._fresh, self._avoiding = role, True, False
        self._connect(match.end, match.corrected)

    def _connect(self, end: int, corrected: bool = False) -> None:
        if self._negation is None:
            self._add(Passage(first=self._position, last=end, kind=ReadingKind.CONNECTIVE, corrected=corrected))
        self._position = end

    def _take_without_match(self) -> None:
        word = self._tokens[self._position].word
        if word in LIGHT:
            self._take_light(word)
        elif self._negation and self._negation.unclear:
            self._position += 1
        elif word in URGENT and self._follows_need():
            self._connect(self._position + 1)
        elif not self._take_part_of_name() and not self._take_count(word) and not self._take_age(word):
            if self._negation:
                self._negation = replace(self._negation, unclear=True, hints=self._numbers(word))
                self._position += 1
            else:
                self._leave(self._position + 1, self._numbers(word))

    def _numbers(self, word: str) -> tuple[Meaning, ...]:
        """What a number alone may mean: an age, or months."""
        facts = [given for name in (AGE, MONTHS_LEFT) if name in self._lexicon.facts for given in exactly(name, word)]
        return tuple(quantity_meaning(given, self._lexicon.facts[given.name]) for given in facts)

    def _take_light(self, word: str) -> None:
        """An article, or `a`, which in Italian announces needs."""
        original = self._tokens[self._position]
        article = word in _INDEFINITE and original.end - original.begin == len(word)
        if self._fresh and self._role is Role.FOR and article:
            self._role = Role.PERSON
        elif word == "a" and not self._fresh and not self._negation and not self._follows_connective():
            self._role, self._avoiding = Role.NEEDS, False
        self._connect(self._position + 1)

    def _follows_connective(self) -> bool:
        return bool(self._passages) and self._passages[-1].kind is ReadingKind.CONNECTIVE

    def _follows_need(self) -> bool:
        """Whether a need stands directly before, or `for` between."""
        if self._negation or self._tokens[self._position].apart:
            return False
        before = [one for one in self._passages[-2:] if self._tokens[one.first].word not in ("for", "per")]
        return bool(before) and before[-1].kind is ReadingKind.NEED

    def _take_count(self, word: str) -> bool:
        """A number of things that the person has: `with two children`."""
        if self._role not in (Role.WITH, Role.HAS) or not (word.isdigit() or word in NUMBERS):
            return False
        self._connect(self._position + 1)
        return True

    def _take_age(self, word: str) -> bool:
        """A number between commas after what the person is: `homeless woman, 28, to a bed`."""
        following = self._position + 1
        between = self._tokens[self._position].apart and (
            following == len(self._tokens) or self._tokens[following].apart
        )
        if self._negation or not between or self._role is not Role.PERSON or AGE not in self._lexicon.facts:
            return False
        if not (word.isdigit() and YOUNGEST <= int(word) <= OLDEST):
            return False
        (given,) = exactly(AGE, word)
        self._settle(following, Choice(ReadingKind.FACT, (quantity_meaning(given, self._lexicon.facts[AGE]),)), False)
        return True

    # ── What the question says ───────────────────────────────────────────────────────────────────────────────────

    def _take_phrase(self, match: Match, senses: Senses, markers: Sequence[Marker]) -> None:
        unclear = self._negation is not None and self._negation.unclear
        choice = None if unclear else self._choose(match, senses)
        if choice is not None:
            self._settle(match.end, choice, match.corrected)
        elif markers:
            self._take_marker(match, markers[0].role)
        elif unclear or not self._take_part_of_name(like_need=bool(senses.needs)):
            self._leave(match.end, senses.every)

    def _choose(self, match: Match, senses: Senses) -> Choice | None:
        if self._negation is not None:
            if self._negation.role is Role.UNSURE:
                return None
            if self._role is Role.KNOWN and self._fresh and senses.partners:
                return self._chooser.known_to(senses.partners, negated=True)
            return self._chooser.negate(self._negation.role is Role.AVOID, match.words, senses)
        if self._avoiding and senses.partners and not senses.needs and not senses.facts:
            return self._chooser.negate(True, match.words, senses)
        choice = self._chooser.choose(self._role, self._fresh, match.words, senses)
        if choice is None and self._role is None and senses.partners and self._announces_needs(match.end):
            return self._chooser.choose(Role.START, True, match.words, senses)
        return choice

    def _announces_needs(self, position: int) -> bool:
        if position >= len(self._tokens):
            return False
        token = self._tokens[position]
        return token.word in ("to", "a", "verso") or ":" in token.gap

    def _take_quantity(self, quantity: Quantity) -> bool:
        alternatives = [
            quantity_meaning(given, self._lexicon.facts[given.name])
            for given in quantity.alternatives
            if given.name in self._lexicon.facts
        ]
        if not alternatives:
            return False
        meanings: list[Meaning | None] = [*alternatives]
        if self._negation:
            clear = not self._negation.unclear and self._negation.role not in (Role.AVOID, Role.UNSURE)
            meanings = [self._chooser.opposite(one) if clear else None for one in alternatives]
        if None in meanings:
            self._leave(quantity.end, tuple(alternatives))
            return True
        corrected = self._finder.is_corrected(self._position, quantity.end)
        self._settle(quantity.end, one_of(ReadingKind.FACT, tuple(one for one in meanings if one)), corrected)
        return True

    def _settle(self, end: int, choice: Choice, corrected: bool) -> None:
        """Add what was chosen, with the negation before it."""
        first = self._negation.first if self._negation else self._position
        corrected = corrected or (self._negation is not None and self._negation.corrected)
        self._add(
            Passage(
                first=first, last=end, kind=choice.kind, meanings=choice.meanings, corrected=corrected,
                announced=choice.announced or self._goes_on_with_start(), instead=choice.instead, either=self._either,
            )
        )  # fmt: skip
        self._negation, self._either, self._fresh, self._position = None, False, False, end
        if choice.kind is ReadingKind.AVOID:
            self._avoiding = True
        elif choice.kind is ReadingKind.NEED:
            self._role, self._avoiding = Role.NEEDS, False
        elif choice.kind is ReadingKind.FACT:
            self._role, self._avoiding = Role.PERSON, False
        elif choice.kind is ReadingKind.START and self._role is Role.START:
            self._role = None

    def _goes_on_with_start(self) -> bool:
        """Whether `or` follows an announced start: `from Opera or Bollate`."""
        before = next((one for one in reversed(self._passages) if one.kind is not ReadingKind.CONNECTIVE), None)
        return self._either and before is not None and before.announced

    def _is_to_come(self, match: Match) -> bool:
        """Whether a release is one of tomorrow: the day stands in its phrase, or directly before or after."""
        near = self._tokens[max(self._position - 1, 0) : match.end + 1]
        return any(token.word in FUTURE for token in near) and any(map(is_release, match.senses))

    # ── What is not understood ───────────────────────────────────────────────────────────────────────────────────

    def _leave(self, end: int, hints: tuple[Meaning, ...] = ()) -> None:
        first = self._negation.first if self._negation else self._position
        self._add(Passage(first=first, last=end, kind=None, meanings=hints))
        self._negation, self._either, self._fresh, self._position = None, False, False, end

    def _give_up_negation(self, end: int) -> None:
        if self._negation is not None:
            self._add(Passage(first=self._negation.first, last=end, kind=None, meanings=self._negation.hints))
            self._negation = None

    def _take_part_of_name(self, like_need: bool = False) -> bool:
        """A part of the name of one partner, where a partner is expected.

        `like_need`: it names a need as well (`without a dormitory`), so that one partner is not enough to be sure.
        """
        if self._negation and self._negation.role is Role.UNSURE:
            return False
        avoided = self._negation is not None or self._avoiding
        expected = avoided or (self._fresh and self._role in (Role.START, Role.KNOWN) and not like_need)
        end, partners = self._finder.find_partners(self._position) if expected else (0, ())
        if not (1 if like_need else 0) < len(partners) <= _MOST_ALTERNATIVES:
            return False
        senses = Senses((), partners, (), ())
        if self._role is Role.KNOWN and self._fresh:
            choice = self._chooser.known_to(partners, negated=self._negation is not None)
        elif self._negation or self._avoiding:
            choice = self._chooser.negate(True, (), senses)
        else:
            choice = self._chooser.choose(Role.START, True, (), senses)
        if choice is not None:
            self._settle(end, choice, corrected=True)
        return choice is not None

    def _add(self, passage: Passage) -> None:
        self._passages.append(passage)
