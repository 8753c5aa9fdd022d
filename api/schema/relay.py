"""Relay: global identifiers, and connections over lists that are sorted by slug, with keyset cursors.

A global identifier is base64url of `<Type>:<slug>`, without padding. A node has exactly one.

A cursor names the version of the network, the list, and the slug at which it stands. It therefore holds under every
filter of the same list. A request that brings one is answered wholly from its version as long as that is kept
(`api.versions`), and refused afterwards: the list may then have changed.
"""

import base64
import binascii
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Annotated, Any, Generic, Protocol, TypeVar

import strawberry

from api.errors import ApiError, ErrorCode
from api.schema.fields import Model, View, field
from api.settings import Limits

FirstArgument = Annotated[
    int | None, strawberry.argument(description="The number of items from the start of the list, from 1 to 100.")
]
AfterArgument = Annotated[str | None, strawberry.argument(description="Return items after this cursor.")]
LastArgument = Annotated[
    int | None, strawberry.argument(description="The number of items from the end of the list, from 1 to 100.")
]
BeforeArgument = Annotated[str | None, strawberry.argument(description="Return items before this cursor.")]


@strawberry.interface
class Node(View[Model]):
    """An object with a global, opaque identifier (Relay)."""

    @field
    def id(self) -> strawberry.ID:
        """The global identifier. It is opaque, and stable as long as the slug is."""
        return global_id(type(self).__name__, self.key)

    @property
    def key(self) -> str:
        """The slug of the value, or its code if it is a concept."""
        model: Any = self.model
        key: str = getattr(model, "slug", None) or model.code
        return key


def encode(text: str) -> str:
    """`text` in base64url without padding."""
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def decode(token: str) -> str | None:
    """The text behind `token`; None if it is not exactly what `encode` writes."""
    try:
        data = token.encode("ascii")
        text = base64.urlsafe_b64decode(data + b"=" * (-len(data) % 4)).decode()
    except (UnicodeError, binascii.Error):
        return None
    return text if encode(text) == token else None


@lru_cache(maxsize=4_096)  # lists show the same nodes again and again
def global_id(kind: str, slug: str) -> strawberry.ID:
    """The identifier of the node `slug` of the GraphQL type `kind`."""
    return strawberry.ID(encode(f"{kind}:{slug}"))


def read_global_id(token: str, argument: str = "id") -> tuple[str, str]:
    """The type and slug behind an identifier. Raises ApiError (BAD_ID) if this API never gave it out.

    >>> read_global_id(global_id("Service", "celav"))
    ('Service', 'celav')
    """
    kind, separator, slug = (decode(token) or "").partition(":")
    if not (kind and separator and slug):
        raise bad_id(argument)
    return kind, slug


def bad_id(argument: str) -> ApiError:
    """The refusal of an identifier that was given as `argument`."""
    return ApiError(ErrorCode.BAD_ID, "This is not an id of this API; take ids from its answers.", argument=argument)


class Slugged(Protocol):
    """Something with a slug."""

    @property
    def slug(self) -> str:
        """The slug by which lists are sorted."""
        ...


S = TypeVar("S", bound=Slugged)
V = TypeVar("V", bound=View[Any])
N = TypeVar("N")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a client asked to see of a list."""

    first: int | None
    after: str | None
    last: int | None
    before: str | None


@dataclass(frozen=True, slots=True)
class Cursors:
    """The cursors of the list `name` in one version of the network."""

    version: str
    name: str
    slugs: Container[str]

    def write(self, slug: str) -> str:
        """The cursor that stands at `slug`."""
        return encode(f"{self.version}:{self.name}:{slug}")

    def read(self, cursor: str, argument: str) -> str:
        """The slug at which `cursor` stands. Raises ApiError (BAD_CURSOR) where it is none of these."""
        version = version_of(cursor)
        name, _, slug = (decode(cursor) or "").partition(":")[2].partition(":")
        if version and name == self.name and version != self.version:
            raise ApiError(
                ErrorCode.BAD_CURSOR,
                f"The cursor in '{argument}' belongs to another version of the network; begin again without it.",
                argument=argument,
            )
        if name != self.name or slug not in self.slugs:
            raise ApiError(
                ErrorCode.BAD_CURSOR,
                f"'{argument}' is not a cursor of this list; take cursors from its answers.",
                argument=argument,
            )
        return slug


def version_of(cursor: str) -> str | None:
    """The version that `cursor` names; None if it is not a cursor."""
    version, separator, _ = (decode(cursor) or "").partition(":")
    return version if separator else None


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a sorted list, and whether more lies before and after it."""

    begin: int
    end: int
    total: int

    @property
    def has_previous(self) -> bool:
        """True if there are items before the page."""
        return self.begin > 0

    @property
    def has_next(self) -> bool:
        """True if there are items after the page."""
        return self.end < self.total


def cut(items: Sequence[S], window: Window, cursors: Cursors, limits: Limits) -> Page:
    """The page of `items`, sorted by slug, that `window` asks for.

    Raises ApiError: BAD_PAGE for a size out of range or both `first` and `last`, BAD_CURSOR for a forged or foreign
    cursor.
    """
    size = _size(window, limits)
    slug = attrgetter("slug")
    begin = 0 if window.after is None else bisect_right(items, cursors.read(window.after, "after"), key=slug)
    end = len(items)
    if window.before is not None:
        end = bisect_left(items, cursors.read(window.before, "before"), key=slug)
    end = max(begin, end)
    if window.last is not None:
        begin = max(begin, end - size)
    else:
        end = min(end, begin + size)
    return Page(begin, end, len(items))


def _size(window: Window, limits: Limits) -> int:
    if window.first is not None and window.last is not None:
        raise ApiError(ErrorCode.BAD_PAGE, "Give either 'first' or 'last', not both.", argument="last")
    size = window.first if window.first is not None else window.last
    return check_size(
        limits.default_page if size is None else size, "last" if window.first is None else "first", limits
    )


def check_size(size: int, argument: str, limits: Limits) -> int:
    """`size`. Raises ApiError (BAD_PAGE) where it is not 1 to the page limit."""
    if not 1 <= size <= limits.page:
        raise ApiError(
            ErrorCode.BAD_PAGE, f"'{argument}' is a whole number from 1 to {limits.page}.", argument=argument
        )
    return size


@strawberry.type
class PageInfo:
    """The position of a page in its list (Relay)."""

    page: strawberry.Private[Page]
    start_cursor: str | None = strawberry.field(description="The cursor of the first item; null on an empty page.")
    end_cursor: str | None = strawberry.field(description="The cursor of the last item; null on an empty page.")

    @field
    def has_previous_page(self) -> bool:
        """True if there are items before the page."""
        return self.page.has_previous

    @field
    def has_next_page(self) -> bool:
        """True if there are items after the page."""
        return self.page.has_next


def page_info(page: Page, items: Sequence[S], cursors: Cursors) -> PageInfo:
    """The PageInfo of `page`, which holds `items`."""
    return PageInfo(
        page=page,
        start_cursor=cursors.write(items[0].slug) if items else None,
        end_cursor=cursors.write(items[-1].slug) if items else None,
    )


@strawberry.type
class Edge(Generic[N]):
    """An item of a page."""

    node: N = strawberry.field(description="The item.")
    cursor: str = strawberry.field(description="The position of the item in the list.")


@strawberry.type
class Connection(Generic[N]):
    """One page of a sorted list (Relay)."""

    items: strawberry.Private[Sequence[Any]]
    show: strawberry.Private[Callable[[Sequence[Any]], list[N]]]
    page: strawberry.Private[Page]
    cursors: strawberry.Private[Cursors]

    @field
    def edges(self) -> list[Edge[N]]:
        """The items with their cursors."""
        shown = zip(self.items, self.show(self.items), strict=True)
        return [Edge(node=node, cursor=self.cursors.write(item.slug)) for item, node in shown]

    @field
    def nodes(self) -> list[N]:
        """The items."""
        return self.show(self.items)

    @field
    def page_info(self) -> PageInfo:
        """Where this page lies in the list."""
        return page_info(self.page, self.items, self.cursors)

    @field
    def total_count(self) -> int:
        """The number of matching items on all pages."""
        return self.page.total


def connect(view: type[V], items: Sequence[S], window: Window, cursors: Cursors, limits: Limits) -> Connection[V]:
    """The page of `items`, shown as `view`. Raises ApiError as `cut` does."""
    page = cut(items, window, cursors, limits)
    return Connection(items=items[page.begin : page.end], show=view.each, page=page, cursors=cursors)
