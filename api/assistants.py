"""The network for assistants that speak the Model Context Protocol: `rete mcp`.

Each tool executes a stored operation of the API, under the same limits, and answers with its citations and notices.
Nothing is written, stored or logged here; what an assistant is told of a person goes to whoever runs its model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from api.commands.common import read_facts
from api.errors import Refusal
from api.http.admission import Deadline
from api.http.execution import Engine
from api.http.request_body import GraphQLRequest
from api.messages import Words
from api.schema.context import RequestContext
from api.settings import Settings
from api.versions import Networks
from graph.checkpoint import checked_by
from graph.errors import UserError
from graph.question import GivenFact
from graph.vocabulary import Locale
from ingest.documents import Excerpts

INSTRUCTIONS = """\
The network of services around people leaving prison. Every answer cites lines of documents; say them. Show `notices`
first: they are what safety owes to a person at risk. What is null, empty or unknown is not known: never fill it in, and
tell the person to verify by telephone. Give no name, address, date of birth or telephone number of a person: a question
carries attributes only, and whatever you are told reaches whoever runs your model. Plans are valid under their
`assumptions`; ask the open `questions`. LISTED evidence is only a name on a list.
"""
READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

Language = Annotated[Literal["it", "en"], Field(description="The language of labels and explanations.")]
Facts = Annotated[
    list[str],
    Field(
        description="What is known of the situation, each as name=value, name=a,b (one of), name!=value or age=18..35, "
        "such as residence=none; never a name or an address."
    ),
]
Answer = dict[str, Any]


class Assistants:
    """The tools, over one store."""

    def __init__(self, settings: Settings, live: Networks) -> None:
        self._limits = settings.limits
        self._live = live
        self._engine = Engine(settings.limits)
        self._excerpts = Excerpts(settings.documents)

    def server(self) -> MCPServer:
        """A server with every tool."""
        server = MCPServer("rete-attiva", instructions=INSTRUCTIONS, log_level="ERROR")
        for tool in (self.ask, self.plan, self.eligibility, self.show, self.search, self.coverage):
            server.add_tool(tool, annotations=READ_ONLY, structured_output=False)
        return server

    def ask(
        self,
        text: Annotated[
            str, Field(description="The question, such as: from San Vittore release to housing plus work.")
        ],
        facts: Facts = [],  # noqa: B006 - read, never changed
        language: Language = "it",
    ) -> Answer:
        """Referral plans for a question in words, in Italian or English: steps, senders, reasons, citations."""
        return self._run("AskQuery", language, text=text, facts=_as_inputs(facts))

    def plan(
        self,
        start: Annotated[str, Field(description="The code of an entry situation, such as release-san-vittore.")],
        needs: Annotated[list[str], Field(description="Codes of needs, such as housing or work.")],
        facts: Facts = [],  # noqa: B006
        language: Language = "it",
    ) -> Answer:
        """Referral plans for a question in codes; `search` finds the codes."""
        query = {"from": {"situation": start}, "needs": needs, "facts": _as_inputs(facts)}
        return self._run("PlanQuery", language, query=query)

    def eligibility(
        self,
        service: Annotated[str, Field(description="The slug of the service.")],
        facts: Facts,
        language: Language = "it",
    ) -> Answer:
        """Whether a service is open to someone, by requirement: it holds, it fails, or which fact is missing."""
        return self._run("EligibilityQuery", language, service=service, facts=_as_inputs(facts))

    def show(
        self,
        service: Annotated[str, Field(description="The slug of the service; `search` finds it.")],
        language: Language = "it",
    ) -> Answer:
        """Everything known of a service: contacts, hours, conditions, ways in, papers, each with its lines."""
        return self._run("ServiceQuery", language, slug=service)

    def search(
        self,
        text: Annotated[str, Field(description="Words of a name or a need.")],
        language: Language = "it",
    ) -> Answer:
        """Partners, services, needs and entry situations by name; slips of the pen do not matter."""
        return self._run("SearchQuery", language, text=text)

    def coverage(
        self,
        needs: Annotated[list[str], Field(description="Codes of needs.")],
        situations: Annotated[list[str], Field(description="Codes of entry situations.")],
        language: Language = "it",
    ) -> Answer:
        """Where the network has no way for these needs, and why, for a person of whom nothing else is known."""
        return self._run("CoverageQuery", language, query={"needs": needs, "situations": situations})

    def _run(self, operation: str, language: str, **variables: Any) -> Answer:
        """The data of a stored operation. Raises ToolError with what is wrong."""
        given = {**variables, "locale": language.upper()}
        try:
            prepared = self._engine.prepare(GraphQLRequest(None, operation, None, given, False))
            with checked_by(Deadline(self._limits.planning_seconds).check):
                answer = self._engine.execute(prepared, self._context)
        except Refusal as refusal:
            raise ToolError("; ".join(error.message for error in refusal.errors)) from None
        if "errors" in answer:
            raise ToolError("; ".join(error["message"] for error in answer["errors"]))
        data: Answer = answer["data"]
        return data

    def _context(self, _: str | None) -> RequestContext:
        return RequestContext(self._live.current(), self._excerpts, self._limits)


def _as_inputs(notations: Sequence[str]) -> list[Mapping[str, Any]]:
    """Facts in the notation of the command line as the API takes them. Raises ToolError where one cannot be read."""
    try:
        return [_as_input(fact) for fact in read_facts(tuple(notations))]
    except UserError as error:
        raise ToolError(Words(Locale.EN)(error.message)) from None


def _as_input(fact: GivenFact) -> Mapping[str, Any]:
    ranged = fact.minimum is not None or fact.maximum is not None
    if fact.negated and (ranged or len(fact.values) != 1):
        raise ToolError(f"'{fact.name}': only a single value can be denied.")
    if ranged:
        return {"name": fact.name, "test": {"range": {"min": fact.minimum, "max": fact.maximum}}}
    if fact.negated:
        return {"name": fact.name, "test": {"not": fact.values[0]}}
    test = {"is": fact.values[0]} if len(fact.values) == 1 else {"in": list(fact.values)}
    return {"name": fact.name, "test": test}


def serve_assistants(settings: Settings, live: Networks, port: int | None) -> None:
    """Serve over standard input and output, or, with a `port`, over HTTP on this machine, until interrupted."""
    server = Assistants(replace(settings, host="127.0.0.1"), live).server()
    if port is None:
        server.run("stdio")
    else:
        server.run("streamable-http", host="127.0.0.1", port=port)
