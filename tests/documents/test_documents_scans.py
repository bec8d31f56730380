from __future__ import annotations

from array import array

import numpy as np
import pytest

from nianbao.documents.doubting import find_doubts, lay_back
from nianbao.documents.gridding import build_grid
from nianbao.documents.layers import grade_page, needs_sight
from nianbao.documents.model import Doubt, Places
from nianbao.documents.ordering import order_lines
from nianbao.documents.pages import RawPage, Scan
from nianbao.documents.sight import SeenLine, build_line, find_skew
from nianbao.documents.slips import repair

UPRIGHT = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def _line(text: str, x: float, top: float, size: float = 10.0) -> SeenLine:
    boxes = [(x + size * k, top, x + size * (k + 1), top + size) for k in range(len(text))]
    return SeenLine(list(text), boxes, [1.0] * len(text))


def _page(text: str, pictured: float = 0.0, images: int = 0, scores: list[float] | None = None) -> RawPage:
    boxes = array("f", [v for k in range(len(text)) for v in (10.0 * k, 0.0, 10.0 * k + 10, 10.0)])
    scan = None if scores is None else Scan(array("f", scores), 100, 200, UPRIGHT)
    return RawPage(1, 100, 200, text, boxes, images, pictured=pictured, scan=scan)


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("《纲要（2021一2025年）》", "《纲要（2021—2025年）》"),
        ("全年检查110次,发现隐患34处", "全年检查110次，发现隐患34处"),
        ("报告如下:", "报告如下："),
        ("(一)规范执法", "（一）规范执法"),
        ("东府〔2016]3号", "东府〔2016〕3号"),
        ("筛查784,991人次", "筛查784,991人次"),
        ("比分3:1", "比分3:1"),
        ("二一年来", "二一年来"),
        ("1O8件、l2起", "1O8件、l2起"),
    ],
)
def test_only_slips_that_are_certain_are_repaired_and_never_a_digit(seen: str, meant: str) -> None:
    assert "".join(repair(seen)) == meant
    assert [c for c in repair(seen) if c.isdigit()] == [c for c in seen if c.isdigit()]


def test_columns_are_read_one_after_the_other_and_headings_across_them_first() -> None:
    left = [_line(f"左栏第{k}行的文字在此", 20, 50 + 14 * k) for k in range(8)]
    right = [_line(f"右栏第{k}行的文字在此", 160, 51 + 14 * k) for k in range(8)]
    title = _line("法治政府建设年度报告公开发布二〇二三", 40, 20, 12)
    mixed = [line for pair in zip(right, left, strict=True) for line in pair]
    ordered = ["".join(line.letters) for line in order_lines([*mixed, title])]
    assert ordered == ["".join(line.letters) for line in (title, *left, *right)]


def test_pieces_of_one_row_are_one_line_with_a_blank_in_a_wide_gap() -> None:
    rows = order_lines([_line("127", 100, 11), _line("检查企业", 20, 10), _line("整改隐患", 20, 30)])
    assert ["".join(row.letters) for row in rows] == ["检查企业 127", "整改隐患"]


def test_a_frame_that_a_seal_made_taller_does_not_make_its_line_larger() -> None:
    stamped = _line("核查补筛工作应检尽检", 20, 24)
    stamped.boxes = [(x0, top - 4, x1, bottom) for x0, top, x1, bottom in stamped.boxes]
    rows = order_lines([_line("全年组织各类核酸筛查", 20, 10), stamped, _line("群防群控检查进行检查", 20, 38)])
    assert {round(row.boxes[0][3] - row.boxes[0][1], 3) for row in rows} == {10}


def test_cells_become_a_grid_with_none_under_merged_cells() -> None:
    a, b, c, d, e = (0, 0, 50, 20), (50, 1, 100, 20), (0, 20, 50, 61), (50, 20, 100, 40), (51, 40, 100, 60)
    assert build_grid([e, d, c, b, a]) == ((a, b), (c, d), (None, e))
    assert build_grid([a, b]) is None


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (_page("", pictured=1.0, images=1), True),
        (_page("", pictured=0.0, images=1), True),
        (_page("扫描全能王 创建", pictured=0.98, images=1), True),
        (_page("(cid:31)(cid:7)Ĕġĥ" * 20), True),
        (_page("\ue012\ue013\ue014。" * 40), True),
        (_page("办公室2024年1月5日", pictured=0.05, images=1), False),
        (_page("全年检查企业127家次。" * 20, pictured=1.0, images=1), False),
        (_page("1,286.00 4.28% -3.5 " * 20), False),
        (_page(""), False),
    ],
)
def test_a_page_is_read_from_its_picture_only_without_a_usable_text_layer(page: RawPage, expected: bool) -> None:
    assert needs_sight(page) is expected


def test_figures_that_recognition_was_not_certain_of_are_doubts() -> None:
    text = "查处127件、1O8起、35人"
    scores = [1.0] * len(text)
    scores[text.index("35") + 1] = 0.6
    page = _page(text, scores=scores)
    places = Places(array("H", [1] * len(text)), page.boxes)
    found = find_doubts(text, places, [page])
    assert [(text[d.start : d.end], d.confidence) for d in found] == [("1O8", 0.0), ("35", 0.6)]
    assert find_doubts(text, places, [_page(text)]) == ()
    assert isinstance(found[0], Doubt)


def test_places_go_back_to_the_page_as_it_was_scanned() -> None:
    quarter = Scan(array("f", [1.0]), 200, 100, (0.0, -1.0, 200.0, 1.0, 0.0, 0.0))
    page = RawPage(1, 100, 200, "法", array("f", [10, 20, 20, 40]), 1, scan=quarter)
    laid = lay_back(Places(array("H", [1]), page.boxes), [page])
    assert list(laid.boxes) == [160, 10, 180, 20]


def test_a_page_that_could_not_be_read_says_so() -> None:
    assert grade_page(RawPage(1, 1, 1, "", array("f"), 1, trouble="未能识别")) == ("未能识别", 0.0)
    assert grade_page(_page("", images=1, scores=[])) == ("只有图片，图上没有认出文字", 0.5)
    assert grade_page(_page("", images=0, scores=[])) == ("", 1.0), "the back of a sheet"
    assert grade_page(_page("法治", scores=[0.7, 0.8])) == ("扫描不清，识别的文字多有疑问", 0.75)
    assert grade_page(_page("法治", scores=[1.0, 1.0])) == ("", 1.0)


@pytest.mark.parametrize("degrees", [0, 1.5, -3, 90])
def test_the_skew_of_a_page_is_that_of_its_long_lines(degrees: float) -> None:
    turn = np.deg2rad(degrees)
    along, down = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    corners = [np.array([0 * along, w * along, w * along + 20 * down, 20 * down]) for w in (400, 380, 390, 30)]
    assert find_skew(corners) == pytest.approx(degrees)
    assert find_skew([]) == 0


def test_confidences_stay_with_their_letters_where_the_line_has_blanks() -> None:
    """The engine counts them with the blanks, but hands them out without, so the last ones are missing."""
    quad = np.array([[0, 0], [40, 0], [40, 10], [0, 10]])
    boxes = [np.array([[x, 0], [x + 8, 0], [x + 8, 10], [x, 10]]) for x in (0, 8, 24, 32)]
    words = [(letter, score, box) for letter, score, box in zip("甲乙34", (0.9, 0.8, 1.0, 0.7), boxes, strict=True)]
    line = build_line("甲乙 34", 0.85, quad, words)
    assert line.letters == ["甲", "乙", "3", "4"]
    assert line.scores == [0.9, 0.8, 0.7, 0.85]
    assert all(a[2] <= b[0] + 1e-9 for a, b in zip(line.boxes, line.boxes[1:], strict=False))
