"""Why a step is possible: what satisfies each requirement of its service."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from graph.atoms import Variable
from graph.planning.plan import Link, LinkOrigin
from graph.referral.compiled_task import CompiledTask
from graph.referral.initial_state import Origin, Situation
from graph.referral.operators import Condition, Operator
from graph.referral.plan import FactText, Justification
from graph.referral.wording import Wording
from graph.structs import replace

MOST_UNSAID = 3
"""Up to so many contacts that the question does not mention are named one by one."""


class Reasons:
    """Justifies the steps of one plan. `assumed`: what it assumes, by variable; `place`: the step of a link."""

    def __init__(
        self,
        wording: Wording,
        situation: Situation,
        compiled: CompiledTask,
        assumed: Mapping[Variable, FactText],
        place: Callable[[Link], int | None],
    ) -> None:
        self._wording = wording
        self._situation = situation
        self._compiled = compiled
        self._assumed = assumed
        self._place = place

    def of(self, operator: Operator, because: Iterable[Link]) -> Iterator[Justification]:
        """The requirements of `operator`, each with what satisfies it.

        Contacts that the question does not mention are one reason together if they are more than `MOST_UNSAID`.
        """
        links = {link.group: link for link in because}
        reasons: dict[tuple[str, ...], dict[object, tuple[Condition, Link]]] = {}
        for condition in operator.conditions:
            if condition.requirement is not None:
                link = links[self._compiled.group(condition.alternatives)]
                atom = self._compiled.atom(link.fact)
                variable = atom.variable.settled
                unsaid = (variable.name,) if self._is_unsaid(link, variable) else ()
                alike = reasons.setdefault((condition.requirement.id, *unsaid), {})
                alike.setdefault((variable, atom.cells, link.origin, link.step), (condition, link))
        for (_, *names), alike in reasons.items():
            some = alike.values()
            if names and len(some) > MOST_UNSAID:  # of hundreds, only one is put into words
                yield replace(self._justify(*next(iter(some))), fact=self._wording.none_of(names[0], len(some)))
            else:
                yield from (self._justify(condition, link) for condition, link in some)

    def _is_unsaid(self, link: Link, variable: Variable) -> bool:
        return link.origin is LinkOrigin.INIT and variable not in self._situation.known

    def _justify(self, condition: Condition, link: Link) -> Justification:
        requirement = condition.requirement
        assert requirement is not None  # noqa: S101 - the caller leaves access out
        by, fact = self._origin(link)
        return Justification(
            requirement=requirement.id,
            label=requirement.label,
            by=by,
            fact=fact,
            step=self._place(link),
            evidence=requirement.evidence,
            citations=requirement.cite,
        )

    def _origin(self, link: Link) -> tuple[Origin, FactText]:
        atom = self._compiled.atom(link.fact)
        variable = atom.variable.settled
        fact = self._wording.fact(variable, atom.cells)
        if link.origin is LinkOrigin.STEP:
            return Origin.STEP, fact
        if link.origin is LinkOrigin.ASSUMPTION:
            return Origin.ASSUMPTION, self._assumed[variable]
        known = self._situation.known.get(variable)
        return (Origin.DEFAULT if known is None else known.origin), fact
