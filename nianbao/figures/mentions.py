"""Sort every numeral of a document: part of a longer string, a cell of a table, or a quantity with its kind.

The ledger is made here: each numeral becomes exactly one token.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from nianbao.catalogue import Catalogue
from nianbao.documents.model import Document, Role
from nianbao.documents.outline import section_at
from nianbao.figures.cells import Cell, find_cells
from nianbao.figures.clauses import Clauses
from nianbao.figures.facts import Kind, Token
from nianbao.figures.kinds import Classifier, Setting
from nianbao.figures.masking import Mask, Masker
from nianbao.figures.measures import Measurer, Quantity
from nianbao.figures.numerals import SCALES, Numeral, find_numerals

_RANGE = re.compile(r"[ ]?[-—–－～~至到][ ]?")
_AMOUNT = re.compile(r"(?:金额|额|资金|款|价值|损失|工资|收入|支出)(?:约|近|超|达|为|共|计|共计|累计|合计)*$")
_START = attrgetter("start")
_ALIGNED = re.compile(r"(?:^[ \t　]*-?[0-9][0-9.,]*|[^\d\s])(?:[ \t　]{2,}-?[0-9][0-9.,]*){3,}[ \t　]*$", re.MULTILINE)
_COLUMN_YEAR = re.compile(r"((?:19|20)\d\d)年")
_LAST_YEAR, _CHANGE_COLUMN = re.compile(r"上年|去年|同期"), re.compile(r"同比|增减|增长|升降|变化")
_PLAN_COLUMN = re.compile(r"计划|目标|预期")
_LONGEST = 240
_NAMED_LINK = re.compile(r"[一-鿿]{1,6}[、和及]")
# 近三年处罚案件依次为83件、67件和59件: all but the last are of earlier years
_YEARS = re.compile(r"近(?P<count>[两二三四五])年[^，。；\d]{0,20}(?:依次|分别)(?:为|是)?$")
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
# 2023年工作总结及2024年工作计划 tells of what was done, and plans in a chapter of its own
_RECORD = re.compile("报告|总结|情况|汇报")
_RATE = re.compile(r"(?:率|占比|比例|比重)(?:约|近|超|达|为|达到|分别为|均为|均达)*$")


class Mention(NamedTuple):
    """A quantity with its kind and place; `cell` when it stands in a table."""

    quantity: Quantity
    kind: Kind
    clause: int
    section: str
    role: Role
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Sorted:
    """All numerals of a document, sorted: the ledger's tokens, the mentions, and the clauses they stand in."""

    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    clauses: Clauses


class Sorter:
    """Sorts the numerals of documents by the words of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._masker = Masker(catalogue.cues)
        self._measurer = Measurer(catalogue.units, catalogue.cues)
        self._classifier = Classifier(catalogue.cues, catalogue.units)
        self._measures = frozenset((*catalogue.units["measures"], "%", "％", "‰"))
        self._plan = re.compile("|".join(catalogue.cues["plan_titles"]))

    def sort(self, document: Document, year: int | None) -> Sorted:
        """Return the tokens and mentions of a document, in text order."""
        text = document.text
        numerals, masks = list(find_numerals(text)), list(self._masker.find(text))
        free, masked = _part(text, numerals, masks)
        clauses = Clauses(text, [(n.start, n.end) for n in numerals] + [(m.start, m.end) for m in masks if m.single])
        cells = find_cells(document, self._measures)
        first_line = text.lstrip().partition("\n")[0]
        planned = len(first_line) <= 40 and not _RECORD.search(first_line) and self._plan.search(first_line) is not None
        mentions: list[Mention] = []
        for numeral in _joined(text, free):
            if mentions and numeral[0].start < mentions[-1].quantity.end:
                continue  # the 百 of 个百分点 belongs to the unit
            mentions.append(
                self._mention(document, numeral, clauses, cells, year, planned, mentions[-1] if mentions else None)
            )
        mentions = _with_aligned(text, _with_earlier_years(clauses, mentions))
        own = [
            Token(m.quantity.start, m.quantity.end, text[m.quantity.start : m.quantity.end], m.kind, m.quantity.value)
            for m in mentions
        ]
        tokens = tuple(sorted((*masked, *own), key=lambda token: token.start))
        return Sorted(tokens, tuple(mentions), clauses)

    def _mention(
        self, document: Document, numeral: tuple[Numeral, Numeral | None], clauses: Clauses,
        cells: Sequence[Cell], year: int | None, planned: bool, last: Mention | None,
    ) -> Mention:  # fmt: skip
        text, first = document.text, numeral[0]
        clause = clauses.index(first.start)
        before = _tail(clauses.lead(clause, first.start))
        joined = last is not None and text[last.quantity.end : first.start] in ("、", "和", "及")
        shared = last.quantity.qualifier if last is not None and joined and "分别" in before else None
        quantity = self._measurer.measure(text, numeral[1] or first, before, shared)
        if numeral[1] is not None:
            quantity = _range(first, numeral[1], quantity)
        quantity = _without_unit(quantity, before, first)
        section, role = section_at(document, first.start)
        role = "plans" if planned else role
        at = bisect_right(cells, first.start, key=_START) - 1
        if at >= 0 and first.start < (cell := cells[at]).end:
            return self._in_table(quantity, cell, clause, section, role, year)
        listed = last.kind if last is not None and joined else None
        if listed is None and last is not None and _NAMED_LINK.fullmatch(text, last.quantity.end, first.start):
            listed = "other" if last.kind == "other" else None  # 辖42个行政村、6个社区
        setting = Setting(
            before, text[quantity.end : min(clauses.span(clause)[1], quantity.end + _LONGEST)],
            _tail(text[clauses.sentence(clause)[0] : first.start]), role, year, listed,
        )  # fmt: skip
        kind = self._classifier.classify(quantity, setting, first.han)
        if kind == "unexplained" and not first.han and _RATE.search(before):
            kind = "actual"  # a rate whose % sign was lost (按期整改率达98.91) is still stated
        return Mention(quantity, kind, clause, section, role)

    def _in_table(
        self, quantity: Quantity, cell: Cell, clause: int, section: str, role: Role, year: int | None
    ) -> Mention:
        if cell.serial:
            return Mention(quantity, "list_number", clause, section, role, cell)
        if (kind := _kind_of_column(cell.column, year)) is not None:
            return Mention(_in_unit(quantity, cell.unit), kind, clause, section, role, cell)
        quantity = _in_unit(quantity, cell.unit)
        unit = quantity.unit
        kind = "target" if role == "plans" else "actual" if unit and quantity.value is not None else "other"
        return Mention(quantity, kind, clause, section, role, cell)


def _with_earlier_years(clauses: Clauses, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions with the figures of earlier years marked, where one clause lists several years."""
    for k, mention in enumerate(mentions):
        if (listed := _YEARS.search(clauses.lead(mention.clause, mention.quantity.start))) is None:
            continue
        run = mentions[k : k + _COUNTS[listed["count"]]]
        if len(run) == _COUNTS[listed["count"]] and run[-1].clause == mention.clause:
            for i in range(k, k + len(run) - 1):
                mentions[i] = mentions[i]._replace(kind="previous")
    return mentions


def _with_aligned(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with those as results that stand in a row of a table that is set with spaces."""
    rows: dict[tuple[int, int], bool] = {}
    return [
        mention._replace(kind="actual")
        if mention.kind == "unexplained" and _is_aligned(text, mention, rows)
        else mention
        for mention in mentions
    ]


def _is_aligned(text: str, mention: Mention, rows: dict[tuple[int, int], bool]) -> bool:
    line = _line(text, mention.quantity.start)
    if line not in rows:
        rows[line] = _ALIGNED.search(text, *line) is not None
    return rows[line]


def _part(text: str, numerals: Sequence[Numeral], masks: Sequence[Mask]) -> tuple[list[Numeral], list[Token]]:
    """Part the numerals that stand free from those that a mask swallows; one that begins before a mask is free."""
    free: list[Numeral] = []
    tokens: list[Token] = []
    k = 0
    swallowed: list[Mask] = []
    for mask in masks:
        while k < len(numerals) and numerals[k].end <= mask.start:
            free.append(numerals[k])
            k += 1
        if k < len(numerals) and numerals[k].start < mask.start:
            continue
        inside = []
        while k < len(numerals) and numerals[k].start < mask.end:
            inside.append(numerals[k])
            k += 1
        if mask.single:
            end = max(mask.end, inside[-1].end) if inside else mask.end
            tokens.append(Token(mask.start, end, text[mask.start : end], mask.kind, mask.value))
        else:
            tokens.extend(Token(n.start, n.end, text[n.start : n.end], mask.kind, n.value) for n in inside)
        swallowed.append(mask)
    free.extend(numerals[k:])
    return free, tokens


def _in_unit(quantity: Quantity, unit: str) -> Quantity:
    """Give a cell's figure the unit of its row or column; 万元 there is 元 ten thousand times."""
    if quantity.unit:
        return quantity
    scale = SCALES.get(unit[:1], 1) if len(unit) > 1 else 1
    if scale == 1:
        return quantity._replace(unit=unit)
    value, low, high = (None if n is None else n * scale for n in (quantity.value, quantity.low, quantity.high))
    return quantity._replace(unit=unit[1:], value=value, low=low, high=high)


def _kind_of_column(head: str, year: int | None) -> Kind | None:
    """Return the kind that a column's head gives its figures: last year's, a change, a plan; None for results."""
    if (named := _COLUMN_YEAR.search(head)) and year is not None and int(named[1]) != year:
        return "previous" if int(named[1]) < year else "target"
    if _LAST_YEAR.search(head):
        return "previous"
    if _CHANGE_COLUMN.search(head):
        return "change"
    return "target" if _PLAN_COLUMN.search(head) else None


def _line(text: str, offset: int) -> tuple[int, int]:
    end = text.find("\n", offset)
    return text.rfind("\n", 0, offset) + 1, end if end >= 0 else len(text)


def _tail(words: str) -> str:
    """Return words no longer than a sentence ever is; a mark stands for what was cut off."""
    return words if len(words) <= _LONGEST else "…" + words[-_LONGEST:]


def _joined(text: str, numerals: Sequence[Numeral]) -> Iterator[tuple[Numeral, Numeral | None]]:
    """Yield the numerals, the two ends of a range (3-5个, 4.5%—5%) together."""
    k = 0
    while k < len(numerals):
        first, second = numerals[k], numerals[k + 1] if k + 1 < len(numerals) else None
        if second is not None and not first.han and not second.han and second.start - first.end <= 3:
            rising = first.value is not None and second.value is not None and first.value < second.value
            if rising and _RANGE.fullmatch(text, first.end, second.start):
                yield first, second
                k += 2
                continue
        yield first, None
        k += 1


def _range(first: Numeral, second: Numeral, quantity: Quantity) -> Quantity:
    return quantity._replace(start=first.start, value=None, low=first.value, high=second.value)


def _without_unit(quantity: Quantity, before: str, numeral: Numeral) -> Quantity:
    """Give 约511万 after 金额 its 元."""
    if quantity.unit:
        return quantity
    if numeral.scaled and _AMOUNT.search(before):
        return quantity._replace(unit="元")
    return quantity
