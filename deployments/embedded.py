"""Set Prefect up inside the product's home, before anything imports it: one program, no server that a person starts.

With PREFECT_API_URL set, the run is shown by that server instead. A profile of the person never points runs elsewhere.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path

LOCAL = "127.0.0.1,localhost"
RUNS_KEPT_S = 180 * 24 * 3600
"""Half a year: from the first report to the publication and some months after it."""


def embed_service(home: Path, api: str, environment: MutableMapping[str, str]) -> None:
    """Write into `environment` what a service of this home and all its children need; before prefect is imported.

    Runs are shown out of NIANBAO_PREFECT_DATABASE where that names one, and out of a file of the home otherwise.
    """
    environment["PREFECT_API_URL"] = api
    embed(home, environment, quiet=False)
    environment.update(
        PREFECT_SERVER_ALLOW_EPHEMERAL_MODE="false",
        # A clerk who drops a file sees its run begin within seconds.
        PREFECT_RUNNER_POLL_FREQUENCY="1",
        PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT="false",
        # A browser asks the server that it has the page from, under whatever name it reached it.
        PREFECT_UI_API_URL="/api",
        # A pile waits its turn; marking each of its runs as late locks Prefect's SQLite against the runs that work.
        PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS="1800",
        # The sweep alone makes fifty thousand runs a year; what must last is in the records.
        PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED="events,flow_runs",
        PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD=str(RUNS_KEPT_S),
    )
    # Whatever database the person's own server has, this one is the home's, and disposable.
    for name in ("PREFECT_API_DATABASE_CONNECTION_URL", "PREFECT_SERVER_DATABASE_CONNECTION_URL"):
        environment.pop(name, None)
    if database := environment.get("NIANBAO_PREFECT_DATABASE"):
        scheme, _, rest = database.partition("://")
        driver = "postgresql+asyncpg" if scheme in ("postgres", "postgresql") else scheme
        environment["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = f"{driver}://{rest}"
    if password := environment.get("PREFECT_SERVER_API_AUTH_STRING"):
        environment["PREFECT_API_AUTH_STRING"] = password


def embed(home: Path, environment: MutableMapping[str, str], *, quiet: bool = True) -> None:
    """Write into `environment` what an embedded Prefect needs; must be called before prefect is imported.

    The logs of runs go to Prefect; with `quiet` the terminal stays the program's own.
    """
    folder = home / "prefect"
    folder.mkdir(parents=True, exist_ok=True)
    environment.update(
        PREFECT_HOME=str(folder),
        PREFECT_PROFILES_PATH=str(folder / "profiles.toml"),
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
        DO_NOT_TRACK="1",
        GX_ANALYTICS_ENABLED="false",
        PREFECT_LOGGING_LEVEL="INFO",
        PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW="ignore",
        NIANBAO_HOME=str(home),
    )
    if quiet:
        environment.update(PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL="CRITICAL", PREFECT_SERVER_LOGGING_LEVEL="CRITICAL")
    environment.pop("PREFECT_PROFILE", None)
    if not environment.get("PREFECT_API_URL"):
        environment.pop("PREFECT_API_URL", None)
        environment.update(
            PREFECT_SERVER_ALLOW_EPHEMERAL_MODE="true",
            # Half a minute is the library's own limit; a slow or busy machine needs more.
            PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS="120",
        )
        # A database of the server that a person runs elsewhere is none of an embedded run's business.
        environment.pop("PREFECT_API_DATABASE_CONNECTION_URL", None)
        environment.pop("PREFECT_SERVER_DATABASE_CONNECTION_URL", None)
    for name in ("NO_PROXY", "no_proxy"):
        # The embedded server is on this machine: a proxy of the office must not be asked for it.
        environment[name] = ",".join(filter(None, [environment.get(name, ""), LOCAL]))
