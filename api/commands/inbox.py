"""`rete inbox`: the corrections that people proposed from outside, for a person to accept or reject."""

import os
from pathlib import Path

from api.commands.common import Common, output, print_json
from api.messages import Words
from api.settings import SettingsError
from graph.message import Message
from graph.network import Network
from ingest.inbox import Inbox, Proposal, ProposalKind


def inbox(
    *,
    folder: Path | None = None,
    reject: str | None = None,
    common: Common | None = None,
) -> int:
    """What people say is wrong: `rete inbox`, and `rete inbox --reject 1a2b3c4d`.

    Nothing of it shows in an answer. To accept a proposal, find out what is right and say so:
    `rete edit residenzami --phone "02 1234567" --source "telefonata" --accepts 1a2b3c4d`.
    """
    common = common or Common()
    words, console = common.words(), output()
    own = open_inbox(folder)
    if reject is not None:
        removed = own.remove(reject)
        console.print(words.say("inbox.rejected", id=removed.id))
        return 0
    waiting = own.list_proposals()
    if common.json:
        print_json([_as_json(item) for item in waiting])
        return 0
    network = common.read_network()
    for item in waiting:
        for line in _lines(item, network, words):
            console.print(line)
    console.print(words.say("inbox.count", count=len(waiting)))
    return 0


def open_inbox(folder: Path | None = None) -> Inbox:
    """The inbox in `folder`, otherwise in RETE_INBOX. Raises SettingsError where neither names one."""
    place = folder or (Path(os.environ["RETE_INBOX"]) if os.environ.get("RETE_INBOX") else None)
    if place is None:
        raise SettingsError(Message.of("inbox.none"))
    return Inbox(place)


def _lines(item: Proposal, network: Network, words: Words) -> tuple[str, ...]:
    known = network.services.get(item.about) or network.organizations.get(item.about)
    kinds = ", ".join(words.say(f"inbox.is_{kind.replace('-', '_')}") for kind in item.kinds)
    said = f"{item.id}  {known.name if known else item.about}: {kinds}"
    times = words.say("inbox.times", count=item.times, day=item.last)
    return (said, *((f"    «{item.line}»",) if item.line else ()), f"    {times}", f"    {_remedy(item)}")


def _remedy(item: Proposal) -> str:
    """The command that would accept it."""
    options = {
        ProposalKind.CLOSED: "--closed-from ...",
        ProposalKind.PHONE_SILENT: "--phone ...",
        ProposalKind.MOVED: "...",
        ProposalKind.NOT_FOR_THEM: "...",
        ProposalKind.OTHER: "...",
    }
    return f"rete edit {item.about} {options[item.kinds[0]]} --source ... --accepts {item.id}"


def _as_json(item: Proposal) -> dict[str, object]:
    return {
        "id": item.id,
        "about": item.about,
        "kinds": [str(kind) for kind in item.kinds],
        "line": item.line,
        "last": item.last.isoformat(),
        "times": item.times,
    }
