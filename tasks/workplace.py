"""Open what a run works with: district, catalogue, records. Tasks pass names and ids, and open it where they run."""

from __future__ import annotations

import atexit
import hashlib
import json
import os
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from nianbao.catalogue import Catalogue, load_catalogue
from nianbao.district import ConfigurationError, District, load_district
from nianbao.documents.engines import engine_versions
from nianbao.places import PACKAGE, data_folder
from nianbao.records.store import Records
from tasks import clock


@dataclass(frozen=True, slots=True)
class Workplace:
    """One district of one home. `reading_key` names all that decides how a file is read, but for the file itself.

    A year is consolidated when no report has been recorded for `quiet`: once for a day's pile, not once for each.
    """

    home: Path
    district: District
    catalogue: Catalogue
    records: Records
    templates: Path
    reading_key: str
    quiet: timedelta = timedelta(seconds=60)

    @property
    def required(self) -> tuple[str, ...]:
        """Return the indicators that each unit must state."""
        return self.catalogue.required(self.district.required)

    @property
    def inbox(self) -> Path:
        """Return the folder whose folders of years are watched."""
        return self.home / "inbox" / self.district.code

    def out(self, year: int, out: Path | None) -> Path:
        """Return where the year's outputs go."""
        return out or self.home / "out" / self.district.code / str(year)


def open_workplace(district: str) -> Workplace:
    """Open a district, by folder or name, in the home that the environment names.

    NIANBAO_HOME, NIANBAO_DATABASE, NIANBAO_VAULT, and for those who send runs NIANBAO_QUIET, in seconds.

    Raises ConfigurationError when something of it is wrong.
    """
    home = Path(os.environ.get("NIANBAO_HOME") or "var").absolute()
    roster = load_district(district, data_folder("districts"))
    database, vault = (os.environ.get(name) or None for name in ("NIANBAO_DATABASE", "NIANBAO_VAULT"))
    return _open(home, database, vault, roster.model_dump_json(), quiet_s())


def quiet_s() -> float:
    """Return how long a year must have been quiet; ConfigurationError when the setting is no number."""
    said = os.environ.get("NIANBAO_QUIET") or "60"
    try:
        return float(said)
    except ValueError as error:
        raise ConfigurationError(f"NIANBAO_QUIET 应为秒数，现为“{said}”") from error


@lru_cache(maxsize=8)
def _open(home: Path, database: str | None, vault: str | None, roster: str, quiet_s: float) -> Workplace:
    """Open each workplace once in a process; another roster is another workplace."""
    home.mkdir(parents=True, exist_ok=True)
    district = District.model_validate_json(roster)
    catalogue = load_catalogue(data_folder("catalogue"))
    records = Records.open(database, home, clock.now, vault)
    # Closed in order, SQLite folds its log into the one file that people copy.
    atexit.register(records.close)
    return Workplace(
        home=home,
        district=district,
        catalogue=catalogue,
        records=records,
        templates=data_folder("templates"),
        reading_key=reading_key(catalogue, district),
        quiet=timedelta(seconds=quiet_s),
    )


def reading_key(catalogue: Catalogue, district: District) -> str:
    """Return the key of readings: catalogue, roster, the reader's own code and engines: no change of them is missed.

    Where recognition of scans has been installed since, the scans that were held for want of it are read again.
    """
    names = [(unit.code, unit.names) for unit in district.units]
    reader = code_digest(), engine_versions()
    said = json.dumps([catalogue.digest, reader, names, catalogue.required(district.required)])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Return a digest of the code that reads and checks."""
    digest = hashlib.sha256()
    for folder in ("documents", "figures", "checks"):
        for file in sorted((PACKAGE / folder).rglob("*.py")):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
