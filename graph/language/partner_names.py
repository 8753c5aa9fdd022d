"""The names that partners are found by: as printed, without their legal form, and their parts and acronyms."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from graph.language.interpretation import Meaning, MeaningKind
from graph.language.meanings import Entry
from graph.language.tokens import phrase_words, word_list
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


def partner_entries(organizations: Sequence[Organization], services: Sequence[Service]) -> Iterator[Entry]:
    """The phrases of organizations and services.

    What is a part of one partner's name and another's whole name (a clinic of a hospital) means the latter, save a
    single word: an acronym may mean two things.
    """
    kinds = ((MeaningKind.ORGANIZATION, organizations), (MeaningKind.SERVICE, services))
    # Few names have parts, and of the whole names only those matter that are a part of another.
    parts = {words for _, each in kinds for partner in each for words in _list_parts(_read_names(partner))}
    wholes = _list_wholes(parts, (*organizations, *services)) if parts else frozenset()
    for kind, each in kinds:
        for partner in each:
            meaning = Meaning(kind=kind, code=partner.slug, label=Text(partner.name, partner.name))
            named = _read_names(partner)
            own = dict.fromkeys(words for words, _ in named)
            cut = (phrase for words, name in named for phrase in list_names(name, words))
            for words in dict.fromkeys((*cut, *own)):
                if words in own or words not in wholes:
                    yield " ".join(words), meaning


def _read_names(partner: Organization | Service) -> list[tuple[tuple[str, ...], str]]:
    """Each name, with its words."""
    names = (partner.name, *(alternate.name for alternate in partner.alternate_names), partner.slug.replace("-", " "))
    plain = (name.replace("<", " ") for name in names)  # which would begin a class of phrases
    return [(phrase_words(name), name) for name in plain]


def _list_parts(named: Sequence[tuple[tuple[str, ...], str]]) -> Iterator[tuple[str, ...]]:
    """The parts of several words of a partner's names, none of which is a name of theirs as a whole."""
    if any(_has_parts(name, words) for words, name in named):
        own = {words for words, _ in named}
        for words, name in named:
            yield from (phrase for phrase in list_names(name, words) if len(phrase) > 1 and phrase not in own)


def _list_wholes(
    parts: Collection[tuple[str, ...]], partners: Iterable[Organization | Service]
) -> frozenset[tuple[str, ...]]:
    """Those of `parts` that are the whole name of a partner."""
    return frozenset(words for partner in partners for words, _ in _read_names(partner) if words in parts)


def list_names(name: str, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words of the whole name, of its parts, and of each without the legal forms around it; `words` are all of it.

    >>> name = "Fondazione Progetto Arca onlus"
    >>> [" ".join(words) for words in list_names(name, phrase_words(name))]
    ['fondazione progetto arca onlus', 'progetto arca onlus', 'fondazione progetto arca', 'progetto arca']
    """
    if len(words) > 1 or not _GENERIC.issuperset(words):
        yield words
    if _has_parts(name, words):
        seen = {words}
        for part in (name, *_PARTS.split(name)):
            own = phrase_words(part)
            first, last = _legal_forms(own)
            for phrase in (own, own[first:], own[:last], own[first:last]):
                telling = not _GENERIC.issuperset(phrase) or (part is name and len(phrase) > 1)
                if telling and phrase not in seen:
                    seen.add(phrase)
                    yield phrase


def _has_parts(name: str, words: tuple[str, ...]) -> bool:
    return bool(words) and (words[0] in _LEGAL or words[-1] in _LEGAL or _PARTS.search(name) is not None)


def is_telling(word: str) -> bool:
    """Whether a single word of a name may identify a partner: it is long enough, and neither generic nor a number."""
    return len(word) >= _SHORTEST and word not in _GENERIC and not word.isdigit()


def _legal_forms(words: tuple[str, ...]) -> tuple[int, int]:
    """The range of `words` without the legal forms (`onlus`, `fondazione`) at both ends."""
    first, last = 0, len(words)
    while first < last and words[first] in _LEGAL:
        first += 1
    while last > first and words[last - 1] in _LEGAL:
        last -= 1
    return first, last
