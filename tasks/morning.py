"""Do what the day asks for: draft the reminders of a round once, have a pass that is due consolidated once."""

from __future__ import annotations

from pathlib import Path

from prefect.logging import get_run_logger

from nianbao.records.outbox import of_year
from tasks import clock
from tasks.artifacts import fill
from tasks.reminding import Outlook
from tasks.sending import ask_for_consolidation
from tasks.workplace import Workplace


def draft_reminders(place: Workplace, outlook: Outlook) -> tuple[Path, ...]:
    """Write a reminder for each silent unit of the round that has come, and return those of the round.

    What is written stays as it is: a person may have changed it.
    """
    if outlook.reminder is None or not outlook.silent:
        return ()
    folder = place.home / "reminders" / place.district.code / str(outlook.year) / outlook.reminder.day.isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    drafts = []
    for unit in outlook.silent:
        draft = folder / f"催报-{unit.name}.txt"
        if not draft.exists():
            text = fill(
                place.templates, "reminder.txt", unit=unit, year=outlook.year, reminder=outlook.reminder,
                deadline=outlook.deadline, body=place.district.body,
            )  # fmt: skip
            draft.write_text(text, encoding="utf-8")
        drafts.append(draft)
    get_run_logger().info("催报通知草稿 %d 份在 %s，请核对后发出", len(drafts), folder)
    return tuple(drafts)


def ask_for_passes(place: Workplace, outlook: Outlook) -> bool:
    """Have the year consolidated when a pass has come and nothing was consolidated since; say whether it was asked."""
    log, last = get_run_logger(), outlook.last_pass
    if last is None or outlook.phase == "closed":
        log.info("%d 年度：%s阶段，今天没有要发起的汇总", outlook.year, outlook.phase_zh)
        return False
    errand = place.records.outbox.errand(place.district.code, of_year(outlook.year))
    begun = [moment for moment in (errand.done_at, errand.claimed_at) if moment] if errand else []
    if any(moment.astimezone(clock.CHINA).date() >= last for moment in begun):
        log.info("%d 年度：%s 的汇总已经运行", outlook.year, last)
        return False
    log.info("%d 年度：%s 的汇总还没有运行，现在发起", outlook.year, last)
    ask_for_consolidation(place, outlook.year, clock.now())
    return True
