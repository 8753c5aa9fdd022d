"""A catalogue for another city: empty, valid, documented, with a vocabulary to start from."""

import shutil
import tempfile
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from graph.errors import StoreError, reason_of
from graph.message import Message
from ingest.contacts import is_country
from ingest.identifiers import slugify

_CITY, _CODE, _COUNTRY = "@city@", "@code@", 'country: "@country@"'
"""Placeholders in the template files: the name of the city, its code and the line of its country."""


def create_catalogue(city: str, folder: Path | None = None, country: str | None = None) -> Path:
    """Make an empty catalogue.

    Parameters
    ----------
    city
        Its name.
    folder
        The folder; by default one named after the city.
    country
        The ISO 3166-1 code of the city's country, such as IT; None if it is not known.

    Returns
    -------
    Path
        Where the catalogue is.

    Raises
    ------
    StoreError
        Where the city has no letters, the country has no telephones, the folder has files already, or it cannot be
        written.
    """
    if country is not None and not is_country(country):
        raise StoreError(Message.of("making.country", code=country))
    code = slugify(city)
    if not code:
        raise StoreError(Message.of("making.no_letter", city=city))
    place = folder or Path(code)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise StoreError.at(str(place), Message.of("making.taken"))
    line = f"country: {country}" if country else "# country: IT"
    words = {_CITY: _quote(city), _CODE: code, _COUNTRY: line}
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
        try:
            _copy(files("ingest").joinpath("catalogues", "new"), draft, words)
            draft.chmod(0o755)
            draft.replace(place)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    except OSError as error:
        raise StoreError.at(str(place), Message.of("making.failed", reason=reason_of(error))) from None
    return place


def _copy(origin: Traversable, place: Path, words: dict[str, str]) -> None:
    for item in origin.iterdir():
        if item.is_dir():
            (place / item.name).mkdir()
            _copy(item, place / item.name, words)
        elif item.name.endswith(".yaml"):
            text = item.read_text(encoding="utf-8")
            for mark, word in words.items():
                text = text.replace(mark, word)
            (place / item.name).write_text(text, encoding="utf-8", newline="\n")


def _quote(city: str) -> str:
    """The name without what double quotes cannot hold."""
    return " ".join(city.replace("\\", "").replace('"', "'").split())
