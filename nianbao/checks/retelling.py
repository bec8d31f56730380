"""Judge whether two values under one name are one figure told wrongly, or two things that share a name.

The reading can only say that both speak of the indicator; whether they are one figure shows in their digits and in the
words in front of them.
"""

from __future__ import annotations

from itertools import combinations

from nianbao.catalogue import Indicator
from nianbao.checks.statements import Told
from nianbao.figures.facts import Fact, decimal_text
from nianbao.interval import ZERO

ONE_SIZE = 2
"""Two values of one figure differ by less than this factor, unless a digit was lost or moved."""
SAME_WORDS = 0.4
FEWEST_SAME = 2
"""Pairs of signs: 培训 alone says nothing, 培训干部 does."""
NAMED = 0.5


def is_slip(told: Told, rate: bool) -> bool:
    """Say whether the values can only be one figure told wrongly.

    A slip keeps the digits (7351 and 7531, 64 and 640) or all but one of them (1268 and 1258), or the words in front
    of two figures of one size are the same. Rates are all of one size. One figure is not told in two units.
    """
    if (
        any(fact.implied or not fact.interval.is_exact for fact in told.facts)
        or len({fact.unit for fact in told.facts if fact.unit}) > 1
    ):
        return False
    pairs = [(a, b) for a, b in combinations(told.facts, 2) if a.value != b.value]
    return any(_digits_slipped(a, b) or (not rate and is_of_one_size(told) and _same_words(a, b)) for a, b in pairs)


def is_of_one_size(told: Told) -> bool:
    """Say whether all values are printed counts of about one size."""
    values = [fact.value for fact in told.facts if fact.value is not None and not fact.implied]
    units = {fact.unit for fact in told.facts if fact.unit}
    return len(values) == len(told.facts) and len(units) <= 1 and max(values) <= ONE_SIZE * min(values)


def denies(told: Told, indicator: Indicator) -> bool:
    """Say whether words deny what a figure states (未发生事故 beside 事故1起), named as the catalogue names it."""
    words = [fact for fact in told.facts if fact.implied and fact.value == ZERO]
    known = frozenset().union(*(_pairs(name) for name in (indicator.name_zh, *indicator.aliases_zh)))
    return any(len(_pairs(fact.measure) & known) >= NAMED * len(_pairs(fact.measure)) for fact in words)


def _digits_slipped(one: Fact, other: Fact) -> bool:
    a, b = (_digits(fact) for fact in (one, other))
    if sorted(a.replace("0", "")) == sorted(b.replace("0", "")):
        return True
    wrong = sum(x != y for x, y in zip(a, b, strict=False))
    return len(a) == len(b) >= 3 and wrong == 1


def _digits(fact: Fact) -> str:
    return (decimal_text(fact.value) or "").replace(".", "")


def _same_words(one: Fact, other: Fact) -> bool:
    a, b = _pairs(one.measure), _pairs(other.measure)
    return len(a & b) >= max(FEWEST_SAME, SAME_WORDS * min(len(a), len(b)))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[k : k + 2] for k in range(len(text) - 1))
