"""Render the results of the table checks as a page of our own: the library's own pages need the internet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup

from nianbao.checks.finding import SEVERITY_WORDS, Severity
from nianbao.checks.tabled import Judged, TableChecks
from nianbao.district import District
from nianbao.report.masking import masked
from nianbao.report.printing import printed
from nianbao.report.rows import unit_names
from nianbao.report.writing import write_whole
from nianbao.rollup.consolidation import Consolidation

PAGE = "table-checks.html"
SUITES = {
    "frame": "表的结构", "bounds": "上下限", "counts": "计数取整", "measures": "计量单位", "parts": "其中项与总项",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FailedRow:
    """A row that an expectation did not hold for, fit for print; `finding` is "" where other checks told it already."""

    unit_name: str
    stated: str
    quote: str
    finding: str


@dataclass(frozen=True, slots=True)
class Line:
    """One expectation as the page shows it."""

    rule: str
    severity_name: str
    line: str
    looked_at: int
    verdict: str
    rows: tuple[FailedRow, ...]


@dataclass(frozen=True, slots=True)
class Suite:
    """A suite with its expectations."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page prints."""

    title: str
    library: str
    size: TableChecks
    failed: int
    suites: tuple[Suite, ...]


def write_table_checks(
    checks: TableChecks | None, consolidation: Consolidation, district: District, templates: Path, out: Path
) -> Path | None:
    """Write the page under `out` and return it; without results, take away that of an earlier run."""
    if checks is None:
        (out / PAGE).unlink(missing_ok=True)
        return None
    return write_whole(out / PAGE, render_table_checks(checks, consolidation, district, templates))


def render_table_checks(
    checks: TableChecks, consolidation: Consolidation, district: District, templates: Path
) -> bytes:
    """Return the page: one offline file, every text escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    css = Markup((templates / "report.css").read_text(encoding="utf-8"))
    page = page_of(checks, consolidation, district)
    return environment.get_template("table-checks.html.j2").render(page=page, css=css).encode(errors="replace")


def page_of(checks: TableChecks, consolidation: Consolidation, district: District) -> Page:
    """Return what the page prints, suites in their own order."""
    names = unit_names(district)
    suites = dict.fromkeys(judged.suite for judged in checks.judged)
    return Page(
        title=f"{district.name}{consolidation.year}年数据表校验结果",
        library=checks.library,
        size=checks,
        failed=sum(not judged.holds for judged in checks.judged),
        suites=tuple(
            Suite(SUITES.get(suite, suite), tuple(_line(j, names) for j in checks.judged if j.suite == suite))
            for suite in suites
        ),
    )


def _line(judged: Judged, names: dict[str, str]) -> Line:
    severity: Severity = judged.severity
    return Line(
        rule=judged.rule,
        severity_name=SEVERITY_WORDS[severity],
        line="；".join(filter(None, (judged.line, judged.limit))),
        looked_at=judged.looked_at,
        verdict="未能执行" if judged.failure else "不符合" if judged.rows else "符合",
        rows=(
            *(
                FailedRow(
                    names.get(row.unit, row.unit),
                    printed(row.stated),
                    masked(printed(row.quote)),
                    "" if row.known else row.finding,
                )
                for row in judged.rows
            ),
            *([FailedRow("", printed(judged.failure), "", "")] if judged.failure else []),
        ),
    )
