"""Hold what the global options say, and open what commands share: catalogue, district, records.

Imports of the domain happen inside the methods, so that a command pays only for what it uses.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from apps.messages.saying import Language, say

if TYPE_CHECKING:
    from nianbao.catalogue import Catalogue
    from nianbao.district import District
    from nianbao.reasons import Rejection
    from nianbao.records.store import Records
    from tasks.workplace import Workplace


class Refusal(Exception):  # noqa: N818 - it refuses, it has not failed
    """A wrong usage or configuration that a command found: one line, exit code 2."""


@dataclass(frozen=True, slots=True)
class Session:
    """One invocation: the home folder and the language."""

    home: Path
    language: Language

    def say(self, key: str, **words: object) -> str:
        """Return a sentence in the session's language."""
        return say(key, self.language, **words)

    def tell(self, line: str) -> None:
        """Print a line for the person, on stderr: stdout belongs to results."""
        typer.echo(line, err=True)

    def refuse(self, key: str, **words: object) -> Refusal:
        """Return the refusal that a command raises."""
        return Refusal(self.say(key, **words))

    def rejected(self, file: Path | str, rejection: Rejection) -> str:
        """Return the one line that names file, reason and code."""
        return self.say("refused", file=file, sentence=rejection.sentence(self.language), reason=rejection.reason)

    def catalogue(self) -> Catalogue:
        """Load the shipped catalogue."""
        from nianbao.catalogue import load_catalogue
        from nianbao.places import data_folder

        return load_catalogue(data_folder("catalogue"))

    def district(self, folder_or_name: str) -> District:
        """Load a district by folder or by its name under districts/."""
        from nianbao.district import load_district
        from nianbao.places import data_folder

        return load_district(folder_or_name, data_folder("districts"))

    def records(self) -> Records:
        """Open the records of the home, or of NIANBAO_DATABASE when that is set."""
        from nianbao.records.store import Records
        from tasks import clock

        try:
            self.home.mkdir(parents=True, exist_ok=True)
            return Records.open(database_url(), self.home, clock.now, os.environ.get("NIANBAO_VAULT") or None)
        except OSError as error:
            raise self.refuse("no-home", home=self.home) from error

    def workplace(self, district: str) -> Workplace:
        """Open a district's catalogue, roster and records together, in this home."""
        from tasks.workplace import open_workplace

        self.district(district)
        self.records().close()
        os.environ["NIANBAO_HOME"] = str(self.home)
        return open_workplace(district)

    def existing(self, file: Path) -> Path:
        """Return `file`; refuse when it is none."""
        if file.is_dir():
            raise self.refuse("is-folder", file=file)
        if not file.is_file():
            raise self.refuse("no-file", file=file)
        return file

    def writable(self, file: Path) -> Path:
        """Return `file`, to be written later; refuse a folder before the work is done."""
        if file.is_dir():
            raise self.refuse("is-folder", file=file)
        return file


def database_url() -> str | None:
    """Return the PostgreSQL URL of the records, None for SQLite in the home."""
    return os.environ.get("NIANBAO_DATABASE") or None
