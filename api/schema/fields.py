"""Fields that read the value behind a GraphQL object (its `model`), so that a type states each of its fields once."""

from collections.abc import Callable
from operator import attrgetter
from typing import Annotated, Any, TypeVar

import strawberry

from api.messages import Words
from api.schema import enums as enums  # describes the enumerations before a field uses one
from graph.message import Phrase
from graph.vocabulary import Locale

Resolver = TypeVar("Resolver", bound=Callable[..., Any])
DIRECT = "direct"
"""The key of field metadata that holds the same resolver as graphql-core calls it."""
LocaleArgument = Annotated[
    Locale | None, strawberry.argument(description="The language of the answer; Italian where none is named.")
]


def field(
    description: str, size: int | None = None, name: str | None = None, weight: int | None = None
) -> Callable[[Resolver], Resolver]:
    """A field that a method computes.

    `size` as in `read`, `name` where Python does not take the GraphQL one, `weight` its own static cost (1).
    """

    def decorate(resolver: Resolver) -> Resolver:
        decorated: Any = strawberry.field(
            resolver=resolver, description=description, metadata=sized(size, weight), name=name
        )
        return decorated  # type: ignore[no-any-return] # strawberry replaces the method when it builds the class

    return decorate


def read(attribute: str, description: str, size: int | None = None) -> Any:
    """A field that is `model.<attribute>`; `size` is the length that the static cost assumes for a list."""
    get = attrgetter(attribute)

    def resolve(root: Any) -> Any:
        return get(root.model)

    def directly(root: Any, _: Any) -> Any:
        return get(root.model)

    return strawberry.field(resolver=resolve, description=description, metadata={**sized(size), DIRECT: directly})


def text(attribute: str, description: str) -> Any:
    """A field that is the text `model.<attribute>` in the language asked for, or None where there is none."""
    get = attrgetter(attribute)

    def resolve(root: Any, locale: LocaleArgument = Locale.IT) -> Any:
        words = get(root.model)
        return None if words is None else say(words, locale)

    def directly(root: Any, _: Any, locale: Locale | None = Locale.IT) -> Any:
        return resolve(root, locale)

    return strawberry.field(resolver=resolve, description=description, metadata={DIRECT: directly})


def say(phrase: Phrase, locale: Locale | None) -> str:
    """`phrase` in one language; Italian where none is named."""
    return Words(locale or Locale.IT)(phrase)


def sized(size: int | None, weight: int | None = None) -> dict[str, int]:
    """Field metadata for the static cost: how long a list is taken to be, and what the field itself costs."""
    given = {"size": size, "weight": weight}
    return {key: value for key, value in given.items() if value is not None}
