"""Find passages that units share almost word for word.

The obligatory political formulas are the same everywhere and are left out, and so is what half the district writes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nianbao.catalogue import Catalogue
from nianbao.checks.finding import Severity
from nianbao.checks.likeness import Passage, alike, bare_of, passages
from nianbao.checks.rules import Claim, rule
from nianbao.reading import Reading

SHORTEST = 30
LONG_WITHOUT_FIGURES = 60
TITLE_REACH = 30
MOST_OWNERS = 3
"""A passage that more reports share was given to them, and nobody copied it from anybody."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A passage and those of other units that are like it."""

    passage: Passage
    others: tuple[Passage, ...]


@rule("copied_passage", level=3, severity="warning", line="与另一单位的报告有雷同段落（政治表述除外）")
def copied(readings: Sequence[Reading], catalogue: Catalogue) -> Iterator[Claim]:
    """Find a passage that stands in another unit's report too.

    「法律体检队走进企业62家，出具意见书118份，得到东湖片区企业认可」 in another zone's report. The unit that
    names the other is taken for the copier; where neither does, both are asked.
    """
    formulas = bare_of(catalogue.boilerplate)
    found = [
        passage
        for k, reading in enumerate(readings)
        for passage in passages(k, reading, SHORTEST)
        if passage.facts or len(formulas.sub("", passage.words)) >= LONG_WITHOUT_FIGURES
    ]
    for copy in _copies(readings, found):
        here = copy.passage
        reading = readings[here.owner]
        titles = "、".join(f"《{_title(readings[other.owner])}》" for other in copy.others)
        same = bool(here.facts) and any(_figures(here) & _figures(other) for other in copy.others)
        said = f"此段{'连同数字' if same else ''}与{titles}雷同，请核实是否照抄；确为本单位情况的请说明"
        codes = tuple(dict.fromkeys(fact.indicator for fact in here.facts if fact.indicator))
        severity: Severity | None = None if same or not here.facts else "info"
        yield Claim(said, here.facts, codes, quote=here.quote, severity=severity, unit=reading.unit)


def _copies(readings: Sequence[Reading], found: Sequence[Passage]) -> Iterator[Copy]:
    """Yield each passage that a unit must answer for, with what it is like."""
    like: dict[int, list[Passage]] = defaultdict(list)
    answering: dict[int, Passage] = {}
    for one, other in alike(found):
        like[id(one)].append(other)
        like[id(other)].append(one)
        for here in (one, other):
            if here.owner in _copiers(readings, one, other):
                answering[id(here)] = here
    for key, passage in answering.items():
        others = tuple({other.owner: other for other in like[key]}.values())
        if len(others) < MOST_OWNERS:
            yield Copy(passage, others)


def _figures(passage: Passage) -> frozenset[str]:
    return frozenset("".join(fact.text.split()) for fact in passage.facts)


def _copiers(readings: Sequence[Reading], one: Passage, other: Passage) -> tuple[int, ...]:
    """Return the unit whose passage alone holds a word of the other's title, else both."""
    found = [
        here.owner
        for here, there in ((one, other), (other, one))
        if (_pairs(here.words) - _pairs(there.words)) & (_title_of(readings, there) - _title_of(readings, here))
    ]
    return tuple(found) if len(found) == 1 else (one.owner, other.owner)


def _title(reading: Reading) -> str:
    return reading.document.title or reading.unit


def _title_of(readings: Sequence[Reading], passage: Passage) -> frozenset[str]:
    document = readings[passage.owner].document
    return _pairs(document.title or document.text[:TITLE_REACH])


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[k : k + 2] for k in range(len(text) - 1))
