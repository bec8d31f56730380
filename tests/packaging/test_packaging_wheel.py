"""Build the package twice and get the same bytes; install it where no source lies, and run the demonstration there."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKED = (
    "apps", "catalogue", "deployments", "districts", "expectations", "flows", "nianbao", "samples", "tasks",
    "templates", "pyproject.toml", "README.md", "LICENSE",
)  # fmt: skip


def source_in(folder: Path) -> Path:
    """Copy what is packed into a folder, where nothing else lies, with other times."""
    folder.mkdir()
    for name in PACKED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(ROOT / name, folder / name)
    for file in folder.rglob("*"):
        os.utime(file)
    return folder


def build(source: Path, target: Path) -> list[Path]:
    """Build the sdist and the wheel of a source, as of a fixed moment."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", target], cwd=source, check=True, capture_output=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1735689600", "TZ": "UTC", "PYTHONPATH": ""},
    )  # fmt: skip
    return sorted(target.iterdir())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("built")
    return build(source_in(folder / "source"), folder / "dist")


def test_the_same_source_gives_the_same_bytes_wherever_and_whenever(built: list[Path], tmp_path: Path) -> None:
    again = build(source_in(tmp_path / "elsewhere"), tmp_path / "dist")
    assert [file.name for file in built] == [file.name for file in again]
    assert [file.suffix for file in built] == [".whl", ".gz"]
    assert [digest(file) for file in built] == [digest(file) for file in again]


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def environment_in(folder: Path) -> Path:
    """Make an environment with nothing in it and return its interpreter."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder / "bin" / "python"


def install(python: Path, *what: str | Path) -> subprocess.CompletedProcess[str]:
    quiet = ["-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--no-deps"]
    return subprocess.run([python, *quiet, *what], capture_output=True, text=True, check=False)


def run_demonstration(program: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the demonstration out of the installed package's own data."""
    shipped = next(program.parents[1].glob("lib/python3*/site-packages/nianbao/shipped"))
    inbox, home = shipped / "samples" / "demo" / "2024", folder / "home"
    where = ["--inbox", inbox, "--out", folder / "out", "--as-of", "2025-01-27"]
    return subprocess.run(
        [program, "--home", home, "run", "--district", "demo", "--year", "2024", *where],
        capture_output=True, text=True, check=False, cwd=folder, timeout=600, env={**os.environ, "PYTHONPATH": ""},
    )  # fmt: skip


def test_the_wheel_has_all_that_the_demonstration_needs(built: list[Path], tmp_path: Path) -> None:
    """Lend the environment this one's dependencies: only what is ours comes from the wheel."""
    python = environment_in(tmp_path / "empty")
    (wheel,) = (file for file in built if file.suffix == ".whl")
    assert install(python, wheel).returncode == 0
    (site,) = (tmp_path / "empty").glob("lib/python3*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    done = run_demonstration(python.with_name("nianbao"), tmp_path)
    assert done.returncode == 1, done.stderr
    assert "应报 8，已报 7" in done.stdout and (tmp_path / "out" / "report.pdf").is_file()


@pytest.mark.skipif("NIANBAO_PACKAGING" not in os.environ, reason="installs everything anew: NIANBAO_PACKAGING=1")
def test_the_wheel_and_its_lock_run_the_demonstration_in_an_empty_environment(
    built: list[Path], tmp_path: Path
) -> None:
    python = environment_in(tmp_path / "empty")
    locked = install(python, "--require-hashes", "-r", ROOT / "requirements.lock")
    if "No matching distribution" in locked.stderr or "Could not find a version" in locked.stderr:
        pytest.skip("no package index here")
    assert locked.returncode == 0, locked.stderr
    assert install(python, *(file for file in built if file.suffix == ".whl")).returncode == 0
    done = run_demonstration(python.with_name("nianbao"), tmp_path)
    assert done.returncode == 1, done.stderr
    assert "应报 8，已报 7" in done.stdout and (tmp_path / "out" / "report.pdf").is_file()
