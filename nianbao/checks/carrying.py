"""Tell when the text itself explains why a figure may exceed its total or miss its ratio."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nianbao.checks.sentences import sentence_of
from nianbao.figures.facts import Fact

CARRIED_OVER = re.compile(r"结转|上年度?未|上年度?遗留|往年|历年|以前年度|存量|积案|跨年")
OTHER_DENOMINATOR = re.compile(r"为分母|分母[为是]|为基数|按[^，。；]{1,12}(?:口径|计算)|以[^，。；]{1,12}计算")


def is_carried_over(text: str, facts: Iterable[Fact]) -> bool:
    """Say whether a sentence of the facts speaks of cases from earlier years (含上年结转9件)."""
    return any(CARRIED_OVER.search(sentence_of(text, fact)) for fact in facts)


def names_denominator(text: str, facts: Iterable[Fact]) -> bool:
    """Say whether the sentence of a rate names a denominator of its own (以调结数为分母)."""
    return any(OTHER_DENOMINATOR.search(sentence_of(text, fact)) for fact in facts)
