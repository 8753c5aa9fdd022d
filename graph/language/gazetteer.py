"""The names under which partners are found: as printed, without their legal form, by their parts and acronyms."""

import re
from collections.abc import Iterable, Iterator

from graph.language.interpretation import Meaning, MeaningKind
from graph.language.meanings import Entry
from graph.language.tokens import phrase_words
from graph.language.wordlists import word_list
from graph.message import Text
from graph.organizations import Organization
from graph.services import Service

_LEGAL = frozenset(
    word_list(
        "onlus odv aps ets scs scarl scs srl spa coop cooperativa cooperative sociale societa fondazione foundation "
        "associazione association ass ente consorzio impresa"
    )
)
_GENERIC = _LEGAL | frozenset(
    word_list(
        "milano milan milanese lombardia italia comune citta via centro center centre servizio servizi service "
        "services sportello ufficio casa progetto area sede zona the and per da san santa suore parrocchia onlus "
        "territoriale territoriali lavoro accoglienza diritti famiglia comunita don mensa istituto housing"
    )
)
"""Words that do not tell one partner from another by themselves."""
_SHORTEST = 4
_PARTS = re.compile(r"[()“”«»\"/;]|\s[-–—]\s|\s[–—]|[–—]\s")


def partner_entries(organizations: Iterable[Organization], services: Iterable[Service]) -> Iterator[Entry]:
    """The phrases of organizations and services.

    What is a part of one partner's name and another's whole name (a clinic of a hospital) means the latter, save a
    single word: an acronym may mean two things.
    """
    kinds = ((MeaningKind.ORGANIZATION, organizations), (MeaningKind.SERVICE, services))
    partners = [(kind, partner) for kind, partners in kinds for partner in partners]
    wholes = {phrase_words(name) for _, partner in partners for name in _names(partner)}
    for kind, partner in partners:
        meaning = Meaning(kind=kind, code=partner.slug, label=Text(partner.name, partner.name))
        own = {phrase_words(name) for name in _names(partner)}
        phrases = dict.fromkeys(words for name in _names(partner) for words in list_names(name))
        for words in (*phrases, *own):
            if words in own or words not in wholes or len(words) == 1:
                yield " ".join(words), meaning


def _names(partner: Organization | Service) -> tuple[str, ...]:
    return (partner.name, *(alternate.name for alternate in partner.alternate_names), partner.slug.replace("-", " "))


def list_names(name: str) -> Iterator[tuple[str, ...]]:
    """The words of the whole name, of its parts, and of each without the legal forms around it.

    >>> [" ".join(words) for words in list_names("Fondazione Progetto Arca onlus")]
    ['fondazione progetto arca onlus', 'progetto arca onlus', 'fondazione progetto arca', 'progetto arca']
    """
    parts = [name, *_PARTS.split(name)] if _PARTS.search(name) else [name]
    for part in parts:
        words = phrase_words(part)
        first, last = _legal_forms(words)
        for phrase in dict.fromkeys((words, words[first:], words[:last], words[first:last])):
            if phrase and (not _GENERIC.issuperset(phrase) or (part is name and len(phrase) > 1)):
                yield phrase


def is_telling(word: str) -> bool:
    """Whether a word of a name may tell it from others by itself."""
    return len(word) >= _SHORTEST and word not in _GENERIC and not word.isdigit()


def _legal_forms(words: tuple[str, ...]) -> tuple[int, int]:
    """Where what stands between the legal forms at both ends begins and ends."""
    first, last = 0, len(words)
    while first < last and words[first] in _LEGAL:
        first += 1
    while last > first and words[last - 1] in _LEGAL:
        last -= 1
    return first, last
