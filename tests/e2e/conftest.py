"""Fixtures of the end-to-end tests: each runs once for each client that is installed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import Workspace
from e2e import install_client
from e2e.client import Client

# Looked for while the person's own environment is still there: tests run with another HOME.
CLIENTS = install_client.found()
REQUIRED = os.environ.get("REQUIRE_CLIENT") == "1"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what uses the client once for each version; a required one that is missing fails."""
    if "client_binary" in metafunc.fixturenames:
        wanted = list(CLIENTS.items())
        if REQUIRED and "given" not in CLIENTS:
            wanted = [(version, install_client.binary(version)) for version in install_client.VERSIONS]
        metafunc.parametrize(
            "client_binary", [pytest.param(path, id=version) for version, path in wanted], scope="session"
        )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without any client these tests are taken out; the summary says so (see tests/conftest.py)."""
    if CLIENTS or REQUIRED:
        return
    here = Path(__file__).parent
    out = [item for item in items if here in item.path.parents and item.get_closest_marker("e2e")]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


@pytest.fixture
def client(client_binary: Path, project: Workspace, tmp_path: Path) -> Client:
    """The client, with the plugin in place."""
    assert os.access(client_binary, os.X_OK), (
        f"{client_binary}: no client there; run tests/e2e/install_client.py"
    )
    home = tmp_path / "client-home"
    home.mkdir()
    return Client(client_binary, home, project.user)
