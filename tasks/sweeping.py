"""Tell a clerk in a run's log what a sweep found and sent. No tasks: each is one short look, soon done again."""

from __future__ import annotations

from prefect.logging import get_run_logger

from tasks import clock
from tasks.orchestrator import connected
from tasks.sending import Sent, send_waiting
from tasks.watching import Looked, Watch
from tasks.workplace import Workplace


def receive_still_files(place: Workplace) -> Looked:
    """Receive the files of the inbox that nobody is writing."""
    log, looked = get_run_logger(), Watch(place).look_until_still(clock.now())
    new = [receipt.submission.file for receipt in looked.receipts if receipt.new]
    log.info("收件文件夹 %s：文件 %d 个，其中新收 %d 个", place.inbox, len(looked.receipts), len(new))
    for line in looked.unopened:
        log.warning("文件打不开，请检查权限：%s", line)
    if looked.moving:
        log.info("有文件还在写入，留待下次巡查")
    return looked


def send_what_waits(place: Workplace, district: str) -> Sent:
    """Send what waits in the outbox."""
    log = get_run_logger()
    with connected() as orchestrator:
        sent = send_waiting(place, district, orchestrator, clock.now())
    for line in said(sent):
        log.info(line)
    if not (sent.submissions or sent.years or sent.held):
        log.info("没有待办")
    return sent


def said(sent: Sent) -> list[str]:
    """Return a line for each thing that was sent or put aside."""
    lines = [f"报送件 {entry.id}（{entry.file}）已交运行" for entry in sent.submissions]
    lines += [f"{year} 年度汇总已交运行" for year in sent.years]
    return lines + [f"报送件 {entry.id}（{entry.file}）多次中断，已暂存，请维护人员查看" for entry in sent.held]
