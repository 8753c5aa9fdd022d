"""The vocabulary of questions: facts about a person's situation, needs, entry situations, areas and territories."""

from collections.abc import Iterable

from graph.formula import Formula
from graph.message import Text
from graph.provenance import Cited
from graph.question import GivenFact
from graph.structs import Struct
from graph.vocabulary import FactKind


class Effect(Cited, frozen=True, kw_only=True):
    """After the service, `fact` has `value` (for a set-valued fact: the value is a member)."""

    fact: str
    value: str


class FactValue(Struct, frozen=True, kw_only=True):
    """One value of a fact; `words` are further ways to say it, in either language.

    `assumed_for` and `fixed` are as in `FactDefinition`, for this value alone. `broader` is the value of the same fact
    that this one is a kind of (skos:broader): whoever is in home detention is in external penal execution. `implies` is
    what then holds of other facts, unless the question or the start says something of them: somebody who has never been
    in prison is not leaving it.
    """

    code: str
    label: Text
    words: tuple[str, ...] = ()
    assumed_for: tuple[str, ...] | None = None
    broader: str | None = None
    fixed: bool = False
    implies: tuple[Effect, ...] = ()


class FactDefinition(Struct, frozen=True, kw_only=True):
    """A fact about a person's situation: its domain, and the question that asks for it.

    `closed_world`: what is not given does not hold (contact with a service); never assumed, never asked.
    `assumed_for`: the needs for which a plan may assume the fact, exactly as asked; None where it always may. Nobody is
    presumed a victim, addicted or ill because a bed would come cheaper that way.
    `sensitive`: a special category of personal data (GDPR art. 9 and 10); never stored, and asked with care.
    `fixed`: neither the person nor a case worker can, or should, change it, so no repair proposes to.
    `alarm`: its words count whoever they are said of, and whatever else they mean, such as that a life is in danger.
    """

    name: str
    label: Text
    kind: FactKind
    question: Text
    values: tuple[FactValue, ...] = ()
    closed_world: bool = False
    assumed_for: tuple[str, ...] | None = None
    sensitive: bool = False
    fixed: bool = False
    alarm: bool = False
    note: str | None = None

    def covered_by(self, codes: Iterable[str]) -> frozenset[str]:
        """`codes` with every value that is a kind of one of them, however far down."""
        covered = frozenset(codes)
        while narrower := {value.code for value in self.values if value.broader in covered} - covered:
            covered |= narrower
        return covered

    def broadest(self, codes: Iterable[str]) -> frozenset[str]:
        """`codes` without those that are kinds of another one, where all kinds of that one are among `codes`."""
        given = frozenset(codes)
        whole = [code for code in given if self.covered_by([code]) <= given]
        return given - {narrow for code in whole for narrow in self.covered_by([code]) if narrow != code}


class EntrySituation(Cited, frozen=True, kw_only=True):
    """Where a path starts (cv:LifeEvent), with the facts it implies and the values it rules out.

    `known_to` are contacts it brings.
    """

    code: str
    label: Text
    facts: tuple[Effect, ...] = ()
    rules_out: tuple[Effect, ...] = ()
    known_to: tuple[str, ...] = ()
    territory: str | None = None
    words: tuple[str, ...] = ()


class Profile(Cited, frozen=True, kw_only=True):
    """A published set of facts for which coverage is computed. It describes a situation, never a person."""

    code: str
    label: Text
    facts: tuple[GivenFact, ...] = ()


class NeedArea(Cited, frozen=True, kw_only=True):
    """What a person needs (skos:Concept).

    `counts_for_parent`: whether meeting this need meets its parent (an application for public housing is no home).
    `means`: whether a plan may meet it for the sake of another need; nobody is moved house for a paper.
    `emergency`: not to be put behind papers unless a source says so. `meant_when`: the situation in which who
    asks for the need above this one asks for this one. `met_when`: the situation in which the need is
    already met. `follows_when`: what, said in a question, asks for this need by itself. `implies`: what is true of a
    person once it is met. `asked_as`: how a question back names this kind of the need above it, where that need was
    said in general; if one kind has it, only kinds that have it are named. `surveyed`: whether coverage counts it
    without being asked; what an institution alone decides is no gap of the network.
    """

    code: str
    label: Text
    parent: str | None = None
    counts_for_parent: bool = True
    surveyed: bool = True
    means: bool = True
    emergency: bool = False
    met_when: Formula | None = None
    meant_when: Formula | None = None
    follows_when: Formula | None = None
    implies: tuple[Effect, ...] = ()
    asked_as: Text | None = None
    words: tuple[str, ...] = ()
    mappings: tuple[str, ...] = ()


class NetworkArea(Cited, frozen=True, kw_only=True):
    """One of the areas that are printed on the network slide (skos:Concept)."""

    code: str
    label: Text


class Territory(Cited, frozen=True, kw_only=True):
    """An area that services cover, such as a municipality."""

    code: str
    label: Text
