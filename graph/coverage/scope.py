"""The cells to look at: needs, entry situations and profiles, resolved for one network."""

from collections.abc import Iterator, Mapping

from graph.concepts import EntrySituation, Profile
from graph.errors import UnknownCodeError
from graph.message import Text
from graph.network import Network, suggest
from graph.question import GivenFact, Preferences
from graph.structs import Struct, replace

GIVEN = "given"
"""The code of the profile that consists of the facts of the query alone."""

EVERYTHING = Preferences()
"""Any evidence, and assumptions allowed."""


class CoverageQuery(Struct, frozen=True, kw_only=True):
    """The cells to look at. An empty field means everything.

    A need includes the needs below it. `facts` are added to those of every profile; without `profiles`, they are a
    profile of their own.
    """

    needs: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    facts: tuple[GivenFact, ...] = ()
    preferences: Preferences = EVERYTHING


class Cell(Struct, frozen=True, order=True):
    """One need of a person with one profile, starting in one entry situation."""

    need: str
    situation: str
    profile: str


class Scope(Struct, frozen=True, kw_only=True):
    """The resolved query, in the order of the catalogue."""

    needs: tuple[str, ...]
    situations: tuple[EntrySituation, ...]
    profiles: tuple[Profile, ...]
    preferences: Preferences

    def placed(self) -> Iterator[tuple[Cell, EntrySituation, Profile]]:
        """Every cell with its entry situation and profile, by need, situation and profile."""
        for need in self.needs:
            for situation in self.situations:
                for profile in self.profiles:
                    yield Cell(need, situation.code, profile.code), situation, profile


def resolve(network: Network, query: CoverageQuery) -> Scope:
    """The scope of `query`. Raises UnknownCodeError, with suggestions, for a code that the network does not have."""
    wanted = {need for code in query.needs for need in _with_children(network, code)}
    situations = {code: network.get_situation(code) for code in query.situations}
    return Scope(
        needs=tuple(code for code in network.needs if not wanted or code in wanted),
        situations=tuple(s for s in network.situations.values() if not situations or s.code in situations),
        profiles=tuple(_profiles(network, query)),
        preferences=query.preferences,
    )


def _with_children(network: Network, code: str) -> Iterator[str]:
    yield network.get_need(code).code
    for child in network.children[code]:
        yield from _with_children(network, child.code)


def _profiles(network: Network, query: CoverageQuery) -> Iterator[Profile]:
    published: Mapping[str, Profile] = {profile.code: profile for profile in network.catalogue.profiles}
    for code in query.profiles:
        if code not in published:
            raise UnknownCodeError("profile", code, suggest(code, published))
    if query.facts and not query.profiles:
        yield Profile(code=GIVEN, label=Text("come indicato", "as given"), facts=query.facts)
    elif not published:
        yield Profile(code="nothing-known", label=Text("nulla di noto", "nothing known"))
    else:
        for profile in published.values():
            if not query.profiles or profile.code in query.profiles:
                yield replace(profile, facts=(*profile.facts, *query.facts))
