from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from nianbao.documents.identifying import identify
from nianbao.documents.model import Document
from nianbao.documents.reading import Limits, read
from nianbao.reasons import Reason, Rejection

PdfMaker = Callable[[str, str], Path]

TITLE = "松鹤镇2023年法治政府建设年度报告"
PROSE = (
    "2023年，松鹤镇扎实推进依法行政。全年检查企业1286家次，发现隐患334处，已整改331处，罚没款4.28万元，持证率98.7%。",
    "调解纠纷236起，涉及资金2000余万元，其中218起已调解完毕，剩余18起正在处理，为64名农民工追回欠薪72.6万元。",
)
ROWS = (
    ("项目", "单位", "数量"),
    ("执法检查", "家次", "1286"),
    ("行政复议", "件", "1"),
    ("行政诉讼", "件", "—"),
    ("信访", "件", ""),
)
TABLE = f"#table(columns: 3, {', '.join(f'[{cell}]' for row in ROWS for cell in row)})"
SOURCE = (
    f"#align(center, text(13pt, fill: rgb(200, 30, 30))[松鹤镇人民政府文件])\n#align(center, text(13pt)[{TITLE}])\n\n"
    f"{PROSE[0]}\n\n#pagebreak()\n{PROSE[1]}\n\n{TABLE}"
)


@pytest.fixture(scope="module")
def scanned(make_pdf: PdfMaker, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Document]:
    """Scan a report: its first page under a red seal, its second on its side, its third empty; all grainy."""
    for module in ("rapidocr", "onnxruntime", "cv2"):
        pytest.importorskip(module, reason="scans need the extra: pip install nianbao[ocr]")
    first, second = _pages(make_pdf("scanned", SOURCE))
    y, x = np.ogrid[: first.shape[0], : first.shape[1]]
    far = np.hypot(y - 420, x - 500)
    first[((far > 130) & (far < 145)) | (far < 40)] = (215, 45, 50)
    path = tmp_path_factory.mktemp("scan") / "scan.pdf"
    _write(path, _grainy(first), _grainy(np.rot90(second)), _grainy(np.full_like(first, 255)))
    document = read(path)
    assert isinstance(document, Document)
    return path, document


def _pages(path: Path) -> list[np.ndarray]:
    pages = pypdfium2.PdfDocument(str(path))
    return [page.render(scale=200 / 72, rev_byteorder=True).to_numpy()[:, :, :3].copy() for page in pages]


def _grainy(pixels: np.ndarray) -> np.ndarray:
    noise = np.random.default_rng(7).normal(0, 12, pixels.shape[:2])[:, :, None]
    return (pixels * 0.92 + 10 + noise).clip(0, 255).astype(np.uint8)


def _write(path: Path, *pages: np.ndarray) -> None:
    pictures = []
    for pixels in pages:
        squeezed = io.BytesIO()
        Image.fromarray(pixels).save(squeezed, "JPEG", quality=75)
        pictures.append(Image.open(squeezed))
    pictures[0].save(path, "PDF", save_all=True, append_images=pictures[1:], resolution=200)


def test_a_scan_under_a_seal_and_on_its_side_gives_its_paragraphs_again(scanned: tuple[Path, Document]) -> None:
    lines = [line for line in scanned[1].text.split("\n") if line and "\t" not in line]
    assert lines == ["松鹤镇人民政府文件", TITLE, *PROSE]


def test_the_ruled_table_of_a_scan_has_its_cells_also_lone_digits_and_dashes(scanned: tuple[Path, Document]) -> None:
    (table,) = scanned[1].tables
    assert table.rows == ROWS
    assert table.page == 2


def test_a_scan_says_that_it_was_recognised_and_whose_it_is(scanned: tuple[Path, Document]) -> None:
    document = scanned[1]
    assert document.notes == ("第1—3页是扫描件，文字由识别得出",)
    assert [page.grade > 0.9 for page in document.pages] == [True, True, True]
    identity = identify(document, None)
    assert (identity.unit_text, identity.year) == ("松鹤镇", 2023)


def test_the_boxes_of_a_scanned_figure_lie_on_its_ink_on_the_page_as_shown(scanned: tuple[Path, Document]) -> None:
    path, document = scanned
    pages = _pages(path)
    for figure in ("1286", "334", "4.28", "236", "2000", "72.6"):
        start = document.text.index(figure)
        number = document.page(start) or 0
        boxes = document.boxes(start, start + len(figure)) or ()
        x0, top, x1, bottom = (f(box[k] for box in boxes) * 200 / 72 for k, f in enumerate((min, min, max, max)))
        assert (bottom - top > x1 - x0) == (number == 2), "the second page lies on its side"
        shown = pages[number - 1][int(top) : int(bottom), int(x0) : int(x1), 0]
        assert shown.shape[0] <= pages[number - 1].shape[0]
        assert 0.05 < (shown < 110).mean() < 0.6


def test_the_empty_back_of_a_sheet_is_no_lost_page(scanned: tuple[Path, Document]) -> None:
    assert [page.doubts for page in scanned[1].pages] == [(), (), ()]


def test_every_figure_of_the_scan_is_the_printed_one(scanned: tuple[Path, Document]) -> None:
    body = scanned[1].text.split("项目\t")[0]
    assert re.findall(r"\d+(?:\.\d+)?", body) == re.findall(r"\d+(?:\.\d+)?", TITLE + "".join(PROSE))


def test_a_photograph_of_a_page_is_read_as_one_page(
    scanned: tuple[Path, Document], make_pdf: PdfMaker, tmp_path: Path
) -> None:
    (page,) = _pages(make_pdf("photo", f"#align(center, text(13pt)[{TITLE}])\n\n{PROSE[0]}"))
    Image.fromarray(_grainy(page[::-1, ::-1])).save(tmp_path / "photo.jpg", quality=80)
    document = read(tmp_path / "photo.jpg")
    assert isinstance(document, Document)
    assert document.media == "image/jpeg"
    assert [line for line in document.text.split("\n") if line][-2:] == [TITLE, PROSE[0]]


@pytest.mark.parametrize("limits", [Limits(scan_start_s=0.01), Limits(scan_memory_bytes=200 * 1024**2)])
def test_a_page_that_fails_costs_only_itself_and_says_so(
    scanned: tuple[Path, Document], make_pdf: PdfMaker, tmp_path: Path, limits: Limits
) -> None:
    path = _mixed(make_pdf, tmp_path)
    document = read(path, limits)
    assert isinstance(document, Document)
    assert PROSE[0] in document.text
    assert [page.grade for page in document.pages] == [1.0, 0.0]
    assert "未能识别" in document.notes[0]
    refused = read(scanned[0], limits)
    assert isinstance(refused, Rejection)
    assert refused.reason in (Reason.TIMEOUT, Reason.MEMORY, Reason.UNREADABLE)


def test_more_scanned_pages_than_allowed_are_told(
    scanned: tuple[Path, Document], make_pdf: PdfMaker, tmp_path: Path
) -> None:
    document = read(_mixed(make_pdf, tmp_path), replace(Limits(), scanned_pages=0))
    assert isinstance(document, Document)
    assert "超过0页" in document.pages[1].doubts[0]


def test_without_the_extra_a_scan_is_held_with_what_to_do(
    make_pdf: PdfMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    (page,) = _pages(make_pdf("alone", TITLE))
    _write(tmp_path / "alone.pdf", page)
    refused = read(tmp_path / "alone.pdf")
    assert isinstance(refused, Rejection)
    assert refused.reason is Reason.UNREADABLE
    assert "第1页是扫描件" in refused.detail
    assert "nianbao[ocr]" in refused.detail


def _mixed(make_pdf: PdfMaker, folder: Path) -> Path:
    """Return a file whose first page is digital and whose second is a picture."""
    digital = make_pdf("digital", PROSE[0])
    _write(folder / "picture.pdf", _pages(digital)[0])
    whole = pypdfium2.PdfDocument(str(digital))
    whole.import_pages(pypdfium2.PdfDocument(str(folder / "picture.pdf")))
    whole.save(str(folder / "mixed.pdf"))
    return folder / "mixed.pdf"
