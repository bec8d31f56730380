"""Run a district's year: receive, read, check, consolidate, render."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.futures import as_completed
from prefect.runtime import flow_run

from nianbao.rollup.consolidation import HeldFile
from tasks import clock, progress
from tasks.artifacts import count_severities, show_board, show_findings, show_summary
from tasks.claiming import begin_year, end_year
from tasks.headway import Headway
from tasks.inbox import Received
from tasks.publishing import check_district, publish_district
from tasks.runners import task_runner
from tasks.standing import standings
from tasks.submissions import batches, read_batch, receive_inbox
from tasks.surviving import part_pending
from tasks.workplace import Workplace, open_workplace


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run came to; `needs_person` says whether something waits for someone.

    `unopened` are files of the inbox that could not even be received, `left` those that are no reports (links,
    temporary files), each with the reason; `findings` counts the open ones by severity.
    """

    district: str
    year: int
    expected: tuple[str, ...]
    reporting: tuple[str, ...]
    missing: tuple[str, ...]
    held: tuple[HeldFile, ...]
    unopened: tuple[str, ...]
    left: tuple[str, ...]
    findings: dict[str, int]
    out: Path

    @property
    def needs_person(self) -> bool:
        """Say whether a file is held or unopened, or an error finding is open."""
        return bool(self.held or self.unopened or self.findings["error"])


def run_name() -> str:
    """Name the run by district and year."""
    asked: dict[str, Any] = flow_run.parameters
    year = asked.get("year") or clock.reporting_year(asked.get("as_of") or clock.now().date())
    return f"{Path(asked['district']).name}-{year}-汇总"


@flow(
    name="district-report",
    flow_run_name=run_name,
    description="汇总一个辖区一个年度：收件、读取、校验、汇总、成文",
    task_runner=task_runner(),
    persist_result=False,
)
def district_report(
    district: str,
    year: int | None = None,
    inbox: Path | None = None,
    out: Path | None = None,
    as_of: date | None = None,
    *,
    public: bool = False,
) -> RunResult:
    """Consolidate one district's year and render its report.

    A unit that is missing, held or unreadable does not stop the run: the report names it. Without `year` it is the
    one that is being reported; what is pending of earlier years is read too, for the comparison. `public` asks for the
    masked edition beside the office's own.
    """
    place = open_workplace(district)
    year = year or clock.reporting_year(as_of or clock.now().date())
    out = place.out(year, out)
    received = receive_inbox(district, inbox, year, as_of) if inbox else Received((), ())
    read_pending(district, place, year)
    check_district(district, year, as_of)
    published = publish_district(district, year, as_of, out, public=public)
    consolidation = published.consolidation
    units = standings(place.records, place.district, year, clock.last_moment(as_of))
    show_board(place, year, units, consolidation.held)
    show_findings(place, year, consolidation.findings)
    show_summary(place, year, published, out)
    end_year(place, year)
    return RunResult(
        district=place.district.code,
        year=year,
        expected=consolidation.expected,
        reporting=consolidation.reporting,
        missing=consolidation.missing,
        held=consolidation.held,
        unopened=received.unopened,
        left=received.left,
        findings=count_severities(consolidation.findings),
        out=out,
    )


def read_pending(district: str, place: Workplace, year: int) -> None:
    """Read what has not been read, and what was read with another catalogue, roster or reader.

    What an earlier run died of comes last and alone.
    """
    place.records.forget_stale(place.district.code, year, place.reading_key)
    begin_year(place, year)
    pending, doubtful = part_pending(place, year)
    progress.begin("read", len(pending) + len(doubtful))
    readings = {read_batch.submit(district, batch.label, batch.ids): len(batch.ids) for batch in batches(pending)}
    headway = Headway(place, year, len(pending))
    for reading in as_completed(list(readings)):
        headway.advance(readings[reading])
    for reading in readings:
        reading.result()
    for entry in doubtful:
        read_batch(district, entry.file, (entry.id,))
