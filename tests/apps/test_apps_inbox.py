from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tasks.steps import take_in
from tasks.workplace import open_workplace

BY = ("--by", "经办一", "--reason", "来信写明")
UNSIGNED = """2023年法治政府建设年度报告
2023年，我单位扎实推进法治政府建设。现将有关情况报告如下：
一、主要工作
（一）安全生产。全年检查企业210家次，发现安全隐患64处，整改隐患60处，发放宣传资料300余份。
二、存在的不足
执法力量不足。
三、下一年工作安排
加强执法培训。
"""
Command = Callable[..., Any]


@pytest.fixture
def anonymous(tmp_path: Path) -> Path:
    """A report that names no unit."""
    file = tmp_path / "报告.txt"
    file.write_text(UNSIGNED, encoding="utf-8")
    return file


def take_all_in(district: Path) -> None:
    place = open_workplace(str(district))
    for pending in place.records.pending("yunxiu", 2023):
        take_in(place, pending.id)


def listed(nianbao: Command, district: Path, *more: str) -> list[dict[str, Any]]:
    ended = nianbao("inbox", "list", "--district", district, "--year", 2023, "--json", *more)
    assert ended.code == 0
    found: list[dict[str, Any]] = json.loads(ended.out)["submissions"]
    return found


def test_a_held_file_is_listed_given_to_its_unit_and_then_counts(
    nianbao: Command, anonymous: Path, district: Path
) -> None:
    nianbao("submit", anonymous, "--district", district, "--year", 2023)
    take_all_in(district)
    (held,) = listed(nianbao, district)
    assert (held["state"], held["reason"], held["unit"]) == ("held", "not-a-report", None)
    assert "不像法治政府建设年度报告" in nianbao("inbox", "list", "--district", district, "--year", 2023).out
    given = nianbao("inbox", "assign", held["id"], "--district", district, "--unit", "qiaotou", *BY)
    assert given.code == 0 and "桥头街道" in given.out
    take_all_in(district)
    assert listed(nianbao, district) == []
    (counted,) = listed(nianbao, district, "--all")
    assert (counted["state"], counted["unit"], counted["version"]) == ("checked", "qiaotou", 1)
    assert "没有暂存" in nianbao("inbox", "list", "--district", district, "--year", 2023).out


def test_a_file_whose_year_and_unit_a_person_gives_counts_whatever_it_says(
    nianbao: Command, report: Path, district: Path
) -> None:
    nianbao("submit", report, "--district", district, "--year", 2022, "--unit", "qiaotou")
    place = open_workplace(str(district))
    (pending,) = place.records.pending("yunxiu", 2022)
    assert take_in(place, pending.id).reason == "unit-conflict"
    nianbao("inbox", "assign", pending.id, "--district", district, "--unit", "qiaotou", *BY)
    assert take_in(place, pending.id).reason == "year-conflict"
    nianbao("inbox", "assign", pending.id, "--district", district, "--unit", "qiaotou", "--year", 2022, *BY)
    taken = take_in(place, pending.id)
    assert (taken.state, taken.unit, taken.year) == ("checked", "qiaotou", 2022)


def test_what_does_not_look_like_a_report_counts_when_a_person_lets_it_through(
    nianbao: Command, district: Path, tmp_path: Path
) -> None:
    file = tmp_path / "桥头街道.txt"
    file.write_text("桥头街道2023年情况\n全年检查企业210家次。", encoding="utf-8")
    nianbao("submit", file, "--district", district, "--year", 2023, "--unit", "qiaotou")
    take_all_in(district)
    (held,) = listed(nianbao, district)
    assert held["reason"] == "not-a-report"
    assert nianbao("inbox", "release", "桥头街道.txt", "--district", district, *BY).code == 0
    take_all_in(district)
    (counted,) = listed(nianbao, district, "--all")
    assert (counted["unit"], counted["year"], counted["version"]) == ("qiaotou", 2023, 1)


def test_a_withdrawn_submission_counts_no_more(nianbao: Command, report: Path, district: Path) -> None:
    nianbao("submit", report, "--district", district, "--year", 2023)
    take_all_in(district)
    assert "已撤回" in nianbao("inbox", "withdraw", report.name, "--district", district, *BY).out
    (withdrawn,) = listed(nianbao, district, "--all")
    assert (withdrawn["state"], withdrawn["detail"]) == ("withdrawn", "来信写明")
    units = json.loads(nianbao("status", "--district", district, "--year", 2023, "--json").out)["units"]
    assert units[0]["state"] == "missing"


def test_an_accepted_report_stands_so_in_the_status(nianbao: Command, report: Path, district: Path) -> None:
    nianbao("submit", report, "--district", district, "--year", 2023)
    take_all_in(district)
    assert nianbao("inbox", "accept", 1, "--district", district, "--by", "科长").code == 0
    units = json.loads(nianbao("status", "--district", district, "--year", 2023, "--json").out)["units"]
    assert units[0]["state"] == "accepted"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("assign", "99", "--unit", "gaoxin", *BY), "没有“99”"),
        (("assign", "1", "--unit", "nowhere", *BY), "没有单位代码"),
        (("assign", "1", "--unit", "gaoxin", *BY), "没有暂存"),
        (("release", "1", *BY), "没有暂存"),
        (("release", "1", "--by", " ", "--reason", "x"), "--by"),
        (("withdraw", "1", "--by", "经办一"), "--reason"),
    ],
)
def test_what_cannot_be_decided_is_one_line(
    nianbao: Command, report: Path, district: Path, words: tuple[str, ...], said: str
) -> None:
    nianbao("submit", report, "--district", district, "--year", 2023)
    take_all_in(district)
    ended = nianbao("inbox", *words, "--district", district)
    assert ended.code == 2
    assert said in ended.err and ended.err.count("\n") == 1


def test_a_file_that_cannot_be_read_is_not_let_through(nianbao: Command, district: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    nianbao("submit", tmp_path / "a.txt", "--district", district, "--year", 2023)
    take_all_in(district)
    ended = nianbao("inbox", "release", "a.txt", "--district", district, *BY)
    assert (ended.code, "重新报送" in ended.err) == (2, True)
