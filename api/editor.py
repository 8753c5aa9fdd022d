"""Corrections that a server takes: checked, written and served at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from graph.errors import QuestionError
from graph.message import Message
from ingest.correction_request import CorrectionRequest
from ingest.editing import Edit, write_correction
from ingest.inbox import Inbox


class Watch(Protocol):
    """Brings what stands in the catalogue's folder into service."""

    def take_now(self) -> bool:
        """Take the folder's version, which the caller has just written; whether another one has become live."""

    def version(self) -> str:
        """The version that is live."""

    def is_refused(self) -> bool:
        """Whether the folder's version is not served because of its findings."""


class Editor:
    """Writes corrections to the catalogue in `folder`; `watch` then takes the new version.

    It may be used from several threads and processes: one correction is written at a time.
    """

    def __init__(self, folder: Path, watch: Watch, inbox: Inbox | None = None) -> None:
        self._folder = folder
        self._watch = watch
        self._inbox = inbox

    def correct(self, request: CorrectionRequest, *, dry_run: bool = False, accepts: str | None = None) -> Edit:
        """Write the correction and serve it; with `dry_run` only check it. A proposal that it accepts is taken out.

        Raises QuestionError or UnknownCodeError where it cannot be read or changes nothing, CatalogueError with the
        findings that it would add, and StoreError where the folder or the inbox cannot be written.
        """
        accepted = self._proposal(accepts)
        edit = write_correction(self._folder, request.read(), dry_run=dry_run)
        if not dry_run:
            self._watch.take_now()
            accepted()
        return edit

    def version(self) -> str | None:
        """The version that is live; None where the folder has findings that keep its version from being served."""
        return self._watch.version() if not self._watch.is_refused() else None

    def _proposal(self, identifier: str | None) -> Callable[[], object]:
        """What takes the proposal out. Raises QuestionError where none of this name waits."""
        if identifier is None:
            return lambda: None
        inbox = self._inbox
        if inbox is None:
            raise QuestionError(Message.of("inbox.none"), "accepts")
        inbox.get(identifier)
        return lambda: inbox.remove(identifier)
