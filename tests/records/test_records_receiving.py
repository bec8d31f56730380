from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records_desk import YEAR, Desk, moment

from nianbao.reasons import Reason, Rejection


def test_a_receipt_says_what_was_received(desk: Desk) -> None:
    receipt = desk.hand_in("报告", day=10, name="高新区/report.txt")
    submission = receipt.submission
    assert receipt.new
    assert (submission.district, submission.year, submission.unit, submission.version) == ("shifan", YEAR, None, None)
    assert (submission.file, submission.size, submission.received_at) == ("高新区/report.txt", 6, moment(10))
    assert submission.state == "received"
    assert desk.records.vault.path(submission.sha256).read_text(encoding="utf-8") == "报告"
    assert desk.records.pending("shifan", YEAR) == (submission,)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 28), st.sampled_from(["x", "y"]))))
def test_receiving_twice_is_receiving_once(desk: Desk, arrivals: list[tuple[str, int, str]]) -> None:
    seen: dict[str, int] = {}
    for text, day, name in arrivals:
        receipt = desk.hand_in(text, day=day, name=name)
        assert receipt.submission.id == seen.setdefault(text, receipt.submission.id)
    received = {submission.id for submission in desk.records.submissions("shifan", YEAR)}
    assert set(seen.values()) <= received
    assert len(received) <= 3


def test_another_name_is_the_same_submission(desk: Desk) -> None:
    first = desk.hand_in("报告", day=10, name="report.txt")
    again = desk.hand_in("报告", day=11, name="报告（终稿）.txt")
    assert again.submission == first.submission
    assert again.new is False


def test_another_district_is_another_submission(desk: Desk) -> None:
    first = desk.hand_in("报告")
    other = desk.records.receive(desk.file("报告"), district="other", name="x", received_at=moment(10), year=YEAR)
    assert other.new
    assert other.submission.id != first.submission.id


def test_a_file_held_for_a_wrong_year_may_be_received_for_another(desk: Desk) -> None:
    wrong = desk.hand_in("报告", year=2024).submission
    desk.records.hold(wrong.id, Rejection(Reason.YEAR_CONFLICT, "2023"))
    right = desk.hand_in("报告", year=2023)
    assert right.new
    assert right.submission.year == 2023
    assert desk.records.submission(wrong.id).state == "held"


def test_a_file_held_for_a_wrong_year_and_handed_in_without_a_year_is_a_new_question(desk: Desk) -> None:
    wrong = desk.hand_in("报告", year=2024).submission
    desk.records.hold(wrong.id, Rejection(Reason.YEAR_CONFLICT))
    assert desk.hand_in("报告", year=None).new


def test_a_recorded_file_is_known_whether_its_year_is_said_or_not(desk: Desk) -> None:
    unsaid = desk.hand_in("报告", year=None).submission
    desk.record(unsaid, "gaoxin")
    assert desk.hand_in("报告", year=YEAR).submission.id == unsaid.id
    assert desk.hand_in("报告", year=None).submission.id == unsaid.id
    assert desk.hand_in("报告", year=YEAR, unit="gaoxin").submission.id == unsaid.id
    assert desk.hand_in("报告", year=2023).new


def test_a_file_waiting_with_its_year_is_known_without_it(desk: Desk) -> None:
    said = desk.hand_in("报告", year=YEAR, unit="gaoxin").submission
    assert desk.hand_in("报告", year=None).submission == said


def test_naming_the_unit_of_a_held_file_puts_it_before_the_reader_again(desk: Desk) -> None:
    unknown = desk.hand_in("报告").submission
    desk.records.hold(unknown.id, Rejection(Reason.UNIT_UNKNOWN))
    named = desk.hand_in("报告", unit="gaoxin")
    assert named.new is False
    assert (named.submission.id, named.submission.unit, named.submission.state) == (unknown.id, "gaoxin", "received")
    assert named.submission.reason is None
    assert desk.records.pending("shifan", YEAR) == (named.submission,)


def test_naming_the_unit_of_a_file_that_was_recorded_and_then_held_puts_it_before_the_reader_again(desk: Desk) -> None:
    submission = desk.hand_in("报告").submission
    desk.record(submission, "gaoxin")
    desk.records.hold(submission.id, Rejection(Reason.UNIT_CONFLICT))
    named = desk.hand_in("报告", unit="gaoxin").submission
    assert (named.id, named.state) == (submission.id, "received")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, 2023, 2024]),
            st.sampled_from([None, "gaoxin", "heping"]),
            st.sampled_from(["leave", "hold", "record", "withdraw", "forget"]),
        ),
        max_size=8,
    )
)
def test_the_same_question_twice_in_a_row_has_the_same_answer(
    desk: Desk, questions: list[tuple[int | None, str | None, str]]
) -> None:
    text = str(uuid4())  # one desk serves all examples
    for year, unit, then in questions:
        submission = desk.hand_in(text, year=year, unit=unit).submission
        if then == "hold":
            desk.records.hold(submission.id, Rejection(Reason.UNIT_CONFLICT), reading_key="older")
        elif then == "record":
            desk.record(submission, submission.unit or "gaoxin", year=submission.year or 2024)
        elif then == "withdraw":
            desk.records.withdraw(submission.id, "误报")
        elif then == "forget":
            desk.records.forget_stale("shifan", 2024, "newer")
        first, again = (desk.hand_in(text, year=year, unit=unit) for _ in range(2))
        assert (again.submission.id, again.new) == (first.submission.id, False)
        assert not first.new or desk.records.submission(submission.id).state == "held"


def test_handing_a_held_file_in_again_without_saying_more_leaves_it_held(desk: Desk) -> None:
    unknown = desk.hand_in("报告", unit="gaoxin").submission
    desk.records.hold(unknown.id, Rejection(Reason.ENCRYPTED))
    assert desk.hand_in("报告").submission.state == "held"
    assert desk.hand_in("报告", unit="gaoxin").submission.state == "held"
    assert desk.records.pending("shifan", YEAR) == ()


def test_the_same_bytes_handed_in_by_two_units_are_two_submissions(desk: Desk) -> None:
    first = desk.hand_in("报告", unit="gaoxin")
    second = desk.hand_in("报告", unit="heping")
    assert second.new
    assert second.submission.id != first.submission.id


def test_a_file_whose_row_was_lost_is_received_again_and_loses_nothing(desk: Desk) -> None:
    sha256 = desk.records.vault.put(desk.file("报告"))  # the process dies here, before the row
    assert desk.records.submissions("shifan", YEAR) == ()
    receipt = desk.hand_in("报告")
    assert receipt.new
    assert receipt.submission.sha256 == sha256


def test_a_moment_without_a_time_zone_is_refused(desk: Desk) -> None:
    with pytest.raises(Exception, match="time zone"):
        desk.records.receive(
            desk.file("报告"), district="shifan", name="x", received_at=datetime(2025, 1, 10), year=YEAR
        )


def test_what_is_pending_is_of_this_year_or_before_or_of_none_and_oldest_first(desk: Desk) -> None:
    desk.hand_in("a", day=12, year=2024)
    desk.hand_in("b", day=11, year=2023)
    desk.hand_in("c", day=10, year=None)
    desk.hand_in("d", day=9, year=2025)
    assert [submission.year for submission in desk.records.pending("shifan", 2024)] == [None, 2023, 2024]
