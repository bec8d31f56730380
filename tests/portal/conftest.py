from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from district_scene import CODE, YEAR, write_district
from portal_scene import NOW, PASSWORD, PEOPLE, REPORT_A, REPORT_B, Portal

from nianbao.access import passwords
from tasks import clock, steps
from tasks.workplace import open_workplace


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Hash with little memory: the tests sign in hundreds of times, and guess nothing."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "_HASHER", quick)
        patch.setattr(passwords, "_NOBODY", quick.hash("nobody has this password"))
        yield


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Make the home once; every test works on a copy."""
    folder = tmp_path_factory.mktemp("portal")
    district, home = write_district(folder / CODE, "gaoxin", "qiaotou"), folder / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NIANBAO_HOME", str(home))
        patch.delenv("NIANBAO_DATABASE", raising=False)
        patch.setattr(clock, "now", lambda: NOW)
        place = open_workplace(str(district))
        for unit, text in (("gaoxin", REPORT_A), ("qiaotou", REPORT_B)):
            file = folder / f"{unit}的报告.txt"
            file.write_text(text, encoding="utf-8")
            receipt = place.records.receive(file, district=CODE, name=file.name, received_at=NOW, year=YEAR, unit=unit)
            steps.take_in(place, receipt.submission.id)
        access = Portal(home, district).desk.access
        for name, (role, unit) in PEOPLE.items():
            access.add_user(name, f"{name}某", role, unit, by="test", password=PASSWORD)
        place.records.close()
    return home, district


@pytest.fixture
def home(made_home: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the home that this test alone changes."""
    home = tmp_path / "home"
    shutil.copytree(made_home[0], home)
    monkeypatch.setenv("NIANBAO_HOME", str(home))
    monkeypatch.delenv("NIANBAO_DATABASE", raising=False)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return home


@pytest.fixture
def portal(made_home: tuple[Path, Path], home: Path) -> Portal:
    return Portal(home, made_home[1])
