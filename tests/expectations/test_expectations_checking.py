from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from expectations.checking import check_frame, check_table, failure
from expectations.framing import COLUMNS
from expectations.suites import load_rules, load_suites
from nianbao.checks.finding import Finding

UNITS = ("yan", "li")


def row(unit: str, code: str, word: str, value: str, **other: Any) -> dict[str, Any]:
    number = Decimal(value)
    usual = {
        "unit": unit, "indicator": code, "measure": f"{code} {word}", "value": number, "low": number, "high": number,
        "printed": value, "whole": None, "sources": 1, "facts": f"{unit}-f1", "stated": f"{code}：{value}{word}",
        "quote": f"共{value}{word}。",
    }  # fmt: skip
    return {**usual, **other}


SOUND = (
    row("yan", "safety.hazards_found", "处", "120"),
    row("yan", "safety.hazards_rectified", "处", "118", whole=Decimal(120)),
    row("li", "safety.hazards_found", "处", "44"),
    row("li", "hotline.satisfaction_rate", "%", "98.7"),
)


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(COLUMNS)).astype(object)


def test_a_sound_frame_has_no_finding() -> None:
    assert check_frame(frame(*SOUND), UNITS) == ()


@pytest.mark.parametrize(
    ("corrupted", "rule", "severity"),
    [
        (row("nowhere", "safety.inspections", "家次", "5"), "frame_unit_known", "error"),
        (row("yan", "safety.unheard_of", "处", "5"), "frame_indicator_known", "error"),
        (row("yan", "safety.hazards_found", "处", "120"), "frame_one_value", "error"),
        (row("yan", "safety.inspections", "家次", "5", sources=0, facts=""), "frame_has_source", "error"),
        (row("yan", "safety.inspections", "家次", "5", low=Decimal(6), high=Decimal(7)), "frame_interval", "error"),
        (row("yan", "safety.inspections", "家次", "-5"), "frame_bounds", "error"),
        (row("yan", "hotline.satisfaction_rate", "%", "120"), "frame_bounds", "error"),
        (row("yan", "safety.inspections", "家次", "5.5"), "frame_integer", "error"),
        (row("yan", "safety.inspections", "吨", "5"), "frame_measure", "warning"),
        (row("li", "safety.hazards_rectified", "处", "45", whole=Decimal(44)), "frame_part", "error"),
    ],
)
def test_a_corrupted_row_is_found_by_the_rule_of_the_suite(corrupted: dict[str, Any], rule: str, severity: str) -> None:
    found = {finding.rule: finding for finding in check_frame(frame(*SOUND, corrupted), UNITS)}
    assert rule in found
    finding = found[rule]
    said = next(r for r in load_rules() if r.id == rule and finding.message.startswith(r.line))
    assert finding.severity == severity == said.severity
    assert finding.unit == corrupted["unit"]
    assert finding.indicators == (corrupted["indicator"],)
    assert finding.facts == tuple(corrupted["facts"].split())
    assert finding.quote == corrupted["quote"]
    assert corrupted["stated"] in finding.message


def test_an_interval_is_out_of_bounds_only_as_a_whole() -> None:
    about = row("yan", "safety.inspections", "家次", "5", low=Decimal(-1), high=Decimal(9))
    assert not check_frame(frame(about), UNITS)


def test_what_the_checks_have_said_of_a_figure_is_not_said_again() -> None:
    corrupted = frame(row("yan", "safety.inspections", "家次", "5.5"), row("li", "safety.inspections", "家次", "6.5"))
    known = Finding("gen_integer", 1, "error", "yan", "计数指标出现小数", indicators=("safety.inspections",))
    assert [finding.unit for finding in check_frame(corrupted, UNITS, [known])] == ["li"]


def test_a_rate_above_its_limit_is_not_said_again_of_the_counts_that_a_relation_has_named() -> None:
    rate = row("yan", "safety.hazard_rectification_rate", "%", "102", facts="yan-f1 yan-f2")
    known = Finding("ord_hazards", 1, "error", "yan", "整改大于发现", facts=("yan-f2", "yan-f1"))
    assert check_frame(frame(rate), UNITS)
    assert not check_frame(frame(rate), UNITS, [known])


def test_an_expectation_that_cannot_be_evaluated_is_an_error_and_no_pass(tmp_path: Path) -> None:
    suite = next(suite for suite in load_suites() if suite["name"] == "counts")
    suite["expectations"][0]["kwargs"]["column"] = "a_column_that_is_not_there"
    (tmp_path / "counts.json").write_text(json.dumps(suite), encoding="utf-8")
    (finding,) = check_frame(frame(*SOUND), UNITS, folder=tmp_path)
    assert (finding.rule, finding.severity, finding.unit) == ("frame_integer", "error", None)
    assert "无法执行" in finding.message


def test_an_empty_frame_has_no_finding() -> None:
    assert check_frame(frame(), UNITS) == ()


def test_a_nested_exception_is_read() -> None:
    assert failure({"('metric', 'x')": {"raised_exception": True, "exception_message": "no\n column"}}) == "no column"
    assert failure({"raised_exception": False, "exception_message": None}) == ""


def test_the_results_say_of_every_rule_how_many_rows_it_looked_at_and_where_it_failed() -> None:
    above = row("li", "hotline.satisfaction_rate", "%", "120", facts="li-f9")
    known = Finding("gen_bounds", 1, "error", "li", "超过100%", facts=("li-f9",))
    findings, told = check_table(frame(*SOUND[:3], above), UNITS, [known])
    assert findings == () and told is not None
    assert told.library.startswith("Great Expectations ")
    assert (told.rows, told.units, told.indicators) == (4, 2, 3)
    assert {judged.rule for judged in told.judged} == {rule.id for rule in load_rules()}
    (wrong,) = (judged for judged in told.judged if not judged.holds)
    assert (wrong.suite, wrong.rule, wrong.looked_at, wrong.limit) == ("bounds", "frame_bounds", 1, "不大于100")
    assert [(r.unit, r.stated, r.known) for r in wrong.rows] == [("li", above["stated"], True)]


def test_a_rule_that_could_not_be_evaluated_does_not_hold(tmp_path: Path) -> None:
    (suite,) = (raw for raw in load_suites() if raw["name"] == "counts")
    suite["expectations"][0]["kwargs"]["column"] = "no_such_column"
    (tmp_path / "counts.json").write_text(json.dumps(suite), encoding="utf-8")
    _, told = check_table(frame(*SOUND), UNITS, folder=tmp_path)
    assert told is not None and told.judged[0].failure and not told.judged[0].holds
