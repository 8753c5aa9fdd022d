"""What the YAML library says of a broken file, in every language."""

from collections.abc import Mapping

from graph.message import Message

_CODES: Mapping[str, str] = {
    "could not find expected ':'": "colon",
    "did not find expected key": "key",
    "did not find expected '-' indicator": "dash",
    "did not find expected ',' or ']'": "bracket",
    "did not find expected ',' or '}'": "brace",
    "did not find expected node content": "content",
    "did not find expected <document start>": "document",
    "expected a single document in the stream": "single",
    "but found another document": "single",
    "mapping values are not allowed in this context": "mapping_values",
    "mapping keys are not allowed in this context": "mapping_keys",
    "block sequence entries are not allowed in this context": "sequence",
    "found unexpected end of stream": "end",
    "found unexpected document indicator": "indicator",
    "found unknown escape character": "escape",
    "found character that cannot start any token": "character",
    "found a tab character that violates indentation": "tab",
    "found a tab character where an indentation space is expected": "tab_space",
    "found undefined tag handle": "tag",
    "found undefined alias": "alias",
    "found duplicate anchor": "anchor",
    "did not find expected alphabetic or numeric character": "letter",
    "did not find expected comment or line break": "comment",
    "control characters are not allowed": "control",
}
"""The sentences of the library that a file written by hand may meet."""


def problem_of(sentence: str) -> Message:
    """The message for what the library says."""
    return Message.of(f"yaml.{_CODES.get(sentence, 'unknown')}")
