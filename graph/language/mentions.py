"""Words that only mention what they would state of somebody: work with children, a charge of violence, an HIV test."""

import re

from graph.language.context import NEAR, SpokenText, words_after, words_before
from graph.language.interpretation import Meaning
from graph.language.named_children import is_grown_up, is_of_a_child, is_of_other_parent, is_the_person, is_unborn
from graph.language.offers import is_for_many, is_offered
from graph.language.spans import Span
from graph.language.tokens import LIGHT, word_list
from graph.language.unreal import (
    NOT,
    WORKS,
    is_feared,
    is_left,
    is_of_never,
    is_risked,
    is_sought,
    is_to_come,
    is_wanted,
    was_guest,
)
from graph.vocabulary import VICTIM_OF

_FACING = frozenset(word_list("con with per for contro against da"))
_PLACED = frozenset(word_list("in at a presso"))
_AMONG = _FACING | _PLACED
_JOBS = (
    *WORKS, "tirocin", "pulizie", "cameriere", "cuoco", "impieg", "job", "stage", "intern", "cook", "clean", "colf",
)  # fmt: skip
_WITH_CHILDREN = frozenset(word_list("lavora lavoro lavorare lavorava lavorato work works working worked"))
_LIVES = frozenset(word_list("vive vivo sta sto abita lives live living stays da"))
_CANNOT = frozenset(word_list("non not can t cannot riesce riesco posso puo"))
_CHARGED = (
    "condann", "accus", "imputat", "indagat", "denunci", "arrest", "carcer", "galera", "dentro", "detenu", "scont",
    "pena", "convict", "charg", "sentenc", "serving", "inside", "prison", "jail", "process", "trial", "reat",
    "precedent",
)  # fmt: skip
_CONVICTED = ("condann", "accus", "imputat", "indagat", "convict", "charg")
_FOR = frozenset(word_list("per x for of con with di over"))
_SUFFERED = ("subit", "suffer", "ricevut")
_TESTED = frozenset(word_list("test tests tested testing esame esami prevenzione prevention"))
_RESULT = ("positiv", "sieropositiv")
_HEALTH = ("hiv", "pregnant", "disability", "addiction")
_OF_WHOM_OFFERED = ("former_prisoner", "penal_status", "addiction", "hiv", "disability", "lgbtqia")
_ME = frozenset(word_list("mi me ci us"))
_WHOEVER = re.compile(
    r"\b((per|x) chi|chiunque|(people|those|anyone|anybody|women|men|girls|boys) (who|that))"
    r"( (?!mi|la|lo|ci|le|me|us|her|him)\w+)?$"
)
_SOMEBODY = frozenset(
    word_list("persone people gente someone somebody anyone qualcuno pazienti patients colleghi ospiti amici")
)
_UNTRUE = re.compile(r"\b(non e vero|non e cosi|(not|isn t|wasn t) true|untrue|a lie|bugi[ae]|(was|is) a mistake)\b")
_WISHES = frozenset(word_list("to want wants looking find for need needs"))
_US = frozenset(word_list("me mi us noi her lei"))
_FILED = frozenset(word_list("ho abbiamo sporto fatto presentato reported i we"))
_EXPIRES = frozenset(word_list("finish finishes finisce finishing scade scadra expires expire"))
_NO_BABY = ("abort", "miscarr", "interruzione", "ivg")
_TRADE = ("spacc", "vend", "deal", "sell", "sold", "traffic", "possess")
_ABOUT = (["on"], ["about"], ["su"], ["contro"], ["against"], ["anti"])
_ADDICTS = frozenset(word_list("tossicodipendenti alcolisti tossici eroinomani addicts alcoholics junkies gamblers"))
_TOPICS = frozenset(word_list("information informazioni programme servizio talk course corso film serata incontro"))
_STOPPED = ("stop", "revoc", "sospes", "suspend", "tolt", "ended", "finit", "cut")
_GUARDED = ("braccialett", "domiciliar", "giudic", "magistrat")
_ENTERS = ("inserim", "ingress", "entrar", "admission", "ammission", "accept", "accett", "accolt")
_MOVES = ("and", "entr", "trasfer", "spost", "mov", "go", "get", "enter", "transfer")
_WISHED = frozenset(
    word_list("vuole voglio vorrebbe vorrei chiede chiedo spera wants want wishes hopes would asks like")
)
_STREET = frozenset(word_list("in per on strada street streets the"))
_BY_SOMEBODY = re.compile(r"\b(da|by) (un|una|uno|an?)( \w+)?$")
_OR = frozenset(word_list("or nor o ne e and"))
_FROM = frozenset(word_list("da from the in negli"))
_SEVERAL = frozenset(word_list("due tre quattro two three four 2 3 4"))
_ENGAGED = (["engaged", "to"], ["married", "to"], ["promised", "to"], ["promessa", "a"], ["marry", "off"])
_AUXILIARIES = frozenset(word_list("has had was is been also once often"))
_WHO_SUFFERS = frozenset(word_list("she her i me my we us lei"))
_NO_VIOLENCE = frozenset(
    word_list("leave quit go move close sell stop call report sack fire divorce andarsene lasciarlo lasciarla chiudere")
)
_ROOMS = ("dormitor", "dorm", "shelter", "ostell", "hostel", "reparto", "sezione", "wing", "camerat")
"""The beginnings of words for places that are for men or for women."""
_SO_MUCH = frozenset(word_list("little bit some poor broken basic poco scarso"))
"""Before a language, how well it is spoken."""
_COUPLES = frozenset(word_list("coppia coppie couple couples"))
_PRISONERS = frozenset(word_list("detenuti detenute prisoners inmates offenders carcerati cons convicts"))
_TOWARDS = _FACING | frozenset(word_list("on su of tra fra among"))
_MET = frozenset(word_list("da by from with con against contro"))
_MANY = frozenset(
    word_list("uomini donne men women ragazzi ragazze boys girls guys lads signore gentlemen ladies mamme")
)
_THINGS = frozenset(
    word_list(
        "colleghe colleghi vicini coinquilini colleagues neighbours flatmates "
        "ristorante pizzeria cucina cibo piatti lingua squadra bar negozio negozi bagno colazione musica chiesa "
        "moschea comunita quartiere fabbrica ditta azienda impresa padrone capo titolare famiglia scuola medico "
        "avvocato interprete mediatore mediatrice dottore dottoressa film libro libri partita nazionale targa "
        "giornale parola parole cultura usanze festa prodotti mercato vino restaurant food team shop bath "
        "breakfast music church mosque community neighbourhood factory company firm owner boss school doctor lawyer "
        "interpreter mediator language lessons course film book books match newspaper words culture wine classes "
        "grammar dictionary takeaway"
    )
)
"""What has a nationality without giving it to the person."""
_PAPERS = ("citizen", "cittadinan", "passport", "passaport", "national", "permit")
_PEOPLE_OF_TRADE = frozenset(word_list("avvocato medico dottore interprete mediatore capo datore titolare padrone"))
_TRADES = _PEOPLE_OF_TRADE | frozenset(word_list("lawyer doctor interpreter boss employer owner teacher maestra"))
_IS = frozenset(word_list("e is era was s"))
_SPEAKS = frozenset(
    word_list(
        "parla parlo parlano parlare parlava capisce capisco conosce sa scrive legge studia impara lingua speak "
        "speaks speaking spoken understands understand knows reads writes learn learns learning language languages"
    )
)
_JOINS = frozenset(word_list("e and o or ed un po solo only bene anche also poco little some bit good well fluent"))
_SOBER = frozenset(word_list("pulito pulita clean sober astinente astinenti smesso disintossicato disintossicata"))
_NEVERTHELESS = ("metadon", "methadon", "ricad", "relaps", "subutex", "suboxone", "ricominc", "again")


def is_mentioned(text: SpokenText, span: Span, fact: Meaning) -> bool:
    """Whether the words around a span say that `fact` is not what the person is, but what else the text is about."""
    name, values = fact.facts[0].name, fact.facts[0].values
    if name == "gender":
        return _is_of_others(text, span)
    if name == "residence":
        return is_wanted(text, span, values) or _is_asked_how(text, span)
    if name == "domicile_in_milan":
        return _is_brought_home(text, span) or is_sought(text, span)
    if name == "nationality" and span.words == ("usa",) and text.tokens[span.first - 1].word not in _FROM:
        return True  # the verb
    if name == "nationality":
        return _is_of_a_thing(text, span) or _is_a_language(text, span) or _is_of_a_companion(text, span)
    if name in ("minor_children", "disability", "addiction", "hiv", "lgbtqia", "housing", VICTIM_OF) and _is_work(
        text, span, name
    ):
        return True
    if name == "minor_children":
        own = is_the_person(text, span) or is_of_other_parent(text, span)
        return own or is_grown_up(text, span) or is_unborn(text, span)
    if name == "permit" and values == ("expired",) and not _EXPIRES.isdisjoint(span.words):
        return is_to_come(text, span)
    if name == "permit" and values == ("none",):
        lost = any(token.word == "piu" for token in text.tokens[span.first : span.last])  # or expired
        return lost or _needs_none(text, span)
    if name == "inclusion_income":
        return any(word.startswith(_STOPPED) for word in words_after(text, span, 3, LIGHT))
    if name in _OF_WHOM_OFFERED and is_offered(text, span):
        return True
    if name in ("former_prisoner", "penal_status") and is_of_whoever(text, span):
        return True
    if name == "former_prisoner":
        return _is_for_many(text, span) or is_for_many(text, span) or _is_by_somebody(text, span)
    if name == VICTIM_OF:
        of_me = not _ME.isdisjoint(token.word for token in text.tokens[span.first : span.last])
        if not of_me and (_is_done_by_him(text, span) or _is_threat_to_do(text, span)):
            return True
        return _is_a_charge(text, span) or (not of_me and words_before(text, span, 1, LIGHT)[-1:] in _ABOUT)
    if name in _HEALTH and is_of_a_child(text, span):
        return True
    if name == "pregnant" and any(token.word.startswith(_NO_BABY) for token in text.tokens):
        return True
    if name in _HEALTH and (is_feared(text, span) or (name == "hiv" and _is_a_test(text, span))):
        return True
    if name in ("hiv", "addiction") and (_is_of_people(text, span) or _is_answered_no(text, span)):
        return True
    if name == "hiv" and (_is_of_who_is_met(text, span) or _is_negative(text, span)):
        return True
    if name == "addiction":
        if _is_traded(text, span) or is_of_never(text, span):
            return True
        return _is_over(text) or _is_one_of_denied(text, span) or _is_a_topic(text, span)
    if name == "disability":
        many = span.words[-1:] == ("disabili",) and text.tokens[span.first - 1].word in (*_FACING, "a")
        return many or words_after(text, span, 1, LIGHT) in (["per"], ["for"])
    if name == "lgbtqia":
        before = words_before(text, span, 2, LIGHT)
        return before[-1:] in (["coppia"], ["couple"]) and before[0] in (*_MET, "di", "ospite", "guest")
    if name == "housing" and "rent" in span.words and not _WISHES.isdisjoint(words_before(text, span, 3, LIGHT)):
        return True
    if name == "housing" and values == ("street",):
        return is_risked(text, span) or _is_where_hurt(text, span) or _is_after_whom(text, span)
    if name == "housing" and values in (("hosted",), ("dwelling",)) and was_guest(text, span):
        return True
    if name == "housing" and values == ("care-unit",) and _is_to_enter(text, span):
        return True
    return name == "housing" and is_left(text, span)


def _is_asked_how(text: SpokenText, span: Span) -> bool:
    """Whether a text asks how one gets a residence without a home: `residenza fittizia Milano come si fa`."""
    words = [token.word for token in text.tokens]
    had = not {"ha", "ho", "has", "have"}.isdisjoint(words[: span.first])
    return not had and not {"fittizia", "virtuale", "fictitious"}.isdisjoint(span.words) and "come" in words


def _is_done_by_him(text: SpokenText, span: Span) -> bool:
    """Whether a man of whom the text speaks hurt his own partner: `he threatened his ex`, where nobody else speaks."""
    spoken = {token.word for token in text.tokens}
    before = [word for word in words_before(text, span, 3, LIGHT) if word not in _AUXILIARIES]
    after = words_after(text, span, 2, LIGHT)
    whom = after[:1] == ["his"] or (after[:1] == ["with"] and "his" in text.tokens[span.last + 1].word)
    return before[-1:] == ["he"] and whom and spoken.isdisjoint(_WHO_SUFFERS)


def _is_threat_to_do(text: SpokenText, span: Span) -> bool:
    """Whether somebody threatens with what is no violence: `she has threatened to leave`."""
    after = words_after(text, span, 2, LIGHT)
    threat = text.tokens[span.last - 1].word.startswith(("threat", "minacc"))
    return threat and after[:1] in (["to"], ["di"]) and not _NO_VIOLENCE.isdisjoint(after[1:])


def is_of_whoever(text: SpokenText, span: Span) -> bool:
    """Whether a span says for whom something is in general: `un aiuto per chi è sfruttata`, `people who drink`."""
    if not _ME.isdisjoint(token.word for token in text.tokens[span.first : span.last]):
        return False  # `contro quelli che mi sfruttavano`
    return _WHOEVER.search(" ".join(words_before(text, span, 4, LIGHT))) is not None


def _is_after_whom(text: SpokenText, span: Span) -> bool:
    """Whether a question is about whoever has no home: `la posta a chi non ha casa`."""
    before = [token.word for token in text.tokens[max(span.first - 2, 0) : span.first]]
    # Who asks `la residenza per chi dorme in strada` has somebody in mind.
    return "casa" in span.words and before[-1:] == ["chi"] and before[0] in ("a", "per", "x", "di", "con")


def _is_where_hurt(text: SpokenText, span: Span) -> bool:
    """Whether the street is only where somebody is hurt: `mi menano in strada`."""
    index = text.spans.index(span)
    if not index or text.tokens[span.first].apart or not _STREET.issuperset(span.words):
        return False
    return any(given.name == VICTIM_OF for one in text.spans[index - 1].meanings for given in one.facts)


def _is_to_enter(text: SpokenText, span: Span) -> bool:
    """Whether a place in a care unit is asked for: `chiede inserimento in comunità`, `vuole andare in comunità`."""
    before = words_before(text, span, 4, LIGHT)
    if any(word.startswith(_ENTERS) for word in before[-2:]):
        return True
    return not _WISHED.isdisjoint(before) and any(word.startswith(_MOVES) for word in before)


def _needs_none(text: SpokenText, span: Span) -> bool:
    """Whether somebody without a permit needs none, as an Italian, or may not go out: `no permit required`."""
    if any(word.startswith(("required", "needed", "necess")) for word in words_after(text, span, 2, LIGHT)):
        return True
    words = [token.word for token in text.tokens]
    if any(word.startswith(_GUARDED) for word in words) and not any(word.startswith("immigra") for word in words):
        return True  # `non può uscire senza permesso`
    italian = (one for one in text.spans if any(word.startswith("italian") for word in one.words))
    stated = (given for one in italian for m in one.meanings for given in m.facts)
    return any(given.name == "nationality" and given.values == ("IT",) and not given.negated for given in stated)


def _is_by_somebody(text: SpokenText, span: Span) -> bool:
    """Whether a former prisoner is with whom somebody else works or lives: `in nero da un anziano ex carcerato`."""
    before = " ".join(token.word for token in text.tokens[max(span.first - 4, 0) : span.first])
    return _BY_SOMEBODY.search(before) is not None


def _is_of_people(text: SpokenText, span: Span) -> bool:
    """Whether a span describes people or somebody: `the shelter refuses people with HIV`, `someone has HIV`."""
    before = words_before(text, span, 5, LIGHT)
    return not _SOMEBODY.isdisjoint(before) and not {"am", "m", "sono", "are", "siamo"} & set(before[:3])


def _is_of_who_is_met(text: SpokenText, span: Span) -> bool:
    """Whether a span says with whom somebody was: `un rapporto con una sieropositiva`."""
    return words_before(text, span, 1, LIGHT) in (["con"], ["with"]) and span.words[0].startswith(
        ("sieroposit", "positiv")
    )


def _is_negative(text: SpokenText, span: Span) -> bool:
    """Whether a test was negative: `came back negative for HIV`."""
    near = [*words_before(text, span, 4, LIGHT), *words_after(text, span, 4, LIGHT)]
    return any(word.startswith("negativ") for word in near)


def _is_answered_no(text: SpokenText, span: Span) -> bool:
    """Whether the text goes on to say that it is not so: `HIV? No.`, `dicono che ha l'AIDS ma non è vero`."""
    follows = text.tokens[span.last : span.last + 1]
    if follows and "?" in follows[0].gap and follows[0].word in ("no", "not", "nope"):
        return True
    return _UNTRUE.search(" ".join(token.word for token in text.tokens)) is not None


def _is_for_many(text: SpokenText, span: Span) -> bool:
    """Whether a span names people for whom something is: `a canteen for ex-prisoners`."""
    many = any(token.word in _PRISONERS for token in text.tokens[span.first : span.last])
    return many and not _FACING.isdisjoint(words_before(text, span, 1, LIGHT))


def _is_of_others(text: SpokenText, span: Span) -> bool:
    """Whether a man or woman is somebody whom the person meets: `a course for men`, `met by a man`, half a couple."""
    words = [token.word for token in text.tokens[span.first : span.last]]
    if not _COUPLES.isdisjoint(token.word for token in text.tokens):
        return True
    if (
        words_before(text, span, 3, LIGHT | {"a", "an"})[:2] in _ENGAGED
        or words_before(text, span, 2, LIGHT | {"a", "an"}) in _ENGAGED
    ):
        return True
    before = words_before(text, span, 1, LIGHT)
    if (before and before[0] in ("altri", "altre", "other", "others")) or words_after(text, span, 2, LIGHT) == [
        "con",
        "cui",
    ]:
        return True
    if before and before[0].startswith(_ROOMS) and not _MANY.isdisjoint(words):
        return True  # `nei dormitori degli uomini ho paura`
    spoken = {token.word for token in text.tokens}
    if "she" in spoken and "he" not in spoken and span.meanings[0].facts[0].values == ("man",):
        return True  # `the man next door beats his wife, she wants to leave`
    index = text.spans.index(span)
    children = index and not text.tokens[span.first].apart and text.spans[index - 1].meanings
    if children and any(g.name == "minor_children" for m in text.spans[index - 1].meanings for g in m.facts):
        return True
    if (
        before
        and before[0] in _SEVERAL
        and not _MANY.isdisjoint(words)
        and not spoken.isdisjoint(("ho", "have", "has"))
    ):
        return True  # `I have two boys`
    return bool(before) and (before[0] in _MET or (before[0] in _TOWARDS and not _MANY.isdisjoint(words)))


def _is_work(text: SpokenText, span: Span, name: str) -> bool:
    """Whether the span names with whom, for whom or where somebody works."""
    words = [*words_before(text, span, 5, LIGHT), text.tokens[span.first].word]
    led = text.tokens[span.first].word in _AMONG
    words = words if led else words[:-1]
    if not words or words[-1] not in (_AMONG if name == "housing" else _FACING):
        return False
    at = words[-3:-1]
    if name == "minor_children":
        plain = not any(word[0].isdigit() for word in span.words)
        place = len(words) > 3 and words[-4] in _WITH_CHILDREN and words[-3] in _PLACED  # `in a nursery with children`
        works = place or (bool(at) and at[-1] in _WITH_CHILDREN)
        return plain and works and (_CANNOT | _LIVES).isdisjoint(words)
    if name == "housing":
        return bool(at) and at[-1].startswith(_JOBS)
    return any(word.startswith(WORKS) for word in at)


def _is_a_charge(text: SpokenText, span: Span) -> bool:
    """Whether somebody is charged with the violence: `convicted of rape`, not `in prison, raped there`."""
    before = words_before(text, span, NEAR, LIGHT)
    around = {token.word for token in text.tokens[span.first : span.last + 3]}
    if not around.isdisjoint(_US) or not _FILED.isdisjoint(before):
        return False  # somebody else is charged with hurting the person
    if before and before[-1].startswith(_CONVICTED):
        return True
    if (
        not before
        or before[-1] not in _FOR
        or any(word.startswith(_SUFFERED) for word in words_after(text, span, 2, LIGHT))
    ):
        return False
    return any(word.startswith(_CHARGED) for word in before[-5:-1])


def _is_a_test(text: SpokenText, span: Span) -> bool:
    """Whether only a test is named, without its result."""
    around = [*words_before(text, span, 3, LIGHT), *(one.word for one in text.tokens[span.first : span.last])]
    after = words_after(text, span, NEAR, LIGHT)
    if _TESTED.isdisjoint([*around, *after[:1]]):
        return False
    return not any(word.startswith(_RESULT) for word in [*around, *after])


def _is_over(text: SpokenText) -> bool:
    """Whether the text says that somebody has stopped."""
    words = [token.word for token in text.tokens]
    if any(word.startswith(_NEVERTHELESS) for word in words):
        return False
    return any(
        word in _SOBER and not (index and words[index - 1] in ("non", "not", "never", "mai", "get", "stay"))
        for index, word in enumerate(words)
    )


def _is_a_topic(text: SpokenText, span: Span) -> bool:
    """Whether addiction is only spoken of, or that of many: `information on gambling`, `works with addicts`."""
    words = {token.word for token in text.tokens}
    if not _ADDICTS.isdisjoint(token.word for token in text.tokens[span.first : span.last]):
        return words.isdisjoint(("siamo", "we", "noi"))
    return not _TOPICS.isdisjoint(words_before(text, span, 3, LIGHT))


def _is_traded(text: SpokenText, span: Span) -> bool:
    """Whether drugs are what somebody sold: `dentro per spaccio di cocaina`."""
    return any(word.startswith(_TRADE) for word in words_before(text, span, 3, LIGHT))


def _is_one_of_denied(text: SpokenText, span: Span) -> bool:
    """Whether the span is one of several things that are denied together: `doesn't drink or take drugs`."""
    before = words_before(text, span, NEAR, LIGHT)
    joined = next((index for index, word in enumerate(before) if word in _OR), None)
    return joined is not None and not NOT.isdisjoint(before[:joined])


def _is_brought_home(text: SpokenText, span: Span) -> bool:
    """Whether something is done at home: `assistenza a domicilio`."""
    return span.first > 0 and text.tokens[span.first - 1].word == "a" and not text.tokens[span.first].apart


def _is_of_a_thing(text: SpokenText, span: Span) -> bool:
    """Whether a nationality is that of a thing, or of somebody met in their trade: `a Chinese restaurant`."""
    before, after = words_before(text, span, 2, LIGHT), words_after(text, span, 1, LIGHT)
    if before[-1:] and (before[-1] in _THINGS or (before[-1] in _IS and before[0] in _TRADES)):
        return before[-1] != "solo"
    return bool(after) and after[0] in _THINGS


def _is_of_a_companion(text: SpokenText, span: Span) -> bool:
    """Whether the nationality is that of whom the person is with: `convive con un italiano`."""
    after = words_after(text, span, 1, LIGHT)
    papers = bool(after) and after[0].startswith(
        ("citizen", "cittadinan", "passport", "passaport", "national", "permit")
    )
    return words_before(text, span, 1, LIGHT)[-1:] in (["con"], ["with"]) and not papers


def _is_a_language(text: SpokenText, span: Span) -> bool:
    """Whether the nationality is that of a language: `speaks Spanish and English`."""
    index = text.spans.index(span)
    if not any(m.facts for m in span.meanings):
        return False
    if text.tokens[span.first - 1].word in _SO_MUCH and span.first:
        return True
    while index > 0 and not text.tokens[text.spans[index].first].apart:
        index -= 1
        before = text.spans[index]
        words = [token.word for token in text.tokens[before.first : before.last]]
        if not _SPEAKS.isdisjoint(words):
            return True
        other = any(given.name == "nationality" for one in before.meanings for given in one.facts)
        if not other and not set(words) <= _JOINS | LIGHT:
            return False
    return False
