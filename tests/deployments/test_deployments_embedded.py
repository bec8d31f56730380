"""What a service and its children are told by the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from deployments.embedded import embed_service
from nianbao.district import ConfigurationError

API = "http://127.0.0.1:4200/api"


def told(home: Path, **environment: str) -> dict[str, str]:
    embed_service(home, API, environment)
    return environment


def test_nothing_is_sent_anywhere_and_no_profile_of_a_person_leads_elsewhere(tmp_path: Path) -> None:
    environment = told(tmp_path, PREFECT_PROFILE="cloud", PREFECT_API_URL="https://elsewhere/api")
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert (environment["DO_NOT_TRACK"], environment["GX_ANALYTICS_ENABLED"]) == ("1", "false")
    assert environment["PREFECT_API_URL"] == API
    assert environment["PREFECT_HOME"].startswith(str(tmp_path))
    assert "PREFECT_PROFILE" not in environment


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_runs_are_kept_in_the_database_that_is_named_and_in_no_other(tmp_path: Path, scheme: str) -> None:
    environment = told(
        tmp_path,
        NIANBAO_PREFECT_DATABASE=f"{scheme}://u:p@db/prefect",
        PREFECT_SERVER_DATABASE_CONNECTION_URL="postgresql+asyncpg://somebody/else",
    )
    assert environment["PREFECT_SERVER_DATABASE_CONNECTION_URL"] == "postgresql+asyncpg://u:p@db/prefect"
    alone = told(tmp_path, PREFECT_SERVER_DATABASE_CONNECTION_URL="postgresql+asyncpg://somebody/else")
    assert "PREFECT_SERVER_DATABASE_CONNECTION_URL" not in alone


def test_who_asks_a_server_with_a_password_knows_it(tmp_path: Path) -> None:
    environment = told(tmp_path, PREFECT_SERVER_API_AUTH_STRING="admin:pw")
    assert environment["PREFECT_API_AUTH_STRING"] == "admin:pw"
    assert "PREFECT_API_AUTH_STRING" not in told(tmp_path)


def test_runs_are_forgotten_after_half_a_year(tmp_path: Path) -> None:
    environment = told(tmp_path)
    assert "flow_runs" in environment["PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED"]
    assert environment["PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD"] == str(180 * 86400)


def test_the_environment_chooses_who_reads_a_pile() -> None:
    from prefect.task_runners import ThreadPoolTaskRunner

    from tasks.runners import task_runner

    assert isinstance(task_runner(""), ThreadPoolTaskRunner)
    dask = pytest.importorskip("prefect_dask.task_runners").DaskTaskRunner
    assert isinstance(task_runner("dask"), dask)
    assert task_runner("dask:tcp://10.0.0.1:8786").address == "tcp://10.0.0.1:8786"
    with pytest.raises(ConfigurationError, match="NIANBAO_TASKS"):
        task_runner("ray")
