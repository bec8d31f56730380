"""The view model says what is true, and says of every figure where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from report_scene import WORDINGS, Scene

from nianbao.documents.reading import read_text
from nianbao.report.boards import Arrival, is_final
from nianbao.report.figure_view import Row
from nianbao.report.passages import passages, sections
from nianbao.report.printing import chinese_number, phrase, printed, shortened
from nianbao.report.tracing import sentence_at
from nianbao.report.view import ReportView
from nianbao.report.viewing import ViewBuilder


def rows(view: ReportView) -> dict[str, Row]:
    return {row.code: row for chapter in view.chapters for part in chapter.parts for row in part.rows}


def test_every_figure_of_the_consolidation_has_a_row(view: ReportView) -> None:
    assert {code: row.wording for code, row in rows(view).items()} == WORDINGS


def test_every_value_of_a_unit_walks_back_to_its_sentence(view: ReportView, scene: Scene) -> None:
    texts = "".join(printed(reading.document.text) for reading in scene.readings)
    for row in rows(view).values():
        for cell in row.cells:
            assert cell.sources
            for source in cell.sources:
                assert source.before + source.mark + source.after in texts


def test_a_missing_unit_is_named_and_a_silent_one_too(view: ReportView) -> None:
    audience = rows(view)["publicity.audience"]
    assert audience.absent == ("青石镇",)
    assert audience.silent == ("新桥街道",)
    assert audience.coverage == "3个单位中1个报告"
    assert "未报送1个（青石镇）" in view.lead[0]


def test_chapters_follow_the_catalogue_and_are_numbered_as_printed(view: ReportView) -> None:
    assert [chapter.head.title for chapter in view.chapters] == [
        "突发事件应对体系",
        "社会矛盾纠纷行政预防调处化解体系",
        "法治社会（普法与公共法律服务）",
    ]
    heads = [view.overview, view.board_head, *(chapter.head for chapter in view.chapters), view.problems.head]
    heads += [view.plans.head, view.findings_head, view.method_head]
    assert [head.number for head in heads] == list("一二三四五六七八九")


def test_a_sentence_never_gives_some_units_figures_as_the_districts(view: ReportView) -> None:
    sentences = [s for chapter in view.chapters for part in chapter.parts for s in part.sentences]
    assert sentences
    assert not [s for s in sentences if s.startswith("全区")]
    assert sentences[0].startswith("临泽高新区和新桥街道安全生产检查共216家次")


def test_the_district_speaks_where_every_unit_reported(changed: Callable[..., Scene]) -> None:
    view = changed(expected=("gaoxin", "xinqiao"), missing=()).view()
    assert view.absent == ()
    assert "未报送" not in view.lead[0]


def test_last_years_change_is_told_over_the_units_that_compare(view: ReportView) -> None:
    change = rows(view)["safety.inspections"].change
    assert change is not None
    assert (change.arrow, change.words, change.detail) == (
        "↑",
        "增长20%",
        "2个单位可比：上年180家次，今年216家次",
    )
    assert rows(view)["safety.hazards_found"].change is None


def test_a_unit_with_an_open_error_is_returned_until_the_records_say_otherwise(scene: Scene) -> None:
    states = {unit.code: unit.state for unit in scene.view().board}
    assert states == {"gaoxin": "checked", "xinqiao": "returned", "qingshi": "missing"}
    arrivals = {"gaoxin": Arrival(date(2025, 2, 20), True, 2, "accepted")}
    told = ViewBuilder(
        scene.consolidation, scene.readings, scene.district, scene.catalogue, scene.templates, arrivals
    ).build()
    assert (told.board[0].state, told.board[0].received) == ("accepted", "2025年2月20日，逾期")


def test_a_report_is_a_draft_until_every_unit_is_accepted(scene: Scene) -> None:
    accepted = Arrival(date(2025, 2, 1), False, 1, "accepted")
    assert scene.view().status == "草案"
    assert not is_final(scene.consolidation, {"gaoxin": accepted, "xinqiao": accepted})
    assert is_final(scene.consolidation, dict.fromkeys(("gaoxin", "xinqiao", "qingshi"), accepted))


def test_problems_and_plans_are_quoted_under_the_name_of_the_unit_without_its_signature(view: ReportView) -> None:
    told = {passage.unit_name: passage.opening for passage in view.problems.passages}
    assert told["新桥街道"] == ("数字化水平有待提高。",)
    assert told["临泽高新技术产业开发区"][0] == "一是基层执法力量不足，专业〔缺字〕人员偏少。"
    assert view.plans.silent == ("新桥街道",)


def test_a_quote_does_not_begin_with_the_mark_that_ends_its_heading(scene: Scene) -> None:
    text = "临泽高新区2024年法治政府建设年度报告\n一、主要工作\n规范执法。\n二、来年怎么打算。2025年，推动隐患整改。\n"
    reading = replace(scene.readings[0], document=read_text(text))
    (passage,) = passages([reading], scene.district, "plans")
    assert (passage.heading, passage.opening) == ("来年怎么打算", ("2025年，推动隐患整改。",))


def test_a_section_of_problems_ends_where_the_plans_begin(scene: Scene) -> None:
    document = scene.readings[0].document
    ((heading, end),) = sections(document, "problems")
    assert document.text[heading.start : end].startswith("二、存在的问题")
    assert document.text[end:].startswith("三、下一步")


def test_findings_stand_by_severity_and_name_their_unit(view: ReportView) -> None:
    assert [(group.severity, len(group.findings)) for group in view.findings] == [
        ("error", 2),
        ("warning", 1),
        ("info", 1),
    ]
    assert view.findings[0].findings[0].unit_name == "新桥街道"


@pytest.mark.parametrize(
    ("text", "start", "end", "sentence"),
    [
        ("甲。乙12件，丙。丁", 3, 6, "乙12件，丙。"),
        ("表头\n合计\t12件\n末行", 6, 9, "合计\t12件"),
        ("只有12件", 2, 5, "只有12件"),
    ],
)
def test_a_sentence_ends_at_its_mark_or_its_line(text: str, start: int, end: int, sentence: str) -> None:
    begin, stop = sentence_at(text, start, end)
    assert text[begin:stop] == sentence


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("专业\ufffd人员", "专业〔缺字〕人员"),
        ("合计\t12件", "合计｜12件"),
        ("\x01甲\x0b乙\uffff", "甲乙"),
        (" 甲\n乙 ", "甲 乙"),
    ],
)
def test_damaged_text_is_shown_as_damaged(text: str, shown: str) -> None:
    assert printed(text) == shown


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("整改安全隐患数", "整改安全隐患"),
        ("法治培训人次", "法治培训"),
        ("法律明白人数", "法律明白人"),
        ("述法人数", "述法"),
        ("上报事件数", "上报事件"),
        ("法律援助案件数", "法律援助案件"),
        ("行政处罚立案件数", "行政处罚立案"),
        ("制发行政规范性文件件数", "制发行政规范性文件"),
        ("行政检查次数", "行政检查"),
        ("网办率", "网办率"),
        ("罚没金额", "罚没金额"),
    ],
)
def test_an_indicators_name_fits_into_a_sentence(name: str, spoken: str) -> None:
    assert phrase(name) == spoken


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")])
def test_headings_are_numbered_in_chinese(number: int, text: str) -> None:
    assert chinese_number(number) == text


def test_a_long_quote_is_cut_at_a_sentence_and_says_so() -> None:
    assert shortened("第一句。第二句很长很长。", 8) == "第一句。……"
    assert shortened("短句。", 8) == "短句。"
