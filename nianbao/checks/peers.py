"""Hold each unit's figure against those of its peers, the units of the same type, where there are enough of them.

Units differ in size by nature, so only what lies far outside is named, and a figure that the unit's own past bears out
is never doubted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nianbao.catalogue import Catalogue, Indicator
from nianbao.checks.past import MOST_CLAIMS, is_plain, said
from nianbao.checks.rules import Claim, rule
from nianbao.checks.spread import Spread, spread_of, times
from nianbao.checks.statements import Statement, Statements
from nianbao.figures.facts import decimal_text
from nianbao.interval import ZERO
from nianbao.reading import Reading

FEWEST_PEERS = 5
TEN, TEN_THOUSAND = Decimal(10), Decimal(10000)
USUAL_FACTOR = Decimal("1.5")
FAR = Decimal(5)
NEAR = Decimal(1)
"""A figure that lies this near once a power of ten is taken off it was off by that power."""
BORNE_OUT = Decimal(2)
"""A figure within this factor of the unit's own past is the unit's own size, not a slip."""
LEAST = Decimal(20)
"""Of counts below this nobody is told that they are few or many."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit's figure for one indicator among those of its peers."""

    reading: Reading
    indicator: Indicator
    statement: Statement
    peers: int

    @property
    def value(self) -> Decimal:
        """Return the figure; of bounds the lower."""
        return self.statement.interval.low or ZERO


@rule("peer_outlier", level=3, severity="warning", line="与同类单位相差悬殊（多写、漏写一位，或元与万元之误）")
def outliers(
    readings: Sequence[Reading],
    catalogue: Catalogue,
    types: Mapping[str, str],
    past: Mapping[str, Sequence[Reading]],
) -> Iterator[Claim]:
    """Find the figures farthest from those of the peers, a slip of a power of ten or of 元 and 万元 by its name.

    「罚没金额86.4元」, where six other streets have 23万元 to 190万元.
    """
    found: dict[str, list[tuple[Decimal, Claim]]] = defaultdict(list)
    for group in _groups(readings, catalogue, types):
        spread = spread_of([standing.value for standing in group], USUAL_FACTOR)
        for standing in group:
            distance = spread.distance(standing.value)
            weighty = max(standing.value, spread.median) >= LEAST
            if (
                weighty
                and distance > FAR
                and not _is_borne_out(standing, past.get(standing.reading.unit, ()), catalogue)
            ):
                found[standing.reading.unit].append((distance, _claim(standing, spread)))
    for claims in found.values():
        yield from (claim for _, claim in sorted(claims, key=lambda entry: -entry[0])[:MOST_CLAIMS])


def _groups(
    readings: Sequence[Reading], catalogue: Catalogue, types: Mapping[str, str]
) -> Iterator[tuple[Standing, ...]]:
    """Yield for each type of unit and indicator the figures that can be compared, where there are enough."""
    kept: dict[tuple[str, str], list[tuple[Reading, Statement]]] = defaultdict(list)
    for reading in readings:
        stated = Statements(reading, catalogue)
        for code in stated.codes:
            statement = stated.over(code, None)
            if statement is not None and is_plain(statement):
                kept[types.get(reading.unit, ""), code].append((reading, statement))
    for (_, code), entries in kept.items():
        indicator = catalogue.indicators[code]
        if len(entries) > FEWEST_PEERS:
            yield tuple(Standing(reading, indicator, statement, len(entries) - 1) for reading, statement in entries)


def _is_borne_out(standing: Standing, past: Sequence[Reading], catalogue: Catalogue) -> bool:
    for reading in past:
        then = Statements(reading, catalogue).over(standing.indicator.code, None)
        value = then.interval.low if then is not None else None
        if value and max(value, standing.value) <= BORNE_OUT * min(value, standing.value):
            return True
    return False


def _claim(standing: Standing, spread: Spread) -> Claim:
    """Name the slip where there is one; a figure that is only far off is a note."""
    usual = f"{decimal_text(spread.median.quantize(Decimal(1)))}{standing.indicator.unit}"
    far = f"为同类{standing.peers}个单位中位数（约{usual}）{times(standing.value, spread.median)}"
    power = _slip(standing, spread)
    if power is None:
        verdict = "请核对；属实的请说明"
    elif power == TEN_THOUSAND:
        verdict = f"差约万倍，请核对是否{'多' if standing.value > spread.median else '漏'}写“万”（元与万元之误）"
    else:
        verdict = f"差约十倍，请核对是否{'多' if standing.value > spread.median else '漏'}写一位"
    return Claim(
        f"{standing.indicator.name_zh}{said(standing.statement)}，{far}，{verdict}",
        standing.statement.facts,
        (standing.indicator.code,),
        severity="info" if power is None else None,
        unit=standing.reading.unit,
    )


def _slip(standing: Standing, spread: Spread) -> Decimal | None:
    """Return the power of ten that brings the figure back among its peers: ten, and for money ten thousand."""
    for power in (TEN, TEN_THOUSAND) if standing.indicator.value_kind == "amount" else (TEN,):
        back = standing.value / power if standing.value > spread.median else standing.value * power
        if spread.distance(back) <= NEAR:
            return power
    return None
