"""Parse one PDF inside limits of its own: `python -m nianbao.documents.child FILE LIMITS FIRST`, JSON lines on stdout.

pdfium aborts its whole process when memory runs out, so this process is freshly executed for one file and may die:
what it has printed stays. Every line is an object: a page, its tables, a rejection, or the end.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from nianbao.reasons import Reason, Rejection

_TABLES_SHARE = 0.6
"""The share of the time after which no more tables are looked for, so that at least the text is read to its end."""

_SELDOM = 20_000
"""After so many objects garbage is looked for: a page has thousands of boxes and no cycles but the table finder's."""


def main(path: Path, limits: dict[str, int], first: int) -> None:
    """Print the pages of `path` from `first` on; a rejection instead, where the file as a whole cannot be read."""
    confine(limits["memory_bytes"], limits["cpu_s"])
    gc.set_threshold(_SELDOM)
    from nianbao.documents.pages import page_json
    from nianbao.documents.pdf.file import open_pdf

    pdf = open_pdf(path, limits["pages"])
    if isinstance(pdf, Rejection):
        say({"rejection": pdf.reason.value, "detail": pdf.detail})
        return
    say({"pages": len(pdf), "asides": pdf.asides()})
    in_time = True
    for page, has_rules in pdf.pages(limits["characters_per_page"], first):
        ruled = has_rules and bool(page.text.strip())
        if ruled and in_time and time.process_time() > _TABLES_SHARE * limits["cpu_s"]:
            in_time = False
            say({"untabled": page.number})
        ruled = ruled and in_time
        say({**page_json(page), "ruled": ruled})
        if ruled:
            say(_tables(pdf, page))
    say({"end": True})


def _tables(pdf: Any, page: Any) -> dict[str, Any]:
    """Return the page's tables; a page whose tables cannot be parsed keeps its text."""
    try:
        grids, lost = pdf.tables(page)
        return {"tables": page.number, "grids": grids, "lost": lost}
    except MemoryError:
        raise
    except Exception as error:  # pdfminer raises whatever a broken file makes it raise
        return {"tables": page.number, "grids": [], "lost": [], "doubt": type(error).__name__}


def confine(memory_bytes: int, cpu_s: int) -> None:
    """Bound this process: memory, processor time, no file written, no core left behind."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def say(line: dict[str, Any]) -> None:
    """Print one line for the reader."""
    sys.stdout.buffer.write(json.dumps(line).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), json.loads(sys.argv[2]), int(sys.argv[3]))
    except MemoryError:
        say({"rejection": Reason.MEMORY.value, "detail": ""})
