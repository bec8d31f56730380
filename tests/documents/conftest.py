from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest
import typst

PdfMaker = Callable[[str, str], Path]

LAYOUT = """
#set page(width: 300pt, height: 400pt, margin: 40pt, header: align(center)[年度报告汇编], footer: context align(center)[
  — #counter(page).display() —])
#set text(font: "Noto Serif SC", size: 12pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true))
"""


@pytest.fixture(scope="session")
def make_pdf(tmp_path_factory: pytest.TempPathFactory) -> PdfMaker:
    """Print Typst source as a small PDF with running head and page numbers."""
    folder = tmp_path_factory.mktemp("pdf")
    fonts = str(Path(pylopdf_fonts_zh_cn.__file__).parent)

    def make(name: str, source: str) -> Path:
        (folder / f"{name}.typ").write_text(LAYOUT + source, encoding="utf-8")
        output = folder / f"{name}.pdf"
        typst.compile(str(folder / f"{name}.typ"), output=str(output), font_paths=[fonts], ignore_system_fonts=True)
        return output

    return make
