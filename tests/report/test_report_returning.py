"""Our own papers, read with our own reader, give every figure of the model back; one that does not stops a release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from report_scene import Scene

from nianbao.report.rendering import Outputs, render
from nianbao.report.returning import lost_in, row_words


@pytest.fixture(scope="module")
def outputs(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    return render(
        scene.consolidation, scene.readings, scene.district, scene.catalogue, scene.templates,
        tmp_path_factory.mktemp("returning"), code_version="0.1.0",
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_every_figure_comes_back_from(outputs: Outputs, kind: str) -> None:
    assert lost_in([getattr(outputs, kind)], outputs.view) == ()


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_figure_that_the_paper_says_otherwise_is_missed_in(outputs: Outputs, kind: str) -> None:
    first = outputs.view.chapters[0]
    row = replace(first.parts[0].rows[0], wording="217家次")
    part = replace(first.parts[0], rows=(row, *first.parts[0].rows[1:]))
    view = replace(outputs.view, chapters=(replace(first, parts=(part, *first.parts[1:])), *outputs.view.chapters[1:]))
    (lost,) = lost_in([getattr(outputs, kind)], view)
    assert lost.name == row.name and "217家次" in lost.said and row_words(row) == lost.said


def test_a_paper_that_cannot_be_read_gives_nothing_back(outputs: Outputs, tmp_path: Path) -> None:
    broken = tmp_path / "report.pdf"
    broken.write_bytes(outputs.pdf.read_bytes()[:2000])
    (lost,) = lost_in([broken], outputs.view)
    assert "report.pdf" in lost.sentence


def test_a_sign_without_a_glyph_stops_a_release_wherever_it_is_printed(scene: Scene, tmp_path: Path) -> None:
    rare = scene.district.units[2].model_copy(update={"name": "𠮷石镇"})
    district = scene.district.model_copy(update={"units": (*scene.district.units[:2], rare)})
    outputs = render(
        scene.consolidation, scene.readings, district, scene.catalogue, scene.templates, tmp_path, code_version="0"
    )
    lost = {found.name: found.said for found in lost_in([outputs.pdf], outputs.view)}
    assert lost["字形"] == "𠮷"
    assert not lost_in([outputs.docx], outputs.view)
