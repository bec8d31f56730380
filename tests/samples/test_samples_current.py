"""The samples lie as their sources say, and the lists beside them speak of sentences that exist."""

from __future__ import annotations

import re
from types import ModuleType
from typing import Any

import pytest

from nianbao.catalogue import Catalogue
from nianbao.checks.checking import list_rules
from nianbao.district import District
from nianbao.documents.model import Document
from nianbao.documents.reading import read

FORMS = {"pdf": 4, "text": 2, "gb18030": 1}


def _bare(text: str) -> str:
    return re.sub(r"[\s|]", "", text)


def test_seven_of_eight_units_report_in_the_promised_forms(maker: ModuleType, district: District) -> None:
    reports = [sample for sample in maker.REPORTS if sample.year == 2024]
    assert {form: sum(s.form == form for s in reports) for form in FORMS} == FORMS
    expected = {unit.code for unit in district.expected(2024)}
    assert expected - {s.unit for s in reports} == {"wudi"}
    assert len(expected) == 8


def test_every_sample_is_current_with_its_source(maker: ModuleType) -> None:
    for sample in maker.SAMPLES_OF_THE_DEMO:
        if sample.form != "pdf":
            assert sample.path.read_bytes() == maker.content(sample), f"{sample.file}: run samples/make_samples.py"


def test_every_printed_sample_says_what_its_source_says(maker: ModuleType) -> None:
    for sample in maker.REPORTS:
        if sample.form == "pdf":
            document = read(sample.path)
            assert isinstance(document, Document)
            assert _bare(document.text) == _bare(sample.source_path.read_text(encoding="utf-8")), sample.file


def test_printing_twice_gives_the_same_bytes(maker: ModuleType) -> None:
    words = "石笠镇2024年报告\n\n一、开头\n\n全年开展检查3次。\n\n石笠镇人民政府\n2025年1月1日\n"
    assert maker.pdf(words) == maker.pdf(words)


def test_no_inbox_holds_a_file_that_no_source_makes(maker: ModuleType) -> None:
    made = {sample.path for sample in maker.SAMPLES_OF_THE_DEMO}
    lying = {path for year in ("2023", "2024") for path in (maker.DEMO / year).iterdir()}
    assert lying == made


@pytest.mark.parametrize("list_name", ["faults", "not_faults"])
def test_every_quoted_sentence_stands_once_in_its_report(
    maker: ModuleType, faults: dict[str, Any], list_name: str
) -> None:
    for entry in faults[list_name]:
        if entry["quote"] is not None:
            source = maker.DEMO / "sources" / "2024" / f"{entry['unit']}.txt"
            assert source.read_text(encoding="utf-8").count(entry["quote"]) == 1, entry


def test_faults_name_units_and_indicators_that_exist(
    faults: dict[str, Any], district: District, catalogue: Catalogue
) -> None:
    for fault in faults["faults"]:
        assert district.unit(fault["unit"])
        assert all(code in catalogue.indicators for code in fault["indicators"])


def test_faults_name_checks_that_are_made(faults: dict[str, Any], catalogue: Catalogue) -> None:
    made = {rule.id for rule in list_rules(catalogue)}
    assert all(set(fault["rules"]) <= made for fault in faults["faults"])
