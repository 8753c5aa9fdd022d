"""The languages of the pages and of the sheet, and which one a request gets."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from starlette.requests import Request

COOKIE = "lang"
DEFAULT = "it"


@dataclass(frozen=True, slots=True)
class Texts:
    """The sentences of one language."""

    code: str
    sentences: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The sentence `key`, with its values filled in. Raises KeyError where there is none."""
        return self.sentences[key].format(**values) if values else self.sentences[key]

    def has(self, key: str) -> bool:
        """Whether there is a sentence of this name."""
        return key in self.sentences


def load_texts(folder: str) -> Mapping[str, Texts]:
    """The languages whose files lie in `folder` of this package, Italian first, by code."""
    found = {}
    for item in files("api.web").joinpath(folder).iterdir():
        if item.name.endswith(".toml"):
            code = item.name.removesuffix(".toml")
            found[code] = Texts(code, tomllib.loads(item.read_text(encoding="utf-8")))
    return dict(sorted(found.items(), key=lambda entry: (entry[0] != DEFAULT, entry[0] != "en", entry[0])))


def choose_language(request: Request, known: Mapping[str, Texts], asked: str | None = None) -> str:
    """The language of an answer: `asked` or `?lang=`, else the cookie, else Accept-Language, else Italian."""
    accepted = (part.partition(";")[0].strip()[:2].lower() for part in _by_weight(request))
    wishes = (asked, request.query_params.get("lang"), request.cookies.get(COOKIE), *accepted)
    return next((wish for wish in wishes if wish is not None and wish in known), DEFAULT)


def _by_weight(request: Request) -> list[str]:
    """The ranges of Accept-Language, the dearest first."""
    parts = request.headers.get("accept-language", "").split(",")
    return sorted(parts, key=_weight, reverse=True)


def _weight(part: str) -> float:
    try:
        return float(part.partition("q=")[2] or 1)
    except ValueError:
        return 0.0
