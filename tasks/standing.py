"""Say of every unit of a district where its report stands: missing, held, returned, accepted; in time or late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nianbao.checks.finding import Finding
from nianbao.district import District, Unit
from nianbao.records.store import Records
from nianbao.records.submission import Submission, SubmissionState
from tasks.clock import CHINA

OUT = frozenset({SubmissionState.HELD, SubmissionState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one unit's report of a year stands.

    `state` is "missing" or a submission's state; `versions` counts recorded submissions; `received_at` is that of the
    version that counts, else of the newest file; `late` says that the unit's first report came after the deadline.
    """

    unit: Unit
    state: str
    versions: int
    received_at: datetime | None
    late: bool
    findings: dict[str, int]

    @property
    def reporting(self) -> bool:
        """Say whether a version of the unit counts."""
        return self.state in ("checked", "returned", "accepted")


def standings(records: Records, district: District, year: int, as_of: datetime | None = None) -> tuple[Standing, ...]:
    """Return the standing of every unit that must report for the year, in roster order."""
    received = records.submissions(district.code, year, as_of)
    counted = {entry.unit: entry for entry in records.counted(district.code, year, as_of)}
    run_findings = records.run_findings(district.code, year)
    found = records.findings_of([entry.id for entry in counted.values()])
    return tuple(
        _standing(
            found,
            district,
            unit,
            year,
            [entry for entry in received if entry.unit == unit.code],
            counted.get(unit.code),
            Counter(f.severity for f in run_findings if f.unit == unit.code and f.state == "open"),
        )
        for unit in district.expected(year)
    )


def _standing(
    found: Mapping[int, Sequence[Finding]],
    district: District,
    unit: Unit,
    year: int,
    received: list[Submission],
    counted: Submission | None,
    of_run: Counter[Any],
) -> Standing:
    shown = counted or next((entry for entry in reversed(received) if entry.state != SubmissionState.WITHDRAWN), None)
    recorded = [entry for entry in received if entry.version is not None and entry.state not in OUT]
    findings: Counter[Any] = Counter()
    if counted:
        findings = of_run + Counter(f.severity for f in found[counted.id] if f.state == "open")
    first = min((entry.received_at for entry in recorded), default=shown.received_at if shown else None)
    return Standing(
        unit=unit,
        state=_state(shown, bool(findings["error"])),
        versions=sum(entry.version is not None for entry in received),
        received_at=shown.received_at if shown else None,
        late=first is not None and first.astimezone(CHINA).date() > district.deadlines.report_day(year),
        findings={severity: findings[severity] for severity in ("error", "warning", "info")},
    )


def _state(shown: Submission | None, wrong: bool) -> str:
    """Return the state; a report in which only the run as a whole found an error goes back as well."""
    if shown is None:
        return "missing"
    return "returned" if wrong and shown.state == SubmissionState.CHECKED else str(shown.state)


def standing_json(standing: Standing) -> dict[str, Any]:
    """Return a standing as an entry of `status --json`."""
    return {
        "code": standing.unit.code,
        "name": standing.unit.name,
        "state": standing.state,
        "versions": standing.versions,
        "received_at": standing.received_at.astimezone(CHINA).isoformat() if standing.received_at else None,
        "late": standing.late,
        "findings": standing.findings,
    }
