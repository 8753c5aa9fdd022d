"""The command line must not pay for the web."""

import subprocess
import sys


def test_settings_and_command_line_load_neither_strawberry_nor_starlette() -> None:
    script = (
        "import sys, api.settings, api.cli; print(sorted({'strawberry', 'starlette', 'uvicorn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_application_loads_networkx_only_when_it_needs_it() -> None:
    script = "import sys, api.app; print(sorted({'networkx', 'numpy', 'neo4j'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_is_kept_is_told_without_what_computes_it() -> None:
    modules = {"importlib.metadata", "clingo", "graph.language.parse", "yaml", "csv"}
    script = f"import sys, api.cli, api.commands.coverage; print(sorted({modules} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
