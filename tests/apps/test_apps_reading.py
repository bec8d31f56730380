from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HEAVY = ("prefect", "great_expectations", "pandas", "pyarrow", "typst", "docx")


def test_extract_prints_the_contract_s_object(nianbao: Callable[..., Any], report: Path, district: Path) -> None:
    ended = nianbao("extract", report, "--json", "--district", district)
    assert (ended.code, ended.err) == (0, "")
    said = json.loads(ended.out)
    assert list(said) == ["document", "facts", "ledger"]
    document, text = said["document"], said["document"]["text"]
    assert text == report.read_text(encoding="utf-8")
    assert (document["unit"], document["year"], document["pages"]) == ("gaoxin", 2023, None)
    assert document["unit_text"].startswith("云岫高新")
    assert {"level", "number", "title", "role", "start", "end"} == set(document["outline"][0])
    stated = {fact["indicator"]: fact for fact in said["facts"] if fact["kind"] == "actual"}
    assert stated["safety.hazards_rectified"]["value"] == "60"
    for thing in (*said["facts"], *said["ledger"]["tokens"]):
        assert text[thing["start"] : thing["end"]] == thing["text"]
    assert said["ledger"]["numerals"] == len(said["ledger"]["tokens"]) == sum(said["ledger"]["kinds"].values())


def test_extract_shows_a_person_names_and_sentences(nianbao: Callable[..., Any], report: Path) -> None:
    ended = nianbao("extract", report)
    assert ended.code == 0
    for words in ("2023", "整改安全隐患数", "60处", "数字共"):
        assert words in ended.out


def test_check_prints_findings_as_objects(nianbao: Callable[..., Any], report: Path) -> None:
    wrong = report.with_name("错误.txt")
    wrong.write_text(report.read_text(encoding="utf-8").replace("整改隐患60处", "整改隐患66处"), encoding="utf-8")
    rules = {f["rule"] for f in json.loads(nianbao("check", wrong, "--json").out)["findings"]}
    sound = {f["rule"] for f in json.loads(nianbao("check", report, "--json").out)["findings"]}
    assert "ord_hazards" in rules - sound


def test_looking_at_a_file_stores_nothing(
    nianbao: Callable[..., Any], report: Path, district: Path, tmp_path: Path
) -> None:
    assert nianbao("extract", report, "--district", district).code == 0
    assert nianbao("check", report, "--district", district).code == 0
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("year", [2022, 2020])
def test_check_compares_with_the_years_that_are_recorded(
    nianbao: Callable[..., Any], report: Path, district: Path, tmp_path: Path, year: int
) -> None:
    from tasks.steps import take_in
    from tasks.workplace import open_workplace

    before = tmp_path / "before.txt"
    before.write_text(
        report.read_text(encoding="utf-8")
        .replace("2023", str(year))
        .replace("2024", str(year + 1))
        .replace("隐患64处", "隐患640处"),
        encoding="utf-8",
    )
    assert nianbao("submit", before, "--district", district, "--year", year).code == 0
    place = open_workplace(str(district))
    for submission in place.records.pending("yunxiu", year):
        assert take_in(place, submission.id).state != "held"
    found = json.loads(nianbao("check", report, "--json", "--district", district).out)["findings"]
    assert any(f["level"] == 2 and "safety.hazards_found" in f["indicators"] for f in found)


@pytest.mark.parametrize("command", ["extract", "check"])
def test_a_refused_file_is_one_line_with_file_and_reason(
    nianbao: Callable[..., Any], tmp_path: Path, command: str
) -> None:
    empty = tmp_path / "空.txt"
    empty.write_bytes(b"")
    ended = nianbao(command, empty, "--json")
    assert (ended.code, ended.out) == (1, "")
    (line,) = ended.err.splitlines()
    assert "空.txt：" in line and "（empty）" in line


@pytest.mark.parametrize(
    ("command", "also_absent"), [("extract", ("sqlalchemy", "rich", "jinja2")), ("check", ("rich",))]
)
def test_looking_at_a_text_imports_nothing_heavy(report: Path, command: str, also_absent: tuple[str, ...]) -> None:
    code = (
        "import sys; from apps.cli import invoke\n"
        f"code = invoke([{command!r}, {str(report)!r}, '--json'])\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    assert not set(done.stderr.split()) & {*HEAVY, *also_absent}


def test_the_return_letter_quotes_what_is_wrong(
    nianbao: Callable[..., Any], report: Path, district: Path, tmp_path: Path
) -> None:
    import docx

    report.write_text(report.read_text(encoding="utf-8").replace("整改隐患60处", "整改隐患66处"), encoding="utf-8")
    letter = tmp_path / "letter.docx"
    ended = nianbao("check", report, "--district", district, "--letter", letter)
    assert ended.code == 0 and str(letter) in ended.err
    words = "".join(paragraph.text for paragraph in docx.Document(str(letter)).paragraphs)
    assert "云岫高新技术产业开发区" in words and "整改隐患66处" in words
    told = json.loads(letter.with_suffix(".json").read_text(encoding="utf-8"))
    assert [item["quote"] for item in told["items"]] and told["unit"] == "gaoxin"


def test_a_letter_to_nobody_is_refused(nianbao: Callable[..., Any], report: Path, tmp_path: Path) -> None:
    ended = nianbao("check", report, "--letter", tmp_path / "letter.docx")
    assert ended.code == 2 and "--district" in ended.err


def test_a_report_without_errors_needs_no_letter(
    nianbao: Callable[..., Any], report: Path, district: Path, tmp_path: Path
) -> None:
    ended = nianbao("check", report, "--district", district, "--letter", tmp_path / "letter.docx")
    assert ended.code == 0 and "不需要" in ended.err
    assert not (tmp_path / "letter.docx").exists()
