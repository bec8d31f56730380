from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nianbao.documents.model import Document
from nianbao.documents.reading import read

PdfMaker = Callable[[str, str], Path]

BEFORE = "全年调解矛盾纠纷236起，比上年增长4.5%，其中涉企纠纷64起，"
AFTER = "均在期限内办结，群众满意度稳步提高，未发生安全生产事故。"
AXIS = " ".join(f"#place(dx: 10pt, dy: {20 + 18 * k}pt)[{400 - 100 * k}]" for k in range(5))
BARS = " ".join(f"#place(dx: {50 + 45 * k}pt, dy: {60 - 9 * k}pt)[{150 + 37 * k}]" for k in range(4))
YEARS = " ".join(f"#place(dx: {48 + 45 * k}pt, dy: 112pt)[{2020 + k}]" for k in range(4))
CHART = f"#block(width: 100%, height: 130pt)[{AXIS} {BARS} {YEARS}]\n\n#align(center)[2020—2023年调解纠纷数（起）]"


def _read(path: Path) -> Document:
    document = read(path)
    assert isinstance(document, Document)
    return document


def test_labels_of_a_chart_are_kept_apart_from_the_prose_and_said(make_pdf: PdfMaker) -> None:
    document = _read(make_pdf("chart", f"{BEFORE}\n\n{CHART}\n\n{AFTER}"))
    assert "236起" in document.text
    assert "187" not in document.text
    assert "187" in document.furniture
    assert document.tables == ()
    assert any("图表" in note for note in document.notes)


def test_a_table_with_even_figures_is_no_chart(make_pdf: PdfMaker) -> None:
    rows = ", ".join(f"[第{k}村], [{100 * k}], [{k}]" for k in range(1, 6))
    table = f"#table(stroke: none, columns: (1fr, 1fr, 1fr), [村], [户数], [名次], {rows})"
    document = _read(make_pdf("even", f"{BEFORE}{AFTER}\n\n{table}\n\n{BEFORE}{AFTER}"))
    assert document.tables[0].rows[5] == ("第5村", "500", "5")
    assert document.notes == ()


def test_white_shapes_behind_words_are_no_cells(make_pdf: PdfMaker) -> None:
    words = ", ".join(["[各项工作取得新的进展，]", "[群众满意度稳步提高。]"] * 4)
    shapes = f"#grid(columns: (120pt, 100pt), inset: (y: 6pt), fill: white, {words})"
    assert _read(make_pdf("white", f"情况\n\n{shapes}")).tables == ()
    assert len(_read(make_pdf("grey", f"情况\n\n{shapes.replace('white', 'silver')}")).tables) == 1


def test_figures_stacked_without_a_rule_between_are_never_fused(make_pdf: PdfMaker) -> None:
    cells = "[年份], [床位数], [人员数], [2021年\\ 2022年\\ 2023年], [3031\\ 4101\\ 4060], [3921\\ 4302\\ 4694]"
    (table,) = _read(make_pdf("stacked", f"机构情况\n\n#table(columns: 3, {cells})")).tables
    assert table.rows == (
        ("年份", "床位数", "人员数"),
        ("2021年", "3031", "3921"),
        ("2022年", "4101", "4302"),
        ("2023年", "4060", "4694"),
    )
    assert (table.header_rows, table.header_columns) == (1, 1)


def test_columns_outside_the_rules_belong_to_the_table(make_pdf: PdfMaker) -> None:
    sides = "stroke: (x, y) => if x == 1 or x == 2 { 1pt } else { none }"
    rows = "[项目], [件数], [起数], [备注], [甲], [12], [7], [无], [乙], [30], [9], [无]"
    (table,) = _read(make_pdf("outside", f"情况\n\n#table(columns: (50pt,) * 4, {sides}, {rows})")).tables
    assert table.rows == (("项目", "件数", "起数", "备注"), ("甲", "12", "7", "无"), ("乙", "30", "9", "无"))
