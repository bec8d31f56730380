from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import HealthCheck, settings
from records_desk import Desk

from nianbao.checks.finding import Finding
from nianbao.records.store import Records

# A machine that others use too is slow to invent examples; that says nothing about the records.
settings.register_profile("shared-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared-machine")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables, to be copied: building them takes a hundred times longer."""
    home = tmp_path_factory.mktemp("empty")
    Records.open(None, home).close()
    return home / "records.db"


@pytest.fixture
def records(tmp_path: Path, empty_database: Path) -> Iterator[Records]:
    (tmp_path / "home").mkdir()
    copyfile(empty_database, tmp_path / "home" / "records.db")
    with Records.open(None, tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def desk(records: Records, tmp_path: Path) -> Desk:
    return Desk(records, tmp_path / "inbox")


@pytest.fixture
def desk_of(tmp_path: Path) -> Callable[[Records], Desk]:
    return lambda opened: Desk(opened, tmp_path / "inbox")


@pytest.fixture
def an_error() -> Finding:
    return Finding("rectified-within-found", 1, "error", "gaoxin", "整改数大于排查数，请核对", "整改140处")
