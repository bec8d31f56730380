"""The tasks that bring a year together: named in the run, each with its line in the log."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from nianbao.checks.finding import Finding
from tasks import clock, progress, year
from tasks.workplace import open_workplace
from tasks.year import Published


# A task for its name and log line: Great Expectations alone takes seconds to import, and a run should show where.
@task(name="校验", task_run_name="校验-{reported}", cache_policy=NO_CACHE)
def check_district(district: str, reported: int, as_of: date | None) -> tuple[Finding, ...]:
    """Check the year as a whole and keep what was found."""
    progress.begin("check", 1)
    findings = year.check_year(open_workplace(district), reported, clock.last_moment(as_of))
    get_run_logger().info("跨单位、跨年度和表格校验：问题 %d 条", len(findings))
    progress.advance("check")
    return findings


@task(name="汇总成文", task_run_name="汇总成文-{reported}", cache_policy=NO_CACHE)
def publish_district(district: str, reported: int, as_of: date | None, out: Path, *, public: bool = False) -> Published:
    """Consolidate the year and write its outputs."""
    progress.begin("render", 1)
    published = year.publish_year(open_workplace(district), reported, clock.last_moment(as_of), out, public=public)
    figures = published.consolidation.figures
    get_run_logger().info("汇总指标 %d 个，成果已写入 %s", len(figures), out)
    progress.advance("render")
    return published
