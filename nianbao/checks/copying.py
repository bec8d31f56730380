"""Find passages with figures that two units share almost word for word.

Sentences without a result are left out: the obligatory political formulas are the same everywhere. Sentences are met
through the pieces they share, so the work grows with the text and not with its square.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nianbao.checks.rules import Claim, rule
from nianbao.checks.sentences import sentences
from nianbao.reading import Reading

PIECE = 6
SHORTEST = 30
SHARED_AT_LEAST = 0.8
TITLE_REACH = 30
COMMON_IN = 4
"""A piece that stands in more sentences than this is common usage and brings no two sentences together."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that states results, without its spaces, and the pieces it is made of."""

    unit: int
    text: str
    quote: str
    facts: tuple[int, ...]
    pieces: frozenset[str]


@rule("copied_passage", level=3, severity="warning", line="与另一单位的报告有雷同段落（含数字）")
def copied(readings: Sequence[Reading]) -> Iterator[Claim]:
    """Find a passage with figures that stands in another unit's report too.

    「法律体检队走进企业62家，出具意见书118份，得到东湖片区企业认可」 in another zone's report. The unit that
    names the other is taken for the copier; where neither does, both are asked.
    """
    passages = [passage for k, reading in enumerate(readings) for passage in _passages(k, reading)]
    for one, other in _alike(passages):
        copiers = _copiers(readings, one, other)
        for here, there in ((one, other), (other, one)):
            if here.unit in copiers:
                reading = readings[here.unit]
                facts = tuple(reading.facts[k] for k in here.facts)
                codes = tuple(dict.fromkeys(fact.indicator for fact in facts if fact.indicator))
                title = readings[there.unit].document.title or readings[there.unit].unit
                said = f"此段连同数字与《{title}》雷同，请核实是否照抄；确为本单位数据的请说明"
                yield Claim(said, facts, codes, quote=here.quote, unit=reading.unit)


def _passages(unit: int, reading: Reading) -> Iterator[Passage]:
    text = reading.document.text
    actual = [(k, fact) for k, fact in enumerate(reading.facts) if fact.kind == "actual" and not fact.implied]
    for start, end in sentences(text):
        facts = tuple(k for k, fact in actual if start <= fact.start < end)
        bare = re.sub(r"\s+", "", text[start:end])
        if facts and len(bare) >= SHORTEST:
            pieces = frozenset(bare[k : k + PIECE] for k in range(len(bare) - PIECE + 1))
            yield Passage(unit, bare, text[start:end], facts, pieces)


def _alike(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Passage]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for k, passage in enumerate(passages):
        for piece in passage.pieces:
            holders[piece].append(k)
    shared: Counter[tuple[int, int]] = Counter()
    for found in holders.values():
        if 1 < len(found) <= COMMON_IN:
            for a in range(len(found)):
                for b in range(a + 1, len(found)):
                    if passages[found[a]].unit != passages[found[b]].unit:
                        shared[found[a], found[b]] += 1
    for (a, b), _ in sorted(shared.items()):
        one, other = passages[a], passages[b]
        common = len(one.pieces & other.pieces)
        if common >= SHARED_AT_LEAST * min(len(one.pieces), len(other.pieces)):
            yield one, other


def _copiers(readings: Sequence[Reading], one: Passage, other: Passage) -> tuple[int, ...]:
    """Return the unit whose passage alone holds a word of the other's title, else both."""
    found = [
        here.unit
        for here, there in ((one, other), (other, one))
        if (_pairs(here.text) - _pairs(there.text)) & (_title_of(readings, there) - _title_of(readings, here))
    ]
    return tuple(found) if len(found) == 1 else (one.unit, other.unit)


def _title_of(readings: Sequence[Reading], passage: Passage) -> frozenset[str]:
    document = readings[passage.unit].document
    return _pairs(document.title or document.text[:TITLE_REACH])


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[k : k + 2] for k in range(len(text) - 1))
