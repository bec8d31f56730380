from __future__ import annotations

from decimal import Decimal

from review_scene import CATALOGUE, fact_of, reading_of

from nianbao.district import District
from nianbao.review.comparing import compare_readings
from nianbao.review.weighing import weight_of_change, weight_of_doubt, weight_of_unmatched
from nianbao.rollup.consolidating import consolidate
from nianbao.rollup.consolidation import Consolidation

CHECKED = "开展执法检查210家次，发现安全隐患64处，整改隐患60处。"
FOUND = "safety.hazards_found"
DISTRICT = District.model_validate(
    {
        "code": "yunxiu", "name": "云岫区", "body": "办公室",
        "units": [{"code": code, "name": code, "type": "镇"} for code in ("gaoxin", "qiaotou")],
        "deadlines": {"report": "02-15", "publish": "04-01"},
    }
)  # fmt: skip


def year() -> Consolidation:
    readings = [reading_of(CHECKED), reading_of("发现安全隐患36处。", "qiaotou")]
    return consolidate(DISTRICT, 2024, readings, [], [], [], CATALOGUE)


def test_a_version_that_says_the_same_has_no_differences() -> None:
    compared = compare_readings(reading_of(CHECKED), reading_of(CHECKED), CATALOGUE)
    assert (compared.restated, compared.added, compared.dropped) == ((), (), ())


def test_another_figure_is_told_with_both_wordings_and_both_clauses() -> None:
    compared = compare_readings(reading_of(CHECKED), reading_of(CHECKED.replace("64", "66")), CATALOGUE)
    assert [(each.code, each.before, each.now) for each in compared.restated if each.code == FOUND] == [
        (FOUND, "64处", "66处")
    ]
    assert any("64" in clause for clause in compared.dropped) and any("66" in clause for clause in compared.added)


def test_an_indicator_that_is_no_longer_stated_is_told() -> None:
    compared = compare_readings(reading_of(CHECKED), reading_of("开展执法检查210家次。"), CATALOGUE)
    assert (FOUND, "64处", "—") in [(each.code, each.before, each.now) for each in compared.restated]


def test_a_change_weighs_its_share_of_the_districts_figure() -> None:
    assert year().figure(FOUND).value == 100
    assert weight_of_change(FOUND, Decimal(64), Decimal(74), year()) == Decimal("0.1")
    assert weight_of_change(FOUND, Decimal(64), Decimal(640), year()) == 1
    assert weight_of_change("mediation.disputes_handled", Decimal(0), Decimal(3), year()) == 1


def test_a_doubt_weighs_as_much_as_its_largest_figure() -> None:
    facts = [fact_of(reading_of(CHECKED), "64处"), fact_of(reading_of(CHECKED), "60处")]
    assert weight_of_doubt(facts[:1], year()) == Decimal("0.64")
    assert weight_of_doubt(facts, year()) == 1  # 60 of the 60 that were put right
    assert weight_of_doubt([], year()) == 0


def test_a_figure_that_is_like_no_indicator_weighs_nothing() -> None:
    assert weight_of_unmatched(fact_of(reading_of(CHECKED), "64处"), None, year()) == 0
    assert weight_of_unmatched(fact_of(reading_of(CHECKED), "64处"), FOUND, year()) == Decimal("0.64")
