"""The part of the view model that shows figures: rows with their proofs, and the bars of the charts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from nianbao.report.clipping import Clip
from nianbao.rollup.consolidation import Trend

RowKind = Literal["sum", "rate", "each"]
"""How units make the total: added up, joined into one rate or mean, or not at all (each unit stands for itself)."""


@dataclass(frozen=True, slots=True)
class Source:
    """The sentence under a figure, in three pieces: before the figure, the figure, after it; and where it stands.

    `clip` is the strip of the page, None for sources without pages and in the public edition, where it would show
    what the text masks.
    """

    fact: str
    before: str
    mark: str
    after: str
    place: str
    note: str
    clip: Clip | None = None


@dataclass(frozen=True, slots=True)
class UnitCell:
    """One unit's value in the proof of a figure; `share_pct` is its bar against the largest unit's, "" for none.

    `short` is what a sentence calls the unit: official names fill a line.
    """

    unit: str
    name: str
    short: str
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
