from pathlib import Path

import pytest

from api.settings import Settings, SettingsError
from graph.errors import DocumentError
from tests.told import refuses


def test_defaults_are_loopback_and_the_bundled_catalogue() -> None:
    settings = Settings.from_environment({})
    assert settings == Settings(free_port=True)
    assert (settings.host, settings.port, settings.catalogue, settings.documents) == ("127.0.0.1", 8765, None, None)


def test_environment_is_read_and_an_argument_wins(tmp_path: Path) -> None:
    environ = {"RETE_HOST": "::1", "RETE_PORT": "99", "RETE_CATALOGUE": str(tmp_path), "RETE_DOCUMENTS": str(tmp_path)}
    settings = Settings.from_environment(environ)
    assert settings == Settings(host="::1", port=99, catalogue=tmp_path, documents=tmp_path)
    assert Settings.from_environment(environ, port=0, host="127.0.0.1") == Settings(
        port=0, catalogue=tmp_path, documents=tmp_path
    )


def test_a_folder_may_keep_the_versions(tmp_path: Path) -> None:
    assert Settings.from_environment({"RETE_VERSIONS": str(tmp_path)}).versions == tmp_path
    assert Settings.from_environment({}).versions is None


@pytest.mark.parametrize("port", ["http", "-1", "65536", "80 ", "٨٠"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with refuses(SettingsError, "port"):
        Settings.from_environment({"RETE_PORT": port})


def test_folders_that_are_none_are_refused(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    with refuses(SettingsError, "missing"):
        Settings.from_environment({}, catalogue=missing)
    with refuses(DocumentError, "missing"):
        Settings.from_environment({"RETE_DOCUMENTS": str(missing)})
