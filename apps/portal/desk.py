"""What every page works with: the district's workplace, its people, its proposals, the clock."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from apps.portal.settings import Settings
from deployments.address import read_address
from nianbao.access.store import Access
from nianbao.records.outbox import of_submission
from nianbao.records.proposals import Proposals
from tasks import clock
from tasks.workplace import Workplace, open_workplace

if TYPE_CHECKING:
    from nianbao.district import District
    from nianbao.records.store import Records

_LOOK_AGAIN_S = 2.0
"""How old a roster may be that pages are made from."""


@dataclass(slots=True)
class Desk:
    """One district, served to people. `district` is its folder or name."""

    district: str
    settings: Settings
    _place: Workplace | None = None
    _looked: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    @property
    def place(self) -> Workplace:
        """Return the district's workplace, with its roster as it stands now."""
        with self._lock:
            if self._place is None or time.monotonic() - self._looked > _LOOK_AGAIN_S:
                self._place, self._looked = open_workplace(self.district), time.monotonic()
            return self._place

    @property
    def roster(self) -> District:
        """Return the district with its units."""
        return self.place.district

    @property
    def records(self) -> Records:
        """Return the records."""
        return self.place.records

    @property
    def access(self) -> Access:
        """Return the district's people and keys."""
        return Access(self.records.engine, self.roster.code, clock.now)

    @property
    def proposals(self) -> Proposals:
        """Return what units propose, and the steps of approval."""
        return Proposals(self.records.engine, self.roster.code, clock.now)

    @property
    def year(self) -> int:
        """Return the year that is being reported."""
        return clock.reporting_year(self.now().date())

    @property
    def upload_folder(self) -> Path:
        """Return where a file lies while it is being taken in."""
        folder = self.place.home / "portal"
        folder.mkdir(exist_ok=True)
        return folder

    def clear_uploads(self) -> None:
        """Remove what a portal that was killed left half taken in; nobody has a receipt for it."""
        for left in self.upload_folder.glob("upload-*"):
            left.unlink(missing_ok=True)

    def run_of(self, submission_id: int) -> str:
        """Return the page of the run that read a submission, "" where none is known."""
        errand = self.records.outbox.errand(self.roster.code, of_submission(submission_id))
        return f"{self.runs}/runs/flow-run/{errand.run}" if self.runs and errand and errand.run else ""

    @property
    def runs(self) -> str:
        """Return where Prefect's UI is, "" while nobody serves it."""
        service = read_address(self.place.home)
        here = service.api.removesuffix("/api") if service and service.is_alive else ""
        return self.settings.runs or here

    def now(self) -> datetime:
        """Return the moment."""
        return clock.now()

    def unit_name(self, code: str | None) -> str:
        """Return a unit's name; a unit that has left the roster goes by its code, no unit is the whole district."""
        names = {unit.code: unit.name for unit in self.roster.units}
        return names.get(code, code) if code else self.roster.name
