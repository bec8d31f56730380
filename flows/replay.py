"""Reckon past years again after the catalogue, the roster or the reader has changed: first the plan, then the diff."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow
from prefect.runtime import flow_run

from flows.district_report import district_report
from tasks.replaying import differences, figures_now, plan, show_differences, show_plan
from tasks.workplace import open_workplace


def run_name() -> str:
    """Name the run by district, and by whether it changes anything."""
    asked: dict[str, Any] = flow_run.parameters
    return f"{Path(asked['district']).name}-重算{'' if asked.get('execute') else '计划'}"


@flow(
    name="replay",
    flow_run_name=run_name,
    description="目录、名册或程序更新后重算往年：先列计划，再列差别",
    persist_result=False,
)
def replay(
    district: str,
    years: list[int] | None = None,
    execute: bool = False,
) -> dict[int, int]:
    """Show what would be read again, and do it only when told to; return how many reports of each year it is about.

    Args:
        district: 辖区，一般不改
        years: 要重算的年度；不填则为所有需要重读的年度
        execute: 不勾选则只列计划，不改任何数据
    """
    place = open_workplace(district)
    planned = plan(place, years)
    show_plan(place, planned, execute)
    if execute:
        for year in planned:
            before = figures_now(place, year)
            district_report(district, year)
            show_differences(place, year, differences(place, before, figures_now(place, year)))
    return planned
