"""A person's answer holds for one finding with its figures, and no longer than it was given for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.checks.answering import Answer, with_answers
from nianbao.checks.finding import Finding, finding_from_json, finding_json

DAY = date(2025, 2, 20)
FINDING = Finding(
    "ord_hazards",
    1,
    "error",
    "donghu",
    "整改多于发现",
    "发现隐患163处，整改隐患173处",
    ("safety.hazards_found", "safety.hazards_rectified"),
    ("a-f1", "a-f2"),
    figures=("163处", "173处"),
)
WAIVED = Answer(FINDING.id, "waived", "李审核", "含上年遗留，已核对台账", DAY)


def states(*answers: Answer, finding: Finding = FINDING, today: date = DAY) -> list[str]:
    return [found.state for found in with_answers([finding], answers, today)]


def test_a_waived_finding_is_waived_and_without_an_answer_it_is_open() -> None:
    assert states(WAIVED) == ["waived"]
    assert states() == ["open"]
    assert states(finding=replace(FINDING, state="explained")) == ["open"]


def test_a_waived_finding_returns_when_its_figures_change() -> None:
    assert states(WAIVED, finding=replace(FINDING, figures=("163处", "183处"))) == ["open"]


@pytest.mark.parametrize(
    "changed",
    [
        {"message": "整改数大于发现数，请核对"},
        {"quote": "全年发现隐患163处，整改隐患173处"},
        {"facts": ("b-f3", "b-f4")},
    ],
)
def test_another_wording_or_a_new_file_with_the_same_figures_keeps_the_answer(changed: dict[str, str]) -> None:
    assert states(WAIVED, finding=replace(FINDING, **changed)) == ["waived"]


def test_a_finding_of_another_unit_is_another_finding() -> None:
    assert states(WAIVED, finding=replace(FINDING, unit="xihu")) == ["open"]


def test_what_speaks_of_no_figure_is_known_by_its_indicators_or_its_quote() -> None:
    silent = Finding("gen_required", 1, "warning", "donghu", "必报指标未见数字", "述法有序开展", ("a.b",))
    assert silent.id == replace(silent, quote="").id
    assert silent.id != replace(silent, indicators=("a.b", "a.c")).id
    damaged = Finding("damaged_text", 1, "warning", "donghu", "缺字", "卷宗□□不全")
    assert damaged.id != replace(damaged, quote="文书□□不全").id
    section = Finding("section_missing", 1, "warning", "donghu", "未见“不足”部分")
    assert section.id != replace(section, message="未见“下一年安排”部分").id


def test_an_answer_runs_out_after_its_last_day() -> None:
    answer = replace(WAIVED, until=DAY + timedelta(days=3))
    assert states(answer, today=DAY + timedelta(days=3)) == ["waived"]
    assert states(answer, today=DAY + timedelta(days=4)) == ["open"]
    assert states(answer, today=DAY - timedelta(days=1)) == ["open"]


def test_the_latest_answer_counts_and_an_older_one_does_not_come_back() -> None:
    later = replace(WAIVED, state="explained", on=DAY + timedelta(days=1), until=DAY + timedelta(days=2))
    assert states(later, WAIVED, today=DAY + timedelta(days=1)) == ["explained"]
    assert states(later, WAIVED, today=DAY + timedelta(days=3)) == ["open"]
    assert states(WAIVED, replace(WAIVED, state="open", why="")) == ["open"]


@pytest.mark.parametrize("missing", [{"by": " "}, {"why": ""}])
def test_an_answer_needs_who_and_why(missing: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="经办人"):
        replace(WAIVED, **missing)


ANSWERS = st.lists(
    st.builds(
        lambda state, on, length: Answer(
            FINDING.id,
            state,
            "李审核",
            "已核对",
            DAY + timedelta(days=on),
            None if length is None else DAY + timedelta(days=on + length),
        ),
        st.sampled_from(["open", "explained", "corrected", "waived"]),
        st.integers(-5, 5),
        st.none() | st.integers(0, 5),
    ),
    max_size=5,
)


@given(ANSWERS)
def test_answering_twice_is_answering_once_and_changes_nothing_but_the_state(answers: list[Answer]) -> None:
    once = with_answers([FINDING], answers, DAY)
    assert with_answers(once, answers, DAY) == once == with_answers([FINDING], [*answers, *answers], DAY)
    assert [replace(found, state="open") for found in once] == [FINDING]


def test_a_finding_is_the_same_after_json() -> None:
    assert finding_from_json(finding_json(FINDING)) == FINDING
    old = {key: value for key, value in finding_json(FINDING).items() if key != "figures"}
    assert finding_from_json(old) == replace(FINDING, figures=())
