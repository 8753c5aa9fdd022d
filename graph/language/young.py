"""A child who is the person, by an age below fourteen, or of several together, one of whom is a minor.

A small number is seldom an age by itself: it may count years in prison, months or children. So it is one only in the
phrases by which people say who stands before them: `12 year old boy alone`, `she is 10`, `bambina di 9 anni`. A missed
child is sent to a dormitory for adults, so a child of somebody who is told apart from them is left to other readers.
"""

from collections.abc import Sequence

from graph.language.context import Reading
from graph.language.expressions import Expression
from graph.language.interpretation import ReadingKind
from graph.language.lexicon import Lexicon
from graph.language.meanings import quantity_meaning, value_meaning
from graph.language.quantities import ADULT, AGE, AGED, NUMBERS, YOUNGEST
from graph.language.slots import Slots
from graph.language.tokens import Token
from graph.question import GivenFact
from graph.structs import Struct, replace

CHILDREN = "minor_children"

_CHILD = (
    r"(?:boys?|girls?|kids?|child|children|bambin[oaie]|bimb[oaie]|ragazzin[oaie]|ragazz[oaie]|minor[ei]?|nipot[ei]|"
    r"nipotin[oa]|alunn[oa]|alliev[oa]|scolar[oa]|student(?:e|essa)?|pupil|niece|nephew|grandson|granddaughter|"
    r"grandchild|sisters?|brothers?|sorell[ae]|fratell[oi]|sorellina|"
    r"fratellino)"
)
_SOMEBODY = r"(?:lad|boy|girl|guy|man|woman|kid|ragazz[oa]|uomo|donna|signor[ea])"
_OWN = r"(?:my|mi[oae]|miei) (?:kids?|child|children|boys?|girls?|bambin|bimb|ragazz)"
"""Whoever says so is a parent who asks."""
_ARTICLE = r"(?:(?:a|an|the|this|un|uno|una|il|lo|la|l|i|le|gli|questo|questa|mio|mia|my|[1-9]) )"
_LEAD = (
    rf"^(?!{_OWN})(?:(?:insegnante|maestr[oa]|prof\w*|teacher|scuola|school|buongiorno|"
    r"buonasera|salve|ciao|hi|hello|hey|\||ho qui|qui|qua|c e|ce|segnalo|aiuto|help|"
    r"there is|there s|theres|i have here|here|for|per|letto|bed|we re|we are|siamo) )*"
)
_NUMBER = r"(?P<number>[0-9]{1,2})"
_NOT_UNITS = (
    r"(?! (?:mes\w+|month\w*|giorn\w+|day\w*|settiman\w+|week\w*|or[ae]|hours?|euro|figli\w*|kids|children|bambini)\b)"
)
_NOT_YEARS = (
    r"(?! (?:mes\w+|month\w*|giorn\w+|day\w*|settiman\w+|week\w*|or[ae]|hours?|euro|figli\w*|kids|children|bambini|"
    r"years? (?!old)|anni (?:fa|di|in|a|da) |km|volte|times|am|pm|o clock|in the))"
)
_HAS = r"(?:(?:di|of|aged?|che ha|who is|is|ha|only|solo) )+"
_ALONE = r"(?:incinta|pregnant|scappat|missing|sol[oa]\b|alone)"
_PATTERNS = tuple(
    Expression(pattern)
    for pattern in (
        # 12 year old boy alone; 13enne da solo; 12 anni, scappata di casa
        rf"{_LEAD}{_ARTICLE}?{_NUMBER} (?:(?:years?|yrs?) old|yo|y o|enne)\b(?! (?:son|daughter|child of|and))",
        rf"{_LEAD}{_NUMBER} anni (?=$|\||{_ALONE})",
        # bambina di 9 anni; boy aged 12; kid 11
        rf"{_LEAD}{_ARTICLE}*{_CHILD} (?:\| )?{_HAS}{_NUMBER}\b{_NOT_UNITS}(?: anni\b| years? old\b)?",
        rf"{_LEAD}{_ARTICLE}*{_CHILD} (?:\| )?{_NUMBER}(?: anni\b| years? old\b|(?= \|| $))",
        # she is 10; lei ha 9 anni
        rf"(?:^|\| |\b(?:e|and|but|ma) )(?:she|he) (?:is|s) (?:only |just )?{_NUMBER}\b{_NOT_YEARS}",
        rf"(?:^|\| |\be )(?:(?:lei|lui) )?ha (?:solo )?{_NUMBER} anni\b{_NOT_YEARS}(?! (?:fa|di|in|a|da)\b)",
        # my mum's in prison and I'm 12; ho 11 anni
        rf"(?:^|\| |\b(?:and|but|e|ed|ma) )(?:i m|i am|im|io ho|ho)(?: only| just| solo| appena)? {_NUMBER}"
        rf"(?: anni\b{_NOT_YEARS}(?! (?:fa|di|in|a|da)\b)| years? old\b| yo\b|(?= \||\s*$| (?:and|but|so|my)\b))",
        # sono una ragazza di 13 anni; a boy in my class, 9
        rf"\bsono un[oa]? {_CHILD} {_HAS}{_NUMBER}\b{_NOT_UNITS}(?: anni\b)?",
        rf"\b(?:boy|girl|child|kid|pupil|student|alunn[oa]) in my class (?:\| )?(?:{_HAS})?{_NUMBER}\b{_NOT_UNITS}",
        rf"\b(?:my|a) pupil (?:\| )?(?:of |aged )?{_NUMBER}\b{_NOT_UNITS}",
        # one of my pupils (8); the boy I look after, 10
        rf"\b(?:one of (?:my|our) (?:pupils|students|kids|boys|girls|children|lads)|un[oa]? (?:mi[oa] )?(?:alunn[oa]|"
        rf"alliev[oa])|(?:boy|girl|child|kid) (?:who )?(?:i|we) (?:look after|foster|care for|am fostering))"
        rf" (?:\| )?(?:di |of |aged |is |who is )*{_NUMBER}\b{_NOT_UNITS}",
        # mia figlia ha 13 anni ed è incinta
        rf"{_LEAD}(?:su[oa] |her |his )?(?:figli[oa]|son|daughter) (?:ha|is) (?:only |solo )?{_NUMBER}\b(?: anni)?"
        rf"(?: years old)?(?: e| ed| and)? (?:e |is |s |ha |has )?{_ALONE}",
    )
)
_TOGETHER = Expression(
    rf"{_LEAD}{_ARTICLE}*{_CHILD} (?:(?:di|of|aged) )?{_NUMBER} (?:anni )?(?:e|and) (?P<other>[0-9]{{1,2}})\b"
    rf"{_NOT_UNITS}(?: anni)?"
)

_EACH = Expression(
    # two sisters, one 14 and the other 19; uno ha 13 anni e l'altro 20; a lad of 19 and a girl of 17
    rf"\b(?:one|un[oa]) (?:is |s |aged |ha |di |of |e )*{_NUMBER} (?:anni )?(?:\| )?(?:and |e |ed )?(?:the |l )?"
    rf"(?:other|altr[oa]) (?:is |s |aged |ha |di |of |ne ha )*(?P<other>[0-9]{{1,2}})\b{_NOT_UNITS}"
)
_BOTH = Expression(
    rf"\b(?:a|an|one|un|una|uno) {_SOMEBODY} (?:aged |of |di )+{_NUMBER}\b.{{0,30}}? (?:and|e) (?:a|an|one|un|una|uno) "
    rf"{_SOMEBODY} (?:aged |of |di )+(?P<other>[0-9]{{1,2}})\b{_NOT_UNITS}"
)
_GONE = Expression(
    # my son, 16, ran away; mia figlia di 12 anni non torna a casa
    r"\b(?:mi[oa]|my|su[oa]|his|her|nostr[oa]|our) (?:figli[oa]|son|daughter|bambin[oa]|ragazz[oa]|boy|girl|nipote) "
    rf"(?:\| )?(?:(?:di|of|aged|is|ha|who is|che ha) )*{_NUMBER}\b(?: anni\b| years? old\b)?.{{0,40}}?"
    r"\b(?:non (?:e )?(?:\w+ )?torn|scappat|sparit|scomparsa?|fuggit|ran away|run away|runaway|missing|disappeared|"
    r"(?:not|t|never) come (?:back|home))"
)

_SON_OF = Expression(  # 14 yr old son of a prisoner
    rf"{_LEAD}{_ARTICLE}?{_NUMBER} (?:years?|yrs?|yr) old (?:son|daughter|child|boy|girl) of (?:a|an|the)\b"
)
_FIGLIO_DI = Expression(  # figlio di 15 anni di un detenuto
    rf"{_LEAD}{_ARTICLE}?figli[oa] di {_NUMBER} anni di (?:un|una)\b"
)
_INSIDE = Expression(
    # mia figlia di 15 anni è al Beccaria; my son, 16, was arrested
    r"\b(?:mi[oa]|my|su[oa]|his|her|nostr[oa]|our) (?:figli[oa]|son|daughter|ragazz[oa]|boy|girl|nipote) (?:\| )?"
    rf"(?:(?:di|of|aged|is|ha|who is|che ha) )*{_NUMBER}\b(?: anni\b| years? old\b)?"
    r" (?:\| )?(?:che )?(?:e|is|was|s|sta) (?:ancora |still )?(?:(?:a|al|in|in the|at|at the|nel) )?(?:stat[oa] )?"
    r"(?:beccaria|carcere|ipm|comunita penale|prison|custody|arrestat|fermat|arrested|detenut|detained)"
)
_CHILD_OF_SOMEBODY = Expression(
    # il figlio di un nostro assistito, 8 anni, ha i lividi
    rf"{_LEAD}(?:il |la |the |un |una )?(?:figli[oa]|bambin[oa]|bimb[oa]|son|daughter|child) (?:di|of) "
    rf"(?:un|una|a|an|one of) [^|]{{1,40}}\| (?:di |aged |ha )?{_NUMBER}(?: anni| years? old| yo)?(?= \||\s*$)"
)
_SEVERAL = (_TOGETHER, _EACH, _BOTH, _GONE, _INSIDE, _CHILD_OF_SOMEBODY, _SON_OF, _FIGLIO_DI)
"""In these an age below 18 is an age, and not only one below 14."""
_SEEKS = Expression(r"\b(?:cerc[ao]|seeks|looking)\b")
_SEEKING = 10
"""Below that age, a child looks for nothing by itself: `bimba di 4 anni, cerca casa` is a note on a parent."""


_CHILD_OF = Expression(
    # my daughter, 12, needs a doctor; mio figlio, 9 anni, ...
    rf"\b(?:my|mi[oa]|her|his|su[oa]|our|nostr[oa]) (?:son|daughter|figli[oa]|bambin[oa]|boy|girl) \| {_NUMBER}"
    r"(?: anni| years? old| yo)? \|"
)
"""The child of somebody, who may be the one who is asked for or not."""


class Young(Struct, frozen=True):
    """Tokens `first` to `last` (exclusive) say the age of the person, from `least` to `most` years."""

    first: int
    last: int
    least: int
    most: int
    is_child_of: bool = False
    """It is a child of somebody; whether the text asks for the child stays open."""

    @property
    def fact(self) -> GivenFact:
        """The age, as the fact of the catalogue; for somebody's child that there are minor children."""
        if self.is_child_of:
            return GivenFact(name=CHILDREN, values=("yes",))
        return GivenFact(name=AGE, minimum=self.least, maximum=self.most)


def with_young(slots: Slots, young: Young, lexicon: Lexicon) -> Slots:
    """`slots` of a text about somebody so young: their age is known, and they are no parent of themselves."""
    if young.is_child_of:
        return _with_child(slots, young, lexicon)
    meaning = quantity_meaning(young.fact, lexicon.facts[AGE])
    within = [one for one in slots.readings if young.first <= one.span.first and one.span.last <= young.last]
    said = [one for one in slots.readings if one not in within and _tells_of_children(one)]
    readings = tuple(
        replace(one, kind=ReadingKind.FACT, meanings=(meaning,))
        if one in within and (one.kind is None or _tells_of_children(one))
        else one
        for one in slots.readings
    )
    facts = tuple(one for one in slots.facts if one.name != AGE and (said or one.name != CHILDREN))
    return replace(slots, facts=(*facts, young.fact), readings=readings)


def _with_child(slots: Slots, young: Young, lexicon: Lexicon) -> Slots:
    """`slots` of a text that names somebody's child by their age."""
    if CHILDREN not in lexicon.facts or any(one.name == CHILDREN for one in slots.facts):
        return slots
    value = lexicon.facts[CHILDREN].values[0]
    meaning = value_meaning(lexicon.facts[CHILDREN], value.code, value.label)
    readings = tuple(
        replace(one, kind=ReadingKind.FACT, meanings=(meaning,))
        if one.kind is None and young.first <= one.span.first and one.span.last <= young.last
        else one
        for one in slots.readings
    )
    return replace(slots, facts=(*slots.facts, young.fact), readings=readings)


def _tells_of_children(reading: Reading) -> bool:
    return any(given.name == CHILDREN for one in reading.meanings for given in one.facts)


def find_young(tokens: Sequence[Token]) -> Young | None:
    """The child or the several young people of whom a text speaks; None where it names none.

    >>> from graph.language.tokens import tokenize
    >>> find_young(tokenize("12 year old boy alone at the station")).fact.maximum
    12
    >>> find_young(tokenize("12 years in prison")) is None
    True
    """
    line, places = _join(tokens)
    if not any(map(str.isdecimal, line)):
        return None
    for pattern in (*_SEVERAL, *_PATTERNS):
        for match in pattern.finditer(line):
            ages = sorted(int(match[name]) for name in pattern.groupindex)
            limit = ADULT if pattern in _SEVERAL else YOUNGEST
            small = ages[-1] < _SEEKING and _SEEKS.search(line) is not None
            if not 0 < ages[0] < limit or small:
                continue
            held = [index for index, place in enumerate(places) if match.start() <= place < match.end()]
            return Young(held[0], held[-1] + 1, ages[0], ages[-1])
    found = _CHILD_OF.search(line)
    if found is None or not 0 < (age := int(found["number"])) < YOUNGEST:
        return None
    held = [index for index, place in enumerate(places) if found.start() <= place < found.end()]
    return Young(held[0], held[-1] + 1, age, age, is_child_of=True)


def _join(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    """The words in one line, numbers in digits, `|` before each word at a break; and where each begins."""
    line, places = "", []
    for token in tokens:
        if token.apart and line:
            line += "| "
        places.append(len(line))
        number = NUMBERS.get(token.word)
        # `uno` and `one` say who, more often than how many
        line += f"{number if number is not None and number > 1 else AGED.get(token.word, token.word)} "
    return line, places
