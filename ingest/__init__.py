"""From documents and curated files to a catalogue; nothing is merged in silence."""

from pathlib import Path


def bundled_folder(city: str = "milano") -> Path:
    """The folder of a catalogue that is installed with the program."""
    return Path(__file__).parent / "catalogues" / city
