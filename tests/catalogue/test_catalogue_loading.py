"""A catalogue or a roster that is wrong is refused in one line that names the file and the place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from nianbao.catalogue import load_catalogue
from nianbao.district import ConfigurationError, load_district
from nianbao.places import data_folder
from nianbao.workdays import is_announced, is_workday, workday_by


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_folder("catalogue"), tmp_path / "catalogue"))


def refused(load: Callable[[], object]) -> str:
    """Return the one line with which something is refused."""
    with pytest.raises(ConfigurationError) as caught:
        load()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "cues.yml").unlink()
    assert "缺少文件" in (said := refused(lambda: load_catalogue(folder))) and "cues.yml" in said


def test_what_is_no_yaml_is_named(folder: Path) -> None:
    (folder / "units.yml").write_text("a: [\n", encoding="utf-8")
    assert "不是有效的 YAML" in (said := refused(lambda: load_catalogue(folder))) and "units.yml" in said


def test_an_indicator_that_stands_twice_or_under_another_domain_is_named(folder: Path) -> None:
    file = folder / "indicators" / "safety.yml"
    whole = file.read_text(encoding="utf-8")
    first = whole[whole.index("- code:") : whole.index("- code:", whole.index("- code:") + 1)]
    file.write_text(f"{whole}\n{first}", encoding="utf-8")
    assert "重复或不属于该领域" in (said := refused(lambda: load_catalogue(folder))) and "safety.yml" in said
    file.write_text(whole, encoding="utf-8")
    other = folder / "indicators" / "publicity.yml"
    other.write_text(f"{other.read_text(encoding='utf-8')}\n{first}", encoding="utf-8")
    assert "publicity.yml" in refused(lambda: load_catalogue(folder))


def test_a_word_that_the_catalogue_does_not_know_is_named(folder: Path) -> None:
    file = folder / "indicators" / "safety.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("additive: sum", "additive: adds", 1), encoding="utf-8")
    assert "additive" in refused(lambda: load_catalogue(folder))


ROSTER = """
code: x
name: 某区
body: 某区委依法治区办
deadlines: {report: 02-29, publish: 04-01}
units:
- {code: a, name: 甲镇, type: 镇, aliases: []}
- {code: b, name: 乙镇, type: 镇, aliases: []}
"""


@pytest.mark.parametrize(
    ("roster", "said"),
    [
        (ROSTER.replace("code: b", "code: a"), "两个单位的代码相同"),
        (ROSTER.replace("body: 某区委依法治区办", ""), "body"),
        (ROSTER.replace("deadlines: {", "deadlines: ["), "不是有效的 YAML"),
    ],
)
def test_a_roster_that_is_wrong_is_refused_in_one_line(tmp_path: Path, roster: str, said: str) -> None:
    (tmp_path / "district.yml").write_text(roster, encoding="utf-8")
    assert said in (line := refused(lambda: load_district(tmp_path, tmp_path))) and "district.yml" in line


def test_a_roster_that_is_no_text_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "district.yml").write_bytes(b"\xff\xfe\x00")
    assert "district.yml" in refused(lambda: load_district(tmp_path, tmp_path))


def test_a_district_that_is_nowhere_is_refused_with_where_it_was_looked_for(tmp_path: Path) -> None:
    said = refused(lambda: load_district("nowhere", tmp_path))
    assert "nowhere" in said and str(tmp_path) in said


def test_the_29th_of_february_is_the_28th_in_other_years(tmp_path: Path) -> None:
    (tmp_path / "district.yml").write_text(ROSTER, encoding="utf-8")
    district = load_district(tmp_path, tmp_path)
    assert district.deadlines.report_day(2023) == date(2024, 2, 29)
    assert district.deadlines.report_day(2024) == date(2025, 2, 28)
    assert district.unit("b").name == "乙镇"
    with pytest.raises(KeyError):
        district.unit("c")


def test_days_off_are_known_as_announced_or_only_reckoned() -> None:
    assert is_announced(2024) and not is_announced(2099)
    assert not is_workday(date(2024, 10, 1)) and is_workday(date(2024, 10, 12)), "a Saturday that is worked"
    assert workday_by(date(2024, 10, 7)) == date(2024, 9, 30)
