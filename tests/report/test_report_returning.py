"""Our own papers, read with our own reader, give every figure of the model back; one that does not stops a release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from report_scene import Scene

from nianbao.documents.model import Document
from nianbao.documents.reading import read
from nianbao.report.rendering import Outputs, render
from nianbao.report.returning import OWN, bare, lost_in, row_words


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


@pytest.fixture(scope="module")
def rare(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    """A unit whose name no font of ours can draw, and a file whose name joins pictures by signs that show nothing."""
    unit = scene.district.units[2].model_copy(update={"name": "𠮷石镇"})
    district = scene.district.model_copy(update={"units": (*scene.district.units[:2], unit)})
    held = replace(scene.consolidation.held[0], file="报告👩\u200d👧\ufe0f.txt")
    return render(
        replace(scene.consolidation, held=(held,)), scene.readings, district, scene.catalogue, scene.templates,
        tmp_path_factory.mktemp("rare"), code_version="0",
    )  # fmt: skip


def test_signs_without_a_glyph_are_shown_by_a_stand_in_and_said(rare: Outputs) -> None:
    assert lost_in([rare.docx, rare.pdf], rare.view) == ()
    pdf, docx = (read(path, OWN) for path in (rare.pdf, rare.docx))
    assert isinstance(pdf, Document) and isinstance(docx, Document)
    assert "〓石镇" in pdf.text and "𠮷" not in pdf.text and "报告〓〓" in bare(pdf.text)
    assert "𠮷石镇" in docx.text and "𠮷石镇" in rare.html.read_text(encoding="utf-8")
    for said in (bare(pdf.text), bare(docx.text), rare.html.read_text(encoding="utf-8")):
        assert "有3个字（U+1F467、U+1F469、U+20BB7）" in said


def test_where_every_sign_is_drawn_nothing_is_said_of_it(outputs: Outputs) -> None:
    assert outputs.view.undrawn == "" and not [line for line in outputs.view.method if "字形" in line]


def test_a_sign_that_is_neither_drawn_nor_said_to_be_missing_is_missed(outputs: Outputs) -> None:
    other = replace(outputs.view.board[2], name="驫石镇")
    for path in (outputs.pdf, outputs.docx):
        (lost,) = lost_in([path], replace(outputs.view, board=(*outputs.view.board[:2], other)))
        assert (lost.name, lost.said) == ("字形", "驫")
