from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from nianbao.documents.identifying import identify
from nianbao.documents.model import Document
from nianbao.documents.outline import section_at
from nianbao.documents.reading import Limits, read
from nianbao.reasons import Reason, Rejection

PdfMaker = Callable[[str, str], Path]

TITLE = "松鹤镇2023年法治政府建设年度报告"
PARAGRAPHS = [
    "2023年，松鹤镇扎实推进依法行政，各项工作取得新进展。现将有关情况报告如下：",
    "一、主要工作",
    "（一）规范执法。全年开展执法检查1286家次，发现隐患334处，已整改331处，作出行政处罚17件，罚没款4.28万元，执法人员持证率达到百分之百，"
    "未发生安全生产事故，群众满意度稳步提高，执法全过程记录制度得到落实。",
    "（二）化解纠纷。调解矛盾纠纷236起，涉及资金2000余万元，其中218起已调解完毕，剩余18起正在处理，为64名农民工追回欠薪72.6万元。",
    "二、下一步打算",
    "2024年，计划开展普法活动40场以上，新培养“法律明白人”30名。",
]
TABLE = """
#table(columns: 3, [项目], [单位], [数量], [执法检查], [家次], [1286],
  table.cell(rowspan: 2)[纠纷], [起], [236], [名], [64])
"""


@pytest.fixture(scope="module")
def printed(make_pdf: PdfMaker) -> Document:
    source = f"#align(center, text(12.5pt)[{TITLE}])\n\n" + "\n\n".join(PARAGRAPHS) + TABLE
    document = read(make_pdf("report", source))
    assert isinstance(document, Document)
    return document


def test_a_printed_report_gives_its_paragraphs_again(printed: Document) -> None:
    lines = [line for line in printed.text.split("\n") if line and "\t" not in line]
    assert lines == [TITLE, *PARAGRAPHS]


def test_page_numbers_and_running_heads_are_kept_apart_from_the_text(printed: Document) -> None:
    assert len(printed.pages) > 1
    assert "年度报告汇编" not in printed.text
    assert "— 2 —".replace(" ", "") in [words.replace(" ", "") for words in printed.furniture]
    assert "年度报告汇编" in printed.furniture


def test_every_character_has_a_box_inside_its_page(printed: Document) -> None:
    assert printed.places is not None
    sizes = {page.number: page for page in printed.pages}
    for k, letter in enumerate(printed.text):
        if letter in "\n\t ":
            continue
        page = sizes[printed.places.pages[k]]
        x0, top, x1, bottom = printed.places.boxes[4 * k : 4 * k + 4]
        assert 0 <= x0 < x1 <= page.width_pt
        assert 0 <= top < bottom <= page.height_pt
        assert page.start <= k < page.end


def test_the_boxes_of_a_figure_lie_where_pdfium_finds_it_again(printed: Document, make_pdf: PdfMaker) -> None:
    path = make_pdf("again", f"{TITLE}\n\n" + "\n\n".join(PARAGRAPHS))
    document = read(path)
    assert isinstance(document, Document)
    pdf = pypdfium2.PdfDocument(str(path))
    for figure in ("1286", "334", "4.28", "72.6", "236"):
        start = document.text.index(figure)
        page = pdf[(document.page(start) or 0) - 1]
        boxes = document.boxes(start, start + len(figure)) or ()
        found = "".join(
            page.get_textpage().get_text_bounded(
                x0 + 0.5, page.get_height() - bottom, x1 - 0.5, page.get_height() - top
            )
            for x0, top, x1, bottom in boxes
        )
        assert found.strip() == figure


def test_the_outline_and_roles_work_on_the_printed_report(printed: Document) -> None:
    assert [heading.number for heading in printed.outline] == ["一", "（一）", "（二）", "二"]
    assert section_at(printed, printed.text.index("334")) == ("一/（一）", "results")
    assert section_at(printed, printed.text.index("40场"))[1] == "plans"
    assert identify(printed, None).unit_text == "松鹤镇"


def test_a_ruled_table_stands_once_in_the_text_and_its_cells_slice(printed: Document) -> None:
    (table,) = printed.tables
    assert table.rows == (
        ("项目", "单位", "数量"),
        ("执法检查", "家次", "1286"),
        ("纠纷", "起", "236"),
        (None, "名", "64"),
    )
    assert (table.header_rows, table.header_columns) == (1, 2)
    assert "执法检查\t家次\t1286\n" in printed.text
    assert printed.text.count("家次") == 2
    for row, spans in zip(table.rows, table.cells, strict=True):
        for cell, span in zip(row, spans, strict=True):
            assert (cell is None) == (span is None)
            assert span is None or printed.text[span[0] : span[1]] == cell


def test_a_table_that_a_page_break_cut_is_one_with_one_header(make_pdf: PdfMaker) -> None:
    rows = "".join(f"[第{k}村], [{100 + k}], [{k}.5%]," for k in range(1, 31))
    source = f"各村情况\n\n#table(columns: (1fr, 1fr, 1fr), table.header([村], [调解数], [占比]), {rows})\n\n表后文字。"
    document = read(make_pdf("long", source))
    assert isinstance(document, Document)
    (table,) = document.tables
    assert table.rows == (("村", "调解数", "占比"), *((f"第{k}村", f"{100 + k}", f"{k}.5%") for k in range(1, 31)))
    assert (table.page, table.header_rows, table.header_columns) == (1, 1, 1)
    assert document.page(table.end - 1) == 2


def test_a_table_without_outer_sides_keeps_its_first_and_last_column(make_pdf: PdfMaker) -> None:
    rows = "[产品], [单位], [产量], [甲], [吨], [35.6], [乙], [吨], [12.0], [丙], [件], [8]"
    sides = "stroke: (x, y) => (left: if x == 0 { none } else { 1pt }, right: none, top: 1pt, bottom: 1pt)"
    document = read(make_pdf("open", f"主要产品\n\n#table(columns: (70pt, 70pt, 70pt), {sides}, {rows})\n\n表后文字。"))
    assert isinstance(document, Document)
    (table,) = document.tables
    assert table.rows == (("产品", "单位", "产量"), ("甲", "吨", "35.6"), ("乙", "吨", "12.0"), ("丙", "件", "8"))


def test_every_figure_comes_back_in_order(printed: Document) -> None:
    body = printed.text.split("项目\t")[0]
    assert re.findall(r"\d+(?:\.\d+)?", body) == re.findall(r"\d+(?:\.\d+)?", TITLE + "".join(PARAGRAPHS))


def test_a_note_mark_never_glues_to_a_figure(make_pdf: PdfMaker) -> None:
    document = read(make_pdf("note", "全年调解纠纷#super[3]236起，化解#super[12]18起，绿地面积20m#super[2]。"))
    assert isinstance(document, Document)
    assert re.findall(r"\d+", document.text) == ["236", "18", "20", "2"]


def test_blanks_that_only_justify_are_closed(make_pdf: PdfMaker) -> None:
    document = read(make_pdf("blanks", "追 回 欠 薪 60.94 万 元，检 查 4 598 家 次。"))
    assert isinstance(document, Document)
    assert "追回欠薪60.94万元，检查4 598家次。" in document.text


def test_two_columns_are_read_one_after_the_other(make_pdf: PdfMaker) -> None:
    document = read(make_pdf("columns", "#columns(2)[" + "行政执法工作人民满意。" * 60 + "]"))
    assert isinstance(document, Document)
    assert document.text.replace("\n", "").count("行政执法工作人民满意。") == 60


def test_a_page_turned_by_a_quarter_has_upright_places(make_pdf: PdfMaker, tmp_path: Path) -> None:
    pdf = pypdfium2.PdfDocument(str(make_pdf("turned", "全年检查企业127家次，整改隐患334处。" * 12)))
    pdf[0].set_rotation(90)
    pdf.save(str(tmp_path / "turned.pdf"))
    document = read(tmp_path / "turned.pdf")
    assert isinstance(document, Document)
    assert (document.pages[0].width_pt, document.pages[0].height_pt) == (400, 300)
    boxes = document.boxes(0, 1)
    assert boxes is not None
    assert 0 <= boxes[0][0] < boxes[0][2] <= 400
    assert 0 <= boxes[0][1] < boxes[0][3] <= 300


def test_a_cut_file_is_refused_as_unreadable(make_pdf: PdfMaker, tmp_path: Path) -> None:
    data = make_pdf("whole", TITLE).read_bytes()
    (tmp_path / "cut.pdf").write_bytes(data[: len(data) // 2])
    assert _reason(tmp_path / "cut.pdf") is Reason.UNREADABLE


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(200, 200)
    pdf.save(str(tmp_path / "blank.pdf"))
    assert _reason(tmp_path / "blank.pdf") is Reason.EMPTY


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    pdf = pypdfium2.PdfDocument.new()
    for _ in range(6):
        pdf.new_page(200, 200)
    pdf.save(str(tmp_path / "many.pdf"))
    assert _reason(tmp_path / "many.pdf", replace(Limits(), pages=5)) is Reason.TOO_MANY_PAGES


def test_a_child_that_takes_too_long_is_killed(make_pdf: PdfMaker) -> None:
    assert _reason(make_pdf("slow", TITLE), replace(Limits(), wall_s=0.01)) is Reason.TIMEOUT


def test_where_time_runs_short_the_text_is_read_without_tables_and_that_is_said(make_pdf: PdfMaker) -> None:
    rows = ", ".join(f"[第{k}村], [{k}]" for k in range(1, 12))
    pages = "\n#pagebreak()\n".join([f"#table(columns: 2, [村], [件数], {rows})"] * 60)
    document = read(make_pdf("many_tables", pages), replace(Limits(), cpu_s=1))
    assert isinstance(document, Document)
    assert document.text.count("第11村") == 60
    assert any("页起未解析表格" in note for note in document.notes)


def test_a_child_without_memory_is_refused_and_not_raised(make_pdf: PdfMaker) -> None:
    path = make_pdf("memory", TITLE)
    assert _reason(path, replace(Limits(), memory_bytes=24 * 1024**2)) in (Reason.MEMORY, Reason.UNREADABLE)


def test_reading_imports_no_parser_before_a_file_needs_it() -> None:
    code = "import sys, nianbao.documents.reading, nianbao.documents.identifying; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pdfplumber", "pypdfium2", "pdfminer", "docx", "lxml", "numpy", "pandas"} & set(loaded)


def _reason(path: Path, limits: Limits | None = None) -> Reason:
    outcome = read(path, limits or Limits())
    assert isinstance(outcome, Rejection)
    return outcome.reason
