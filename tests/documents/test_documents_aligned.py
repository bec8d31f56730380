from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nianbao.documents.model import Document
from nianbao.documents.reading import read

PdfMaker = Callable[[str, str], Path]

PROSE = "全年开展执法检查一千余家次，各项工作取得新进展，群众满意度稳步提高，制度得到落实。" * 2
HEADS = "[项目], [数量], [增长]"
ROWS = "[执法检查], [1286], [12.5], [其中：街道], [334], [-3.1], [调解纠纷], [236], [], [援助], [64], [0.4]"


def _read(path: Path) -> Document:
    document = read(path)
    assert isinstance(document, Document)
    return document


def test_columns_of_text_without_a_rule_are_a_table(make_pdf: PdfMaker) -> None:
    table = f"#table(stroke: none, columns: (1fr, 1fr, 1fr), align: (left, right, right), {HEADS}, {ROWS})"
    document = _read(make_pdf("bare", f"{PROSE}\n\n{table}\n\n{PROSE}"))
    (found,) = document.tables
    assert found.rows == (
        ("项目", "数量", "增长"),
        ("执法检查", "1286", "12.5"),
        ("其中：街道", "334", "−3.1"),
        ("调解纠纷", "236", ""),
        ("援助", "64", "0.4"),
    )
    assert (found.header_rows, found.header_columns) == (1, 1)
    assert document.text.split("\n").count(PROSE) == 2


def test_a_table_with_level_rules_only_is_read_by_its_columns(make_pdf: PdfMaker) -> None:
    rules = "table.hline(), "
    table = f"#table(stroke: none, columns: (1fr, 1fr, 1fr), align: center, {rules}{HEADS}, {rules}{ROWS}, {rules})"
    (found,) = _read(make_pdf("three_rules", f"{PROSE}\n\n{table}\n\n{PROSE}")).tables
    assert found.rows[1] == ("执法检查", "1286", "12.5")


def test_a_head_over_two_columns_and_cells_of_several_lines_are_kept_together(make_pdf: PdfMaker) -> None:
    heads = "[项目], table.cell(colspan: 2)[2023年], [备注], [], [数量], [增长], []"
    rows = "[执法检查], [1286], [12.5], [含街道开展的联合检查], [调解], [236], [3.5], [], [援助], [64], [1.2], []"
    table = f"#table(stroke: none, columns: (1fr, 1fr, 1fr, 1fr), align: center, {heads}, {rows})"
    (found,) = _read(make_pdf("spread", f"{PROSE}\n\n{table}\n\n{PROSE}")).tables
    assert found.rows[:3] == (
        ("项目", "2023年", None, "备注"),
        ("", "数量", "增长", ""),
        ("执法检查", "1286", "12.5", "含街道开展的联合检查"),
    )


def test_a_table_of_contents_and_a_signature_are_no_tables(make_pdf: PdfMaker) -> None:
    contents = (
        "#table(stroke: none, columns: (1fr, 30pt), [一、工作], [1], [二、问题], [3], [三、打算], [5], [附], [9])"
    )
    signature = "区委依法治区办 #h(40pt) 2024年1月5日\n\n联系人：某某 #h(30pt) 电话 #h(30pt) 83605"
    assert _read(make_pdf("contents", f"目录\n\n{contents}\n\n{PROSE}\n\n{signature}")).tables == ()


def test_two_columns_of_prose_full_of_figures_are_no_table(make_pdf: PdfMaker) -> None:
    prose = "全年检查1286家次，整改334处，处罚17件，调解236起，追回72.6万元，持证率100%，培训40场。" * 12
    document = _read(make_pdf("figures", f"#columns(2)[{prose}]"))
    assert document.tables == ()
    assert document.text.replace("\n", "").count("整改334处，处罚17件") == 12
