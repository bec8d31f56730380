from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from deployments.embedded import embed


def test_an_embedded_run_takes_no_profile_and_no_database_of_the_person(tmp_path: Path) -> None:
    theirs = {
        "PREFECT_PROFILE": "cloud",
        "PREFECT_HOME": "/elsewhere",
        "PREFECT_API_DATABASE_CONNECTION_URL": "sqlite://",
    }
    embed(tmp_path, theirs)
    assert theirs["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert theirs["PREFECT_PROFILES_PATH"].startswith(str(tmp_path))
    assert not theirs.keys() & {"PREFECT_PROFILE", "PREFECT_API_DATABASE_CONNECTION_URL", "PREFECT_API_URL"}
    assert theirs["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_a_server_that_is_named_shows_the_run(tmp_path: Path) -> None:
    environment = {"PREFECT_API_URL": "http://127.0.0.1:4200/api"}
    embed(tmp_path, environment)
    assert environment["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"
    assert "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE" not in environment


@pytest.mark.parametrize("proxied", ["", "corp.example"])
def test_the_embedded_server_is_never_asked_for_through_a_proxy(tmp_path: Path, proxied: str) -> None:
    environment = {"NO_PROXY": proxied}
    embed(tmp_path, environment)
    assert environment["NO_PROXY"] == ",".join(filter(None, [proxied, "127.0.0.1,localhost"]))


def test_the_command_runs_a_year_and_leaves_no_process(district: str, inbox: Path, home: Path, tmp_path: Path) -> None:
    command = [
        Path(sys.executable).with_name("nianbao"),
        "--home",
        home,
        "run",
        "--district",
        district,
        "--year",
        "2023",
    ]
    where = ["--inbox", inbox, "--out", tmp_path / "out"]
    done = subprocess.run([*command, *where], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 1, done.stderr
    assert "应报 3，已报 2，缺报 1" in done.stdout and str(tmp_path / "out" / "report.pdf") in done.stdout
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr
    left = [line for line in Path("/proc").glob("[0-9]*/environ") if _mentions(line, f"PREFECT_HOME={home}/prefect")]
    assert not left


def _mentions(file: Path, words: str) -> bool:
    try:
        return words.encode() in file.read_bytes()
    except OSError:
        return False
