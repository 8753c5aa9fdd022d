"""Networks to look at: Milan's, and small generated ones; and the naive ways to compare with."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from graph.coverage.cells import CoverageQuery, resolve
from graph.coverage.survey import Survey, survey
from graph.network import Network
from graph.referral.compiled_network import CompiledNetwork


def _load(name: str) -> ModuleType:
    """A helper module beside this file; pytest's importlib mode keeps the folder out of `sys.path`."""
    spec = spec_from_file_location(f"coverage_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def naive() -> ModuleType:
    """The naive ways: plan every cell afresh."""
    return _load("naive")


@pytest.fixture(scope="session")
def compiled(milan: Network) -> CompiledNetwork:
    return CompiledNetwork(milan)


PROFILES = ("nothing-known", "resident-in-milan", "rough-sleeper", "resident-elsewhere")


@pytest.fixture(scope="session")
def milan_survey(milan: Network, compiled: CompiledNetwork) -> Survey:
    """Every need from every entry situation of Milan, for four profiles."""
    return survey(compiled, resolve(milan, CoverageQuery(profiles=PROFILES)))
