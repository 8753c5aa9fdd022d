"""Which needs a text asks for, and which it only names: whose work it is, what somebody has, what is refused.

A need is asked for by a wish or a lack in its clause, by a question, or by standing alone in a list. In a statement
about something else the same word is background: `the court asks for a certificate`, `a diploma as a welder`. The
person refuses a place where they will not go, and a kind of help that they do not want.
"""

from collections.abc import Collection, Sequence

from graph.language.context import SpokenText, find_before
from graph.language.grammar import Role
from graph.language.interpretation import MeaningKind
from graph.language.lexicon import Lexicon
from graph.language.spans import Span
from graph.language.tokens import LIGHT, Token, word_list

_ON_THE_WAY = frozenset(word_list("a in da su con dopo durante at from on after during since about in"))
_HAS = frozenset(word_list("ha ho hanno has have gia already got"))
_STOLEN = ("rubat", "smarrit", "scippat", "fregat", "stole")
_OWN = frozenset(word_list("mio mia suo sua my his her our their nostro nostra"))
_SIZES = frozenset(word_list("one two three bed bedroom small tiny little single double piccolo piccola"))
"""Between `has` and a home, these say how large the home is."""
_HELD = ("work", "housing", "documents", "education", "income")
"""Needs that who has the thing does not ask for."""
_ASKING = frozenset(
    word_list(
        "posto posti aiuto aiutarlo aiutarla bisogno cerca cerco cercano ricerca domanda richiesta accesso iscrizione "
        "iscriversi "
        "entrare tornare andare accedere mandarlo inserimento iscriverlo iscriverla tornarsene rientrare ritorno vado "
        "parlare colloquio incontro visita informazioni info appuntamento aggancio contatto sparire percorso iniziare "
        "corso sportello scappare trasferirsi referral appointment visit talk course "
        "help looking asking ask apply application access get go back need needs hope hopes want wants interested"
    )
)
_WISHES = (
    "cerc", "ricerc", "serv", "bisogn", "vuol", "vogli", "vorr", "volev", "chied", "richied", "richies", "necess",
    "desider", "urge", "occorr", "sper", "gradi", "interess", "trov", "otten", "aiut", "rifa", "rinnov", "need",
    "want", "look", "seek", "ask", "request", "wish", "hop", "help", "requir", "apply", "search", "domand", "attiv",
    "accett", "accept", "agree", "dispon", "provved", "orient", "indic", "consigl", "suggest", "advi", "propo",
    "inform", "riferiment", "contatt", "segnal", "avvia", "inser", "valut", "obiettiv", "priorit", "refer", "signpost",
    "wonder", "know", "problem", "trouble", "sapere", "capire", "possibl", "possibil", "ideal", "recuper",
    "pratic", "appunt", "appoint",
)  # fmt: skip
"""The beginnings of words with which something is asked for."""
_SEEKS = ("cerc", "serv", "bisogn", "vuol", "vogli", "vorr", "chied", "need", "want", "look", "seek", "request")
_WISH_WORDS = frozenset(
    word_list(
        "dove come chi quale quali quanto posso puo potrei possiamo esiste esistono avete date where how who which "
        "what can could any must should like get find after ci avrebbe please tocca ridare pls solo soltanto only just "
        "cosa deve devo devono dobbiamo resta problema magari maybe perhaps kit consulenza prescritto percorso more "
        "extra info desperate keen voglia proposta progetto gotta love due"
    )
)
_NONE = frozenset(word_list("no nessun nessuna"))
_LACKS = frozenset(
    word_list(
        "senza non nn niente nessun nessuna nessuno ne mai privo priva perso persa persi perse rubato rubata rubati "
        "scaduto scaduta smarrito smarrita manca mancano zero finito finita finiti revocato tolto ritirato rivuole "
        "hasnt havent hasn haven without no not never lost expired stolen lack lacks lacking missing gone finish "
        "refused revoked perde perdo perdiamo perdono perdera losing loses lose nemmeno neanche neppure manco"
    )
)
_STARTS = frozenset(word_list("che who because perche since while mentre quando when if se poiche ma but"))
"""Words that begin another clause."""
_SOON = frozenset(word_list("per for di stanotte stasera oggi domani adesso subito tonight today tomorrow now"))
"""Between the needs of a list these say when: `a bed for tonight and food`."""
_GOALS = frozenset(word_list("a to verso towards"))
_WHO = frozenset(word_list("who which what"))
_JOINS = frozenset(word_list("+ & e ed and o or anche also plus oltre piu"))
_SYMPTOMS = (
    "toss", "cough", "febbr", "fever", "ferit", "wound", "dolor", "pain", "dent", "tooth", "teeth", "diabet", "depress",
    "alcol", "alcohol", "drink", "bev", "ludopat", "fame", "hungry", "affamat", "eat", "puzz", "stink", "smell",
    "panic", "ansia", "anxi", "cry", "piang", "psicos", "solitud", "lonel", "debit", "debt", "litig", "telefonat",
    "scarp", "ciabatt", "shoes", "boots", "infezion", "infect", "operars", "rei", "adi", "heart", "cuore",
    "sfratt", "evict",
)  # fmt: skip
"""The beginnings of words that ask for help where a statement names them: they say how somebody is."""
_AGENTS = (
    "avvocat", "lawyer", "solicitor", "tribunal", "court", "judge", "ditta", "azienda", "employer", "boss", "datore",
    "consol", "consulate", "embassy", "ambasciat", "uepe", "serd", "sert", "cps", "noa", "csm", "medic", "doctor",
    "dottor", "gp", "psicolog", "psycholog", "psichiatr", "psychiatr", "school", "scuola", "studio", "assistent",
    "social", "ospedale", "hospital", "reparto", "inps", "caf", "patronat", "comune", "questura", "perit", "landlord",
    "garante", "consultorio", "comunita", "community", "mediat", "educat", "caseworker", "therapist", "shelter",
    "dormitorio", "mensa", "centr", "sportello", "servizi", "ward", "clinic", "listening", "ombudsman", "hostel",
)  # fmt: skip
"""The beginnings of words for people and offices that are asked for, but also act themselves."""
_ACTS = frozenset(
    word_list(
        "ha hanno dice dicono detto chiede chiedono vuole vogliono pretende prescrive scrive manda mandato concesso "
        "indica indicano segnala assiste segue seguono sostiene propone deve tiene risponde rilascia revoca spiega "
        "paga pagano licenzia licenziato aveva "
        "asks asked says said wants has have told tells sent sends send gave gives wrote writes received keeps took "
        "is was will won doesn does held referred thinks follows answered replied threw kicked found "
        "closed refuses refused "
        "risposto trovato chiuso rifiutato rifiuta buttato cacciato dimesso rimandato"
    )
)
_PRONOUNS = frozenset(word_list("non mi ti gli le lo la ci vi li si not never mai"))
_COUNTS = frozenset(
    word_list(
        "mio mia miei mie suo sua suoi sue my his her our their some due tre quattro two three four pure ora poi now "
        "then next first adesso dopo anche also still ancora"
    )
)
_WRITES = frozenset(word_list("scrive scrivo writes scrivono"))
_CIRCUMSTANCES = ("income", "work", "education.italian", "documents.tax-code")
"""Needs that somebody who lacks the thing does not ask for where they ask for something else."""
_POOR = ("disocc", "unempl", "licenz", "jobless", "skint", "broke", "poor", "pover", "afford", "squattrin", "penniless")
_CANNOT = frozenset(word_list("t cannot"))
_ENGLISH = frozenset(word_list("the and is was he she they to for with needs need i"))
_FOR = frozenset(word_list("per for x"))
_CARRIED = ("housing.emergency", "housing", "social-support.listening", "work.training", "legal.rights-of-detained")
_CARRIERS = frozenset(
    word_list(
        "posto place dove where somewhere parlare speak talk chi qualcuno someone sportello diritto right entitled"
    )
)
_TOWARDS = frozenset(
    word_list(
        "a to for per con with dove where poter farsi fare far si mi can he she i andare go un una some anche uno "
        "mandare prendere ricevere la lo gratis free every day ogni giorno in"
    )
)
_FOUND = frozenset(
    word_list("proposto offerto offered promised promesso trovato trovata found got finito finita finished")
)
_FOUND_IT = frozenset(word_list("ho ha hanno i he she have has ve"))
_MATTERS = frozenset(word_list("questione problema about"))
_IS_OR_DOES = frozenset(
    word_list(
        "sono sta stanno vive vivono abita abitano ha hanno non mi lo la gli le ci aiuta paga manda resta rimane "
        "is are was were has have had lives live can can't doesn don won isn sends helps pays stays "
        "abroad lontana lontano estero giu"
    )
)
"""After `family`, these tell of a family that is named, not asked for."""
_KIN = ("famigl", "famil", "figli", "children", "sons", "daughters", "kids")
_WHICH = frozenset(word_list("che quali which what"))
_TAKES = frozenset(word_list("servono serve occorrono bisogna vogliono needed do are does"))
_IS_SO_MUCH = frozenset(word_list("e sono is are costa costano paga pays pay costs cost dura lasts"))
_HOW_WORKED = frozenset(
    word_list(
        "regolare part full fino in fuori qui tre due quattro sei otto gia tutto tutti tutta regolarmente "
        "saltuariamente"
    )
)
_REFUSES = (
    "non vuole", "non voglio", "non vogliono", "rifiuta", "rifiuto", "mai piu", "doesn t want", "does not want",
    "don t want", "won t", "refuses", "will not",
)  # fmt: skip
_REFUSAL = 5
"""Words before a need within which it may be refused."""
_AVOIDS = frozenset(word_list("non does doesn do don will won refuses refuse rifiuta rifiuto si mi i would not"))


def is_incidental(text: SpokenText, span: Span) -> bool:
    """Whether a need is only the place, time or means of something else that the text says."""
    tokens = text.tokens
    position = span.first - 1
    if position < 0 or tokens[span.first].apart or tokens[span.first].word in _NONE:
        return False
    between = LIGHT | _OWN | (_SIZES if _is_of(span, ("housing",)) else frozenset())
    while position > 0 and tokens[position].word in between and not tokens[position].apart:
        position -= 1
    if tokens[position + 1].apart:
        return False
    if tokens[position].word == "a" and (tokens[position].apart or not position) and _is_english(tokens):
        return False
    if tokens[position].word in _HAS and not _is_lost(tokens[span.first].word, span):
        denied = position and tokens[position - 1].word in ("non", "not", "never", "mai")
        return not denied and all(one.code.startswith(_HELD) for one in span.meanings)
    before = tokens[position - 1].word if position and not tokens[position].apart else ""
    if tokens[position].word in _FOR:
        return _is_of(span, ("work",)) and before not in _ASKING and not before.startswith(_WISHES)
    return tokens[position].word in _ON_THE_WAY and before not in _ASKING


def _is_lost(first: str, span: Span) -> bool:
    """Whether somebody has lost what a span names, or had a paper stolen: `gli hanno rubato la carta d'identità`."""
    return first in ("perso", "lost") or (first.startswith(_STOLEN) and _is_of(span, ("documents.",)))


def _is_english(tokens: Sequence[Token]) -> bool:
    """Whether `a` is an article here, and no Italian preposition."""
    return any(token.word in _ENGLISH for token in tokens)


def _is_of(span: Span, codes: tuple[str, ...]) -> bool:
    needs = [one.code for one in span.meanings if one.kind is MeaningKind.NEED]
    return bool(needs) and all(one.startswith(codes) for one in needs)


def is_wished(text: SpokenText, span: Span) -> bool:
    """Whether a need is asked for by more than by what is lacking: by a wish, by a question, or as a bare word."""
    first, last = _clause(text.tokens, span)
    words = [token.word for token in text.tokens[first : span.last] if token.word not in LIGHT]
    if any(word.startswith(_WISHES) or word in _WISH_WORDS for word in words) or not text.is_statement(last):
        return True
    bare = first == span.first and span.last == last
    return bare and _LACKS.isdisjoint(words)


def is_bare(text: SpokenText, span: Span) -> bool:
    """Whether a span is all that its clause says."""
    return _clause(text.tokens, span) == (span.first, span.last)


def is_sought(text: SpokenText, span: Span) -> bool:
    """Whether a verb of wish stands before a span in its clause: `cerca una comunità`, `needs his pension`."""
    first, _ = _clause(text.tokens, span)
    before = text.tokens[first : span.first]
    return any(token.word.startswith(_SEEKS) for token in before) and not is_incidental(text, span)


def stands_in_question(text: SpokenText, span: Span) -> bool:
    """Whether the clause of a span ends with a question mark."""
    return not text.is_statement(_clause(text.tokens, span)[1])


def is_circumstance(text: SpokenText, span: Span) -> bool:
    """Whether the words of a need only say how somebody lives: no money, no work, no Italian."""
    words = {token.word for token in text.tokens[max(span.first - 2, 0) : span.last]}
    lacks = (
        not words.isdisjoint(_LACKS) or not words.isdisjoint(_CANNOT) or any(word.startswith(_POOR) for word in words)
    )
    return lacks and all(one.code in _CIRCUMSTANCES for one in span.meanings)


def is_background(text: SpokenText, span: Span) -> bool:
    """Whether a text that asks for something else only names the need of a span."""
    if is_incidental(text, span) or is_agent(text, span) or _is_carrier(text, span) or _is_a_family(text, span):
        return True
    if _is_measured(text, span) or _is_needed_for(text, span) or _is_avoided(text, span):
        return True
    if _is_done_already(text, span) or _is_at_an_hour(text, span):
        return True
    return span.last - span.first == 1 and _is_named(text, span)


def _is_named(text: SpokenText, span: Span) -> bool:
    """Whether a word stands in a statement without a wish, a lack or a question."""
    first, last = _clause(text.tokens, span)
    before = [one.word for one in text.tokens[first : span.first] if one.word not in LIGHT | _COUNTS]
    word = text.tokens[span.first].word
    if not text.is_statement(last) or any(map(_wishes, before)) or _wishes(word) or word.startswith(_SYMPTOMS):
        return False
    return bool(before) and not _is_listed(text, span, first)


def _is_listed(text: SpokenText, span: Span, first: int) -> bool:
    """Whether the span goes on a list that begins its clause, or names a goal: `from release to a home and work`."""
    index = text.spans.index(span) - 1
    if _is_joined(text, span, first):
        return True
    while index >= 0 and text.spans[index].first >= first:
        one = text.spans[index]
        words = {token.word for token in text.tokens[one.first : one.last]}
        goal = words <= _GOALS and not ("a" in words and _is_english(text.tokens))
        if goal and index and text.spans[index - 1].first >= first:
            return True
        if not words <= _JOINS | _COUNTS | LIGHT | _SOON and not any(m.kind is MeaningKind.NEED for m in one.meanings):
            return False
        index -= 1
    return True


def _is_joined(text: SpokenText, span: Span, first: int) -> bool:
    """Whether `and` joins the span to a need with which its clause begins: `a bed near the station and a shower`."""
    before = [token.word for token in text.tokens[first : span.first] if token.word not in LIGHT | _COUNTS]
    begun = (one for one in text.spans if first <= one.first < span.first)
    plain = next((one for one in begun if text.tokens[one.last - 1].word not in LIGHT | _COUNTS), None)
    return before[-1:] != [] and before[-1] in _JOINS and plain is not None and _is_need(plain)


def _is_need(span: Span) -> bool:
    return any(one.kind is MeaningKind.NEED for one in span.meanings)


def is_agent(text: SpokenText, span: Span) -> bool:
    """Whether the span names somebody who does something: `the court asks for`, `la ditta ha chiuso`."""
    if not any(token.word.startswith(_AGENTS) for token in text.tokens[span.first : span.last]):
        return False
    first, last = _clause(text.tokens, span)
    after = [one.word for one in text.tokens[span.last : last] if one.word not in LIGHT | _PRONOUNS]
    before = [token.word for token in text.tokens[first : span.first] if token.word not in LIGHT]
    if any(map(_wishes, before)) or not text.is_statement(last):
        return False
    if before and before[-1] in _WRITES:
        return True
    return bool(after) and after[0] in _ACTS


def _is_a_family(text: SpokenText, span: Span) -> bool:
    """Whether the span names the family that is somewhere or does something: `la mia famiglia sta in Calabria`."""
    if not text.tokens[span.last - 1].word.startswith(_KIN) or not _is_of(span, ("family",)):
        return False
    return _follows(text, span, _IS_OR_DOES)


def _is_needed_for(text: SpokenText, span: Span) -> bool:
    """Whether a text asks which papers something else takes: `che documenti servono per il centro diurno?`."""
    before = text.tokens[span.first - 1].word if span.first else ""
    return before in _WHICH and _is_of(span, ("documents",)) and _follows(text, span, _TAKES)


def _is_measured(text: SpokenText, span: Span) -> bool:
    """Whether the text begins to tell how much something is, which they have: `la borsa lavoro è 400 euro`."""
    tokens, first = text.tokens, span.first
    while first > 0 and not tokens[first].apart and tokens[first - 1].word in LIGHT | _OWN:
        first -= 1
    after = [one.word for one in tokens[span.last : span.last + 3]]
    begins = not first or tokens[first].apart
    return begins and len(after) > 1 and after[0] in _IS_SO_MUCH and any(one[0].isdigit() for one in after[1:])


def _is_carrier(text: SpokenText, span: Span) -> bool:
    """Whether a place or somebody to talk to is only where another need is met: `a place to eat`."""
    if not any(one.code in _CARRIED for one in span.meanings if one.kind is MeaningKind.NEED):
        return False
    if not {token.word for token in text.tokens[span.first : span.last]} & _CARRIERS:
        return False
    for one in text.spans[text.spans.index(span) + 1 :]:
        words = {token.word for token in text.tokens[one.first : one.last]}
        if text.tokens[one.first].apart:
            return False
        if any(m.kind is MeaningKind.NEED for m in one.meanings):
            return True
        if not words <= _TOWARDS | LIGHT:
            return False
    return False


def _is_done_already(text: SpokenText, span: Span) -> bool:
    """Whether the text says that the person has the thing already, or does it: `viene già al centro d'ascolto`."""
    first, _ = _clause(text.tokens, span)
    before = [token.word for token in text.tokens[first : span.first]]
    plain = [word for word in before if word not in LIGHT]
    if plain[-1:] and plain[-1] in _FOUND and not _is_of(span, ("health",)) and not _FOUND_IT.isdisjoint(plain[:-1]):
        return True
    if plain[-1:] and plain[-1] in _MATTERS and not {"non", "not", "isn"}.isdisjoint(plain[-4:-1]):
        return True
    if any(map(_wishes, before)):
        return False
    words = [token.word for token in text.tokens[span.first : span.last]]
    work = words == ["lavoro"] and (
        before[-1:] == ["io"] or before[-2:] == ["studio", "e"] or _follows(text, span, _HOW_WORKED)
    )
    work = work or (words == ["work"] and before[-1:] in (["i"], ["we"], ["this"], ["that"]))
    return "gia" in before or "already" in before or work


def _is_at_an_hour(text: SpokenText, span: Span) -> bool:
    """Whether the span says when somebody is at work: `work at 7am`, `lavoro alle 6`."""
    after = text.tokens[span.last : span.last + 2]
    at = [one.word for one in after[:1]] in (["at"], ["a"]) and not any(one.apart for one in after)
    return at and _is_of(span, ("work",)) and after[-1].word[0].isdigit()


def _follows(text: SpokenText, span: Span, words: frozenset[str]) -> bool:
    return span.last < len(text.tokens) and not text.tokens[span.last].apart and text.tokens[span.last].word in words


def _wishes(word: str) -> bool:
    return word.startswith(_WISHES) or word in _WISH_WORDS or word in _LACKS


def _clause(tokens: Sequence[Token], span: Span) -> tuple[int, int]:
    """The first token of the clause of a span, and the first one after it."""
    first, last = span.first, span.last
    while first > 0 and not tokens[first].apart and tokens[first - 1].word not in _STARTS:
        first -= 1
    if first and not tokens[first].apart and tokens[first - 1].word in _WHO and tokens[first - 1].apart:
        first -= 1
    while last < len(tokens) and not tokens[last].apart and tokens[last].word not in _STARTS:
        last += 1
    return first, last


def _is_avoided(text: SpokenText, span: Span) -> bool:
    """Whether the person does not want to go where a span says: `he won't go to SerD`."""
    before = find_before(text, span, Role.AVOID)
    return before is not None and not before.has(Role.NOT) and before.words[0] in _AVOIDS


def without_refused(text: SpokenText, needs: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """`needs` with the next kind in place of one that the person does not want: `no dormitory, but sleeps in a car`."""
    said = [one for span in text.spans if _is_refused(text, span) for one in span.meanings]
    facts = {(given.name, value) for one in said for given in one.facts for value in given.values}
    refused = {one.code for one in said if one.kind is MeaningKind.NEED} | {
        need.code for need in lexicon.needs.values() if any((item.fact, item.value) in facts for item in need.implies)
    }
    others = {one: _next_kind(one, refused, lexicon) for one in refused}
    for one in refused:
        parent = lexicon.needs[one].parent
        if parent is not None and lexicon.needs[one].emergency:
            others[parent] = others[one]  # `no dormitory, he needs a room`
    return tuple(dict.fromkeys(others.get(need, need) for need in needs))


def _is_refused(text: SpokenText, span: Span) -> bool:
    before = " ".join(token.word for token in text.tokens[max(span.first - _REFUSAL, 0) : span.first])
    return any(f"{words} " in f"{before} " for words in _REFUSES)


def _next_kind(need: str, refused: Collection[str], lexicon: Lexicon) -> str:
    parent = lexicon.needs[need].parent
    kinds = (one for one in lexicon.needs.values() if one.parent == parent and one.asked_as is not None)
    return next((one.code for one in kinds if parent is not None and one.code not in refused), need)
