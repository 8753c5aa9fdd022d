"""The network for assistants, asked by the reference client of the protocol."""

import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import orjson
import pytest
from mcp import Client, StdioServerParameters
from mcp.server import MCPServer

from api.assistants import Assistants
from api.settings import Limits, Settings
from api.versions import LiveNetworks
from graph.store.base import NetworkXStore


def talk(server: Any, talking: Callable[[Client], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with Client(server) as client:
            return await talking(client)

    return anyio.run(run)


def call(server: Any, tool: str, **arguments: Any) -> tuple[bool, str]:
    """Whether the tool refused, and its text."""
    result = talk(server, lambda client: client.call_tool(tool, arguments))
    return bool(result.is_error), result.content[0].text


@pytest.fixture
def server(store: NetworkXStore) -> MCPServer:
    return Assistants(Settings(), LiveNetworks(store)).server()


def test_the_tools_are_the_stored_operations_and_only_read(server: MCPServer) -> None:
    tools = talk(server, lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == ["ask", "plan", "eligibility", "show", "search", "coverage"]
    assert all(tool.annotations.read_only_hint and not tool.annotations.destructive_hint for tool in tools)
    assert all(tool.description for tool in tools)


def test_the_instructions_warn_of_facts_about_a_person(store: NetworkXStore) -> None:
    async def told(client: Client) -> str:
        return client.instructions or ""

    server = Assistants(Settings(), LiveNetworks(store)).server()
    assert "whoever runs your model" in talk(server, told)


CALLS: dict[str, tuple[str, dict[str, Any], str]] = {
    "ask": ("ask", {"text": "from San Vittore release to housing plus work", "language": "en"}, "citations"),
    "facts": ("ask", {"text": "to housing", "facts": ["residence=none", "age=18..25", "gender!=man"]}, "plans"),
    "plan": ("plan", {"start": "release-opera", "needs": ["work"], "facts": ["housing=street,shelter"]}, "notices"),
    "eligibility": ("eligibility", {"service": "residenzami", "facts": ["residence=none"]}, "verdict"),
    "show": ("show", {"service": "residenzami"}, "citations"),
    "search": ("search", {"text": "cascina"}, "slug"),
    "coverage": ("coverage", {"needs": ["work"], "situations": ["release-opera"]}, "cellCount"),
}


@pytest.mark.sample(3)
@pytest.mark.parametrize(("tool", "arguments", "held"), CALLS.values(), ids=CALLS.keys())
def test_each_tool_answers(server: MCPServer, tool: str, arguments: dict[str, Any], held: str) -> None:
    refused, text = call(server, tool, **arguments)
    assert not refused, text
    assert f'"{held}"' in text
    assert orjson.loads(text)


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("tool", "arguments", "why"),
    [
        ("plan", {"start": "nowhere", "needs": ["work"]}, "nowhere"),
        ("ask", {"text": "to work", "facts": ["residence"]}, "name=value"),
        ("ask", {"text": "to work", "facts": ["age!=18..25"]}, "denied"),
        ("ask", {"text": "a" * 5_000}, "more than 2000"),
        ("eligibility", {"service": "residenzamy", "facts": []}, "residenzami"),
    ],
)
def test_what_cannot_be_answered_is_said(server: MCPServer, tool: str, arguments: dict[str, Any], why: str) -> None:
    refused, text = call(server, tool, **arguments)
    assert refused or "problems" in text
    assert why in text


def test_the_limits_are_those_of_the_api(store: NetworkXStore) -> None:
    narrow = replace(Limits(), planning_seconds=0.0)
    server = Assistants(Settings(limits=narrow), LiveNetworks(store)).server()
    refused, text = call(server, "coverage", needs=["work"], situations=["release-opera"])
    assert refused
    assert "takes longer" in text


def test_the_command_speaks_over_standard_input_and_output(project: Path) -> None:
    command = StdioServerParameters(command=sys.executable, args=["-m", "api", "mcp"], cwd=project)
    refused, text = call(command, "search", text="residenzami")
    assert not refused
    assert "residenzami" in text
