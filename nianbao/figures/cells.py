"""Say of a figure in a table what its row and column call it, and in which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nianbao.documents.model import Document, Table

_UNIT_HEAD = re.compile(r"^(?:计量)?单位$")
_SERIAL_HEAD = re.compile(r"^(?:序号|编号|序|No\.?)$")
_UNIT_IN = re.compile(
    r"[（(](?:单位[：:])?(?P<unit>[一-鿿%％]{1,4}(?:（次）)?)[）)]$|(?:单位[：:])(?P<named>[一-鿿%％]{1,4})"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds a figure: its span, what names it, its unit, and whether it only numbers its row."""

    start: int
    end: int
    row: str
    column: str
    unit: str
    serial: bool


def find_cells(document: Document) -> tuple[Cell, ...]:
    """Return the cells that hold a digit, of all tables, in text order."""
    found = [cell for table in document.tables if table.cells for cell in _of_table(table)]
    return tuple(sorted(found, key=lambda cell: cell.start))


def _of_table(table: Table) -> list[Cell]:
    heads = [" ".join(row[c] or "" for row in table.rows[: table.header_rows]) for c in range(len(table.rows[0]))]
    units = next((c for c, head in enumerate(heads) if _UNIT_HEAD.match(head.strip())), None)
    serial = next((c for c, head in enumerate(heads) if _SERIAL_HEAD.match(head.strip())), None)
    cells = []
    for r in range(table.header_rows, len(table.rows)):
        row = table.rows[r]
        for c, written in enumerate(row):
            span = table.cells[r][c]
            if written is None or span is None or not re.search(r"[0-9０-９]", written):
                continue
            label = " ".join(row[k] or "" for k in range(max(1, table.header_columns)) if k not in (c, units, serial))
            unit = (row[units] or "").strip() if units is not None else _unit_in(heads[c]) or _unit_in(label)
            cells.append(Cell(*span, label.strip(), heads[c].strip(), unit, c == serial))
    return cells


def _unit_in(words: str) -> str:
    found = _UNIT_IN.search(words.strip())
    return (found["unit"] or found["named"]) if found else ""
