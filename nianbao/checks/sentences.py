"""Quote the document word for word: the sentence around a span, never retold and never joined without a mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nianbao.figures.facts import Fact

ENDS = "。！？；\n"
LONGEST = 160
GAP = " … "
"""Stands between two quotes of one finding."""


def sentence_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentence around text[start:end], its end mark left out."""
    left = max(text.rfind(mark, 0, start) for mark in ENDS) + 1
    right = min((k for mark in ENDS if (k := text.find(mark, end)) >= 0), default=len(text))
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right


def sentence(text: str, start: int, end: int) -> str:
    """Return the sentence around text[start:end]; of a very long one, the clauses around."""
    left, right = sentence_span(text, start, end)
    if right - left > LONGEST:
        reach = max(0, LONGEST - (end - start)) // 2
        if start - left > reach:
            left = max(left, text.rfind("，", left, start - reach) + 1) or left
        if right - end > reach:
            comma = text.find("，", end + reach, right)
            right = comma if comma >= 0 else right
    return text[left:right]


def sentence_of(text: str, fact: Fact) -> str:
    """Return the sentence in which the fact stands."""
    return sentence(text, fact.start, fact.end)


def quote_facts(text: str, facts: Iterable[Fact]) -> str:
    """Return the sentences of the facts in the order of the text, each once."""
    return GAP.join(dict.fromkeys(sentence_of(text, fact) for fact in sorted(facts, key=lambda fact: fact.start)))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of every sentence that is not empty."""
    for match in re.finditer(f"[^{ENDS}]+", text):
        lead = len(match.group()) - len(match.group().lstrip())
        tail = len(match.group().rstrip())
        if tail > lead:
            yield match.start() + lead, match.start() + tail
