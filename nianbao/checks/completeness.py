"""Find what is not there: units that have not reported, and sections that every report must have."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from nianbao.checks.rules import Claim, Subject, rule
from nianbao.district import District

FIRST_RESPONSIBLE = re.compile(
    r"第一责任人|主要负责(?:人|同志)|主要领导|党政(?:正职|负责人|主要)|一把手|党?委?书记|述法|班子"
)
RESULTS = re.compile(r"举措|成效|做法|开展|推进|完成")
SHORTCOMINGS = re.compile(r"不足|问题|短板|差距|薄弱|弱项|困难")
NEXT_YEAR = re.compile(r"下一步|下步|下一阶段|下一年|明年|新的一年|来年|计划|打算|安排")
"""Words that show what a yearly report must hold (《法治政府建设与责任落实督察工作规定》第二十四条 及各地通知)."""


@rule("report_missing", level=0, severity="error", line="应报单位未报送")
def reports(district: District, year: int, reporting: Collection[str]) -> Iterator[Claim]:
    """Find the units of the roster that have not reported.

    「应报9家，已报8家」: the ninth is named and never counted as nought.
    """
    for unit in district.expected(year):
        if unit.code not in reporting:
            due = district.deadlines.report_day(year)
            said = f"{unit.name}未报送{year}年度报告（应于{due.month}月{due.day}日前报送）"
            said = f"{said}，请催报；其数字未计入，不作0处理"
            yield Claim(said, unit=unit.code)


@rule("section_missing", level=1, severity="warning", line="缺少举措成效、不足、第一责任人履职或下一年安排")
def sections(subject: Subject) -> Iterator[Claim]:
    """Find required sections of which neither the outline nor the text knows anything, all in one claim.

    「一、主要做法……四、法治宣传」 and there the report ends.
    """
    document, year = subject.reading.document, subject.reading.year
    roles = {heading.role for heading in document.outline}
    later = document.text[len(document.text) // 3 :]
    present = {
        "主要举措和成效": "results" in roles or RESULTS.search(document.text),
        "存在的不足和原因": "problems" in roles or SHORTCOMINGS.search(later),
        "主要负责人履行第一责任人职责情况": "leadership" in roles or FIRST_RESPONSIBLE.search(document.text),
        "下一年度主要安排": "plans" in roles or NEXT_YEAR.search(later) or f"{year + 1}年" in later,
    }
    missing = [name for name, found in present.items() if not found]
    if missing:
        yield Claim(f"未见“{'”“'.join(missing)}”，请补充", quote="")
