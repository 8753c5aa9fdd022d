"""Closed services that would matter for a question: they are no steps, but the answer names them."""

from collections.abc import Iterator

from graph.availability import find_closed
from graph.question import Question
from graph.referral.answer import ClosedService
from graph.referral.initial_state import Situation
from graph.referral.service_compiler import Operator
from graph.referral.support import is_excluded
from graph.referral.task_compiler import CompiledNetwork


def list_closed(compiled: CompiledNetwork, question: Question, situation: Situation) -> Iterator[ClosedService]:
    """The closed services that could otherwise be used for `question`, by slug; not those that exclude the person."""
    operators: dict[str, list[Operator]] = {}
    for operator in compiled.relevant(question, closed_too=True):
        operators.setdefault(operator.service, []).append(operator)
    for slug in sorted(operators):
        service = compiled.network.get_service(slug)
        closed = find_closed(service, question.on)
        if closed is not None and not is_excluded(service, situation):
            met = {need for operator in operators[slug] for need in operator.needs}
            yield ClosedService(
                service=slug, needs=tuple(need for need in question.needs if need in met), closed=closed
            )
