from __future__ import annotations

import pytest

from nianbao.district import Deadlines, District, Unit
from nianbao.documents.identifying import admit, identify, looks_like_a_report
from nianbao.documents.naming import find_unit
from nianbao.documents.reading import read_text
from nianbao.documents.titles import find_title, years_named

DISTRICT = District(
    code="linxi",
    name="临溪区",
    body="中共临溪区委全面依法治区委员会办公室",
    units=(
        Unit(
            code="gaoxin",
            name="临溪高新技术产业开发区",
            type="开发区",
            aliases=("临溪高新区", "高新区", "高新区管委会"),
        ),
        Unit(code="jingkai", name="云州临溪经济技术开发区", type="开发区", aliases=("临溪经开区",)),
        Unit(code="songhe", name="松鹤镇", type="镇", aliases=("松鹤镇人民政府", "松鹤")),
        Unit(code="baita", name="白塔街道", type="街道", aliases=("白塔街道办事处",), since=2023),
        Unit(code="yingji", name="临溪区应急管理局", type="部门", aliases=("区应急管理局", "区应急局")),
    ),
    deadlines=Deadlines(report="02-15", publish="04-01"),
)
BODY = (
    "坚持以习近平法治思想为指导，扎实推进依法行政。\n一、主要工作\n全年开展行政执法检查120家次，调解矛盾纠纷36起，开展普法宣传20场次，"
    "审查行政规范性文件3件，全部通过合法性审查，法治政府建设取得新成效。\n二、下一步打算\n继续落实《法治政府建设实施纲要（2021—2025年）》。\n"
)


def report(title: str, opening: str = "一年来，", end: str = "") -> str:
    return f"{title}\n\n{opening}{BODY}{end}"


@pytest.mark.parametrize(
    ("title", "unit", "unit_text", "year"),
    [
        ("松鹤镇2023年法治政府建设年度报告", "songhe", "松鹤镇", 2023),
        ("临溪高新技术产业开发区2023年度法治政府建设情况报告", "gaoxin", "临溪高新技术产业开发区", 2023),
        ("临溪高新区管委会\n关于2023年度法治政府建设工作情况的报告", "gaoxin", "临溪高新区管委会", 2023),
        ("关于松鹤镇2023年度法治政府建设情况的报告", "songhe", "松鹤镇", 2023),
        ("2023年松鹤镇法治政府建设年度报告", "songhe", "松鹤镇", 2023),
        ("2023年度白塔街道推进法治政府建设工作报告", "baita", "白塔街道", 2023),
        (
            "中共白塔街道工作委员会白塔街道办事处关于2023年法治建设情况的报告",
            "baita",
            "中共白塔街道工作委员会白塔街道办事处",
            2023,
        ),
        ("云州临溪经开区2023年法治政府建设年度报告", "jingkai", "云州临溪经开区", 2023),
        ("临溪经济技术开发区2023年法治政府\n建设情况报告", "jingkai", "临溪经济技术开发区", 2023),
        ("松鹤镇人民政府关于二〇二三年法治政府建设情况的报告", "songhe", "松鹤镇人民政府", 2023),
        (
            "临溪区应急管理局关于落实《法治政府建设实施纲要（2021—2025年）》2023年度情况的报告",
            "yingji",
            "临溪区应急管理局",
            2023,
        ),
    ],
)
def test_title_names_unit_and_year(title: str, unit: str, unit_text: str, year: int) -> None:
    document = read_text(report(title))
    identity = identify(document, DISTRICT)
    assert (identity.unit, identity.unit_text, identity.year) == (unit, unit_text, year)
    assert admit(document, identity, DISTRICT, 2023) is None
    without = identify(document, None)
    assert (without.unit, without.unit_text, without.year) == (None, unit_text, year)


@pytest.mark.parametrize(
    ("text", "file_name", "unit", "year"),
    [
        (report("法治政府建设年度报告", "2023年，松鹤镇"), "", "songhe", 2023),
        (report("2023年法治政府建设年度报告", end="松鹤镇人民政府\n2024年1月12日\n"), "", "songhe", 2023),
        (report("法治政府建设工作报告", end="白塔街道办事处\n二〇二四年一月十日\n"), "", "baita", 2023),
        (report("法治政府建设年度报告"), "白塔街道2023年报告.pdf", "baita", 2023),
        (report("法治政府建设年度报告", "2023年，"), "songhe.txt", "songhe", 2023),
        (BODY + "松鹤镇人民政府\n2024年1月12日\n", "", "songhe", 2023),
        (report("松鹤镇法治政府建设年度报告", "现将2023年度有关情况报告如下。"), "", "songhe", 2023),
    ],
)
def test_without_a_full_title_opening_signature_and_file_name_tell(
    text: str, file_name: str, unit: str, year: int
) -> None:
    identity = identify(read_text(text), DISTRICT, file_name)
    assert (identity.unit, identity.year) == (unit, year)


@pytest.mark.parametrize(
    ("text", "file_name", "reason"),
    [
        (report("北湖经济技术开发区2023年法治政府建设情况报告", "2023年，北湖开发区"), "", "other-district"),
        (report("北湖区应急管理局2023年法治政府建设情况报告"), "", "other-district"),
        (report("北湖高新区2023年法治政府建设情况报告"), "", "other-district"),
        (report("松鹤中心学校2023年法治建设情况报告"), "", "other-district"),
        (report("2023年法治政府建设年度报告"), "", "unit-unknown"),
        (report("白塔街道2023年法治政府建设年度报告", end="松鹤镇人民政府\n2024年1月12日\n"), "", "unit-conflict"),
        (report("白塔街道2023年法治政府建设年度报告", "2023年，松鹤镇"), "", "unit-conflict"),
        (report("白塔街道2023年法治政府建设年度报告"), "松鹤镇2023年报告.txt", "unit-conflict"),
        (report("松鹤镇法治政府建设年度报告"), "", "year-unknown"),
        (report("松鹤镇2022年法治政府建设年度报告"), "", "year-conflict"),
        (
            report("松鹤镇法治政府建设年度报告", "2021年，松鹤镇", "松鹤镇人民政府\n2024年1月12日\n"),
            "",
            "year-conflict",
        ),
        ("夜深了，雨还在下。他合上书，望着窗外的灯。" * 60, "", "not-a-report"),
        ("松鹤镇2023年政府信息公开工作年度报告\n依法公开信息。" + BODY, "", "not-a-report"),
        ("关于印发法治宣传方案的通知\n各单位：请认真落实。", "", "not-a-report"),
    ],
)
def test_what_may_not_count_is_held_with_its_reason(text: str, file_name: str, reason: str) -> None:
    document = read_text(text)
    held = admit(document, identify(document, DISTRICT, file_name), DISTRICT, 2023)
    assert held is not None
    assert held.reason.value == reason


def test_a_unit_before_its_first_year_is_held() -> None:
    document = read_text(report("白塔街道2022年法治政府建设年度报告"))
    held = admit(document, identify(document, DISTRICT), DISTRICT, 2022)
    assert held is not None
    assert "2022年" in held.detail


def test_an_opening_copied_from_last_year_is_a_doubt_and_no_conflict() -> None:
    document = read_text(report("松鹤镇2023年法治政府建设年度报告", "现将2022年度松鹤镇法治政府建设情况报告如下。"))
    identity = identify(document, DISTRICT)
    assert (identity.year, len(identity.doubts)) == (2023, 1)
    assert "现将2022年度" in identity.doubts[0]
    assert admit(document, identity, DISTRICT, 2023) is None


def test_another_body_named_in_passing_is_no_evidence() -> None:
    text = report("松鹤镇2023年法治政府建设年度报告", "2023年，松鹤镇在区应急局指导下，联合白塔街道，")
    assert identify(read_text(text), DISTRICT).unit == "songhe"


def test_evidence_quotes_the_places() -> None:
    identity = identify(
        read_text(report("松鹤镇2023年法治政府建设年度报告", end="松鹤镇人民政府\n2024年1月12日")), DISTRICT
    )
    assert "标题：松鹤镇2023年法治政府建设年度报告" in identity.evidence
    assert "落款：松鹤镇人民政府 2024年1月12日" in identity.evidence


def test_the_sender_may_name_the_unit_but_not_against_the_document() -> None:
    silent = read_text(report("2023年法治政府建设年度报告"))
    assert admit(silent, identify(silent, DISTRICT), DISTRICT, 2023, unit="songhe") is None
    other = read_text(report("白塔街道2023年法治政府建设年度报告"))
    held = admit(other, identify(other, DISTRICT), DISTRICT, 2023, unit="songhe")
    assert held is not None
    assert held.reason.value == "unit-conflict"


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("松鹤镇2023年度报告", (2023,)),
        ("纲要（2021—2025年）", ()),
        ("2021-2025年规划", ()),
        ("《2020年方案》实施情况", ()),
        ("二○二三年", (2023,)),
        ("2023 年", (2023,)),
        ("12023年", ()),
    ],
)
def test_a_plans_years_are_not_the_reporting_year(words: str, years: tuple[int, ...]) -> None:
    assert years_named(words) == years


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("索引号：X01\n\n松鹤镇2023年法治政府建设\n年度报告\n\n区委：\n2023年", "松鹤镇2023年法治政府建设年度报告"),
        ("一、工作情况\n特此报告", ""),
        ("2023年，我镇扎实推进各项工作。\n", ""),
        ("松鹤镇2023年法治政府建设情况\n2023年，", "松鹤镇2023年法治政府建设情况"),
        (
            "\u3000松 鹤 镇\n关于2023年法治政府建设情况的报告（公开稿）",
            "松鹤镇关于2023年法治政府建设情况的报告（公开稿）",
        ),
    ],
)
def test_the_title_is_one_line_or_those_that_belong_together_or_none(text: str, title: str) -> None:
    assert find_title(text) == title


@pytest.mark.parametrize(
    ("body", "unit"),
    [
        ("松鹤", "songhe"),
        ("临溪区松鹤镇人民政府", "songhe"),
        ("云州市临溪区白塔街道党工委", "baita"),
        ("临溪区应急管理局", "yingji"),
        ("松鹤中学", None),
        ("白塔街道松鹤镇", None),
        ("西湖高新区", None),
    ],
)
def test_the_longest_name_wins_and_nothing_may_be_left_over(body: str, unit: str | None) -> None:
    found = find_unit(body, DISTRICT)
    assert (found.code if found else None) == unit


def test_a_report_without_title_is_known_by_its_words() -> None:
    assert looks_like_a_report(read_text("2023年，法治政府建设工作取得新成效，法治建设和依法行政并进。" + BODY))
    assert not looks_like_a_report(read_text("法治"))
