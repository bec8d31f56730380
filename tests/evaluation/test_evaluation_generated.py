"""Every figure that a generated report states comes out true, faults or not: the benchmark's truth is the engine's."""

from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.catalogue import load_catalogue
from nianbao.documents.reading import read_text
from nianbao.figures.extracting import extract
from nianbao.places import data_folder
from nianbao.reading import Reading
from nianbao.rollup.consolidating import unit_values


@pytest.mark.parametrize("fault_rate", [0.0, 1.0])
def test_what_a_generated_report_states_comes_out_true(fault_rate: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2] / "bench"))
    from generate import reports

    catalogue = load_catalogue(data_folder("catalogue"))
    for report in reports(20, 2024, 7, fault_rate):
        document = read_text(report.text)
        found = extract(document, catalogue)
        values = unit_values(Reading("x", report.year, document, found.facts, found.tokens), catalogue)
        assert {code: str(values[code].value) for code in report.truth} == report.truth, report.text
