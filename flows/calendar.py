"""Look at the reporting year each morning: its phase, who is late, reminders to be drafted, passes that are due."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.runtime import flow_run

from tasks import clock
from tasks.artifacts import show_calendar
from tasks.morning import ask_for_passes, draft_reminders
from tasks.reminding import look_ahead
from tasks.standing import standings
from tasks.workplace import open_workplace


def run_name() -> str:
    """Name the run by district and day."""
    asked: dict[str, Any] = flow_run.parameters
    return f"{Path(asked['district']).name}-{asked.get('today') or clock.now().date()}-日历"


@flow(
    name="calendar",
    flow_run_name=run_name,
    description="年报日历：阶段、逾期清单、催报草稿、到期汇总",
    persist_result=False,
)
def calendar(district: str, today: date | None = None) -> str:
    """Show the year as it stands, draft what is to be sent, have consolidated what is due; return the phase.

    Nothing is sent: a person sends the drafts. A day on which nothing ran is made up for on the next.
    """
    place, today = open_workplace(district), today or clock.now().date()
    year = clock.reporting_year(today)
    units = standings(place.records, place.district, year)
    outlook = look_ahead(place.district, year, today, units)
    drafts = draft_reminders(place, outlook)
    show_calendar(place, outlook, units, drafts)
    ask_for_passes(place, outlook)
    return outlook.phase
