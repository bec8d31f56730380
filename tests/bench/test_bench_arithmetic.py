from __future__ import annotations

from pathlib import Path
from typing import Any

import measuring
import pipeline
import pytest
import run
from measuring import Cost
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from year import CODE, YEAR, lay_out, read_pending, receive, work_in

from nianbao.records.schema import FactRow


@pytest.mark.parametrize(
    ("row", "missed"),
    [
        ({"what": "no goal", "ratio": 9.0}, False),
        ({"what": "under it", "ratio": 1.3, "goal": 1.3}, False),
        ({"what": "over it", "ratio": 1.31, "goal": 1.3}, True),
        ({"what": "the clock goes before the ratio", "seconds": 30.0, "ratio": 40.0, "goal": 35}, False),
        ({"what": "a share that is reached", "share": 0.99, "goal": 0.99}, False),
        ({"what": "a share that is not", "share": 0.98, "goal": 0.99}, True),
        ({"what": "memory given back", "grown": -1.0, "goal": 50}, False),
    ],
)
def test_a_goal_is_missed_by_what_the_row_is_about(row: dict[str, Any], missed: bool) -> None:
    assert measuring.is_missed(row) is missed


def test_the_least_of_several_rounds_is_taken_clock_and_processor_apart() -> None:
    assert measuring.least_of([Cost(3.0, 1.0), Cost(2.0, 1.5)]) == Cost(2.0, 1.0)


def test_growth_is_that_of_the_work_beside_the_fixed_start() -> None:
    flows = {1000: {"cpu_s": 12.0, "peak_mb": 500.0}, 10_000: {"cpu_s": 102.0, "peak_mb": 530.0}}
    exponent, memory = pipeline.grown(flows, 2.0)
    assert exponent["exponent"] == pytest.approx(1.0)
    assert memory["grown"] == pytest.approx(30.0)


def test_what_was_not_measured_again_keeps_its_figures() -> None:
    kept = [{"name": "records", "on": "a machine", "figures": [1]}, {"name": "demo", "on": "a machine", "figures": [2]}]
    found = [{"name": "demo", "on": "another", "figures": [3]}]
    assert {each["name"]: each["figures"] for each in run.merged(kept, found)} == {"records": [1], "demo": [3]}


def test_a_benchmark_that_breaks_off_says_why_on_the_page() -> None:
    figures = run.figures_of("", "Traceback\nTimeoutError: no answer\n", takes_json=True)
    result = {"name": "servers", "day": "2026-01-01", "on": "a machine", "exit": 1, "figures": figures}
    page = run.page_of([result])
    assert "it broke off." in page
    assert "TimeoutError: no answer" in page


def test_a_table_has_a_column_for_every_key_of_its_rows() -> None:
    assert run.tabled([{"what": "a", "ratio": 1.234}, {"what": "b", "load": 2}]).splitlines() == [
        "| what | ratio | load |", "| --- | --- | --- |", "| a | 1.23 |  |", "| b |  | 2 |",
    ]  # fmt: skip


def test_crowded_records_hold_whole_districts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import records

    monkeypatch.setenv("NIANBAO_HOME", "")
    monkeypatch.setenv("NIANBAO_DATABASE", "")
    lay_out(tmp_path, 2)
    place = work_in(tmp_path)
    receive(place, tmp_path)
    assert read_pending(place) == 2
    with Session(place.records.engine) as session:
        own = session.scalar(select(func.count()).select_from(FactRow)) or 0
    records.crowd(place.records.engine, 3 * own)
    with Session(place.records.engine) as session:
        assert session.scalar(select(func.count()).select_from(FactRow)) == 3 * own
    mine, other = (place.records.readings(code, YEAR) for code in (CODE, "other1"))
    assert mine == other
