"""Measure reading PDFs beside the libraries under it, in one run: time as ratios, memory over 500 pages.

Prints a table, with --json an object; exit code 1 when a goal is missed. The files are printed here with Typst, so the
figures need nothing but the project.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
import pylopdf_fonts_zh_cn
import pypdfium2
import pypdfium2.raw as raw
import typst

from nianbao.documents.reading import read

PAGES = 60
REPEATS = 3
LAYOUT = """#set page(width: 595pt, height: 842pt, margin: 80pt, footer: context align(center)[— #counter(page).display() —])
#set text(font: "Noto Serif SC", size: 16pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 13pt)
"""
SENTENCE = (
    "全年开展行政执法检查1286家次，发现隐患334处，已整改331处，作出行政处罚17件，罚没款4.28万元，群众满意度达到98.6%。"
)
ROWS = ", ".join(f"[第{k}项执法工作], [{37 * k}], [{k}.5%], [{1000 * k + 7}]" for k in range(1, 19))
TABLE = f"#table(columns: (1fr, 60pt, 60pt, 80pt), [项目], [数量], [增长], [金额（元）], {ROWS})"
PEAK = """
import resource, sys
from pathlib import Path
from nianbao.documents.reading import read
document = read(Path(sys.argv[1]))
print(len(document.pages), *(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure beside its goal: at most so much."""

    name: str
    figure: float
    goal: float
    unit: str = "×"

    @property
    def is_met(self) -> bool:
        """Say whether the goal is reached."""
        return self.figure <= self.goal


def print_pdf(folder: Path, name: str, page: str, pages: int) -> Path:
    """Print `page` as many times as said, each on its own page."""
    source = folder / f"{name}.typ"
    source.write_text(LAYOUT + "\n#pagebreak()\n".join([page] * pages), encoding="utf-8")
    output = folder / f"{name}.pdf"
    fonts = str(Path(pylopdf_fonts_zh_cn.__file__).parent)
    typst.compile(str(source), output=str(output), font_paths=[fonts], ignore_system_fonts=True)
    return output


def read_characters(path: Path) -> None:
    """Take every character with its box from pdfium, and do nothing with it."""
    pdf = pypdfium2.PdfDocument(str(path))
    box = raw.FS_RECTF()
    for page in pdf:
        words = page.get_textpage()
        found = []
        for k in range(raw.FPDFText_CountChars(words.raw)):
            raw.FPDFText_GetLooseCharBox(words.raw, k, ctypes.byref(box))
            letter = chr(raw.FPDFText_GetUnicode(words.raw, k))
            found.append((letter, box.left, box.bottom, box.right, box.top))
        words.close()
        page.close()
    pdf.close()


def read_words(path: Path) -> None:
    """Take pdfplumber's words of every page."""
    with pdfplumber.open(str(path)) as pdf:
        for page in pdf.pages:
            page.extract_words()
            page.close()


def read_tables(path: Path) -> None:
    """Take pdfplumber's tables of every page."""
    with pdfplumber.open(str(path)) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()


def compare(*readers: Callable[[], object]) -> list[float]:
    """Return each reader's best time in seconds; they take turns, so that a busy machine hits all."""
    best = [float("inf")] * len(readers)
    for _ in range(REPEATS):
        for k, reader in enumerate(readers):
            start = time.perf_counter()
            reader()
            best[k] = min(best[k], time.perf_counter() - start)
    return best


def peak_mb(path: Path) -> float:
    """Return the larger peak of memory, of the reading process or of its child, in MB."""
    done = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True)
    _, own, child = (int(word) for word in done.stdout.split())
    return max(own, child) / 1024


def measure(folder: Path) -> list[Row]:
    """Return all figures beside their goals."""
    prose = print_pdf(folder, "prose", SENTENCE * 6, PAGES)
    tables = print_pdf(folder, "tables", f"{SENTENCE}\n\n{TABLE}", PAGES // 3)
    ours, characters, words = compare(lambda: read(prose), lambda: read_characters(prose), lambda: read_words(prose))
    ours_tables, plain_tables = compare(lambda: read(tables), lambda: read_tables(tables))
    short = peak_mb(print_pdf(folder, "short", SENTENCE * 6, 5))
    long = peak_mb(print_pdf(folder, "long", SENTENCE * 6, 500))
    long_tables = peak_mb(print_pdf(folder, "long_tables", TABLE, 500))
    short_tables = peak_mb(print_pdf(folder, "short_tables", TABLE, 5))
    return [
        Row(f"a page without tables ({1000 * ours / PAGES:.1f} ms) : pypdfium2 characters", ours / characters, 2.5),
        Row("a page without tables : pdfplumber extract_words", ours / words, 0.25),
        Row(
            f"a page with tables ({3000 * ours_tables / PAGES:.1f} ms) : pdfplumber tables",
            ours_tables / plain_tables,
            1.2,
        ),
        Row(f"500 pages of prose over 5 ({long:.0f} − {short:.0f})", long - short, 150, "MB"),
        Row(
            f"500 pages of tables over 5 ({long_tables:.0f} − {short_tables:.0f})",
            long_tables - short_tables,
            150,
            "MB",
        ),
    ]


def main() -> int:
    """Measure, print, and return 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder))
    if arguments.json:
        objects = [
            {"name": r.name, "figure": round(r.figure, 3), "goal": r.goal, "unit": r.unit, "met": r.is_met}
            for r in rows
        ]
        sys.stdout.write(json.dumps(objects, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("| reading | measured | goal | |\n|---|---|---|---|\n")
        for row in rows:
            mark = "met" if row.is_met else "missed"
            sys.stdout.write(f"| {row.name} | {row.figure:.2f} {row.unit} | ≤ {row.goal} {row.unit} | {mark} |\n")
    return 0 if all(row.is_met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
