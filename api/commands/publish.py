"""`rete publish`: a catalogue becomes the live version of a store."""

import os
from contextlib import closing
from pathlib import Path

from api.commands.common import Common, output, print_json
from api.settings import Settings, SettingsError


def publish(catalogue: Path | None = None, /, *, store: str | None = None, common: Common | None = None) -> int:
    """Make a catalogue the live version of a Neo4j store, whole or not at all.

    Servers that read the store notice it without a restart. RETE_NEO4J_USER and RETE_NEO4J_PASSWORD, or
    RETE_NEO4J_PASSWORD_FILE, say who publishes.
    """
    from api.commands.network_options import open_neo4j
    from ingest.catalogue import load_catalogue

    common = common or Common()
    settings = Settings.from_environment(os.environ, catalogue=catalogue or common.catalogue, store=store)
    if settings.store is None:
        raise SettingsError("Where to? Name the store: --store neo4j://127.0.0.1:7687, or RETE_STORE.")
    loaded = load_catalogue(settings.catalogue)
    with closing(open_neo4j(settings.store, os.environ)) as opened:
        network = opened.publish(loaded)
        address = str(opened.bolt.address)
    if common.json:
        print_json({"version": network.version, "city": loaded.city, "store": address})
        return 0
    output().print(f"{loaded.city}: version {network.version} is live on {address}.")
    return 0
