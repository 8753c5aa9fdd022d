"""GraphQL requests out of HTTP requests: strictly, within limits, or not at all."""

import asyncio
import re
import zlib
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request

from api.errors import ErrorCode, Refusal, refuse
from api.http.responses import JSON, MediaType
from api.settings import Limits

_PARAMETERS = {"query", "documentId", "operationName", "variables", "extensions"}
_GZIP = 16 + zlib.MAX_WBITS
"""The window size by which zlib reads the gzip format."""
ALLOWED = "GET, HEAD, POST, OPTIONS"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """A well-formed request. `by_get`: its parts are in a URL.

    Either `query` is the document, or it is None and `document_id` names one that the server has: `sha256:` with the
    digest of its text, or the name of a trusted operation.
    """

    query: str | None
    document_id: str | None
    operation_name: str | None
    variables: dict[str, Any]
    by_get: bool


async def read_request(request: Request, limits: Limits) -> GraphQLRequest:
    """The GraphQL request in `request`. Raises Refusal where there is none."""
    if request.method in ("GET", "HEAD"):
        return _build(_read_url(request, limits), limits, by_get=True)
    if request.method != "POST":
        raise refuse(405, ErrorCode.METHOD_NOT_ALLOWED, "GraphQL is asked by POST or GET.", headers={"Allow": ALLOWED})
    media = MediaType.parse(request.headers.get("content-type", ""))
    if media.name != JSON or not media.is_utf8:
        raise refuse(415, ErrorCode.UNSUPPORTED_MEDIA_TYPE, f"The body is sent as {JSON} in UTF-8.")
    body = unpack(await read_body(request, limits), request.headers.get("content-encoding", ""), limits)
    return read_json(body, limits)


def read_json(body: bytes, limits: Limits) -> GraphQLRequest:
    """The GraphQL request in the body of a POST. Raises Refusal where there is none."""
    return _build(parse_json(body, "The body"), limits, by_get=False)


async def read_body(request: Request, limits: Limits) -> bytes:
    """The body of `request`. Raises Refusal where it is too large (before reading on) or does not arrive."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > limits.body_bytes:
        raise _too_large(limits)
    body = bytearray()
    try:
        async with asyncio.timeout(limits.body_seconds):
            message = await request.receive()
            while message["type"] == "http.request":
                body += message.get("body", b"")
                if len(body) > limits.body_bytes:
                    raise _too_large(limits)
                if not message.get("more_body", False):
                    return bytes(body)
                message = await request.receive()
            raise TimeoutError  # the client has left
    except TimeoutError:
        raise refuse(408, ErrorCode.BAD_REQUEST, "The body did not arrive.", headers={"Connection": "close"}) from None


def unpack(body: bytes, encoding: str, limits: Limits) -> bytes:
    """`body` without its content encoding. Raises Refusal where that is not gzip, or the content is too large."""
    if encoding.strip().lower() in ("", "identity"):
        return body
    if encoding.strip().lower() not in ("gzip", "x-gzip"):
        headers = {"Accept-Encoding": "gzip, identity"}
        raise refuse(415, ErrorCode.UNSUPPORTED_MEDIA_TYPE, "A body is sent as it is or with gzip.", headers=headers)
    unpacker = zlib.decompressobj(wbits=_GZIP)
    try:
        content = unpacker.decompress(body, limits.body_bytes + 1)
    except zlib.error:
        raise refuse(400, ErrorCode.BAD_REQUEST, "The body is not gzip.") from None
    if len(content) > limits.body_bytes:
        raise _too_large(limits)
    if not unpacker.eof:
        raise refuse(400, ErrorCode.BAD_REQUEST, "The gzip body is cut short.")
    return content


def parse_json(data: bytes | str, what: str) -> Any:
    """`data` as strict JSON in UTF-8. Raises Refusal (400)."""
    try:
        return orjson.loads(data)
    except (orjson.JSONDecodeError, RecursionError):
        raise refuse(400, ErrorCode.BAD_REQUEST, f"{what} is not JSON in UTF-8.") from None


def _too_large(limits: Limits) -> Refusal:
    message = f"A request has at most {limits.body_bytes} bytes."
    return refuse(413, ErrorCode.BODY_TOO_LARGE, message, headers={"Connection": "close"})


def _read_url(request: Request, limits: Limits) -> dict[str, Any]:
    raw = request.scope["query_string"]
    if len(raw) > limits.body_bytes:
        raise refuse(414, ErrorCode.BODY_TOO_LARGE, f"A request has at most {limits.body_bytes} bytes.")
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:
        raise refuse(400, ErrorCode.BAD_REQUEST, "The query string is not percent-encoded UTF-8.") from None
    names = [name for name, _ in pairs if name in _PARAMETERS]
    if len(names) != len(set(names)):
        raise refuse(400, ErrorCode.BAD_REQUEST, "A parameter stands twice in the query string.")
    values: dict[str, Any] = {name: value for name, value in pairs if name in _PARAMETERS}
    for name in ("variables", "extensions"):
        if name in values:
            values[name] = parse_json(values[name], f"'{name}'") if values[name] else None
    return values


def _build(values: Any, limits: Limits, by_get: bool) -> GraphQLRequest:
    if isinstance(values, list):
        raise refuse(400, ErrorCode.BAD_REQUEST, "Several requests in one body are not taken; send them one by one.")
    if not isinstance(values, dict):
        raise refuse(
            400, ErrorCode.BAD_REQUEST, 'The body is a JSON object such as {"query": "{ snapshot { version } }"}.'
        )
    if is_deeper(values, limits.json_depth):
        raise refuse(400, ErrorCode.BAD_REQUEST, f"The JSON is nested more than {limits.json_depth} deep.")
    extensions = _optional(values, "extensions", dict, "an object") or {}
    query, document_id = _document(values, extensions)
    name = _optional(values, "operationName", str, "a string")
    variables = _optional(values, "variables", dict, "an object")
    return GraphQLRequest(query, document_id, name or None, variables or {}, by_get)


def _document(values: dict[str, Any], extensions: dict[str, Any]) -> tuple[str | None, str | None]:
    """The document of a request, or the name of one (the appendix on persisted documents of GraphQL over HTTP).

    Apollo's `persistedQuery` may come with the document, whose digest it must then be.
    """
    query = values.get("query")
    if query is not None and not isinstance(query, str):
        raise refuse(400, ErrorCode.BAD_REQUEST, "'query' holds the GraphQL document as a string.")
    document_id = _optional(values, "documentId", str, "a string") or None
    digest = _persisted(extensions)
    if query and document_id:
        raise refuse(400, ErrorCode.BAD_REQUEST, "Give either 'query' or 'documentId', not both.")
    if query and digest and sha256(query.encode()).hexdigest() != digest:
        raise refuse(400, ErrorCode.BAD_REQUEST, "'sha256Hash' is not the digest of 'query'.")
    if query:
        return query, None
    if document_id or digest:
        return None, document_id or f"sha256:{digest}"
    raise refuse(400, ErrorCode.BAD_REQUEST, "'query' is missing: it holds the GraphQL document as a string.")


def _persisted(extensions: dict[str, Any]) -> str | None:
    """The digest in Apollo's extension `persistedQuery`; None where there is none."""
    given = extensions.get("persistedQuery")
    if given is None:
        return None
    digest = given.get("sha256Hash") if isinstance(given, dict) and given.get("version") == 1 else None
    if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
        raise refuse(400, ErrorCode.BAD_REQUEST, "'persistedQuery' holds 'version' 1 and 'sha256Hash' in hexadecimal.")
    return digest


def _optional(values: dict[str, Any], name: str, kind: type, what: str) -> Any:
    value = values.get(name)
    if value is not None and not isinstance(value, kind):
        raise refuse(400, ErrorCode.BAD_REQUEST, f"'{name}' is {what} or is left out.")
    return value


def is_deeper(value: Any, depth: int) -> bool:
    """Whether JSON arrays and objects are nested more than `depth` deep; without recursion."""
    level = [value]
    for _ in range(depth):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True
