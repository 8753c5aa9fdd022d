"""Words beside a release that bind somebody, so that they are not read as free: conditions, a tag, where to sign.

Where the words next to one say that it is of everyday life, it binds nobody: a heart condition, a contract to sign.
"""

from collections.abc import Collection, Sequence

from graph.language.tokens import Token, end_of_clause, word_list

_STEMS = (
    "prescrizion", "condition", "braccial", "bracelet", "cavigliera", "curfew", "coprifuoco", "sorveglianza",
    "surveillance", "obblig", "domiciliar", "affid", "vigilat", "supervis", "restrict", "probation", "parole",
    "semilib", "rientr", "tagged", "firma",
)  # fmt: skip
_WORDS = frozenset(word_list("uepe tag monitor measure misura bail"))
_PHRASES = (
    ("non", "puo", "lasciare"), ("non", "posso", "lasciare"), ("not", "leave"), ("t", "leave"), ("back", "in"),
    ("back", "inside"), ("back", "by"), ("back", "to", "prison"), ("back", "to", "jail"), ("by", "order"),
    ("per", "ordine"), ("court", "order"), ("sign", "at"), ("sign", "in"), ("sign", "with"), ("report", "to"),
    ("on", "licence"), ("on", "license"), ("licence", "conditions"),
)  # fmt: skip
_DENIES = frozenset(word_list("no non senza not without nessun nessuna niente mai never finito finita finished"))
_FEARED = frozenset(word_list("let scared afraid fear worried"))
"""Before `back in`, these say that somebody does not want to return, or is not let into a home."""
_CLAUSE = 5
_NEAR = 3
_CHILDREN = "figli figlio figlia bambini bambino bambina minori minore condiviso esclusivo familiare children kids"
_EVERYDAY_BEFORE = {
    "condition": "heart medical health skin chronic mental serious poor bad lung kidney eye psychiatric good air term "
    "terrible living housing working awful difficult weather same better worse dire",
    "monitor": "pressure blood heart glucose computer baby",
    "measure": "good tape some big",
    "misura": "su buona",
    "obblig": "scuola scolastico",
    "domiciliar": "assistenza cure cura visita visite servizio infermiera",
    "parole": "due poche altre povere sue mie quattro belle",
    "tag": "price name",
    "bail": "out",
}
"""For what binds, the words before it that say that it does not."""
_EVERYDAY_AFTER = {
    "condition": "flat home work working room",
    "firma": "contratto contratti documenti documento carta modulo moduli lease affitto residenza assegno ricorso "
    "delega procura foglio digitale deposito spid",
    "rientr": "marocco tunisia egitto albania romania senegal nigeria peru ecuador patria paese famiglia lavoro "
    "mercato scuola casa italia milano",
    "obblig": "scolastico scolastica alimentare alimentari mantenimento vaccinale pagare lavorare sposare sposarsi",
    "supervis": "visit visits contact access",
    "affid": _CHILDREN,
    "prescrizion": "medica mediche farmaci farmaco medico",
    "leave": "hospital bed kids children job work him her dog wheelchair room school baby",
    "report": "job school employer boss work doctor",
    "court": "pay paying",
    "sign": "school gym course contract lease",
}
"""For what binds, the words after it that say that it does not."""
_RETURNS = frozenset(
    word_list(
        "by at before every each time prison jail custody opera bollate san bed cell evening evenings night nights"
    )
)
"""After `back in`, these tell of somebody who has to return."""


def are_binding(tokens: Sequence[Token], used: Collection[int]) -> bool:
    """Whether words speak of a measure, other than the tokens with the numbers `used`, and nothing denies it."""
    words = [token.word for token in tokens]
    return any(
        index not in used and _binds(tokens, words, index) and _DENIES.isdisjoint(words[max(index - _NEAR, 0) : index])
        for index in range(len(words))
    )


def _binds(tokens: Sequence[Token], words: Sequence[str], index: int) -> bool:
    word, last = words[index], end_of_clause(tokens, index)
    if word in _WORDS or word.startswith(_STEMS):
        kind = word if word in _WORDS else next(one for one in _STEMS if word.startswith(one))
        return not _is_everyday(kind, words[max(index - 2, 0) : index], words[index + 1 : min(index + 5, last)])
    phrase = next((one for one in _PHRASES if tuple(words[index : index + len(one)]) == one), None)
    if phrase is None:
        return False
    after = words[index + len(phrase) : min(index + len(phrase) + 4, last)]
    if phrase == ("back", "in"):
        returns = not after or after[0] in _RETURNS or after[0][0].isdigit()
        return returns and _FEARED.isdisjoint(words[max(index - _CLAUSE, 0) : index])
    return not any(_is_everyday(kind, (), after) for kind in ("leave", "report", "court", "sign") if kind in phrase)


def _is_everyday(kind: str, before: Collection[str], after: Collection[str]) -> bool:
    earlier, later = _EVERYDAY_BEFORE.get(kind, "").split(), _EVERYDAY_AFTER.get(kind, "").split()
    return not set(earlier).isdisjoint(before) or not set(later).isdisjoint(after)
