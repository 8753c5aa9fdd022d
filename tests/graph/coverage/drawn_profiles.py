"""Random profiles for laws that must hold whatever is known of a person."""

from random import Random

from graph.concepts import Profile
from graph.message import Text
from graph.network import Network
from graph.question import GivenFact
from graph.vocabulary import FactKind

NUMBERS = {"age": (16, 75), "months_left": (0, 60)}


def draw_profiles(network: Network, count: int, seed: int = 5) -> tuple[Profile, ...]:
    """`count` profiles of one to four random facts each; the same seed gives the same ones."""
    random = Random(f"profiles:{seed}")  # noqa: S311 - a test, not a secret
    facts = [fact for fact in network.facts.values() if not fact.closed_world]
    profiles = []
    for number in range(count):
        given = []
        for fact in random.sample(facts, random.randint(1, 4)):
            if fact.kind is FactKind.INTEGER:
                value = random.randint(*NUMBERS.get(fact.name, (0, 100)))
                given.append(GivenFact(name=fact.name, minimum=value, maximum=value))
            else:
                codes = ("yes", "no") if fact.kind is FactKind.BOOLEAN else tuple(v.code for v in fact.values)
                given.append(GivenFact(name=fact.name, values=(random.choice(codes),)))
        profiles.append(Profile(code=f"drawn-{number}", label=Text("", ""), facts=tuple(given)))
    return tuple(profiles)
