"""How people shorten words when they type in a hurry: each short form, and the words that it is read as."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.language.tokens import CONTRACTIONS, Token

_TABLE = """
nn=non ke=che xke=perche xche=perche xé=perche cmq=comunque qlcs=qualcosa qlc=qualche sn=sono x=per gg=giorni
pz=paziente pt=paziente sig=signore sigra=signora ns=nostro tel=telefono num=numero nr=numero appt=appuntamento
sett=settimane prox=prossimo bimbi=bambini bimbo=bambino bimba=bambina bb=bambini dr=dottore doc=documento
aadd=arresti+domiciliari aadddd=arresti+domiciliari sv=san+vittore sanvittore=san+vittore svittore=san+vittore
map=messa+alla+prova pds=permesso+di+soggiorno ci=carta+di+identita cie=carta+di+identita cf=codice+fiscale
fp=fine+pena dom=domiciliare tossicodip=tossicodipendente terap=terapeutica comunita=comunita ita=italiano
affid=affidamento def=definitivo det=detenuto perm=permesso sogg=soggiorno giov=giovedi lun=lunedi ven=venerdi
avv=avvocato amb=ambulatorio dip=dipendenze pls=please plz=please asap=soon tmrw=tomorrow tmr=tomorrow b4=before
nite=night w=with bc=because thx=thanks ppl=people yo=years+old yrs=years yr=year mths=months wks=weeks wk=week
cant=cannot dont=don+t doesnt=doesn+t hasnt=hasn+t isnt=isn+t hes=he+is shes=she+is im=i+am ive=i+have ill=i+will
theyre=they+are whos=who+is wheres=where+is docs=documents apt=flat appt=appointment semilib=semiliberta
didentita=di+identita serdd=serd sert=serd mens=mensa lavoretto=lavoro gp=gp dl=driving+licence lib=liberta mds=magistrato
"""
SHORT: dict[str, tuple[str, ...]] = {
    short: tuple(CONTRACTIONS.get(word, word) for word in words.split("+")) for short, words in (pair.split("=") for pair in _TABLE.split())
}
_SENSITIVE = frozenset({"ci", "dom", "map", "w", "ill", "def", "lib", "x", "doc", "det", "dip", "dr", "sett", "pt", "sig"})
"""Short forms that are words as well: read as short forms only as `_is_short` says."""


def expand(text: str, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """`tokens` with short forms as the words that they stand for; these keep the place of the short form."""
    return tuple(one for index, _ in enumerate(tokens) for one in _words(text, tokens, index))


def _words(text: str, tokens: Sequence[Token], index: int) -> Iterator[Token]:
    token = tokens[index]
    if token.word == "sig" and index + 1 < len(tokens) and tokens[index + 1].word == "ra":
        yield replace(token, word="signora")
        return
    if token.word == "ra" and index and tokens[index - 1].word == "sig":
        return
    words = SHORT.get(token.word)
    if words is None or not _is_short(text, tokens, index):
        yield token
        return
    for number, word in enumerate(words):
        yield replace(token, word=word) if number == 0 else replace(token, word=word, gap="", apart=False)


def _is_short(text: str, tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.word not in _SENSITIVE:
        return True
    written = text[token.begin : token.end]
    dotted = text[token.end : token.end + 1] == "."
    if token.word in ("ci", "map"):
        return written.isupper()
    if token.word == "w":
        return text[token.end : token.end + 1] in ("/", " ")
    if token.word == "x":
        return len(written) == 1 and not written.isupper()
    if token.word == "ill":
        return False
    if token.word == "pt":
        return True
    if token.word == "sett":
        return True
    return dotted or written.isupper()
