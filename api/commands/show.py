"""`rete show`, `search`, `needs`, `situations`, `facts`, `open`: what the network holds, and what is open at a time."""

import os
from collections.abc import Iterator, Mapping
from datetime import datetime

from api.commands.common import (
    Common,
    Fact,
    First,
    NetworkOptions,
    connected,
    output,
    print_json,
    print_records,
    read_facts,
)
from api.render.answer_text import day_text
from graph.errors import UnknownCodeError
from graph.name_index import fold
from graph.network import Network, suggest
from graph.opening_hours import OpenState, now, on_clock
from graph.vocabulary import NodeKind

Shown = tuple[str, object]
MOST_MEANT = 20
"""Names among which the one that is meant is looked for."""


def show(identifier: str, /, *, common: NetworkOptions | None = None) -> int:
    """Show everything known about one partner, service, need, situation, fact, area or source, with its lines.

    A word of the name of one partner alone is enough: `rete show jannacci`.
    """
    from api.render.record_view import RecordView

    common = common or NetworkOptions()
    network = common.read_record(identifier)
    found = list(list_shown(network, identifier))
    if not found and (meant := _find_meant(common, identifier)) is not None:
        identifier, network = meant, common.read_record(meant)
        found = list(list_shown(network, identifier))
    if not found:
        known = common.list_identifiers() or _list_identifiers(network)
        raise UnknownCodeError("node", identifier, suggest(identifier, known))
    words = common.words()
    if common.json:
        from api.json_output import command_json
        from api.schema.lookup import list_ids

        print_json(command_json("show", network, words.locale, ids=list_ids(network, identifier))["nodes"])
        return 0
    console = output()
    for kind, record in found:
        RecordView(network, words).draw(kind, record, console)
    return 0


def _find_meant(common: NetworkOptions, words: str) -> str | None:
    """The only partner whose name has these words; of an organization and its own services, the organization."""
    wanted = set(fold(words).split())
    hits = [
        hit
        for hit in common.search(words, MOST_MEANT)
        if hit.kind in (NodeKind.ORGANIZATION, NodeKind.SERVICE) and wanted and wanted <= set(fold(hit.matched).split())
    ]
    organizations = [hit.identifier for hit in hits if hit.kind is NodeKind.ORGANIZATION]
    known = organizations or [hit.identifier for hit in hits]
    return known[0] if len(set(known)) == 1 else None


def list_shown(network: Network, identifier: str) -> Iterator[Shown]:
    """Everything whose slug or code is `identifier`, each with its kind."""
    kinds = {
        "organization": network.organizations,
        "service": network.services,
        "need": network.needs,
        "situation": network.situations,
        "fact": network.facts,
        "area": network.areas,
        "source": network.sources,
    }
    for kind, known in kinds.items():
        if identifier in known:
            yield kind, known[identifier]


def _list_identifiers(network: Network) -> Iterator[str]:
    for known in (
        network.organizations, network.services, network.needs, network.situations, network.facts, network.areas,
        network.sources,
    ):  # fmt: skip
        yield from known


def search(
    *text: str,
    first: First = 10,
    common: NetworkOptions | None = None,
) -> int:
    """Find partners, services, needs and situations by name; accents, case and typos do not matter."""
    common = common or NetworkOptions()
    words = common.words()
    if common.json:
        from api.json_output import command_json

        found = command_json("search", common.read_network(), words.locale, text=" ".join(text), first=first)["search"]
        print_json(found)
        return 0 if found else 1
    hits = common.search(" ".join(text), first)
    print_records((hit.kind, hit.identifier, hit.name) for hit in hits)
    if not hits:
        output().print(words.say("plan.nothing_found", text=" ".join(text)))
    return 0 if hits else 1


def needs(*, common: NetworkOptions | None = None) -> int:
    """List what a person may need, as a tree, with how many services meet each."""
    common = common or NetworkOptions()
    words = common.words()
    if common.json:
        from api.json_output import command_json

        print_json(command_json("needs", common.read_needs(), words.locale)["needAreas"])
        return 0
    network, meeting = _count_meeting(common)
    rows = (
        (f"{'  ' * need.code.count('.')}{need.code}", words(need.label), str(meeting[need.code]))
        for need in network.needs.values()
    )
    print_records(rows, numbers=True)
    return 0


def _count_meeting(common: NetworkOptions) -> tuple[Network, Mapping[str, int]]:
    """The needs, and how many services meet each; a store counts them itself."""
    url = common.url()
    if url is None:
        network = common.read_network()
        within = {code: network.within(code) for code in network.needs}
        return network, {
            code: sum(any(link.need in codes for link in service.meets) for service in network)
            for code, codes in within.items()
        }
    from graph.store.neo4j_part import PartReader

    with connected(url, os.environ) as bolt:
        reader = PartReader(bolt)
        return reader.vocabulary(), reader.count_meeting()


def situations(*, common: NetworkOptions | None = None) -> int:
    """List where a path may start."""
    common = common or NetworkOptions()
    network = common.read_situations()
    words = common.words()
    if common.json:
        from api.json_output import command_json

        print_json(command_json("situations", network, words.locale)["entrySituations"])
        return 0
    print_records(
        (
            situation.code,
            words(situation.label),
            ", ".join(f"{effect.fact}={effect.value}" for effect in situation.facts),
        )
        for situation in network.situations.values()
    )
    return 0


def facts(*, common: NetworkOptions | None = None) -> int:
    """List what can be said about a person's situation, with the values that each fact takes."""
    common = common or NetworkOptions()
    network = common.read_vocabulary()
    words = common.words()
    if common.json:
        from api.json_output import command_json

        print_json(command_json("facts", network, words.locale)["facts"])
        return 0
    print_records(
        (
            fact.name,
            words(fact.label),
            ", ".join(value.code for value in fact.values) or {"boolean": "yes, no"}.get(fact.kind, fact.kind),
        )
        for fact in network.facts.values()
    )
    return 0


def show_open(
    need: str,
    /,
    *,
    at: datetime | None = None,
    fact: Fact = (),
    common: Common | None = None,
) -> int:
    """What is open at a time for a need: `rete open housing --at 2026-11-29T20:00 -f residence=none`.

    Services that meet it and do not exclude the person, and helplines for it that answer at any hour: those whose door
    is open first, then those of which nobody knows, then the closed ones with their next opening. Exit code 1 where
    none is known to be open.
    """
    from graph.availability import find_next_door_opening
    from graph.referral.planner import ReferralPlanner

    common = common or Common()
    words, network = common.words(), common.read_network()
    moment = on_clock(at or now())
    found = ReferralPlanner(network).open_services(need, moment, read_facts(fact))
    if common.json:
        from api.json_output import command_json
        from api.schema.relay import global_id

        ids = [global_id("Service", service.slug) for service, _ in found]
        print_json(command_json("open", network, words.locale, ids=ids, at=moment.isoformat())["nodes"])
    else:
        rows = []
        for service, state in found:
            opening = find_next_door_opening(service, network.catalogue.city, moment)
            again = opening is not None and state is OpenState.CLOSED
            next_time = f"→ {day_text(opening.date(), words)} {opening:%H:%M}" if opening is not None and again else ""
            rows.append((words.say(f"open_state.{state.lower()}"), service.name, next_time))
        if output().is_terminal:
            output().print(f"{day_text(moment.date(), words)} {moment:%H:%M}")
        print_records(rows)
    return 0 if any(state is OpenState.OPEN for _, state in found) else 1
