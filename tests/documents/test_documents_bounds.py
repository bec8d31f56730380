"""What goes beyond a bound or comes broken from a child is refused or told; odd pages of the web are read too."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.documents.continuing import continue_table, dissolved
from nianbao.documents.lines import Cells, Line, join
from nianbao.documents.model import Document, Places
from nianbao.documents.pages import RawPage, Scan, page_from_json, page_json, with_letters
from nianbao.documents.reading import Limits, read
from nianbao.documents.sight import SeenLine, overlap
from nianbao.reasons import Reason, Rejection

PROSE = "松鹤镇2023年法治政府建设年度报告\n全年检查企业127家次，整改隐患34处。\n"


@pytest.mark.parametrize(
    ("data", "picture"),
    [(b"BM\x36\x10\0\0\0\0\0\0\x36\0\0\0", "BMP"), (b"RIFF\x24\0\0\0WEBPVP8 ", "WebP")],
)
def test_pictures_of_kinds_that_are_not_read_are_named(tmp_path: Path, data: bytes, picture: str) -> None:
    (tmp_path / "scan").write_bytes(data + bytes(400))
    outcome = read(tmp_path / "scan")
    assert isinstance(outcome, Rejection) and outcome.reason is Reason.UNKNOWN_FORMAT and picture in outcome.detail


def test_more_text_than_allowed_is_refused_with_both_numbers(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(PROSE, encoding="utf-8")
    outcome = read(tmp_path / "long.txt", replace(Limits(), text_characters=20))
    assert outcome == Rejection(Reason.TOO_LARGE, f"{len(PROSE)} 字，上限 20 字")


def test_a_pdf_that_says_more_than_allowed_keeps_the_pages_before_and_says_where_it_ends(
    make_pdf: Callable[[str, str], Path],
) -> None:
    outcome = read(make_pdf("too_much", PROSE * 20), replace(Limits(), text_characters=20))
    assert isinstance(outcome, Document)
    assert any(note.startswith("共3页，只读到第1页") and "文字上限20字" in note for note in outcome.notes)


def test_a_child_that_says_more_than_allowed_is_stopped(make_pdf: Callable[[str, str], Path]) -> None:
    outcome = read(make_pdf("too_much", PROSE * 20), replace(Limits(), output_bytes=200))
    assert isinstance(outcome, Rejection) and outcome.reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("<table><tr><td>检查</td><td>127</td></tr></table>", 0),
        ("<table><tr><td>检查</td></tr><tr><td>127</td></tr></table>", 0),
        ("<table><tr><td><table><tr><td>检查</td></tr></table></td><td>127</td></tr><tr><td>整改</td></tr></table>", 0),
        (f"<table><tr><td>{'检查企业' * 90}</td><td>127</td></tr><tr><td>整改</td><td>34</td></tr></table>", 0),
        ("<table><tr><td>检查</td><td>127</td></tr><tr><td>整改</td><td>34</td></tr></table>", 2),
        ("<table><tr><td colspan='x'>检查</td><td>127</td></tr><tr><td>整改</td><td>34</td></tr></table>", 2),
    ],
)
def test_a_table_of_the_web_that_only_lays_out_is_prose(tmp_path: Path, source: str, rows: int) -> None:
    (tmp_path / "page.html").write_text(f"<html><body><p>{PROSE}</p>{source}</body></html>", encoding="utf-8")
    document = read(tmp_path / "page.html")
    assert isinstance(document, Document)
    assert sum(len(table.rows) for table in document.tables) == rows
    assert document.text.count("127") == 2


def test_a_web_page_without_a_word_is_empty(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html><body><script>alert(1)</script></body></html>", encoding="utf-8")
    outcome = read(tmp_path / "page.html")
    assert isinstance(outcome, Rejection) and outcome.reason is Reason.EMPTY


SCANNED = RawPage(
    3, 100.0, 200.0, "法治", array("f", range(8)), 1,
    scan=Scan(array("f", [0.5, 1.0]), 90.0, 190.0, (1, 0, 0, 0, 1, 0)),
    grids=((((0.0, 0.0, 9.0, 9.0), None),),),
)  # fmt: skip


def test_a_page_comes_back_from_a_child_as_it_went() -> None:
    assert page_from_json(page_json(SCANNED)) == SCANNED


@pytest.mark.parametrize(("text", "what"), [("法治政府", "boxes"), ("法", "boxes")])
def test_a_page_whose_boxes_and_letters_differ_in_number_is_not_taken(text: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        page_from_json({**page_json(SCANNED), "text": text})


def test_a_page_whose_confidences_and_letters_differ_in_number_is_not_taken() -> None:
    scan = SCANNED.scan
    assert scan is not None
    short = replace(SCANNED, scan=replace(scan, confidences=array("f", [0.5])))
    with pytest.raises(ValueError, match="confidences"):
        page_from_json(page_json(short))


def test_a_letter_that_is_added_stands_on_a_line_of_its_own() -> None:
    page = with_letters(SCANNED, [["章", 1.0, 2.0, 3.0, 4.0]])
    assert page.text == "法治\n章" and len(page.boxes) == 4 * len(page.text)
    assert list(page.boxes[-4:]) == [1.0, 2.0, 3.0, 4.0]


def seen(x: float, top: float) -> SeenLine:
    return SeenLine(list("法治"), [(x, top, x + 10, top + 10), (x + 10, top, x + 20, top + 10)], [1.0, 1.0])


@pytest.mark.parametrize(
    ("x", "top", "same"), [(0, 0, True), (5, 3, True), (15, 0, False), (0, 8, False), (40, 0, False)]
)
def test_two_lines_that_lie_over_each_other_are_one_that_was_seen_twice(x: float, top: float, same: bool) -> None:
    assert overlap(seen(0, 0), seen(x, top)) is same


def cell(words: str, page: int = 1) -> Line:
    return Line(page, list(words), [(10.0 * k, 0.0, 10.0 * k + 9, 10.0) for k in range(len(words))])


def cells(page: int, edges: tuple[float, ...], *rows: tuple[str | None, ...]) -> Cells:
    lines = tuple(tuple(None if words is None else cell(words, page) for words in row) for row in rows)
    return Cells(page, lines, edges, page)


def words_of(table: Cells | None) -> list[list[str | None]]:
    assert table is not None
    return [[None if each is None else each.text for each in row] for row in table.rows]


def test_a_part_that_lacks_a_column_takes_the_columns_of_the_other() -> None:
    wide = cells(2, (0.0, 50.0, 100.0, 150.0), ("检查", "家次", "127"))
    narrow = cells(1, (0.0, 100.0, 150.0), ("指标", "数值"))
    assert words_of(continue_table(narrow, wide)) == [["指标", None, "数值"], ["检查", "家次", "127"]]
    later = replace(narrow, page=3, last_page=3)
    assert words_of(continue_table(wide, later)) == [["检查", "家次", "127"], ["指标", None, "数值"]]


@pytest.mark.parametrize("edges", [(0.0, 60.0, 150.0), (0.0, 100.0, 140.0), (20.0, 100.0, 150.0)])
def test_a_part_with_edges_of_its_own_is_a_table_of_its_own(edges: tuple[float, ...]) -> None:
    wide = cells(1, (0.0, 50.0, 100.0, 150.0), ("检查", "家次", "127"))
    assert continue_table(wide, cells(2, edges, ("整改", "34"))) is None
    assert continue_table(wide, cells(4, (0.0, 50.0, 100.0, 150.0), ("整改", "处", "34"))) is None, (
        "a page lies between"
    )


def test_a_table_of_one_row_that_goes_on_nowhere_is_a_line() -> None:
    line = dissolved(cells(1, (0.0, 50.0, 100.0, 150.0), ("检查", None, "127")))
    assert line.text == "检查 127" and len(line.boxes) == len(line.letters)


def test_two_latin_words_are_joined_by_a_blank_and_chinese_ones_by_nothing() -> None:
    for first, second, whole in (("App", "store", "App store"), ("法治", "政府", "法治政府"), ("12", "345", "12345")):
        line = cell(first)
        join(line, cell(second))
        assert line.text == whole and len(line.boxes) == len(line.letters)


def test_letters_without_a_place_draw_no_box() -> None:
    places = Places(array("i", [0, 1, 1, 1]), array("f", [0, 0, 0, 0, 5, 0, 5, 9, 0, 0, 9, 9, 9, 0, 18, 9]))
    assert places.lines(0, 4) == ((0.0, 0.0, 18.0, 9.0),)
    assert places.page(0) is None and places.page(1) == 1
