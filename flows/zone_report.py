"""Run one unit's submission: read, extract, check, record, each visible as a step of the run."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar, cast

from prefect import flow
from prefect.runtime import flow_run
from prefect.utilities.annotations import quote

from nianbao.reasons import Rejection
from tasks import clock
from tasks.artifacts import show_board_of, show_unit
from tasks.claiming import begin_submission, end_submission
from tasks.submissions import check_step, extract_step, read_step, record_step
from tasks.workplace import open_workplace

T = TypeVar("T")


def unwalked(value: T) -> T:
    """Return a task's argument so that Prefect does not walk through every character of it to look for futures."""
    return cast(T, quote(value))


def run_name() -> str:
    """Name the run by district and submission; unit, year and version are not known before it has been read."""
    asked: dict[str, Any] = flow_run.parameters
    return f"{Path(asked['district']).name}-报送件{asked['submission']}"


@flow(
    name="zone-report",
    flow_run_name=run_name,
    description="处理一个单位报送的一份报告：读取、提取、校验、入库",
    persist_result=False,
)
def zone_report(district: str, submission: int) -> str:
    """Take one submission in and return its state; one that is not waiting, or that another run has, is left alone."""
    place = open_workplace(district)
    before = begin_submission(place, submission, clock.now())
    if before is not None:
        return str(before.state)
    outcome = read_step(district, submission)
    reading = outcome if isinstance(outcome, Rejection) else extract_step(district, submission, unwalked(outcome))
    findings = () if isinstance(reading, Rejection) else check_step(district, unwalked(reading))
    recorded = record_step(district, submission, unwalked(reading), findings)
    if not isinstance(reading, Rejection):
        show_unit(place, recorded, reading, findings)
    if recorded.year:
        show_board_of(place, recorded.year)
    end_submission(place, recorded, clock.now())
    return str(recorded.state)
