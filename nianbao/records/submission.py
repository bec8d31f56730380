"""The submission 报送件: one file received from a unit, with its state, and the receipt that its sender holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nianbao.reasons import Reason, Rejection


class SubmissionState(StrEnum):
    """Where a submission stands; scripts rely on the words."""

    RECEIVED = "received"
    HELD = "held"
    CHECKED = "checked"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What a person decided of a file that was held: whose it is, of which year too, or that it counts regardless."""

    NONE = ""
    UNIT = "unit"
    UNIT_AND_YEAR = "unit-and-year"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Submission:
    """One file received from a unit; its bytes lie in the vault under `sha256` and are never overwritten.

    `asked_year` and `asked_unit` are what the sender said. `year` and `unit` are what the report is recorded under,
    and until then what the sender said. `version` counts the recorded submissions of the unit and year in the order
    in which they were recorded; which one counts is decided by the order in which they were received.
    `file` is the name it came under, a path inside the inbox; `reason` and `detail` say why it is held or withdrawn.
    """

    id: int
    district: str
    year: int | None
    unit: str | None
    version: int | None
    sha256: str
    file: str
    size: int
    received_at: datetime
    state: SubmissionState
    reason: Reason | None = None
    detail: str = ""
    asked_year: int | None = None
    asked_unit: str | None = None
    decision: Decision = Decision.NONE

    @property
    def rejection(self) -> Rejection | None:
        """Return why it is held, None when it is not."""
        return Rejection(self.reason, self.detail) if self.reason else None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to whoever handed a file in; `new` is False when these bytes had been received before."""

    submission: Submission
    new: bool
