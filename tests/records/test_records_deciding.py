from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from records_desk import KEY, YEAR, Desk, read
from sqlalchemy import create_engine, text

from nianbao.checks.answering import Answer
from nianbao.checks.finding import Finding
from nianbao.checks.following import Followed
from nianbao.checks.tabled import Judged, TableChecks
from nianbao.reasons import Reason, Rejection
from nianbao.records.database import writer
from nianbao.records.deciding import Impossible
from nianbao.records.migrating import configuration, migrate
from nianbao.records.store import Records
from nianbao.records.submission import Decision
from nianbao.review.correction import Correction, NewValue, correction_of

WHEN = datetime(2025, 2, 1, 12, tzinfo=UTC)


def correction(desk: Desk, value: str = "128", who: str = "经办一") -> Correction:
    """Return a correction of the one figure of a report of gaoxin."""
    fact = read(desk.hand_in("a").submission, "gaoxin").facts[0]
    number = NewValue(*([fact.value.__class__(value)] * 3))  # type: ignore[arg-type, union-attr]
    return correction_of(fact, "gaoxin", YEAR, "value", why="核对台账", who=who, when=WHEN, figure=number)


def answer(state: str = "waived", why: str = "已核实") -> Answer:
    return Answer("0123456789ab", state, "经办一", why, date(2025, 2, 1))  # type: ignore[arg-type]


def test_a_correction_comes_back_as_it_was_made(desk: Desk) -> None:
    made = correction(desk)
    assert desk.records.correct("shifan", [made]) == 1
    assert desk.records.corrections("shifan", YEAR) == (made,)
    assert desk.records.corrections("shifan", YEAR - 1) == desk.records.corrections("other", YEAR) == ()


def test_a_correction_that_holds_already_is_not_added_again_by_whomever(desk: Desk) -> None:
    made = correction(desk)
    assert desk.records.correct("shifan", [made, made]) == 1
    assert desk.records.correct("shifan", [replace(made, who="经办二", why="再核")]) == 0
    assert desk.records.correct("shifan", [replace(made, act="revoked", figure=None)]) == 1
    assert desk.records.correct("shifan", [made]) == 1
    assert len(desk.records.corrections("shifan", YEAR)) == 3


def test_nothing_is_taken_back_that_was_never_corrected(desk: Desk) -> None:
    assert desk.records.correct("shifan", [replace(correction(desk), act="revoked", figure=None)]) == 0


def test_answers_come_back_in_their_order_and_the_same_is_not_added_again(desk: Desk) -> None:
    assert desk.records.answer("shifan", YEAR, [answer(), answer(), answer("explained")]) == 2
    assert desk.records.answers("shifan", YEAR) == (answer(), answer("explained"))
    assert desk.records.answer("shifan", YEAR, [replace(answer("open", ""), finding="ba9876543210")]) == 0


def test_findings_checked_again_change_the_state_with_them(desk: Desk, an_error: Finding) -> None:
    submission = desk.record(desk.hand_in("a").submission, "gaoxin", "1", an_error)
    assert submission.state == "returned"
    settled = replace(an_error, state="corrected")
    assert desk.records.recheck(submission.id, [settled]).state == "checked"
    assert desk.records.findings(submission.id) == (settled,)
    assert desk.records.recheck(submission.id, [an_error]).state == "returned"


def test_how_findings_run_on_is_kept(desk: Desk, an_error: Finding) -> None:
    known = (Followed(an_error, "persisting", date(2025, 1, 3), date(2025, 2, 1)),)
    desk.records.follow("shifan", YEAR, known)
    assert desk.records.followed("shifan", YEAR) == known
    desk.records.follow("shifan", YEAR, ())
    assert desk.records.followed("shifan", YEAR) == ()


def test_a_held_file_given_to_a_unit_waits_to_be_read_again_as_that_units(desk: Desk) -> None:
    submission = desk.hand_in("a").submission
    desk.records.hold(submission.id, Rejection(Reason.UNIT_UNKNOWN))
    given = desk.records.assign(submission.id, "gaoxin", None, who="经办一", why="来信写明")
    assert (given.state, given.asked_unit, given.asked_year, given.decision) == (
        "received",
        "gaoxin",
        YEAR,
        Decision.UNIT,
    )
    assert desk.records.pending("shifan", YEAR) == (given,)
    dated = desk.records.assign(submission.id, "gaoxin", 2023, who="经办一", why="来信写明")
    assert (dated.asked_year, dated.decision) == (2023, Decision.UNIT_AND_YEAR)


def test_what_is_not_held_is_not_given_away_nor_released(desk: Desk) -> None:
    submission = desk.record(desk.hand_in("a").submission, "gaoxin")
    with pytest.raises(Impossible, match="没有暂存"):
        desk.records.assign(submission.id, "heping", None, who="经办一", why="误")
    with pytest.raises(Impossible, match="没有暂存"):
        desk.records.release(submission.id, who="经办一", why="误")


def test_a_file_that_the_unit_has_sent_itself_is_not_given_to_it_again(desk: Desk) -> None:
    desk.record(desk.hand_in("a", unit="gaoxin").submission, "gaoxin")
    other = desk.hand_in("a", unit="heping").submission
    desk.records.hold(other.id, Rejection(Reason.UNIT_CONFLICT))
    with pytest.raises(Impossible, match="已报送过同一文件"):
        desk.records.assign(other.id, "gaoxin", None, who="经办一", why="误")


def test_the_same_bytes_for_two_units_count_when_a_person_lets_them_through(desk: Desk) -> None:
    desk.record(desk.hand_in("a", unit="gaoxin").submission, "gaoxin", "1")
    second = desk.hand_in("a", unit="heping").submission
    assert desk.record(second, "heping", "1").state == "held"
    desk.records.release(second.id, who="经办一", why="两单位联合报送")
    assert desk.record(second, "heping", "1").state == "checked"
    assert desk.counted() == {"gaoxin": "1", "heping": "1"}


def test_a_report_is_accepted_when_no_error_is_open_and_only_as_it_counts(desk: Desk, an_error: Finding) -> None:
    old, new = desk.hand_in("a").submission, desk.hand_in("b").submission
    desk.record(old, "gaoxin")
    desk.record(new, "gaoxin", "127", an_error)
    with pytest.raises(Impossible, match="错误"):
        desk.records.accept(new.id, who="科长")
    with pytest.raises(Impossible, match="不是计入"):
        desk.records.accept(old.id, who="科长")
    desk.records.recheck(new.id, [replace(an_error, state="waived")])
    desk.records.replace_run_findings("shifan", YEAR, [an_error])
    with pytest.raises(Impossible, match="错误"):
        desk.records.accept(new.id, who="科长")
    desk.records.replace_run_findings("shifan", YEAR, [replace(an_error, unit="heping")])
    assert desk.records.accept(new.id, who="科长").state == "accepted"


def test_every_act_stands_in_the_log(desk: Desk) -> None:
    submission = desk.hand_in("a").submission
    desk.hand_in("a")
    desk.records.hold(submission.id, Rejection(Reason.UNIT_UNKNOWN))
    desk.records.assign(submission.id, "gaoxin", None, who="经办一", why="来信写明")
    desk.record(submission, "gaoxin")
    desk.records.correct("shifan", [correction(desk)])
    desk.records.answer("shifan", YEAR, [answer()])
    desk.records.accept(submission.id, who="科长")
    desk.records.withdraw(submission.id, "误报", who="经办二")
    log = desk.records.audit_log("shifan")
    assert [entry.act for entry in log] == [
        "receive", "hold", "assign", "record", "correct", "answer", "accept", "withdraw",
    ]  # fmt: skip
    assert [(entry.who, entry.why) for entry in log[-2:]] == [("科长", ""), ("经办二", "误报")]
    assert desk.records.verify_audit() == ()


def test_the_log_says_which_version_took_the_place_of_which_and_only_once(desk: Desk) -> None:
    late, first, second = (desk.hand_in(text, day=day).submission for text, day in (("c", 9), ("a", 10), ("b", 11)))
    for submission in (first, second, late, second, first):
        desk.record(submission, "gaoxin")
    said = [(e.subject, e.why) for e in desk.records.audit_log("shifan") if e.act == "supersede"]
    assert said == [(f"submission:{first.id}", f"由报送件 {second.id}（v2）取代")]
    assert desk.records.verify_audit() == ()


def test_the_log_is_dated_by_the_clock_that_was_given(tmp_path: Path) -> None:
    with Records.open(None, tmp_path / "home", clock=lambda: WHEN) as records:
        Desk(records, tmp_path / "inbox").hand_in("a")
        assert [entry.at for entry in records.audit_log("shifan")] == [WHEN.isoformat()]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE facts SET body = replace(body, '127', '172')", "数据与入库时不同"),
        ("DELETE FROM facts", "数据与入库时不同"),
        ("UPDATE submissions SET unit = 'heping'", "数据与入库时不同"),
        ("UPDATE corrections SET body = replace(body, '128', '500')", "更正 1 与登记时不同"),
        ("DELETE FROM answers", "答复 1 与登记时不同"),
        ("INSERT INTO answers SELECT 9, district, year, finding_id, body FROM answers", "答复 9 没有审计日志"),
        ("UPDATE audit SET who = '他人' WHERE position = 3", "第 3 条被改动过"),
        ("DELETE FROM audit WHERE position = 2", "第 3 条之前有缺失"),
        ("UPDATE audit SET previous = hash WHERE position = 3", "第 3 条与前一条不相连"),
        ("DELETE FROM audit WHERE position = 4", "末尾缺失：应有 4 条，现存 3 条"),
        ("DELETE FROM audit", "末尾缺失：应有 4 条，现存 0 条"),
        ("DELETE FROM audit_heads", "没有末条记录"),
        ("UPDATE audit_heads SET hash = 'x'", "与留存的末条记录不一致"),
    ],
)
def test_a_changed_row_breaks_the_log(desk: Desk, change: str, said: str) -> None:
    desk.record(desk.hand_in("a").submission, "gaoxin")
    desk.records.correct("shifan", [correction(desk)])
    desk.records.answer("shifan", YEAR, [answer()])
    assert desk.records.verify_audit() == ()
    with writer(desk.records._engine) as session:
        session.execute(text(change))
    assert any(said in line for line in desk.records.verify_audit())


def test_a_log_cut_short_with_its_head_is_known_by_the_release_that_saw_it(desk: Desk) -> None:
    desk.record(desk.hand_in("a").submission, "gaoxin")
    seen = desk.records.seal("shifan", "release:2024/v1", "digest", who="科长")
    assert desk.records.verify_audit([seen]) == ()
    with writer(desk.records._engine) as session:
        session.execute(text("DELETE FROM audit WHERE act = 'seal'"))
        session.execute(text("DELETE FROM audit_heads"))
        session.execute(text("INSERT INTO audit_heads SELECT district, position, hash FROM audit WHERE position = 2"))
    assert desk.records.verify_audit() == ()
    assert [f"第 {seen.position} 条" in line for line in desk.records.verify_audit([seen])] == [True]


def test_records_of_the_first_revision_are_brought_up_with_all_that_they_hold(
    tmp_path: Path, an_error: Finding
) -> None:
    with Records.open(None, tmp_path / "home") as records:
        desk = Desk(records, tmp_path / "inbox")
        recorded = desk.record(desk.hand_in("a").submission, "gaoxin", "127", an_error)
        desk.records.hold(desk.hand_in("b").submission.id, Rejection(Reason.EMPTY))
        before = records.submissions("shifan", YEAR), records.readings("shifan", YEAR)
    engine = create_engine(f"sqlite:///{tmp_path / 'home' / 'records.db'}")
    with engine.begin() as connection:
        command.downgrade(configuration(connection), "0001")
        assert connection.scalar(text("SELECT count(*) FROM facts")) == 1
        migrate(connection, "0001")
    with Records.open(None, tmp_path / "home") as records:
        assert (records.submissions("shifan", YEAR), records.readings("shifan", YEAR)) == before
        assert records.findings(recorded.id) == (an_error,)
        assert records.verify_audit() == ()
        assert records.forget_stale("shifan", YEAR, KEY) == 0
        assert records.correct("shifan", [correction(Desk(records, tmp_path / "inbox"))]) == 1


def test_the_table_checks_of_the_last_run_are_kept_and_no_others(desk: Desk) -> None:
    checks = TableChecks("Great Expectations 1", 3, 1, 3, (Judged("counts", "frame_integer", "error", "取整", "", 3),))
    desk.records.keep_table_checks("shifan", YEAR, checks)
    desk.records.keep_table_checks("shifan", YEAR, checks)
    assert desk.records.table_checks("shifan", YEAR) == checks
    desk.records.keep_table_checks("shifan", YEAR, None)
    assert desk.records.table_checks("shifan", YEAR) is None
