"""Write data.xlsx: the matrix of units and indicators with live sums, and everything a clerk looks up beside it.

Texts from reports are always strings, so none can become a formula; the only formulas are our own sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from nianbao.catalogue import Catalogue
from nianbao.district import District
from nianbao.reading import Reading
from nianbao.report.figure_view import Row
from nianbao.report.printing import printed
from nianbao.report.tables import fact_rows
from nianbao.report.view import ReportView
from nianbao.rollup.consolidation import Consolidation, Figure, UnitValue

MATRIX, SOURCES = "单位数据", "数据来源"
_FIRST_UNIT = 5
"""Column of the first unit in the matrix: code, name, measure word, total and coverage stand before it."""
_LINKS_MOST = 60_000
"""A worksheet holds 65,530 links; beyond this the cells stay figures without one."""
_SOURCE_COLUMNS = {
    "id": "编号", "unit_name": "单位", "indicator_name": "指标", "counted": "计入汇总", "kind": "类别", "text": "数字",
    "value": "数值", "low": "下限", "high": "上限", "measure_unit": "单位量词", "quote": "原文", "section": "章节",
    "page": "页", "indicator": "指标代码", "sha256": "原件",
}  # fmt: skip


class Workbook:
    """One district's year as a workbook; every sheet has a frozen head and a filter."""

    def __init__(
        self, view: ReportView, consolidation: Consolidation, district: District, catalogue: Catalogue
    ) -> None:
        import xlsxwriter

        self._package = BytesIO()
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": True,
        }
        self._book: Any = xlsxwriter.Workbook(self._package, options)
        self._book.set_properties({"title": view.title, "author": view.body, "created": datetime(view.year + 1, 1, 1)})  # noqa: DTZ001
        self._head = self._book.add_format(
            {"bold": True, "bg_color": "#e9eef5", "border": 1, "valign": "vcenter", "text_wrap": True}
        )
        self._wrap = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._number = self._book.add_format({"num_format": "General", "valign": "top"})
        self._sum = self._book.add_format({"bold": True, "valign": "top", "bg_color": "#f6f3ea"})
        self._view, self._year, self._district, self._catalogue = view, consolidation, district, catalogue

    def save(self, readings: Sequence[Reading]) -> bytes:
        """Write every sheet and return the file."""
        facts = fact_rows(readings, self._year, self._district, self._catalogue)
        places = {str(fact["id"]): row for row, fact in enumerate(facts, 1)}
        self._summary()
        self._matrix(places)
        self._board()
        self._findings()
        self._sources(facts)
        self._definitions()
        self._book.close()
        return self._package.getvalue()

    def _summary(self) -> None:
        rows = [
            (row.code, row.name, row.wording, row.coverage, row.change.words if row.change else "", row.formula)
            for row in self._rows()
        ]
        heads = ("指标代码", "指标", "汇总", "报告单位", "同比（同口径）", "算式")
        self._sheet("汇总", heads, rows, (28, 30, 18, 20, 18, 60))

    def _matrix(self, places: dict[str, int]) -> None:
        units = [unit for unit in self._district.units if unit.code in self._year.expected]
        heads = ["指标代码", "指标", "量词", "合计", "报告单位", *(unit.name for unit in units)]
        sheet = self._sheet(MATRIX, heads, (), (28, 30, 8, 16, 18, *(14 for _ in units)), freeze=_FIRST_UNIT)
        figures = {figure.code: figure for figure in self._year.figures}
        columns = {unit.code: _FIRST_UNIT + place for place, unit in enumerate(units)}
        links = _LINKS_MOST
        for line, row in enumerate(self._rows(), 1):
            figure = figures[row.code]
            sheet.write_row(line, 0, (row.code, row.name, figure.unit))
            sheet.write(line, 4, row.coverage)
            for value in figure.by_unit:
                source = places.get(value.facts[0]) if value.facts and links > 0 else None
                links -= source is not None
                self._value(sheet, line, columns[value.unit], value, source)
            self._total(sheet, line, figure, row, len(units))

    def _value(self, sheet: Any, line: int, column: int, value: UnitValue, source: int | None) -> None:
        """Write one unit's value, linked to its sentence; what is not exact or does not count is written in words."""
        if source is not None:
            sheet.write_url(line, column, f"internal:'{SOURCES}'!A{source + 1}", self._number, "")
        if value.value is not None and value.interval.is_exact and value.counted:
            sheet.write_number(line, column, value.value, self._number)
        else:
            sheet.write_string(line, column, printed(value.wording), self._number)

    def _total(self, sheet: Any, line: int, figure: Figure, row: Row, units: int) -> None:
        """Write a live sum where every unit's value is exact, else the total in words: a sum would drop the bounds."""
        from xlsxwriter.utility import xl_range

        exact = figure.value is not None and all(_is_exact(value) for value in figure.by_unit if value.counted)
        if exact and self._catalogue.indicators[figure.code].additive == "sum":
            cells = xl_range(line, _FIRST_UNIT, line, _FIRST_UNIT + units - 1)
            sheet.write_formula(line, 3, f"=SUM({cells})", self._sum, _plain(figure.value))
        else:
            sheet.write_string(line, 3, row.wording, self._sum)

    def _board(self) -> None:
        heads = ("单位代码", "单位", "类型", "状态", "收到日期", "指标数", "错误", "提示", "备注")
        rows: list[tuple[Any, ...]] = [
            (u.code, u.name, u.type, u.state_name, u.received, u.figures, u.errors, u.warnings, u.infos)
            for u in self._view.board
        ]
        rows += [("", held.file, "", "待确认", "", "", "", "", held.sentence) for held in self._view.held]
        self._sheet("报送情况", heads, rows, (14, 34, 10, 12, 22, 8, 8, 8, 8))

    def _findings(self) -> None:
        heads = ("编号", "单位", "级别", "状态", "问题和处理要求", "原文", "指标", "规则", "进展")
        rows = [
            (
                f.id,
                f.unit_name,
                f.severity_name,
                f.state_name,
                f.message,
                f.quote,
                "、".join(f.indicators),
                f.rule,
                f.course,
            )
            for group in self._view.findings
            for f in group.findings
        ]
        self._sheet("核校问题", heads, rows, (14, 26, 8, 10, 50, 60, 30, 26, 30))

    def _sources(self, facts: Sequence[dict[str, Any]]) -> None:
        texts = ({**fact, "counted": "是" if fact["counted"] == "yes" else ""} for fact in facts)
        rows = [tuple(_cell(fact[key]) for key in _SOURCE_COLUMNS) for fact in texts]
        widths = (16, 26, 28, 9, 10, 14, 14, 12, 12, 9, 70, 14, 6, 28, 16)
        self._sheet(SOURCES, tuple(_SOURCE_COLUMNS.values()), rows, widths)

    def _definitions(self) -> None:
        heads = ("指标代码", "指标", "量词", "汇总方式", "定义", "必报")
        ways = {
            "sum": "相加",
            "ratio": "由分子分母重算",
            "mean": "加权平均",
            "max": "取最大",
            "last": "取最新",
            "none": "不汇总",
        }
        rows = [
            (e.code, e.name_zh, e.unit, ways[e.additive], e.definition_zh, "是" if e.required else "")
            for e in self._catalogue.indicators.values()
        ]
        self._sheet("指标定义", heads, rows, (28, 30, 8, 16, 80, 6))

    def _sheet(
        self, name: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[int], freeze: int = 0
    ) -> Any:
        sheet = self._book.add_worksheet(name)
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, printed(head), self._head)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                # A text is a text: the general way looks at each for formulas and links, and takes twice as long.
                write = (
                    sheet.write if not isinstance(value, str) else sheet.write_string if value else sheet.write_blank
                )
                write(line, column, value, self._wrap)
        sheet.freeze_panes(1, freeze)
        sheet.autofilter(0, 0, max(1, len(rows)), len(heads) - 1)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        return sheet

    def _rows(self) -> list[Row]:
        return [row for chapter in self._view.chapters for part in chapter.parts for row in part.rows]


def _is_exact(value: UnitValue) -> bool:
    return value.value is not None and value.interval.is_exact


def _plain(value: Decimal | None) -> int | float:
    """Return the number that Excel caches beside a formula; its numbers are doubles by its own format."""
    number = value if value is not None else Decimal(0)
    return int(number) if number == int(number) else float(number)


def _cell(value: Any) -> Any:
    return "" if value is None else printed(value) if isinstance(value, str) else value
