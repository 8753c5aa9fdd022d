"""What was understood of a question in words."""

from enum import StrEnum

from graph.message import Text
from graph.question import EntryPoint, GivenFact
from graph.structs import Struct
from graph.vocabulary import Described, Locale


class ReadingKind(StrEnum):
    """What a passage was understood as."""

    START = "start"
    NEED = "need"
    FACT = "fact"
    AVOID = "avoid"
    CONNECTIVE = "connective"
    """Joins or introduces other passages, and says nothing by itself."""
    AMBIGUOUS = "ambiguous"
    """Has several meanings, of which none was taken."""


class MeaningKind(StrEnum):
    """What words may stand for."""

    SITUATION = "situation"
    ORGANIZATION = "organization"
    SERVICE = "service"
    NEED = "need"
    FACT = "fact"


class Meaning(Struct, frozen=True, kw_only=True, gc=False):
    """Something that words may stand for.

    `code` is a code or slug of the network, or for a fact its test (`residence=milan`, `nationality!=IT`,
    `age=18..25`). `facts` are what it says about the person; of a situation, what it implies.
    """

    kind: MeaningKind
    code: str
    label: Text
    facts: tuple[GivenFact, ...] = ()


class ReadPassage(Struct, frozen=True, kw_only=True):
    """A passage of the text, `text[begin:end]`, and what it was understood as.

    `code` is as in `Meaning`, several of them joined by ", "; empty for connectives and what is ambiguous.
    `corrected`: the words do not stand in the text like this: a typing error, or only a part of a partner's name.
    """

    words: str
    begin: int
    end: int
    kind: ReadingKind
    code: str = ""
    corrected: bool = False


class UnreadWords(Struct, frozen=True, kw_only=True):
    """A passage that was not understood, or that says nothing where it stands, and what may be meant (at most 3).

    `suggestions` are the labels and codes of `meanings` in the language of the text.
    """

    words: str
    begin: int
    end: int
    meanings: tuple[Meaning, ...] = ()
    suggestions: tuple[str, ...] = ()


class Ambiguity(Struct, frozen=True, kw_only=True):
    """A passage whose `alternatives` are equally good, or contradict each other; none of them was taken."""

    words: str
    begin: int
    end: int
    alternatives: tuple[Meaning, ...]


class AskBackKind(Described):
    """Why the user is asked a question."""

    NO_NEED = "no-need", "The question does not name a need, so there is nothing to plan."
    CONTRADICTION = "contradiction", "The statements in the question contradict each other, so nothing is planned."
    INSIDE_OR_OUT = "inside-or-out", "The question names a prison but does not say whether the person is inside."
    WHICH_NEED = "which-need", "The question names a general need whose kinds lead to different services."


class QuestionBack(Struct, frozen=True, kw_only=True):
    """The one question that goes back, with its possible answers in words.

    `about` is the code of the need, or the words, that the question is about.
    """

    kind: AskBackKind
    about: str = ""
    choices: tuple[Meaning, ...] = ()

    @property
    def stops(self) -> bool:
        """True if no plan is possible until the question is answered."""
        return self.kind in (AskBackKind.NO_NEED, AskBackKind.CONTRADICTION)


class RecordPart(Described):
    """The part of a record that a question requests."""

    PHONE = "phone", "The telephone number."
    HOURS = "hours", "The opening hours."
    ADDRESS = "address", "The address."
    CONTACT = "contact", "Any contact."
    PAPERS = "papers", "The papers to bring."
    ACCESS = "access", "The ways in."
    REQUIREMENTS = "requirements", "The conditions on the person."


class AskedRecord(Struct, frozen=True, kw_only=True):
    """That the question asks for the record of partners: `slugs` of organizations and services, the likeliest first."""

    words: str
    slugs: tuple[str, ...]
    parts: tuple[RecordPart, ...] = ()


class ParsedQuestion(Struct, frozen=True, kw_only=True):
    """A question in words as it was understood; what was not used stands in `unknown`, and in `ambiguous` with reasons.

    The passages of `read` and `unknown` do not overlap and together hold every word of the text. `needs` and
    `avoid` keep the order of the text, without doubles. `locale` is a guess by the words. `back` is the question that
    goes back, if any; `record` that the question asks for the record of a partner.
    """

    text: str
    locale: Locale
    start: EntryPoint | None = None
    needs: tuple[str, ...] = ()
    facts: tuple[GivenFact, ...] = ()
    avoid: tuple[str, ...] = ()
    read: tuple[ReadPassage, ...] = ()
    unknown: tuple[UnreadWords, ...] = ()
    ambiguous: tuple[Ambiguity, ...] = ()
    back: QuestionBack | None = None
    record: AskedRecord | None = None

    @property
    def complete(self) -> bool:
        """Whether nothing of the text was left out."""
        return not self.unknown and not self.ambiguous
