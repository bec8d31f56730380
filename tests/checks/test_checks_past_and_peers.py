"""A figure is held against the unit's own past and its peers, in words, and only where there is enough to compare."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.catalogue import Catalogue
from nianbao.checks.checking import check_history, check_units
from nianbao.checks.finding import Finding
from nianbao.checks.spread import median, slip, spread_of, times
from nianbao.figures.facts import Fact
from nianbao.reading import Reading

Make = Callable[..., Fact]
Write = Callable[..., Reading]
VISITS, FINES, RATE = "business.enterprise_visits", "enforcement.penalty_amount", "hotline.satisfaction_rate"
LEAST = Decimal("1.3")


@pytest.fixture
def found(catalogue: Catalogue, report: Write, fact: Make) -> Callable[..., dict[str, Finding]]:
    """Return a function that checks one figure of 2024 against those of the years before, the latest first."""

    def check(now: str, *then: str, code: str = VISITS, text: str = "全年走访{}。") -> dict[str, Finding]:
        reading = report(text.format(now), fact(now, code))
        before = [
            report(f"走访{printed}。", fact(printed, code), year=2023 - k) for k, printed in enumerate(then) if printed
        ]
        last = next((b for b in before if b.year == 2023), None)
        earlier = [b for b in before if b.year < 2023]
        return {finding.rule: finding for finding in check_history(reading, last, catalogue, earlier)}

    return check


Found = Callable[..., dict[str, Finding]]


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        ("2750家次", ["275家次"], "恰差十倍"),
        ("2890家次", ["312家次"], "约差十倍"),
        ("29家次", ["275家次", "281家次"], "漏写一位"),
        ("2890家次", ["275家次", "281家次", "269家次"], "2021—2023年报告为269～281家次"),
    ],
)
def test_a_digit_too_many_or_too_few_is_named(found: Found, now: str, then: list[str], words: str) -> None:
    broken = found(now, *then)
    assert set(broken) == {"tenfold"} and broken["tenfold"].severity == "warning"
    assert words in broken["tenfold"].message


def test_yuan_for_ten_thousands_of_yuan_is_named(found: Found) -> None:
    assert "万" in found("86.4元", "917000元", code=FINES)["tenfold"].message


def test_a_rate_that_lost_its_point_is_named_at_any_size(found: Found) -> None:
    assert "tenfold" in found("9.63%", "96.1%", code=RATE)
    assert not found("88%", "96.1%", code=RATE)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("90家次", ["500家次", "540家次", "520家次"]),
        ("1400家次", ["250家次"]),
        ("1300家次", ["250家次", "300家次"]),
    ],
)
def test_a_leap_is_told_in_words(found: Found, now: str, then: list[str]) -> None:
    assert "年的" in found(now, *then)["past_leap"].message


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("900家次", ["250家次"]),
        ("13家次", ["2家次"]),
        ("600家次", ["90家次", "400家次"]),
        ("900家次", ["80家次", "400家次", "200家次"]),
        ("275家次", ["275家次"]),
    ],
)
def test_the_usual_ups_and_downs_are_left_alone(found: Found, now: str, then: list[str]) -> None:
    assert not found(now, *then)


def test_a_sentence_that_speaks_of_the_change_is_left_alone(found: Found) -> None:
    assert not found("2750家次", "275家次", text="因网格员入户，全年走访{}，是上年的十倍。")


def test_a_year_without_a_report_is_no_gap_in_the_past(found: Found) -> None:
    assert "tenfold" in found("2750家次", "", "275家次")


def test_what_is_no_longer_mentioned_is_a_note(catalogue: Catalogue, report: Write, fact: Make) -> None:
    now, then = report("全年无走访。"), report("走访275家次。", fact("275家次", VISITS), year=2023)
    (finding,) = check_history(now, then, catalogue)
    assert (finding.rule, finding.severity, finding.indicators) == ("past_silent", "info", (VISITS,))


PEERS = ["23万元", "45万元", "61万元", "88万元", "120万元", "190万元"]


@pytest.fixture
def beside(catalogue: Catalogue, report: Write, fact: Make) -> Callable[..., list[Finding]]:
    """Return a function that puts one unit's fines beside those of its peers."""

    def check(own: str, peers: list[str], past: str = "", types: dict[str, str] | None = None) -> list[Finding]:
        def written(printed: str, unit: str) -> Reading:
            figure = Decimal(printed.removesuffix("元").removesuffix("万")) * (10000 if "万" in printed else 1)
            fine = fact(printed, FINES, value=figure, low=figure, high=figure, unit="元")
            return report(f"罚没金额{printed}。", fine, unit=unit)

        readings = [written(own, "donghu"), *(written(printed, f"u{k}") for k, printed in enumerate(peers))]
        before = {"donghu": [written(past, "donghu")]} if past else {}
        return list(check_units(readings, catalogue, types, before))

    return check


Beside = Callable[..., list[Finding]]


def test_yuan_among_ten_thousands_of_yuan_is_named(beside: Beside) -> None:
    (finding,) = beside("70元", PEERS)
    assert (finding.rule, finding.unit, finding.severity) == ("peer_outlier", "donghu", "warning")
    assert "漏写“万”" in finding.message and "同类6个单位" in finding.message


def test_what_lies_far_outside_without_being_a_slip_is_a_note(beside: Beside) -> None:
    assert [f.severity for f in beside("900元", ["60万元", "61万元", "62万元", "63万元", "64万元", "65万元"])] == [
        "info"
    ]


def test_too_few_peers_and_another_type_are_nothing_to_compare_with(beside: Beside) -> None:
    assert not beside("70元", PEERS[:4])
    assert not beside("70元", PEERS, types={"donghu": "部门"} | {f"u{k}": "镇" for k in range(6)})


def test_a_unit_is_never_doubted_for_what_its_own_past_bears_out(beside: Beside) -> None:
    assert not beside("70元", PEERS, past="82元")
    assert beside("70元", PEERS, past="70万元")


VALUES = st.lists(st.integers(1, 10**9).map(Decimal), min_size=1, max_size=12)


@given(VALUES, st.integers(2, 1000).map(Decimal), st.integers(1, 10**6).map(Decimal))
def test_a_distance_does_not_depend_on_the_unit_of_measure(values: list[Decimal], scale: Decimal, own: Decimal) -> None:
    one = spread_of(values, LEAST).distance(own)
    other = spread_of([scale * value for value in values], LEAST).distance(scale * own)
    assert abs(one - other) < Decimal("1e-6")


@given(VALUES, st.integers(1, 10**6).map(Decimal))
def test_a_distance_does_not_depend_on_the_order_and_the_median_has_none(values: list[Decimal], own: Decimal) -> None:
    spread = spread_of(values, LEAST)
    assert spread == spread_of(values[::-1], LEAST)
    assert spread.distance(spread.median) == 0 <= spread.distance(own)
    assert min(values) <= spread.median == median(sorted(values)) <= max(values)


@given(st.integers(1, 10**6).map(Decimal), st.sampled_from([1, 2, 3, 4]))
def test_an_exact_slip_is_its_power_of_ten_both_ways(value: Decimal, digits: int) -> None:
    power = Decimal(10) ** digits
    assert slip(value * power, value, Decimal(1)) == power == slip(value, value * power, Decimal(1))
    assert slip(value, value, Decimal(1)) is None


@pytest.mark.parametrize(("value", "usual", "words"), [(120, 10, "的12倍"), (15, 10, "的1.5倍"), (10, 80, "的1/8")])
def test_how_far_apart_is_said_in_words(value: int, usual: int, words: str) -> None:
    assert times(Decimal(value), Decimal(usual)) == words
