"""A finding has one course from run to run, and the day on which it was first seen never moves."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nianbao.checks.finding import Finding
from nianbao.checks.following import Followed, follow

DAY = date(2025, 1, 27)
FINDINGS = [Finding("gen_bounds", 1, "error", unit, "超过100%", f"办结率10{k}%") for k, unit in enumerate("abcd")]
RUNS = st.lists(st.lists(st.sampled_from(FINDINGS), unique=True), min_size=1, max_size=6)


def runs(*found: list[Finding]) -> tuple[Followed, ...]:
    known: tuple[Followed, ...] = ()
    for k, findings in enumerate(found):
        known = follow(findings, known, DAY + timedelta(days=k))
    return known


def test_a_finding_is_new_then_persists_then_is_fixed_then_reopened() -> None:
    one = FINDINGS[0]
    courses = [runs(*[[one], [one], [], [one], [one]][:k])[0] for k in range(1, 6)]
    assert [entry.course for entry in courses] == ["new", "persisting", "fixed", "reopened", "persisting"]
    assert {entry.first_seen for entry in courses} == {DAY}
    assert [entry.last_seen.day - DAY.day for entry in courses] == [0, 1, 1, 3, 4]


def test_a_finding_that_speaks_of_another_figure_is_new_and_the_old_one_is_fixed() -> None:
    assert {entry.finding.unit: entry.course for entry in runs(FINDINGS[:1], FINDINGS[1:2])} == {
        "a": "fixed",
        "b": "new",
    }


@given(RUNS)
def test_nothing_that_was_ever_found_is_forgotten_or_told_twice(found: list[list[Finding]]) -> None:
    known = runs(*found)
    assert sorted(e.finding.id for e in known) == sorted({f.id for findings in found for f in findings})
    assert {e.finding.id for e in known if e.course != "fixed"} == {f.id for f in found[-1]}
    for entry in known:
        first = next(k for k, findings in enumerate(found) if entry.finding in findings)
        assert entry.first_seen == DAY + timedelta(days=first) <= entry.last_seen


@given(st.lists(st.sampled_from(FINDINGS), unique=True), st.lists(st.sampled_from(FINDINGS), unique=True))
def test_a_run_that_finds_the_same_again_the_same_day_changes_nothing(
    before: list[Finding], now: list[Finding]
) -> None:
    once = follow(now, follow(before, (), DAY), DAY)
    again = follow(now, once, DAY)
    assert again == once
