"""relay-compiler, graphql-codegen and graphql-inspector take the schema and the operations."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from api.operations import load_operations

pytestmark = pytest.mark.slow  # npm fetches the tools

PACKAGES = [
    "graphql@16.11.0",
    "relay-compiler@20.1.1",
    "@graphql-codegen/core@6.2.1",
    "@graphql-codegen/typescript@6.1.0",
    "@graphql-codegen/typescript-operations@6.1.9",
    "@graphql-inspector/core@8.0.0",
]
RELAY = {"src": "./src", "schema": "schema.graphql", "language": "typescript", "artifactDirectory": "./made"}

TOOLS = """
import { readFileSync, readdirSync } from 'node:fs';
import { buildSchema, parse, Source } from 'graphql';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as operations from '@graphql-codegen/typescript-operations';
import { diff, validate } from '@graphql-inspector/core';

const sdl = readFileSync('schema.graphql', 'utf8');
const names = readdirSync('documents');
const read = (name) => readFileSync(`documents/${name}`, 'utf8');
const documents = names.map((name) => ({ location: name, document: parse(read(name)) }));
const write = (name, plugin) => codegen({
  schema: parse(sdl), documents, filename: 'types.ts', config: {}, plugins: [{ [name]: {} }],
  pluginMap: { [name]: plugin },
});
const types = await write('typescript', typescript) + await write('operations', operations);
const schema = buildSchema(sdl);
const invalid = validate(schema, names.map((name) => new Source(read(name), name)), { strictDeprecated: true });
console.log(JSON.stringify({ types, invalid, changes: await diff(schema, buildSchema(sdl)) }));
"""


@pytest.fixture(scope="module")
def workshop(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tools, the schema, and the operations as documents and as Relay's modules."""
    folder = tmp_path_factory.mktemp("tools")
    (folder / ".npmrc").write_text("omit-lockfile-registry-resolved=true\n", encoding="utf-8")
    overrides = {"@graphql-tools/batch-execute": "10.2.0"}
    package = {"private": True, "type": "module", "overrides": overrides}
    (folder / "package.json").write_text(json.dumps(package), encoding="utf-8")
    (folder / "relay.json").write_text(json.dumps(RELAY), encoding="utf-8")
    (folder / "tools.mjs").write_text(TOOLS, encoding="utf-8")
    sdl = (project / "api" / "schema.graphql").read_text(encoding="utf-8")
    (folder / "schema.graphql").write_text(sdl, encoding="utf-8")
    for name in ("documents", "src", "made"):
        (folder / name).mkdir()
    for name, document in load_operations().items():
        (folder / "documents" / f"{name}.graphql").write_text(document, encoding="utf-8")
        module = f"import {{ graphql }} from 'relay-runtime';\ngraphql`\n{document}`;\n"
        (folder / "src" / f"{name.removesuffix('Query')}.ts").write_text(module, encoding="utf-8")
    install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES]
    subprocess.run(install, cwd=folder, check=True, capture_output=True, timeout=300)
    return folder


@pytest.fixture(scope="module")
def found(workshop: Path) -> Any:
    """What graphql-codegen and graphql-inspector say."""
    done = subprocess.run(["node", "tools.mjs"], cwd=workshop, check=True, capture_output=True, text=True, timeout=120)
    return json.loads(done.stdout)


@pytest.mark.node
def test_graphql_codegen_writes_types(found: Any) -> None:
    named = set(re.findall(r"^export type (\w+)", found["types"], re.MULTILINE))
    assert {"ReferralPlan", "NetworkNode", "FactTest", "OpenState"} <= named
    assert {f"{name}Query" for name in load_operations()} <= named


@pytest.mark.node
def test_graphql_inspector_finds_nothing(found: Any) -> None:
    assert (found["invalid"], found["changes"]) == ([], [])


@pytest.mark.node
def test_relay_compiles_every_operation(workshop: Path) -> None:
    command = ["node", "node_modules/relay-compiler/cli.js", "relay.json"]
    done = subprocess.run(command, cwd=workshop, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    made = {file.name.removesuffix(".graphql.ts") for file in (workshop / "made").iterdir()}
    assert made == set(load_operations())
