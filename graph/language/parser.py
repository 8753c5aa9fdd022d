"""`parse`: a question in words, and what was understood of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.errors import QuestionError
from graph.language.interpretation import Ambiguity, Interpretation, Reading, ReadingKind, UnknownWords
from graph.language.lexicon import Lexicon
from graph.language.passages import Passage
from graph.language.scanner import Scanner
from graph.language.slots import Conclusion, conclude
from graph.language.suggestions import suggest, wording
from graph.language.tokens import Token, tokenize
from graph.message import Message
from graph.vocabulary import Locale

MAXIMUM_LENGTH = 2000
"""Characters."""


def parse(text: str, lexicon: Lexicon) -> Interpretation:
    """What `text` asks, in English, Italian or both: `from San Vittore release to housing plus work`.

    Every word of the text stands in one passage of `read` or `unknown`. The longest phrase wins; what it is depends
    on the connective before it; nothing is chosen among equally good meanings. Raises QuestionError where the text is
    longer than `MAXIMUM_LENGTH` characters.
    """
    if len(text) > MAXIMUM_LENGTH:
        raise QuestionError(Message.of("error.too_long", length=len(text), most=MAXIMUM_LENGTH), "text")
    tokens = tokenize(text)
    conclusion = conclude(Scanner(tokens, lexicon).scan(), lexicon)
    return _Report(text, tokens, lexicon).write(conclusion)


class _Report:
    """Puts passages into the words and offsets of the text."""

    def __init__(self, text: str, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self._text = text
        self._tokens = tokens
        self._lexicon = lexicon
        self._locale = _guess_locale(tokens, lexicon)

    def write(self, conclusion: Conclusion) -> Interpretation:
        """The interpretation that says what was concluded."""
        return Interpretation(
            text=self._text,
            locale=self._locale,
            start=conclusion.start,
            needs=conclusion.needs,
            facts=conclusion.facts,
            avoid=conclusion.avoid,
            read=tuple(self._reading(one, one.kind) for one in conclusion.passages if one.kind is not None),
            unknown=tuple(map(self._unknown, self._merge_unknown(conclusion.passages))),
            ambiguous=tuple(
                Ambiguity(words=words, begin=begin, end=end, alternatives=dispute.alternatives)
                for dispute in conclusion.disputes
                for words, begin, end in [self._place(dispute.first, dispute.last)]
            ),
        )

    def _place(self, first: int, last: int) -> tuple[str, int, int]:
        begin, end = self._tokens[first].begin, self._tokens[last - 1].end
        return self._text[begin:end], begin, end

    def _reading(self, passage: Passage, kind: ReadingKind) -> Reading:
        words, begin, end = self._place(passage.first, passage.last)
        code = "" if kind is ReadingKind.AMBIGUOUS else ", ".join(meaning.code for meaning in passage.meanings)
        return Reading(words=words, begin=begin, end=end, kind=kind, code=code, corrected=passage.corrected)

    def _unknown(self, passage: Passage) -> UnknownWords:
        text, begin, end = self._place(passage.first, passage.last)
        words = [token.word for token in self._tokens[passage.first : passage.last]]
        meanings = suggest(self._lexicon, words, passage.meanings)
        suggestions = tuple(wording(meaning, self._locale) for meaning in meanings)
        return UnknownWords(words=text, begin=begin, end=end, meanings=meanings, suggestions=suggestions)

    def _merge_unknown(self, passages: Sequence[Passage]) -> Iterator[Passage]:
        """What was not understood, neighbours in one as far as nothing parts them."""
        pending: Passage | None = None
        for passage in passages:
            if passage.kind is not None:
                continue
            if pending and pending.last == passage.first and not self._tokens[passage.first].apart:
                pending = replace(pending, last=passage.last, meanings=(*pending.meanings, *passage.meanings))
                continue
            if pending:
                yield pending
            pending = passage
        if pending:
            yield pending


def _guess_locale(tokens: Sequence[Token], lexicon: Lexicon) -> Locale:
    """The language of more of the words; Italian where they are as many."""
    counts = Counter(lexicon.locales[token.word] for token in tokens if token.word in lexicon.locales)
    return Locale.EN if counts[Locale.EN] > counts[Locale.IT] else Locale.IT
