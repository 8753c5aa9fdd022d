"""How a GraphQL type reads a value of the domain.

A type is a view: it holds the value as `model`, and each field reads from it. The docstring of a class or of a field's
method is its description in the schema, so that nothing is said twice. The enumerations of the domain are those of the
schema: the same classes, with the meaning of every value.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from inspect import getdoc, signature
from operator import attrgetter
from typing import Annotated, Any, Generic, Self, TypeVar, overload

import strawberry

from api.messages import Words
from graph.availability import Knowledge, Room
from graph.coverage.cells import CellStatus
from graph.coverage.changes import ChangeCode
from graph.coverage.criticality import CriticalKind
from graph.coverage.measures import DataIssue
from graph.coverage.summaries import Axis, CellEffect
from graph.language.interpretation import AskBackKind, RecordPart
from graph.message import Phrase
from graph.opening_hours import OpenState
from graph.question import EntryKind
from graph.referral.answer import PlanStatus, ProblemCode
from graph.referral.eligibility import Verdict
from graph.referral.initial_state import Origin
from graph.vocabulary import (
    AccessMode,
    Comparator,
    Described,
    Evidence,
    FactKind,
    FigureKind,
    Locale,
    NodeKind,
    OrganizationKind,
    Relation,
    RouteKind,
    ServiceStatus,
    Severity,
)
from ingest.differences import DifferenceKind

Model = TypeVar("Model")
Method = TypeVar("Method", bound=Callable[..., Any])
DIRECT = "direct"
"""The key of field metadata that holds the same resolver as graphql-core calls it."""
PLAIN = "plain"
"""The key of field metadata that holds what reads the field of an object that needs to know nothing else."""
LocaleArgument = Annotated[
    Locale | None, strawberry.argument(description="The language of the text. Defaults to Italian.")
]


@dataclass(kw_only=True)
class View(Generic[Model]):
    """The base of GraphQL types that show one value of the domain."""

    model: strawberry.Private[Model]

    @classmethod
    def each(cls, models: Iterable[Model]) -> list[Self]:
        """A view of each of `models`."""
        return [cls(model=item) for item in models]

    @classmethod
    def maybe(cls, model: Model | None) -> Self | None:
        """A view of `model`, or None if there is none."""
        return None if model is None else cls(model=model)

    @classmethod
    def pick(cls, known: Mapping[str, Model], keys: Iterable[str]) -> list[Self]:
        """Views of those of `keys` that `known` holds."""
        return [cls(model=known[key]) for key in keys if key in known]


@overload
def field(method: Method, /) -> Method: ...
@overload
def field(
    *, size: int | None = ..., name: str | None = ..., weight: int | None = ..., deprecated: str | None = ...
) -> Callable[[Method], Method]: ...
def field(
    method: Callable[..., Any] | None = None,
    /,
    *,
    size: int | None = None,
    name: str | None = None,
    weight: int | None = None,
    deprecated: str | None = None,
) -> Any:
    """Make a field of a method; the method's docstring is the description.

    Parameters
    ----------
    size
        The length of a list that the static cost assumes.
    name
        The GraphQL name, if Python cannot use it.
    weight
        The static cost of the field itself; 1 if left out.
    deprecated
        What to use instead; the field stays.
    """

    def decorate(resolver: Callable[..., Any]) -> Any:
        metadata: dict[str, Any] = {**sized(size, weight)}
        if list(signature(resolver).parameters) == ["self"]:
            metadata[PLAIN] = resolver
        return strawberry.field(
            resolver=resolver,
            description=describe(resolver),
            metadata=metadata,
            name=name,
            deprecation_reason=deprecated,
        )

    return decorate if method is None else decorate(method)


def read(attribute: str, description: str, size: int | None = None) -> Any:
    """A field that is `model.<attribute>`; `size` as in `field`."""
    return _plain(attrgetter(f"model.{attribute}"), description, size)


def each(attribute: str, view: type[View[Any]], description: str, size: int | None = None) -> Any:
    """A field that shows each item of `model.<attribute>` as a `view`; `size` as in `field`."""
    get = attrgetter(f"model.{attribute}")
    return _plain(lambda root: view.each(get(root)), description, size)


def one(attribute: str, view: type[View[Any]], description: str) -> Any:
    """A field that shows `model.<attribute>` as a `view`; null if it is None."""
    get = attrgetter(f"model.{attribute}")
    return _plain(lambda root: view.maybe(get(root)), description)


def _plain(get: Callable[[Any], Any], description: str, size: int | None = None) -> Any:
    def resolve(root: Any) -> Any:
        return get(root)

    return strawberry.field(resolver=resolve, description=description, metadata={**sized(size), PLAIN: get})


def text(attribute: str, description: str) -> Any:
    """A field that is the text `model.<attribute>` in the language asked for; null if it, or what holds it, is None."""
    steps = attribute.split(".")

    def resolve(root: Any, locale: LocaleArgument = Locale.IT) -> Any:
        words = root.model
        for step in steps:
            words = None if words is None else getattr(words, step)
        return None if words is None else say(words, locale)

    def directly(root: Any, _: Any, locale: Locale | None = Locale.IT) -> Any:
        return resolve(root, locale)

    return strawberry.field(resolver=resolve, description=description, metadata={DIRECT: directly})


def say(phrase: Phrase, locale: Locale | None) -> str:
    """`phrase` in one language; Italian if none is named."""
    return Words(locale or Locale.IT)(phrase)


def describe(documented: Any) -> str:
    """The docstring of a class or method on one line."""
    return " ".join((getdoc(documented) or "").split())


def sized(size: int | None, weight: int | None = None) -> dict[str, int]:
    """Field metadata for the static cost: the assumed length of a list, and the cost of the field itself."""
    given = {"size": size, "weight": weight}
    return {key: value for key, value in given.items() if value is not None}


RENAMED: tuple[tuple[type[Described], str], ...] = (
    (Evidence, "EvidenceLevel"),
    (Severity, "NoticeSeverity"),
    (Origin, "FactOrigin"),
    (Axis, "CoverageAxis"),
    (CellEffect, "CellTurn"),
    (ChangeCode, "ChangeProblemCode"),
)
"""The enumerations whose name in the schema is another."""


SAME_NAME: tuple[type[Described], ...] = (
    Locale,
    OrganizationKind,
    RouteKind,
    AccessMode,
    ServiceStatus,
    FactKind,
    FigureKind,
    Comparator,
    EntryKind,
    NodeKind,
    PlanStatus,
    AskBackKind,
    RecordPart,
    ProblemCode,
    Verdict,
    OpenState,
    Room,
    Knowledge,
    Relation,
    CellStatus,
    CriticalKind,
    DataIssue,
    DifferenceKind,
)


def _expose(enumeration: type[Described], name: str) -> None:
    """Make `enumeration` a GraphQL enum, described by its docstring and the meanings of its members."""
    strawberry.enum(enumeration, name=name, description=enumeration.__doc__)
    definition = enumeration.__strawberry_definition__  # type: ignore[attr-defined] # set by the line above
    for value in definition.values:
        value.description = enumeration[value.name].meaning


for _enumeration, _name in (*RENAMED, *((each, each.__name__) for each in SAME_NAME)):
    _expose(_enumeration, _name)
