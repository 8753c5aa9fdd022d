"""All files or none: killed at any of its steps, a publication leaves the old catalogue or the new one."""

import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import StoreError
from ingest.transaction import locate, publish, settle
from tests.told import refuses

OLD = {"extracted/a.yaml": "old a\n", "extracted/b.yaml": "old b\n", "proposals/c.yaml": "old c\n"}
NEW = {"extracted/a.yaml": "new a\n", "extracted/b.yaml": "", "extracted/d.yaml": "new d\n", "proposals/c.yaml": ""}

KILLER = """
import os, signal, sys
from pathlib import Path
from ingest.transaction import locate, publish
import test_data

folder = Path(sys.argv[1])
ACTS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "shutil.rmtree"}

def child(fatal):
    steps = 0
    def hook(event, arguments):
        nonlocal steps
        if event not in ACTS or (event == "open" and arguments[1] not in ("w", "x")):
            return
        steps += 1
        if steps == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    publish(test_data.NEW, folder)
    os._exit(0)

fatal = 0
while True:
    fatal += 1
    publish({name: "" for name in test_data.NEW}, folder)
    publish(test_data.OLD, folder)
    pid = os.fork()
    if pid == 0:
        child(fatal)
    status = os.waitpid(pid, 0)[1]
    seen = {}
    for name in {**test_data.OLD, **test_data.NEW}:
        file = locate(folder, name)
        text = file.read_text() if file.is_file() else ""
        if text:
            seen[name] = text
    print(fatal, "old" if seen == test_data.OLD else "new" if seen == test_data.new() else f"TORN {seen}")
    if os.waitstatus_to_exitcode(status) == 0:
        break
"""


def what_stands(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_files_are_written_changed_and_taken_away(tmp_path: Path) -> None:
    publish(OLD, tmp_path)
    assert what_stands(tmp_path) == OLD
    publish(NEW, tmp_path)
    assert what_stands(tmp_path) == {name: text for name, text in NEW.items() if text}
    assert not (tmp_path / "proposals").exists()
    publish({}, tmp_path)
    assert what_stands(tmp_path) == {name: text for name, text in NEW.items() if text}


@pytest.mark.skipif(sys.platform == "win32", reason="a process is forked and killed")
def test_whoever_is_killed_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue"
    catalogue.mkdir()
    data = f"OLD = {OLD!r}\nNEW = {NEW!r}\ndef new(): return {{name: text for name, text in NEW.items() if text}}\n"
    (tmp_path / "test_data.py").write_text(data)
    (tmp_path / "killer.py").write_text(KILLER)
    command = [sys.executable, "-W", "error", str(tmp_path / "killer.py"), str(catalogue)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    states = [line.partition(" ")[2] for line in run.stdout.splitlines()]
    assert set(states) == {"old", "new"}
    # Once the new one holds, it holds: no later moment shows the old one again.
    assert states == sorted(states, reverse=True)
    assert states.count("old") > 5
    assert states.count("new") > 5


def test_what_was_published_is_read_before_it_is_in_place(tmp_path: Path) -> None:
    publish(OLD, tmp_path)
    pending = tmp_path / ".pending" / "extracted"
    pending.mkdir(parents=True)
    (pending / "a.yaml").write_text("new a\n")
    assert locate(tmp_path, "extracted/a.yaml").read_text() == "new a\n"
    assert locate(tmp_path, "extracted/b.yaml").read_text() == "old b\n"
    settle(tmp_path)
    assert (tmp_path / "extracted" / "a.yaml").read_text() == "new a\n"
    assert not (tmp_path / ".pending").exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "extracted").write_text("a file where a folder is needed")
    with refuses(StoreError, "cannot be written"):
        publish(NEW, tmp_path)
    with refuses(StoreError, "cannot be written"):
        publish(NEW, tmp_path / "nowhere")
