from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from review_scene import CATALOGUE, CLEANED, UNIT, YEAR, correct, drawn_corrections, reading_of

from nianbao.checks.answering import Answer
from nianbao.checks.finding import Finding
from nianbao.district import District
from nianbao.reading import Reading
from nianbao.review.correction import Correction
from nianbao.review.deciding import Decided, decide
from nianbao.review.laying import lay
from nianbao.review.register import register_workbook
from nianbao.review.reviewed import Reviewed
from nianbao.review.rows import read_rows
from nianbao.review.workbook import review_workbook

WHEN = datetime(2025, 3, 1, 9, tzinfo=UTC)
DISTRICT = District.model_validate(
    {
        "code": "yunxiu", "name": "云岫区", "body": "中共云岫区委全面依法治区委员会办公室",
        "units": [{"code": UNIT, "name": "云岫高新区", "type": "开发区"}],
        "deadlines": {"report": "02-15", "publish": "04-01"},
    }
)  # fmt: skip
BODY = (
    CLEANED + "\n开展执法检查210家次，发现安全隐患64处，整改隐患60处，发放宣传资料300余份。\n"
    "公众满意度达98.7%，在城区新建口袋公园5个。"
)
ERROR = Finding(
    "rate_x", 1, "error", UNIT, "整改率与分子分母不符，请核对", "整改隐患60处", ("safety.hazards_rectified",)
)
WARNING = Finding("gen_required", 1, "warning", UNIT, "必报指标未见数字：领导干部学法次数。请补报")
NOTE = Finding("copied", 3, "info", None, "两单位文字相同")


def year_of(
    reading: Reading | None = None, corrections: tuple[Correction, ...] = (), answers: tuple[Answer, ...] = ()
) -> Reviewed:
    found = reading or reading_of(BODY)
    return Reviewed(
        DISTRICT, YEAR, CATALOGUE, (found,), (lay(found, corrections),), (WARNING, ERROR, NOTE), corrections, answers
    )


Edit = Callable[[Any], None]


def fill(sheet: str, row: int, **cells: object) -> Edit:
    """Write into a row under the heads."""

    def edit(book: Any) -> None:
        heads = {cell.value: cell.column for cell in book[sheet][1]}
        for head, value in cells.items():
            book[sheet].cell(row, heads[head]).value = value

    return edit


def sign(sheet: str, row: int, **cells: object) -> Edit:
    return fill(sheet, row, 理由="核对台账", 经办人="经办一", **cells)


def row_of(year: Reviewed, sheet: str, **cells: object) -> int:
    page = openpyxl.load_workbook(BytesIO(review_workbook(year)))[sheet]
    heads = {cell.value: cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        if all(page.cell(row, heads[head]).value == value for head, value in cells.items()):
            return row
    raise AssertionError(f"no row {cells}")


@pytest.fixture
def hand_back(tmp_path: Path) -> Callable[..., Decided]:
    """Export a year, edit the workbook as a person would, and take it back."""

    def done(year: Reviewed, *edits: Edit) -> Decided:
        file = tmp_path / "book.xlsx"
        file.write_bytes(review_workbook(year))
        if edits:
            book = openpyxl.load_workbook(file)
            for edit in edits:
                edit(book)
            book.save(file)
        rows = read_rows(file)
        assert not isinstance(rows, str), rows
        decided = decide(rows, year, WHEN)
        assert not isinstance(decided, str), decided
        return decided

    return done


def said(decided: Decided) -> list[str]:
    return [str(note) for note in decided.refused]


def test_the_sheets_and_the_first_columns_are_those_that_scripts_rely_on() -> None:
    book = openpyxl.load_workbook(BytesIO(review_workbook(year_of())))
    assert book.sheetnames == ["问题答复", "数据更正", "未识别数据", "豁免"]
    heads = [cell.value for cell in book["数据更正"][1]][:8]
    assert heads == ["编号", "单位", "指标", "原文", "数值", "更正为", "理由", "经办人"]


def test_every_row_shows_its_sentence_and_only_what_waits_for_a_person_is_open() -> None:
    book = openpyxl.load_workbook(BytesIO(review_workbook(year_of())))
    page = book["数据更正"]
    heads = {cell.value: cell.column for cell in page[1]}
    row = row_of(year_of(), "数据更正", 指标="normative.documents_cleaned")
    assert page.cell(row, heads["上下文"]).value == CLEANED
    assert (page.cell(row, heads["数值"]).value, page.cell(row, heads["单位名称"]).value) == (21, "云岫高新区")
    for sheet, opened in (
        ("数据更正", {"更正为", "理由", "经办人"}), ("问题答复", {"答复", "理由", "经办人"}),
        ("未识别数据", {"指标为", "理由", "经办人"}), ("豁免", {"豁免", "截至", "理由", "经办人"}),
    ):  # fmt: skip
        page = book[sheet]
        assert page.protection.sheet
        assert {page.cell(1, cell.column).value for cell in page[2] if not cell.protection.locked} == opened
        assert page.data_validations.dataValidation


def test_a_figure_under_doubt_shows_its_open_findings_and_they_its_number() -> None:
    reading = reading_of(BODY)
    hazards = next(fact for fact in reading.facts if fact.text == "60处")
    year = year_of(reading)
    doubted = replace(year, findings=(replace(ERROR, facts=(hazards.id,)), replace(NOTE, facts=(hazards.id,))))
    assert row_of(doubted, "数据更正", 编号=hazards.id, 待处理问题=f"错误：{ERROR.message}")
    assert row_of(doubted, "问题答复", 编号=doubted.findings[0].id, 数据编号=hazards.id)
    settled = replace(doubted, findings=(replace(doubted.findings[0], state="explained"),))
    assert row_of(settled, "数据更正", 编号=hazards.id, 待处理问题=None)


def test_a_figure_without_indicator_waits_to_be_assigned() -> None:
    assert row_of(year_of(), "未识别数据", 数值=5, 计量单位="个") > 1


def test_the_same_year_gives_the_same_workbook() -> None:
    assert review_workbook(year_of()) == review_workbook(year_of())


def test_export_then_import_without_an_edit_changes_nothing(hand_back: Callable[..., Decided]) -> None:
    reading = reading_of(BODY)
    made = (correct(reading, "21件", 22), correct(reading, "64处", act="not-counted"))
    answered = (Answer(WARNING.id, "waived", "经办一", "新设单位", date(2025, 2, 1), date(2026, 1, 1)),)
    for year in (year_of(), year_of(reading, made, answered)):
        for edits in ((), (lambda book: None,)):
            decided = hand_back(year, *edits)
            assert decided == Decided((), (), (), ())


@pytest.mark.parametrize(
    ("written", "value", "low", "high"),
    [
        (22, "22", "22", "22"),
        ("22", "22", "22", "22"),
        ("22件", "22", "22", "22"),
        ("２２", "22", "22", "22"),
        ("1,126", "1126", "1126", "1126"),
        ("三百", "300", "300", "300"),
        ("1.2万", "12000", "12000", "12000"),
        ("300余", "300", "300", "399"),
        ("300余件", "300", "300", "399"),
        ("约300", "300", "270", "330"),
        ("不少于40", "40", "40", None),
        ("40以上", "40", "40", None),
        (22.0, "22", "22", "22"),
    ],
)
def test_a_corrected_figure_is_read_as_reports_are_read(
    hand_back: Callable[..., Decided], written: object, value: str, low: str, high: str | None
) -> None:
    year = year_of()
    row = row_of(year, "数据更正", 指标="normative.documents_cleaned")
    decided = hand_back(year, sign("数据更正", row, 更正为=written))
    assert said(decided) == []
    (made,) = decided.corrections
    assert made.figure is not None
    assert (made.act, made.unit, made.year, made.why, made.who, made.when) == (
        "value", UNIT, YEAR, "核对台账", "经办一", WHEN,
    )  # fmt: skip
    assert (made.figure.value, made.figure.low) == (Decimal(value), Decimal(low))
    assert made.figure.high == (None if high is None else Decimal(high))
    assert made.expect.value == 21


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"更正为": "二十二件左右吧"}, "不是一个数"),
        ({"更正为": "22和23"}, "不是一个数"),
        ({"更正为": "-5"}, "不是一个数"),
        ({"更正为": "22人"}, "计量单位"),
        ({"更正为": "22.5"}, "应为整数"),
        ({"更正为": "=21+1"}, "不要填公式"),
        ({"更正为": 22, "理由": None}, "没有填“理由”"),
        ({"更正为": 22, "经办人": " "}, "没有填“经办人”"),
        ({"更正为": 22, "理由": "字" * 1001}, "超过1000字"),
        ({"更正为": None}, "没有填“更正为”"),
        ({"更正为": 22, "编号": "0000-f9"}, "没有编号"),
        ({"更正为": 22, "单位": "qiaotou"}, "单位或原文"),
        ({"更正为": 22, "原文": "别的句子"}, "单位或原文"),
        ({"更正为": 22, "数值": 20}, "数值与记录不符"),
        ({"更正为": 22, "指标": "safety.inspections"}, "指标或数值"),
        ({"更正为": "leadership.study_sessions_unknown"}, "不是一个数"),
        ({"更正为": "publicity.funds"}, "不是一个数"),
    ],
)
def test_a_bad_row_is_refused_with_its_number_and_the_good_ones_are_taken(
    hand_back: Callable[..., Decided], cells: dict[str, object], reason: str
) -> None:
    year = year_of()
    row = row_of(year, "数据更正", 指标="normative.documents_cleaned")
    other = row_of(year, "数据更正", 指标="safety.hazards_found")
    filled = {"理由": "核对台账", "经办人": "经办一", **cells}
    decided = hand_back(year, fill("数据更正", row, **filled), sign("数据更正", other, 更正为=65))
    assert len(decided.refused) == 1
    assert said(decided)[0].startswith(f"数据更正 第{row}行：")
    assert reason in said(decided)[0] and "\n" not in said(decided)[0]
    assert [made.anchor.text for made in decided.corrections] == ["64处"]


def test_a_rate_stays_within_its_bounds_and_may_be_typed_in_per_cent(hand_back: Callable[..., Decided]) -> None:
    reading = reading_of("全年规范性文件报备率95%。")
    year = year_of(reading)
    row = row_of(year, "数据更正", 指标="normative.filing_rate")
    assert "取值范围" in said(hand_back(year, sign("数据更正", row, 更正为="120%")))[0]

    def as_per_cent(book: Any) -> None:
        sign("数据更正", row, 更正为=0.967)(book)
        book["数据更正"].cell(row, 6).number_format = "0.0%"

    (made,) = hand_back(year, as_per_cent).corrections
    assert made.figure is not None and made.figure.value == Decimal("96.7")


def test_a_value_far_from_the_old_one_is_taken_and_doubted(hand_back: Callable[..., Decided]) -> None:
    year = year_of()
    row = row_of(year, "数据更正", 指标="normative.documents_cleaned")
    decided = hand_back(year, sign("数据更正", row, 更正为="22万"))
    assert len(decided.corrections) == 1
    assert "相差悬殊" in str(decided.doubts[0])


def test_what_was_imported_once_is_nothing_new_the_second_time(hand_back: Callable[..., Decided]) -> None:
    year = year_of()
    row = row_of(year, "数据更正", 指标="normative.documents_cleaned")
    edits = (sign("数据更正", row, 更正为=22), sign("问题答复", 2, 答复="情况属实"))
    first = hand_back(year, *edits)
    assert (len(first.corrections), len(first.answers)) == (1, 1)
    again = hand_back(year_of(None, first.corrections, first.answers), *edits)
    assert again == Decided((), (), (), ())


def test_other_words_in_the_column_take_back_take_out_or_move_a_figure(hand_back: Callable[..., Decided]) -> None:
    reading = reading_of(BODY)
    year = year_of(reading, (correct(reading, "21件", 22),))
    row = row_of(year, "数据更正", 指标="normative.documents_cleaned", 现行更正="22")
    for written, act, code in (
        ("撤销更正", "revoked", None), ("不计入", "not-counted", None),
        ("normative.documents_issued", "indicator", "normative.documents_issued"),
    ):  # fmt: skip
        (made,) = hand_back(year, sign("数据更正", row, 更正为=written)).corrections
        assert (made.act, made.code) == (act, code)


def test_an_unmatched_figure_is_assigned_by_code_or_by_name_where_its_unit_fits(
    hand_back: Callable[..., Decided],
) -> None:
    reading = reading_of(BODY)
    unknown = [replace(f, indicator=None, also=()) if f.text == "21件" else f for f in reading.facts]
    year = year_of(replace(reading, facts=tuple(unknown)))
    row = row_of(year, "未识别数据", 数值=21)
    name = CATALOGUE.indicators["normative.documents_cleaned"].name_zh
    for written in ("normative.documents_cleaned", f"normative.documents_cleaned {name}", name):
        (made,) = hand_back(year, sign("未识别数据", row, 指标为=written)).corrections
        assert (made.act, made.code) == ("indicator", "normative.documents_cleaned")
    assert "没有“新指标”这一指标" in said(hand_back(year, sign("未识别数据", row, 指标为="新指标")))[0]
    assert "计量单位" in said(hand_back(year, sign("未识别数据", row, 指标为="normative.filing_rate")))[0]


@pytest.mark.parametrize(("word", "state"), [("情况属实", "explained"), ("已更正", "corrected")])
def test_a_finding_is_answered(hand_back: Callable[..., Decided], word: str, state: str) -> None:
    decided = hand_back(year_of(), sign("问题答复", 2, 答复=word))
    assert decided.answers == (Answer(ERROR.id, state, "经办一", "核对台账", WHEN.date()),)  # type: ignore[arg-type]


@pytest.mark.parametrize("until", ["2026-01-31", "2026/1/31", "2026年1月31日", datetime(2026, 1, 31)])
def test_a_finding_is_waived_until_a_day(hand_back: Callable[..., Decided], until: object) -> None:
    decided = hand_back(year_of(), sign("豁免", 3, 豁免="是", 截至=until))
    assert decided.answers == (Answer(WARNING.id, "waived", "经办一", "核对台账", WHEN.date(), date(2026, 1, 31)),)


def test_a_waiver_is_ended_by_no_and_never_begins_with_it(hand_back: Callable[..., Decided]) -> None:
    waived = Answer(ERROR.id, "waived", "经办一", "核对台账", date(2025, 2, 1))
    (answer,) = hand_back(year_of(None, (), (waived,)), sign("豁免", 2, 豁免="否")).answers
    assert answer.state == "open"
    assert hand_back(year_of(), sign("豁免", 2, 豁免="否")).answers == ()


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"豁免": "也许"}, "应填"),
        ({"豁免": "是", "截至": "明年"}, "不是日期"),
        ({"豁免": "是", "截至": "2024-01-01"}, "已过"),
        ({"豁免": "是", "编号": "x"}, "没有编号"),
        ({"豁免": "是", "单位": "qiaotou"}, "单位与记录不符"),
        ({"豁免": "是", "经办人": None}, "没有填"),
        ({"豁免": None, "截至": "2026-01-01"}, "没有填“豁免”"),
    ],
)
def test_a_bad_waiver_is_refused(hand_back: Callable[..., Decided], cells: dict[str, object], reason: str) -> None:
    filled = {"理由": "核对台账", "经办人": "经办一", **cells}
    decided = hand_back(year_of(), fill("豁免", 2, **filled))
    assert decided.answers == ()
    assert reason in said(decided)[0]


def test_two_rows_that_decide_one_finding_differently_are_not_both_taken(hand_back: Callable[..., Decided]) -> None:
    decided = hand_back(year_of(), sign("问题答复", 2, 答复="情况属实"), sign("豁免", 2, 豁免="是"))
    assert len(decided.answers) == 1
    assert "处理不同" in said(decided)[0]


def test_a_sheet_that_a_person_took_out_decides_nothing(hand_back: Callable[..., Decided]) -> None:
    assert hand_back(year_of(), lambda book: book.remove(book["豁免"])) == Decided((), (), (), ())


def test_a_workbook_of_another_district_or_year_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(review_workbook(year_of()))
    rows = read_rows(file)
    assert not isinstance(rows, str)
    for other in (
        replace(year_of(), year=2023),
        replace(year_of(), district=DISTRICT.model_copy(update={"code": "other"})),
    ):
        assert "不符" in str(decide(rows, other, WHEN))


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 damaged"])
def test_what_is_no_workbook_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(content)
    refusal = read_rows(file)
    assert isinstance(refusal, str) and "review export" in refusal and "\n" not in refusal


def test_a_workbook_without_our_sheets_or_with_changed_heads_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    openpyxl.Workbook().save(file)
    assert "没有复核表" in str(read_rows(file))
    file.write_bytes(review_workbook(year_of()))
    book = openpyxl.load_workbook(file)
    book["数据更正"].cell(1, 6).value = "改成"
    book.save(file)
    assert "缺少“更正为”" in str(read_rows(file))


def test_the_register_lists_findings_with_answers_and_corrections_with_how_they_stand() -> None:
    reading = reading_of(BODY)
    waived = Answer(ERROR.id, "waived", "经办一", "情况特殊", date(2025, 2, 1), date(2026, 1, 1))
    year = year_of(reading, (correct(reading, "21件", 22), correct(reading, "21件", 23)), (waived,))
    book = openpyxl.load_workbook(BytesIO(register_workbook(year, [("1", "", "收件", "submission:1", "", "", "ab")])))
    cells = {
        name: [[cell.value for cell in row] for row in book[name].iter_rows(min_row=2)] for name in book.sheetnames
    }
    assert list(cells) == ["问题台账", "更正台账", "操作日志"]
    assert [row[-4:] for row in cells["问题台账"] if row[0] == ERROR.id] == [
        ["情况特殊", "经办一", "2025-02-01", "2026-01-01"]
    ]
    assert [(row[4], row[-1]) for row in cells["更正台账"]] == [("22", "已被后一更正取代"), ("23", "已采用")]
    assert len(cells["操作日志"]) == 1


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn_corrections(), st.booleans())
def test_whatever_was_decided_an_unedited_workbook_decides_nothing(
    hand_back: Callable[..., Decided], drawn: tuple[list[str], list[Correction]], by_openpyxl: bool
) -> None:
    sentences, made = drawn
    answered = tuple(Answer(f.id, "explained", "经办一", "见台账", date(2025, 2, 1)) for f in (ERROR, WARNING))
    year = year_of(reading_of("\n".join(sentences)), tuple(made), answered)
    assert hand_back(year, *([lambda book: None] if by_openpyxl else [])) == Decided((), (), (), ())
