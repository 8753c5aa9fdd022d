"""The passages of a text while it is read, before they are put together."""

from dataclasses import dataclass

from graph.language.interpretation import Meaning, MeaningKind, ReadingKind

PARTNERS = (MeaningKind.ORGANIZATION, MeaningKind.SERVICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Tokens `first` to `last`, not included, and what they were understood as; `kind` None is not understood.

    `meanings`: all of them hold; of an ambiguous passage they are the alternatives, of an unknown one hints.
    `instead`: for a start that no word announces, the facts it would state if another start is announced.
    `either`: `or` stands between this passage and the one before it.
    """

    first: int
    last: int
    kind: ReadingKind | None
    meanings: tuple[Meaning, ...] = ()
    corrected: bool = False
    announced: bool = False
    instead: tuple[Meaning, ...] = ()
    either: bool = False


@dataclass(frozen=True, slots=True)
class Senses:
    """The meanings of a phrase, by kind."""

    situations: tuple[Meaning, ...]
    partners: tuple[Meaning, ...]
    needs: tuple[Meaning, ...]
    facts: tuple[Meaning, ...]

    @classmethod
    def sort(cls, meanings: tuple[Meaning, ...]) -> "Senses":
        """Sort `meanings` by kind."""
        return cls(
            situations=tuple(one for one in meanings if one.kind is MeaningKind.SITUATION),
            partners=tuple(one for one in meanings if one.kind in PARTNERS),
            needs=tuple(one for one in meanings if one.kind is MeaningKind.NEED),
            facts=tuple(one for one in meanings if one.kind is MeaningKind.FACT),
        )

    @property
    def every(self) -> tuple[Meaning, ...]:
        """All of them."""
        return (*self.needs, *self.facts, *self.situations, *self.partners)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a phrase was taken for where it stands."""

    kind: ReadingKind
    meanings: tuple[Meaning, ...]
    announced: bool = False
    instead: tuple[Meaning, ...] = ()


def one_of(kind: ReadingKind, meanings: tuple[Meaning, ...], announced: bool = False) -> Choice:
    """The only one of `meanings`, or that they are ambiguous."""
    return Choice(kind if len(meanings) == 1 else ReadingKind.AMBIGUOUS, meanings, announced)


def facts_of(meanings: tuple[Meaning, ...]) -> Choice:
    """The facts that a phrase states: one of each name; two values of the same fact are ambiguous."""
    names = [given.name for meaning in meanings for given in meaning.facts]
    kind = ReadingKind.FACT if len(set(names)) == len(names) else ReadingKind.AMBIGUOUS
    return Choice(kind, meanings)
