"""A need in general, narrowed to what is known of the person: a victim of violence asks for protection from it."""

from dataclasses import replace

from graph.network import Network
from graph.question import Question
from graph.referral.initial_state import Situation


def narrow(network: Network, question: Question, situation: Situation) -> Question:
    """`question` with the children whose `meant_when` holds for certain in the place of a need."""
    needs = (code for need in question.needs for code in _meant(network, need, situation) or (need,))
    return replace(question, needs=tuple(dict.fromkeys(needs)))


def _meant(network: Network, need: str, situation: Situation) -> tuple[str, ...]:
    return tuple(
        child.code
        for child in network.children.get(need, ())
        if child.meant_when is not None and situation.truth(child.meant_when) is True
    )
