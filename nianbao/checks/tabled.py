"""What the checks of a run's one table came to: each expectation with the rows that it did not hold for.

Plain values, so that the records can keep them and a page can show them without the library that judged.
"""

from __future__ import annotations

from dataclasses import dataclass

from nianbao.checks.finding import Severity


@dataclass(frozen=True, slots=True)
class Row:
    """A row that an expectation did not hold for; `known` when other checks had said so already."""

    finding: str
    unit: str
    stated: str
    quote: str
    known: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """One expectation: its suite and rule, what it looks for, how many rows it looked at, and where it did not hold.

    `failure` says why it could not be evaluated, "" when it could.
    """

    suite: str
    rule: str
    severity: Severity
    line: str
    limit: str
    looked_at: int
    rows: tuple[Row, ...] = ()
    failure: str = ""

    @property
    def holds(self) -> bool:
        """Say whether it was evaluated and held for every row."""
        return not self.rows and not self.failure


@dataclass(frozen=True, slots=True)
class TableChecks:
    """All expectations on the table of a district's year, with the library that judged and the size of the table."""

    library: str
    rows: int
    units: int
    indicators: int
    judged: tuple[Judged, ...]
