"""The notebook, cell by cell, against a real server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKS = """
assert graph.is_multigraph() and graph.is_directed() and graph.number_of_edges() > 1000
assert plan["status"] == "PLANNED"
assert all(step["citations"] for step in plan["plans"][0]["steps"])
assert frame.shape[0] > 10 and set(frame.stack()) <= {"COVERED", "MET", "GAP", "IMPOSSIBLE"}
assert gaps.sum() > 0
assert plt.gcf().get_axes()
"""


@pytest.mark.slow
def test_the_notebook_runs(project: Path, server_url: str) -> None:
    notebook = json.loads((project / "docs" / "notebooks" / "network.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(not cell.get("outputs") for cell in notebook["cells"])
    environment = {**os.environ, "RETE_URL": server_url, "MPLBACKEND": "Agg"}
    script = "\n".join((*cells, CHECKS))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environment, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
