"""Planning in process: one optimum, and a whole answer with other ways, questions and problems."""

from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks.measure import Measure, Stopwatch
from benchmarks.random_questions import questions
from graph.network import Network
from graph.planning.search import Solution, solve_core
from graph.question import Question
from graph.referral.answer import Answer
from graph.referral.brief import Brief, summarize
from graph.referral.compiled_network import CompiledNetwork
from graph.referral.compiled_task import CompiledTask
from graph.referral.initial_state import Situation
from graph.referral.planner import ReferralPlanner
from graph.referral.solver import CONFLICTS
from ingest.catalogue import load_catalogue

WARM_UP = 10
SENTENCES = (
    "from San Vittore release to housing plus work",
    "dall'uscita da San Vittore a casa e lavoro",
)


def milan() -> Network:
    """The bundled network of Milan."""
    return Network(load_catalogue())


def optimum(compiled: CompiledNetwork, question: Question) -> int | None:
    """The cost of the optimum of `question`: from the question as values to a plan that is proved the cheapest."""
    return solve_task(compile_task(compiled, question)).cost


def compile_task(compiled: CompiledNetwork, question: Question) -> CompiledTask:
    """The planning task of `question`."""
    situation = Situation(compiled.network, compiled.domains, question)
    return compiled.compile(question, situation)


def solve_task(compiled: CompiledTask) -> Solution:
    """The proved optimum of a task, found as an answer finds it."""
    return solve_core(compiled.task, compiled.core, conflicts=CONFLICTS)


def measure_optimum(count: int = 400) -> Iterator[Measure]:
    """One optimum on Milan's network, compiled, for `count` different questions."""
    network = milan()
    compiled = CompiledNetwork(network)
    asked = questions(network, count, seed=1)
    for question in asked[:WARM_UP]:
        optimum(compiled, question)
    compiling, searching = Stopwatch(), Stopwatch()
    unproved = 0
    for question in asked:
        task = compiling.time(compile_task, compiled, question)
        solution = searching.time(solve_task, task)
        unproved += not solution.optimal
    both = compiling.timing + searching.timing
    yield both.median("milan", "one optimum, from the question", 1.5)
    yield both.p99("milan", "one optimum, from the question", 6)
    yield compiling.timing.median("milan", "of that, the question to a task")
    yield searching.timing.median("milan", "of that, the search")
    yield Measure(part="milan", name="optima not proved", figure=unproved, unit="", target=0)


def measure_answer(count: int = 300) -> Iterator[Measure]:
    """Whole answers on Milan's network, for `count` different questions and for sentences."""
    planner = ReferralPlanner(milan())
    asked = questions(planner.network, count, seed=2)
    for question in asked[:WARM_UP]:
        planner.plan(question)
    yield from _whole(planner, asked)
    words, screens = Stopwatch(), Stopwatch()
    for sentence in SENTENCES * 10:
        screens.time(_summarize, planner, sentence)
        words.time(answer_whole, planner, sentence)
    yield screens.timing.median("answer", "what the first screen shows, of a sentence", 10)
    yield words.timing.median("answer", "whole answer to a sentence", 15)


def answer_whole(planner: ReferralPlanner, asked: Question | str) -> Answer:
    """The answer with all that is made when it is first asked for: questions, and the plans behind their answers."""
    answer = planner.ask(asked) if isinstance(asked, str) else planner.plan(asked)
    for question in answer.questions:
        for option in question.answers:
            assert option.plan.cost.total >= 0
    return answer


def _summarize(planner: ReferralPlanner, sentence: str) -> Brief:
    return summarize(planner.ask(sentence), planner.network)


def _whole(planner: ReferralPlanner, asked: Sequence[Question]) -> Iterator[Measure]:
    watch = Stopwatch()
    answers = [watch.time(answer_whole, planner, question) for question in asked]
    found = Counter(str(answer.status) for answer in answers)
    counts = ", ".join(f"{status} {number}" for status, number in sorted(found.items()))
    yield watch.timing.median("answer", "plans, questions and problems", 10)
    yield watch.timing.p99("answer", "plans, questions and problems", note=counts)
