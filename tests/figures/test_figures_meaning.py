from __future__ import annotations

from collections.abc import Callable

import pytest

from nianbao.figures.facts import Extraction

Read = Callable[[str], Extraction]


SAFETY = "（一）守牢安全底线。"


def test_the_same_unit_and_two_verbs_are_two_indicators(read: Read) -> None:
    found = read(SAFETY + "全年检查企业482家次，发现隐患731处，完成整改718处，整改率98.2%。")
    assert [f.indicator for f in found.facts] == [
        "safety.inspections", "safety.hazards_found", "safety.hazards_rectified", "safety.hazard_rectification_rate",
    ]  # fmt: skip


def test_nothing_happened_is_nought(read: Read) -> None:
    (fact,) = read(SAFETY + "全年未发生生产安全事故。").facts
    assert (fact.implied, fact.indicator, fact.value, fact.text) == (True, "safety.accidents", 0, "未发生")


def test_the_grade_that_limits_an_accident_count_is_its_item(read: Read) -> None:
    (fact,) = read(SAFETY + "全年未发生较大以上生产安全事故。").facts
    assert (fact.value, fact.item) == (0, "较大以上")


def test_all_rectified_is_all_that_was_found(read: Read) -> None:
    found = read(SAFETY + "自7月1日至7月31日，排查隐患41处，已全部整改完毕。")
    implied = [f for f in found.facts if f.implied]
    assert [(f.indicator, f.value, f.period) for f in implied] == [
        ("safety.hazards_rectified", 41, found.facts[0].period)
    ]


def test_an_aim_claims_nothing(read: Read) -> None:
    assert read(SAFETY + "力争全部整改，确保不发生生产安全事故。").facts == ()


def test_an_average_is_no_claim_about_all(read: Read) -> None:
    found = read("（二）热线。全年受理12345热线工单700件，平均办理时间不超过4天。")
    assert [f.implied for f in found.facts] == [False, False]


def test_parallel_figures_of_one_code_are_told_apart_by_an_item(read: Read) -> None:
    found = read("（四）优化营商环境。协助5家企业申报稳岗返还补助；协助12家企业申报房屋减免政策。")
    items = [f.item for f in found.facts if f.indicator == "business.policy_application_assists"]
    assert len(items) == 2
    assert None not in items
    assert len(set(items)) == 2


def test_a_figure_told_again_elsewhere_is_a_duplicate(read: Read) -> None:
    found = read("（六）普法。全年开展法治宣传活动58场。\n（七）小结。法治宣传活动58场次，成效明显。")
    assert [f.kind for f in found.facts] == ["actual", "duplicate"]


def test_a_figure_told_again_with_another_value_stays_for_the_checks(read: Read) -> None:
    found = read("（六）普法。全年开展法治宣传活动58场。\n（七）小结。法治宣传活动85场，成效明显。")
    assert [(f.kind, f.indicator) for f in found.facts] == [("actual", "publicity.activities")] * 2


@pytest.mark.parametrize("sentence", ["全年植树340棵。", "采购桌椅25套。"])
def test_what_no_indicator_names_is_a_fact_without_code(read: Read, sentence: str) -> None:
    (fact,) = read(sentence).facts
    assert (fact.kind, fact.indicator) == ("actual", None)
