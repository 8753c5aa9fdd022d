"""What whoever writes says of themselves beside a relative: an age, a hurt, no home, a need of their own."""

from graph.language.context import SpokenText
from graph.language.holders import OF_RELATIVE, POSSESSIVES, Holder
from graph.language.interpretation import MeaningKind
from graph.language.spans import Span
from graph.language.suffered import SEEKS_PREVENTION
from graph.language.tokens import LIGHT, phrase_list, word_list
from graph.vocabulary import VICTIM_OF

_FOR_SELF = phrase_list(
    "per me, x me, for me, for myself, per noi, x noi, for us, me and my, io e i, io e mio, io e mia, a me serve, "
    "im alone, i am alone, sono sola con, rimasta sola, help me find, io no, noi due, us both, me and the, me "
    "with the, io con i, me and our, io vorrei, io voglio, io cerco, io a casa, me at home, i m the one, im the one, "
    "problema sono io, me no jail, bisogno io, io sola, io solo, io da sola, me who need, me who needs, me i need, "
    "its me who, sono io che, sono io ad, io invece, io in mezzo, come glielo spiego, come glielo dico, "
    "come lo spiego, how do i tell them, how do i explain, against me, get myself tested, get tested, "
    "i get a test, farmi il test, fare il test anche io, what do i tell"
)
US = frozenset(word_list("mi me ci us myself my"))
_TO_US = ("armi", "ermi", "irmi", "arci", "erci", "irci")
"""How infinitives with such a pronoun end: *picchiarmi*."""
_THREATS = ("minacc", "perseguit", "pedin", "picchi", "threat", "stalk", "harass", "beat", "hit", "tormenta")
_CONDITIONS = frozenset(word_list("se if"))
"""Before a relative, these begin what only explains the need of the asker."""
_BODILY = ("pregnant", "disability", "hiv", "addiction")
_NEAR = 2


def asks_for_self(text: SpokenText) -> bool:
    """Whether the asker says that it is for them: `per noi`, `help me find`."""
    line = f" {' '.join(token.word for token in text.tokens)} "
    return any(f" {phrase} " in line for phrase in _FOR_SELF)


def tells_of_own_body(text: SpokenText) -> bool:
    """Whether the asker says something of their own body: `my husband just got out, and I'm pregnant`."""
    own = (span for span in text.spans if text.holders[span.first] is Holder.SELF)
    return any(given.name in _BODILY for span in own for one in span.meanings for given in one.facts)


def needs_for_self(text: SpokenText) -> bool:
    """Whether the asker names a need as theirs."""
    return any(_is_need(span) for span in text.spans if text.holders[span.first] is Holder.SELF)


def is_threatened(text: SpokenText) -> bool:
    """Whether the asker says that somebody threatens or follows them: `è tornato a minacciarmi`, `to threaten me`."""
    words = [token.word for token in text.tokens]
    for index, word in enumerate(words):
        beside = {*words[max(index - 1, 0) : index], *words[index + 1 : index + 2]}
        if word.startswith(_THREATS) and (word.endswith(_TO_US) or beside & US):
            return True
    return False


def speaks_of_own(text: SpokenText) -> bool:
    """Whether the asker calls something other than the relative theirs: `an ex is parked outside my work`."""
    last = next((span.last for span in text.spans if text.relative in span.markers), 0)
    return any(token.word in POSSESSIVES | US for token in text.tokens[last:])


def speaks_of_relative(text: SpokenText) -> bool:
    """Whether the asker lives with an addict, or wants to stop hitting somebody: then they ask for themselves."""
    for span in text.spans:
        names = {given.name for one in span.meanings for given in one.facts}
        if OF_RELATIVE in names or (SEEKS_PREVENTION in names and text.holders[span.first] is Holder.SELF):
            return True
    return False


def tells_own_age(text: SpokenText) -> bool:
    """Whether the asker says how old they are: `my mum is inside and I'm 15`."""
    words = [token.word for token in text.tokens]
    for index, word in enumerate(words):
        if word.isdecimal() and len(word) == 2:
            before, after = words[max(index - 2, 0) : index], words[index + 1 : index + 2]
            if before[-1:] == ["ho"] and after == ["anni"]:
                return True
            if before in (["i", "m"], ["i", "am"]) and not _counts(after):
                return True
            if before[-1:] == ["im"] and not _counts(after):
                return True
    return False


def has_no_home(text: SpokenText) -> bool:
    """Whether the asker says that they have no home."""
    own = (span for span in text.spans if text.holders[span.first] is Holder.SELF)
    return any(given.values == ("street",) for span in own for one in span.meanings for given in one.facts)


def asks_before(text: SpokenText) -> bool:
    """Whether the asker names a need of their own first, then the relative: `can I get a parcel if my brother ...`."""
    first = first_mention(text)
    own = (span for span in text.spans if span.last <= first and text.holders[span.first] is Holder.SELF)
    parted = first > 0 and (text.tokens[first].apart or text.tokens[first - 1].word in _CONDITIONS)
    return parted and any(_is_need(span) for span in own)


def first_mention(text: SpokenText) -> int:
    """The number of the first token of the relative, including its possessive."""
    first = next((span.first for span in text.spans if text.relative in span.markers), 0)
    while first and not text.tokens[first].apart and text.tokens[first - 1].word in POSSESSIVES | LIGHT:
        first -= 1
    return first


def suffers(text: SpokenText) -> bool:
    """Whether the asker says that they suffer violence; anybody else in the text is then the other party."""
    for span in text.spans:
        if any(given.name == VICTIM_OF for one in span.meanings for given in one.facts):
            near = text.tokens[max(span.first - _NEAR, 0) : span.last + _NEAR]
            if any(token.word in US or token.word.endswith(_TO_US) for token in near):
                return True
            if not POSSESSIVES.isdisjoint(token.word for token in text.tokens[span.first : span.last]):
                return True  # `paura del mio ex`
    return False


def _counts(after: list[str]) -> bool:
    return bool(after) and after[0] in ("days", "weeks", "months", "euros", "euro", "hours", "minutes", "km", "per")


def _is_need(span: Span) -> bool:
    return any(one.kind is MeaningKind.NEED for one in span.meanings)
