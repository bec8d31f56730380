"""Find mentions of the wrong year: what was left standing when last year's report was taken as the pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nianbao.checks.rules import Claim, Subject, rule
from nianbao.checks.sentences import sentence

TITLE = re.compile(r"《[^》]*》|〔[^〕]*〕")
YEAR = r"(\d{4}|[一二三四五六七八九〇零]{4})"
OPENING = re.compile(rf"(?:现将|现就)[^。；\n]{{0,24}}?{YEAR}年[^。；\n]{{0,60}}?(?:如下|公布|公开|汇报|报告)")
PLAN = re.compile(rf"{YEAR}年度?(?:的)?(?:工作)?(?:计划|安排|打算|思路|展望|怎么干)")
PARAGRAPH = re.compile(rf"(?m)^[ 　]*{YEAR}年[，,](?=[^。；\n]*(?:全年|一年来|本年|我[区局街镇乡委办]))")
PLANNED = re.compile(rf"{YEAR}年[，,]?[^，。；\n]{{0,10}}(?:将|计划|拟|要)(?!求)")
SIGNED = re.compile(rf"(?m)^[^。；\n]{{0,24}}{YEAR}年\d{{1,2}}月\d{{1,2}}日[ 　]*$")
CLOSING = 160
"""The date under a report stands within so many signs of its end."""
DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


@rule("wrong_year", level=1, severity="warning", line="导语中的年度与报告年度不一致")
def opening(subject: Subject) -> Iterator[Claim]:
    """Find an opening that announces another year than the report's.

    「现将2023年法治工作情况汇报如下」 in a report of 2024.
    """
    for year, start, end in _mentions(subject, OPENING):
        if year != subject.reading.year:
            said = f"本报告为{subject.reading.year}年度，此处写作{year}年，疑为沿用往年文本，请更正"
            yield Claim(said, quote=sentence(subject.reading.document.text, start, end))


@rule("stale_year", level=1, severity="warning", line="正文以往年开头，或落款日期早于报告年度")
def body(subject: Subject) -> Iterator[Claim]:
    """Find a paragraph that tells the year as if it were an earlier one, and a date below that is too early.

    「2023年，我镇全年开展法治宣传31场」 in a report of 2024.
    """
    text, year = subject.reading.document.text, subject.reading.year
    for told, start, end in _mentions(subject, PARAGRAPH):
        if told < year:
            said = f"本报告为{year}年度，此段以{told}年开头，疑为沿用往年文本，请核对"
            yield Claim(said, quote=sentence(text, start, end))
    for told, start, end in _mentions(subject, SIGNED):
        if told < year and start >= len(text) - CLOSING:
            yield Claim(f"落款日期在{told}年，早于报告年度{year}年，请核对", quote=text[start:end].strip())


@rule("plan_year", level=1, severity="warning", line="下一年安排的标题写成了本年或往年")
def plan_heading(subject: Subject) -> Iterator[Claim]:
    """Find a heading of plans that names the report's own year or an earlier one.

    「五、2024年工作打算」 in a report of 2024.
    """
    for heading in subject.reading.document.outline:
        match = PLAN.search(heading.title) if heading.role == "plans" else None
        year = _year(match.group(1)) if match else None
        if year is not None and year <= subject.reading.year:
            said = f"下一年安排的标题写作{year}年，应为{subject.reading.year + 1}年，请核对"
            yield Claim(said, quote=sentence(subject.reading.document.text, heading.start, heading.end))


@rule("planned_year", level=1, severity="warning", line="下一年安排中写的是本年或往年")
def planned(subject: Subject) -> Iterator[Claim]:
    """Find a plan for the report's own year or an earlier one.

    「2024年将开展普法活动60场」 among the plans of a report of 2024.
    """
    document = subject.reading.document
    plans = [(h.start, _end_of(subject, k)) for k, h in enumerate(document.outline) if h.role == "plans"]
    for year, start, end in _mentions(subject, PLANNED):
        if year <= subject.reading.year and any(left <= start < right for left, right in plans):
            said = f"下一年安排中写作{year}年，应为{subject.reading.year + 1}年，请核对"
            yield Claim(said, quote=sentence(document.text, start, end))


def _end_of(subject: Subject, position: int) -> int:
    """Return where the section of a heading ends: at the next heading that is no deeper."""
    outline = subject.reading.document.outline
    after = (h.start for h in outline[position + 1 :] if h.level <= outline[position].level)
    return next(after, len(subject.reading.document.text))


def _mentions(subject: Subject, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, int]]:
    """Yield year and span of each mention; names of documents keep their length and lose their years."""
    text = TITLE.sub(lambda match: "　" * len(match.group()), subject.reading.document.text)
    for match in pattern.finditer(text):
        year = _year(match.group(1))
        if year is not None:
            yield year, match.start(), match.end()


def _year(text: str) -> int | None:
    digits = text.translate(DIGITS)
    return int(digits) if digits.isdigit() and digits[:2] in ("19", "20") else None
