"""Name the sheets of the review workbook, their columns, and the words that a person may choose in them.

Scripts rely on the names of the sheets and on the first eight columns of 数据更正.
"""

from __future__ import annotations

from dataclasses import dataclass

from nianbao.checks.finding import State


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters, and whether a person may write in it."""

    head: str
    width: int
    written: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its columns."""

    name: str
    columns: tuple[Column, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """Return the heads in order."""
        return tuple(column.head for column in self.columns)

    def at(self, head: str) -> int:
        """Return the place of a column, 0 for the first."""
        return self.heads.index(head)


_WHO = (Column("理由", 30, True), Column("经办人", 12, True))
_FINDING = (
    Column("编号", 15), Column("单位", 12), Column("级别", 8), Column("规则", 22), Column("问题", 60),
    Column("原文", 60), Column("状态", 10),
)  # fmt: skip
_PLACE = (Column("上下文", 70), Column("章节", 12), Column("页", 6))

ANSWERS = Sheet(
    "问题答复",
    (
        *_FINDING, Column("答复", 12, True), *_WHO, Column("单位名称", 26), Column("指标名称", 30),
        Column("进展", 10), Column("首次发现", 12),
        Column("数据编号", 30),
    ),
)  # fmt: skip
CORRECTIONS = Sheet(
    "数据更正",
    (
        Column("编号", 15), Column("单位", 12), Column("指标", 28), Column("原文", 60), Column("数值", 12),
        Column("更正为", 14, True), *_WHO, Column("单位名称", 26), Column("指标名称", 30), Column("原文数字", 14),
        Column("计量单位", 10), Column("现行更正", 14), Column("待处理问题", 40), *_PLACE,
    ),
)  # fmt: skip
UNMATCHED = Sheet(
    "未识别数据",
    (
        Column("编号", 15), Column("单位", 12), Column("原文", 60), Column("数值", 12), Column("计量单位", 10),
        Column("表述", 30), Column("候选指标", 50), Column("指标为", 46, True), *_WHO, Column("单位名称", 26),
        Column("原文数字", 14), *_PLACE,
    ),
)  # fmt: skip
WAIVERS = Sheet(
    "豁免",
    (
        *_FINDING, Column("豁免", 8, True), Column("截至", 12, True), *_WHO, Column("单位名称", 26),
        Column("指标名称", 30),
    ),
)  # fmt: skip
SHEETS = (ANSWERS, CORRECTIONS, UNMATCHED, WAIVERS)

REVOKE, NOT_COUNTED = "撤销更正", "不计入"
"""What may stand in 更正为 beside a figure or an indicator's code."""
ANSWER_WORDS: dict[str, State] = {"情况属实": "explained", "已更正": "corrected", "重新核实": "open"}
YES, NO = "是", "否"
COURSE_WORDS = {"new": "新发现", "persisting": "仍存在", "fixed": "已消除", "reopened": "再次出现"}
DISTRICT, YEAR = "nianbao-district", "nianbao-year"
"""Properties of the file that say whose workbook it is."""
