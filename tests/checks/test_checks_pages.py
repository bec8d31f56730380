from __future__ import annotations

from collections.abc import Callable

import pytest

from nianbao.catalogue import Catalogue
from nianbao.checks.checking import check_reading
from nianbao.documents.model import Page
from nianbao.figures.facts import Fact
from nianbao.reading import Reading

TEXT = "全年检查企业127家次。\n整改隐患334处。\n"


def _page(number: int, start: int, end: int, grade: float, *doubts: str) -> Page:
    return Page(number, 595.0, 842.0, start, end, grade, doubts)


def _doubts(reading: Reading, catalogue: Catalogue) -> list[tuple[str, str, str]]:
    found = check_reading(reading, catalogue, ())
    return [(f.rule, f.severity, f.message) for f in found if f.rule in ("page_doubt", "unread_page")]


@pytest.fixture
def written(report: Callable[..., Reading], fact: Callable[..., Fact]) -> Callable[..., Reading]:
    def write(*pages: Page) -> Reading:
        return report(TEXT, fact("127家次"), fact("334处"), pages=pages)

    return write


def test_a_page_out_of_order_is_a_warning_that_counts_its_figures(
    written: Callable[..., Reading], catalogue: Catalogue
) -> None:
    reading = written(_page(1, 0, 13, 1.0), _page(2, 13, len(TEXT), 0.5, "文字顺序可能错乱"))
    ((rule, severity, message),) = _doubts(reading, catalogue)
    assert (rule, severity) == ("page_doubt", "warning")
    assert "第2页文字顺序可能错乱" in message and "1项数据" in message


def test_a_page_of_which_nothing_was_read_is_an_error_and_told_once(
    written: Callable[..., Reading], catalogue: Catalogue
) -> None:
    reading = written(_page(1, 0, len(TEXT), 1.0), _page(2, len(TEXT), len(TEXT), 0.0, "未能识别"))
    assert [(rule, severity) for rule, severity, _ in _doubts(reading, catalogue)] == [("unread_page", "error")]


def test_good_pages_and_a_clear_scan_are_not_doubted(written: Callable[..., Reading], catalogue: Catalogue) -> None:
    assert _doubts(written(_page(1, 0, 13, 1.0), _page(2, 13, len(TEXT), 0.97)), catalogue) == []
