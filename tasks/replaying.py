"""Plan a replay and show what it changed. The figures before and after are those of the year's own data.json."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from prefect.artifacts import create_markdown_artifact
from prefect.logging import get_run_logger

from nianbao.report.differing import Differences, compare_versions
from tasks.artifacts import fill
from tasks.workplace import Workplace


def plan(place: Workplace, years: Sequence[int] | None) -> dict[int, int]:
    """Return the years to be reckoned again, oldest first, each with how many of its reports must be read again.

    Named years are reckoned in any case; otherwise those in which something was read with another catalogue or reader.
    """
    stale = Counter(entry.year for entry in place.records.stale(place.district.code, place.reading_key) if entry.year)
    wanted = sorted(set(years)) if years else sorted(year for year in stale if year)
    return {year: stale[year] for year in wanted}


def show_plan(place: Workplace, planned: dict[int, int], execute: bool) -> None:
    """Show the plan in the log and as an artifact."""
    log = get_run_logger()
    for year, count in planned.items():
        log.info("%d 年度：需重读 %d 份，重新汇总", year, count)
    if not planned:
        log.info("没有需要重算的年度")
    elif not execute:
        log.info("以上只是计划，没有改动任何数据；核对后勾选“执行”再运行")
    create_markdown_artifact(
        markdown=fill(
            place.templates, "replay-plan.md", district=place.district, planned=planned, execute=execute,
            catalogue=place.catalogue.digest[:12],
        ),
        key=f"replay-{place.district.code}",
        description=f"{place.district.name} 重算计划",
    )  # fmt: skip


def figures_now(place: Workplace, year: int) -> dict[str, Any] | None:
    """Return the year's last data.json, None when there is none."""
    file = place.out(year, None) / "data.json"
    found: dict[str, Any] | None = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None
    return found


def differences(place: Workplace, before: dict[str, Any] | None, now: dict[str, Any] | None) -> Differences | None:
    """Return what changed, None when there is nothing to compare with."""
    return compare_versions(before, now, place.district, place.catalogue) if before and now else None


def show_differences(place: Workplace, year: int, found: Differences | None) -> None:
    """Show what a year's replay changed."""
    changed = len(found.figures) if found else 0
    get_run_logger().info("%d 年度重算完毕：%s", year, f"{changed} 个指标有变" if found else "没有上次成果，无从比较")
    create_markdown_artifact(
        markdown=fill(place.templates, "replay-diff.md", district=place.district, year=year, found=found),
        key=f"replay-{place.district.code}-{year}",
        description=f"{place.district.name} {year} 年度重算差别",
    )
