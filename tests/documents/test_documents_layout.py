from __future__ import annotations

from array import array
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from nianbao.documents.gathering import gather
from nianbao.documents.lines import Line
from nianbao.documents.model import Document
from nianbao.documents.pages import RawPage
from nianbao.documents.reading import read

PdfMaker = Callable[[str, str], Path]

SENTENCE = "全年检查企业1286家次，整改隐患334处，处罚17件。"


def _read(path: Path) -> Document:
    document = read(path)
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize("degrees", [90, 180, -90])
def test_words_that_run_another_way_are_read_upright_and_their_boxes_lie_where_they_stand(
    make_pdf: PdfMaker, degrees: int
) -> None:
    table = "#table(columns: 3, [项目], [数量], [增长], [检查], [127], [3], [处罚], [76], [9])"
    turned = f"#page(header: none, footer: none)[#rotate({degrees}deg, reflow: true)[#block(width: 200pt)[{table}]]]"
    path = make_pdf(f"turned{degrees}", turned)
    document = _read(path)
    assert document.tables[0].rows == (("项目", "数量", "增长"), ("检查", "127", "3"), ("处罚", "76", "9"))
    start = document.text.index("127")
    words, height = pypdfium2.PdfDocument(str(path))[0].get_textpage(), document.pages[0].height_pt
    boxes = [box for k in range(start, start + 3) for box in document.boxes(k, k + 1) or ()]
    found = [
        words.get_text_bounded(x0 + 1, height - bottom + 1, x1 - 1, height - top - 1) for x0, top, x1, bottom in boxes
    ]
    assert "".join(found).split() == ["127"]
    assert document.pages[0].width_pt == 300


def test_prose_that_runs_upwards_is_one_paragraph(make_pdf: PdfMaker) -> None:
    turned = f"#page(header: none, footer: none)[#rotate(-90deg, reflow: true)[#block(width: 300pt)[{SENTENCE * 6}]]]"
    assert _read(make_pdf("upwards", turned)).text == SENTENCE * 6 + "\n"


def test_a_line_printed_twice_for_bold_is_read_once(make_pdf: PdfMaker) -> None:
    source = f"#set par(first-line-indent: 0pt)\n#place(dx: 0.4pt)[整改22处。]整改22处。\n\n{SENTENCE}"
    assert _read(make_pdf("bold", source)).text.count("整改22处。") == 1


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("60.94 亿 元", "60.94亿元"),
        ("增长3 . 5 %", "增长3.5%"),
        ("共3 , 456件", "共3,456件"),
        ("1. 2023年", "1. 2023年"),
        ("甲4 598乙", "甲4 598乙"),
    ],
)
def test_blanks_within_a_figure_are_closed_and_between_two_kept(make_pdf: PdfMaker, printed: str, read_as: str) -> None:
    name = "".join(letter for letter in printed if letter.isalnum())
    assert read_as in _read(make_pdf(name, printed)).text.replace("1.2023", "1. 2023")


def test_raised_marks_of_notes_go_with_their_brackets(make_pdf: PdfMaker) -> None:
    source = "调解#super[\\[3\\]]236起，化解18#super[\\[12\\]]起，绿地20m#super[2]。"
    assert "调解236起，化解18起，绿地20m2。" in _read(make_pdf("marks", source)).text


def test_figures_in_a_taller_font_make_a_line_no_larger() -> None:
    boxes = [(10.0 * k, 100.0, 10.0 * k + 9, 110.0) for k in range(3)] + [
        (30.0 + 5 * k, 95.0, 35.0 + 5 * k, 115.0) for k in range(5)
    ]
    line = Line(1, list("检查了12860"), boxes)
    assert (line.top, line.size) == (100, 10)


def test_two_columns_printed_line_by_line_are_read_one_after_the_other(make_pdf: PdfMaker) -> None:
    left = [f"第{k}项行政执法检查"[:8] for k in "一二三四五六七"]
    right = [f"其{k}化解矛盾纠纷多"[:8] for k in "一二三四五六七"]
    rows = ", ".join(f"[{a}], [{b}]" for a, b in zip(left, right, strict=True))
    source = (
        f"#set par(first-line-indent: 0pt)\n#grid(columns: (97pt, 97pt), column-gutter: 24pt, row-gutter: 8pt, {rows})"
    )
    text = _read(make_pdf("across", source)).text.replace("\n", "")
    assert "".join(left) in text and "".join(right) in text


@pytest.mark.parametrize("tracking", [2, 4])
def test_a_figure_set_letter_by_letter_is_one_figure(make_pdf: PdfMaker, tracking: int) -> None:
    source = f"#set text(tracking: {tracking}pt)\n{SENTENCE}办结率98.7%，追赃1,286万元。"
    text = _read(make_pdf(f"tracking{tracking}", source)).text
    assert text.replace("\n", "").endswith(f"{SENTENCE}办结率98.7%，追赃1,286万元。")


def test_a_blank_before_a_break_that_was_not_printed_lets_no_two_lines_run_into_one() -> None:
    text, boxes = "", array("f")
    for row, words in enumerate(("全年检查企业1286家次 ", "整改隐患334处，处罚")):
        for k, letter in enumerate(words):
            width = 0.0 if letter == " " else 10.0
            text += letter
            boxes.extend((10.0 * k, 12.0 * row, 10.0 * k + width, 12.0 * row + 9))
    lines = gather(RawPage(1, 300, 400, text, boxes, 0))
    assert [line.text for line in lines if isinstance(line, Line)] == ["全年检查企业1286家次", "整改隐患334处，处罚"]


@pytest.mark.parametrize("side", ["background", "foreground"])
def test_a_watermark_across_the_page_is_kept_apart_from_its_words(make_pdf: PdfMaker, side: str) -> None:
    source = f"#set page({side}: rotate(-40deg, text(40pt, fill: luma(210))[内部资料2023]))\n{SENTENCE * 6}"
    document = _read(make_pdf(f"watermark_{side}", source))
    assert SENTENCE * 6 in document.text
    assert "内部资料2023" in document.furniture


def test_a_page_that_lies_aslant_as_a_whole_keeps_its_words(make_pdf: PdfMaker) -> None:
    turned = f"#page(header: none, footer: none)[#rotate(15deg)[#block(width: 180pt)[{SENTENCE}]]]"
    assert "1286" in _read(make_pdf("aslant", turned)).text
