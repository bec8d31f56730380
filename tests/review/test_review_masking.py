"""Private persons are masked wherever a sentence of a report goes beyond the report and its review."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from review_scene import CATALOGUE

from nianbao.checks.finding import Finding
from nianbao.district import District
from nianbao.places import data_folder
from nianbao.reasons import Reason
from nianbao.records.submission import Submission, SubmissionState
from nianbao.report.letters import return_letter
from nianbao.report.masking import masked
from nianbao.report.narrating import Narrator
from tasks.artifacts import plain
from tasks.failures import keep_details
from tasks.submissions import told

PHONE, ID = "13812341234", "350102199003071234"[:17] + "X"
SAID = f"信访人王建国（电话{PHONE}，身份证号{ID}）反映问题3件"
DISTRICT = District.model_validate(
    {
        "code": "yunxiu", "name": "云岫区", "body": "中共云岫区委全面依法治区委员会办公室",
        "units": [{"code": "gaoxin", "name": "云岫高新区", "type": "开发区"}],
        "deadlines": {"report": "02-15", "publish": "04-01"},
    }
)  # fmt: skip


def is_clean(text: str) -> bool:
    return PHONE not in text and ID not in text and "王建国" not in text and "138****1234" in text


def test_the_masks_are_the_official_ones() -> None:
    assert masked(SAID) == "信访人王某（电话138****1234，身份证号35*************23X）反映问题3件"


@pytest.mark.parametrize(
    "text", ["信访人李某反映问题", "区长王建国出席会议", "挽回损失13812341234元", "文号35010219900307123"]
)
def test_names_that_are_masked_already_officials_and_figures_stay(text: str) -> None:
    assert masked(text) == text


def test_an_artifact_shows_no_private_person() -> None:
    assert is_clean(plain(SAID).replace("\\", ""))


def test_a_log_line_shows_no_private_person() -> None:
    held = Submission(
        1, "yunxiu", 2024, None, None, "0" * 64, f"{PHONE}.pdf", 1, datetime(2025, 1, 1, tzinfo=UTC),
        SubmissionState.HELD, Reason.UNIT_CONFLICT, SAID,
    )  # fmt: skip
    assert is_clean(told(held, DISTRICT))


def test_the_details_of_a_failure_show_no_private_person(tmp_path: Path) -> None:
    log = keep_details(ValueError(SAID), tmp_path)
    assert isinstance(log, Path) and is_clean(log.read_text(encoding="utf-8"))


def test_a_letter_shows_no_private_person() -> None:
    finding = Finding("copied", 3, "error", "gaoxin", f"与另一单位文字相同：{SAID}", SAID)
    narrator = Narrator(data_folder("templates"))
    letter = return_letter("gaoxin", "云岫高新区", [finding], 2024, DISTRICT, CATALOGUE, narrator)
    (item,) = letter.items
    assert is_clean(item.message) and is_clean(item.quote)
