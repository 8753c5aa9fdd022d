"""`rete show`, `search`, `needs`, `situations`, `facts`: what the network holds."""

from collections.abc import Iterator
from typing import Annotated

from cyclopts import Parameter

from api.commands.common import output, print_json
from api.commands.network_options import Reading
from graph.errors import UnknownCodeError
from graph.network import Network, suggest

Shown = tuple[str, object]


def show(identifier: str, /, *, common: Reading | None = None) -> int:
    """Show everything known about one partner, service, need, situation, fact, area or source, with its lines.

    Parameters
    ----------
    identifier
        A slug or code, such as residenzami, housing or release-san-vittore; `rete search` finds them.
    """
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
    *text: Annotated[str, Parameter(help="Words of a name or a need, in Italian or English.")],
    first: int = 10,
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
    console = output()
    for hit in hits:
        console.print(f"{hit.kind:17} {hit.identifier}  {hit.name}")
    if not hits:
        console.print(words.say("plan.nothing_found", text=" ".join(text)))
    return 0 if hits else 1


def needs(*, common: Reading | None = None) -> int:
    """List what a person may need, as a tree, with how many services meet each."""
    from rich.table import Table

    common = common or Reading()
    network = common.network()
    words = common.words()
    if common.json:
        from api.json_output import command_json

        print_json(command_json("needs", network, words.locale)["needAreas"])
        return 0
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    for need in network.needs.values():
        depth = need.code.count(".")
        within = network.within(need.code)
        meeting = sum(any(link.need in within for link in service.meets) for service in network)
        table.add_row(f"{'  ' * depth}{need.code}", words(need.label), str(meeting))
    output().print(table)
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
    console = output()
    for situation in network.situations.values():
        facts = ", ".join(f"{effect.fact}={effect.value}" for effect in situation.facts)
        console.print(f"{situation.code:22} {words(situation.label):44} {facts}")
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
    console = output()
    for fact in network.facts.values():
        values = ", ".join(value.code for value in fact.values) or {"boolean": "yes, no"}.get(fact.kind, fact.kind)
        console.print(f"{fact.name:19} {words(fact.label)}: {values}")
    return 0
