"""Lay corrections over a reading: a new reading, and a question for each correction that no longer fits its source.

Pure, and laid twice is laid once. A correction retires by itself where the source now says the same; where the source
says a third thing it is not laid, and a person is asked. The reading that goes in is never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from nianbao.checks.checking import RuleLine
from nianbao.checks.finding import Finding
from nianbao.figures.facts import CORRECTED, Fact, decimal_text
from nianbao.reading import Reading
from nianbao.review.anchoring import find_anchored
from nianbao.review.correction import Correction

Standing = Literal["laid", "agreed", "contradicted", "lost", "replaced"]
"""Laid over; retired, for the source agrees; the source says a third thing; its fact is gone; a later one decides."""

CONTRADICTED, LOST = "correction_contradicted", "correction_lost"
RULES = (
    RuleLine(
        CONTRADICTED, 2, "warning", "更正过的数据在新版报告中既不是原数、也不是更正后的数，请人工核对",
        "原报21件，更正为22件，新版报告写30件",
    ),
    RuleLine(
        LOST, 2, "warning", "更正过的数据在新版报告中找不到，请人工核对", "原报21件，更正为22件，新版报告没有这一句"
    ),
)  # fmt: skip
"""What corrections ask, for `nianbao rules`."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A correction with the fact of this version that it speaks of, and how it stands there."""

    correction: Correction
    fact: Fact | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Laid:
    """A reading with its corrections over it, how each stands, and what must be asked."""

    reading: Reading
    placed: tuple[Placed, ...]
    questions: tuple[Finding, ...]

    @property
    def changed(self) -> tuple[Placed, ...]:
        """Return the corrections that lie over a fact."""
        return tuple(each for each in self.placed if each.standing == "laid")


def lay(reading: Reading, corrections: Iterable[Correction]) -> Laid:
    """Return the reading as people corrected it; corrections of another unit or year are none of its own."""
    own = [c for c in corrections if (c.unit, c.year) == (reading.unit, reading.year)]
    placed = tuple(_placed(own, reading.facts))
    changed = dict(_changed(placed, reading.facts))
    facts = tuple(changed.get(fact.id, fact) for fact in reading.facts)
    laid = reading if facts == reading.facts else replace(reading, facts=facts)
    return Laid(laid, placed, tuple(_question(each) for each in placed if each.standing in ("contradicted", "lost")))


def _placed(corrections: Sequence[Correction], facts: Sequence[Fact]) -> Iterator[Placed]:
    """Yield how each stands; of several about one fact the last one on its value and on its indicator decide."""
    found = [(correction, find_anchored(correction, facts)) for correction in corrections]
    deciding: dict[tuple[str, bool], Correction] = {}
    for correction, fact in found:
        if fact is None:
            continue
        if correction.act == "revoked":
            deciding[fact.id, True] = deciding[fact.id, False] = correction
        else:
            deciding[fact.id, correction.changes_value] = correction
    for correction, fact in found:
        if fact is None:
            yield Placed(correction, None, "agreed" if correction.act == "revoked" else "lost")
        elif not any(deciding.get((fact.id, aspect)) is correction for aspect in (True, False)):
            yield Placed(correction, fact, "replaced")
        else:
            yield Placed(correction, fact, _standing(correction, fact))


def _standing(correction: Correction, fact: Fact) -> Standing:
    expect, figure = correction.expect, correction.figure
    if correction.act == "revoked":
        return "agreed"
    if figure is not None:
        if (fact.value, fact.low, fact.high) == (figure.value, figure.low, figure.high):
            return "agreed"
        same = (fact.value, fact.low, fact.high) == (expect.value, expect.low, expect.high)
        return "laid" if same else "contradicted"
    if fact.indicator == correction.code and (correction.code is None or fact.kind == "actual"):
        return "agreed"
    return "laid" if fact.indicator == expect.indicator else "contradicted"


def _changed(placed: Sequence[Placed], facts: Sequence[Fact]) -> Iterator[tuple[str, Fact]]:
    """Yield the corrected facts by id: those that a correction names, and those that only say the same again."""
    named = {each.fact.id for each in placed if each.fact is not None and each.correction.changes_value}
    made = {fact.id: fact for fact in facts}
    for each in placed:
        if each.standing != "laid" or each.fact is None:
            continue
        for fact in (each.fact, *_echoes(each, facts, named)):
            made[fact.id] = _corrected(made[fact.id], each.correction)
            yield fact.id, made[fact.id]


def _echoes(placed: Placed, facts: Sequence[Fact], named: set[str]) -> Iterator[Fact]:
    """Yield the facts that tell the corrected figure again elsewhere in the report.

    Who corrects 清理文件21件 in section two means the figure, also where the summary repeats it; corrected alone it
    would contradict itself.
    """
    fact = placed.fact
    if fact is None or fact.indicator is None or not placed.correction.changes_value:
        return
    told = _statement(fact)
    yield from (f for f in facts if f.id not in named and _statement(f) == told)


def _statement(fact: Fact) -> tuple[object, ...]:
    return (
        fact.kind, fact.indicator, fact.also, fact.item, fact.period, fact.unit, fact.value, fact.low, fact.high,
        fact.part_of is None,
    )  # fmt: skip


def _corrected(fact: Fact, correction: Correction) -> Fact:
    """Return the fact as corrected; its span, text and quote remain those of the source."""
    figure = correction.figure
    if figure is not None:
        return replace(
            fact, value=figure.value, low=figure.low, high=figure.high, qualifier=figure.qualifier, rule=CORRECTED
        )
    if correction.code is None:
        return replace(fact, indicator=None, also=(), rule=CORRECTED)
    return replace(fact, indicator=correction.code, also=(), kind="actual", candidates=(), rule=CORRECTED, score=1.0)


def _question(placed: Placed) -> Finding:
    """Return the finding that asks what becomes of a correction."""
    correction, fact = placed.correction, placed.fact
    meant = f"{correction.who}此前将“{correction.anchor.text}”更正为{said(correction)}（{correction.why}）"
    indicators = (correction.indicator,) if correction.indicator else ()
    if fact is None:
        return Finding(
            LOST, 2, "warning", correction.unit,
            f"{meant}，新报送的报告中找不到这一数据，更正未采用；请核对新报告后重新更正或撤销",
            correction.anchor.quote, indicators,
        )  # fmt: skip
    now = f"数值为{decimal_text(fact.value) or '不详'}" if correction.changes_value else f"指标为{fact.indicator}"
    return Finding(
        CONTRADICTED, 2, "warning", correction.unit,
        f"{meant}，但报告现为“{fact.text}”（{now}），与更正前后都不一致，更正未采用；请核对后重新更正或撤销",
        fact.quote, indicators, (fact.id,),
    )  # fmt: skip


def said(correction: Correction) -> str:
    """Return in words what a correction puts in the source's place."""
    if correction.act == "revoked":
        return "撤销更正"
    if correction.act == "not-counted":
        return "不计入任何指标"
    if correction.figure is None:
        return f"指标{correction.code}"
    figure = correction.figure
    if figure.value is not None and figure.low == figure.high:
        return decimal_text(figure.value) or ""
    low, high = (decimal_text(bound) or "…" for bound in (figure.low, figure.high))
    return f"{low}～{high}"
