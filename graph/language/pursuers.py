"""Partners who are after somebody, prisoners who threaten, the accused beside a victim: never the person."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph.language.tokens import LIGHT, Token, end_of_clause, list_places, list_sentences, word_list

_PARTNERS = frozenset(
    word_list("ex marito compagno fidanzato convivente patrigno husband boyfriend partner fiance stepfather stalker")
)
_WHOM = frozenset(word_list("la lo li ci mi her him me us them"))
_PURSUES = (
    ("cerca",), ("sta", "cercando"), ("segue",), ("insegue",), ("aspetta", "sotto"), ("perseguita",), ("minaccia",),
    ("pedina",), ("tormenta",), ("molesta",), ("stalka",),
)  # fmt: skip
"""After a pronoun for somebody, what says that one is after them."""
_PURSUING = (
    ("looking", "for"), ("searching", "for"), ("follows",), ("following",), ("threatens",), ("threatening",),
    ("stalks",), ("stalking",), ("harasses",), ("hunting",),
)  # fmt: skip
"""Before such a pronoun, the same."""
_KNOWS = (
    *(("sa", "dove", verb) for verb in word_list("abita abito vive vivo lavora lavoro sta sto")),
    *(("knows", "where", who) for who in word_list("she he i we they")),
    ("sa", "la", "via"), ("sa", "l", "indirizzo"), ("conosce", "l", "indirizzo"), ("knows", "the", "address"),
    ("knows", "the", "street"), ("knows", "her", "address"), ("knows", "my", "address"),
    ("presenta", "sotto", "casa"), ("viene", "sotto", "casa"),
    ("up", "at", "my"), ("up", "at", "her"),
)  # fmt: skip
_HARMS = frozenset(
    word_list(
        "perseguita minaccia picchia molesta mena tormenta segue insulta ricatta maltratta stalka stalks threatens "
        "beats hits harasses follows hurts bothers"
    )
)
"""What somebody does to `mi` or `me`."""
_PRISONERS = ("detenut", "prisoner", "inmate", "carcerat", "reclus")
_THE_OTHER = frozenset(word_list("la lo her him"))
_HEARS = frozenset(word_list("sento sentiamo sentono sente hear hears hearing heard"))
_SCREAMS = ("url", "grid", "scream", "shout", "yell", "botte")
_SINCE = frozenset(word_list("quando since when after dopo appena"))
FIRST = frozenset(word_list("sono ho io siamo abbiamo sto i we im"))
_HER = frozenset(word_list("la le her"))
_VICTIM = frozenset(word_list("vittima victim"))
_RECONCILES = ("mediaz", "mediat", "riparativ", "restorativ")
"""Where these are asked for, the victim of the person is meant."""
_TRAFFICKED = ("traffick", "slavery", "exploit")
_ACCUSED = frozenset(word_list("lui he indagato imputato aggressore accused offender abuser"))
_PROTECTED = frozenset(word_list("i we she"))
_ATTACKS = (
    "violentat", "stuprat", "picchiat", "aggredit", "accoltellat", "uccis", "ammazzat", "menat", "minacciat", "ferit",
    "pestat", "malmenat", "molestat", "sequestrat", "rapinat", "raped", "stabbed", "attacked", "assaulted", "killed",
    "beat", "hit", "robbed", "molested", "threatened",
)  # fmt: skip
_ATTACKED = frozenset(word_list("raped stabbed attacked assaulted killed beat hit robbed molested threatened"))
_HAS_DONE = frozenset(word_list("ha ho aver avere avendo aveva has have having"))
_DOER = frozenset(word_list("he she i who"))
_OBJECTS = frozenset(word_list("mi l la lo gli le ci li ti vi si ne"))
_ANYBODY_ATTACKED = frozenset(
    word_list("un una uno il la lo l i gli due tre quella quel a an the another someone somebody")
)
_ATTACKERS = frozenset(
    word_list(
        "uomo tizio signore ragazzo qualcuno uno gruppo branco man guy someone somebody gang padre father dad papa"
    )
)
_GUARDS = ("agent", "guard", "polizi", "carabin", "officer", "police", "compagn", "cellmate", "cliente", "client")
_KIN = frozenset(
    word_list("moglie figlia figlio madre padre sorella fratello wife daughter son mother father sister brother")
)
_OWNERS = frozenset(word_list("mio suo my her his"))
_OF = frozenset(word_list("di of d dell del dal da from by with con"))
_JOINS = frozenset(word_list("e ed and ma but mentre while"))
_RETURNS = frozenset(
    word_list("ha ho abbiamo have has is sono serve dove where can cerca chiede vuole needs wants asks lei she i io")
)
"""At a break, these begin what is said of the person again."""
_SPAN = 8
"""Words of a clause that says since when."""


def is_pursued(tokens: Sequence[Token]) -> bool:
    """Whether a partner or former partner is after somebody: `l'ex sa dove abita`, `her husband is looking for her`."""
    return any(True for _ in _list_pursuers(tokens))


def is_about_victim(tokens: Sequence[Token]) -> bool:
    """Whether a sentence begins with a victim, without saying of what: `la vittima non vuole incontrarlo`."""
    for first, last in list_sentences(tokens):
        for index in range(first, min(first + 3, last)):
            after = tokens[index + 1].word if index + 1 < len(tokens) else ""
            trafficked = index > first and tokens[index - 1].word.startswith(_TRAFFICKED)
            if tokens[index].word in _VICTIM and after not in _OF and not trafficked:
                return not any(token.word.startswith(_RECONCILES) for token in tokens)
    return False


def list_of_pursuers(tokens: Sequence[Token]) -> frozenset[int]:
    """The numbers of the tokens that speak of them, to the end of a sentence or where the person comes up again."""
    return frozenset(
        (
            *_list_pursuit(tokens),
            *_list_accused(tokens),
            *_list_since(tokens),
            *_list_prisoners_who_harm(tokens),
            *_list_of_those_heard(tokens),
            *(one for one in list_attacked(tokens) if not _is_attack(tokens[one].word)),
        )
    )


def _list_prisoners_who_harm(tokens: Sequence[Token]) -> Iterator[int]:
    """The tokens about a prisoner who harms somebody: `il detenuto chiama la ex dal carcere e la minaccia`."""
    words = [token.word for token in tokens]
    for first, last in list_sentences(tokens):
        named = first + (words[first] in ("il", "un", "the", "a"))
        if named >= last or not words[named].startswith(_PRISONERS):
            continue
        harm = next((index for index in range(named, last) if _find_harmed(words, index, last) in _THE_OTHER), None)
        if harm is not None:
            yield from range(first, harm)


def _list_of_those_heard(tokens: Sequence[Token]) -> Iterator[int]:
    """The tokens about him whom a neighbour hears: `sento urlare, lui è uscito di galera`."""
    words = [token.word for token in tokens]
    if not any(one in _HEARS and other.startswith(_SCREAMS) for one, other in pairwise(words)):
        return
    for index, token in enumerate(tokens):
        if token.word in ("lui", "he") and (not index or token.apart or words[index - 1] in _JOINS):
            yield from range(index, end_of_clause(tokens, index))


def _is_attack(word: str) -> bool:
    return word.startswith(_ATTACKS)


def list_attacked(tokens: Sequence[Token]) -> Iterator[int]:
    """The tokens that say whom the person attacked: `ha violentato una ragazza, esce da Bollate`.

    Whom somebody who is named attacked may be the person: `il compagno ha picchiato la donna`.
    """
    words = [token.word for token in tokens]
    for index, word in enumerate(words):
        whom = words[index + 1 : index + 3]
        if not index or not whom or tokens[index + 1].apart or not word.startswith(_ATTACKS):
            continue
        first = index
        while first > 0 and not tokens[first].apart:
            first -= 1
        before = words[first:index]
        acts = before[-1:] and before[-1] in _HAS_DONE and _OBJECTS.isdisjoint(before[-2:-1])
        acts = acts or (word in _ATTACKED and before[-1:] and before[-1] in _DOER)
        named = any(one in _ATTACKERS or one in _PARTNERS or one.startswith(_GUARDS) for one in before)
        if acts and not named and whom[0] in _ANYBODY_ATTACKED and whom[-1] not in _PARTNERS | _KIN:
            yield from range(index, min(index + 3, end_of_clause(tokens, index)))


def _list_since(tokens: Sequence[Token]) -> Iterator[int]:
    """The tokens that say since when somebody hurts another: `mi minaccia da quando è uscito`."""
    words = [token.word for token in tokens]
    for first, last in list_sentences(tokens):
        whom = next((one for index in range(first, last) if (one := _find_harmed(words, index, last))), None)
        if whom is None:
            continue
        for index in (one for one in range(first, last - 1) if words[one] in _SINCE):
            end = min(last, index + 1 + _SPAN)
            clause = words[index + 1 : end]
            hers = whom in _HER and ("she" in clause or any(word.endswith(("ita", "ata")) for word in clause))
            if FIRST.isdisjoint(clause[:1]) and not hers:
                own = (place for place in range(index + 1, end) if words[place] in _PARTNERS or words[place] in _OWNERS)
                stop = next((one for one in range(index + 1, end) if tokens[one].apart), end)
                begin = index - (index > first and words[index - 1 : index + 1] == ["da", "quando"])
                yield from range(begin, min(stop, next(own, end)))


def _find_harmed(words: Sequence[str], index: int, last: int) -> str | None:
    """Whom the verb at `index` hurts, if it is one: `mi minaccia`, `stalks me`."""
    if words[index] not in _HARMS:
        return None
    english = words[index].endswith("s")
    beside = words[index + 1 : min(index + 2, last)] if english else words[max(index - 1, 0) : index]
    return next((word for word in beside if word in _WHOM), None)


def _list_pursuit(tokens: Sequence[Token]) -> Iterator[int]:
    for named, last in _list_pursuers(tokens):
        first = named
        while first and not tokens[first].apart and tokens[first - 1].word in LIGHT | _OWNERS | _OF:
            first -= 1
        if not _OF.isdisjoint(token.word for token in tokens[first:named]):
            continue  # `lo stalking dell'ex`: another clause says what is known
        later = (index for index in range(named + 1, last) if tokens[index].apart)
        yield from range(first, next((index for index in later if tokens[index].word in _RETURNS), last))


def _list_pursuers(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The partners who are after somebody: their tokens, and where their sentences end."""
    words = [token.word for token in tokens]
    for first, last in list_sentences(tokens):
        for named in (index for index in range(first, last) if words[index] in _PARTNERS):
            begin = named
            while begin > first and not tokens[begin].apart:
                begin -= 1
            knows = any(list_places(words[named:last], _KNOWS))
            if knows or _is_after_somebody(words[begin : end_of_clause(tokens, named)]):
                yield named, last


def _is_after_somebody(words: Sequence[str]) -> bool:
    """Whether a clause says that one is after another: `la cerca`, `is looking for her`."""
    before = {first - 1 for first, _ in list_places(words, _PURSUES)}
    after = {last for _, last in list_places(words, _PURSUING)}
    return any(word in _WHOM and index in before | after for index, word in enumerate(words))


def _has_order(tokens: Sequence[Token]) -> bool:
    """Whether the asker has an order against somebody: `I have a restraining order against him`."""
    words = [token.word for token in tokens]
    against = [("order", "against", whom) for whom in ("him", "my", "her")]
    return any(not _PROTECTED.isdisjoint(words[max(first - 5, 0) : first]) for first, _ in list_places(words, against))


def _list_accused(tokens: Sequence[Token]) -> Iterator[int]:
    """The tokens of clauses about the accused: `la vittima non vuole incontrarlo, lui esce da Bollate`."""
    if not (is_about_victim(tokens) or _has_order(tokens)):
        return
    for index, token in enumerate(tokens):
        begins = token.apart or (index > 0 and tokens[index - 1].word in _JOINS | LIGHT)
        if begins and token.word in _ACCUSED:
            yield from range(index, end_of_clause(tokens, index))
