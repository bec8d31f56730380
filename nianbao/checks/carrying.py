"""Tell when a figure that exceeds its total or misses its ratio may be right: explained by the text, or misread."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from nianbao.checks.finding import Severity
from nianbao.checks.sentences import sentence_of
from nianbao.figures.facts import Fact
from nianbao.interval import ZERO, Interval

CARRIED_OVER = re.compile(r"结转|上年度?未|上年度?遗留|往年|历年|以前年度|存量|积案|跨年")
OTHER_DENOMINATOR = re.compile(r"为分母|分母[为是]|为基数|按[^，。；]{1,12}(?:口径|计算)|以[^，。；]{1,12}计算")
FAR_APART = Decimal(3)
"""Figures of one thing that do not fit differ by a slip or a few cases, seldom by more than this factor."""


def is_carried_over(text: str, facts: Iterable[Fact]) -> bool:
    """Say whether a sentence of the facts speaks of cases from earlier years (含上年结转9件)."""
    return any(CARRIED_OVER.search(sentence_of(text, fact)) for fact in facts)


def names_denominator(text: str, facts: Iterable[Fact]) -> bool:
    """Say whether the sentence of a rate names a denominator of its own (以调结数为分母)."""
    return any(OTHER_DENOMINATOR.search(sentence_of(text, fact)) for fact in facts)


def far_apart(*intervals: Interval, factor: Decimal = FAR_APART) -> bool:
    """Say whether figures are so far apart that they may well be of two things."""
    lows = [interval.low or ZERO for interval in intervals]
    return max(lows) > factor * min(lows)


def milder(severity: Severity) -> Severity:
    """Return the severity of what may be a fault of the reading: never an error."""
    return "warning" if severity == "error" else severity
