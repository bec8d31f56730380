"""What the tests of the records share: a clerk's desk, and readings of one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from nianbao.checks.finding import Finding
from nianbao.documents.model import Document
from nianbao.figures.facts import Fact, Token
from nianbao.reading import Reading
from nianbao.records.store import Records
from nianbao.records.submission import Receipt, Submission

YEAR = 2024
KEY = "catalogue-1/reader-1"


def moment(day: int) -> datetime:
    """Return nine o'clock of a day of January 2025."""
    return datetime(2025, 1, day, 9, tzinfo=UTC)


def read(submission: Submission, unit: str, value: str = "127", year: int = YEAR) -> Reading:
    """Return a reading with one fact, as the reader would make it of a one-sentence report."""
    text = f"全年检查企业{value}家次。"
    start, end = 6, len(text) - 1
    fact = Fact(
        id=f"{submission.sha256[:8]}-f1", start=start, end=end, text=text[start:end], quote=text,
        value=Decimal(value), low=Decimal(value), high=Decimal(value), unit="家次", qualifier="exact", kind="actual",
        measure="检查企业", indicator="safety.inspections",
    )  # fmt: skip
    token = Token(start, end, text[start:end], "actual", Decimal(value))
    return Reading(unit, year, Document(submission.sha256, "text/plain", text), (fact,), (token,))


@dataclass
class Desk:
    """A clerk's desk: hand a text in on a day of January 2025, have it read as a unit's report."""

    records: Records
    folder: Path

    def file(self, text: str, name: str = "report.txt") -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def hand_in(
        self, text: str, *, day: int = 10, name: str = "report.txt", year: int | None = YEAR, unit: str | None = None
    ) -> Receipt:
        return self.records.receive(
            self.file(text), district="shifan", name=name, received_at=moment(day), year=year, unit=unit
        )

    def record(
        self, submission: Submission, unit: str, value: str = "127", *findings: Finding, key: str = KEY,
        year: int = YEAR,
    ) -> Submission:  # fmt: skip
        return self.records.record(submission.id, read(submission, unit, value, year), findings, reading_key=key)

    def counted(self, as_of: datetime | None = None) -> dict[str, str]:
        """Return the figure that counts for each unit."""
        found = self.records.readings("shifan", YEAR, as_of)
        return {reading.unit: str(reading.facts[0].value) for reading in found}

    def states(self) -> list[str]:
        return [str(submission.state) for submission in self.records.submissions("shifan", YEAR)]
