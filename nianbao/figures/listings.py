"""Find listings by their arithmetic: figures of one unit that make up a total before or behind them."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from nianbao.figures.measures import Quantity

RELATIVE = frozenset(("%", "‰", "元", "分", "个百分点", "倍", "成", ""))
"""Units whose figures are no parts of one another: shares do not add up, and sums of money stand for many things."""
# Units that may count the same things in one sentence: files, and events.
_ALIKE = (frozenset((*"件起宗例桩份项条个处卷本批", "批次", "件次")), frozenset(("次", "场", "期", "批", "轮", "场次")))
FAR = 14
_AWAY, _LEAST = 8, 3
_KINDS = re.compile(r"^\s*(?P<lead>.{2}).*(?P<noun>[一-鿿]{2})[，,]?(?:分别|依次|各自)[为是有达][^，。；、\d]{0,8}$")
_NAMED = re.compile(r"[、和及][^，。；、\d]{0,8}")
NOUGHT = Decimal(0)


class Place(NamedTuple):
    """A result in its clause; `between` is the text from the figure before it, or the sentence's start, to itself."""

    quantity: Quantity
    clause: int
    sentence: int
    between: str

    @property
    def value(self) -> Decimal:
        """Return the figure's value, nought where it has none."""
        return self.quantity.value or NOUGHT

    def holds(self, part: Place) -> bool:
        """Say whether a figure may be part of this one."""
        return self.quantity.value is not None and part.quantity.value is not None and part.value <= self.value


def listed_by_kind(places: Sequence[Place], first: int) -> tuple[int, list[int]] | None:
    """Return total and parts of a listing by kinds: 受理纠纷342件，…。婚姻、邻里纠纷依次为97件、118件.

    What is listed stands before the figures or opens their sentence: 工单集中在停车、噪声两类，分别为97件和118件.
    """
    if (kinds := _KINDS.search(places[first].between)) is None:
        return None
    run = [first]
    while run[-1] + 1 < len(places) and _NAMED.fullmatch(places[run[-1] + 1].between):
        run.append(run[-1] + 1)
    listed = sum((places[i].value for i in run), NOUGHT)
    for k in range(first - 1, max(-1, first - FAR), -1):
        total = places[k]
        if total.sentence < places[first].sentence - 2:
            return None
        same = total.quantity.unit == places[first].quantity.unit and any(
            noun in total.between for noun in kinds.groups()
        )
        if same and listed <= total.value:
            return k, run
    return None


def making_up(places: Sequence[Place], k: int, taken: Mapping[int, int]) -> list[int]:
    """Return three and more figures behind a total that make it up: 审结80件：维持50件，驳回20件，和解10件."""
    total = places[k]
    for begin in range(k + 1, min(k + _AWAY, len(places))):
        first = places[begin]
        if first.sentence > total.sentence + 1:
            return []
        # a listing begins right behind its total or with a sentence
        inside = first.sentence == places[begin - 1].sentence and any(taken.get(i) != k for i in range(k + 1, begin))
        if begin not in taken and not inside and (run := _run_to(places, begin, total, taken)):
            return run
    return []


def _run_to(places: Sequence[Place], begin: int, total: Place, taken: Container[int]) -> list[int]:
    run, reached = list[int](), NOUGHT
    for i in range(begin, len(places)):
        place = places[i]
        fits = place.quantity.unit == total.quantity.unit and i not in taken and total.holds(place)
        if not fits or place.sentence != places[begin].sentence:
            return []
        run.append(i)
        reached += place.value
        if reached >= total.value:
            return run if reached == total.value and len(run) >= _LEAST else []
    return []


def before_total(places: Sequence[Place], i: int, taken: Container[int]) -> list[int]:
    """Return the figures that a total behind them adds up: 组织综合演练1场、专项演练18场，共19场."""
    found, reached = list[int](), NOUGHT
    for k in range(i - 1, -1, -1):
        place = places[k]
        if place.sentence != places[i].sentence or k in taken or not _summed(place, places[i]):
            return []
        found.append(k)
        reached += place.value
        if reached == places[i].value and len(found) > 1:
            return found
    return []


def _summed(part: Place, total: Place) -> bool:
    units = part.quantity.unit, total.quantity.unit
    return units[0] == units[1] or alike(*units)


def alike(*units: str) -> bool:
    """Say whether units may count the same things."""
    return any(same.issuperset(units) for same in _ALIKE)
