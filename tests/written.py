"""Answers as bytes, to compare them whole: with every open question and the plan behind each of its answers."""

from collections.abc import Sequence

import msgspec

from graph.referral.answer import OpenQuestions
from graph.referral.plan import ReferralPlan
from graph.referral.plan_builder import PlanDraft


def written(value: object) -> bytes:
    """`value` with all that is made when it is first asked for."""
    return msgspec.json.encode(value, order="deterministic", enc_hook=_made)


def _made(value: object) -> Sequence[object] | ReferralPlan:
    if isinstance(value, OpenQuestions):
        return tuple(value)
    if isinstance(value, PlanDraft):
        return value.written
    raise NotImplementedError(type(value))
