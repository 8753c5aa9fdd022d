"""Countries and their people, in Italian and English: ISO 3166-1 alpha-2 codes, and XK for Kosovo."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from graph.language.inflection import list_italian_adjective_forms
from graph.language.wordlists import word_list
from graph.message import Text

EUROPEAN_UNION = word_list("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")


@dataclass(frozen=True, slots=True)
class Country:
    """`phrases`: the names of the country and of who is from there, in every gender and number."""

    code: str
    label: Text
    phrases: tuple[str, ...]


def list_countries() -> Iterator[Country]:
    """Every country of `countries.txt`, in the order of its lines.

    A line is `code | Italian names | English names | Italian adjectives | English adjectives and nouns`; adjectives
    in the masculine singular, alternatives separated by commas.
    """
    for line in files(__package__).joinpath("countries.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        code, *columns = (column.strip() for column in line.split("|"))
        italian, english, adjectives, people = ([word.strip() for word in column.split(",")] for column in columns)
        forms = [form for adjective in adjectives for form in _forms(adjective)]
        phrases = (*italian, *english, *forms, *people, *(word + "s" for word in people if word.endswith(("n", "i"))))
        yield Country(code, Text(italian[0], english[0]), tuple(dict.fromkeys(filter(None, phrases))))


def _forms(adjective: str) -> Iterator[str]:
    *first, last = adjective.split(" ") if adjective else [""]
    if last:
        for form in list_italian_adjective_forms(last):
            yield " ".join([*first, form])
