# A thin convenience; the README's two commands need no make.
PYTHON := .venv/bin/python

.PHONY: test lint lock bench soak screenshots site
test:
	.venv/bin/pytest
lint:
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports
lock:
	uv pip compile -q --universal --generate-hashes -p 3.11 pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes -p 3.11 pyproject.toml --group dev -o requirements-dev.lock
bench:
	$(PYTHON) -m benchmarks
site:
	$(PYTHON) -m docs.site
screenshots:
	$(PYTHON) -m benchmarks.screenshots
soak:
	RETE_HYPOTHESIS=soak .venv/bin/pytest tests/graph tests/ingest tests/api
