"""Writes several files of a catalogue together or not at all.

The files are written to a draft folder, and one rename of that folder to `.pending/` publishes them all. From then on
`locate` prefers `.pending/`, while the files move to their places one by one. A process that is killed before the
rename leaves the old files; one that is killed after it leaves the new files.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path

from graph.errors import StoreError, reason_of
from graph.message import Message

_PENDING = ".pending"
_DRAFT = ".draft-"
_LOCK = ".lock"
_STALE_SECONDS = 86_400.0
"""A draft of this age is no longer being written."""


def locate(folder: Traversable, name: str) -> Traversable:
    """The file `name` of a catalogue: in `.pending/` if it is published and not yet moved, or else in its place."""
    pending = folder.joinpath(_PENDING, *name.split("/"))
    return pending if pending.is_file() else folder.joinpath(*name.split("/"))


def publish(files: Mapping[str, str], folder: Path) -> None:
    """Write files, all or nothing.

    Parameters
    ----------
    files
        The texts, by path in `folder`; an empty text removes the file.
    folder
        The folder of the catalogue.

    Raises
    ------
    StoreError
        If the folder cannot be written.
    """
    try:
        settle(folder)
        _clear_stale(folder)
        if not files:
            return
        draft = _write_draft(files, folder)
        draft.rename(folder / _PENDING)
        settle(folder)
    except OSError as error:
        raise StoreError.at(str(folder), Message.of("file.unwritable", reason=reason_of(error))) from None


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Lock `folder` for changes. Other processes that lock it wait; the lock ends with the process.

    Raises
    ------
    StoreError
        If the folder cannot be written.
    """
    try:
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError.at(str(folder), Message.of("file.unwritable", reason=reason_of(error))) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def settle(folder: Path) -> None:
    """Move published files to their places, in case an earlier run was stopped before it did."""
    pending = folder / _PENDING
    if not pending.is_dir():
        return
    for file in sorted(path for path in pending.rglob("*") if path.is_file()):
        place = folder / file.relative_to(pending)
        if file.stat().st_size == 0:
            place.unlink(missing_ok=True)
            file.unlink()
            with contextlib.suppress(OSError):  # a folder that still holds something stays
                place.parent.rmdir()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            file.replace(place)
    shutil.rmtree(pending)


def _write_draft(files: Mapping[str, str], folder: Path) -> Path:
    draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=folder))
    try:
        for name, text in sorted(files.items()):
            place = draft / name
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        draft.chmod(0o755)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return draft


def _clear_stale(folder: Path) -> None:
    for draft in folder.glob(f"{_DRAFT}*"):
        if time.time() - draft.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(draft, ignore_errors=True)
