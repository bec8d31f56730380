from __future__ import annotations

from array import array

import pytest

from nianbao.documents.assembling import assemble
from nianbao.documents.pages import RawPage

PROSE = ["全年开展执法检查一千余家次，各项工作取得新进展", "群众满意度稳步提高，制度得到落实，队伍建设加强"]


def _page(lines: list[str], tops: list[float] | None = None, left: float = 40.0) -> RawPage:
    """Return a page whose lines stand at the given heights, letters 10 points wide and high."""
    boxes = array("f")
    for k, line in enumerate(lines):
        top = tops[k] if tops else 100.0 + 20 * k
        for c in range(len(line) + (k + 1 < len(lines))):
            boxes.extend((left + 10 * c, top, left + 10 * c + 10, top + 10))
    return RawPage(1, 595.0, 842.0, "\n".join(lines), boxes, 0)


def _graded(page: RawPage) -> tuple[float, tuple[str, ...]]:
    document = assemble([page], "")
    assert document.notes == tuple(f"第1页：{doubt}" for doubt in document.pages[0].doubts)
    return document.pages[0].grade, document.pages[0].doubts


def test_a_sound_page_has_the_full_grade_and_no_doubt() -> None:
    assert _graded(_page(PROSE * 4)) == (1.0, ())


@pytest.mark.parametrize(
    ("line", "doubt"),
    [
        ("检查(cid:12)(cid:7)(cid:99)家次", "文字层有(cid:n)乱码"),
        ("检查\ue001\ue002\ue003\ue004家次", "有无法辨认的专用字符"),
        ("增速9.3%6.9%2.7%-5%1.1%", "有粘连的数字"),
        ("其中（一（二（三（四（五", "多处括号或引号不成对，可能缺字"),
        ("The quick brown fox jumps over the lazy dog again. " * 8, "汉字很少，文字层可能已损坏"),
    ],
)
def test_damage_lowers_the_grade_and_is_said(line: str, doubt: str) -> None:
    grade, doubts = _graded(_page([*PROSE, line]))
    assert grade < 0.9
    assert doubts == (doubt,)


def test_lines_that_step_back_up_the_page_are_doubted() -> None:
    shuffled = [100.0 + 20 * k for k in (5, 1, 7, 0, 3, 6, 2, 4)]
    assert _graded(_page(PROSE * 4, shuffled))[1] == ("文字顺序可能错乱",)


@pytest.mark.parametrize("line", ["1.5.3消费维权。1.5.4行政检查。1.5.5信用监管", "2024.11.05至2024.12.06、2025.01.07"])
def test_outline_numbers_and_dates_are_no_fused_figures(line: str) -> None:
    assert _graded(_page([*PROSE, line])) == (1.0, ())
