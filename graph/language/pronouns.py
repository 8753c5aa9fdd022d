"""Pronouns of one gender that stand for the person: `she`, `gli serve`, `lei cerca`, `aiutarla`."""

from collections.abc import Iterator

from graph.language.context import SpokenText
from graph.language.tokens import word_list

PRONOUNS = {
    "man": frozenset(word_list("he him his himself lui")),
    "woman": frozenset(word_list("she her hers herself")),
}
_SUBJECT = frozenset(
    word_list(
        "e ha dice vuole cerca chiede dorme vive non sta deve vorrebbe lavora abita beve sogna teme piange denuncia "
        "accetta "
        "rifiuta aspetta esce era aveva parla ora adesso invece pero"
    )
)
"""After `lei`, these do not speak to whoever reads."""
_DATIVE = frozenset(
    word_list(
        "faccia facciano dia diano "
        "ha hanno serve servono manca mancano danno dato fanno scade scadono serviva servirebbe occorre "
        "resta restano rimane tolgono negano concedono spetta rinnovano rilasciano mena controlla prende manda"
    )
)
"""After `le`, which is an article before other words."""
_DONE_TO = frozenset(word_list("ha hanno danno fanno tolgono negano concedono rilasciano"))
"""After `gli`, which often stands for anybody: `gli serve un avvocato` says nothing."""
_OBJECT = frozenset(
    word_list(
        "segue seguono conosce conoscono aiutano supporta supportano assiste assistono accompagnano "
        "seguiamo seguo aiuta aiutate aiutiamo ospita ospitano ospitiamo ospito accompagna accompagno "
        "accompagniamo mandano mandiamo caccia cacciano accolgono portiamo conosciamo conosco assumono scarcerano "
        "prenda prendano assuma assumano "
        "dimettono rimandano sfratta sfrattano sbatte sbattono rivogliono accettano rifiutano ricoverano"
    )
)
"""After `lo` and `la`, which then are a person."""
_ENCLITIC = (
    "aiutar", "ospitar", "accompagnar", "sistemar", "seguir", "inserir", "curar", "ricoverar", "accoglier", "segnalar",
    "collocar", "iscriver", "mandar", "riprender", "supportar", "sostener", "indirizzar", "ascoltar", "assumer",
)  # fmt: skip
_MANY = frozenset(word_list("loro figli bambini ragazzi coppia genitori famiglia nucleo bimbi due tre amici fratelli"))
"""Of these `gli` may mean several."""


def list_genders(text: SpokenText) -> set[str]:
    """The genders of the pronouns of the text."""
    words = {token.word for token in text.tokens}
    return {gender for gender, pronouns in PRONOUNS.items() if words & pronouns} | set(_list_clitics(text))


def _list_clitics(text: SpokenText) -> Iterator[str]:
    tokens = text.tokens
    many = any(token.word in _MANY for token in tokens)
    anybody = any(token.word in ("persona", "persone") for token in tokens)
    for index, token in enumerate(tokens):
        word = token.word
        if word.endswith(("rlo", "rla")) and word[:-2] in _ENCLITIC:
            yield from () if anybody else ("man" if word[-1] == "o" else "woman",)
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if after is None or after.apart:
            continue
        anyone = index > 0 and tokens[index - 1].word in ("chi", "who")
        if word in ("lo", "la") and after.word in _OBJECT and not anyone:
            yield "man" if word == "lo" else "woman"
        elif word == "le" and after.word in _DATIVE:
            yield "woman"
        elif word == "gli" and after.word in _DONE_TO and not many:
            yield "man"
        elif word == "lei" and not anybody and after.word in _SUBJECT and _begins(text, index):
            yield "woman"


def _begins(text: SpokenText, index: int) -> bool:
    """Whether a clause begins at token `index`."""
    return not index or text.tokens[index].apart or text.tokens[index - 1].word in ("e", "ma")
