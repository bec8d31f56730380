"""Turn the rows of a review workbook into decisions: each row by itself good, or refused with its number and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn

from nianbao.checks.answering import Answer
from nianbao.checks.finding import State
from nianbao.checks.statements import Use, unit_fit
from nianbao.figures.facts import decimal_text
from nianbao.review import sheets
from nianbao.review.correction import Act, Correction, Ledger, NewValue, correction_of
from nianbao.review.reviewed import Figure, Reviewed
from nianbao.review.rows import ReturnedBook, Row
from nianbao.review.workbook import shown
from nianbao.review.written import Pen, in_a_cell, is_far

_MOST_CHARACTERS = 1000


@dataclass(frozen=True, slots=True)
class RowNote:
    """What is said about a row: that it is refused and why, or what to look at again."""

    sheet: str
    row: int
    said: str

    def __str__(self) -> str:
        """Return the one line."""
        return f"{self.sheet} 第{self.row}行：{self.said}"


@dataclass(frozen=True, slots=True)
class Decided:
    """What the good rows of a workbook decide that was not decided before, the refused ones, and doubts."""

    corrections: tuple[Correction, ...]
    answers: tuple[Answer, ...]
    refused: tuple[RowNote, ...]
    doubts: tuple[RowNote, ...]


def decide(book: ReturnedBook, year: Reviewed, when: datetime) -> Decided | str:
    """Return what a workbook decides; in Chinese why not, when it is of another district or year."""
    if book.district not in (None, year.district.code) or book.year not in (None, str(year.year)):
        return f"这是 {book.district} {book.year} 年度的复核表，与 {year.district.code} {year.year} 年度不符"
    clerk = _Clerk(year, when)
    for row in book.rows:
        clerk.take(row)
    return Decided(tuple(clerk.corrections), tuple(clerk.answers), tuple(clerk.refused), tuple(clerk.doubts))


class _Bad(Exception):  # noqa: N818 - ends the row, not the import
    """Why a row is refused."""


class _Clerk:
    """Takes rows one by one; a figure or a finding that two rows decide differently is refused the second time."""

    def __init__(self, year: Reviewed, when: datetime) -> None:
        self._year, self._when, self._pen = year, when, Pen(year.catalogue)
        self.corrections: list[Correction] = []
        self.answers: list[Answer] = []
        self.refused: list[RowNote] = []
        self.doubts: list[RowNote] = []
        self._ledger = Ledger(year.corrections)
        self._taken: dict[str, object] = {}
        self._takers: dict[str, tuple[str, Callable[[Row], None]]] = {
            sheets.ANSWERS.name: ("答复", self._answer),
            sheets.CORRECTIONS.name: ("更正为", self._correct),
            sheets.UNMATCHED.name: ("指标为", self._assign),
            sheets.WAIVERS.name: ("豁免", self._waive),
        }

    def take(self, row: Row) -> None:
        """Take a row in; one in which a person wrote nothing decides nothing."""
        head, taker = self._takers[row.sheet]
        try:
            if row.is_formula:
                _refuse("请填写内容，不要填公式")
            if row[head]:
                self._signed(row)
                taker(row)
            elif row["理由"] or row["经办人"] or row["截至"]:
                _refuse(f"没有填“{head}”")
        except _Bad as bad:
            self.refused.append(RowNote(row.sheet, row.number, str(bad)))

    def _correct(self, row: Row) -> None:
        figure = self._figure(row)
        if figure.code is None or row["指标"] != figure.code or not self._is_value(row, figure):
            _refuse("指标或数值与记录不符，可能已有变动，请重新导出后填写")
        written = row["更正为"]
        if written == sheets.REVOKE:
            self._add(row, figure, "revoked")
        elif written == sheets.NOT_COUNTED:
            self._add(row, figure, "not-counted")
        elif (code := self._code(written)) is not None:
            self._add(row, figure, "indicator", code=self._fitting(code, figure))
        else:
            value = self._pen.read(written, figure.source, self._year.indicator(figure.code))
            if isinstance(value, str):
                _refuse(value)
            if is_far(value.value, figure.source.value):
                said = f"{written}与原数{decimal_text(figure.source.value)}相差悬殊，请核对是否多写或少写“万”"
                self.doubts.append(RowNote(row.sheet, row.number, said))
            self._add(row, figure, "value", value=value)

    def _assign(self, row: Row) -> None:
        figure = self._figure(row)
        if not self._is_value(row, figure):
            _refuse("数值与记录不符，可能已有变动，请重新导出后填写")
        code = self._code(row["指标为"])
        if code is None:
            _refuse(f"没有“{row['指标为']}”这一指标，请从列表中选择")
        self._add(row, figure, "indicator", code=self._fitting(code, figure))

    def _answer(self, row: Row) -> None:
        state = sheets.ANSWER_WORDS.get(row["答复"])
        if state is None:
            _refuse(f"答复“{row['答复']}”不在列表中，可填{'、'.join(sheets.ANSWER_WORDS)}")
        self._say(row, state, None)

    def _waive(self, row: Row) -> None:
        if row["豁免"] not in (sheets.YES, sheets.NO):
            _refuse(f"豁免应填“{sheets.YES}”或“{sheets.NO}”")
        if row["豁免"] == sheets.NO:
            self._say(row, "open", None)
            return
        until = _day(row["截至"]) if row["截至"] else None
        if until is not None and until < self._when.date():
            _refuse(f"截至日{until}已过")
        self._say(row, "waived", until)

    def _say(self, row: Row, state: State, until: date | None) -> None:
        finding = self._year.by_id.get(row["编号"])
        if finding is None:
            _refuse(f"没有编号为“{row['编号']}”的问题，可能已经消除，请重新导出")
        if row["单位"] != (finding.unit or ""):
            _refuse("单位与记录不符，请重新导出后填写")
        self._once(row, (state, until))
        answer = Answer(finding.id, state, row["经办人"], row["理由"], self._when.date(), until)
        if not says_nothing_new(answer, (*self._year.answers, *self.answers)):
            self.answers.append(answer)

    def _add(
        self, row: Row, figure: Figure, act: Act, *, value: NewValue | None = None, code: str | None = None
    ) -> None:
        self._once(row, (act, value, code))
        correction = correction_of(
            figure.source, figure.reading.unit, self._year.year, act,
            why=row["理由"], who=row["经办人"], when=self._when, figure=value, code=code,
        )  # fmt: skip
        if self._ledger.enter(correction):
            self.corrections.append(correction)

    def _figure(self, row: Row) -> Figure:
        figure = self._year.figures.get(row["编号"])
        if figure is None:
            _refuse(f"没有编号为“{row['编号']}”的数据，该单位可能已重新报送，请重新导出")
        if row["单位"] != figure.reading.unit or row["原文"] != shown(figure.source.quote).strip():
            _refuse("单位或原文与记录不符，可能已有变动，请重新导出后填写")
        return figure

    def _is_value(self, row: Row, figure: Figure) -> bool:
        return row["数值"] == in_a_cell(figure.source.value)

    def _code(self, written: str) -> str | None:
        """Return the indicator that a person names, by its code, by code and name, or by its name."""
        first = written.split()[0]
        if first in self._year.catalogue.indicators:
            return first
        named = [code for code, entry in self._year.catalogue.indicators.items() if entry.name_zh == written]
        return named[0] if len(named) == 1 else None

    def _fitting(self, code: str, figure: Figure) -> str:
        indicator = self._year.catalogue.indicators[code]
        if unit_fit(figure.source, indicator) is Use.OTHER_UNIT:
            _refuse(f"原文“{figure.source.text}”的计量单位与{indicator.name_zh}（{indicator.unit}）不同")
        return code

    def _signed(self, row: Row) -> None:
        lacking = [head for head in ("理由", "经办人") if not row[head]]
        if lacking:
            _refuse(f"没有填“{'、'.join(lacking)}”")
        if len(row["理由"]) > _MOST_CHARACTERS or len(row["经办人"]) > _MOST_CHARACTERS:
            _refuse(f"理由或经办人超过{_MOST_CHARACTERS}字")

    def _once(self, row: Row, decided: object) -> None:
        known = self._taken.setdefault(row["编号"], decided)
        if known != decided:
            _refuse("与前面一行对同一编号的处理不同")


def says_nothing_new(answer: Answer, known: Iterable[Answer]) -> bool:
    """Say whether the last known answer to the finding says this; to open what nobody has answered says nothing."""
    last = None
    for other in known:
        last = other if other.finding == answer.finding else last
    if last is None:
        return answer.state == "open"
    return (last.state, last.why, last.until) == (answer.state, answer.why, answer.until)


def _day(written: str) -> date:
    text = written.strip().replace("/", "-").replace(".", "-")
    for mark in ("年", "月"):
        text = text.replace(mark, "-")
    parts = text.removesuffix("日").split()[0].split("-")
    try:
        return date(*(int(part) for part in parts[:3]))
    except (ValueError, TypeError):
        _refuse(f"截至日“{written}”不是日期，应如2025-12-31")


def _refuse(why: str) -> NoReturn:
    raise _Bad(why)
