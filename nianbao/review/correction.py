"""The correction 更正: a person's change of a fact, with what it was made against. Laid over, never written in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from nianbao.figures.facts import Fact, Period, Qualifier
from nianbao.interval import Interval

Act = Literal["value", "indicator", "not-counted", "revoked"]
"""Another value, another indicator, no indicator at all, or taking back what was decided of the fact before."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the fact stands in the version that the person saw, so that it is found again in a later one."""

    fact: str
    start: int
    end: int
    text: str
    quote: str
    measure: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """What the source said when the correction was made; a source that says something else is asked about."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    indicator: str | None


@dataclass(frozen=True, slots=True)
class NewValue:
    """The figure that a person puts in the place of a printed one, in the base unit of the fact."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    qualifier: Qualifier = "exact"

    @property
    def interval(self) -> Interval:
        """Return the bounds as an interval."""
        return Interval(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's change of one fact of one unit and year.

    `indicator`, `item` and `period` are the fact's when the correction was made, `expect` guards what the source said
    then. `figure` belongs to the act "value", `code` to the act "indicator".
    """

    unit: str
    year: int
    act: Act
    anchor: Anchor
    expect: Guard
    why: str
    who: str
    when: datetime
    indicator: str | None = None
    item: str | None = None
    period: Period | None = None
    figure: NewValue | None = None
    code: str | None = None

    @property
    def changes_value(self) -> bool:
        """Say whether it changes the figure; every other act but a revocation changes what the figure counts."""
        return self.act == "value"

    def says_the_same(self, other: Correction) -> bool:
        """Say whether the other one decides the same about the same fact, by whomever and whenever."""
        mine = (self.unit, self.year, self.act, self.anchor, self.expect, self.figure, self.code)
        return mine == (other.unit, other.year, other.act, other.anchor, other.expect, other.figure, other.code)


class Ledger:
    """Corrections in the order in which they were made; knows whether one decides anything new."""

    def __init__(self, made: Iterable[Correction] = ()) -> None:
        self._of_fact: dict[tuple[str, int, Anchor], list[Correction]] = {}
        for correction in made:
            self._about(correction).append(correction)

    def enter(self, correction: Correction) -> bool:
        """Enter a correction and say whether it is new: not when what holds for its side of the fact is just this."""
        about = self._about(correction)
        sides = [
            other
            for other in about
            if "revoked" in (other.act, correction.act) or other.changes_value == correction.changes_value
        ]
        if sides[-1].says_the_same(correction) if sides else correction.act == "revoked":
            return False
        about.append(correction)
        return True

    def _about(self, correction: Correction) -> list[Correction]:
        return self._of_fact.setdefault((correction.unit, correction.year, correction.anchor), [])


def anchor_of(fact: Fact) -> Anchor:
    """Return the anchor of a fact."""
    return Anchor(fact.id, fact.start, fact.end, fact.text, fact.quote, fact.measure, fact.section)


def guard_of(fact: Fact) -> Guard:
    """Return what the source says of a fact."""
    return Guard(fact.value, fact.low, fact.high, fact.indicator)


def correction_of(
    fact: Fact,
    unit: str,
    year: int,
    act: Act,
    *,
    why: str,
    who: str,
    when: datetime,
    figure: NewValue | None = None,
    code: str | None = None,
) -> Correction:
    """Return a correction of a fact as the source states it."""
    return Correction(
        unit=unit, year=year, act=act, anchor=anchor_of(fact), expect=guard_of(fact), why=why, who=who, when=when,
        indicator=fact.indicator, item=fact.item, period=fact.period, figure=figure, code=code,
    )  # fmt: skip
