"""What waits for a person is weighed by what it would change; what a correction settles stays in sight as corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from review_scene import fact_of, reading_of

from nianbao.checks.answering import Answer
from nianbao.checks.finding import Finding
from nianbao.interval import Interval
from nianbao.review.settling import in_force, settle
from nianbao.review.weighing import weight_of_change, weight_of_doubt, weight_of_unmatched
from nianbao.rollup.consolidation import Consolidation, Figure

CODE, RATE, NOUGHT = "safety.hazards_found", "safety.hazard_rectification_rate", "safety.accidents"
HAZARDS = reading_of("发现安全隐患64处。")


def figure(code: str, value: int | None, unit: str = "处") -> Figure:
    number = None if value is None else Decimal(value)
    return Figure(code, number, Interval(number, number), unit, "", 4, 8, ())


YEAR = Consolidation(
    "d",
    2024,
    (),
    (),
    (),
    (),
    (figure(CODE, 900), figure(RATE, 90, "%"), figure(NOUGHT, 0, "起"), figure("x", None)),
    (),
)


@pytest.mark.parametrize(
    ("code", "before", "after", "weight"),
    [
        (CODE, 12, 21, "0.01"),
        (CODE, 21, 12, "0.01"),
        (CODE, 0, 9000, "1"),
        (RATE, 80, 90, "0.25"),
        (NOUGHT, 0, 3, "1"),
        ("x", 1, 2, "0.25"),
        (CODE, None, 3, "0.25"),
        (CODE, 3, None, "0.25"),
        ("y", 1, 2, "1"),
    ],
)
def test_a_change_weighs_the_share_of_the_figure_that_it_moves(
    code: str, before: int | None, after: int | None, weight: str
) -> None:
    values = [None if value is None else Decimal(value) for value in (before, after)]
    assert weight_of_change(code, *values, YEAR) == Decimal(weight)


def test_a_figure_without_an_indicator_weighs_as_its_likeliest_one() -> None:
    fact = replace(fact_of(HAZARDS, "64处"), value=Decimal(90))
    assert weight_of_unmatched(fact, CODE, YEAR) == Decimal("0.1")
    assert weight_of_unmatched(fact, None, YEAR) == 0


def test_a_doubt_weighs_as_its_largest_figure() -> None:
    fact = replace(fact_of(HAZARDS, "64处"), value=Decimal(90))
    assert weight_of_doubt([], YEAR) == 0
    assert weight_of_doubt([fact, replace(fact, value=Decimal(45))], YEAR) == Decimal("0.1")
    assert weight_of_doubt([replace(fact, value=Decimal(9000))], YEAR) == 1
    assert weight_of_doubt([replace(fact, indicator=RATE)], YEAR) == Decimal("0.25")
    assert weight_of_doubt([replace(fact, indicator=NOUGHT)], YEAR) == Decimal("0.25")
    assert weight_of_doubt([replace(fact, indicator=None)], YEAR) == 0
    assert weight_of_doubt([replace(fact, value=None)], YEAR) == 0


def test_what_a_correction_settles_stays_in_sight_and_the_rest_is_as_answered() -> None:
    gone, left = Finding("gone", 1, "error", "a", "一"), Finding("left", 1, "error", "a", "二")
    later = Answer(left.id, "waived", "经办一", "已核实", date(2025, 3, 1))
    settled = settle([gone, left], [left], [later], date(2025, 2, 1))
    assert [(finding.rule, finding.state) for finding in settled] == [("left", "waived"), ("gone", "corrected")]


def test_a_run_of_an_earlier_day_knows_what_was_decided_since() -> None:
    answers = [Answer("f", "waived", "经办一", "已核实", date(2025, 3, day)) for day in (1, 20)]
    assert [answer.on for answer in in_force(answers, date(2025, 3, 10))] == [date(2025, 3, 1), date(2025, 3, 10)]
