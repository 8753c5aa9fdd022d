"""GraphQL documents, parsed and validated within limits; valid ones are kept for the next request.

With each is kept what is the same for all its requests: the traits of its operations.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TokenKind,
    parse,
    validate,
)

from api.errors import ApiError, ErrorCode, refuse_document
from api.http.compiled_operation import CompiledOperation
from api.http.operation_analysis import Measure, holds_facts
from api.settings import Limits

_MOST_MEASURES = 64
"""Sizes of pages whose cost is kept for one operation."""


@dataclass(frozen=True, slots=True)
class OperationTraits:
    """What is known of an operation whatever its variables are."""

    fields: tuple[FieldNode, ...]
    """Every field at its root, also through fragments."""
    heavy: bool
    """Whether it plans."""
    changes: bool
    """Whether it changes the catalogue."""
    lasting: bool
    """Whether its answer is the same for as long as the version is live, and holds nothing about a person; where it has
    a cursor, that of another version has to be looked for."""
    sizing: tuple[str, ...]
    """The variables that say how long a list is: the cost depends on no other."""
    measures: dict[tuple[int | None, ...], Measure] = field(default_factory=dict)

    def find_measure(self, variables: Mapping[str, Any]) -> Measure | None:
        """The cost and depth that were kept for lists of these lengths."""
        return self.measures.get(self._sizes(variables))

    def keep_measure(self, variables: Mapping[str, Any], measure: Measure) -> None:
        """Keep the cost and depth for lists of these lengths."""
        if len(self.measures) >= _MOST_MEASURES:
            self.measures.clear()
        self.measures[self._sizes(variables)] = measure

    def _sizes(self, variables: Mapping[str, Any]) -> tuple[int | None, ...]:
        """What `api.http.operation_analysis` reads of the variables: a number as it is, and of a list its length."""
        return tuple(_size(variables.get(name)) for name in self.sizing)


def _size(value: Any) -> int | None:
    if isinstance(value, list):
        return len(value)
    return value if isinstance(value, int) else None


_LONGEST_KEPT = 20_000
_MOST_KEPT = 1_000_000
"""Characters of all documents that are kept; parsed, they take some twenty times that in memory."""
_MOST_ERRORS = 20
_MOST_DIGITS = 100


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed and validated document, with its operations and fragments."""

    node: DocumentNode
    operations: tuple[OperationDefinitionNode, ...]
    fragments: dict[str, FragmentDefinitionNode]
    names: frozenset[str]
    """The names of all fields that it selects somewhere."""
    length: int
    """The characters of its text."""
    compiled: dict[int, CompiledOperation | bool] = field(default_factory=dict)
    """The operations that were asked for, by identity: True, then compiled, or False where only the executor can."""
    traits: dict[int, OperationTraits] = field(default_factory=dict)
    """What all requests of an operation have in common, by its identity."""

    def compile(self, operation: OperationDefinitionNode, schema: GraphQLSchema) -> CompiledOperation | None:
        """`operation`, compiled where it is asked for again; None where the executor has to answer it."""
        known = self.compiled.get(id(operation))
        if known is None:
            self.compiled[id(operation)] = True
        elif known is True:
            try:
                known = CompiledOperation(schema, operation, self.fragments)
            except Exception:  # the executor tells of each error where it belongs
                known = False
            self.compiled[id(operation)] = known
        return known if isinstance(known, CompiledOperation) else None

    @property
    def is_compiled(self) -> bool:
        """Whether some operation is compiled."""
        return any(isinstance(each, CompiledOperation) for each in self.compiled.values())

    def get_operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation to execute. Raises Refusal if `name` does not identify one."""
        if name is None and len(self.operations) == 1:
            return self.operations[0]
        for operation in self.operations:
            if name is not None and operation.name is not None and operation.name.value == name:
                return operation
        message = (
            "The document holds several operations: say which in 'operationName'."
            if name is None
            else "The document holds no operation of the name in 'operationName'."
        )
        raise refuse_document(ErrorCode.BAD_OPERATION, GraphQLError(message))


class Documents:
    """Parses and validates. Documents that hold facts about a person are never kept.

    `trusted` are documents that a request may name instead of sending them: by operation name or by digest.
    """

    def __init__(self, schema: GraphQLSchema, limits: Limits, trusted: Mapping[str, str]) -> None:
        self._schema = schema
        self._limits = limits
        self._trusted = dict(trusted)
        self._trusted |= {f"sha256:{_digest(text)}": text for text in trusted.values()}
        self._lock = Lock()
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._length = 0

    def read(self, text: str) -> Document:
        """The document in `text`. Raises Refusal where it is too large, no GraphQL, or does not fit the schema."""
        key = f"sha256:{_digest(text)}"
        found = self._find(key)
        if found is not None:
            return found
        document = self._validated(self._parsed(text), len(text))
        if len(text) <= _LONGEST_KEPT and not holds_facts(document.node):
            self._keep(key, document)
        return document

    def get(self, identifier: str) -> Document:
        """The trusted document of this name, or the trusted or kept one of this digest.

        Raises Refusal (PERSISTED_QUERY_NOT_FOUND) where there is none; a client then sends the document in full.
        """
        found = self._find(identifier)
        if found is not None:
            return found
        if identifier in self._trusted:
            return self.read(self._trusted[identifier])
        # The message is the one by which Apollo's clients know what to do.
        raise refuse_document(ErrorCode.PERSISTED_QUERY_NOT_FOUND, GraphQLError("PersistedQueryNotFound"))

    def find(self, text: str | None, identifier: str | None) -> Document | None:
        """The document of this text or name, where it is kept."""
        return self._find(f"sha256:{_digest(text)}" if text is not None else identifier or "")

    def _find(self, key: str) -> Document | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def _keep(self, key: str, document: Document) -> None:
        with self._lock:
            if key not in self._kept:  # another thread may have read the same document
                self._length += document.length
            self._kept[key] = document
            while len(self._kept) > self._limits.documents or self._length > _MOST_KEPT:
                _, dropped = self._kept.popitem(last=False)
                self._length -= dropped.length

    def _parsed(self, text: str) -> DocumentNode:
        limits = self._limits
        try:
            node = parse(text, max_lexical_tokens=limits.tokens, max_comments=limits.tokens)
        except GraphQLError as error:
            raise refuse_document(ErrorCode.PARSE_FAILED, error) from None
        self._check_numbers(node)
        return node

    def _check_numbers(self, node: DocumentNode) -> None:
        """Python refuses to read whole numbers of more than 4,300 digits, wherever they are."""
        token = node.loc.start_token if node.loc else None
        while token is not None:
            if token.kind in (TokenKind.INT, TokenKind.FLOAT):
                _check("digits in a number", len(token.value or ""), _MOST_DIGITS)
            token = token.next

    def _validated(self, node: DocumentNode, length: int) -> Document:
        names = self._check_size(node)
        errors = validate(self._schema, node, max_errors=_MOST_ERRORS)
        if errors:
            raise refuse_document(ErrorCode.VALIDATION_FAILED, *errors)
        operations = tuple(item for item in node.definitions if isinstance(item, OperationDefinitionNode))
        if not operations:
            raise refuse_document(ErrorCode.BAD_OPERATION, GraphQLError("The document holds no operation."))
        fragments = {item.name.value: item for item in node.definitions if isinstance(item, FragmentDefinitionNode)}
        return Document(node, operations, fragments, names, length)

    def _check_size(self, node: DocumentNode) -> frozenset[str]:
        """The names of all fields. Before validation, which compares selections in pairs."""
        selections = aliases = 0
        names: set[str] = set()
        pending = [
            item.selection_set
            for item in node.definitions
            if isinstance(item, OperationDefinitionNode | FragmentDefinitionNode)
        ]
        while pending:
            for selection in _selections(pending.pop()):
                selections += 1
                if isinstance(selection, FieldNode):
                    aliases += selection.alias is not None
                    names.add(selection.name.value)
                if not isinstance(selection, FragmentSpreadNode) and selection.selection_set:
                    pending.append(selection.selection_set)
        _check("fields", selections, self._limits.selections)
        _check("aliases", aliases, self._limits.aliases)
        return frozenset(names)


def _selections(
    selection_set: SelectionSetNode,
) -> tuple[FieldNode | InlineFragmentNode | FragmentSpreadNode, ...]:
    return tuple(selection_set.selections)  # type: ignore[arg-type] # there is no fourth kind


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _check(what: str, found: int, most: int) -> None:
    if found > most:
        message = f"A document has at most {most} {what}; this one has {found}."
        raise refuse_document(ErrorCode.QUERY_TOO_LARGE, ApiError(ErrorCode.QUERY_TOO_LARGE, message))
