"""Damage of the text and years left over from another report are found; what only looks like them is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.catalogue import Catalogue
from nianbao.checks.checking import check_reading
from nianbao.checks.damage import unpaired
from nianbao.documents.model import Heading
from nianbao.reading import Reading

Write = Callable[..., Reading]
ENDING = "\n开展宣传，一把手履行第一责任人职责。\n存在不足：人手偏紧。\n下一步，将加强培训。"


@pytest.fixture
def found(catalogue: Catalogue, report: Write) -> Callable[..., dict[str, str]]:
    def check(text: str, **document: object) -> dict[str, str]:
        findings = check_reading(report(text + ENDING, **document), catalogue, ())
        return {finding.rule: finding.severity for finding in findings}

    return check


Found = Callable[..., dict[str, str]]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("检查企业12 40家次。", {"odd_spaces": "warning"}),
        ("检查企业1 240家次。", {"odd_spaces": "info"}),
        ("检查企业 240 家次，2024年 5 月起整改。", {}),
        ("作出处罚49件（普通程序36件，简易程序13件，罚没款86万元。", {"lost_bracket": "warning"}),
        ("印发《法治建设要点，细化任务。", {"lost_bracket": "warning"}),
        ("作出处罚49件（普通程序36件（含听证2件），简易程序13件）。", {}),
        ("一）强化组织领导。\n1）压实责任；2）加强考核。", {}),
        ("作出处罚49件（普通程序36件，\n简易程序13件）。", {}),
        ("20232024年度法治建设。", {"fused_years": "warning"}),
    ],
)
def test_damage_is_found_and_style_is_not(found: Found, text: str, rules: dict[str, str]) -> None:
    assert found(text) == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("2023年，我镇全年开展宣传活动。", {"stale_year": "warning"}),
        ("2024年，我镇全年开展宣传活动。", {}),
        ("2023年，新一届班子到任。", {}),
        ("根据工作安排，现将苇荻镇推进依法行政、建设法治政府的2023年度情况报告如下。", {"wrong_year": "warning"}),
        ("根据《2023年工作要点》，现将2024年情况报告如下。", {}),
    ],
)
def test_a_year_left_over_is_found(found: Found, text: str, rules: dict[str, str]) -> None:
    assert found(text) == rules


def test_a_date_below_the_report_that_is_too_early_is_found(catalogue: Catalogue, report: Write) -> None:
    for day, expected in (("2023年1月9日", True), ("2025年1月9日", False), ("2024年12月30日", False)):
        findings = check_reading(report(f"开展宣传。{ENDING}\n苇荻镇人民政府\n{day}"), catalogue, ())
        assert ("stale_year" in {f.rule for f in findings}) is expected


def test_a_plan_for_the_year_that_is_over_is_found(found: Found) -> None:
    for year, expected in (("2024", True), ("2025", False)):
        text = f"开展宣传。\n五、工作打算\n{year}年将开展普法活动60场。"
        start = text.index("五、")
        heading = Heading(1, "五", "工作打算", "plans", start, start + 6)
        assert ("planned_year" in found(text, outline=(heading,))) is expected


WORDS = st.text(alphabet="检查整改，、。12", max_size=8)


@given(st.recursive(WORDS, lambda inner: st.builds("（{}）{}".format, inner, WORDS), max_leaves=4))
def test_brackets_that_pair_are_never_doubted(text: str) -> None:
    assert not list(unpaired(text))
    assert len(list(unpaired(f"（{text}"))) == 1
