"""The public audit of GraphQL over HTTP (npm `graphql-http`) against the real server: every check passes."""

import json
import subprocess
from pathlib import Path

import pytest

PACKAGES = ["graphql-http@1.23.1", "graphql@16.11.0"]
CHECKS = 61

AUDIT = """
import { serverAudits } from 'graphql-http';
const found = [];
for (const audit of serverAudits({ url: process.argv[2] })) {
  const result = await audit.fn();
  found.push([audit.name, result.status]);
}
console.log(JSON.stringify(found));
"""


@pytest.mark.node
def test_every_check_of_the_audit_passes(tmp_path: Path, server_url: str) -> None:
    (tmp_path / ".npmrc").write_text("omit-lockfile-registry-resolved=true\n", encoding="utf-8")
    (tmp_path / "package.json").write_text('{"private": true, "type": "module"}', encoding="utf-8")
    (tmp_path / "audit.js").write_text(AUDIT, encoding="utf-8")
    install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES]
    subprocess.run(install, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    command = ["node", "audit.js", f"{server_url}/graphql"]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True, timeout=120)
    found = json.loads(done.stdout)
    assert len(found) == CHECKS
    assert [name for name, status in found if status != "ok"] == []
