"""The languages of the pages and of the sheet, and which one a request gets."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from starlette.requests import Request

from api.messages import Words
from api.messages.words import read_templates
from graph.message import Value
from graph.vocabulary import Locale

COOKIE = "lang"
DEFAULT = "it"


@dataclass(frozen=True, slots=True)
class PageTexts:
    """What the pages say in one language: the section `page` of the messages, and the words of codes."""

    words: Words

    @property
    def code(self) -> str:
        """The code of the language (ISO 639-1)."""
        return str(self.words.locale)

    def __call__(self, key: str, **values: Value) -> str:
        """The sentence `page.<key>`, filled in with `values`. Raises KeyError where there is none."""
        return self.words.say(f"page.{key}", **values)

    def day(self, iso: str) -> str:
        """A day of the schema (`2026-11-27`) as people write it."""
        return self.words.fill(date.fromisoformat(iso))

    def of(self, section: str, code: str, **values: Value) -> str:
        """The words of a code of the schema, such as `evidence` `STATED`. Raises KeyError where there are none."""
        known, low = read_templates(self.words.locale), code.lower()
        keys = (f"{section}.{written}" for written in (code, low, low.replace("_", "-")))
        return self.words.say(next((key for key in keys if key in known), f"{section}.{code}"), **values)


@dataclass(frozen=True, slots=True)
class SheetTexts:
    """The sentences of the sheet in one language."""

    code: str
    sentences: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The sentence `key`, filled in with `values`. Raises KeyError where there is none."""
        return self.sentences[key].format(**values) if values else self.sentences[key]


def page_languages() -> Mapping[str, PageTexts]:
    """The languages of the pages by code, Italian first."""
    return {str(locale): PageTexts(Words(locale)) for locale in Locale}


def sheet_languages() -> Mapping[str, SheetTexts]:
    """The languages of the sheet by code, Italian and English first: one file of `sheets/` each."""
    found = {}
    for item in files("api.web").joinpath("sheets").iterdir():
        if item.name.endswith(".toml"):
            code = item.name.removesuffix(".toml")
            found[code] = SheetTexts(code, tomllib.loads(item.read_text(encoding="utf-8")))
    return dict(sorted(found.items(), key=lambda entry: (entry[0] != DEFAULT, entry[0] != "en", entry[0])))


def choose_language(request: Request, known: Collection[str], asked: str | None = None) -> str:
    """The language of an answer: `asked` or `?lang=`, else the cookie, else Accept-Language, else Italian."""
    accepted = (part.partition(";")[0].strip()[:2].lower() for part in _by_weight(request))
    wishes = (asked, request.query_params.get("lang"), request.cookies.get(COOKIE), *accepted)
    return next((wish for wish in wishes if wish is not None and wish in known), DEFAULT)


def _by_weight(request: Request) -> list[str]:
    """The language ranges of Accept-Language, the most preferred first."""
    parts = request.headers.get("accept-language", "").split(",")
    return sorted(parts, key=_weight, reverse=True)


def _weight(part: str) -> float:
    try:
        return float(part.partition("q=")[2] or 1)
    except ValueError:
        return 0.0
