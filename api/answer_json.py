"""An answer as JSON in the API's shape, by the API's own types: the two cannot drift apart."""

from importlib.resources import files
from typing import Any

import strawberry
from strawberry.schema.config import StrawberryConfig

from api.excerpts import Excerpts
from api.schema.answer import ReferralPlanResult
from api.schema.context import RequestContext
from api.settings import Limits
from api.version_cache import LiveNetwork, PlannerSlot
from graph.index import NetworkIndex
from graph.network import Network
from graph.referral.answer import Answer
from graph.vocabulary import Locale


@strawberry.type(description="An answer that is already there.")
class Holder:
    """The root: one answer."""

    answer: ReferralPlanResult = strawberry.field(description="The answer.")


def answer_json(answer: Answer, network: Network, locale: Locale) -> Any:
    """`answer` as a GraphQL client would receive it that asks for everything in `operations/answer.graphql`."""
    schema = strawberry.Schema(query=Holder, config=StrawberryConfig())
    live = LiveNetwork(network, NetworkIndex(network), PlannerSlot(network))
    result = schema.execute_sync(
        files("api").joinpath("operations", "answer.graphql").read_text(encoding="utf-8"),
        variable_values={"locale": locale.name},
        root_value=Holder(answer=ReferralPlanResult(model=answer)),
        context_value=RequestContext(live=live, excerpts=Excerpts(None), limits=Limits()),
    )
    if result.errors:
        raise RuntimeError(str(result.errors[0]))
    assert result.data is not None  # noqa: S101 - there is data where there are no errors
    return result.data["answer"]
