"""Show a run's outcome in the Prefect UI: Chinese artifacts under stable keys, small, made by templates.

Keys are ASCII because Prefect takes no others; descriptions and content are for people.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from prefect.artifacts import create_markdown_artifact, create_table_artifact

from nianbao.checks.finding import SEVERITY_WORDS, Finding
from nianbao.reading import Reading
from nianbao.records.submission import Submission
from nianbao.report.masking import masked
from nianbao.rollup.consolidating import unit_values
from nianbao.rollup.consolidation import HeldFile
from tasks.links import links
from tasks.reminding import Outlook
from tasks.standing import Standing, standings
from tasks.workplace import Workplace
from tasks.year import Published, held_files

if TYPE_CHECKING:
    from nianbao.report.rendering import Outputs

STATES = {
    "missing": "缺报", "received": "已收到", "held": "暂存待处理", "checked": "已校验", "returned": "退回修改",
    "accepted": "合格", "superseded": "已被取代", "withdrawn": "已撤回",
}  # fmt: skip
MOST_ROWS = 500
"""An artifact stays small: the whole list is in findings.csv."""


def show_board(place: Workplace, year: int, units: tuple[Standing, ...], held: tuple[HeldFile, ...]) -> None:
    """Show the completeness board of the district's year."""
    markdown = fill(place.templates, "board.md", district=place.district, year=year, units=units, held=held)
    create_markdown_artifact(
        markdown=markdown,
        key=f"board-{place.district.code}-{year}",
        description=f"{place.district.name} {year} 年度报送情况",
    )


def show_board_of(place: Workplace, year: int) -> None:
    """Show the board as it stands now."""
    show_board(place, year, standings(place.records, place.district, year), held_files(place, year, None))


def show_findings(place: Workplace, year: int, findings: tuple[Finding, ...]) -> None:
    """Show the findings as a table that can be searched."""
    create_table_artifact(
        table=list(finding_rows(place, findings[:MOST_ROWS])),
        key=f"findings-{place.district.code}-{year}",
        description=f"{place.district.name} {year} 年度问题清单，共 {len(findings)} 条",
    )


def show_summary(place: Workplace, year: int, published: Published, out: Path) -> None:
    """Show the district's summary with the way to the report."""
    markdown = fill(
        place.templates,
        "report.md",
        district=place.district,
        year=year,
        consolidation=published.consolidation,
        indicators=place.catalogue.indicators,
        severities=count_severities(published.consolidation.findings),
        outputs=published.outputs,
        chart=chart_of(published.outputs),
        out=out,
    )
    create_markdown_artifact(
        markdown=markdown,
        key=f"report-{place.district.code}-{year}",
        description=f"{place.district.name} {year} 年度汇总",
    )


def chart_of(outputs: Outputs) -> tuple[str, str] | None:
    """Return the summary's chart as a data URI with its caption: against last year, or of the units; None without one.

    A picture that the browser had to fetch would need a server beside Prefect's own.
    """
    view = outputs.view
    chart = view.change_chart or next(iter(view.unit_charts), None)
    if chart is None:
        return None
    # Drawn already for the report, and remembered.
    from nianbao.report.charting import draw_svg

    drawing = base64.b64encode(draw_svg(chart).encode()).decode()
    return f"data:image/svg+xml;base64,{drawing}", chart.caption


def show_unit(place: Workplace, submission: Submission, reading: Reading, findings: tuple[Finding, ...]) -> None:
    """Show one unit's card: what was read and what was found."""
    unit = place.district.unit(reading.unit)
    values = unit_values(reading, place.catalogue)
    markdown = fill(
        place.templates,
        "unit.md",
        unit=unit,
        submission=submission,
        stated=[(place.catalogue.indicators[code].name_zh, value.wording) for code, value in values.items()],
        figures=len(reading.facts),
        rows=list(finding_rows(place, findings)),
    )
    create_markdown_artifact(
        markdown=markdown,
        key=f"unit-{place.district.code}-{unit.code}-{reading.year}",
        description=f"{unit.name} {reading.year} 年度报送件",
    )


def show_calendar(place: Workplace, outlook: Outlook, units: tuple[Standing, ...], drafts: tuple[Path, ...]) -> None:
    """Show where the reporting year stands, who has not reported, and what was drafted."""
    markdown = fill(
        place.templates,
        "calendar.md",
        district=place.district,
        outlook=outlook,
        units=units,
        drafts=[draft.name for draft in drafts],
        folder=drafts[0].parent if drafts else "",
    )
    create_markdown_artifact(
        markdown=markdown,
        key=f"calendar-{place.district.code}-{outlook.year}",
        description=f"{place.district.name} {outlook.year} 年度年报日历：{outlook.phase_zh}",
    )


def finding_rows(place: Workplace, findings: Iterable[Finding]) -> Iterable[dict[str, Any]]:
    """Yield the findings as rows with Chinese heads."""
    names = {unit.code: unit.name for unit in place.district.units}
    for finding in findings:
        yield {
            "级别": SEVERITY_WORDS[finding.severity],
            "单位": names.get(finding.unit or "", finding.unit or "全区"),
            "说明": masked(finding.message),
            "原文": masked(finding.quote),
            "规则": finding.rule,
            "编号": finding.id,
        }


def count_severities(findings: Iterable[Finding]) -> dict[str, int]:
    """Count the open findings of each severity."""
    found = [finding.severity for finding in findings if finding.state == "open"]
    return {severity: found.count(severity) for severity in ("error", "warning", "info")}


def fill(templates: Path, name: str, **words: object) -> str:
    """Fill a template of templates/artifacts."""
    environment = Environment(
        loader=FileSystemLoader(templates / "artifacts"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # Markdown; what documents say goes through the filter `plain`
    )
    environment.filters["plain"] = plain
    environment.globals.update(states=STATES, severity_words=SEVERITY_WORDS, links=links())
    return environment.get_template(f"{name}.j2").render(**words)


def plain(text: object) -> str:
    """Return text that Markdown shows as it is, in a paragraph or in a cell, private persons masked."""
    one_line = " ".join(masked(str(text)).split())
    for mark, shown in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("|", "&#124;"), ("*", "\\*"), ("_", "\\_")):
        one_line = one_line.replace(mark, shown)
    return one_line
