from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.documents.outline import find_outline, section_at
from nianbao.documents.reading import read_text

REPORT = """松鹤镇2023年法治政府建设年度报告

2023年，松鹤镇扎实推进法治建设。

一、履行第一责任人职责，加强组织领导
（一）带头学法。镇长办公会学法6次。
(二)压实责任。召开会议3次。
二、主要工作
1.规范执法
1.1 执法检查
检查企业120家次。
1.2 行政处罚
办理案件8件。
12.5平方公里的镇区实现网格全覆盖。
2、化解纠纷。调解纠纷35起。
三、问题和下一步打算
一是执法力量不足，持证人员只有5人；二是普法形式单一。
2024年，计划开展普法活动40场。
"""


def headings(text: str) -> list[tuple[int, str, str]]:
    return [(h.level, h.number, h.title) for h in find_outline(text)]


def test_the_outline_of_a_report_has_its_levels_numbers_and_titles() -> None:
    assert headings(REPORT) == [
        (1, "一", "履行第一责任人职责，加强组织领导"),
        (2, "（一）", "带头学法"),
        (2, "（二）", "压实责任"),
        (1, "二", "主要工作"),
        (2, "1", "规范执法"),
        (3, "1.1", "执法检查"),
        (3, "1.2", "行政处罚"),
        (2, "2", "化解纠纷"),
        (1, "三", "问题和下一步打算"),
    ]


@pytest.mark.parametrize(
    ("words", "path", "role"),
    [
        ("学法6次", "一/（一）", "leadership"),
        ("会议3次", "一/（二）", "leadership"),
        ("120家次", "二/1/1.1", "results"),
        ("12.5平方公里", "二/1/1.2", "results"),
        ("35起", "二/2", "results"),
        ("只有5人", "三", "problems"),
        ("普法活动40场", "三", "plans"),
        ("2023年，松鹤镇扎实", "", "other"),
    ],
)
def test_a_place_is_found_in_its_section_and_role(words: str, path: str, role: str) -> None:
    document = read_text(REPORT)
    assert section_at(document, document.text.index(words)) == (path, role)


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("第一部分 主要做法", "第一部分", "主要做法"),
        ("十二、强化监督", "十二", "强化监督"),
        ("（三）规范决策。全年审查文件12件。", "（三）", "规范决策"),
        ("1.2023年主要工作", "1", "2023年主要工作"),
        ("3.2024年工作计划", "3", "2024年工作计划"),
        ("1．依法决策", "1", "依法决策"),
        ("（2）案卷评查", "（2）", "案卷评查"),
        ("\u3000\u3000二、主要成效", "二", "主要成效"),
        ("一是：加强统筹谋划。全年开会4次。", "一是", "加强统筹谋划"),
        ("1、全年检查企业127家次，整改隐患34处。", "1", ""),
    ],
)
def test_a_line_that_begins_a_section_is_a_heading(line: str, number: str, title: str) -> None:
    (heading,) = find_outline(line)
    assert (heading.number, heading.title) == (number, title)


@pytest.mark.parametrize(
    "line",
    [
        "12.5平方公里的辖区",
        "1.2万人次参加培训",
        "一、二季度共检查30家",
        "一是检查企业30家，二是整改隐患5处。",
        "1\t办件量\t件\t300",
        "一、主要工作…………………………3",
        "2023、2024年连续两年",
        "3.5个百分点的降幅",
    ],
)
def test_a_number_that_is_no_list_mark_makes_no_heading(line: str) -> None:
    assert find_outline(line) == ()


def test_a_bare_number_is_a_heading_where_its_first_part_follows() -> None:
    text = (
        "松鹤镇2024年法治政府建设年度报告\n1主要工作\n1.1执法检查。检查企业12家。\n"
        "2 2025年工作安排\n\n2.1开展培训12期。\n16个村通过验收\n3 个村待验收\n"
    )
    assert headings(text) == [(1, "1", "主要工作"), (2, "1.1", "执法检查"), (1, "2", "2025年工作安排"), (2, "2.1", "")]
    assert section_at(read_text(text), text.index("培训")) == ("2/2.1", "plans")


def test_headings_are_found_inside_a_line_where_the_breaks_were_lost() -> None:
    text = "松鹤镇2023年法治政府建设报告\n一、做法（一）抓学习。学法3次。（二）抓执法。检查9次。二、不足（一）力量弱。"
    assert [number for _, number, _ in headings(text)] == ["一", "（一）", "（二）", "二", "（一）"]


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("一、存在的主要问题", "problems"),
        ("一、存在不足", "problems"),
        ("一、还要补的短板", "problems"),
        ("一、着力解决突出问题，补齐短板", "results"),
        ("一、坚持问题导向，狠抓整改", "results"),
        ("一、下一步工作计划", "plans"),
        ("一、2024年怎么干", "plans"),
        ("一、2024年工作思路", "plans"),
        ("一、2023年主要工作", "results"),
        ("一、党政主要负责人履行推进法治建设第一责任人职责情况", "leadership"),
        ("一、工作打算", "plans"),
    ],
)
def test_the_role_follows_from_the_words_of_the_heading(title: str, role: str) -> None:
    assert find_outline(f"松鹤镇2023年法治政府建设报告\n{title}\n正文。")[0].role == role


def test_what_stands_under_problems_or_plans_is_of_their_role() -> None:
    text = "松鹤镇2023年法治政府建设报告\n一、存在问题\n（一）学法不深。\n二、下一步打算\n（一）履行第一责任人职责。\n"
    assert [h.role for h in find_outline(text)] == ["problems", "problems", "plans", "plans"]


def test_a_combined_heading_turns_to_plans_with_its_subsection() -> None:
    text = "松鹤镇2023年法治政府建设报告\n一、不足与打算\n（一）存在问题\n力量弱。\n（二）下一步工作打算\n招录2人。\n"
    document = read_text(text)
    assert section_at(document, text.index("力量弱"))[1] == "problems"
    assert section_at(document, text.index("招录"))[1] == "plans"


def test_a_cue_line_without_number_begins_a_section() -> None:
    document = read_text(
        "松鹤镇2022年法治政府建设报告\n1、执法。检查9次。\n存在问题：人手不足。\n2023年计划：培训4次。\n"
    )
    assert section_at(document, document.text.index("人手")) == ("存在问题", "problems")
    assert section_at(document, document.text.index("培训")) == ("2023年计划", "plans")


def test_a_later_year_named_in_passing_leaves_results_alone() -> None:
    document = read_text("松鹤镇2023年法治政府建设报告\n一、工作情况\n全年办结18件，2024年1月回访全部完成。\n")
    assert section_at(document, document.text.index("回访"))[1] == "results"


MARKS = ["一、", "二、", "（一）", "(二)", "1.", "1.1 ", "12.5", "（1）", "一是：", "第一部分 ", "存在问题："]
WORDS = ["下一步，", "2024年", "\n", "。", "执法检查", "，", "\t", " ", "\u3000", "法治", "30件"]
PIECES = st.lists(st.sampled_from(MARKS + WORDS), max_size=40).map("".join)


@given(PIECES)
def test_every_heading_slices_to_its_number_and_title_and_sections_cover_the_text(text: str) -> None:
    document = read_text(text)
    for heading in document.outline:
        span = text[heading.start : heading.end]
        assert 0 <= heading.start < heading.end <= len(text)
        assert span.endswith(heading.title)
        assert heading.number.strip("（）") in span
    starts = [section.start for section in document.sections]
    assert starts[0] == 0
    assert starts == sorted(starts)
    for offset in range(0, len(text), 7):
        section_at(document, offset)
