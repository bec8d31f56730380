"""Measure reading PDFs beside the libraries under it, in one run: processor time as ratios, memory over 500 pages.

Prints a table, with --json an object; exit code 1 when a goal is missed. The files are printed here with Typst, so the
figures need nothing but the project.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import pdfplumber
import pylopdf_fonts_zh_cn
import pypdfium2
import pypdfium2.raw as raw
import typst

from nianbao.documents.reading import read

FEW, MANY = 10, 110
FEW_TABLES, MANY_TABLES = 4, 24
REPEATS = 5
LAYOUT = """#set page(width: 595pt, height: 842pt, margin: 80pt, numbering: "— 1 —")
#set text(font: "Noto Serif SC", size: 16pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 13pt)
"""
SENTENCE = (
    "全年开展行政执法检查1286家次，发现隐患334处，已整改331处，作出行政处罚17件，罚没款4.28万元，群众满意度达到98.6%。"
)
ROWS = ", ".join(f"[第{k}项执法工作], [{37 * k}], [{k}.5%], [{1000 * k + 7}]" for k in range(1, 19))
TABLE = f"#table(columns: (1fr, 60pt, 60pt, 80pt), [项目], [数量], [增长], [金额（元）], {ROWS})"
PEAK = """
import sys, threading, time
from contextlib import suppress
from pathlib import Path
from nianbao.documents.reading import read

def peak_kb(process):
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1])
    return 0

peaks, ended = [0], threading.Event()
def watch():
    while not ended.wait(0.01):
        for task in Path("/proc/self/task").iterdir():
            with suppress(OSError):
                for child in (task / "children").read_text().split():
                    peaks.append(peak_kb(child))

watcher = threading.Thread(target=watch)
watcher.start()
document = read(Path(sys.argv[1]))
ended.set()
watcher.join()
print(len(document.pages), peak_kb("self"), max(peaks))
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


def used_s() -> float:
    """Return the processor time that this process and its ended children have used; others' work does not count."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def compare(few: Path, many: Path, pages: int, *readers: Callable[[Path], object]) -> list[float]:
    """Return what one more page costs each reader, in milliseconds of processor time, that of its child with it.

    The start of a process is no part of it: a file of few pages is taken from one of many. The readers take turns, so
    that a busy machine hits all, and the best of some runs counts.
    """
    best: dict[tuple[int, Path], float] = {}
    for _ in range(REPEATS):
        for path in (few, many):
            for k, reader in enumerate(readers):
                start = used_s()
                reader(path)
                best[k, path] = min(best.get((k, path), float("inf")), used_s() - start)
    return [1000 * (best[k, many] - best[k, few]) / pages for k in range(len(readers))]


def peak_mb(path: Path) -> float:
    """Return the larger peak of memory, of the reading process or of its child, in MB.

    From /proc, for the peak that getrusage tells begins with that of the process which started this one.
    """
    done = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True)
    _, own, child = (int(word) for word in done.stdout.split())
    return max(own, child) / 1024


def measure(folder: Path) -> list[Row]:
    """Return all figures beside their goals."""

    def pair(name: str, page: str, few: int, many: int) -> tuple[Path, Path]:
        return print_pdf(folder, f"{name}-{few}", page, few), print_pdf(folder, f"{name}-{many}", page, many)

    prose, tables = SENTENCE * 10, f"{SENTENCE}\n\n{TABLE}"
    ours, characters, words = compare(*pair("prose", prose, FEW, MANY), MANY - FEW, read, read_characters, read_words)
    ours_tables, plain_tables = compare(
        *pair("tables", tables, FEW_TABLES, MANY_TABLES), MANY_TABLES - FEW_TABLES, read, read_tables
    )
    short, long = (peak_mb(path) for path in pair("prose", prose, FEW, 500))
    short_tables, long_tables = (peak_mb(path) for path in pair("tables", tables, FEW, 500))
    return [
        Row(
            f"a page without tables, {ours:.1f} ms : pypdfium2 characters, {characters:.1f} ms", ours / characters, 2.5
        ),
        Row(f"a page without tables : pdfplumber extract_words, {words:.1f} ms", ours / words, 0.25),
        Row(f"a page with a table, {ours_tables:.0f} ms : pdfplumber tables", ours_tables / plain_tables, 1.2),
        Row(f"memory, 500 pages of prose, {long:.0f} MB − {FEW} pages", long - short, 150, "MB"),
        Row(f"memory, 500 pages of tables, {long_tables:.0f} MB − {FEW} pages", long_tables - short_tables, 150, "MB"),
    ]


def main() -> int:
    """Measure, print, and return 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder))
    if arguments.json:
        objects = [{**asdict(row), "met": row.is_met} for row in rows]
        sys.stdout.write(json.dumps(objects, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("| reading | measured | goal | |\n|---|---|---|---|\n")
        for row in rows:
            mark = "met" if row.is_met else "missed"
            sys.stdout.write(f"| {row.name} | {row.figure:.2f} {row.unit} | ≤ {row.goal} {row.unit} | {mark} |\n")
    return 0 if all(row.is_met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
