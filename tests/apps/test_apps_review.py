from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from nianbao.checks.finding import Finding
from tasks.decisions import settle_year
from tasks.steps import take_in
from tasks.workplace import open_workplace
from tasks.year import check_year, consolidate_year

RECTIFIED = "safety.hazards_rectified"
Command = Callable[..., Any]


class Clerk:
    """A clerk of the district: files a report, runs the year, exports, edits and imports the workbook."""

    def __init__(self, nianbao: Command, district: Path, folder: Path) -> None:
        self.nianbao, self.district, self.folder = nianbao, district, folder
        self.book = folder / "review.xlsx"

    def file(self, text: str, name: str = "报告.txt") -> None:
        report = self.folder / name
        report.write_text(text, encoding="utf-8")
        self.nianbao("submit", report, "--district", self.district, "--year", 2023)
        self.run()

    def run(self, *, whole: bool = False) -> None:
        """Read what waits and lay decisions over it; the whole check takes Great Expectations' three seconds more."""
        place = open_workplace(str(self.district))
        for pending in place.records.pending("yunxiu", 2023):
            take_in(place, pending.id)
        (check_year if whole else settle_year)(place, 2023, None)

    def do(self, act: str, *more: object) -> Any:
        return self.nianbao("review", act, self.book, "--district", self.district, "--year", 2023, *more)

    def edit(self, sheet: str, match: dict[str, object], **cells: object) -> None:
        assert self.do("export").code == 0
        book = openpyxl.load_workbook(self.book)
        heads = {cell.value: cell.column for cell in book[sheet][1]}
        rows = [
            row
            for row in range(2, book[sheet].max_row + 1)
            if all(book[sheet].cell(row, heads[head]).value == value for head, value in match.items())
        ]
        for head, value in {"理由": "核对台账", "经办人": "经办一", **cells}.items():
            book[sheet].cell(rows[0], heads[head]).value = value
        book.save(self.book)

    def correct(self, value: object, **match: object) -> Any:
        self.edit("数据更正", {"指标": RECTIFIED, "单位": "gaoxin", **match}, 更正为=value)
        return self.do("import")

    def total(self) -> str:
        figure = consolidate_year(open_workplace(str(self.district)), 2023, None).consolidation.figure(RECTIFIED)
        return figure.wording if figure else ""

    def findings(self, rule: str) -> list[Finding]:
        found = consolidate_year(open_workplace(str(self.district)), 2023, None).consolidation.findings
        return [finding for finding in found if finding.rule == rule]

    def state(self) -> str:
        ended = self.nianbao("status", "--district", self.district, "--year", 2023, "--json")
        return str(json.loads(ended.out)["units"][0]["state"])


@pytest.fixture
def wrong(report: Path) -> str:
    """A report in which more is put right than was found."""
    return report.read_text(encoding="utf-8").replace("整改隐患60处", "整改隐患70处")


@pytest.fixture
def clerk(nianbao: Command, district: Path, tmp_path: Path) -> Clerk:
    return Clerk(nianbao, district, tmp_path)


def test_a_correction_changes_the_total_settles_the_error_and_lasts(clerk: Clerk, wrong: str) -> None:
    clerk.file(wrong)
    assert (clerk.total(), clerk.state()) == ("70处", "returned")
    assert clerk.correct(60).code == 0
    assert (clerk.total(), clerk.state()) == ("60处", "checked")
    assert [finding.state for finding in clerk.findings("ord_hazards")] == ["corrected"]
    clerk.run()
    assert (clerk.total(), clerk.state()) == ("60处", "checked")


def test_importing_an_unedited_workbook_changes_nothing(clerk: Clerk, wrong: str) -> None:
    clerk.file(wrong)
    clerk.do("export")
    ended = clerk.do("import")
    assert (ended.code, ended.err) == (0, "")
    assert "登记更正 0 条，答复和豁免 0 条，未采用 0 行" in ended.out
    assert (clerk.total(), clerk.state()) == ("70处", "returned")


def test_a_dry_run_tells_old_and_new_and_keeps_nothing(clerk: Clerk, wrong: str) -> None:
    clerk.file(wrong)
    clerk.edit("数据更正", {"指标": RECTIFIED}, 更正为=60)
    tried = clerk.do("import", "--dry-run")
    assert tried.code == 0
    assert "70处" in tried.out and "60处" in tried.out and "云岫区" in tried.out
    assert clerk.total() == "70处"
    clerk.do("export")
    assert "不变" in clerk.do("import", "--dry-run").out


def test_a_bad_row_is_one_line_on_stderr_and_exit_1(clerk: Clerk, wrong: str) -> None:
    clerk.file(wrong)
    ended = clerk.correct("好多")
    assert ended.code == 1
    assert "数据更正 第" in ended.err and ended.err.count("\n") == 1
    assert clerk.total() == "70处"


def test_what_is_taken_back_counts_as_the_source_says_again(clerk: Clerk, wrong: str) -> None:
    clerk.file(wrong)
    clerk.correct(60)
    clerk.correct("撤销更正")
    assert (clerk.total(), clerk.state()) == ("70处", "returned")
    assert [finding.state for finding in clerk.findings("ord_hazards")] == ["open"]


def test_a_correction_outlives_a_new_version_that_says_the_same_as_before(clerk: Clerk, wrong: str) -> None:
    clerk.file(wrong)
    clerk.correct(60)
    clerk.file(wrong.replace("一、主要工作\n", "一、主要工作\n召开法治建设专题会议4次。\n"), "报告二.txt")
    assert (clerk.total(), clerk.state()) == ("60处", "checked")


def test_a_correction_retires_when_the_new_version_agrees_and_asks_when_it_contradicts(
    clerk: Clerk, wrong: str
) -> None:
    clerk.file(wrong)
    clerk.correct(60)
    clerk.file(wrong.replace("70处", "60处"), "报告二.txt")
    assert (clerk.total(), clerk.findings("correction_contradicted")) == ("60处", [])
    clerk.file(wrong.replace("70处", "62处"), "报告三.txt")
    clerk.run(whole=True)
    assert clerk.total() == "62处"
    (question,) = clerk.findings("correction_contradicted")
    assert "62处" in question.message


def test_a_waived_error_sends_nothing_back_until_its_figures_change(clerk: Clerk, wrong: str) -> None:
    clerk.file(wrong)
    clerk.edit("豁免", {"规则": "ord_hazards"}, 豁免="是")
    assert clerk.do("import").code == 0
    assert (clerk.state(), [f.state for f in clerk.findings("ord_hazards")]) == ("checked", ["waived"])
    clerk.file(wrong.replace("70处", "71处"), "报告二.txt")
    assert (clerk.state(), [f.state for f in clerk.findings("ord_hazards")]) == ("returned", ["open"])


def test_the_register_is_written(clerk: Clerk, wrong: str) -> None:
    clerk.file(wrong)
    clerk.correct(60)
    assert clerk.do("register").code == 0
    book = openpyxl.load_workbook(clerk.book)
    assert [row[4].value for row in book["更正台账"].iter_rows(min_row=2)] == ["60"]
    assert [row[2].value for row in book["操作日志"].iter_rows(min_row=2)] == ["收件", "入库", "更正"]


def test_what_is_no_workbook_is_wrong_usage_in_one_line(clerk: Clerk, tmp_path: Path) -> None:
    clerk.book.write_text("x")
    ended = clerk.do("import")
    assert (ended.code, ended.err.count("\n")) == (2, 1)


def test_the_catalogue_finds_its_examples(nianbao: Command) -> None:
    ended = nianbao("catalogue", "test")
    assert (ended.code, ended.out) == (0, "")


def test_proposals_for_the_catalogue_are_yaml(clerk: Clerk, wrong: str) -> None:
    clerk.file(wrong)
    ended = clerk.nianbao("catalogue", "suggest")
    assert ended.code == 0
    assert set(yaml.safe_load(ended.out)) == {"aliases", "new_indicators"}
    target = clerk.folder / "proposals.yml"
    clerk.nianbao("catalogue", "suggest", "--district", clerk.district, "--year", 2023, "--out", target)
    assert target.read_text(encoding="utf-8") == ended.out


def test_doctor_names_a_row_that_was_changed_behind_the_programs_back(clerk: Clerk, wrong: str, tmp_path: Path) -> None:
    clerk.file(wrong)
    assert "审计日志完好" in clerk.nianbao("doctor").out
    with sqlite3.connect(tmp_path / "home" / "records.db") as database:
        database.execute("UPDATE facts SET body = replace(body, '70', '77')")
    ended = clerk.nianbao("doctor")
    assert ended.code == 1
    assert "报送件 1 的原文或数据与入库时不同" in "".join(ended.out.split("\n"))


def test_a_correction_that_leaves_it_wrong_is_told_as_another_error(clerk: Clerk, wrong: str) -> None:
    clerk.file(wrong)
    clerk.correct(66)
    found = {finding.state: finding.message for finding in clerk.findings("ord_hazards")}
    assert set(found) == {"open", "corrected"}
    assert "66处（更正，原文“70处”）" in found["open"] and "更正" not in found["corrected"]
    assert clerk.state() == "returned"


def test_a_report_that_is_read_again_keeps_what_was_decided_without_a_run(clerk: Clerk, wrong: str) -> None:
    clerk.file(wrong)
    clerk.correct(60)
    place = open_workplace(str(clerk.district))
    place.records.forget_stale("yunxiu", 2023, "another catalogue")
    (pending,) = place.records.pending("yunxiu", 2023)
    assert take_in(place, pending.id).state == "checked"


def test_a_look_back_leaves_out_what_was_decided_since_and_changes_nothing(
    clerk: Clerk, report: Path, tmp_path: Path
) -> None:
    place = open_workplace(str(clerk.district))
    clerk.nianbao("submit", report, "--district", clerk.district, "--year", 2023, "--as-of", "2024-02-20")
    clerk.run()
    assert clerk.correct(58).code == 0

    def rectified(day: str) -> str | None:
        out = tmp_path / day
        asked = ("vintage", "--district", clerk.district, "--year", 2023, "--as-of", day, "--out", out)
        ended = clerk.nianbao(*asked)
        assert ended.code == 0 and day in ended.out
        data = json.loads((out / "data.json").read_text(encoding="utf-8"))
        return next((i["value"] for i in data["indicators"] if i["code"] == RECTIFIED), None)

    log = place.records.audit_log("yunxiu")
    today = "2100-01-01"
    assert (rectified("2024-02-19"), rectified("2024-03-01"), rectified(today)) == (None, "60", "58")
    place.records.withdraw(1, "误报", who="经办一")
    assert (rectified("2024-03-01"), rectified(today)) == ("60", None)
    assert place.records.audit_log("yunxiu")[: len(log)] == log
