"""Turns understood words into a question, and words that contradict each other into problems."""

from collections.abc import Iterator

from graph.language.interpretation import AskBack as UnderstoodBack
from graph.language.interpretation import Interpretation as Understood
from graph.language.suggestions import wording
from graph.message import Message
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.answer import (
    AskBack,
    BackChoice,
    Interpretation,
    PlanningProblem,
    ProblemCode,
    ReadWords,
    RecordRequest,
    UnknownWords,
)

UNSPECIFIED = EntryPoint(EntryKind.SITUATION, "unspecified")
"""Where a question in words starts that does not say it: nothing is implied."""


def as_question(understood: Understood, facts: tuple[GivenFact, ...]) -> Question:
    """The question in codes. `facts` are added to those of the words."""
    return Question(
        start=understood.start or UNSPECIFIED,
        needs=understood.needs,
        facts=(*understood.facts, *facts),
        avoid=understood.avoid,
    )


def as_interpretation(understood: Understood, question: Question) -> Interpretation:
    """The interpretation that an answer shows."""
    read = (
        ReadWords(
            words=item.words, begin=item.begin, end=item.end, kind=item.kind, code=item.code or None,
            corrected=item.corrected,
        )
        for item in understood.read
    )  # fmt: skip
    unknown = (
        UnknownWords(words=item.words, begin=item.begin, end=item.end, suggestions=item.suggestions)
        for item in understood.unknown
    )
    record = understood.record
    return Interpretation(
        question=question,
        locale=understood.locale,
        read=tuple(read),
        unknown=tuple(unknown),
        back=None if understood.back is None else _as_question_back(understood.back),
        record=None if record is None else RecordRequest(words=record.words, partners=record.slugs, parts=record.parts),
    )


def list_misunderstandings(understood: Understood) -> Iterator[PlanningProblem]:
    """A problem for each passage that contradicts another one."""
    for passage in understood.ambiguous:
        yield PlanningProblem(
            code=ProblemCode.AMBIGUOUS_WORDS,
            input_field="text",
            message=Message.of("problem.ambiguous_words", words=passage.words),
            suggestions=tuple(wording(meaning, understood.locale) for meaning in passage.alternatives),
        )


def _as_question_back(back: UnderstoodBack) -> AskBack:
    return AskBack(
        kind=back.kind,
        text=Message.of(f"back.{back.kind.replace('-', '_')}"),
        choices=tuple(BackChoice(code=one.code, label=one.label) for one in back.choices),
        stops=back.stops,
    )
