"""A letter says what was received, what is wrong and where, what is asked, and by which working day."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from report_scene import FINDINGS, Scene

from nianbao.checks.finding import Finding
from nianbao.checks.following import Followed, follow
from nianbao.report.boards import Arrival
from nianbao.report.courses import Courses
from nianbao.report.letters import Desk, Letter, answer_day, letters
from nianbao.report.narrating import Narrator
from nianbao.report.posting import letter_json
from nianbao.report.tracing import section_name
from nianbao.report.viewing import Occasion, ViewBuilder
from nianbao.rollup.consolidation import HeldFile

TODAY = date(2025, 2, 24)
CAME = Arrival(date(2025, 2, 10), False, 1, "returned", "新桥街道/2024年报告.docx")
DOUBT = Finding(
    "past_leap", 2, "warning", "xinqiao", "较上年大幅增加，请核对", "组织普法宣传活动18场", ("publicity.activities",)
)


def written(scene: Scene, **desk: object) -> dict[str, Letter]:
    known = Desk(scene.readings, {"xinqiao": CAME}, **{"today": TODAY, **desk})  # type: ignore[arg-type]
    found = letters(scene.consolidation, scene.district, scene.catalogue, Narrator(scene.templates), known)
    return {letter.unit: letter for letter in found}


def known_since(*runs: tuple[int, tuple[Finding, ...]]) -> tuple[Followed, ...]:
    known: tuple[Followed, ...] = ()
    for days_ago, findings in runs:
        known = follow(findings, known, TODAY - timedelta(days=days_ago))
    return known


def test_a_letter_says_which_file_came_when_and_where_each_sentence_stands(scene: Scene) -> None:
    letter = written(scene)["xinqiao"]
    assert "2025年2月10日报送" in letter.opening[0] and "“2024年报告.docx”" in letter.opening[0]
    assert letter.items[0].place == "一（一）"
    assert letter.items[0].quote == "调处矛盾纠纷112件，其中化解矛盾纠纷115件"


def test_what_is_only_doubtful_is_asked_in_the_same_letter_and_numbered_on(changed: Callable[..., Scene]) -> None:
    letter = written(changed(findings=(*FINDINGS, DOUBT)))["xinqiao"]
    numbers = [item.number for item in (*letter.items, *letter.doubts)]
    assert numbers == [f"{k}．" for k in range(1, len(numbers) + 1)]
    assert [item.message for item in letter.doubts if item.rule == "past_leap"] == ["较上年大幅增加，请核对。"]


def test_a_unit_of_which_nothing_is_wrong_is_sent_no_letter_for_its_doubts(changed: Callable[..., Scene]) -> None:
    assert not written(changed(findings=(DOUBT,)))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2025, 1, 20), date(2025, 2, 20)),  # eight days of Spring Festival lie between, and the first pass is far
        (date(2025, 2, 17), date(2025, 3, 14)),  # four working days are too few for the pass of the 20th
        (date(2025, 3, 10), date(2025, 3, 17)),  # no pass leaves five working days, so five working days it is
        (date(2025, 9, 29), date(2025, 10, 13)),  # the National Day holidays are no working days, 11 October is one
        (None, date(2025, 3, 14)),  # 15 March is a Saturday
    ],
)
def test_a_unit_answers_by_a_working_day_that_still_counts(scene: Scene, today: date | None, expected: date) -> None:
    assert answer_day(scene.district, 2024, today) == expected


def test_a_reminder_tells_the_gap_as_it_is(scene: Scene) -> None:
    letter = written(scene)["qingshi"]
    assert letter.kind == "reminder"
    deadline = scene.district.deadlines.report_day(2024)
    assert f"现已逾期{(TODAY - deadline).days}天" in letter.opening[0]
    assert "3个单位中，2个已报送，尚未收到你单位的报告" in letter.opening[0]
    assert "逾期" not in written(scene, today=deadline)["qingshi"].opening[0]


def test_a_unit_whose_file_is_held_is_not_told_that_nothing_came(scene: Scene) -> None:
    held = HeldFile("青石镇.pdf", "encrypted", "文件已加密，打不开", "qingshi")
    letter = written(replace(scene, consolidation=replace(scene.consolidation, held=(held,))))["qingshi"]
    said = "".join((*letter.opening, *letter.closing))
    assert "“青石镇.pdf”未能计入：文件已加密，打不开" in said
    assert "尚未收到" not in said


def test_a_letter_says_since_when_a_fault_is_known_and_what_has_been_settled(scene: Scene) -> None:
    wrong = next(f for f in FINDINGS if f.unit == "xinqiao" and f.severity == "error")
    settled = replace(wrong, quote="另一处", figures=("99件",))
    known = known_since((10, (wrong, settled)), (0, (wrong,)))
    letter = written(scene, followed=known)["xinqiao"]
    assert letter.items[0].course == "2025年2月14日发现，至今未解决"
    assert "此前提出的1处问题已经解决" in letter.opening[0]


def test_what_was_found_today_for_the_first_time_needs_no_history(scene: Scene) -> None:
    assert written(scene, followed=known_since((0, FINDINGS)))["xinqiao"].items[0].course == ""


def test_the_letter_as_json_says_the_same_with_the_ids_of_its_findings(scene: Scene) -> None:
    letter = written(scene)["xinqiao"]
    told = json.loads(letter_json(letter))
    assert told["answer_by"] == letter.answer_by.isoformat()
    assert told["received"]["received_on"] == "2025-02-10"
    assert [item["finding"] for item in told["items"]] == [item.finding for item in letter.items]
    assert [item["place"] for item in told["items"]] == ["一（一）"]


def test_the_report_tells_the_course_of_its_findings_and_the_public_edition_does_not(scene: Scene) -> None:
    gone = Finding("gen_bounds", 1, "error", "gaoxin", "满意率超过100%", figures=("104%",))
    courses = Courses(known_since((10, (*FINDINGS[:1], gone)), (0, FINDINGS)))

    def view(public: bool) -> tuple[str, set[str]]:
        occasion = Occasion(public=public, courses=courses)
        told = ViewBuilder(
            scene.consolidation, scene.readings, scene.district, scene.catalogue, scene.templates, {}, occasion
        ).build()
        return told.findings_note, {finding.course for group in told.findings for finding in group.findings}

    note, words = view(public=False)
    assert f"新发现{len(FINDINGS) - 1}条，仍未解决1条，再次出现0条，已经消除1条" in note
    assert words == {"本次新发现", "2025年2月14日发现，至今未解决"}
    assert view(public=True) == ("", set())


@pytest.mark.parametrize(
    ("section", "shown"),
    [
        ("二/（一）", "二（一）"),
        ("4/4.1", "4.1"),
        ("第一部分/3", "第一部分 3"),
        ("第一部分/4/4.1", "第一部分 4.1"),
        ("一", "第一部分"),
        ("", ""),
    ],
)
def test_a_section_is_named_as_people_name_it(section: str, shown: str) -> None:
    assert section_name(section) == shown
