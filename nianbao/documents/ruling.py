"""Find the bands of a page where a table is ruled without its outer sides, as official bulletins print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_LEAST_LINES = 3
_LEAST_WIDTH_PT = 60.0
_NEAR_PT = 4.0
_REACH_PT = 40.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line of a page: level from x0 to x1, or upright from top to bottom."""

    level: bool
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of level rules of one extent."""

    x0: float
    x1: float
    top: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Say whether the point lies inside."""
        return self.x0 - 1 <= x <= self.x1 + 1 and self.top - 1 <= y <= self.bottom + 1


def find_open_bands(rules: Sequence[Rule]) -> list[Band]:
    """Return the bands of at least three level rules of one extent whose left or right side no upright rule closes."""
    extents: dict[tuple[int, int], list[Rule]] = {}
    for rule in rules:
        if rule.level and rule.x1 - rule.x0 > _LEAST_WIDTH_PT:
            extents.setdefault((round(rule.x0 / _NEAR_PT), round(rule.x1 / _NEAR_PT)), []).append(rule)
    upright = [rule for rule in rules if not rule.level]
    return [band for group in extents.values() for band in _bands(group, upright) if _is_open(band, upright)]


def _bands(group: Sequence[Rule], upright: Sequence[Rule]) -> list[Band]:
    """Cut rules of one extent where nothing upright leads from one to the next: there prose stands between tables."""
    x0, x1 = min(rule.x0 for rule in group), max(rule.x1 for rule in group)
    runs: list[list[float]] = []
    for top in sorted({rule.top for rule in group}):
        if runs and (top - runs[-1][-1] < _NEAR_PT or _bridged(runs[-1][-1], top, x0, x1, upright)):
            runs[-1].append(top)
        else:
            runs.append([top])
    levels = [(run, sum(b - a >= _NEAR_PT for a, b in pairwise(run)) + 1) for run in runs]
    return [Band(x0, x1, run[0], run[-1]) for run, count in levels if count >= _LEAST_LINES]


def _bridged(above: float, below: float, x0: float, x1: float, upright: Sequence[Rule]) -> bool:
    middle = (above + below) / 2
    return any(rule.top <= middle <= rule.bottom and x0 - _NEAR_PT <= rule.x0 <= x1 + _NEAR_PT for rule in upright)


def _is_open(band: Band, upright: Sequence[Rule]) -> bool:
    middle = (band.top + band.bottom) / 2
    near = [rule.x0 for rule in upright if rule.top <= middle + _REACH_PT and rule.bottom >= middle - _REACH_PT]
    return not all(any(abs(x - side) < _NEAR_PT for x in near) for side in (band.x0, band.x1))
