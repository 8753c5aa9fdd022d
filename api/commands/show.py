"""`rete show`, `search`, `needs`, `situations`, `facts`: what the network holds."""

from collections.abc import Iterator

from api.commands.common import First, output, print_json, print_records
from api.commands.network_options import Reading
from graph.errors import UnknownCodeError
from graph.network import Network, suggest

Shown = tuple[str, object]


def show(identifier: str, /, *, common: Reading | None = None) -> int:
    """Show everything known about one partner, service, need, situation, fact, area or source, with its lines."""
    from api.render.record_view import RecordView

    common = common or Reading()
    network = common.network()
    found = list(_find(network, identifier))
    if not found:
        raise UnknownCodeError("node", identifier, suggest(identifier, _list_identifiers(network)))
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


def _find(network: Network, identifier: str) -> Iterator[Shown]:
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
    common: Reading | None = None,
) -> int:
    """Find partners, services, needs and situations by name; accents, case and typos do not matter."""
    common = common or Reading()
    words = common.words()
    if common.json:
        from api.json_output import command_json

        found = command_json("search", common.network(), words.locale, text=" ".join(text), first=first)["search"]
        print_json(found)
        return 0 if found else 1
    hits = common.search(" ".join(text), first)
    print_records((hit.kind, hit.identifier, hit.name) for hit in hits)
    if not hits:
        output().print(words.say("plan.nothing_found", text=" ".join(text)))
    return 0 if hits else 1


def needs(*, common: Reading | None = None) -> int:
    """List what a person may need, as a tree, with how many services meet each."""
    common = common or Reading()
    network = common.network()
    words = common.words()
    if common.json:
        from api.json_output import command_json

        print_json(command_json("needs", network, words.locale)["needAreas"])
        return 0
    rows = []
    for need in network.needs.values():
        within = network.within(need.code)
        meeting = sum(any(link.need in within for link in service.meets) for service in network)
        rows.append((f"{'  ' * need.code.count('.')}{need.code}", words(need.label), str(meeting)))
    print_records(rows, numbers=True)
    return 0


def situations(*, common: Reading | None = None) -> int:
    """List where a path may start."""
    common = common or Reading()
    network = common.network()
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


def facts(*, common: Reading | None = None) -> int:
    """List what can be said about a person's situation, with the values that each fact takes."""
    common = common or Reading()
    network = common.network()
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
