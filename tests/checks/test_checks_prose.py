"""Where prose tells too little, or tells it of something else, nothing is reckoned and nobody is asked."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from nianbao.catalogue import Catalogue
from nianbao.checks.checking import check_history, check_reading
from nianbao.checks.damage import unpaired
from nianbao.checks.finding import Finding
from nianbao.checks.spread import slip
from nianbao.documents.model import Page
from nianbao.figures.facts import Fact
from nianbao.reading import Reading

Make = Callable[..., Fact]
Write = Callable[..., Reading]
Found = Callable[..., dict[str, Finding]]
ENDING = "\n开展宣传，一把手履行第一责任人职责。\n存在不足：人手偏紧。\n下一步，将加强培训。"
ORDERS = "hotline.orders_received"


@pytest.fixture
def found(catalogue: Catalogue, report: Write) -> Found:
    def check(text: str, *facts: Fact) -> dict[str, Finding]:
        return {finding.rule: finding for finding in check_reading(report(text + ENDING, *facts), catalogue, ())}

    return check


def test_a_growth_over_nought_or_over_bounds_alone_is_not_reckoned(found: Found, fact: Make) -> None:
    now, change = fact("31场"), fact("90%", kind="change")
    nought = fact("0场", kind="previous")
    assert "prose_growth" not in found("讲座31场，上年0场，增长90%。", now, nought, change)
    rough = fact("28场", kind="previous", value=None, low=None, high=None)
    assert "prose_growth" not in found("讲座31场，上年28场，增长90%。", now, rough, change)
    unknown = fact("8场", kind="change", value=None, low=Decimal(8), high=None, qualifier="at-least")
    assert "prose_growth" not in found("讲座31场，增加8场，增长90%。", now, unknown, change)


def test_points_between_rates_of_which_one_is_a_bound_are_not_reckoned(found: Found, fact: Make) -> None:
    now, change = fact("97%"), fact("9个百分点", kind="change")
    then = fact("95%", kind="previous", value=None, low=Decimal(95), high=None, qualifier="at-least")
    assert "prose_growth" not in found("办结率97%，上年95%，提高9个百分点。", now, then, change)
    known = fact("95%", kind="previous")
    assert (
        "重算为增2个百分点" in found("办结率97%，上年95%，提高9个百分点。", now, known, change)["prose_growth"].message
    )


def test_a_growth_that_names_no_direction_or_stands_apart_is_no_growth_of_the_two(found: Found, fact: Make) -> None:
    values = fact("31场"), fact("28场", kind="previous")
    assert "prose_growth" not in found("讲座31场，上年28场，占比90%。", *values, fact("90%", kind="change"))
    far = "讲座31场，上年28场，在全区持续开展普法宣传教育活动的基础上增长90%。"
    assert "prose_growth" not in found(far, *values, fact("90%", kind="change"))
    assert "prose_growth" not in found(
        "讲座31场，全年28人，增长90%。", fact("31场"), fact("28人"), fact("90%", kind="change")
    )


@pytest.mark.parametrize(("gap", "wrong"), [("增加3场", False), ("减少3场", False)])
def test_a_gap_of_the_other_direction_is_no_base(found: Found, fact: Make, gap: str, wrong: bool) -> None:
    change = fact("10.7%", kind="change")
    facts = fact("31场"), fact("3场", kind="change"), change
    assert ("prose_growth" in found(f"讲座31场，{gap}，增长10.7%。", *facts)) is wrong


def test_an_average_of_figures_without_bounds_is_not_reckoned(found: Found, fact: Make) -> None:
    text = "举办培训12期，参加420人次，平均每期45人次。"
    facts = fact("12期"), fact("420人次"), fact("45人次")
    assert "重算为35" in found(text, *facts)["prose_average"].message
    open_above = fact("420人次", value=None, low=Decimal(420), high=None, qualifier="at-least")
    assert "prose_average" not in found(text, facts[0], open_above, facts[2])
    nought = fact("0期")
    assert "prose_average" not in found(text.replace("12期", "0期"), nought, facts[1], facts[2])


def test_shares_told_in_turn_belong_to_as_many_parts(found: Found, fact: Make) -> None:
    whole, one, other = fact("80件"), fact("24件", part_of="80件"), fact("56件", part_of="80件")
    text = "受理诉求80件，其中噪声类24件、油烟类56件，分别占{}。"
    told = found(text.format("30%、75%"), whole, one, other, fact("30%"), fact("75%"))["prose_share"]
    assert "占比印为75%" in told.message and "70%" in told.message
    assert "prose_share" not in found(text.format("30%和70%"), whole, one, other, fact("30%"), fact("70%"))
    three = text.format("30%、70%、90%")
    assert "prose_share" not in found(three, whole, one, other, fact("30%"), fact("70%"), fact("90%"))


def test_a_share_of_a_rough_total_lies_between_bounds(found: Found, fact: Make) -> None:
    whole, part = fact("80余件"), fact("24件", part_of="80余件")
    text = "受理诉求80余件，其中噪声类24件，占{}。"
    assert "prose_share" not in found(text.format("28%"), whole, part, fact("28%"))
    assert "重算为26.97%～30%" in found(text.format("33%"), whole, part, fact("33%"))["prose_share"].message
    unknown = fact("24件", part_of="80余件", value=None, low=Decimal(24), high=None, qualifier="at-least")
    assert "prose_share" not in found(text.format("33%"), whole, unknown, fact("33%"))


def test_the_value_of_last_year_that_has_a_code_of_its_own_is_held_against_that_one(
    catalogue: Catalogue, report: Write, fact: Make
) -> None:
    filed = report(f"受理工单612件。{ENDING}", fact("612件", ORDERS), year=2023)
    now = report(f"受理工单702件，上年为640件。{ENDING}", fact("702件", ORDERS), fact("640件", ORDERS, kind="previous"))
    told = [finding for finding in check_history(now, filed, catalogue) if "本年称上年为640件" in finding.message]
    assert len(told) == 1 and "612件" in told[0].message


def test_a_bracket_that_closes_too_far_behind_never_closes() -> None:
    assert list(unpaired("罚款（普通程序36件）。")) == []
    assert list(unpaired("罚款（普通" + "程序" * 400 + "36件）。")) == [2, 808]
    assert list(unpaired("罚款）普通程序（36件")) == [2, 7]
    assert list(unpaired("1）检查企业；2）整改隐患")) == []


@pytest.mark.parametrize(("value", "usual"), [(0, 5), (5, 0), (-5, 50)])
def test_nought_is_no_slip_of_a_place(value: int, usual: int) -> None:
    assert slip(Decimal(value), Decimal(usual), Decimal(2)) is None


def test_a_slip_is_off_by_a_power_of_ten() -> None:
    assert slip(Decimal(500), Decimal(48), Decimal("1.5")) == 10
    assert slip(Decimal(48), Decimal(500), Decimal("1.5")) == 10
    assert slip(Decimal(500), Decimal(48), Decimal(1)) is None


def test_a_doubtful_page_without_figures_is_quoted_by_its_opening(catalogue: Catalogue, report: Write) -> None:
    text = "文字顺序颠倒的一页" * 8 + ENDING
    page = Page(1, 595.0, 842.0, 0, 72, grade=0.5, doubts=("文字顺序可能错乱",))
    told = [f for f in check_reading(report(text, pages=(page,)), catalogue, ()) if f.rule == "page_doubt"]
    assert [(f.message, f.quote) for f in told] == [("第1页文字顺序可能错乱，页上的0项数据请对照原件核对", text[:40])]
