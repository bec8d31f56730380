"""The view model: every word and figure that the outputs of one report print, ready to be printed.

HTML, PDF, Word and the letters render these values and compute nothing, so they cannot disagree. Texts that come
from units are already fit for print (`printing.printed`); the verbatim ones stay in the readings and in data.json.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from nianbao.checks.finding import Severity
from nianbao.rollup.consolidation import Trend

RowKind = Literal["sum", "rate", "each"]
"""How units make the total: added up, joined into one rate or mean, or not at all (each unit stands for itself)."""


@dataclass(frozen=True, slots=True)
class Head:
    """A chapter's number 一, its title, and the anchor by which links reach it."""

    number: str
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Source:
    """The sentence under a figure, in three pieces: before the figure, the figure, after it; and where it stands."""

    fact: str
    before: str
    mark: str
    after: str
    place: str
    note: str


@dataclass(frozen=True, slots=True)
class UnitCell:
    """One unit's value in the proof of a figure; `share_pct` is its bar against the largest unit's, "" for none."""

    unit: str
    name: str
    wording: str
    share_pct: str
    note: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """The change against last year over the units that can be compared 同口径同比.

    `spoken` is what a sentence says of it, "" where up or down is not known; `detail` says from what to what.
    """

    units: int
    trend: Trend | None
    arrow: str
    words: str
    spoken: str
    detail: str


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of the district: its wording, who reported it, its change, and the proof.

    `phrase` is the name as a sentence uses it (整改安全隐患数 → 整改安全隐患); `silent` are units whose reports do not
    mention it and `absent` units without a report: neither counts as nought. A total that is not `settled` (two values
    of one unit, or none) stays out of prose and cards; `flag` says what has to happen to it.
    """

    code: str
    name: str
    kind: RowKind
    phrase: str
    definition: str
    wording: str
    settled: bool
    flag: str
    coverage: str
    complete: bool
    units: int
    change: ChangeView | None
    formula: str
    note: str
    cells: tuple[UnitCell, ...]
    silent: tuple[str, ...]
    absent: tuple[str, ...]

    @property
    def proof(self) -> str:
        """Return the anchor of the row's proof."""
        return f"i-{self.code}"


@dataclass(frozen=True, slots=True)
class Part:
    """A domain of a chapter: （一）, its name, what is said about it in sentences, and its table."""

    head: Head
    caption: str
    sentences: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A system of the national outline with the domains that some unit reported on."""

    head: Head
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit on the completeness board: its state, when it reported, and how many open findings it has."""

    code: str
    name: str
    type: str
    state: str
    state_name: str
    received: str
    errors: int
    warnings: int
    infos: int
    figures: int


@dataclass(frozen=True, slots=True)
class HeldView:
    """A file that does not count until a person decides."""

    file: str
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as a person reads it: whose, what is wrong and what to do, and the quote."""

    id: str
    rule: str
    severity: Severity
    severity_name: str
    state_name: str
    unit: str
    unit_name: str
    quote: str
    message: str
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one severity, in the order of the roster."""

    severity: Severity
    name: str
    caption: str
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """What a unit itself says under one heading: `opening` goes on paper; `full` is all of it, () if that is it."""

    unit_name: str
    heading: str
    opening: tuple[str, ...]
    full: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Quotations:
    """A chapter that quotes the units: problems 存在的问题 or plans 工作安排; `silent` units have no such section."""

    head: Head
    intro: str
    passages: tuple[Passage, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart with the words beside it; where the value is known only within bounds, they differ."""

    name: str
    label: str
    value: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: what it shows, in words for those who cannot see it, and its bars."""

    kind: Literal["change", "units"]
    caption: str
    description: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """One district's report of one year; `date` is a blank to be filled in by hand when it is signed."""

    district: str
    year: int
    title: str
    title_lines: tuple[str, str]
    status: str
    status_note: str
    body: str
    expected: int
    reporting: int
    absent: tuple[str, ...]
    totals: int
    lead: tuple[str, ...]
    overview: Head
    overview_caption: str
    cards: tuple[Row, ...]
    change_chart: Chart | None
    unit_charts: tuple[Chart, ...]
    units_caption: str
    board_head: Head
    board_caption: str
    board_note: str
    board: tuple[Standing, ...]
    held: tuple[HeldView, ...]
    chapters: tuple[Chapter, ...]
    problems: Quotations
    plans: Quotations
    findings_head: Head
    findings_note: str
    findings: tuple[FindingGroup, ...]
    method_head: Head
    method: tuple[str, ...]
    footer: str
    date: str


@dataclass(frozen=True, slots=True)
class LetterItem:
    """One thing that a letter asks about: the number in the letter, what is wrong and what to do, and the quote."""

    number: str
    message: str
    quote: str
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one unit: a return for correction 退回修改函, or a reminder 催报函 when nothing has come."""

    unit: str
    title_lines: tuple[str, ...]
    addressee: str
    opening: str
    items: tuple[LetterItem, ...]
    closing: tuple[str, ...]
    signature: str
    date: str
