"""Write the register 台账 of a district's year: findings with their answers, corrections, and the log of acts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from nianbao.checks.answering import Answer
from nianbao.checks.finding import SEVERITY_WORDS, STATE_WORDS
from nianbao.figures.facts import decimal_text
from nianbao.review import sheets
from nianbao.review.laying import Placed, said
from nianbao.review.reviewed import Reviewed
from nianbao.review.workbook import shown

_STANDINGS = {
    "laid": "已采用",
    "agreed": "报告已一致",
    "contradicted": "待重新核对",
    "lost": "报告中已无此数",
    "replaced": "已被后一更正取代",
}
_FINDINGS = (
    ("编号", 15), ("单位", 26), ("级别", 8), ("规则", 22), ("问题", 60), ("原文", 60),
    ("状态", 10), ("进展", 10), ("首次发现", 12), ("最近发现", 12),
    ("答复说明", 40), ("经办人", 12), ("答复日期", 12), ("截至", 12),
)  # fmt: skip
_CORRECTIONS = (
    ("单位", 26), ("指标", 30), ("原文", 60), ("原数", 14), ("更正为", 24), ("理由", 40),
    ("经办人", 12), ("日期", 12), ("现状", 16),
)  # fmt: skip
_ACTS = (("序号", 8), ("时间", 26), ("事项", 12), ("对象", 18), ("经办人", 14), ("说明", 60), ("校验值", 20))


def register_workbook(year: Reviewed, acts: Iterable[Sequence[str]] = ()) -> bytes:
    """Return the register as a file; `acts` are rows of the audit log: position, time, act, object, who, why, hash."""
    import xlsxwriter

    package = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book: Any = xlsxwriter.Workbook(package, options)
    book.set_properties({"created": datetime(year.year + 1, 1, 1), "title": f"{year.district.name}{year.year}年度台账"})  # noqa: DTZ001
    _sheet(book, "问题台账", _FINDINGS, _findings(year))
    _sheet(book, "更正台账", _CORRECTIONS, _corrections(year))
    _sheet(book, "操作日志", _ACTS, acts)
    book.close()
    return package.getvalue()


def _findings(year: Reviewed) -> Iterable[Sequence[str]]:
    answers: dict[str, Answer] = {answer.finding: answer for answer in year.answers}
    known = {entry.finding.id: entry for entry in year.followed}
    gone = [entry.finding for entry in year.followed if entry.finding.id not in year.by_id]
    for finding in (*year.findings, *gone):
        answer, entry = answers.get(finding.id), known.get(finding.id)
        yield (
            finding.id, year.unit_name(finding.unit), SEVERITY_WORDS[finding.severity], finding.rule,
            finding.message, finding.quote, STATE_WORDS[finding.state],
            sheets.COURSE_WORDS[entry.course] if entry else "",
            entry.first_seen.isoformat() if entry else "", entry.last_seen.isoformat() if entry else "",
            answer.why if answer else "", answer.by if answer else "", answer.on.isoformat() if answer else "",
            answer.until.isoformat() if answer and answer.until else "",
        )  # fmt: skip


def _corrections(year: Reviewed) -> Iterable[Sequence[str]]:
    placed = [each for laid in year.laid for each in laid.placed]
    known = {each.correction for each in placed}
    elsewhere = [Placed(correction, None, "lost") for correction in year.corrections if correction not in known]
    for each in (*placed, *elsewhere):
        correction = each.correction
        indicator = year.indicator(correction.indicator)
        yield (
            year.unit_name(correction.unit), indicator.name_zh if indicator else "", correction.anchor.quote,
            decimal_text(correction.expect.value) or correction.anchor.text, said(correction), correction.why,
            correction.who, correction.when.date().isoformat(), _STANDINGS[each.standing],
        )  # fmt: skip


def _sheet(book: Any, name: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> None:
    head = book.add_format({"bold": True, "bg_color": "#e9eef5", "border": 1, "text_wrap": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(name)
    for place, (word, width) in enumerate(heads):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, word, head)
    last = 0
    for last, row in enumerate(rows, 1):
        for place, text in enumerate(row):
            sheet.write_string(last, place, shown(text), wrap)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, last), len(heads) - 1)
