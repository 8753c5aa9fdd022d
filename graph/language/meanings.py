"""What the words of a catalogue mean: phrases in both languages, each with the meaning it stands for.

Countries and their people are named in both languages by ISO 3166-1 alpha-2 codes, and XK for Kosovo.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

from graph.concepts import EntrySituation, FactDefinition, FactValue, NeedArea
from graph.language.grammar import list_italian_adjective_forms
from graph.language.interpretation import Meaning, MeaningKind
from graph.language.quantities import AGE
from graph.language.tokens import phrase_list, word_list
from graph.message import Text
from graph.question import GivenFact
from graph.structs import Struct
from graph.vocabulary import FactKind

EUROPEAN_UNION = word_list("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")
Entry = tuple[str, Meaning]

KNOWN_TO = "known_to"
_YES_NO = {"yes": Text("sì", "yes"), "no": Text("no", "no")}
_FOREIGN = "straniero, straniera, stranieri, straniere, foreign, foreigner, foreigners, immigrant, immigrants, \
immigrato, immigrata, immigrati, immigrate, migrante, migranti, migrant, migrants"
_OUTSIDE_UNION = "extracomunitario, extracomunitaria, extracomunitari, extra ue, non ue, non eu, non-EU, outside the EU"
_INSIDE_UNION = "cittadino comunitario, cittadina comunitaria, cittadino ue, cittadino europeo, EU citizen, EU national"
_AGES = {
    (None, 17): "bambina/bambino/bimba/bimbo/ragazzina/ragazzino abusat*/molestat*/violentat*/picchiat*/maltrattat*, \
en:child/girl/boy abused/molested/raped/beaten by, \
minorenne, minorenni, minor, underage, under age, minore di età, minore, \
juvenile, juveniles, \
non ha ancora compiuto 18 anni, non ha ancora 18 anni, non ho ancora 18 anni, not yet 18, unaccompanied minor, \
minore straniero non accompagnato, minori stranieri non accompagnati, minore non accompagnato",
    (17, 17): "quasi 18 anni, quasi diciottenne, quasi maggiorenne, compie 18 anni, compio 18 anni, compirà 18 anni, \
diventa maggiorenne, divento maggiorenne, almost 18, nearly 18, turns 18, turning 18, about to turn 18, i turn 18",
    (None, 24): "beccaria, <got_out> beccaria, <leaving> beccaria, <held_in> beccaria, istituto minorile, \
carcere minorile, juvenile prison, ipm, comunità penale",
    (18, None): "maggiorenne, maggiorenni, adult, adults, adulto, adulta, adulti, grown-up",
    (18, 18): "diciottenne, turned 18, turned eighteen, just turned 18, just turned eighteen, ha compiuto 18 anni, \
ho compiuto 18 anni, compiuto i 18 anni, neomaggiorenne, neo maggiorenne",
    (20, 20): "ventenne", (30, 30): "trentenne", (40, 40): "quarantenne",
    (50, 50): "cinquantenne", (60, 60): "sessantenne", (70, 70): "settantenne",
}  # fmt: skip


class Country(Struct, frozen=True):
    """`phrases`: the names of the country and of who is from there, in every gender and number."""

    code: str
    label: Text
    phrases: tuple[str, ...]


def list_countries() -> Iterator[Country]:
    """Every country of `countries.txt`, in the order of its lines.

    A line is `code | Italian names | English names | Italian adjectives | English adjectives and nouns`; adjectives
    in the masculine singular, alternatives separated by commas.
    """
    for line in Path(__file__).with_name("countries.txt").read_text(encoding="utf-8").splitlines():
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


def describe(given: GivenFact) -> str:
    """The test of a fact in short.

    >>> describe(GivenFact(name="age", minimum=18))
    'age=18..'
    >>> describe(GivenFact(name="nationality", values=("IT",), negated=True))
    'nationality!=IT'
    """
    if given.values:
        return f"{given.name}{'!=' if given.negated else '='}{'|'.join(given.values)}"
    return f"{given.name}={_describe_range(given)}"


def _describe_range(given: GivenFact) -> str:
    if given.minimum == given.maximum:
        return str(given.minimum)
    low = "" if given.minimum is None else given.minimum
    high = "" if given.maximum is None else given.maximum
    return f"{low}..{high}"


def fact_meaning(given: GivenFact, label: Text) -> Meaning:
    """The meaning that says `given`."""
    return Meaning(kind=MeaningKind.FACT, code=describe(given), label=label, facts=(given,))


def quantity_meaning(given: GivenFact, definition: FactDefinition) -> Meaning:
    """The meaning that an integer fact lies in a range."""
    span = _describe_range(given)
    return fact_meaning(given, Text(f"{definition.label.it}: {span}", f"{definition.label.en}: {span}"))


def need_entries(needs: Iterable[NeedArea]) -> Iterator[Entry]:
    """The phrases of needs: labels and words."""
    for need in needs:
        meaning = Meaning(kind=MeaningKind.NEED, code=need.code, label=need.label)
        for phrase in (need.label.it, need.label.en, *need.words):
            yield phrase, meaning


def situation_entries(situations: Iterable[EntrySituation], set_facts: frozenset[str]) -> Iterator[Entry]:
    """The phrases of entry situations: labels and words; `set_facts` are the names of set-valued facts."""
    for situation in situations:
        facts = [GivenFact(name=effect.fact, values=(effect.value,)) for effect in situation.facts]
        if situation.known_to and KNOWN_TO in set_facts:
            facts.append(GivenFact(name=KNOWN_TO, values=situation.known_to))
        meaning = Meaning(kind=MeaningKind.SITUATION, code=situation.code, label=situation.label, facts=tuple(facts))
        for phrase in (situation.label.it, situation.label.en, *situation.words):
            yield phrase, meaning


def fact_entries(facts: Iterable[FactDefinition]) -> Iterator[Entry]:
    """The phrases of facts.

    Of a value its words, and its label with that of the fact (`permesso di soggiorno scaduto`). The label of a
    boolean fact says yes. Nationality takes every country, age the words for an age.
    """
    for fact in facts:
        if fact.kind is FactKind.BOOLEAN:
            yield from _boolean_entries(fact)
        elif fact.kind is FactKind.COUNTRY:
            yield from _country_entries(fact)
        elif fact.kind is FactKind.INTEGER:
            yield from _age_entries(fact)
        else:
            for value in fact.values:
                meaning = value_meaning(fact, value.code, value.label)
                yield from ((phrase, meaning) for phrase in _value_phrases(fact, value))


def value_meaning(fact: FactDefinition, code: str, label: Text) -> Meaning:
    """That a fact has a value."""
    text = Text(f"{fact.label.it}: {label.it}", f"{fact.label.en}: {label.en}")
    return fact_meaning(GivenFact(name=fact.name, values=(code,)), text)


def _value_phrases(fact: FactDefinition, value: FactValue) -> Iterator[str]:
    yield from value.words
    for first, second in ((fact.label.it, value.label.it), (fact.label.en, value.label.en)):
        if "(" not in second:
            yield f"{first} {second}"
            yield f"{second} {first}"


def _boolean_entries(fact: FactDefinition) -> Iterator[Entry]:
    meaning = value_meaning(fact, "yes", _YES_NO["yes"])
    # One word alone (`addiction`) may as well name the need.
    yield from ((phrase, meaning) for phrase in (fact.label.it, fact.label.en) if " " in phrase)
    for value in fact.values:
        meaning = value_meaning(fact, value.code, _YES_NO.get(value.code, value.label))
        yield from ((phrase, meaning) for phrase in value.words)


def _country_entries(fact: FactDefinition) -> Iterator[Entry]:
    countries = tuple(list_countries())
    for country in countries:
        meaning = value_meaning(fact, country.code, country.label)
        yield from ((phrase, meaning) for phrase in country.phrases)
    own = {country.code: country.label for country in countries}
    for value in fact.values:
        meaning = value_meaning(fact, value.code, own.get(value.code, value.label))
        yield from ((phrase, meaning) for phrase in (value.label.it, value.label.en, *value.words))
    for words, codes, negated, label in (
        (_FOREIGN, ("IT",), True, Text("non italiana", "not Italian")),
        (_OUTSIDE_UNION, EUROPEAN_UNION, True, Text("fuori dall'Unione europea", "outside the European Union")),
        (_INSIDE_UNION, EUROPEAN_UNION, False, Text("dell'Unione europea", "of the European Union")),
    ):
        given = GivenFact(name=fact.name, values=codes, negated=negated)
        text = Text(f"{fact.label.it}: {label.it}", f"{fact.label.en}: {label.en}")
        yield from product(phrase_list(words), (fact_meaning(given, text),))


def _age_entries(fact: FactDefinition) -> Iterator[Entry]:
    if fact.name == AGE:
        for (low, high), words in _AGES.items():
            meaning = quantity_meaning(GivenFact(name=fact.name, minimum=low, maximum=high), fact)
            yield from product(phrase_list(words), (meaning,))
