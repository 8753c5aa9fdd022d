"""Answers a question, given as values or in words: the entry point of the referral package."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from graph.atoms import Variable
from graph.availability import door_state_at, is_always_reached
from graph.errors import QuestionError, UnknownCodeError
from graph.formula import tests
from graph.language.clarification import wording
from graph.language.day import NamedDay, find_day, list_days
from graph.language.interpretation import AskBackKind, ParsedQuestion, QuestionBack, ReadingKind
from graph.language.lexicon import Lexicon
from graph.language.parse import parse
from graph.message import Message
from graph.network import Network
from graph.opening_hours import OpenState, today
from graph.planning.task import Task
from graph.question import UNSPECIFIED, EntryKind, EntryPoint, GivenFact, Question
from graph.referral.advisors import is_any_reachable, list_advisors, list_askable
from graph.referral.answer import (
    Answer,
    AskBack,
    BackChoice,
    Interpretation,
    OpenQuestions,
    PlanningProblem,
    PlanStatus,
    ProblemCode,
    ReadWords,
    RecordRequest,
    UnknownWords,
)
from graph.referral.compiled_network import CompiledNetwork
from graph.referral.eligibility import Assessment, EligibilityCheck, Verdict
from graph.referral.explanations import MOST_FACTS, invalid, list_closed, list_invalid, list_problems, unknown_code
from graph.referral.initial_state import Origin, Situation, narrow
from graph.referral.operators import Costs
from graph.referral.plan import FactText
from graph.referral.safety import counts_as_met, list_notices
from graph.referral.solver import Solver, list_open_questions
from graph.referral.wording import Wording
from graph.services import Service
from graph.structs import replace
from graph.vocabulary import ANOTHER_HOME, LEAVES_HOME, OFFERS, FactKind

_OPEN_FIRST = (OpenState.OPEN, OpenState.UNKNOWN, OpenState.CLOSED)


class ReferralPlanner:
    """Answers questions on one version of a network. It keeps nothing of a question, and threads may share it.

    Parameters
    ----------
    network
        The version.
    costs
        The prices of steps, assumptions and unmet needs; by default those of `docs/planning.md`.
    lexicon
        What reads words; by default it is built from the network when words are first read.
    """

    def __init__(self, network: Network, costs: Costs | None = None, lexicon: Lexicon | None = None) -> None:
        self.network = network
        self._lexicon = lexicon
        self._compiled = CompiledNetwork(network, costs)
        self._wording = Wording(network)
        self._solver = Solver(self._compiled, self._wording)

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon with which questions in words are understood."""
        if self._lexicon is None:
            catalogue = self.network.catalogue
            self._lexicon = Lexicon.build(
                facts=catalogue.facts,
                needs=catalogue.needs,
                situations=catalogue.situations,
                organizations=catalogue.organizations,
                services=catalogue.services,
            )
        return self._lexicon

    def plan(self, question: Question, first: int = 3, *, questions: bool = True) -> Answer:
        """Answer a question in codes.

        Parameters
        ----------
        question
            Where the person is, what they need and what is known, in codes of the network.
        first
            How many really different plans to give at most, the best first.
        questions
            Whether there shall be open questions. Each is found when it is first asked for.

        Returns
        -------
        Answer
            Plans, open questions, and a problem for everything that is missing. A question that cannot be asked, such
            as one with an unknown code, raises nothing: its answer has the status INVALID_QUERY.

        Examples
        --------
        >>> from graph.network import Network
        >>> from ingest.catalogue import load_catalogue
        >>> planner = ReferralPlanner(Network(load_catalogue()))
        >>> start = EntryPoint(EntryKind.SITUATION, "release-san-vittore")
        >>> answer = planner.plan(Question(start=start, needs=("work",)), first=1)
        >>> [[one.service for one in step.candidates] for step in answer.plans[0].steps]
        [['celav-equipe-carcere']]
        """
        return self.answer(Interpretation(question=question), question, first, questions=questions)

    def ask(
        self,
        text: str,
        facts: tuple[GivenFact, ...] = (),
        first: int = 3,
        on: date | None = None,
        *,
        questions: bool = True,
    ) -> Answer:
        """Answer a question in words.

        Parameters
        ----------
        text
            The question, in English or Italian.
        facts
            Further facts, added to those that the words state.
        first
            As for `plan`.
        on
            The day that the question is about, if any.
        questions
            As for `plan`.

        Returns
        -------
        Answer
            As for `plan`. Words that are not used are listed and stop nothing. If no need is left or what was read
            contradicts itself, one question goes back; a question for a record names the partners, and for an offer the
            notices name whom to contact.
        """
        read = self.read(text, facts, on)
        return read if isinstance(read, Answer) else self.answer(*read, first, questions=questions)

    def read(
        self, text: str, facts: tuple[GivenFact, ...] = (), on: date | None = None
    ) -> Answer | tuple[Interpretation, Question]:
        """Read a question in words. Returns its interpretation, or the answer to words that are not understood."""
        try:
            understood = parse(text, self.lexicon)
        except QuestionError as error:
            return self._refuse(Interpretation(question=None), (invalid(error, "text"),))
        question = self._with_another_home(replace(_as_question(understood, facts), on=on))
        interpretation = _as_interpretation(understood, question, on or today())
        if interpretation.record is not None:
            return self.advise(replace(self._refuse(interpretation, ()), status=PlanStatus.RECORD))
        if not question.needs and any(given.name == OFFERS for given in question.facts):
            return _as_offer(self._refuse(interpretation, ()))
        problems = tuple(_list_misunderstandings(understood))
        return self._refuse(interpretation, problems) if problems else (interpretation, question)

    def _with_another_home(self, question: Question) -> Question:
        """`question` of somebody who asks for a home or a bed and says that they have one: they look for another."""
        named = {given.name for given in question.facts}
        conditions = {need: self.network.needs[need].met_when for need in question.needs if need in self.network.needs}
        asked = {
            need: formula
            for need, formula in conditions.items()
            if formula is not None and any(test.fact in named for test in tests(formula))
        }
        if not asked or LEAVES_HOME in named or ANOTHER_HOME not in self.network.facts:
            return question
        left = replace(question, facts=(*question.facts, GivenFact(name=ANOTHER_HOME, values=("yes",))))
        before, after = self._read_as_far_as_possible(question), self._read_as_far_as_possible(left)
        changed = any(
            before.truth(formula) is True
            and counts_as_met(self.network, question.needs, before, need)
            and not counts_as_met(self.network, question.needs, after, need)
            for need, formula in asked.items()
        )
        return left if changed else question

    def advise(self, answer: Answer) -> Answer:
        """An answer that is a record, with whom to ask where none of its partners can be reached.

        A part of a network that holds names alone leaves the answer as it is.
        """
        record = answer.interpretation.record
        if record is None or is_any_reachable(self.network, record.partners):
            return answer
        question = answer.interpretation.question or Question(start=UNSPECIFIED, needs=())
        return replace(answer, ask=list_askable(self.network, record.partners, self._read_as_far_as_possible(question)))

    def task(self, question: Question) -> Task:
        """The planning task that `question` compiles to. Raises QuestionError or UnknownCodeError."""
        for problem in list_invalid(self.network, question):
            raise QuestionError(problem.message, problem.input_field)
        situation = Situation(self.network, self._compiled.domains, question)
        return self._compiled.compile(self._solver.specialize(question, situation), situation).task

    def assess(self, service: str, facts: tuple[GivenFact, ...] = ()) -> Assessment:
        """Assess whether a service admits a person.

        Parameters
        ----------
        service
            The slug of the service.
        facts
            What is known of the person.

        Returns
        -------
        Assessment
            The verdict, with a verdict for each requirement.

        Raises
        ------
        UnknownCodeError
            If the network has no such service or fact.
        QuestionError
            If the facts contradict each other.
        """
        (assessment,) = self.assess_all((self.network.get_service(service),), facts)
        return assessment

    def assess_all(self, services: Iterable[Service], facts: tuple[GivenFact, ...] = ()) -> tuple[Assessment, ...]:
        """Assess several services of this network, in their order, as `assess` does."""
        question = Question(start=EntryPoint(EntryKind.SITUATION, ""), needs=(), facts=facts)
        situation = Situation(self.network, self._compiled.domains, question, from_entry=False)
        check = EligibilityCheck(self._compiled.domains, self._wording)
        return tuple(check.assess(service, situation) for service in services)

    def open_services(
        self, need: str, moment: datetime, facts: tuple[GivenFact, ...] = ()
    ) -> tuple[tuple[Service, OpenState], ...]:
        """List the services for a need that do not exclude the person, with the state of their doors.

        Helplines that are answered at any hour are listed as well, though they only help with the need.

        Parameters
        ----------
        need
            The code of the need.
        moment
            The time, on the clock of the city.
        facts
            What is known of the person.

        Returns
        -------
        tuple of (Service, OpenState)
            First the open services, then those whose state is unknown, then the closed ones; each group by slug.

        Raises
        ------
        UnknownCodeError
            If the network has no such need or fact.
        QuestionError
            If the facts contradict each other.
        """
        network = self.network
        network.get_need(need)
        meeting = [
            service
            for service in network
            if any(need in network.met_by(link.need) for link in service.meets)
            or (is_always_reached(service) and any(need in network.met_by(link.need) for link in service.helps))
        ]
        meeting.sort(key=lambda service: service.slug)
        assessed = self.assess_all(meeting, facts)
        admitted = {item.service for item in assessed if item.verdict is not Verdict.INELIGIBLE}
        city = network.catalogue.city
        states = [(service, door_state_at(service, city, moment)) for service in meeting if service.slug in admitted]
        return tuple(sorted(states, key=lambda found: _OPEN_FIRST.index(found[1])))

    def answer(
        self, interpretation: Interpretation, question: Question, first: int = 3, *, questions: bool = True
    ) -> Answer:
        """Answer a question as `plan` does; `interpretation` says what its words were taken to mean."""
        problems = tuple(list_invalid(self.network, question))
        if problems:
            return self._refuse(interpretation, problems)
        try:
            situation = Situation(self.network, self._compiled.domains, question)
        except UnknownCodeError as error:
            return self._refuse(interpretation, (unknown_code(error.code, error.suggestions, "facts"),))
        except QuestionError as error:
            return self._refuse(interpretation, (invalid(error, "facts"),))
        notices = list_notices(self.network, narrow(self.network, question, situation).needs, situation)
        question = self._solver.specialize(question, situation)
        interpretation = replace(interpretation, question=question, known=tuple(self._known(question, situation)))
        best = self._solver.solve(self._solver.case(question, situation))
        interpretation = replace(interpretation, back=self._with_ways(interpretation.back, question, situation))
        return Answer(
            status=best.status,
            interpretation=interpretation,
            plans=self._solver.list_plans(best, max(1, first)) if best.plan.met else (),
            questions=OpenQuestions(list_open_questions(self._solver, best) if questions else ()),
            problems=tuple(list_problems(self._solver, best)),
            version=self.network.version,
            closed=tuple(list_closed(self._compiled, question, situation)),
            notices=notices,
            ask=list_advisors(self.network, question.needs, situation, best.plan.unmet),
        )

    def _with_ways(self, back: AskBack | None, question: Question, situation: Situation) -> AskBack | None:
        """`back` with the plan behind each kind of the need that it asks about; None if safety has chosen the kind."""
        if back is None or back.about is None:
            return back
        if back.about not in question.needs:
            return None
        return replace(back, choices=tuple(self._with_way(one, question, situation) for one in back.choices))

    def _with_way(self, choice: BackChoice, question: Question, situation: Situation) -> BackChoice:
        asked = self._solver.specialize(replace(question, needs=(choice.code,)), situation)
        draft = self._solver.solve(self._solver.case(asked, situation)).draft
        return BackChoice(code=choice.code, label=choice.label, draft=draft)

    def _refuse(self, interpretation: Interpretation, problems: tuple[PlanningProblem, ...]) -> Answer:
        """An answer without plans. It has the safety notices of what was read, and general advisors.

        Advisors for a need are left out, because a part of the network that only holds names does not show them.
        """
        question = interpretation.question or Question(start=UNSPECIFIED, needs=())
        situation = self._read_as_far_as_possible(question)
        known = tuple(need for need in question.needs if need in self.network.needs)
        needs = narrow(self.network, replace(question, needs=known), situation).needs
        stated = replace(question, facts=tuple(one for one in question.facts if one.name in self.network.facts))
        interpretation = replace(interpretation, known=tuple(self._known(stated, situation)))
        return Answer(
            status=PlanStatus.INVALID_QUERY, interpretation=interpretation, plans=(), questions=(),
            problems=problems, version=self.network.version,
            notices=list_notices(self.network, needs, situation),
            ask=list_advisors(self.network, needs, situation, unmet=()),
        )  # fmt: skip

    def _read_as_far_as_possible(self, question: Question) -> Situation:
        """The situation of a refused question, without facts that are wrong or contradict earlier ones."""
        from_entry = question.start.kind is not EntryKind.SITUATION or question.start.code in self.network.situations
        read = replace(question, facts=())
        situation = Situation(self.network, self._compiled.domains, read, from_entry)
        for given in question.facts[:MOST_FACTS]:
            longer = replace(read, facts=(*read.facts, given))
            try:
                situation = Situation(self.network, self._compiled.domains, longer, from_entry)
            except (QuestionError, UnknownCodeError):
                continue
            read = longer
        return situation

    def _known(self, question: Question, situation: Situation) -> Iterator[tuple[Origin, FactText]]:
        numbers: dict[Variable, list[GivenFact]] = {}
        for given in question.facts:
            if self.network.get_fact(given.name).kind is FactKind.INTEGER:
                numbers.setdefault(Variable(given.name), []).append(given)
        for variable, known in situation.known.items():
            said = numbers.get(variable, ())
            if len(said) == 1 and not said[0].negated:
                yield known.origin, self._wording.as_given(said[0], known.cells)
            else:
                yield known.origin, self._wording.fact(variable, known.cells)


def _as_offer(answer: Answer) -> Answer:
    """The answer to an offer: of those to ask, whom its notices name, if they name any."""
    named = {slug for notice in answer.notices for slug in notice.contacts}
    ask = tuple(one for one in answer.ask if one.service in named)
    return replace(answer, status=PlanStatus.OFFER, ask=ask or answer.ask)


def _as_question(understood: ParsedQuestion, facts: tuple[GivenFact, ...]) -> Question:
    """The question in codes. `facts` are added to those of the words."""
    return Question(
        start=understood.start or UNSPECIFIED,
        needs=understood.needs,
        facts=(*understood.facts, *facts),
        avoid=understood.avoid,
    )


def _as_interpretation(understood: ParsedQuestion, question: Question, today: date) -> Interpretation:
    """The interpretation that an answer shows. The words that name the day are used, those for other days unused."""
    day = find_day(understood.text, today)
    read = (
        ReadWords(
            words=item.words, begin=item.begin, end=item.end, kind=item.kind, code=item.code or None,
            corrected=item.corrected,
        )
        for item in understood.read
    )  # fmt: skip
    unknown = [
        UnknownWords(words=item.words, begin=item.begin, end=item.end, suggestions=item.suggestions)
        for item in understood.unknown
        if day is None or not day.begin <= item.begin < item.end <= day.end
    ]
    unknown.extend(_list_unused_days(understood, day, today))
    record = understood.record
    return Interpretation(
        question=question,
        locale=understood.locale,
        read=tuple(read),
        unknown=tuple(sorted(unknown, key=lambda item: item.begin)),
        back=None if understood.back is None else _ask_back(understood.back),
        day=None if day is None else understood.text[day.begin : day.end],
        record=None if record is None else RecordRequest(words=record.words, partners=record.slugs, parts=record.parts),
    )


def _list_unused_days(understood: ParsedQuestion, day: NamedDay | None, today: date) -> Iterator[UnknownWords]:
    """The words for days that neither name the day of the answer nor belong to anything else that was read."""
    used = [item for item in understood.read if item.kind is not ReadingKind.CONNECTIVE]
    held = [(item.begin, item.end) for item in used] + [(item.begin, item.end) for item in understood.unknown]
    held += [] if day is None else [(day.begin, day.end)]
    for named in list_days(understood.text, today):
        if not any(begin < named.end and named.begin < end for begin, end in held):
            words = understood.text[named.begin : named.end]
            yield UnknownWords(words=words, begin=named.begin, end=named.end, suggestions=())


def _list_misunderstandings(understood: ParsedQuestion) -> Iterator[PlanningProblem]:
    """A problem for each passage that contradicts another one."""
    for passage in understood.ambiguous:
        yield PlanningProblem(
            code=ProblemCode.AMBIGUOUS_WORDS,
            input_field="text",
            message=Message.of("problem.ambiguous_words", words=passage.words),
            suggestions=tuple(wording(meaning, understood.locale) for meaning in passage.alternatives),
        )


def _ask_back(back: QuestionBack) -> AskBack:
    return AskBack(
        kind=back.kind,
        about=back.about if back.kind is AskBackKind.WHICH_NEED else None,
        text=Message.of(f"back.{back.kind.replace('-', '_')}"),
        choices=tuple(BackChoice(code=one.code, label=one.label) for one in back.choices),
        stops=back.stops,
    )
