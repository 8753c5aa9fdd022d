"""Begins to serve in a process that has forgotten the command line.

What reads command lines takes some megabytes. Each process of a server would hold them, because each is forked from the
one before; so the program is executed anew once the options are known.
"""

import os
import sys
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import msgspec

from api.listening import listen, url_of
from api.live.generation import Setup
from api.live.sources import FixedSource, FolderSource, StoreSource, VersionSource
from api.live.standing import Board
from api.live.supervisor import Supervisor
from api.messages import Words
from api.settings import Settings
from api.shelf import Shelf, read_catalogue
from graph.errors import ReteError
from graph.network import Network
from graph.vocabulary import Locale

BEGIN = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from api.live.begin import main; main(sys.argv[2])"


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """What the command line said; everything else is in the environment, as it was."""

    host: str
    port: int
    free_port: bool
    catalogue: str | None
    store: str | None
    workers: int
    waits: bool
    keeps: bool
    """Whether anything is kept on this machine."""
    tells: bool
    """Whether to say what is read."""
    locale: Locale

    @classmethod
    def of(cls, settings: Settings, *, keeps: bool, tells: bool, locale: Locale, waits: bool = False) -> "Serving":
        """What `settings` and the further options say."""
        return cls(
            host=settings.host,
            port=settings.port,
            free_port=settings.free_port,
            catalogue=None if settings.catalogue is None else str(settings.catalogue),
            store=settings.store,
            workers=settings.workers,
            waits=waits,
            keeps=keeps,
            tells=tells,
            locale=locale,
        )

    def begin(self) -> NoReturn:
        """Serve, in place of what this process did until now."""
        sys.stdout.flush()
        sys.stderr.flush()
        given = msgspec.json.encode(self).decode()
        path = msgspec.json.encode(sys.path).decode()
        os.execv(  # noqa: S606 - this very program; the last words are for who looks at processes
            sys.executable, [sys.executable, "-P", "-c", BEGIN, path, given, "rete", "serve"]
        )

    def settings(self) -> Settings:
        """The settings, with what the environment says. Raises SettingsError or DocumentError."""
        found = Settings.from_environment(os.environ, host=self.host, port=self.port, catalogue=self._folder)
        return replace(found, store=self.store, workers=self.workers, free_port=self.free_port)

    @property
    def _folder(self) -> Path | None:
        return Path(self.catalogue) if self.catalogue else None

    def source(self, shelf: Shelf) -> VersionSource:
        """Where versions come from."""
        if self.store is not None:
            return StoreSource(self.store, os.environ, held=self.waits)
        load = partial(self._load, shelf)
        return FixedSource(load) if self._folder is None else FolderSource(self._folder, load)

    def _load(self, shelf: Shelf) -> Network:
        begun = time.monotonic()
        network = read_catalogue(self._folder, shelf)
        if self.tells:
            said = {"city": network.catalogue.city, "version": network.version}
            seconds = f"{time.monotonic() - begun:.1f}"
            print(Words(self.locale).say("note.read", **said, seconds=seconds), file=sys.stderr)  # noqa: T201
        return network


def main(given: str) -> NoReturn:
    """Serve what `given` says, in processes that follow one another, and exit as the command does."""
    serving = msgspec.json.decode(given.encode(), type=Serving)
    words = Words(serving.locale)
    try:
        _serve(serving, words)
    except ReteError as error:
        from api.commands.common import explain

        sys.exit(explain(error, words))
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(0)


def _serve(serving: Serving, words: Words) -> None:
    settings = serving.settings()
    shelf = Shelf.of(os.environ, wanted=serving.keeps)
    source = serving.source(shelf)
    with listen(settings.host, settings.port, free=settings.free_port) as listener, TemporaryDirectory() as folder:
        # Versions follow one another from process to process through the shelf, also where nothing shall stay there.
        between = shelf if shelf.keeps or not source.changes else Shelf(Path(folder))
        setup = Setup(source=source, shelf=between, settings=settings, board=Board(), listener=listener)
        told = partial(announce, settings.port, url_of(listener), words)
        Supervisor(setup, told, waits=serving.waits).run()


def announce(port: int, url: str, words: Words) -> None:
    """Tell under which URL is served, and where that is not on `port`."""
    if port and not url.endswith(f":{port}"):
        print(words.say("serving.other_port", port=str(port)), file=sys.stderr, flush=True)  # noqa: T201
    print(words.say("serving.at", url=url), flush=True)  # noqa: T201
