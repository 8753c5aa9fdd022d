"""From documents and curated files to a catalogue; nothing is merged in silence."""

from importlib.resources import files
from importlib.resources.abc import Traversable


def bundled_folder(city: str = "milano") -> Traversable:
    """The folder of a catalogue that is installed with the program."""
    return files("ingest").joinpath("catalogues", city)
