from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from records_desk import YEAR, Desk, moment
from sqlalchemy import event

from nianbao.checks.finding import Finding
from nianbao.records.store import Records

ASKED: dict[str, Callable[[Records], object]] = {
    "pending": lambda records: records.pending("shifan", YEAR),
    "submissions": lambda records: records.submissions("shifan", YEAR),
    "held": lambda records: records.held("shifan", YEAR),
    "counted": lambda records: records.counted("shifan", YEAR, moment(28)),
    "readings": lambda records: records.readings("shifan", YEAR),
    "findings": lambda records: records.findings(1),
    "run findings": lambda records: records.run_findings("shifan", YEAR),
    "table checks": lambda records: records.table_checks("shifan", YEAR),
    "corrections": lambda records: records.corrections("shifan", YEAR),
    "answers": lambda records: records.answers("shifan", YEAR),
    "followed": lambda records: records.followed("shifan", YEAR),
    "what people said": lambda records: records.said_of(1, "shifan"),
    "stale": lambda records: records.stale("shifan", "another key"),
    "forgetting": lambda records: records.forget_stale("shifan", YEAR, "another key"),
    "errands": lambda records: records.outbox.errands("shifan"),
}


@pytest.mark.parametrize("asked", ASKED)
def test_no_question_about_one_district_reads_the_rows_of_all(desk: Desk, an_error: Finding, asked: str) -> None:
    desk.record(desk.hand_in("a").submission, "gaoxin")
    plans = plans_of(desk.records, ASKED[asked])
    assert plans
    assert not [step for step in plans if step.startswith("SCAN") and "CONSTANT" not in step]


def test_acts_about_one_report_are_found_without_its_districts_whole_log(desk: Desk) -> None:
    (step,) = plans_of(desk.records, lambda records: records.said_of(1, "shifan"))[:1]
    assert "ix_audit_district_subject (district=? AND subject=?)" in step


def plans_of(records: Records, ask: Callable[[Records], object]) -> list[str]:
    """Return what SQLite says it does for each question that is asked of it."""
    questions: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        questions.append((statement, parameters))

    event.listen(records.engine, "before_cursor_execute", note)
    ask(records)
    event.remove(records.engine, "before_cursor_execute", note)
    with records.engine.connect() as connection:
        selects = [question for question in questions if question[0].startswith("SELECT")]
        return [
            str(row[-1])
            for statement, parameters in selects
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
