"""Executes one request against one version of the network: that of its cursors, otherwise the live one.

`Engine` checks and executes; `Answering` finds the version and what resolvers know of their request.
"""

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import (
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    StringValueNode,
    ValueNode,
    VariableNode,
    execute_sync,
    get_named_type,
)
from graphql.execution import Executor
from graphql.execution.values import VariableValues, get_variable_values

from api.editor import Editor
from api.errors import ApiError, ErrorCode, Refusal, refuse, refuse_document
from api.http.admission import Deadline
from api.http.operation_analysis import find_sizing, gives_facts, is_private, measure, root_fields
from api.http.persisted_queries import Document, Documents, OperationTraits
from api.http.request_body import GraphQLRequest
from api.messages import Words
from api.operations import load_operations
from api.schema.build import core_schema
from api.schema.context import RequestContext
from api.schema.query import HEAVY, LASTING
from api.schema.relay import version_of
from api.settings import Limits, Settings
from api.versions import Networks
from graph.checkpoint import checked_by, checkpoint
from graph.errors import QuestionError, ReteError, StoreError, UnknownCodeError
from graph.vocabulary import Locale
from ingest.documents import Excerpts

log = logging.getLogger("rete.api")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A request that may be executed."""

    request: GraphQLRequest
    document: Document
    operation: OperationDefinitionNode
    variables: VariableValues
    cost: int
    version: str | None
    """The version of the network in which it continues; None for the live one."""
    heavy: bool
    """Whether it plans."""
    changes: bool
    """Whether it changes the catalogue."""
    lasting: bool
    """Whether its answer is the same for as long as the version is live, and holds nothing about a person."""


class CountingExecutor(Executor[None]):
    """Stops when an answer would hold more fields than the limit of its request."""

    spent = 0

    def execute_fields(self, parent_type: Any, source_value: Any, path: Any, grouped_field_set: Any, *rest: Any) -> Any:
        """Execute the fields of one object."""
        checkpoint()
        self.spent += len(grouped_field_set)
        if self.spent > self.context_value.limits.values:
            raise ApiError(ErrorCode.ANSWER_TOO_LARGE, "The answer would be too large; ask for less at a time.")
        return super().execute_fields(parent_type, source_value, path, grouped_field_set, *rest)


class Engine:
    """Validates and executes. It keeps valid documents without facts about a person, and nothing else."""

    def __init__(self, limits: Limits) -> None:
        self._schema = core_schema()
        self._limits = limits
        self._documents = Documents(self._schema, limits, load_operations())
        self._changing = frozenset(_list_changing(self._schema))

    def has_compiled(self, request: GraphQLRequest) -> bool:
        """Whether the document of `request` is known, and some operation of it compiled."""
        document = self._documents.find(request.query, request.document_id)
        return document is not None and document.is_compiled

    def prepare(self, request: GraphQLRequest) -> "Prepared":
        """`request`, checked. Raises Refusal where it is not to be executed."""
        try:
            return self._prepare(request)
        except RecursionError:
            raise _too_deep() from None

    def execute(self, prepared: "Prepared", context_of: Callable[[str | None], RequestContext]) -> dict[str, Any]:
        """The answer, ready for JSON. Raises Refusal where values are nested too deeply to read.

        `context_of` makes the context of the resolvers, for the version in which the request continues, if any.
        """
        extensions = {"cost": {"requested": prepared.cost, "limit": self._limits.cost}}
        data = self._execute_compiled(prepared, context_of)
        if data is not None:
            return {"data": data, "extensions": extensions}
        try:
            result = execute_sync(
                self._schema,
                prepared.document.node,
                context_value=context_of(prepared.version),
                variable_values=prepared.request.variables,
                operation_name=prepared.request.operation_name,
                executor_class=CountingExecutor,
            )
        except RecursionError:
            raise _too_deep() from None
        return _answer(result, extensions)

    def _execute_compiled(
        self, prepared: "Prepared", context_of: Callable[[str | None], RequestContext]
    ) -> dict[str, Any] | None:
        """The data of the answer to a query that was asked before; None where the executor has to answer it."""
        if prepared.changes or prepared.heavy:
            return None
        compiled = prepared.document.compile(prepared.operation, self._schema)
        if compiled is None:
            return None
        context = context_of(prepared.version)
        try:
            return compiled.execute(context, prepared.variables, self._limits.values)
        except Exception:  # the executor begins anew, and tells of each error where it belongs
            return None

    def _prepare(self, request: GraphQLRequest) -> "Prepared":
        document = self._document(request)
        operation = document.get_operation(request.operation_name)
        traits = document.traits.get(id(operation))
        if traits is None:
            traits = document.traits[id(operation)] = self._find_traits(document, operation)
        self._check_operation(operation, traits, request)
        if request.by_get:
            self._check_url(document, operation, request)
        values = self._coerce(operation, request.variables)
        variables = values.coerced
        cost = self._check_cost(document, operation, traits, variables)
        version = find_version(traits.fields, variables)
        return Prepared(
            request=request,
            document=document,
            operation=operation,
            variables=values,
            cost=cost,
            version=version,
            heavy=traits.heavy,
            changes=traits.changes,
            lasting=version is None and traits.lasting,
        )

    def _find_traits(self, document: Document, operation: OperationDefinitionNode) -> OperationTraits:
        fields = tuple(root_fields(operation, document.fragments))
        return OperationTraits(
            fields=fields,
            heavy=any(field.name.value in HEAVY for field in fields),
            changes=operation.operation is OperationType.MUTATION,
            lasting=operation.operation is OperationType.QUERY
            and LASTING.issuperset(field.name.value for field in fields)
            and self._changing.isdisjoint(document.names),
            sizing=find_sizing((operation, *document.fragments.values())),
        )

    def _document(self, request: GraphQLRequest) -> Document:
        if request.query is not None:
            return self._documents.read(request.query)
        return self._documents.get(request.document_id or "")

    def _check_operation(
        self, operation: OperationDefinitionNode, traits: OperationTraits, request: GraphQLRequest
    ) -> None:
        if operation.operation is not OperationType.QUERY:
            if request.by_get:
                raise _not_by_get("GET only asks; nothing is changed by it.")
            if operation.operation is not OperationType.MUTATION:
                raise refuse_document(ErrorCode.BAD_OPERATION, GraphQLError("Subscriptions are not served."))
        if len(traits.fields) > self._limits.root_fields:
            message = f"An operation asks at most {self._limits.root_fields} things at its root."
            raise refuse_document(ErrorCode.QUERY_TOO_LARGE, GraphQLError(message))

    def _check_url(self, document: Document, operation: OperationDefinitionNode, request: GraphQLRequest) -> None:
        """Refuse facts about a person in a URL, which proxies keep."""
        given = gives_facts(operation, document.fragments, request.variables)
        # Whichever operation is asked for, the whole document is part of the URL.
        others = (each for each in document.operations if each is not operation)
        if not given and not any(is_private(root_fields(each, document.fragments)) for each in others):
            return
        if request.query is None and (request.document_id or "").startswith("sha256:"):
            # A client that asks by digest first then sends the document in full, by POST.
            raise refuse_document(ErrorCode.PERSISTED_QUERY_NOT_FOUND, GraphQLError("PersistedQueryNotFound"))
        raise _not_by_get("What is known about a person is never part of a URL: ask this by POST.")

    def _coerce(self, operation: OperationDefinitionNode, given: dict[str, Any]) -> VariableValues:
        values = get_variable_values(self._schema, operation.variable_definitions or (), given, max_errors=20)
        if isinstance(values, list):
            raise refuse_document(ErrorCode.BAD_VARIABLES, *values)
        return values

    def _check_cost(
        self, document: Document, operation: OperationDefinitionNode, traits: OperationTraits, variables: dict[str, Any]
    ) -> int:
        limits = self._limits
        found = traits.find_measure(variables)
        if found is None:
            found = measure(self._schema, document.fragments, operation, variables, limits)
            traits.keep_measure(variables, found)
        if found.depth > limits.depth:
            message = f"Fields are nested at most {limits.depth} deep; here they are {found.depth} deep."
            raise refuse_document(ErrorCode.QUERY_TOO_LARGE, GraphQLError(message))
        if found.cost > limits.cost:
            message = f"The query costs {found.cost}, more than {limits.cost}; ask for fewer items or fields at a time."
            cost = {"requested": found.cost, "limit": limits.cost}
            raise refuse_document(ErrorCode.QUERY_TOO_COSTLY, GraphQLError(message), cost=cost)
        return found.cost


class Answering:
    """Checks and executes requests, in the thread that calls it. Several threads may."""

    def __init__(self, settings: Settings, live: Networks, editor: Editor | None = None) -> None:
        self._limits = settings.limits
        self._catalogue = settings.catalogue
        self._live = live
        self._editor = editor
        self._excerpts = Excerpts(settings.documents)
        self.engine = Engine(settings.limits)

    def execute(self, prepared: Prepared) -> dict[str, Any]:
        """The answer to a checked request. Raises Refusal."""
        return self.engine.execute(prepared, self._context)

    def work_out(self, prepared: Prepared, deadline: Deadline) -> dict[str, Any]:
        """The answer to a checked request that plans, within `deadline`. Raises Refusal."""
        with checked_by(deadline.check):
            return self.execute(prepared)

    def answer(self, asked: GraphQLRequest, deadline: Deadline) -> bytes:
        """The answer to `asked` as JSON, within `deadline`. Raises Refusal."""
        return orjson.dumps(self.work_out(self.engine.prepare(asked), deadline))

    def _context(self, version: str | None) -> RequestContext:
        """What resolvers know: of `version` where it is kept, else of the live one. Raises Refusal (503)."""
        try:
            live = self._live.current()
        except StoreError:
            raise refuse(
                503,
                ErrorCode.NOT_READY,
                "The network cannot be read now; try again later.",
                headers={"Retry-After": "5"},
            ) from None
        kept = self._live.find(version) if version is not None else None
        lost = self._live.standing().lost
        return RequestContext(
            kept or live,
            self._excerpts,
            self._limits,
            self._live.history,
            editor=self._editor,
            catalogue=self._catalogue,
            lost=lost,
        )


def _list_changing(schema: GraphQLSchema) -> Iterator[str]:
    """The names of fields that say something else at another time, which they take as an argument, or from a file."""
    yield "excerpt"
    for kind in schema.type_map.values():
        for name, field in kind.fields.items() if isinstance(kind, GraphQLObjectType) else ():
            if any(get_named_type(argument.type).name in ("Date", "DateTime") for argument in field.args.values()):
                yield name


def _too_deep() -> Refusal:
    error = GraphQLError("The document or its variables are nested too deeply.")
    return refuse_document(ErrorCode.QUERY_TOO_LARGE, error)


def _not_by_get(message: str) -> Refusal:
    return refuse(405, ErrorCode.METHOD_NOT_ALLOWED, message, headers={"Allow": "POST"})


def _answer(result: ExecutionResult, extensions: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer = {"errors": [present_error(error) for error in result.errors], **answer}
    return {**answer, "extensions": extensions}


def present_error(error: GraphQLError) -> Any:
    """`error` as a client may see it: its own mistakes in full, a fault of the program without a word about it."""
    original = error.original_error
    if original is None or isinstance(original, GraphQLError):
        return {**error.formatted, "extensions": error.extensions or {"code": str(ErrorCode.VALIDATION_FAILED)}}
    if isinstance(original, ReteError):
        said = Words(Locale.EN)(original.message)
        return {**error.formatted, "message": said, "extensions": _extensions(original)}
    # Messages of unexpected errors may hold parts of a question: only where they were raised is logged.
    frames = "".join(traceback.format_tb(original.__traceback__))
    log.error("A resolver failed with %s:\n%s", type(original).__name__, frames)
    hidden = {"message": "Something went wrong on the server.", "extensions": {"code": str(ErrorCode.INTERNAL)}}
    return {**error.formatted, **hidden}


def _extensions(error: ReteError) -> dict[str, Any]:
    if isinstance(error, UnknownCodeError):
        return {"code": str(ErrorCode.UNKNOWN_CODE), "suggestions": list(error.suggestions)}
    if isinstance(error, QuestionError):
        return {"code": str(ErrorCode.INVALID_QUESTION), "inputField": error.input_field}
    return {"code": str(ErrorCode.INTERNAL)}


CURSORS = ("after", "before")
"""The arguments that hold a cursor."""


def find_version(fields: Iterable[FieldNode], variables: Mapping[str, Any]) -> str | None:
    """The version that every cursor of the root `fields` names; None where there is no cursor or they do not agree.

    A value that is not a cursor names no version; the list that receives it refuses it.
    """
    given = (
        _text(argument.value, variables)
        for field in fields
        for argument in field.arguments or ()
        if argument.name.value in CURSORS
    )
    versions = {version_of(cursor) for cursor in given if cursor is not None}
    return versions.pop() if len(versions) == 1 else None


def _text(value: ValueNode, variables: Mapping[str, Any]) -> str | None:
    given = variables.get(value.name.value) if isinstance(value, VariableNode) else None
    if isinstance(value, StringValueNode):
        given = value.value
    return given if isinstance(given, str) else None
