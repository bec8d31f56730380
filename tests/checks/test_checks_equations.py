"""What the prose reckons is reckoned again: growth, averages, rates; rounding and cutting off are both right."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nianbao.catalogue import Catalogue
from nianbao.checks.checking import check_history, check_reading
from nianbao.checks.finding import Finding
from nianbao.checks.rounding import Rounding, meant, rounding_of
from nianbao.figures.facts import Fact
from nianbao.reading import Reading

Make = Callable[..., Fact]
Write = Callable[..., Reading]
ENDING = "\n开展宣传，一把手履行第一责任人职责。\n存在不足：人手偏紧。\n下一步，将加强培训。"
ORDERS = "hotline.orders_received"


@pytest.fixture
def found(catalogue: Catalogue, report: Write) -> Callable[..., dict[str, Finding]]:
    def check(text: str, *facts: Fact) -> dict[str, Finding]:
        return {f.rule: f for f in check_reading(report(text + ENDING, *facts), catalogue, ())}

    return check


Found = Callable[..., dict[str, Finding]]


@pytest.mark.parametrize(
    ("printed", "wrong"),
    [
        ("10.7%", False),
        ("10.71%", False),
        ("11%", False),
        ("10%", False),
        ("17.1%", True),
        ("10.8%", False),
        ("12%", True),
    ],
)
def test_a_growth_follows_from_both_values(found: Found, fact: Make, printed: str, wrong: bool) -> None:
    # 31 ÷ 28 = 1.10714…
    values = fact("31场"), fact("28场", kind="previous")
    broken = found(f"讲座31场，上年28场，增长{printed}。", *values, fact(printed, kind="change"))
    assert ("prose_growth" in broken) is wrong
    if wrong:
        assert "重算为增10.71%" in broken["prose_growth"].message


def test_a_fall_told_as_a_growth_is_found(found: Found, fact: Make) -> None:
    facts = fact("28场"), fact("31场", kind="previous"), fact("9.7%", kind="change")
    assert "减9.68%" in found("讲座28场，上年31场，增长9.7%。", *facts)["prose_growth"].message
    assert not found("讲座28场，上年31场，下降9.7%。", *facts)


def test_the_gap_to_last_year_stands_for_last_year(found: Found, fact: Make) -> None:
    def facts(rate: str) -> tuple[Fact, ...]:
        return fact("3268件"), fact("335件", kind="change"), fact(rate, kind="change")

    assert not found("工单3268件，比上年增加335件，增长11.4%。", *facts("11.4%"))
    assert "11.42%" in found("工单3268件，比上年增加335件，增长14.1%。", *facts("14.1%"))["prose_growth"].message


def test_a_growth_behind_a_bracket_is_of_the_total(found: Found, fact: Make) -> None:
    parts = fact("39件", part_of="46件"), fact("7件", part_of="46件")
    gap, rate = fact("8件", kind="change"), fact("14.8%", kind="change")
    assert not found("新收申请46件（个人39件、单位7件），较上年减少8件，下降14.8%。", fact("46件"), *parts, gap, rate)


def test_points_are_a_difference_and_per_cents_are_a_ratio(found: Found, fact: Make) -> None:
    def facts(change: str) -> tuple[Fact, ...]:
        return fact("93.4%", kind="previous"), fact("94.6%"), fact(change, kind="change")

    text = "满意率由93.4%提高到94.6%，提高{}。"
    assert not found(text.format("1.2个百分点"), *facts("1.2个百分点"))
    assert "个百分点" in found(text.format("2.1个百分点"), *facts("2.1个百分点"))["prose_growth"].message


def test_points_for_per_cents_are_only_noted(found: Found, fact: Make) -> None:
    facts = fact("31场"), fact("28场", kind="previous"), fact("10.7个百分点", kind="change")
    assert found("讲座31场，上年28场，增长10.7个百分点。", *facts)["prose_growth"].severity == "info"


def test_figures_printed_in_ten_thousands_leave_room(found: Found, fact: Make) -> None:
    def amount(text: str, value: int, **more: Any) -> Fact:
        return fact(text, value=Decimal(value), low=Decimal(value), high=Decimal(value), unit="人次", **more)

    values = amount("3.6万人次", 36000), amount("3.2万人次", 32000, kind="previous")
    assert not found("受众3.6万人次，上年3.2万人次，增长13.8%。", *values, fact("13.8%", kind="change"))
    assert found("受众3.6万人次，上年3.2万人次，增长23.8%。", *values, fact("23.8%", kind="change"))


def test_a_growth_without_last_years_value_is_held_against_what_was_filed(
    catalogue: Catalogue, report: Write, fact: Make
) -> None:
    before = report("受理工单612件。", fact("612件", ORDERS), year=2023)

    def rules(text: str, *facts: Fact) -> set[str]:
        return {f.rule for f in check_history(report(text, *facts), before, catalogue)}

    now = fact("702件", ORDERS)
    assert "growth_filed" in rules("受理工单702件，同比增长7.8%。", now, fact("7.8%", kind="change"))
    assert "growth_filed" not in rules("受理工单702件，同比增长14.7%。", now, fact("14.7%", kind="change"))
    assert "growth_filed" not in rules("受理工单702件，满意率增长7.8%。", now, fact("7.8%", kind="change"))


def test_an_average_follows_from_total_and_number(found: Found, fact: Make) -> None:
    def facts(mean: str) -> tuple[Fact, ...]:
        return fact("12期"), fact("420人次"), fact(mean)

    assert not found("培训12期，参加420人次，平均每期35人次。", *facts("35人次"))
    assert "重算为35" in found("培训12期，参加420人次，平均每期45人次。", *facts("45人次"))["prose_average"].message


def test_a_rate_that_is_cut_off_is_only_noted(found: Found, fact: Make) -> None:
    facts = (
        fact("46处", "safety.hazards_found"),
        fact("44处", "safety.hazards_rectified"),
        fact("95.6%", "safety.hazard_rectification_rate"),
    )
    broken = found("查出隐患46处，整改44处，整改率95.6%。", *facts)
    assert {rule: finding.severity for rule, finding in broken.items()} == {"rate_cut_off": "info"}


@pytest.mark.parametrize(
    ("printed", "reckoned", "way"),
    [
        ("95.7", "95.652", Rounding.ROUNDED),
        ("95.6", "95.652", Rounding.CUT_OFF),
        ("0.96", "95.652", Rounding.A_FRACTION),
        ("104.5", "95.652", Rounding.UPSIDE_DOWN),
        ("97.5", "95.7", Rounding.SWAPPED_DIGITS),
        ("91.2", "95.652", Rounding.WRONG),
    ],
)
def test_a_wrong_rate_is_named_where_it_has_a_name(printed: str, reckoned: str, way: Rounding) -> None:
    places = len(printed.partition(".")[2])
    assert rounding_of(Decimal(printed), Decimal(reckoned), places) is way


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_what_is_rounded_or_cut_off_is_never_wrong(part: int, whole: int, places: int) -> None:
    reckoned = Decimal(100 * part) / Decimal(whole)
    for printed in (round(reckoned, places), Decimal(int(reckoned * 10**places)) / 10**places):
        assert rounding_of(Decimal(printed), reckoned, places) in (Rounding.ROUNDED, Rounding.CUT_OFF)


@given(st.integers(2, 10**6), st.integers(2, 10**6), st.sampled_from([1, 2]))
def test_a_growth_that_was_reckoned_rightly_is_never_doubted(now: int, then: int, places: int) -> None:
    from nianbao.checks.growth import Growth
    from nianbao.interval import Interval

    change = abs(Decimal(100 * now) / Decimal(then) - 100)
    assume(now != then)
    for printed in {round(change, places), Decimal(int(change * 10**places)) / 10**places}:

        def figure(text: str, value: Decimal, unit: str) -> Fact:
            return Fact("", 0, 0, text, "", value, value, value, unit, "exact", "actual", "")

        growth = Growth(
            figure(f"{printed:.{places}f}%", Decimal(printed), "%"),
            1 if now > then else -1,
            figure(f"{now}件", Decimal(now), "件"),
            Interval.exact(then),
            (),
        )
        assert growth.in_per_cent is not None and growth.printed.overlaps(growth.in_per_cent)


def test_what_a_figure_may_stand_for_holds_the_figure(fact: Make) -> None:
    assert meant(fact("420件")).is_exact
    rough = meant(fact("3.6万件", value=Decimal(36000), low=Decimal(36000), high=Decimal(36000)))
    assert (rough.low, rough.high) == (Decimal(35000), Decimal(37000))
