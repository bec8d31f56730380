"""Bring a database to the tables of this version, with Alembic's revisions under migrations/."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from nianbao.district import ConfigurationError


def migrate(connection: Connection, revision: str = "head") -> None:
    """Upgrade to a revision inside the connection's transaction.

    Raises ConfigurationError when the database was written by a newer version of the program.
    """
    try:
        command.upgrade(configuration(connection), revision)
    except CommandError as error:
        raise ConfigurationError("记录库由更新版本的 nianbao 写成，请先升级程序") from error


def configuration(connection: Connection) -> Config:
    """Return Alembic's settings, without a file: where the revisions lie, and the connection they run on."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
