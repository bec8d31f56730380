"""Build the view model from a consolidation and its readings: chapters in the catalogue's order of systems.

An office that wants 党的领导 first moves that line of catalogue/systems.yml to the top.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from pathlib import Path
from typing import Literal

from nianbao.catalogue import Catalogue
from nianbao.checks.finding import SEVERITY_WORDS
from nianbao.checks.following import Course
from nianbao.district import District
from nianbao.reading import Reading
from nianbao.report.boards import (
    Arrival,
    finding_view,
    held_views,
    is_final,
    published,
    sorted_findings,
    standings,
)
from nianbao.report.clipping import Clip
from nianbao.report.courses import Courses
from nianbao.report.differing import Difference, Differences
from nianbao.report.figure_view import Row
from nianbao.report.glyphs import STAND_IN, without_glyph
from nianbao.report.narrating import Narrator
from nianbao.report.passages import passages
from nianbao.report.picking import change_chart, key_rows, unit_charts
from nianbao.report.practices import load_cues, practices
from nianbao.report.printing import BLANK_DATE, chinese_day, chinese_number
from nianbao.report.rows import RowBuilder
from nianbao.report.theming import load_themes
from nianbao.report.tracing import Trail
from nianbao.report.view import Chapter, FindingGroup, Head, Part, Practices, Quotations, ReportView, Revised, Revision
from nianbao.rollup.consolidation import Consolidation

_NAMED = 10
"""Signs without a glyph that are named; more are counted."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the report is made for: the public edition or the office's own, and what changed since the last version.

    `version` is the number of a release, 0 for a draft; `strips` show figures on their pages, by fact id;
    `courses` say how findings run on, and `table_checks` names the page of the table checks beside the report.
    """

    version: int = 0
    changed: Differences | None = None
    strips: Mapping[str, Clip] = field(default_factory=dict)
    courses: Courses = field(default_factory=Courses)
    table_checks: str = ""
    public: bool = False


class ViewBuilder:
    """Builds one report's view; numbers chapters and tables in the order in which they are printed."""

    def __init__(
        self,
        consolidation: Consolidation,
        readings: Sequence[Reading],
        district: District,
        catalogue: Catalogue,
        templates: Path,
        arrivals: Mapping[str, Arrival],
        occasion: Occasion | None = None,
    ) -> None:
        self._year = consolidation
        self._readings = readings
        self._district = district
        self._catalogue = catalogue
        self._arrivals = arrivals
        self._occasion = occasion or Occasion()
        self._narrator = Narrator(templates)
        self._themes = load_themes(templates)
        self._cues = load_cues(templates)
        self._heads = count(1)
        self._tables = count(1)
        builder = RowBuilder(consolidation, district, catalogue, Trail(readings, self._occasion.strips))
        self._rows = {figure.code: builder.row(figure) for figure in consolidation.figures}
        self._found = Counter(finding.severity for finding in consolidation.findings)

    def build(self) -> ReportView:
        """Return the view; the order of the calls below is the order of the chapters."""
        year, say, public = self._year, self._narrator.say, self._occasion.public
        names = {unit.code: unit.name for unit in self._district.units}
        board = standings(year, self._district, self._arrivals)
        if public:
            board = tuple(map(published, board))
        cards = key_rows(self._rows, self._catalogue)
        title = (f"{self._district.name}{year.year}年", "法治政府建设年度报告")
        final = is_final(year, self._arrivals)
        deadline = chinese_day(self._district.deadlines.report_day(year.year))
        errors, warnings, infos = (self._found[severity] for severity in SEVERITY_WORDS)
        view = ReportView(
            district=self._district.name,
            year=year.year,
            title="".join(title),
            title_lines=title,
            public=public,
            status=("公开版" if self._occasion.version else "公开版草案") if public else "定稿" if final else "草案",
            status_note=self._status_note(final),
            body=self._district.body,
            expected=len(year.expected),
            reporting=len(year.reporting),
            absent=tuple(names[code] for code in year.missing),
            totals=len(self._rows),
            lead=self._lead(tuple(names[code] for code in year.missing)),
            overview=self._head("年度数据概览", "overview"),
            overview_caption=self._caption("主要指标") if cards else "",
            cards=cards,
            change_chart=change_chart(self._rows, year),
            unit_charts=unit_charts(cards, year, self._district),
            units_caption="主要指标分单位比较",
            board_head=self._head("报送情况", "board"),
            board_caption=self._caption("各单位报送情况"),
            board_note=say("board", public, deadline),
            board=board,
            held=() if public else held_views(year),
            chapters=self._chapters(),
            practices=self._practices(),
            problems=self._quotations("problems", "存在的问题和不足"),
            plans=self._quotations("plans", "下一年度工作安排"),
            findings_head=None if public else self._head("数据核校问题", "findings"),
            findings_note="" if public else say("findings", errors, warnings, infos) + self._courses(),
            findings=() if public else self._findings(),
            table_checks="" if public else self._occasion.table_checks,
            revision=self._revision(),
            method_head=self._head("编制说明", "method"),
            method=self._narrator.lines("method", self._catalogue.version),
            footer=f"{self._district.body}　编",
            date=BLANK_DATE,
        )
        return self._with_undrawn(view)

    def _with_undrawn(self, view: ReportView) -> ReportView:
        """Return the view with a remark on the signs that the PDF cannot draw, where there are any."""
        undrawn = without_glyph(view)
        if not undrawn:
            return view
        codes = tuple(f"U+{ord(sign):04X}" for sign in undrawn[:_NAMED])
        remark = self._narrator.say("undrawn", len(undrawn), codes, STAND_IN)
        return replace(view, undrawn=undrawn, method=(*view.method, remark))

    def _status_note(self, final: bool) -> str:
        if self._occasion.public:
            return "数据由各单位报告汇总"
        return "各单位报告均已审定" if final else "尚有单位的报告未审定，仅供内部核对"

    def _revision(self) -> Revision | None:
        changed, version = self._occasion.changed, self._occasion.version
        if not changed:
            return None
        released = version > 1
        title = "更正说明" if released else "与上一稿相比的变化"
        intro = self._narrator.say("revision", changed, released, version - 1, not self._occasion.public)
        head = self._head(title, "revision")
        figures = tuple(
            Revised(one.code, one.name, one.before, one.now, one.units, self._grounds(one)) for one in changed.figures
        )
        return Revision(head, self._caption("数据变化") if figures else "", intro, figures)

    def _grounds(self, one: Difference) -> tuple[str, ...]:
        return tuple(dict.fromkeys(grounds.words(self._occasion.public) for grounds in one.grounds))

    def _lead(self, absent: tuple[str, ...]) -> tuple[str, ...]:
        year, say = self._year, self._narrator.say
        trends = Counter(f.change.trend for f in year.figures if f.change is not None)
        comparable = sum(n for trend, n in trends.items() if trend is not None)
        name, expected, reporting = self._district.name, len(year.expected), len(year.reporting)
        return (
            say("coverage", name, year.year, expected, reporting, absent, () if self._occasion.public else year.held),
            say("totals", len(self._rows)),
            say("changes", comparable, trends["up"], trends["down"], trends["level"]),
            *(() if self._occasion.public else (say("faults", self._found["error"], self._found["warning"]),)),
        )

    def _chapters(self) -> tuple[Chapter, ...]:
        built = []
        for system in self._catalogue.systems:
            rows = [
                self._rows[entry.code] for entry in self._catalogue.of_system(system.code) if entry.code in self._rows
            ]
            if rows:
                head = self._head(system.name_zh, f"ch-{system.code}")
                built.append(Chapter(head, self._parts(rows)))
        return tuple(built)

    def _parts(self, rows: Sequence[Row]) -> tuple[Part, ...]:
        by_domain: dict[str, list[Row]] = {}
        for row in rows:
            by_domain.setdefault(self._catalogue.indicators[row.code].domain, []).append(row)
        parts = []
        for number, (code, own) in enumerate(by_domain.items(), 1):
            name = self._catalogue.domains[code].name_zh
            caption = self._caption(name)
            head = Head(f"（{chinese_number(number)}）", name, f"d-{code}")
            sentences = self._narrator.domain(own, caption.split("　")[0])
            plain = tuple("".join(piece.text for piece in sentence) for sentence in sentences)
            parts.append(Part(head, caption, plain, tuple(chain.from_iterable(sentences)), tuple(own)))
        return tuple(parts)

    def _practices(self) -> Practices | None:
        told = practices(self._readings, self._district, self._year.findings, self._cues)
        if not told:
            return None
        intro = self._narrator.say("practices", len(told))
        return Practices(self._head("各单位做法摘登", "practices"), intro, told)

    def _quotations(self, role: Literal["problems", "plans"], title: str) -> Quotations:
        found = passages(self._readings, self._district, role)
        speaking = {passage.unit_name for passage in found}
        reporting = (unit.name for unit in self._district.units if unit.code in self._year.reporting)
        themes = self._themes.group(found)
        intro = self._narrator.say(role, len(speaking)) + self._narrator.say("themes", themes)
        silent = tuple(name for name in reporting if name not in speaking)
        return Quotations(self._head(title, role), intro, themes, found, silent)

    def _courses(self) -> str:
        """Return how the findings ran on since earlier runs, "" where this is the first."""
        courses = self._occasion.courses
        counts = courses.count(self._year.findings)
        if not courses:
            return ""
        order: tuple[Course, ...] = ("new", "persisting", "reopened", "fixed")
        return self._narrator.say("courses", *(counts[course] for course in order))

    def _findings(self) -> tuple[FindingGroup, ...]:
        views = [
            replace(finding_view(f, self._district, self._catalogue), course=self._occasion.courses.words(f))
            for f in sorted_findings(self._year, self._district)
        ]
        groups = []
        for severity, name in SEVERITY_WORDS.items():
            own = tuple(view for view in views if view.severity == severity)
            if own:
                caption = "" if severity == "info" else self._caption(f"数据核校问题（{name}）")
                groups.append(FindingGroup(severity, name, caption, own))
        return tuple(groups)

    def _head(self, title: str, anchor: str) -> Head:
        return Head(chinese_number(next(self._heads)), title, anchor)

    def _caption(self, title: str) -> str:
        return f"表{next(self._tables)}　{title}"
