"""What the process that loads a version tells the one that began it."""

import json

import pytest

from api.live.generation import tell, told
from graph.errors import CatalogueError, EmptyStoreError, QuestionError, ReteError, StoreError
from graph.message import Finding, Message

EMPTY = Message.of("store.empty")


@pytest.mark.parametrize(
    "error",
    [
        CatalogueError((Finding("a.yaml:1", Message.of("document.empty")), Finding("", EMPTY))),
        EmptyStoreError.at("neo4j://127.0.0.1:7687/neo4j", EMPTY),
        StoreError(Message.of("store.silent", seconds="2")),
    ],
)
def test_an_error_arrives_as_it_was_raised(error: ReteError) -> None:
    arrived = told(json.loads(json.dumps(tell(error))))
    assert (type(arrived), arrived.message) == (type(error), error.message)
    if isinstance(error, CatalogueError):
        assert isinstance(arrived, CatalogueError)
        assert arrived.findings == error.findings


def test_of_an_error_that_cannot_be_sent_the_message_arrives() -> None:
    assert told(tell(QuestionError(EMPTY, "needs"))).message == EMPTY
