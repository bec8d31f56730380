from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.documents.heads import count_header_columns, count_header_rows
from nianbao.documents.model import Document
from nianbao.documents.parting import find_body, part_table
from nianbao.documents.reading import read

PdfMaker = Callable[[str, str], Path]
Rows = list[list[str | None]]

OPEN_GOVERNMENT: Rows = [
    ["第二十条第（一）项", None, None],
    ["信息内容", "本年制发件数", "现行有效件数"],
    ["规章", "1", "11"],
    ["第二十条第（五）项", None, None],
    ["信息内容", "本年处理决定数量", None],
    ["行政许可", "4472", None],
]
BUDGET: Rows = [
    ["本年收入", None, "本年支出", None, None],
    ["项目", "预算数", "项目", "合计", "其中：项目支出"],
    ["一、财政拨款", "171", "一、公共服务", "127", "43"],
    ["二、事业收入", "", "二、社会保障", "17", "1"],
    ["收入总计", "171", "支出总计", "144", "44"],
]


def _tables(path: Path) -> list[tuple[tuple[str | None, ...], ...]]:
    document = read(path)
    assert isinstance(document, Document)
    return [table.rows for table in document.tables]


def test_tables_stacked_under_captions_of_their_own_are_parted() -> None:
    assert part_table(OPEN_GOVERNMENT) == [(0, 3, 0, 3), (3, 6, 0, 3)]


def test_groups_of_rows_under_a_caption_stay_in_one_table() -> None:
    rows: Rows = [["项目", "数量"], ["一、执法", None], ["检查", "5"], ["处罚", "2"], ["二、调解", None], ["调解", "9"]]
    assert part_table(rows) == [(0, 6, 0, 2)]


def test_tables_side_by_side_are_parted_so_that_every_figure_has_its_own_label() -> None:
    assert part_table(BUDGET) == [(0, 5, 0, 2), (0, 5, 2, 5)]


def test_a_column_of_words_between_figures_is_no_second_table() -> None:
    rows: Rows = [
        ["项目", "数量", "责任单位", "完成率"],
        ["检查", "5", "执法队", "90%"],
        ["调解", "9", "司法所", "80%"],
    ]
    assert part_table(rows) == [(0, 3, 0, 4)]


def test_prose_in_a_frame_above_a_table_is_no_part_of_it() -> None:
    prose: Rows = [["全年受理信访事项，均在规定期限内办结并答复，群众满意。", None], ["二、公开情况", None]]
    rows = [*prose, ["第（一）项", None], ["内容", "件数"], ["规章", "1"]]
    assert find_body(rows) == (2, 5)
    assert find_body(rows[2:]) == (0, 3)


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ([["指标", "2022", "2023"], ["检查", "5", "7"]], 1),
        ([["指标", "单位", "数量"], ["栏次", "1", "2"], ["检查", "5", "7"]], 2),
        ([["", "1", "2"], ["检查", "5", "7"]], 0),
        ([["项目", None, "支出"], ["类", "款", None], ["", "", ""], ["合计", None, ""]], 2),
        ([["年份", "数量"], ["2022", "5"], ["2023", "7"]], 1),
    ],
)
def test_heads_may_be_years_or_numbers_of_columns(rows: Rows, count: int) -> None:
    assert count_header_rows(rows) == count


def test_codes_name_rows_though_the_last_row_is_a_total() -> None:
    rows: Rows = [["210", "", "卫生", "46"], ["210", "11", "医疗", "46"], ["合计", None, None, "92"]]
    assert count_header_columns(rows) == 3


def test_a_label_that_a_page_break_cut_is_one_again(make_pdf: PdfMaker) -> None:
    rows = ", ".join(f"[{k}.事项], [{k}0]" for k in range(1, 31))
    heads = "columns: (70pt, 80pt, 60pt), [类别], [情形], [件数], table.cell(rowspan: 30)[（一）受理]"
    source = f"情况\n\n#table({heads}, {rows})"
    (table,) = _tables(make_pdf("cut_label", source))
    assert table[1][:2] == ("（一）受理", "1.事项")
    assert [row[0] for row in table[2:]] == [None] * 29
