from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from nianbao.catalogue import Catalogue
from nianbao.district import District
from nianbao.figures.facts import Fact, Period
from nianbao.interval import Interval
from nianbao.reading import Reading
from nianbao.rollup.consolidating import consolidate, unit_values
from nianbao.rollup.consolidation import Consolidation, Figure, HeldFile
from nianbao.rollup.frames import fact_frame, value_frame

States = Callable[..., Fact]
Reads = Callable[..., Reading]
Figures = Callable[..., Consolidation]

FOUND, RECTIFIED = "safety.hazards_found", "safety.hazards_rectified"
RATE = "safety.hazard_rectification_rate"
PLEDGES = "business.integrity_pledges_signed"
SCORE, WEIGHT = "learning.law_exam_average_score", "learning.law_exam_participants"


@pytest.fixture
def rolled(district: District, catalogue: Catalogue) -> Figures:
    """Return a function that consolidates readings of 2024, with readings of 2023 before them."""

    def roll(*readings: Reading, before: tuple[Reading, ...] = ()) -> Consolidation:
        return consolidate(district, 2024, readings, before, (), (), catalogue)

    return roll


def figure(consolidation: Consolidation, code: str) -> Figure:
    found = consolidation.figure(code)
    assert found is not None
    return found


def test_units_add_up_and_a_missing_unit_is_not_counted_as_nought(
    rolled: Figures, states: States, reads: Reads
) -> None:
    year = rolled(reads("b", states(FOUND, 20)), reads("a", states(FOUND, 14)), reads("c"))
    assert (year.reporting, year.missing) == (("a", "b", "c"), ("d",))
    found = figure(year, FOUND)
    assert (found.value, found.wording, found.units, found.of) == (Decimal(34), "34处", 2, 4)
    assert [value.unit for value in found.by_unit] == ["a", "b"]
    assert found.formula == "14＋20"


def test_a_stated_nought_counts_and_silence_does_not(rolled: Figures, states: States, reads: Reads) -> None:
    year = rolled(reads("a", states("safety.accidents", 0, implied=True, unit="")), reads("b"))
    accidents = figure(year, "safety.accidents")
    assert (accidents.value, accidents.units) == (Decimal(0), 1)


def test_only_what_some_unit_states_is_listed(rolled: Figures, states: States, reads: Reads) -> None:
    assert [each.code for each in rolled(reads("a", states(FOUND, 1))).figures] == [FOUND]
    assert rolled().figures == ()


def test_a_part_is_never_added_to_its_whole(catalogue: Catalogue, states: States, reads: Reads) -> None:
    whole = states("emergency.drills", 19)
    part = states("emergency.drills", 18, item="专项", part_of=whole.id)
    deeper = states("emergency.drills", 7, item="夜间", part_of=part.id)
    values = unit_values(reads("a", whole, part, deeper), catalogue)
    assert values["emergency.drills"].value == 19
    assert values["emergency.drills"].facts == (whole.id,)


def test_a_part_of_another_code_counts_for_its_own(catalogue: Catalogue, states: States, reads: Reads) -> None:
    handled = states("dispute.disputes_handled", 18)
    resolved = states("dispute.disputes_resolved", 14, part_of=handled.id)
    values = unit_values(reads("a", handled, resolved), catalogue)
    assert values["dispute.disputes_handled"].value == 18
    assert values["dispute.disputes_resolved"].value == 14


def test_a_subperiod_never_counts_for_the_year(rolled: Figures, states: States, reads: Reads) -> None:
    october = states(FOUND, 41, period=Period("2024-10-01", "2024-10-18"))
    year = rolled(reads("a", states(FOUND, 334), october), reads("b", october))
    assert (figure(year, FOUND).value, figure(year, FOUND).units) == (Decimal(334), 1)


def test_what_is_stated_only_for_a_stretch_is_listed_without_a_figure(
    rolled: Figures, states: States, reads: Reads
) -> None:
    found = figure(rolled(reads("a", states(FOUND, 41, period=Period("2024-05-01", None)))), FOUND)
    assert (found.value, found.units, found.by_unit, found.wording) == (None, 0, (), "无全年数")


def test_a_year_to_date_figure_counts_with_its_date_where_there_is_no_whole_year_figure(
    rolled: Figures, states: States, reads: Reads
) -> None:
    november = states(FOUND, 30, period=Period("2024-01-01", "2024-11-30"))
    june = states(FOUND, 12, period=Period("2024-01-01", "2024-06-30"))
    alone = figure(rolled(reads("a", november, june), reads("b", states(FOUND, 5))), FOUND)
    assert (alone.value, alone.wording) == (Decimal(35), "35处（含截至11月30日数）")
    assert alone.by_unit[0].to_date == "2024-11-30" and "11月30日" in alone.by_unit[0].note
    assert figure(rolled(reads("a", november, states(FOUND, 33))), FOUND).value == 33
    assert figure(rolled(reads("a", june)), FOUND).units == 0


def test_january_to_december_is_the_year(catalogue: Catalogue, states: States, reads: Reads) -> None:
    whole = states(FOUND, 30, period=Period("2024-01-01", "2024-12-31"))
    assert unit_values(reads("a", whole), catalogue)[FOUND].to_date is None


def test_items_add_up_and_the_same_item_twice_counts_once(catalogue: Catalogue, states: States, reads: Reads) -> None:
    first, second = states(RECTIFIED, 201, item="当场"), states(RECTIFIED, 63, item="限期")
    again = states(RECTIFIED, 201, item="当场", id="again")
    value = unit_values(reads("a", first, second, again), catalogue)[RECTIFIED]
    assert value.value == 264
    assert set(value.facts) == {first.id, second.id, "again"}


def test_two_values_for_one_figure_give_their_hull_and_no_value(rolled: Figures, states: States, reads: Reads) -> None:
    code = "service.cases_handled"
    year = rolled(reads("a", states(code, 7351), states(code, 7531)), reads("b", states(code, 100)))
    cases = figure(year, code)
    assert (cases.value, cases.interval) == (None, Interval(Decimal(7451), Decimal(7631)))
    assert cases.wording == "7451～7631件" and "7351、7531" in cases.note and "甲镇" in cases.note


def test_codes_stated_also_count_too(catalogue: Catalogue, states: States, reads: Reads) -> None:
    both = states("hotline.orders_received", 415, also=("hotline.orders_closed",))
    values = unit_values(reads("a", both), catalogue)
    assert values["hotline.orders_received"].value == 415
    assert values["hotline.orders_closed"].value == 415


@pytest.mark.parametrize("kind", ["target", "standard", "previous", "change", "other", "duplicate"])
def test_only_results_count(catalogue: Catalogue, states: States, reads: Reads, kind: str) -> None:
    assert unit_values(reads("a", states(FOUND, 5, kind=kind)), catalogue) == {}


def test_a_castable_unit_counts_with_a_note_and_another_does_not(rolled: Figures, states: States, reads: Reads) -> None:
    persons = states("learning.training_participants", 90, unit="人")
    firms = states("review.legal_advisers", 2, unit="家")
    year = rolled(reads("a", persons, firms), reads("b", states("review.legal_advisers", 3)))
    trained = figure(year, "learning.training_participants")
    assert trained.value == 90 and "按“人次”计入" in trained.note
    advisers = figure(year, "review.legal_advisers")
    assert (advisers.value, advisers.units) == (Decimal(3), 1) and "甲镇" in advisers.note


def test_a_rate_that_lost_its_sign_counts(catalogue: Catalogue, states: States, reads: Reads) -> None:
    value = unit_values(reads("a", states("hotline.satisfaction_rate", "97.6", unit="")), catalogue)
    assert value["hotline.satisfaction_rate"].value == Decimal("97.6")


def test_bounds_are_added_and_not_dropped(rolled: Figures, states: States, reads: Reads) -> None:
    over = states(PLEDGES, 300, high=399, qualifier="over")
    pledges = figure(rolled(reads("a", over), reads("b", states(PLEDGES, 40))), PLEDGES)
    assert (pledges.value, pledges.interval) == (Decimal(340), Interval(Decimal(340), Decimal(439)))
    assert pledges.wording == "340～439份"
    least = states(PLEDGES, 50, high=None, qualifier="at_least")
    open_sum = figure(rolled(reads("a", over), reads("b", least)), PLEDGES)
    assert open_sum.interval == Interval(Decimal(350), None) and open_sum.wording == "不少于350份"


def test_a_ratio_is_recomputed_from_the_units_that_state_both_parts(
    rolled: Figures, states: States, reads: Reads
) -> None:
    a = reads("a", states(FOUND, 100), states(RECTIFIED, 90), states(RATE, "90.5"))
    b = reads("b", states(FOUND, 300), states(RECTIFIED, 300))
    c = reads("c", states(FOUND, 50), states(RATE, "12"))
    rate = figure(rolled(a, b, c), RATE)
    assert (rate.value, rate.wording, rate.units, rate.formula) == (Decimal("97.5"), "97.5%", 2, "390÷400")
    first, second, third = rate.by_unit
    assert (first.value, first.printed_pct) == (Decimal(90), Decimal("90.5"))
    assert (second.value, second.printed_pct) == (Decimal(100), None)
    assert (third.value, third.counted) == (Decimal(12), False)


def test_a_ratio_without_parts_is_only_a_range_of_what_is_printed(
    rolled: Figures, states: States, reads: Reads
) -> None:
    rate = figure(rolled(reads("a", states(RATE, "90")), reads("b", states(RATE, "96.5"))), RATE)
    assert (rate.value, rate.wording, rate.units) == (None, "90%～96.5%", 2)


def test_a_ratio_that_nobody_prints_is_not_listed(rolled: Figures, states: States, reads: Reads) -> None:
    assert rolled(reads("a", states(FOUND, 100), states(RECTIFIED, 90))).figure(RATE) is None


def test_a_ratio_of_bounds_has_bounds_that_hold(rolled: Figures, states: States, reads: Reads) -> None:
    over = states(RECTIFIED, 300, high=399, qualifier="over")
    rate = figure(rolled(reads("a", states(FOUND, 399), over, states(RATE, "90"))), RATE)
    assert rate.interval == Interval(Decimal("75.1879"), Decimal("100.0000"))


def test_nothing_is_divided_by_nought(rolled: Figures, states: States, reads: Reads) -> None:
    rate = figure(rolled(reads("a", states(FOUND, 0), states(RECTIFIED, 0), states(RATE, "100"))), RATE)
    assert rate.value is None and not rate.by_unit[0].counted


def test_a_mean_is_weighted_and_null_when_a_weight_is_missing(rolled: Figures, states: States, reads: Reads) -> None:
    a = reads("a", states(SCORE, "90"), states(WEIGHT, 10))
    b = reads("b", states(SCORE, "96"), states(WEIGHT, 30))
    weighted = figure(rolled(a, b), SCORE)
    assert (weighted.value, weighted.wording) == (Decimal("94.5"), "94.5分")
    unweighted = figure(rolled(a, reads("b", states(SCORE, "96"))), SCORE)
    assert (unweighted.value, unweighted.wording) == (None, "90～96分")


def test_what_does_not_add_up_stays_with_its_units(rolled: Figures, states: States, reads: Reads) -> None:
    code = "hotline.satisfaction_rate"
    satisfied = figure(rolled(reads("a", states(code, "97.6")), reads("b", states(code, "95.8"))), code)
    assert (satisfied.value, satisfied.interval, satisfied.wording) == (None, Interval(None, None), "不汇总")
    assert [value.wording for value in satisfied.by_unit] == ["97.6%", "95.8%"]


def test_the_year_before_is_compared_over_the_same_units_only(rolled: Figures, states: States, reads: Reads) -> None:
    before = (reads("a", states(FOUND, 80), year=2023), reads("c", states(FOUND, 500), year=2023))
    year = rolled(reads("a", states(FOUND, 90)), reads("b", states(FOUND, 700)), before=before)
    change = figure(year, FOUND).change
    assert change is not None
    assert (change.units, change.before, change.now) == (1, Interval.exact(80), Interval.exact(90))
    assert (change.difference, change.rate_pct, change.trend) == (Decimal(10), Decimal("12.5"), "up")
    assert change.wording == "增长12.5%"
    assert figure(rolled(reads("b", states(FOUND, 700)), before=before), FOUND).change is None


@pytest.mark.parametrize(
    ("then", "now", "words", "trend", "rate"),
    [
        (80, 80, "持平", "level", "0"),
        (10_000, 10_004, "基本持平", "level", "0.0"),
        (80, 60, "下降25%", "down", "-25.0"),
        (0, 0, "持平", "level", None),
        (0, 7, "上年为0，增加7处", "up", None),
        (2, 3, "增加1处", "up", None),
        (20, 130, "为上年的6.5倍", "up", "550.0"),
    ],
)
def test_a_change_is_said_without_misleading_percentages(
    rolled: Figures, states: States, reads: Reads, then: int, now: int, words: str, trend: str, rate: str | None
) -> None:
    year = rolled(reads("a", states(FOUND, now)), before=(reads("a", states(FOUND, then), year=2023),))
    change = figure(year, FOUND).change
    assert change is not None
    assert (change.wording, change.trend) == (words, trend)
    assert change.rate_pct == (None if rate is None else Decimal(rate))


def test_approximate_figures_are_compared_in_words_only(rolled: Figures, states: States, reads: Reads) -> None:
    before = (reads("a", states(PLEDGES, 200, high=299, qualifier="over"), year=2023),)
    clear = figure(rolled(reads("a", states(PLEDGES, 310)), before=before), PLEDGES).change
    assert clear is not None and (clear.trend, clear.difference, clear.rate_pct) == ("up", None, None)
    unclear = figure(rolled(reads("a", states(PLEDGES, 260)), before=before), PLEDGES).change
    assert unclear is not None and unclear.trend is None and "不明" in unclear.wording


def test_rates_change_in_points(rolled: Figures, states: States, reads: Reads) -> None:
    before = (reads("a", states(FOUND, 100), states(RECTIFIED, 90), states(RATE, "90"), year=2023),)
    now = reads("a", states(FOUND, 100), states(RECTIFIED, 96), states(RATE, "96"))
    change = figure(rolled(now, before=before), RATE).change
    assert change is not None
    assert (change.wording, change.rate_pct, change.difference) == ("提高6个百分点", None, Decimal(6))


def test_eleven_months_are_not_compared_with_twelve(rolled: Figures, states: States, reads: Reads) -> None:
    november = states(FOUND, 30, period=Period("2024-01-01", "2024-11-30"))
    before = (reads("a", states(FOUND, 40), year=2023),)
    assert figure(rolled(reads("a", november), before=before), FOUND).change is None
    same = (reads("a", states(FOUND, 20, period=Period("2023-01-01", "2023-11-30")), year=2023),)
    change = figure(rolled(reads("a", november), before=same), FOUND).change
    assert change is not None and change.wording == "增长50%"


def test_a_unit_outside_the_roster_does_not_count(rolled: Figures, states: States, reads: Reads) -> None:
    year = rolled(reads("a", states(FOUND, 1)), reads("stranger", states(FOUND, 1000)))
    assert (figure(year, FOUND).value, year.reporting) == (Decimal(1), ("a",))


def test_held_files_and_findings_are_carried_through(district: District, catalogue: Catalogue) -> None:
    held = HeldFile("扫描件.pdf", "unit-unknown", "看不出是哪个单位的报告")
    year = consolidate(district, 2024, (), (), (held,), (), catalogue)
    assert (year.held, year.missing) == ((held,), ("a", "b", "c", "d"))


def test_frames_hold_decimals_and_say_why_a_fact_does_not_count(
    catalogue: Catalogue, states: States, reads: Reads
) -> None:
    whole = states("emergency.drills", 19)
    part = states("emergency.drills", 18, item="专项", part_of=whole.id)
    stretch = states("emergency.drills", 2, period=Period("2024-05-01", "2024-05-31"))
    firms = states("review.legal_advisers", 2, unit="家")
    persons = states("learning.training_participants", 90, unit="人")
    target = states("emergency.drills", 30, kind="target")
    reading = reads("a", whole, part, stretch, firms, persons, target)
    facts = fact_frame([reading], catalogue)
    assert list(facts["use"]) == ["counted", "part", "subperiod", "other-unit", "cast", None]
    assert all(isinstance(value, Decimal) for value in facts["value"])
    values = value_frame({"a": unit_values(reading, catalogue)})
    assert all(isinstance(value, Decimal) for value in values["low"])
    assert all(kind == "object" for kind in values.dtypes.astype(str))


def test_nought_of_a_number_known_within_bounds_is_a_rate_of_nought(
    rolled: Figures, states: States, reads: Reads
) -> None:
    lost, concluded = "litigation.cases_lost", "litigation.cases_concluded"
    about = states(concluded, None, low=27, high=33, qualifier="about")
    rate = figure(rolled(reads("a", states(lost, 0), about, states("litigation.loss_rate", 0))), "litigation.loss_rate")
    assert (rate.value, rate.wording) == (Decimal(0), "0%")
    assert rate.by_unit[0].value == Decimal(0)
