"""Find what is not there: units that have not reported, and sections that every report must have."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from nianbao.checks.rules import Claim, Subject, rule
from nianbao.district import District
from nianbao.documents.model import Role

SECTIONS: tuple[tuple[Role, str, re.Pattern[str]], ...] = (
    ("problems", "存在的不足和原因", re.compile(r"不足|问题|短板|差距|薄弱")),
    ("plans", "下一年度主要安排", re.compile(r"下一步|下步|下一年|明年|新的一年|来年|计划|打算|安排")),
)
"""What a yearly report must hold besides its results (《法治政府建设与责任落实督察工作规定》第二十四条 及各地通知)."""


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


@rule("section_missing", level=1, severity="warning", line="缺少“存在的不足”或“下一年安排”部分")
def sections(subject: Subject) -> Iterator[Claim]:
    """Find required sections of which neither the outline nor the later text knows anything.

    「一、主要做法……四、法治宣传」 and there the report ends.
    """
    document = subject.reading.document
    roles = {heading.role for heading in document.outline}
    later = document.text[len(document.text) // 3 :]
    for role, name, words in SECTIONS:
        if role not in roles and not words.search(later):
            yield Claim(f"未见“{name}”部分，请补充", quote="")
