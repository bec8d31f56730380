from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tasks.steps import take_in
from tasks.workplace import open_workplace


def test_submitting_twice_gives_the_same_receipt(nianbao: Callable[..., Any], report: Path, district: Path) -> None:
    first = nianbao("submit", report, "--district", district, "--year", 2023)
    again = nianbao("submit", report, "--district", district, "--year", 2023)
    assert (first.code, again.code) == (0, 0)
    assert "已收到" in first.out and "未重复登记" in again.out
    assert first.out.split("回执")[1] == again.out.split("回执")[1]


def test_status_says_of_every_unit_where_it_stands(nianbao: Callable[..., Any], report: Path, district: Path) -> None:
    nianbao("submit", report, "--district", district, "--year", 2023, "--as-of", "2024-02-20")
    place = open_workplace(str(district))
    (pending,) = place.records.pending("yunxiu", 2023)
    take_in(place, pending.id)
    units = {
        u["code"]: u
        for u in json.loads(nianbao("status", "--district", district, "--year", 2023, "--json").out)["units"]
    }
    assert list(units) == ["gaoxin", "qiaotou"]
    assert list(units["gaoxin"]) == ["code", "name", "state", "versions", "received_at", "late", "findings"]
    assert (units["gaoxin"]["state"], units["gaoxin"]["versions"], units["gaoxin"]["late"]) == ("checked", 1, True)
    assert units["gaoxin"]["received_at"].startswith("2024-02-20")
    assert (units["qiaotou"]["state"], units["qiaotou"]["versions"], units["qiaotou"]["late"]) == ("missing", 0, False)
    told = nianbao("status", "--district", district, "--year", 2023).out
    assert "应报 2，已报 1" in told and "逾期 1" in told and "缺报 1" in told


@pytest.mark.parametrize("day", ["2024-02-15", "2024-02-01"])
def test_the_last_day_is_still_in_time(nianbao: Callable[..., Any], report: Path, district: Path, day: str) -> None:
    nianbao("submit", report, "--district", district, "--year", 2023, "--unit", "gaoxin", "--as-of", day)
    (unit, _) = json.loads(nianbao("status", "--district", district, "--year", 2023, "--json").out)["units"]
    assert (unit["state"], unit["late"]) == ("received", False)


def test_facts_are_written_with_their_spans(
    nianbao: Callable[..., Any], report: Path, district: Path, tmp_path: Path
) -> None:
    nianbao("submit", report, "--district", district, "--year", 2023)
    place = open_workplace(str(district))
    (pending,) = place.records.pending("yunxiu", 2023)
    take_in(place, pending.id)
    target = tmp_path / "facts.csv"
    assert nianbao("facts", "--district", district, "--year", 2023, "--csv", target).code == 0
    rows = list(csv.DictReader(target.open(encoding="utf-8-sig")))
    text = report.read_text(encoding="utf-8")
    assert rows and all(text[int(row["start"]) : int(row["end"])] == row["text"] for row in rows)
    assert "整改安全隐患数" in nianbao("facts", "--district", district, "--year", 2023).out


def test_doctor_finds_a_sound_installation_sound(nianbao: Callable[..., Any]) -> None:
    ended = nianbao("doctor")
    assert ended.code == 0, ended.out


def test_doctor_says_what_to_do_when_the_server_does_not_answer(
    nianbao: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    ended = nianbao("doctor")
    assert ended.code == 1
    assert "没有应答" in ended.out and "PREFECT_API_URL" in ended.out


def test_rules_lists_the_checks_of_code_catalogue_and_suites(nianbao: Callable[..., Any]) -> None:
    listed = {rule["id"] for rule in json.loads(nianbao("rules", "--json").out)}
    assert {"gen_bounds", "ord_hazards", "frame_one_value"} <= listed


def test_two_districts_are_combined_into_their_city(
    nianbao: Callable[..., Any], report: Path, district: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    roster = (district / "district.yml").read_text(encoding="utf-8").replace('"yunxiu"', '"yunxiu-2"')
    (other / "district.yml").write_text(roster, encoding="utf-8")
    for folder in (district, other):
        nianbao("submit", report, "--district", folder, "--year", 2023)
        place = open_workplace(str(folder))
        for pending in place.records.pending(place.district.code, 2023):
            take_in(place, pending.id)
    out = tmp_path / "city"
    asked = ("combine", "--district", district, "--district", other, "--year", 2023, "--out", out)
    ended = nianbao(*asked, "--city", "yunshi")
    assert ended.code == 0 and str(out / "data.json") in ended.out
    data = json.loads((out / "data.json").read_text(encoding="utf-8"))
    found = next(each for each in data["indicators"] if each["code"] == "safety.hazards_found")
    assert (found["value"], found["units"], found["of"], list(found["by_unit"])) == (
        "128",
        2,
        4,
        ["yunxiu", "yunxiu-2"],
    )
    assert data["missing"] == ["yunxiu-2/qiaotou", "yunxiu/qiaotou"]
    assert nianbao(*asked, "--city", "yunxiu").code == 2
