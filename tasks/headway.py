"""Show in the UI how far a run has come with its pile of reports: one artifact, brought up to date in place."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact

from tasks.workplace import Workplace

LEAST_SHOWN = 10
"""Fewer reports are read before anybody has looked."""
STEP_PCT = 5


class Headway:
    """How much of a year's pile has been read."""

    def __init__(self, place: Workplace, year: int, reports: int) -> None:
        self._reports, self._read, self._shown_pct = reports, 0, 0
        self._what = f"{place.district.name} {year} 年度读取报送件"
        self._artifact: UUID | None = None
        if reports >= LEAST_SHOWN:
            key = f"progress-{place.district.code}-{year}"
            self._artifact = cast(UUID, create_progress_artifact(0.0, key, self._said()))

    def advance(self, reports: int) -> None:
        """Count reports that have been read; the server hears of every twentieth part."""
        self._read += reports
        reached_pct = 100 * self._read // self._reports if self._reports else 100
        if self._artifact and (reached_pct >= self._shown_pct + STEP_PCT or self._read == self._reports):
            self._shown_pct = reached_pct
            update_progress_artifact(self._artifact, float(reached_pct), self._said())

    def _said(self) -> str:
        return f"{self._what}：{self._read}/{self._reports}"
