from __future__ import annotations

from dataclasses import replace

import pytest
from records_desk import KEY, YEAR, Desk, moment, read

from nianbao.checks.finding import Finding
from nianbao.reasons import Reason, Rejection


def test_what_was_recorded_comes_back_as_it_was(desk: Desk, an_error: Finding) -> None:
    submission = desk.hand_in("a").submission
    reading = read(submission, "gaoxin")
    desk.records.record(submission.id, reading, [an_error], reading_key=KEY)
    assert desk.records.reading(submission.id) == reading
    assert desk.records.readings("shifan", YEAR) == (reading,)
    assert desk.records.findings(submission.id) == (an_error,)


def test_a_text_with_a_nul_comes_back_as_it_was(desk: Desk) -> None:
    submission = desk.hand_in("a").submission
    reading = read(submission, "gaoxin")
    odd = replace(reading, facts=(replace(reading.facts[0], unit="家\0次", quote="检\0查"),))
    desk.records.record(submission.id, odd, [], reading_key=KEY)
    assert desk.records.reading(submission.id) == odd


def test_an_error_finding_returns_the_report_and_a_warning_does_not(desk: Desk, an_error: Finding) -> None:
    a, b, c = (desk.hand_in(text).submission for text in "abc")
    assert desk.record(a, "gaoxin", "1", an_error).state == "returned"
    assert desk.record(b, "heping", "1", replace(an_error, severity="warning")).state == "checked"
    assert desk.record(c, "jinze", "1", replace(an_error, state="waived")).state == "checked"


def test_a_new_version_supersedes_the_one_before(desk: Desk) -> None:
    old, new = desk.hand_in("a", day=10).submission, desk.hand_in("b", day=11).submission
    assert desk.record(old, "gaoxin", "1").version == 1
    assert desk.record(new, "gaoxin", "2").version == 2
    assert desk.states() == ["superseded", "checked"]
    assert desk.counted() == {"gaoxin": "2"}
    assert desk.records.reading(old.id).facts[0].value == 1


def test_an_older_submission_recorded_late_does_not_supersede_a_newer_one(desk: Desk) -> None:
    old, new = desk.hand_in("a", day=10).submission, desk.hand_in("b", day=11).submission
    desk.record(new, "gaoxin", "2")
    assert desk.record(old, "gaoxin", "1").state == "superseded"
    assert desk.counted() == {"gaoxin": "2"}


def test_of_two_received_on_one_moment_the_later_handed_in_counts(desk: Desk) -> None:
    first, second = desk.hand_in("a").submission, desk.hand_in("b").submission
    desk.record(second, "gaoxin", "2")
    desk.record(first, "gaoxin", "1")
    assert desk.counted() == {"gaoxin": "2"}


def test_units_and_years_are_counted_apart_and_in_the_order_of_unit_codes(desk: Desk) -> None:
    for text, unit, year in (("a", "heping", YEAR), ("b", "gaoxin", YEAR), ("c", "gaoxin", 2023)):
        assert desk.record(desk.hand_in(text, year=year).submission, unit, year=year).version == 1
    assert [reading.unit for reading in desk.records.readings("shifan", YEAR)] == ["gaoxin", "heping"]
    assert [submission.unit for submission in desk.records.counted("shifan", YEAR)] == ["gaoxin", "heping"]
    assert [reading.year for reading in desk.records.readings("shifan", 2023)] == [2023]


def test_what_is_held_counts_nowhere(desk: Desk) -> None:
    submission = desk.hand_in("a", name="高新区/a.pdf").submission
    held = desk.records.hold(submission.id, Rejection(Reason.ENCRYPTED, "需要密码"))
    assert held.rejection == Rejection(Reason.ENCRYPTED, "需要密码")
    assert desk.records.held("shifan", YEAR) == (held,)
    assert held.file == "高新区/a.pdf"
    assert desk.counted() == {}
    assert desk.records.pending("shifan", YEAR) == ()


def test_a_held_file_of_unknown_year_waits_in_every_year(desk: Desk) -> None:
    submission = desk.hand_in("a", year=None).submission
    desk.records.hold(submission.id, Rejection(Reason.YEAR_UNKNOWN))
    assert [held.id for held in desk.records.held("shifan", 2019)] == [submission.id]


def test_what_is_withdrawn_counts_nowhere_and_the_version_before_it_counts_again(desk: Desk) -> None:
    old, new = desk.hand_in("a").submission, desk.hand_in("b").submission
    desk.record(old, "gaoxin", "1")
    desk.record(new, "gaoxin", "2")
    assert desk.records.withdraw(new.id, "误报").detail == "误报"
    assert desk.states() == ["checked", "withdrawn"]
    assert desk.counted() == {"gaoxin": "1"}


def test_what_a_person_withdrew_stays_withdrawn(desk: Desk) -> None:
    submission = desk.hand_in("a").submission
    desk.records.withdraw(submission.id, "误报")
    assert desk.hand_in("a", unit="gaoxin").submission.state == "withdrawn"
    assert desk.record(submission, "gaoxin").state == "withdrawn"
    assert desk.records.hold(submission.id, Rejection(Reason.EMPTY)).state == "withdrawn"
    assert desk.counted() == {}


def test_the_same_bytes_for_two_units_are_held(desk: Desk) -> None:
    desk.record(desk.hand_in("a", unit="gaoxin").submission, "gaoxin")
    held = desk.record(desk.hand_in("a", unit="heping").submission, "heping")
    assert (held.state, held.reason, held.detail) == ("held", Reason.DUPLICATE_OF_OTHER_UNIT, "gaoxin")
    assert list(desk.counted()) == ["gaoxin"]


def test_bytes_that_a_unit_has_since_replaced_may_be_another_units(desk: Desk) -> None:
    desk.record(desk.hand_in("a", unit="gaoxin").submission, "gaoxin", "1")
    desk.record(desk.hand_in("b", unit="gaoxin").submission, "gaoxin", "2")
    assert desk.record(desk.hand_in("a", unit="heping").submission, "heping", "1").state == "checked"
    assert desk.counted() == {"gaoxin": "2", "heping": "1"}


def test_as_of_a_day_what_came_later_does_not_count_and_supersedes_nothing(desk: Desk) -> None:
    old, new = desk.hand_in("a", day=10).submission, desk.hand_in("b", day=20).submission
    desk.record(old, "gaoxin", "1")
    desk.record(new, "gaoxin", "2")
    assert desk.counted(moment(9)) == {}
    assert desk.counted(moment(10)) == {"gaoxin": "1"}
    assert desk.counted(moment(20)) == {"gaoxin": "2"}
    assert [s.state for s in desk.records.submissions("shifan", YEAR, moment(15))] == ["checked"]
    assert [s.id for s in desk.records.counted("shifan", YEAR, moment(15))] == [old.id]


def test_read_again_a_submission_keeps_its_version_and_its_facts_are_replaced(desk: Desk, an_error: Finding) -> None:
    submission = desk.hand_in("a").submission
    desk.record(submission, "gaoxin", "1", an_error)
    assert desk.records.forget_stale("shifan", YEAR, "catalogue-2/reader-1") == 1
    assert [waiting.id for waiting in desk.records.pending("shifan", YEAR)] == [submission.id]
    assert desk.counted() == {"gaoxin": "1"}
    again = desk.record(submission, "gaoxin", "2", key="catalogue-2/reader-1")
    assert (again.version, again.state) == (1, "checked")
    assert desk.counted() == {"gaoxin": "2"}
    assert desk.records.findings(submission.id) == ()
    assert desk.records.forget_stale("shifan", YEAR, "catalogue-2/reader-1") == 0


def test_a_changed_reader_reads_again_what_counts_or_is_held_and_nothing_else(desk: Desk) -> None:
    superseded, counted, earlier, held, waiting = (
        desk.hand_in(text, year=year).submission
        for text, year in (("a", YEAR), ("b", YEAR), ("c", 2023), ("d", YEAR), ("e", YEAR))
    )
    desk.record(superseded, "gaoxin")
    desk.record(counted, "gaoxin")
    desk.record(earlier, "gaoxin", year=2023)
    desk.records.hold(held.id, Rejection(Reason.UNREADABLE), reading_key=KEY)
    desk.records.hold(waiting.id, Rejection(Reason.UNIT_CONFLICT))
    assert desk.records.forget_stale("shifan", YEAR, KEY) == 0
    assert desk.records.forget_stale("shifan", YEAR, "other") == 3
    assert [s.id for s in desk.records.pending("shifan", YEAR)] == [counted.id, earlier.id, held.id]


def test_read_again_as_another_units_a_submission_becomes_a_version_of_that_unit(desk: Desk) -> None:
    first, second = desk.hand_in("a").submission, desk.hand_in("b").submission
    desk.record(first, "heping", "1")
    desk.record(second, "gaoxin", "2")
    assert desk.record(second, "heping", "2").version == 2
    assert desk.counted() == {"heping": "2"}


def test_findings_of_a_run_replace_those_of_the_run_before(desk: Desk, an_error: Finding) -> None:
    missing = replace(an_error, rule="missing-unit", unit="jinze")
    desk.records.replace_run_findings("shifan", YEAR, [an_error, missing])
    desk.records.replace_run_findings("shifan", 2023, [an_error])
    desk.records.replace_run_findings("shifan", YEAR, [missing])
    assert desk.records.run_findings("shifan", YEAR) == (missing,)
    assert desk.records.run_findings("shifan", 2023) == (an_error,)


def test_an_unknown_submission_is_a_key_error(desk: Desk) -> None:
    for ask in (desk.records.submission, desk.records.reading):
        with pytest.raises(KeyError):
            ask(4711)
    with pytest.raises(KeyError):
        desk.records.hold(4711, Rejection(Reason.EMPTY))


def test_a_submission_that_was_never_recorded_has_no_reading(desk: Desk) -> None:
    with pytest.raises(KeyError):
        desk.records.reading(desk.hand_in("a").submission.id)


def test_a_reading_is_recorded_whole_or_not_at_all(desk: Desk) -> None:
    submission = desk.hand_in("a").submission
    reading = read(submission, "gaoxin")
    broken = replace(reading, facts=(*reading.facts, replace(reading.facts[0], kind=None)))  # type: ignore[arg-type]
    with pytest.raises(Exception, match="kind"):
        desk.records.record(submission.id, broken, [], reading_key=KEY)
    assert desk.records.submission(submission.id) == submission
    assert desk.counted() == {}
