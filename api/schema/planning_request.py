"""What a request for plans asks of the planner."""

from collections.abc import Iterable, Iterator

from strawberry.types.nodes import SelectedField, Selection

from api.errors import ApiError, ErrorCode
from api.schema.context import Info, Wanted
from api.settings import Limits
from graph.message import Message
from graph.referral.answer import Answer, Interpretation, PlanningProblem, PlanStatus, ProblemCode


def wanted(info: Info, first: int | None) -> Wanted:
    """The costly parts of an answer that the operation selects. Raises ApiError (BAD_PAGE)."""
    selected = {name for node in info.selected_fields for name in _names(node.selections)}
    count = plan_count(first, info.context.limits)
    return Wanted(plans=count if "plans" in selected else 1, questions="questions" in selected)


def _names(selections: Iterable[Selection]) -> Iterator[str]:
    for selection in selections:
        if isinstance(selection, SelectedField):
            yield selection.name
        else:
            yield from _names(selection.selections)


def plan_count(first: int | None, limits: Limits) -> int:
    """How many plans to look for. Raises ApiError (BAD_PAGE) where that is out of range."""
    if first is None:
        return limits.default_plans
    if not 1 <= first <= limits.plans:
        raise ApiError(ErrorCode.BAD_PAGE, f"'first' is a whole number from 1 to {limits.plans}.", argument="first")
    return first


def answer_without_start(info: Info) -> Answer:
    """The answer to a question that starts from a need."""
    network = info.context.network
    problem = PlanningProblem(
        code=ProblemCode.MISSING_ENTRY,
        input_field="from",
        message=Message.of("problem.missing_entry"),
        suggestions=tuple(network.situations)[:3],
    )
    return Answer(
        status=PlanStatus.INVALID_QUERY,
        interpretation=Interpretation(question=None),
        plans=(),
        questions=(),
        problems=(problem,),
        version=network.version,
    )
