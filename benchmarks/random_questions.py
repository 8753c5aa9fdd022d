"""Random questions on any network: the same seed gives the same ones."""

from collections.abc import Iterator
from random import Random

from graph.concepts import EntrySituation, FactDefinition
from graph.network import Network
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.vocabulary import FactKind

MOST_NEEDS = 3
MOST_FACTS = 4
NUMBERS = {"age": (16, 75), "months_left": (0, 60)}


def questions(network: Network, count: int, seed: int = 0) -> tuple[Question, ...]:
    """`count` different questions: from one of the entry situations, to one to three needs, with up to four facts.

    No question contradicts its entry situation. Raises ValueError where the network has no situations.
    """
    if not network.situations:
        raise ValueError("Questions start from an entry situation; the network has none.")
    drawn: dict[Question, None] = {}
    generator = _Questions(network, Random(f"questions:{seed}"))  # noqa: S311 - a benchmark, not a secret
    while len(drawn) < count:
        drawn[generator.draw()] = None
    return tuple(drawn)


class _Questions:
    def __init__(self, network: Network, random: Random) -> None:
        self._random = random
        self._situations = tuple(network.situations.values())
        self._needs = tuple(network.needs)
        self._facts = tuple(fact for fact in network.facts.values() if fact.name != "known_to")

    def draw(self) -> Question:
        random = self._random
        situation = random.choice(self._situations)
        needs = random.sample(self._needs, min(random.randint(1, MOST_NEEDS), len(self._needs)))
        return Question(
            start=EntryPoint(EntryKind.SITUATION, situation.code),
            needs=tuple(sorted(needs)),
            facts=tuple(self._draw_facts(situation)),
        )

    def _draw_facts(self, situation: EntrySituation) -> Iterator[GivenFact]:
        implied = {effect.fact for effect in situation.facts}
        free = [fact for fact in self._facts if fact.name not in implied]
        for fact in self._random.sample(free, min(self._random.randint(0, MOST_FACTS), len(free))):
            ruled_out = {effect.value for effect in situation.rules_out if effect.fact == fact.name}
            yield self._draw_value(fact, fact.covered_by(ruled_out))

    def _draw_value(self, fact: FactDefinition, ruled_out: frozenset[str]) -> GivenFact:
        if fact.kind is FactKind.INTEGER:
            number = self._random.randint(*NUMBERS.get(fact.name, (0, 100)))
            return GivenFact(name=fact.name, minimum=number, maximum=number)
        every = ("yes", "no") if fact.kind is FactKind.BOOLEAN else tuple(value.code for value in fact.values)
        codes = tuple(code for code in every if code not in ruled_out)
        negated = fact.kind is not FactKind.BOOLEAN and self._random.random() < 0.15
        return GivenFact(name=fact.name, values=(self._random.choice(codes),), negated=negated)
