"""Give each figure of a distributive list the name that is its own: A、B、C分别为a、b、c.

Only lists of equal length are read so: 分别 without as many figures as names is an adverb.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nianbao.figures.clauses import Clauses
from nianbao.figures.measures import Quantity

_BETWEEN = frozenset(("、", "和", "及", "与", "以及", ""))
_NAME = r"[^，。；：:（）、和与及\d]{1,16}"
_NAMES_BEFORE = re.compile(rf"(?P<names>{_NAME}(?:[、和与及]{_NAME})+)(?:同比)?(?:分别|依次|各自)[^，。；、\d]{{0,8}}$")
# 集中在停车、噪声、物业三类，分别为97件、118件和50件
_KINDS_BEFORE = re.compile(
    rf"(?:集中在|集中于|主要是|主要为|主要有|涉及|包括|分为|反映)(?P<names>{_NAME}?(?:[、和与及]{_NAME}?)+?)"
    r"等?[两三四五六]大?(?:类|方面|个方面|领域|个领域|类型|项|种)[一-鿿]{0,4}[，,](?:分别|依次)[为是有]$"
)
_NAMES_BEHIND = re.compile(rf"^[^，。；、\d]{{0,8}}(?:分别|依次)[一-鿿]{{2}}(?P<names>{_NAME}(?:[、和与及]{_NAME})+)")
_PART = re.compile(r"[、和与及]")
_VERB = re.compile(r"(?:目前|均|现|全年)?(?P<verb>已?[一-鿿]{2})")
_OBJECT = 4


def find_names(text: str, clauses: Clauses, quantities: Sequence[Quantity]) -> dict[int, str]:
    """Return {index of a quantity: its own name} for the figures of distributive lists."""
    names: dict[int, str] = {}
    for run in _runs(text, clauses, quantities):
        first, last = quantities[run[0]], quantities[run[-1]]
        clause = clauses.index(first.start)
        start, end = clauses.span(clause)
        led = text[clauses.before(clause).start : first.start]
        before = _NAMES_BEFORE.search(text[start : first.start]) or _KINDS_BEFORE.search(led)
        found = before or _NAMES_BEHIND.search(text[last.end : end])
        if found is None:
            names.update(_respective(text, clauses, quantities, run))
            continue
        own = _PART.split(found["names"])
        if len(own) >= len(run):
            # the name before the first 、 may carry the subject of the sentence: 受理的婚姻、邻里纠纷 keeps it
            names.update(zip(run, own[-len(run) :] if before else own[: len(run)], strict=True))
    return names


def _respective(text: str, clauses: Clauses, quantities: Sequence[Quantity], run: list[int]) -> dict[int, str]:
    """Return the names of figures that answer, one by one, to those before: 建议9件、提案12件，已办结9件和12件."""
    first, count = run[0], len(run)
    clause = clauses.index(quantities[first].start)
    verb = _VERB.fullmatch(text, clauses.span(clause)[0], quantities[first].start)
    if verb is None or first < count:
        return {}
    answered = quantities[first - count : first]
    units = {quantity.unit for quantity in (*answered, *quantities[first : run[-1] + 1])}
    if len(units) > 1 or any(clauses.index(quantity.start) != clause - 1 for quantity in answered):
        return {}
    starts = [clauses.span(clause - 1)[0], *(quantity.end for quantity in answered)]
    own = [text[start : quantity.start] for start, quantity in zip(starts, answered, strict=False)]
    return {k: f"{name[-_OBJECT:]}{verb['verb'] if k > first else ''}" for k, name in zip(run, own, strict=True)}


def _runs(text: str, clauses: Clauses, quantities: Sequence[Quantity]) -> list[list[int]]:
    """Return the runs of two and more figures of one clause that only 、 or 和 parts."""
    runs: list[list[int]] = []
    for k, quantity in enumerate(quantities):
        if runs and _follows(text, clauses, quantities[runs[-1][-1]], quantity):
            runs[-1].append(k)
        else:
            runs.append([k])
    return [run for run in runs if len(run) > 1]


def _follows(text: str, clauses: Clauses, before: Quantity, after: Quantity) -> bool:
    between = text[before.end : after.start]
    return between in _BETWEEN and between != "" and clauses.index(before.start) == clauses.index(after.start)
