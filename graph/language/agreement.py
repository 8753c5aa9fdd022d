"""Words that agree with the person, and so tell whether it is a man or a woman: Italian adjectives and participles, and
pronouns of one gender, as `she`, `gli serve`, `lei cerca`, `aiutarla`.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from graph.language.asker import suffers
from graph.language.context import SpokenText
from graph.language.grammar import Role
from graph.language.holders import Holder
from graph.language.relatives import OF_RELATIVE
from graph.language.tokens import LIGHT, word_list

_ENDINGS = {"o": "man", "a": "woman"}
_ANYBODY = frozenset(
    word_list(
        "persona persone pers vittima utenza gente famiglia coppia utente utenti pz paziente nucleo soggetto caso "
        "minore ospite qualcuno chi senza"
    )
)
"""Words for anybody: what agrees with them says nothing of the person."""
_HAVE = frozenset(word_list("ho ha hai hanno han abbiamo avere aver avevano ne mai"))
"""A participle after these agrees with nobody, or is denied."""
_SPOUSES = frozenset(word_list("moglie marito compagna compagno fidanzata fidanzato figlia figlio"))
_LANGUAGE = frozenset(word_list("italiano parla parlo parlano poco in lingua scuola corso"))
_BEFORE_RELEASED = frozenset(word_list("e appena stata sono gia essere"))
"""Elsewhere `uscita` is the way out."""
_BEFORE_ALONE = frozenset(
    word_list("e sono sto sta vive vivo sento sente rimasta resto resta stata da tutta abita dorme trova trovo")
)
"""Elsewhere `sola` may be `one single`."""
_THINGS = frozenset(
    word_list(
        "domanda richiesta istanza pratica residenza carta patente tessera casa stanza pensione pena condanna misura "
        "udienza causa data lettera borsa scuola terapia comunita famiglia lingua nazionalita cittadinanza origine "
        "origini pizzeria cucina musica parrocchia cooperativa associazione azienda ditta fabbrica identita legge "
        "ambasciata notte settimana bolletta multa querela denuncia visita licenza permesso passaporto documento "
        "contratto affitto lavoro corso conto figlio figlia bambino bambina "
        "appartamento letto posto processo telefono assegno sussidio bonus codice certificato paese mondo alloggio "
        "reddito ricorso decreto provvedimento soggiorno ristorante negozio avvocato "
        "stipendio salario mutuo risparmio prestito "
        "rimpatrio medico consolato padrone capo datore zona via citta"
    )
)
"""What an adjective after these agrees with is a thing, or somebody else."""
_LINKS = frozenset(
    word_list(
        "e stata stato rei adi viene gli le mi non ancora gia mai piu poi appena verra sara fu si molto volontario"
    )
)
_BEING = frozenset(word_list("sono ero sia saro e era sara sento sente resto resta torno torna ritorno"))
"""Only after these an adjective of `_STATES` agrees with the person: `sono libera`, not `area libera`."""
_STATES = frozenset(word_list("liber pulit pront pers ridott fatt conciat sicur content sistemat"))
"""The stems of adjectives that are nouns or are said of things elsewhere."""
_GENERIC = frozenset(word_list("stranier invalid"))
"""The stems of nouns that mean anybody in the masculine: `un medico per straniero`, but `sono straniero`."""
_BETWEEN = frozenset(
    word_list("gia ancora finalmente ora adesso di nuovo mi molto proprio tutto tutta anche invece cosi")
)
_FEMININE = ("ata", "ita", "uta")
"""How participles end that after `mi ha` tell that a woman speaks: `mi ha aspettata`."""
_REFLEXIVE = tuple(f"{ending}{sex}" for ending in ("at", "ut", "it", "ess", "ers", "ott", "ort", "ost") for sex in "oa")
"""How participles end that after `mi sono` agree with whoever speaks."""
_DONE = frozenset(word_list("mess mandat lasciat portat aiutat conosciut accompagnat"))
"""The stems of further participles that tell after `l'ha` to whom something was done."""
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


_WOUNDS = frozenset(word_list("ferita ferite caduta uscita entrata"))
_A_WOUND = frozenset(word_list("una un la le della alla sua mia brutta con per qualche"))
"""Before `ferita`, these name a wound, and nobody who is wounded."""


@cache
def _list_agreeing() -> frozenset[str]:
    """The stems of words that end in `o` for a man and in `a` for a woman."""
    lines = Path(__file__).with_name("agreement.txt").read_text(encoding="utf-8").splitlines()
    stems = {stem for line in lines if not line.startswith("#") for stem in line.split()}
    return frozenset(stems | _list_nationalities())


@cache
def _list_nationalities() -> frozenset[str]:
    countries = Path(__file__).with_name("countries.txt").read_text(encoding="utf-8").splitlines()
    adjectives = {
        name.strip() for line in countries if not line.startswith("#") for name in line.split("|")[3].split(",")
    }
    return frozenset(name[:-1] for name in adjectives if name.endswith("o") and " " not in name)


def gender_by_agreement(text: SpokenText) -> str | None:
    """The gender of the adjectives and participles that describe the person; None if they differ or there are none."""
    found = set(_list_agreements(text))
    return found.pop() if len(found) == 1 else None


def _list_agreements(text: SpokenText) -> Iterator[str]:
    spoken = False
    hurt = suffers(text)  # then whoever hurts the asker may be the man
    others = set(_list_of_addicts(text))
    for index, token in enumerate(text.tokens):
        if index in others:
            continue
        done = _is_done_to(text, index)
        if done is not None and (done == "woman" or not hurt):
            yield done
        if text.holders[index] not in text.person or _is_wound(text, index):
            continue
        spoken = spoken or token.word in _ANYBODY
        written = token.end - token.begin == len(token.word)
        been = _is_what_speaker_has_been(text, index) if written and not hurt else None
        if been is not None:
            yield been
        if written and not spoken and token.word in ("sola", "incinta", "cittadina"):
            yield from ("woman",) if _is_alone_or_pregnant(text, index) else ()
        elif written and not spoken and (_is_state(text, index) or _agrees(text, index)):
            found = _ENDINGS.get(token.word[-1:])
            if found == "man" and token.word[:-1] in _GENERIC and not _is_state(text, index):
                continue
            if found is not None and not (hurt and found == "man" and text.holders[index] is not Holder.SELF):
                yield found


def _is_wound(text: SpokenText, index: int) -> bool:
    """Whether `ferita` is a wound: `una ferita`, `ferita che si è infettata`."""
    if text.tokens[index].word not in _WOUNDS:
        return False
    after = [token.word for token in text.tokens[index + 1 : index + 2]]
    return _before(text, index) in _A_WOUND or (
        not index and after in (["che"], ["infetta"], ["infettata"], ["aperta"])
    )


def _list_of_addicts(text: SpokenText) -> Iterator[int]:
    """The tokens that say which relative uses drugs: `mio fratello tossico mi ruba tutto`."""
    for span in text.spans:
        if any(given.name == OF_RELATIVE for one in span.meanings for given in one.facts):
            yield from range(span.first, span.last)


def _is_what_speaker_has_been(text: SpokenText, index: int) -> str | None:
    """The gender of a speaker who lives alone, or tells what they did: `vivo da solo`, `sono stato`."""
    tokens = text.tokens
    words = [token.word for token in tokens[max(index - 2, 0) : index + 1]]
    if tokens[index].apart:
        return None
    if words[-2:] in (["sono", "stato"], ["sono", "stata"]) and words[0] not in ("ci", "vi", "c"):
        return _ENDINGS[words[-1][-1]]
    if tokens[index - 1].apart:
        return None
    if words[1:2] == ["da"] and words[0] in _BEFORE_ALONE and words[-1] in ("solo", "sola"):
        return _ENDINGS[words[-1][-1]]
    if words[:2] == ["mi", "sono"] and words[-1].endswith(_REFLEXIVE):
        return _ENDINGS[words[-1][-1]]
    return None


def _is_done_to(text: SpokenText, index: int) -> str | None:
    """The gender of the person to whom something was done: `il padre l'ha cacciata`, `mi hanno sfrattata`."""
    tokens = text.tokens
    word = tokens[index].word
    if index < 2 or tokens[index].apart or word[-1] not in _ENDINGS:
        return None
    whom, verb = tokens[index - 2].word, tokens[index - 1].word
    if verb not in ("ha", "hanno", "avevano", "aveva") or whom not in ("l", "mi"):
        return None
    if whom == "l" and index > 2 and tokens[index - 3].word in ("me", "te", "ce", "ve", "glie"):
        return None  # `il permesso me l'hanno rifiutato`
    if word[:-1] not in _list_agreeing() | _DONE and not (whom == "mi" and word.endswith(_FEMININE)):
        return None
    if whom == "mi" and word[-1] == "o":
        return None  # which a woman may say as well
    if text.holders[index] not in text.person and not _is_in_clause_of_relative(text, index):
        return None
    return _ENDINGS[word[-1]]


def _is_in_clause_of_relative(text: SpokenText, index: int) -> bool:
    """Whether a relative is named before token `index` in its clause, as whoever does something to the person."""
    first = index
    while first > 0 and not text.tokens[first].apart:
        first -= 1
    return any(span.has(Role.OTHER) and first <= span.first < index for span in text.spans)


def _before(text: SpokenText, index: int) -> str:
    return "" if text.tokens[index].apart or not index else text.tokens[index - 1].word


def _is_alone_or_pregnant(text: SpokenText, index: int) -> bool:
    before = _before(text, index)
    if text.tokens[index].word == "cittadina":
        return before not in ("piccola", "bella", "in", "di")
    if text.tokens[index].word == "incinta":
        return before != "non" and not _is_of_something(text, index)
    return before in _BEFORE_ALONE or text.tokens[index].apart


def _agrees(text: SpokenText, index: int) -> bool:
    """Whether a word that may agree with the person does: not after `ha`, no name of a language, not `l'uscita`."""
    token, before = text.tokens[index], _before(text, index)
    if token.word[:-1] not in _list_agreeing():
        return False
    if token.word == "uscita":
        return before in _BEFORE_RELEASED
    if token.word[:-1] == "preoccupat" and before in ("sono", "molto", "siamo"):
        return False  # who is worried is mostly the one who asks for somebody
    if before in ("un", "una") and index > 1 and text.tokens[index - 2].word in ("da", "con"):
        return False  # `in nero da un anziano`, `convive con una italiana`
    if before in _SPOUSES and index > 1 and text.tokens[index - 2].word in _HAVE:
        return False  # `ha moglie italiana`
    if before in _HAVE or token.word in _LANGUAGE or before in _LANGUAGE:
        return False
    return not _is_of_something(text, index)


def _is_state(text: SpokenText, index: int) -> bool:
    """Whether an adjective follows a verb of being, with nothing but adverbs between: `da gennaio sono libera`."""
    if text.tokens[index].word[:-1] not in _STATES | _GENERIC or _is_of_something(text, index):
        return False
    position = index
    while position > 0 and not text.tokens[position].apart:
        position -= 1
        if text.tokens[position].word in _BEING:
            return True
        if text.tokens[position].word not in _BETWEEN:
            return False
    return False


def _is_of_something(text: SpokenText, index: int) -> bool:
    """Whether an adjective or participle is said of a thing: `la domanda è stata respinta`, `origine egiziana`."""
    tokens = text.tokens
    position = index
    while position > 0 and not tokens[position].apart:
        position -= 1
        if tokens[position].word in _THINGS:
            return True
        if tokens[position].word not in _LINKS | LIGHT:
            return False
    return False


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
