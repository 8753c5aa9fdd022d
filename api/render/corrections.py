"""What a question in words was read as where it does not stand in it like that."""

import re
from collections.abc import Iterable, Iterator

from api.messages import Words
from graph.atoms import Variable
from graph.language import ReadingKind
from graph.language.countries import list_countries
from graph.network import Network
from graph.referral.answer import ReadWords
from graph.referral.wording import Wording
from graph.vocabulary import FactKind

_TEST = re.compile(r"(?P<name>\w+?)(?P<sign>!?=)(?P<values>.*)")


def list_corrections(read: Iterable[ReadWords], network: Network, words: Words) -> Iterator[str]:
    """A line for each passage that says something and was corrected."""
    for passage in read:
        if passage.corrected and passage.code:
            codes = passage.code.split(", ")
            meaning = ", ".join(_meaning(passage.kind, code, network, words) for code in codes)
            yield words.say("plan.corrected", words=passage.words, meaning=meaning)


def _meaning(kind: str, code: str, network: Network, words: Words) -> str:
    if kind == ReadingKind.FACT:
        return _fact(code, network, words)
    if kind == ReadingKind.NEED:
        return words(network.get_need(code).label)
    if kind == ReadingKind.START and code in network.situations:
        return words(network.get_situation(code).label)
    node = network.services.get(code) or network.get_organization(code)
    return words.say("plan.avoided", name=node.name) if kind == ReadingKind.AVOID else node.name


def _fact(test: str, network: Network, words: Words) -> str:
    found = _TEST.fullmatch(test)
    if found is None:
        return test
    name, values = found["name"], found["values"].split("|")
    definition, wording = network.get_fact(name), Wording(network)
    denied = found["sign"] == "!="
    if definition.kind is FactKind.SET:
        cell = "no" if denied else "yes"
        return ", ".join(words(wording.fact(Variable(name, value), (cell,)).text) for value in values)
    if definition.kind is FactKind.INTEGER:
        values = [value if ".." in value else f"{value}..{value}" for value in values]
    labels = {country.code: country.label for country in list_countries()}
    if definition.kind is FactKind.COUNTRY and labels.keys() >= set(values):
        shown = words.say("joint.or").join(words(labels[value]) for value in values)
    else:
        shown = words(wording.cells(Variable(name), values))
    return f"{words(definition.label)}: {words.say('plan.other_than', values=shown) if denied else shown}"
