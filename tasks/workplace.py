"""Open what a run works with: district, catalogue, records. Tasks pass names and ids, and open it where they run."""

from __future__ import annotations

import atexit
import hashlib
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nianbao.catalogue import Catalogue, load_catalogue
from nianbao.district import District, load_district
from nianbao.places import PACKAGE, data_folder
from nianbao.records.store import Records
from tasks import clock


@dataclass(frozen=True, slots=True)
class Workplace:
    """One district of one home. `reading_key` names all that decides how a file is read, but for the file itself."""

    home: Path
    district: District
    catalogue: Catalogue
    records: Records
    templates: Path
    reading_key: str

    @property
    def required(self) -> tuple[str, ...]:
        """Return the indicators that each unit must state."""
        return self.catalogue.required(self.district.required)

    def out(self, year: int, out: Path | None) -> Path:
        """Return where the year's outputs go."""
        return out or self.home / "out" / self.district.code / str(year)


def open_workplace(district: str) -> Workplace:
    """Open a district, by folder or name, in the home that the environment names (NIANBAO_HOME, NIANBAO_DATABASE).

    Raises ConfigurationError when something of it is wrong.
    """
    home = Path(os.environ.get("NIANBAO_HOME") or "var").absolute()
    roster = load_district(district, data_folder("districts"))
    return _open(home, os.environ.get("NIANBAO_DATABASE") or None, roster.model_dump_json())


@lru_cache(maxsize=8)
def _open(home: Path, database: str | None, roster: str) -> Workplace:
    """Open each workplace once in a process; another roster is another workplace."""
    home.mkdir(parents=True, exist_ok=True)
    district = District.model_validate_json(roster)
    catalogue = load_catalogue(data_folder("catalogue"))
    records = Records.open(database, home, clock.now)
    # Closed in order, SQLite folds its log into the one file that people copy.
    atexit.register(records.close)
    return Workplace(
        home=home,
        district=district,
        catalogue=catalogue,
        records=records,
        templates=data_folder("templates"),
        reading_key=reading_key(catalogue, district),
    )


def reading_key(catalogue: Catalogue, district: District) -> str:
    """Return the key of readings: catalogue, roster and the reader's own code, so that no change of them is missed."""
    names = [(unit.code, unit.names) for unit in district.units]
    said = json.dumps([catalogue.digest, code_digest(), names, catalogue.required(district.required)])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Return a digest of the code that reads and checks."""
    digest = hashlib.sha256()
    for folder in ("documents", "figures", "checks"):
        for file in sorted((PACKAGE / folder).rglob("*.py")):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
