"""The tasks that read submissions: fanned out over threads in a district's run, one by one in a zone's.

Caching is off: a recorded submission is never pending again until catalogue, roster or reader change, and that key
is ours. Only ids go through Prefect; what is large is quoted, so that Prefect does not walk through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from nianbao.checks.finding import Finding
from nianbao.district import District
from nianbao.documents.model import Document, Identity
from nianbao.reading import Reading
from nianbao.reasons import Rejection
from nianbao.records.submission import Submission
from nianbao.report.masking import masked
from tasks import clock, progress, steps
from tasks.inbox import Received, receive_files
from tasks.surviving import tried
from tasks.workplace import open_workplace

BATCH_FROM = 50
BATCH_SIZE = 10
"""A task costs 8 to 34 ms, reading a text about as much: ten in one keep the cost below a tenth."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some submissions that one task reads; `label` names the task's run."""

    label: str
    ids: tuple[int, ...]


def batches(pending: Sequence[Submission]) -> list[Batch]:
    """Return one batch for each submission, or of ten each when there are many."""
    if len(pending) <= BATCH_FROM:
        return [Batch(submission.file, (submission.id,)) for submission in pending]
    ids = [submission.id for submission in pending]
    parts = [tuple(ids[at : at + BATCH_SIZE]) for at in range(0, len(ids), BATCH_SIZE)]
    return [Batch(f"第{number}批（{len(part)}件）", part) for number, part in enumerate(parts, 1)]


# Retried: an inbox often lies on a network share.
@task(name="收件", task_run_name="收件-{year}", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=[1, 5])
def receive_inbox(district: str, inbox: Path, year: int, as_of: date | None) -> Received:
    """Receive what lies in the inbox, and say so in the run's log."""
    received = receive_files(open_workplace(district), inbox, year, clock.received_at(as_of))
    new = [receipt.submission.file for receipt in received.receipts if receipt.new]
    log = get_run_logger()
    log.info("收件文件夹 %s：文件 %d 个，其中新收 %d 个", inbox, len(received.receipts), len(new))
    for line in received.left:
        log.info("未收：%s", line)
    for line in received.unopened:
        log.warning("没有收进来的文件：%s", line)
    return received


# Fanned out over the runner's threads, named by file, with a log line for each; retried when the vault's store is down.
@task(name="读取", task_run_name="读取-{label}", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=[2, 10])
def read_batch(district: str, label: str, ids: Sequence[int]) -> list[int]:
    """Take some submissions in, each to its record or its hold, and return their ids."""
    place, log = open_workplace(district), get_run_logger()
    with tried(place, ids):
        for submission_id in ids:
            log.info(told(steps.take_in(place, submission_id), place.district))
            progress.advance("read")
    return list(ids)


def told(submission: Submission, district: District) -> str:
    """Return the line that tells a clerk how a submission stands; a rejection quotes the report, so it is masked."""
    if submission.rejection:
        return masked(f"{submission.file}：暂存——{submission.rejection.sentence()}（{submission.reason}）")
    outcome = {"checked": "已校验", "returned": "有错误，应退回修改"}.get(submission.state, str(submission.state))
    name = next((unit.name for unit in district.units if unit.code == submission.unit), submission.unit)
    return f"{masked(submission.file)}：{name} {submission.year} 年度第 {submission.version} 版，{outcome}"


# The four steps of one submission are tasks so that the run shows which one it was that took long or went wrong.
@task(name="read", task_run_name="读取", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=[2, 10])
def read_step(district: str, submission_id: int) -> Document | Rejection:
    """Read the submission's file."""
    place = open_workplace(district)
    submission = place.records.submission(submission_id)
    outcome = steps.read_submission(place, submission)
    if isinstance(outcome, Document):
        pages = f"，{len(outcome.pages)} 页" if outcome.pages else ""
        get_run_logger().info("读取 %s：%d 字%s", masked(submission.file), len(outcome.text), pages)
    return outcome


@task(name="extract", task_run_name="提取", cache_policy=NO_CACHE)
def extract_step(district: str, submission_id: int, document: Document) -> Reading | Rejection:
    """Find out whose report it is, and read its figures."""
    place = open_workplace(district)
    identity: Identity | Rejection = steps.admit_document(place, place.records.submission(submission_id), document)
    if isinstance(identity, Rejection):
        return identity
    name = place.district.unit(identity.unit or "").name
    get_run_logger().info("认定为%s %d 年度报告，开始提取数据", name, identity.year or 0)
    return steps.extract_reading(place, document, identity)


@task(name="check", task_run_name="校验", cache_policy=NO_CACHE)
def check_step(district: str, reading: Reading) -> tuple[Finding, ...]:
    """Check the reading."""
    findings = steps.check_submission(open_workplace(district), reading)
    get_run_logger().info("读出数据 %d 条，问题 %d 条", len(reading.facts), len(findings))
    return findings


@task(name="record", task_run_name="入库", cache_policy=NO_CACHE)
def record_step(
    district: str, submission_id: int, outcome: Reading | Rejection, findings: tuple[Finding, ...]
) -> Submission:
    """Keep the outcome: a version of the unit's report, or a held file."""
    place = open_workplace(district)
    submission = place.records.submission(submission_id)
    if isinstance(outcome, Rejection):
        recorded = steps.hold(place, submission, outcome)
    else:
        recorded = steps.record(place, submission, outcome, findings)
    get_run_logger().info(told(recorded, place.district))
    return recorded
