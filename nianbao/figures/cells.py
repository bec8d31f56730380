"""Say of a figure in a table what its row and column call it, and in which unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nianbao.documents.model import Document, Table

_UNIT_HEAD = re.compile(r"^(?:计量)?单位$")
_LONGEST_LABEL = 30
_FEW_ROWS, _MOST_ROWS = 2, 999
_TOTAL_ROW = re.compile(r"^(?:合\s?计|总\s?计|小\s?计|共\s?计)$")
_CAPTION = re.compile(r"单位[：:]\s?(?P<units>[一-鿿%％（）、，/ ]{1,24}?)(?:[）)]|\n|$)")
_MONEY_ROW, _PERSON_ROW = (
    re.compile(r"金额|工资|款|资金|损失|额$"),
    re.compile(r"人$|人数|人次|人员|劳动者|群众|员$|者$"),
)
_SERIAL_HEAD = re.compile(r"^(?:序号|编号|序|No\.?)$")
_UNIT_IN = re.compile(
    r"[（(](?:单位[：:])?(?P<unit>[一-鿿%％]{1,4}(?:（次）)?)[）)]$|(?:单位[：:])(?P<named>[一-鿿%％]{1,4})"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds a figure: its span, what names it, its unit, whether it only numbers its row, and where it is.

    `place` is the table's start in the text and the column, `line` the row, `within` the row of which it is a part
    (其中：… below a total), `caption` the line above the table.
    """

    start: int
    end: int
    row: str
    column: str
    unit: str
    serial: bool
    place: tuple[int, int] = (0, 0)
    line: int = 0
    within: int | None = None
    caption: str = ""

    @property
    def is_total(self) -> bool:
        """Say whether the row adds up the rows above it."""
        return _TOTAL_ROW.match(self.row.strip()) is not None


def find_cells(document: Document, measures: frozenset[str]) -> tuple[Cell, ...]:
    """Return the cells that hold a digit, of all tables, in text order; `measures` are the known measure words."""
    found = [cell for table in document.tables if table.cells for cell in _of_table(document, table, measures)]
    return tuple(sorted(found, key=lambda cell: cell.start))


def _of_table(document: Document, table: Table, measures: frozenset[str]) -> list[Cell]:
    caption = _caption(document, table)
    captioned, wholes = _units_in(caption), _wholes(document, table)
    heads = [" ".join(row[c] or "" for row in table.rows[: table.header_rows]) for c in range(len(table.rows[0]))]
    units = next(
        (c for c, head in enumerate(heads) if _UNIT_HEAD.match(head.strip()) and _measures(table, c, measures)), None
    )
    counted = 0 if _counts_on(table) else None
    serial = next((c for c, head in enumerate(heads) if _SERIAL_HEAD.match(head.strip())), counted)
    cells = []
    for r in range(table.header_rows, len(table.rows)):
        row = table.rows[r]
        for c, written in enumerate(row):
            span = table.cells[r][c]
            if written is None or span is None or not re.search(r"[0-9０-９]", written) or _tells(written):
                continue
            label = " ".join(row[k] or "" for k in range(max(1, table.header_columns)) if k not in (c, units, serial))
            unit = (row[units] or "").strip() if units is not None else _unit_in(heads[c]) or _unit_in(label)
            unit = unit or _unit_of_row(label, captioned)
            place = (table.start, c)
            cells.append(
                Cell(*span, label.strip(), heads[c].strip(), unit, c == serial, place, r, wholes.get(r), caption)
            )
    return cells


def _counts_on(table: Table) -> bool:
    """Say whether the first column only numbers the rows, 1, 2, 3 or on from there, though no head says so."""
    column = [(row[0] or "").strip().rstrip(".、．") for row in table.rows[table.header_rows :]]
    first = column[0] if column else ""
    if len(column) <= _FEW_ROWS or not first.isdecimal() or int(first) > _MOST_ROWS:
        return False
    return column == [str(int(first) + k) for k in range(len(column))]


def _tells(written: str) -> bool:
    """Say whether a cell tells in sentences what was done, as tables of work do: its figures are read as prose."""
    return "。" in written or (len(written) > _LONGEST_LABEL and "，" in written)


def _wholes(document: Document, table: Table) -> dict[int, int]:
    """Return {row: the row of which it is a part}: a row of 其中 and the indented ones below it."""
    wholes: dict[int, int] = {}
    whole = table.header_rows
    for r in range(table.header_rows, len(table.rows)):
        label, span = table.rows[r][0] or "", table.cells[r][0]
        indented = span is not None and document.text[max(0, span[0] - 2) : span[0]] in ("　　", "  ")
        if label.startswith("其中") or (indented and r - 1 in wholes):
            wholes[r] = whole
        else:
            whole = r
    return {row: whole for row, whole in wholes.items() if row != whole}


def _unit_in(words: str) -> str:
    found = _UNIT_IN.search(words.strip())
    return (found["unit"] or found["named"]) if found else ""


def _caption(document: Document, table: Table) -> str:
    """Return the line above a table: 表三　根治欠薪工作情况（单位：件、万元）."""
    line = document.text.rfind("\n", 0, max(0, table.start - 1)) + 1
    return document.text[line : table.start].strip()


def _units_in(caption: str) -> Sequence[str]:
    """Return the units that a caption names: （单位：件、人、万元）."""
    found = _CAPTION.search(caption)
    return [unit for unit in re.split(r"[、，/ ]", found["units"]) if unit] if found else []


def _unit_of_row(label: str, units: Sequence[str]) -> str:
    """Choose among several units by what the row counts; the first that counts things otherwise."""
    if len(units) < 2:
        return units[0] if units else ""
    money = next((unit for unit in units if unit.endswith("元")), "")
    persons = next((unit for unit in units if unit.startswith("人")), "")
    if money and _MONEY_ROW.search(label):
        return money
    if persons and _PERSON_ROW.search(label):
        return persons
    return next((unit for unit in units if unit not in (money, persons)), "")


def _measures(table: Table, column: int, measures: frozenset[str]) -> bool:
    """Say whether a 单位 column holds measure words; else it names organisations and is the rows' name."""
    held = [(row[column] or "").strip() for row in table.rows[table.header_rows :]]
    said = [unit for unit in held if unit and unit not in ("—", "-", "/")]
    return bool(said) and sum(unit.removeprefix("万").removeprefix("亿") in measures for unit in said) * 2 > len(said)
