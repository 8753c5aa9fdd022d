"""A plan in plain words: a line for each step, then what it rests on."""

from collections.abc import Iterator

from api.messages import Words
from graph.network import Network
from graph.referral.answer import PlanStep, ReferralPlan, Via
from graph.vocabulary import Locale, RouteKind

NAMED = 6
"""Candidates of a step that are named; the others are counted."""


def explain(plan: ReferralPlan, network: Network, locale: Locale) -> str:
    """`plan` in one language, lines separated by a line feed. The same plan reads the same, to the byte."""
    return "\n".join(_Explanation(network, Words(locale)).lines(plan))


class _Explanation:
    def __init__(self, network: Network, words: Words) -> None:
        self._network = network
        self._words = words

    def lines(self, plan: ReferralPlan) -> Iterator[str]:
        say = self._words.say
        for step in plan.steps:
            yield self._step(step)
        already = tuple(met.need for met in plan.met if met.step is None)
        if already:
            yield f"{say('plan.met_already', needs=self._needs(already))}."
        if plan.unmet:
            yield f"{say('plan.unmet', needs=self._needs(plan.unmet))}."
        if plan.assumptions:
            facts = "; ".join(self._words(assumption.fact.text) for assumption in plan.assumptions)
            yield f"{say('plan.assumes')}: {facts}."

    def _step(self, step: PlanStep) -> str:
        parts = [self._via(step.via)]
        if step.after:
            parts.insert(0, self._words.say("plan.after", steps=", ".join(map(str, step.after))))
        if step.meets:
            parts.append(f"{self._words.say('plan.meets')}: {self._needs(step.meets)}")
        if step.unlocks:
            facts = "; ".join(self._words(fact.text) for fact in step.unlocks)
            parts.append(f"{self._words.say('plan.unlocks')}: {facts}")
        citations = " ".join(map(str, step.citations))
        parts.append(self._words.say(f"evidence.{step.evidence}"))
        return f"{step.order}. {self._names(step)} — {'; '.join(parts)} [{citations}]"

    def _names(self, step: PlanStep) -> str:
        names = [self._network.services[candidate.service].name for candidate in step.candidates]
        if len(names) == 1:
            return names[0]
        more = self._words.say("count.more", count=len(names) - NAMED)
        shown = ", ".join(names[:NAMED]) + (f" {more}" if len(names) > NAMED else "")
        return f"{self._words.say('plan.one_of', count=len(names))} ({shown})"

    def _via(self, via: Via) -> str:
        modes = ", ".join(self._words.say(f"mode.{mode}") for mode in via.modes)
        way = self._words.say(f"route.{via.route}")
        if via.route is RouteKind.REFERRAL and via.senders:
            way = f"{self._words.say('plan.sent_by')}: {', '.join(self._words(sender.label) for sender in via.senders)}"
        return f"{way} ({modes})" if modes else way

    def _needs(self, codes: tuple[str, ...]) -> str:
        return " + ".join(self._words(self._network.needs[code].label) for code in codes)
