"""Sweep the inbox and the outbox: the fallback for files that nobody watched and submissions whose run was lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow
from prefect.runtime import flow_run

from tasks.sweeping import receive_still_files, send_what_waits
from tasks.workplace import open_workplace


def run_name() -> str:
    """Name the run by its district."""
    asked: dict[str, Any] = flow_run.parameters
    return f"{Path(asked['district']).name}-收件巡查"


@flow(
    name="inbox-sweep",
    flow_run_name=run_name,
    description="巡查收件文件夹和待办：收下遗漏的文件，补发没有运行成的报送件",
    persist_result=False,
)
def inbox_sweep(district: str) -> int:
    """Receive what lies in the inbox, send what waits, and return how many submissions were sent."""
    place = open_workplace(district)
    receive_still_files(place)
    return len(send_what_waits(place, district).submissions)
