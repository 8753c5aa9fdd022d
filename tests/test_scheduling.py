"""What tests share is made once: those of a group, and those of a file, are run by one worker."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SHARING = r"""
import os
from pathlib import Path
import pytest

@pytest.mark.xdist_group("server")
@pytest.mark.parametrize("case", ["a", "b@c"])
def test_shared(case):
    with Path("shared").open("a") as file:
        file.write(os.environ["PYTEST_XDIST_WORKER"] + "\n")

@pytest.mark.parametrize("case", range(4))
def test_own(case):
    with Path(Path(__file__).stem).open("a") as file:
        file.write(os.environ["PYTEST_XDIST_WORKER"] + "\n")
"""


@pytest.mark.slow
def test_a_group_and_a_file_stay_on_one_worker(project: Path, tmp_path: Path) -> None:
    shutil.copy(project / "tests" / "conftest.py", tmp_path)
    for name in ("test_one.py", "test_two.py"):
        (tmp_path / name).write_text(SHARING)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist=loadgroup", "-c", "/dev/null", "--rootdir", "."]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    for name, tests in (("shared", 4), ("test_one", 4), ("test_two", 4)):
        workers = (tmp_path / name).read_text().split()
        assert len(workers) == tests
        assert len(set(workers)) == 1
