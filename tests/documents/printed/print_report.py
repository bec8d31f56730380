"""Print report.txt as PDF with every producer that this machine has, into this folder.

Typst comes with the tests. WeasyPrint, ReportLab, LibreOffice and Chromium are taken where they are installed; what
they have printed stands here, so that no test needs them. Run it again only when report.txt changes.
"""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
FONT = "Noto Sans SC"
STYLE = f"""@page {{ size: A5; margin: 18mm 16mm; }}
body {{ font: 12pt/1.6 '{FONT}'; text-align: justify; }} h1 {{ font-size: 16pt; text-align: center; }}
p {{ margin: 0; text-indent: 2em; }} td {{ border: 0.6pt solid black; padding: 2pt 6pt; }}
table {{ border-collapse: collapse; margin: 6pt auto; }} .two {{ columns: 2; font-size: 9pt; }}
.two h1 {{ column-span: all; }} .upright {{ writing-mode: vertical-rl; }}
.upright table {{ break-inside: avoid; }}
"""
Parts = list[tuple[bool, list[str]]]


def parts() -> Parts:
    """Return the runs of paragraphs and of rows of a table (true), the title first."""
    lines = (FOLDER / "report.txt").read_text(encoding="utf-8").strip().split("\n")
    return [(is_row, list(run)) for is_row, run in groupby(lines, key=lambda line: "\t" in line)]


def written_html(columns: str = "") -> str:
    """Return the report as a page of HTML."""
    body = "".join(_html(is_row, lines) for is_row, lines in parts())
    body = body.replace("<p>", "<h1>", 1).replace("</p>", "</h1>", 1)
    return f"<meta charset=utf-8><title>报告</title><style>{STYLE}</style><body class='{columns}'>{body}</body>"


def _html(is_row: bool, lines: list[str]) -> str:
    if not is_row:
        return "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in line.split("\t")) for line in lines)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def print_typst(target: Path) -> None:
    """Print with Typst and the font of the tests."""
    import pylopdf_fonts_zh_cn
    import typst

    def shown(is_row: bool, lines: list[str]) -> Iterator[str]:
        if is_row:
            cells = [cell for line in lines for cell in line.split("\t")]
            yield f"#table(columns: {len(cells) // len(lines)}, {', '.join(f'[{cell}]' for cell in cells)})"
        else:
            yield from lines

    text = "\n\n".join(block for is_row, lines in parts() for block in shown(is_row, lines))
    head = '#set page("a5")\n#set text(font: "Noto Serif SC", size: 12pt, lang: "zh")\n#set par(justify: true)\n'
    source = target.with_suffix(".typ")
    source.write_text(head + text, encoding="utf-8")
    fonts = str(Path(pylopdf_fonts_zh_cn.__file__).parent)
    typst.compile(str(source), output=str(target), font_paths=[fonts], ignore_system_fonts=True)
    source.unlink()


def print_weasyprint(target: Path) -> None:
    """Print with WeasyPrint."""
    import weasyprint  # type: ignore[import-not-found]

    weasyprint.HTML(string=written_html()).write_pdf(str(target))


def print_reportlab(target: Path) -> None:
    """Print with ReportLab and a font that is named but not embedded."""
    from reportlab.lib import colors, pagesizes  # type: ignore[import-untyped,import-not-found,unused-ignore]
    from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped,import-not-found,unused-ignore]
    from reportlab.pdfbase import cidfonts, pdfmetrics  # type: ignore[import-untyped,import-not-found,unused-ignore]
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table  # type: ignore

    pdfmetrics.registerFont(cidfonts.UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("text", fontName="STSong-Light", fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
    grid = [("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("FONT", (0, 0), (-1, -1), "STSong-Light", 11)]
    flow: list[object] = []
    for is_row, lines in parts():
        flow += (
            [Table([line.split("\t") for line in lines], style=grid)]
            if is_row
            else [Paragraph(p, style) for p in lines]
        )
    SimpleDocTemplate(str(target), pagesize=pagesizes.A5).build(flow)


def print_chromium(target: Path) -> None:
    """Print with Chromium."""
    _chromium(target, written_html())


def print_chromium_columns(target: Path) -> None:
    """Print with Chromium in two columns."""
    _chromium(target, written_html("two"))


def print_chromium_upright(target: Path) -> None:
    """Print with Chromium in upright writing, the columns going to the left."""
    _chromium(target, written_html("upright"))


def _chromium(target: Path, page: str) -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise ImportError("chromium")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.html"
        source.write_text(page, encoding="utf-8")
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        command += [f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def print_libreoffice(target: Path) -> None:
    """Write a .docx and let LibreOffice print it."""
    program = shutil.which("soffice")
    if program is None:
        raise ImportError("soffice")
    import docx

    document = docx.Document()
    for is_row, lines in parts():
        if is_row:
            table = document.add_table(rows=0, cols=lines[0].count("\t") + 1, style="Table Grid")
            for line in lines:
                for cell, words in zip(table.add_row().cells, line.split("\t"), strict=True):
                    cell.text = words
        else:
            for line in lines:
                document.add_paragraph(line)
    with tempfile.TemporaryDirectory() as folder:
        document.save(f"{folder}/{target.stem}.docx")
        command = [program, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
        command += ["--outdir", str(target.parent), f"{folder}/{target.stem}.docx"]
        subprocess.run(command, check=True, capture_output=True, timeout=180)


PRODUCERS: dict[str, Callable[[Path], None]] = {
    "typst": print_typst,
    "weasyprint": print_weasyprint,
    "reportlab": print_reportlab,
    "chromium": print_chromium,
    "chromium_columns": print_chromium_columns,
    "chromium_upright": print_chromium_upright,
    "libreoffice": print_libreoffice,
}


def main() -> None:
    """Print with all that there are, and say which."""
    for name, producer in PRODUCERS.items():
        target = FOLDER / f"{name}.pdf"
        try:
            producer(target)
        except ImportError as missing:
            sys.stdout.write(f"{name}: not installed ({missing})\n")
        else:
            sys.stdout.write(f"{name}: {target.stat().st_size // 1024} kB\n")


if __name__ == "__main__":
    main()
