"""The page's own picture stands beside the sentence, with the figure's box on it; without it the proof still stands."""

from __future__ import annotations

import base64
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from report_scene import Scene

from nianbao.documents.model import Document
from nianbao.documents.reading import read
from nianbao.report.clipping import Clip, clips
from nianbao.report.editions import render_editions
from nianbao.report.rendering import Outputs, render

FIGURE = "216家次"


@pytest.fixture(scope="module")
def paper(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Path:
    outputs: Outputs = render(
        scene.consolidation, scene.readings, scene.district, scene.catalogue, scene.templates,
        tmp_path_factory.mktemp("paper"), code_version="0.1.0",
    )  # fmt: skip
    return outputs.pdf


@pytest.fixture(scope="module")
def on_paper(scene: Scene, paper: Path) -> Scene:
    """Return the scene in which the first unit's first fact stands in a PDF."""
    document = read(paper)
    assert isinstance(document, Document)
    start = document.text.rindex(FIGURE)
    end = start + len(FIGURE)
    first = scene.readings[0]
    fact = replace(
        first.facts[0], start=start, end=end, text=FIGURE, page=document.page(start), boxes=document.boxes(start, end)
    )
    return replace(scene, readings=(replace(first, document=document, facts=(fact, *first.facts[1:])),))


def test_a_strip_shows_the_line_and_marks_the_figure(on_paper: Scene, paper: Path) -> None:
    found = clips(on_paper.readings, on_paper.consolidation, lambda _sha256: paper)
    fact = on_paper.readings[0].facts[0]
    clip = found[fact.id]
    picture = Image.open(BytesIO(base64.b64decode(clip.picture.partition(",")[2])))
    assert picture.size == (clip.width_px, clip.height_px) and picture.mode == "L"
    (mark,) = clip.marks
    left, top, width, height = (
        float(share) for share in (mark.left_pct, mark.top_pct, mark.width_pct, mark.height_pct)
    )
    box = (left, top, left + width, top + height)
    inside = picture.crop(
        tuple(round(share * size / 100) for share, size in zip(box, picture.size * 2, strict=True))  # type: ignore[arg-type]
    )
    dark = sum(inside.histogram()[:128]) / (inside.width * inside.height)
    assert 0.05 < dark < 0.6, "the figure's ink is in its box"


def test_the_page_shows_the_strip_once_and_the_public_edition_never(
    on_paper: Scene, paper: Path, tmp_path: Path
) -> None:
    editions = render_editions(
        on_paper.consolidation, on_paper.readings, on_paper.district, on_paper.catalogue, on_paper.templates, tmp_path,
        code_version="0.1.0", arrivals={}, version=1, before=None, originals=lambda _sha256: paper,
    )  # fmt: skip
    page = editions.outputs.html.read_text(encoding="utf-8")
    assert page.count('<div class="clip"><img src="data:image/png;base64,') == 1
    assert f"方框内为“{FIGURE}”" in page
    assert '<div class="clip">' not in editions.public["html"].read_text(encoding="utf-8")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"no PDF at all"])
def test_a_file_that_cannot_be_rendered_gives_no_strip(on_paper: Scene, tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(content)
    found: dict[str, Clip] = clips(on_paper.readings, on_paper.consolidation, lambda _sha256: broken)
    assert found == {}


def test_texts_without_pages_ask_for_no_strip(scene: Scene) -> None:
    def no_file(sha256: str) -> Path:
        raise AssertionError(sha256)

    assert clips(scene.readings, scene.consolidation, no_file) == {}
