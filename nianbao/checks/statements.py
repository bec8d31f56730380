"""Say what one report states for each indicator and period, by the standard's §6: the one place that knows what counts.

Checks compare these statements and the consolidation adds them, so a figure can never be judged in one way and added
in another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from nianbao.catalogue import Catalogue, Indicator
from nianbao.figures.facts import Fact, Period
from nianbao.interval import Interval, total
from nianbao.reading import Reading

YEAR_TO_DATE_FROM_MONTH = 10
"""A figure from 1 January to a date in October or later stands for the year where no whole-year figure exists (§6)."""


class Use(StrEnum):
    """What becomes of a fact for one code: why it counts or does not count for the year."""

    COUNTED = "counted"
    CAST = "cast"
    PART = "part"
    SUBPERIOD = "subperiod"
    OTHER_UNIT = "other-unit"


@dataclass(frozen=True, slots=True)
class Usage:
    """A fact under one of its codes (its indicator, or a code it states `also`)."""

    fact: Fact
    code: str
    use: Use


@dataclass(frozen=True, slots=True)
class Told:
    """The facts that state one item; more than one only when it is told again. `differs` = with another value."""

    item: str | None
    facts: tuple[Fact, ...]

    @property
    def interval(self) -> Interval:
        """Return the hull of what is told."""
        hull = self.facts[0].interval
        if len(self.facts) == 1:
            return hull
        for fact in self.facts[1:]:
            hull = hull.hull(fact.interval)
        return hull

    @property
    def differs(self) -> bool:
        """Say whether the tellings are not the same figure."""
        return len(self.facts) > 1 and len({(fact.value, fact.low, fact.high) for fact in self.facts}) > 1

    @property
    def value(self) -> Decimal | None:
        """Return the figure, None when two are told."""
        return None if self.differs else self.facts[0].value


@dataclass(frozen=True, slots=True)
class Statement:
    """What a report states for one code over one period; no period is the whole year.

    Items of an indicator that adds up are added; of any other indicator they stand side by side, so that only the
    bounds of them all are known.
    """

    code: str
    period: Period | None
    told: tuple[Told, ...]
    adds: bool

    @property
    def interval(self) -> Interval:
        """Return the sum of the items, or for what does not add up the hull of them."""
        if len(self.told) == 1:
            return self.told[0].interval
        if self.adds:
            return total(told.interval for told in self.told)
        return Told(None, self.facts).interval

    @property
    def value(self) -> Decimal | None:
        """Return the figure; None when an item is told with two values, or items that do not add up differ."""
        values = [told.value for told in self.told]
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return None
        if self.adds:
            return sum(known, Decimal(0))
        return known[0] if len(set(known)) == 1 else None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return every fact under it, in the order of the text."""
        return tuple(sorted((fact for told in self.told for fact in told.facts), key=lambda fact: fact.start))

    @property
    def conflicts(self) -> tuple[Told, ...]:
        """Return the items told with two values."""
        return tuple(told for told in self.told if told.differs)


class Statements:
    """Everything that one report states, by code and period."""

    def __init__(self, reading: Reading, catalogue: Catalogue) -> None:
        self.year = reading.year
        self.usages = tuple(_usages(reading, catalogue))
        grouped: dict[tuple[str, Period | None], list[Fact]] = defaultdict(list)
        for usage in self.usages:
            if usage.use in (Use.COUNTED, Use.CAST, Use.SUBPERIOD):
                grouped[usage.code, period_in(usage.fact, reading.year)].append(usage.fact)
        self._found = {
            (code, period): Statement(code, period, _told(facts), catalogue.indicators[code].additive == "sum")
            for (code, period), facts in grouped.items()
        }

    def __iter__(self) -> Iterator[Statement]:
        """Yield every statement, in the order of the text."""
        return iter(self._found.values())

    @property
    def codes(self) -> tuple[str, ...]:
        """Return every code that some figure of the report states, counted or not."""
        return tuple(dict.fromkeys(usage.code for usage in self.usages))

    @property
    def periods(self) -> tuple[Period | None, ...]:
        """Return every period for which something is stated."""
        return tuple(dict.fromkeys(period for _, period in self._found))

    def over(self, code: str, period: Period | None) -> Statement | None:
        """Return what is stated for the code over exactly that period."""
        return self._found.get((code, period))

    def of_year(self, code: str) -> Statement | None:
        """Return what counts for the year: the whole-year figure, else the latest year-to-date figure, else None."""
        whole = self._found.get((code, None))
        if whole is not None:
            return whole
        to_date = [s for (c, period), s in self._found.items() if c == code and is_year_to_date(period, self.year)]
        return max(to_date, key=lambda s: _end(s.period), default=None)


def unit_fit(fact: Fact, indicator: Indicator) -> Use:
    """Say whether the printed unit counts for the indicator, counts with a note, or does not count.

    An empty unit counts for a rate (its % sign was lost) and for a result stated in words.
    """
    if fact.unit in indicator.equal_units:
        return Use.COUNTED
    if fact.unit in indicator.castable_units:
        return Use.CAST
    lost = fact.unit == "" and (indicator.unit == "%" or fact.implied)
    return Use.COUNTED if lost else Use.OTHER_UNIT


def period_in(fact: Fact, year: int) -> Period | None:
    """Return the fact's period, None when it is the whole year in other words."""
    if fact.period is None or fact.period == Period(f"{year}-01-01", f"{year}-12-31"):
        return None
    return fact.period


def is_year_to_date(period: Period | None, year: int) -> bool:
    """Say whether the period runs from 1 January to a date in October or later."""
    if period is None or period.end is None or period.start != f"{year}-01-01":
        return False
    return period.end[:4] == str(year) and int(period.end[5:7]) >= YEAR_TO_DATE_FROM_MONTH


def codes_of(fact: Fact) -> tuple[str, ...]:
    """Return the codes that the fact states, its indicator first."""
    return ((fact.indicator,) if fact.indicator else ()) + fact.also


def _usages(reading: Reading, catalogue: Catalogue) -> Iterator[Usage]:
    by_id = {fact.id: fact for fact in reading.facts}
    for fact in reading.facts:
        if fact.kind != "actual":
            continue
        for code in codes_of(fact):
            indicator = catalogue.indicators.get(code)
            if indicator is not None:
                yield Usage(fact, code, _use(fact, indicator, by_id, reading.year))


def _use(fact: Fact, indicator: Indicator, by_id: dict[str, Fact], year: int) -> Use:
    fit = unit_fit(fact, indicator)
    if fit is Use.OTHER_UNIT:
        return fit
    if fact.part_of and any(indicator.code in codes_of(whole) for whole in _wholes(fact, by_id)):
        return Use.PART
    return fit if period_in(fact, year) is None else Use.SUBPERIOD


def _wholes(fact: Fact, by_id: dict[str, Fact]) -> Iterator[Fact]:
    """Yield the totals above a part, nearest first; a circle in the links ends the walk."""
    seen = {fact.id}
    while fact.part_of and fact.part_of not in seen and fact.part_of in by_id:
        fact = by_id[fact.part_of]
        seen.add(fact.id)
        yield fact


def _told(facts: Iterable[Fact]) -> tuple[Told, ...]:
    by_item: dict[str | None, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_item[fact.item].append(fact)
    return tuple(Told(item, tuple(same)) for item, same in by_item.items())


def _end(period: Period | None) -> str:
    return (period.end if period else None) or ""
