"""Turn closed claims in words into implied facts, where they name an indicator that has no figure of its own there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import attrgetter

from nianbao.catalogue import Indicator
from nianbao.documents.model import Document
from nianbao.documents.outline import section_at
from nianbao.figures.claims import EVERYTHING_PCT, NOUGHT, AllClaim, Claims, Settlement
from nianbao.figures.clauses import Clauses
from nianbao.figures.facts import Fact
from nianbao.figures.fitting import ANY_UNIT
from nianbao.figures.matching import Match, Matcher
from nianbao.figures.passages import Surroundings
from nianbao.figures.periods import Stretch, period_at
from nianbao.figures.surroundings import Surveyor

# A claim that nothing happened must name its indicator outright: a phrase that is nearly whole.
WHOLLY = 0.8
_NAME = 3
_NEAR = 40
_START = attrgetter("start")
_UNDONE = re.compile("未|不[按予]")
# 审查文件12件，未发现违反公平竞争的内容: what was not found is no count of what was done
_A_FINDING = re.compile("未发现[^，。；]*(?:情形|内容|现象|行为)[，。；]")
_PARTED = re.compile(r"[、和及或]|以及")
_HALF_CLAIM = re.compile(r"力争|确保|争取|实现.{0,4}目标|应|要求|努力")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document states in figures, for claims to refer to."""

    document: Document
    clauses: Clauses
    facts: Sequence[Fact]
    surveyor: Surveyor
    stretches: Sequence[Stretch]

    def within(self, start: int, end: int) -> Sequence[Fact]:
        """Return the facts that stand in a stretch of the text."""
        return self.facts[bisect_left(self.facts, start, key=_START) : bisect_left(self.facts, end, key=_START)]


class Implier:
    """Finds the implied facts of documents by the claims and indicators of one catalogue."""

    def __init__(self, claims: Claims, matcher: Matcher, indicators: dict[str, Indicator]) -> None:
        self._claims, self._matcher, self._indicators = claims, matcher, indicators
        self._totals = {rule.then: rule.of for rule in claims.settlements if rule.of is not None and rule.value is None}

    def match(self, around: Surroundings) -> Match:
        """Return what a figure counts, of which the words behind it may say all: 118项全部可网上办理 are the items.

        That all of them are so is a claim of its own.
        """
        match = self._matcher.match(around)
        before = self._claims.before_all(around.after) if match.code in self._totals else None
        if before is None:
            return match
        without = self._matcher.match(around._replace(after=before))
        return without if without.code == self._totals[match.code or ""] else match

    def imply(self, stated: Stated) -> Iterator[Fact]:
        """Yield the implied facts; their ids follow those of the stated ones."""
        number, said = len(stated.facts), set[tuple[str | None, str]]()
        for fact in (*self._zeros(stated), *self._settled(stated)):
            if (fact.indicator, fact.quote) in said:
                continue  # two rules of the catalogue may read the same words
            said.add((fact.indicator, fact.quote))
            number += 1
            yield replace(fact, id=f"f{number}")

    def _zeros(self, stated: Stated) -> Iterator[Fact]:
        text = stated.document.text
        for claim in self._claims.zeros(text):
            section, role = section_at(stated.document, claim.start)
            clause = stated.clauses.index(claim.start)
            start, end = stated.clauses.span(clause)
            if (
                role in ("plans", "problems")
                or any(fact.kind == "actual" for fact in stated.within(start, end))
                or _HALF_CLAIM.search(text[start : claim.start])
            ):
                continue
            if _UNDONE.search(claim.about) or _A_FINDING.match(text, claim.start):
                continue  # 未发生应当备案而未备案的情形 says nothing of how many
            for about in (claim.about, *_each(claim.about)):
                if (entry := self._named(claim.start, about, stated, clause)) is not None:
                    item = self._claims.grade(claim.about) if entry.code == "safety.accidents" else None
                    yield _implied(
                        stated, claim.start, claim.end, clause, section, entry, NOUGHT, entry.unit, "zero", item, None
                    )

    def _named(self, offset: int, about: str, stated: Stated, clause: int) -> Indicator | None:
        around = stated.surveyor.survey_words(offset, clause, about, "%" if about.endswith("率") else ANY_UNIT)
        match = self._matcher.match(around)
        if match.code is None or match.share < WHOLLY:
            return None
        entry = self._indicators[match.code]
        return entry if entry.value_kind in ("count", "rate") else None

    def _settled(self, stated: Stated) -> Iterator[Fact]:
        for claim in self._claims.totals(stated.document.text):
            section, role = section_at(stated.document, claim.start)
            if role in ("plans", "problems"):
                continue
            clause = stated.clauses.index(claim.start)
            for rule in self._claims.settlements:
                if any(word in claim.about for word in rule.words):
                    yield from self._settle(stated, claim, rule, clause, section)

    def _settle(self, stated: Stated, claim: AllClaim, rule: Settlement, clause: int, section: str) -> Iterator[Fact]:
        entry = self._indicators[rule.then]
        named = _named_total(stated, claim, rule, clause)
        total = named or _last_total(stated, claim, rule, clause)
        if total is None and rule.of is not None:
            return
        sentence = stated.clauses.sentence(clause)
        period = total.period if total else period_at(stated.stretches, claim.start)
        if named is None and any(f.indicator == rule.then and f.period == period for f in stated.within(*sentence)):
            return
        value = EVERYTHING_PCT if entry.value_kind == "rate" else total.value if total else None
        value = value if rule.value is None else rule.value
        unit = total.unit if total and entry.value_kind != "rate" else entry.unit
        yield _implied(stated, claim.start, claim.end, clause, section, entry, value, unit, "all", None, total)


def _each(about: str) -> Sequence[str]:
    """Return what a claim names one by one: 未发生行政复议被纠错和行政诉讼败诉案件 says two things."""
    names = _PARTED.split(about)
    return names if len(names) > 1 else ()


def _named_total(stated: Stated, claim: AllClaim, rule: Settlement, clause: int) -> Fact | None:
    """Return the total of the sentence that the claim names: 一般隐患30处、重大隐患5处，…，重大隐患全部整改."""
    words = stated.document.text[stated.clauses.span(clause)[0] : claim.start]
    told = stated.within(stated.clauses.sentence(clause)[0], claim.start) if len(words) >= _NAME else ()
    return next((f for f in told if f.indicator == rule.of and f.measure.endswith(words)), None)


def _last_total(stated: Stated, claim: AllClaim, rule: Settlement, clause: int) -> Fact | None:
    """Return the total that a claim settles: the last one in its sentence, or in the one just before."""
    at = bisect_left(stated.facts, claim.start, key=_START)
    before = [fact for fact in stated.facts[max(0, at - _NEAR) : at] if fact.kind == "actual" and not fact.implied]
    begin, _ = stated.clauses.sentence(clause)
    if not any(fact.start >= begin for fact in before) and begin:
        begin, _ = stated.clauses.sentence(stated.clauses.index(begin - 1))
    for fact in reversed(before):
        if fact.start < begin:
            return None
        if fact.indicator == rule.of:
            if stated.clauses.index(fact.start) == clause:
                return fact  # 其中重大隐患5处已全部整改: these five
            # 建议37件，其中主办22件、会办15件，全部按时答复: all 37
            whole = next((other for other in before if other.id == fact.part_of), None)
            return whole if whole is not None and whole.indicator == fact.indicator else fact
    return None


def _implied(
    stated: Stated, start: int, end: int, clause: int, section: str, entry: Indicator, value: Decimal | None,
    unit: str, rule: str, item: str | None, total: Fact | None,
) -> Fact:  # fmt: skip
    document = stated.document
    first, last = stated.clauses.span(clause)
    low, high = (total.low, total.high) if total is not None and value == total.value else (value, value)
    return Fact(
        id="", start=start, end=end, text=document.text[start:end], quote=document.text[first:last].strip(),
        value=value, low=low, high=high, unit=unit, qualifier="exact", kind="actual",
        measure=document.text[end : min(last, end + 16)], implied=True, indicator=entry.code, item=item,
        period=total.period if total else period_at(stated.stretches, start), section=section,
        page=document.page(start), boxes=document.boxes(start, end), rule=f"implied:{rule}", score=1.0,
    )  # fmt: skip
