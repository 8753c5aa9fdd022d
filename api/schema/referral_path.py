"""Chains of who sends whom."""

import strawberry

from api.errors import ApiError, ErrorCode
from api.schema.context import Info, RequestContext
from api.schema.fields import View, field
from api.schema.inputs import EntryPoint, check_text
from api.schema.network import Referral, Service
from graph.network import Network
from graph.referral_links import Path, SenderNode, list_paths, senders_at
from graph.vocabulary import Evidence, NodeKind

MOST_HOPS = 8
DEFAULT_HOPS = 4
_STRENGTH = (Evidence.STATED, Evidence.INFERRED, Evidence.LISTED)
"""The levels, best founded first."""


@strawberry.type
class ReferralPath(View[Path]):
    """A chain of referrals. Each service on the chain makes the next referral. The chain is not a plan: it ignores
    requirements and the person's situation.
    """

    @field(size=4)
    def referrals(self) -> list[Referral]:
        """The referrals in order. Never empty."""
        return Referral.each(self.model)

    @field
    def hops(self) -> int:
        """The number of referrals."""
        return len(self.model)

    @field
    def to(self) -> Service:
        """The service at the end of the chain."""
        return Service(model=self.model[-1].service)

    @field
    def evidence(self) -> Evidence:
        """The lowest level of evidence on the chain, in the order stated, inferred, listed."""
        return max((sending.route.evidence for sending in self.model), key=_STRENGTH.index)


def find_paths(
    info: Info, start: EntryPoint, end: EntryPoint, max_hops: int | None, first: int | None
) -> list[ReferralPath]:
    """The chains from `start` to `end`, shortest first.

    Raises ApiError (BAD_PAGE, INPUT_TOO_LONG, INVALID_QUESTION) and UnknownCodeError.
    """
    context = info.context
    hops = DEFAULT_HOPS if max_hops is None else max_hops
    limit = context.limits.default_page if first is None else first
    _check_range(hops, "maxHops", MOST_HOPS)
    _check_range(limit, "first", context.limits.page)
    starts = _starts(context, start)
    targets = _targets(context, end)
    found = list_paths(context.directory.referral_links, starts, targets, max_hops=hops, limit=limit)
    return ReferralPath.each(found)


def _check_range(value: int, argument: str, most: int) -> None:
    if not 1 <= value <= most:
        raise ApiError(ErrorCode.BAD_PAGE, f"'{argument}' is a whole number from 1 to {most}.", argument=argument)


def _starts(context: RequestContext, start: EntryPoint) -> tuple[SenderNode, ...]:
    network = context.network
    if isinstance(start.situation, str):
        return senders_at(network, network.get_situation(_checked(start.situation, "from", context)))
    if isinstance(start.organization, str):
        return ((NodeKind.ORGANIZATION, network.get_organization(_checked(start.organization, "from", context)).slug),)
    if isinstance(start.service, str):
        return ((NodeKind.SERVICE, network.get_service(_checked(start.service, "from", context)).slug),)
    raise _misplaced("A chain starts from a situation, an organization or a service, not from a need.", "from")


def _targets(context: RequestContext, end: EntryPoint) -> frozenset[str]:
    network = context.network
    if isinstance(end.service, str):
        return frozenset({network.get_service(_checked(end.service, "to", context)).slug})
    if isinstance(end.organization, str):
        slug = network.get_organization(_checked(end.organization, "to", context)).slug
        return frozenset(service.slug for service in network.services_of.get(slug, ()))
    if isinstance(end.need, str):
        return _meeting(network, _checked(end.need, "to", context))
    raise _misplaced("A chain leads to a service, an organization or a need, not to a situation.", "to")


def _meeting(network: Network, need: str) -> frozenset[str]:
    within = network.within(network.get_need(need).code)
    return frozenset(service.slug for service in network if any(link.need in within for link in service.meets))


def _checked(code: str, argument: str, context: RequestContext) -> str:
    check_text(code, argument, context.limits)
    return code


def _misplaced(message: str, argument: str) -> ApiError:
    return ApiError(ErrorCode.INVALID_QUESTION, message, inputField=argument)
