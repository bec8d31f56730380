"""Claim a submission before working on it and name the run after what it was about: sent twice, it works once."""

from __future__ import annotations

from datetime import datetime

from prefect.logging import get_run_logger
from prefect.runtime import flow_run

from nianbao.failpoints import pass_by
from nianbao.records.outbox import of_submission, of_year
from nianbao.records.submission import Submission, SubmissionState
from tasks import clock
from tasks.orchestrator import UNREACHABLE, connected
from tasks.sending import ask_for_consolidation
from tasks.workplace import Workplace

COUNTING = (SubmissionState.CHECKED, SubmissionState.RETURNED, SubmissionState.ACCEPTED, SubmissionState.SUPERSEDED)


def run_id() -> str:
    """Return the id of the run that this code is part of, "" outside one."""
    return str(flow_run.id or "")


def begin_submission(place: Workplace, submission_id: int, now: datetime) -> Submission | None:
    """Claim the submission for this run and return None; return how it stands when there is nothing to do."""
    log, submission = get_run_logger(), place.records.submission(submission_id)
    if submission.district != place.district.code:
        raise ValueError(
            f"报送件 {submission_id} 属于辖区 {submission.district}，不属于 {place.district.code}，请核对参数"
        )
    if submission.state != SubmissionState.RECEIVED:
        log.info("报送件 %d（%s）此前已处理，本次不重复处理", submission.id, submission.file)
        return submission
    if not place.records.outbox.claim(submission.district, of_submission(submission.id), run_id(), now):
        log.info("报送件 %d（%s）正由另一次运行处理，本次不重复处理", submission.id, submission.file)
        return submission
    pass_by("claim")
    return None


def end_submission(place: Workplace, recorded: Submission, now: datetime) -> None:
    """Name the run 单位-年度-v版本, end the errand, and have the year consolidated once it is quiet."""
    place.records.outbox.finish(recorded.district, of_submission(recorded.id), now)
    if recorded.year and recorded.version and recorded.state in COUNTING:
        ask_for_consolidation(place, recorded.year, now + place.quiet)
        name = f"{place.district.unit(recorded.unit or '').name}-{recorded.year}-v{recorded.version}"
        try:
            with connected() as orchestrator:
                orchestrator.rename(run_id(), name)
        except UNREACHABLE:
            get_run_logger().warning("运行名称没有改成“%s”：服务没有应答", name)


def begin_year(place: Workplace, year: int) -> None:
    """Say that this run consolidates the year and reads what waits for it, so that nobody else is asked to."""
    code, now = place.district.code, clock.now()
    waiting = [of_submission(entry.id) for entry in place.records.pending(code, year)]
    place.records.outbox.take_over(code, [*waiting, of_year(year)], run_id(), now)
    pass_by("claim")


def end_year(place: Workplace, year: int) -> None:
    """Say that the year is consolidated; what has come in since asks for it again."""
    place.records.outbox.finish(place.district.code, of_year(year), clock.now(), unless_waiting=True)
