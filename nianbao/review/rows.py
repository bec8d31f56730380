"""Read the rows of a review workbook that came back. What is no such workbook is refused in one line."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nianbao.review import sheets
from nianbao.review.sheets import Sheet
from nianbao.review.written import cell_text

_MOST_BYTES = 50_000_000
_MOST_UNPACKED = 500_000_000
_MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its sheet, its number as a spreadsheet shows it, and by head what stands in it as text."""

    sheet: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, head: str) -> str:
        """Return what stands under a head; nothing where the column is gone."""
        return self.cells.get(head, "")

    @property
    def is_formula(self) -> bool:
        """Say whether a person wrote a formula: what it comes to is not kept in every file."""
        return any(self[column.head].startswith("=") for column in _sheet(self.sheet).columns if column.written)


@dataclass(frozen=True, slots=True)
class ReturnedBook:
    """The rows of a workbook, and of which district and year it says that it is; None where it does not say."""

    rows: tuple[Row, ...]
    district: str | None
    year: str | None


def read_rows(file: Path) -> ReturnedBook | str:
    """Return the rows of a workbook, or in Chinese why it cannot be taken."""
    from openpyxl import load_workbook

    reason = _too_large(file)
    if reason:
        return reason
    try:
        book: Any = load_workbook(file)  # its stubs do not know the custom properties
        rows = tuple(row for sheet in sheets.SHEETS if sheet.name in book.sheetnames for row in _rows(book, sheet))
        said = {entry.name: str(entry.value) for entry in book.custom_doc_props.props}
    except _Refused as refused:
        return str(refused)
    except Exception as error:
        # A damaged or hostile package fails anywhere inside openpyxl, with errors of every kind.
        return f"不是可读的 .xlsx 工作簿（{type(error).__name__}），请用“nianbao review export”导出的文件填写"
    if not any(sheet.name in book.sheetnames for sheet in sheets.SHEETS):
        return "没有复核表的工作表，请用“nianbao review export”导出的文件填写"
    return ReturnedBook(rows, said.get(sheets.DISTRICT), said.get(sheets.YEAR))


class _Refused(Exception):  # noqa: N818 - carries one line out of the depth of a workbook
    """Why a workbook is not taken."""


def _too_large(file: Path) -> str | None:
    if not zipfile.is_zipfile(file):
        return "不是 .xlsx 工作簿，请用“nianbao review export”导出的文件填写"
    with zipfile.ZipFile(file) as package:
        unpacked = sum(entry.file_size for entry in package.infolist())
    if file.stat().st_size > _MOST_BYTES or unpacked > _MOST_UNPACKED:
        return "工作簿过大，请用“nianbao review export”导出的文件填写"
    return None


def _rows(book: Any, sheet: Sheet) -> Iterator[Row]:
    page = book[sheet.name]
    if page.max_row > _MOST_ROWS:
        raise _Refused(f"{sheet.name}：行数过多，请用“nianbao review export”导出的文件填写")
    heads = [cell_text(cell.value) for cell in page[1]]
    lacking = [column.head for column in sheet.columns if column.head not in heads and _is_needed(column.head, sheet)]
    if lacking:
        raise _Refused(f"{sheet.name}：第1行缺少“{'、'.join(lacking)}”列，请勿改动表头")
    for number, cells in enumerate(page.iter_rows(min_row=2), 2):
        texts = {head: cell_text(cell.value, cell.number_format) for head, cell in zip(heads, cells, strict=False)}
        yield Row(sheet.name, number, texts)


def _is_needed(head: str, sheet: Sheet) -> bool:
    return head == "编号" or any(column.head == head and column.written for column in sheet.columns)


def _sheet(name: str) -> Sheet:
    return next(sheet for sheet in sheets.SHEETS if sheet.name == name)
