from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from nianbao.catalogue import load_catalogue
from nianbao.checks.checking import check_reading
from nianbao.checks.finding import Finding
from nianbao.documents.model import Doubt, Page
from nianbao.documents.reading import read_text
from nianbao.figures.extracting import extract
from nianbao.places import data_folder
from nianbao.reading import Reading

TEXT = "松鹤镇2023年法治政府建设年度报告\n一、主要工作\n全年检查企业1286家次，发现隐患334处，已整改331处。\n"
CATALOGUE = load_catalogue(data_folder("catalogue"))


def _findings(doubts: dict[str, float] | None = None, grade: float = 1.0, doubt: str = "") -> list[Finding]:
    page = Page(1, 595, 842, 0, len(TEXT), grade, (doubt,) if doubt else ())
    found = tuple(Doubt(TEXT.index(t), TEXT.index(t) + len(t), c) for t, c in (doubts or {}).items())
    document = replace(read_text(TEXT), pages=(page,), doubts=found)
    extraction = extract(document, CATALOGUE)
    assert [fact.value for fact in extraction.facts if not fact.implied] == [Decimal(n) for n in (1286, 334, 331)]
    reading = Reading("u01", 2023, document, extraction.facts, extraction.tokens)
    return [f for f in check_reading(reading, CATALOGUE, ()) if f.rule in ("ocr_doubt", "unread_page")]


def test_a_figure_recognised_with_little_confidence_is_a_warning_that_quotes_its_sentence() -> None:
    (finding,) = _findings({"334": 0.6, "1286": 0.97, "2023": 0.2})
    assert (finding.rule, finding.severity) == ("ocr_doubt", "warning")
    assert "334处" in finding.message
    assert finding.quote == "全年检查企业1286家次，发现隐患334处，已整改331处"
    assert len(finding.facts) == 1


def test_on_a_worn_page_every_figure_that_is_not_quite_certain_is_a_warning() -> None:
    assert len(_findings({"334": 0.97, "1286": 0.99}, grade=0.94)) == 2


def test_a_page_of_which_nothing_was_read_is_an_error() -> None:
    (unread,) = _findings(grade=0.0, doubt="未能识别：读取超时")
    assert (unread.rule, unread.severity) == ("unread_page", "error")
    assert "第1页" in unread.message


def test_a_digital_report_has_neither() -> None:
    assert _findings() == []
