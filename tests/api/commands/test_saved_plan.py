"""`rete check-plan`."""

from pathlib import Path

import pytest

from api.cli import run
from tests.api.commands.conftest import close

Capture = pytest.CaptureFixture[str]
PLAN = ("plan", "--from", "release-san-vittore", "--need", "documents.registered-residence", "-f", "residence=none")


def test_a_saved_plan_holds_until_what_it_rests_on_closes(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    saved = tmp_path / "plan.json"
    assert run([*PLAN, "--json"]) == 0
    saved.write_text(capsys.readouterr().out, encoding="utf-8")
    assert run(["check-plan", str(saved), "--lang", "it"]) == 0
    assert "vale ancora" in capsys.readouterr().out
    close(folder)
    assert run(["check-plan", str(saved), "--lang", "it"]) == 1
    out = capsys.readouterr().out
    assert "non vale più" in out
    assert "ResidenzaMi è chiuso" in out


@pytest.mark.parametrize("text", ["{}", "no", '{"plans": [], "interpretation": {}}'])
def test_what_is_no_saved_plan_is_told(text: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "saved.json").write_text(text)
    assert run(["check-plan", str(tmp_path / "saved.json"), "--lang", "en"]) == 2
    assert "--json" in capsys.readouterr().err
