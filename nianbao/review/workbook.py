"""Write the review workbook: what to answer, to correct, to assign and to waive, with the sentence beside each row.

Only the cells that wait for a person can be written in, and they are empty: what has been decided stands beside them.
So a workbook that comes back unedited decides nothing. The same year under review gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from nianbao.checks.finding import SEVERITY_WORDS, STATE_WORDS, Finding
from nianbao.review import sheets
from nianbao.review.laying import said
from nianbao.review.reviewed import Figure, Reviewed
from nianbao.review.sheets import Sheet

_MOST_CHARACTERS = 32_000
"""A cell holds 32,767."""
_CODES_COLUMN = 40
"""Where 未识别数据 keeps the list of its drop-down, hidden."""
_GRAVITY = {"error": 0, "warning": 1, "info": 2}

Cell = str | Decimal | int | None


def review_workbook(year: Reviewed) -> bytes:
    """Return the workbook of a district's year as a file."""
    return _Writer(year).save()


class _Writer:
    def __init__(self, year: Reviewed) -> None:
        import xlsxwriter

        self._year, self._package = year, BytesIO()
        options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
        self._book: Any = xlsxwriter.Workbook(self._package, options)
        self._book.set_properties({"created": datetime(year.year + 1, 1, 1), "title": _title(year)})  # noqa: DTZ001
        self._book.set_custom_property(sheets.DISTRICT, year.district.code, "text")
        self._book.set_custom_property(sheets.YEAR, str(year.year), "text")
        base = {"text_wrap": True, "valign": "top"}
        self._head = self._book.add_format({"bold": True, "bg_color": "#e9eef5", "border": 1, "text_wrap": True})
        self._fixed = self._book.add_format(base)
        # Text, so that a spreadsheet leaves 95% and 1-2 as they are typed.
        self._open = self._book.add_format(
            {**base, "locked": False, "bg_color": "#fffbe6", "border": 1, "border_color": "#d8d2b0", "num_format": "@"}
        )

    def save(self) -> bytes:
        findings = sorted(self._year.findings, key=lambda finding: _GRAVITY[finding.severity])
        figures = list(self._year.figures.values())
        self._answers(findings)
        self._corrections([figure for figure in figures if figure.code is not None])
        self._unmatched([figure for figure in figures if figure.code is None])
        self._waivers([finding for finding in findings if finding.severity != "info"])
        self._book.close()
        return self._package.getvalue()

    def _answers(self, findings: Sequence[Finding]) -> None:
        known = {entry.finding.id: entry for entry in self._year.followed}
        rows: list[tuple[Cell, ...]] = []
        for finding in findings:
            entry = known.get(finding.id)
            course = sheets.COURSE_WORDS[entry.course] if entry else ""
            since = entry.first_seen.isoformat() if entry else ""
            rows.append(
                (*_about(finding), None, None, None, *self._names(finding), course, since, "、".join(finding.facts))
            )
        sheet = self._sheet(sheets.ANSWERS, rows)
        self._choose(sheet, sheets.ANSWERS, "答复", list(sheets.ANSWER_WORDS), len(rows))

    def _waivers(self, findings: Sequence[Finding]) -> None:
        rows = [(*_about(finding), None, None, None, None, *self._names(finding)) for finding in findings]
        sheet = self._sheet(sheets.WAIVERS, rows)
        self._choose(sheet, sheets.WAIVERS, "豁免", [sheets.YES, sheets.NO], len(rows))
        self._tell(sheet, sheets.WAIVERS, "截至", "豁免的最后一天，如2025-12-31；不填则一直有效", len(rows))

    def _corrections(self, figures: Sequence[Figure]) -> None:
        doubts = self._doubts()
        rows = [
            (
                figure.source.id, figure.reading.unit, figure.code, figure.source.quote, figure.source.value,
                None, None, None, self._year.unit_name(figure.reading.unit), self._indicator_name(figure.code),
                figure.source.text, figure.source.unit, _in_force(figure), doubts.get(figure.source.id),
                *_place(figure),
            )
            for figure in figures
        ]  # fmt: skip
        sheet = self._sheet(sheets.CORRECTIONS, rows)
        told = (
            f"按“数值”栏的口径填写：22、12万、300余、约300；填指标代码则改计该指标，"
            f"填“{sheets.NOT_COUNTED}”则不再计入，填“{sheets.REVOKE}”则恢复原数"
        )
        self._tell(sheet, sheets.CORRECTIONS, "更正为", told, len(rows))

    def _unmatched(self, figures: Sequence[Figure]) -> None:
        rows = [
            (
                figure.source.id, figure.reading.unit, figure.source.quote, figure.source.value, figure.source.unit,
                figure.source.measure, "；".join(map(self._option, figure.source.candidates)), None, None, None,
                self._year.unit_name(figure.reading.unit), figure.source.text, *_place(figure),
            )
            for figure in figures
        ]  # fmt: skip
        sheet = self._sheet(sheets.UNMATCHED, rows)
        codes = list(self._year.catalogue.indicators)
        sheet.write_column(1, _CODES_COLUMN, [self._option(code) for code in codes], self._fixed)
        sheet.set_column(_CODES_COLUMN, _CODES_COLUMN, None, None, {"hidden": True})
        from xlsxwriter.utility import xl_range_abs

        listed = xl_range_abs(1, _CODES_COLUMN, max(1, len(codes)), _CODES_COLUMN)
        self._choose(sheet, sheets.UNMATCHED, "指标为", f"={listed}", len(rows))

    def _sheet(self, sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> Any:
        made = self._book.add_worksheet(sheet.name)
        for place, column in enumerate(sheet.columns):
            made.set_column(place, place, column.width)
            made.write_string(0, place, column.head, self._head)
        for line, row in enumerate(rows, 1):
            for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
                _write(made, line, place, value, self._open if column.written else self._fixed)
        made.freeze_panes(1, 1)
        made.autofilter(0, 0, max(1, len(rows)), len(sheet.columns) - 1)
        allowed = ("autofilter", "sort", "format_columns", "format_rows", "select_locked_cells")
        made.protect("", dict.fromkeys(allowed, True))
        return made

    def _choose(self, made: Any, sheet: Sheet, head: str, options: list[str] | str, rows: int) -> None:
        place = sheet.at(head)
        rule = {"validate": "list", "source": options, "error_title": head, "error_message": "请从列表中选择"}
        made.data_validation(1, place, max(1, rows), place, rule)

    def _tell(self, made: Any, sheet: Sheet, head: str, told: str, rows: int) -> None:
        place = sheet.at(head)
        made.data_validation(
            1, place, max(1, rows), place, {"validate": "any", "input_title": head, "input_message": told}
        )

    def _doubts(self) -> dict[str, str]:
        """Return by fact the open findings that speak of it, so that a filter shows what may need a correction."""
        found: dict[str, list[str]] = {}
        for finding in self._year.findings:
            for fact in finding.facts if finding.state == "open" and finding.severity != "info" else ():
                found.setdefault(fact, []).append(f"{SEVERITY_WORDS[finding.severity]}：{finding.message}")
        return {fact: "；".join(said) for fact, said in found.items()}

    def _names(self, finding: Finding) -> tuple[str, str]:
        names = "、".join(self._indicator_name(code) for code in finding.indicators)
        return self._year.unit_name(finding.unit), names

    def _indicator_name(self, code: str | None) -> str:
        indicator = self._year.indicator(code)
        return indicator.name_zh if indicator else code or ""

    def _option(self, code: str) -> str:
        return f"{code} {self._indicator_name(code)}"


def _title(year: Reviewed) -> str:
    return f"{year.district.name}{year.year}年度复核表"


def _about(finding: Finding) -> tuple[Cell, ...]:
    return (
        finding.id, finding.unit or "", SEVERITY_WORDS[finding.severity], finding.rule, finding.message,
        finding.quote, STATE_WORDS[finding.state],
    )  # fmt: skip


def _in_force(figure: Figure) -> str:
    return "；".join(said(placed.correction) for placed in figure.placed if placed.standing == "laid")


def _place(figure: Figure) -> tuple[Cell, ...]:
    return figure.context, figure.source.section, figure.source.page


def _write(made: Any, line: int, place: int, value: Cell, how: Any) -> None:
    if value is None or value == "":
        made.write_blank(line, place, None, how)
    elif isinstance(value, str):
        made.write_string(line, place, shown(value), how)
    else:
        made.write_number(line, place, value, how)


def shown(text: str) -> str:
    """Return the text as a cell takes it; lost characters are named."""
    return text.replace("\N{REPLACEMENT CHARACTER}", "〔缺字〕")[:_MOST_CHARACTERS]
