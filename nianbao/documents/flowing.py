"""Build a Document from a source without pages: paragraphs and tables in reading order, cells parted by tabs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nianbao.documents.media import Media
from nianbao.documents.model import Document
from nianbao.documents.outline import find_outline, find_sections
from nianbao.documents.tables import Span, build_tables
from nianbao.documents.titles import find_title

RAISED, LOWERED = "\x02", "\x03"
_NOTE_MARK = re.compile(f"(?<![m米里]){RAISED}[0-9\\[\\]()（）［］〔〕,，、*※①-⑳]+{LOWERED}")

Rows = Sequence[Sequence[str | None]]
"""The cells of a table row by row; None where a merged cell covers the place."""


def build_document(
    parts: Iterable[str | Rows], sha256: str, media: Media, furniture: tuple[str, ...] = (), notes: tuple[str, ...] = ()
) -> Document:
    """Return the Document of paragraphs (str) and tables (rows)."""
    pieces: list[str] = []
    grids: list[list[list[Span | None]]] = []
    length = 0
    for part in parts:
        if isinstance(part, str):
            pieces.append(part + "\n")
        else:
            grid, written = _write_rows(part, length)
            grids.append(grid)
            pieces.append(written)
        length += len(pieces[-1])
    text = "".join(pieces)
    outline = find_outline(text)
    return Document(
        sha256=sha256,
        media=media.value,
        text=text,
        title=find_title(text),
        outline=outline,
        tables=tuple(table for grid in grids for table in build_tables(text, None, grid)),
        furniture=furniture,
        notes=notes,
        sections=find_sections(text, outline),
    )


def drop_note_marks(words: str) -> str:
    """Return words without raised note marks, for 「46²件」 would read as 462; that of m² stays.

    What is raised stands between RAISED and LOWERED, which go too.
    """
    return re.sub(f"[{RAISED}{LOWERED}]", "", _NOTE_MARK.sub("", words))


def join_lines(lines: Iterable[str]) -> str:
    """Return the lines of a cell as one: blanks single, none beside a Chinese character, a wide one between figures.

    A narrow one would make one figure of two, 「3 500」 of 3 and 500.
    """
    joined = "\n".join(re.sub(r"[\t ]+", " ", line.strip()) for line in lines)
    joined = re.sub(r"(?<=\d)\n(?=\d)", "\u3000", joined).replace("\n", " ")
    return re.sub(r"(?<=[\u3001-\u9fff\uff00-\uffef]) (?=\S)|(?<=\S) (?=[\u3001-\u9fff\uff00-\uffef])", "", joined)


def _write_rows(rows: Rows, offset: int) -> tuple[list[list[Span | None]], str]:
    spans: list[list[Span | None]] = []
    written = ""
    for row in rows:
        here: list[Span | None] = []
        for k, cell in enumerate(row):
            written += "\t" if k else ""
            start = offset + len(written)
            written += cell or ""
            here.append(None if cell is None else (start, offset + len(written)))
        spans.append(here)
        written += "\n"
    return spans, written
