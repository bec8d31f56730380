"""What people open the outputs with: LibreOffice gives Word and Excel back whole, qpdf finds nothing in the PDF."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from report_scene import Scene

from nianbao.report.rendering import Outputs, render
from nianbao.report.returning import lost_in

SOFFICE, QPDF = shutil.which("soffice"), shutil.which("qpdf")


@pytest.fixture(scope="module")
def outputs(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    return render(
        scene.consolidation, scene.readings, scene.district, scene.catalogue, scene.templates,
        tmp_path_factory.mktemp("programs"), code_version="0",
    )  # fmt: skip


def given_back(file: Path, folder: Path) -> Path:
    """Return the file as LibreOffice writes it after opening it."""
    asked = [str(SOFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
    done = subprocess.run(
        [*asked, file.suffix[1:], "--outdir", str(folder / "back"), str(file)],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "back" / file.name


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine")
def test_the_report_survives_libreoffice_with_every_figure(outputs: Outputs, tmp_path: Path) -> None:
    assert lost_in([given_back(outputs.docx, tmp_path)], outputs.view) == ()


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine")
def test_the_live_sums_come_to_the_totals_in_libreoffice(outputs: Outputs, scene: Scene, tmp_path: Path) -> None:
    written = openpyxl.load_workbook(outputs.xlsx)
    book = openpyxl.load_workbook(given_back(outputs.xlsx, tmp_path), data_only=True)
    assert book.sheetnames == written.sheetnames
    reckoned = {row[0].value: row[3].value for row in book["单位数据"].iter_rows(min_row=2)}
    summed = [row[0].value for row in written["单位数据"].iter_rows(min_row=2) if str(row[3].value).startswith("=")]
    assert summed
    for code in summed:
        figure = scene.consolidation.figure(code)
        assert figure is not None and float(reckoned[code]) == float(figure.value or 0)


@pytest.mark.skipif(QPDF is None, reason="no qpdf on this machine")
def test_qpdf_finds_nothing_wrong(outputs: Outputs) -> None:
    done = subprocess.run([str(QPDF), "--check", str(outputs.pdf)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_font_of_the_pdf_is_embedded(outputs: Outputs) -> None:
    document = pypdfium2.PdfDocument(outputs.pdf)
    pages = [document[k] for k in range(len(document))]  # pdfium wants them alive while their fonts are looked at
    texts = [each for page in pages for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])]
    assert texts
    assert all(pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(each.raw)) == 1 for each in texts)
