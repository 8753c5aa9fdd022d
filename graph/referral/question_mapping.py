"""From what was understood of the words to a question, and to what is said when they were not."""

from collections.abc import Iterator

from graph.language.interpretation import Interpretation as Understood
from graph.language.suggestions import wording
from graph.message import Message
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.answer import Interpretation, PlanningProblem, ProblemCode, ReadWords, UnknownWords

UNSPECIFIED = EntryPoint(EntryKind.SITUATION, "unspecified")
"""Where a question in words starts that does not say it: nothing is implied."""


def as_question(understood: Understood, facts: tuple[GivenFact, ...]) -> Question:
    """The question in codes; `facts` are added to what the words say."""
    return Question(
        start=understood.start or UNSPECIFIED,
        needs=understood.needs,
        facts=(*understood.facts, *facts),
        avoid=understood.avoid,
    )


def as_interpretation(understood: Understood, question: Question) -> Interpretation:
    """What was understood, in the shape of an answer."""
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
    return Interpretation(question=question, locale=understood.locale, read=tuple(read), unknown=tuple(unknown))


def list_misunderstandings(understood: Understood) -> Iterator[PlanningProblem]:
    """A problem for each passage that was not understood or could mean several things."""
    for item in understood.unknown:
        yield PlanningProblem(
            code=ProblemCode.UNKNOWN_WORDS,
            input_field="text",
            message=Message.of("problem.unknown_words", words=item.words),
            suggestions=item.suggestions,
        )
    for passage in understood.ambiguous:
        codes = tuple(wording(meaning, understood.locale) for meaning in passage.alternatives)
        yield PlanningProblem(
            code=ProblemCode.AMBIGUOUS_WORDS,
            input_field="text",
            message=Message.of("problem.ambiguous_words", words=passage.words),
            suggestions=codes,
        )
