"""Find what recognition left doubtful in a scan: uncertain figures, and pages of which nothing could be read."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.checks.rules import Claim, Subject, rule
from nianbao.documents.model import Document, Doubt
from nianbao.figures.facts import Fact

LEAST_CONFIDENCE = 0.95
WORN_GRADE = 0.95
LEAST_WHEN_WORN = 0.995
"""Measured on samples degraded to 66–110 dots an inch: on pages of grade 0.95 and more, wrong figures were recognised
with less than 0.5; on worn pages with up to 0.986, where points were lost (11.2 read as 112)."""


@rule("ocr_doubt", level=1, severity="warning", line="扫描件中的数字识别得没有把握")
def uncertain_figures(subject: Subject) -> Iterator[Claim]:
    """Find facts whose figures were recognised in a picture with little confidence.

    「共计筛查784.991人次」: the stop was a comma.
    """
    document = subject.reading.document
    doubts = [doubt for doubt in document.doubts if doubt.confidence < _least(document, doubt)]
    for fact in subject.reading.facts:
        if not fact.implied and any(_touches(fact, doubt) for doubt in doubts):
            indicators = (fact.indicator,) if fact.indicator else ()
            yield Claim(f"“{fact.text}”是从扫描件上识别的，没有把握，请对照原件核对", (fact,), indicators)


@rule("unread_page", level=0, severity="error", line="有的页读不出来")
def unread_pages(subject: Subject) -> Iterator[Claim]:
    """Find pages of which nothing was read.

    「第3页：未能识别」: its figures are missing from everything that follows.
    """
    for page in subject.reading.document.pages:
        for doubt in page.doubts if page.grade == 0 else ():
            yield Claim(f"第{page.number}页：{doubt}，请补报清晰的或可复制文字的文件", quote="")


def _least(document: Document, doubt: Doubt) -> float:
    page = next((page for page in document.pages if page.start <= doubt.start < page.end), None)
    return LEAST_WHEN_WORN if page and page.grade < WORN_GRADE else LEAST_CONFIDENCE


def _touches(fact: Fact, doubt: Doubt) -> bool:
    return fact.start < doubt.end and doubt.start < fact.end
