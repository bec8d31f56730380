"""Check the listings that a report writes in prose: a total, its parts, and what is left.

An equation is held against the report only where the passage itself claims that the parts are all (剩余, 其余, 共,
分别); otherwise parts may be fewer than their total, never more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nianbao.checks.amounts import amount, printed
from nianbao.checks.carrying import is_carried_over
from nianbao.checks.finding import Severity
from nianbao.checks.rules import Claim, Subject, rule
from nianbao.figures.facts import Fact
from nianbao.interval import Interval, total

REST = re.compile(r"剩余|其余|余下|尚有|还有|尚余|仍有|另有|另外?")
OTHERS = re.compile(r"其他|其它")
NEW_LISTING = re.compile(r"其中|[（(）)]|按[^，。；]{1,8}分|[就从][^，。；]{1,12}(?:而言|来看|来说|看，)")
TOTAL_AFTER = re.compile(r"(?:共计?|合计|总计|累计)[^，。；\d]{0,6}$")
LISTED = re.compile(r"^、[^，。；、：\n\t（(]{1,12}$")
SUMMED = re.compile(r"^，(?:共计?|合计|总计)$")
ONLY_SOME = re.compile(r"其中|中，|中有|包括|主要|含|如|部分")


@dataclass(frozen=True, slots=True)
class Listing:
    """A total and the parts that one passage lists under it; `claim` = how firmly it says that these are all."""

    whole: Fact
    parts: tuple[Fact, ...]
    claim: Severity | None

    @property
    def sum(self) -> Interval:
        """Return the sum of the parts."""
        return total(part.interval for part in self.parts)


@rule("prose_part", level=1, severity="error", line="文中某一其中项大于其总数")
def part_above_whole(subject: Subject) -> Iterator[Claim]:
    """Find a part that alone is greater than the total it is said to be part of.

    「举办培训12场，其中法治专题21场」.
    """
    by_id = {fact.id: fact for fact in subject.reading.facts}
    for part in subject.reading.facts:
        whole = by_id.get(part.part_of or "")
        if whole is None or part.kind != "actual" or not comparable(subject, part, whole):
            continue
        if part.low is not None and whole.high is not None and part.low > whole.high:
            said = f"其中项{printed(part)}大于总数{printed(whole)}，请核对"
            yield Claim(said, (whole, part), codes(whole, part), severity=_explained(subject, whole, part))


@rule("prose_sum", level=1, severity="error", line="文中分项之和与总数不符（共、其中、剩余、其余、分别、括号）")
def sums(subject: Subject) -> Iterator[Claim]:
    """Find listings whose parts add up to more than the total, or to less where they are said to be all.

    「受理诉求80件，其中办结61件、转办12件，剩余6件」: the parts are 79.
    """
    for listing in _listings(subject):
        severity = _judged(listing)
        if severity is None:
            continue
        written = "＋".join(printed(part) for part in listing.parts)
        said = f"分项{written}合{amount(listing.sum)}，与总数{printed(listing.whole)}不符，请核对"
        facts = (listing.whole, *listing.parts)
        yield Claim(said, facts, codes(*facts), severity=_explained(subject, *facts) or severity)


def comparable(subject: Subject, part: Fact, whole: Fact) -> bool:
    """Say whether both count the same thing: the same word, or words that the total's indicator holds equal."""
    indicator = subject.catalogue.indicators.get(whole.indicator or "")
    equal = indicator.equal_units if indicator else frozenset()
    return part.unit == whole.unit or (part.unit in equal and whole.unit in equal)


def codes(*facts: Fact) -> tuple[str, ...]:
    """Return the indicators of the facts, each once."""
    return tuple(dict.fromkeys(fact.indicator for fact in facts if fact.indicator))


def _judged(listing: Listing) -> Severity | None:
    """Return how grave the listing's fault is, None when it has none."""
    if len(listing.parts) < 2:
        return None
    parts, whole = listing.sum, listing.whole.interval
    if parts.low is not None and whole.high is not None and parts.low > whole.high:
        return "error"
    if parts.high is not None and whole.low is not None and parts.high < whole.low:
        return listing.claim
    return None


def _listings(subject: Subject) -> Iterator[Listing]:
    by_id = {fact.id: fact for fact in subject.reading.facts}
    under: dict[str, list[Fact]] = {}
    for fact in subject.reading.facts:
        if fact.kind == "actual" and fact.part_of in by_id:
            under.setdefault(fact.part_of or "", []).append(fact)
    text = subject.reading.document.text
    yield from _totals_after(subject)
    for whole_id, parts in under.items():
        whole = by_id[whole_id]
        same = sorted((p for p in parts if comparable(subject, p, whole)), key=lambda fact: fact.start)
        for group in _groups(text, same):
            yield _completed(subject, whole, group)


def _groups(text: str, parts: list[Fact]) -> Iterator[list[Fact]]:
    """Split parts where a new breakdown of the same total begins (…，其中…；（…）), or a sentence that is no rest."""
    group: list[Fact] = []
    for part in parts:
        gap = text[group[-1].end : part.start] if group else ""
        if NEW_LISTING.search(gap) or ("。" in gap and not REST.search(gap)):
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _completed(subject: Subject, whole: Fact, parts: list[Fact]) -> Listing:
    text = subject.reading.document.text
    parts = [*parts, *_continued(subject, whole, parts)]
    claim = _claim(text, whole, parts)
    if claim == "error" and whole.start < parts[0].start and _rest_at(text, whole, parts) is not None:
        between = _between(subject, whole, parts)
        siblings = [fact for fact in between if _is_sibling(subject, fact, whole)]
        # A figure between total and rest that is neither part nor sibling may be one of the parts all the same.
        claim = claim if len(siblings) == len(between) else None
        parts = sorted((*parts, *siblings), key=lambda fact: fact.start)
    return Listing(whole, tuple(parts), claim)


def _claim(text: str, whole: Fact, parts: list[Fact]) -> Severity | None:
    """Say how firmly the passage claims that the parts are all: error, warning, or not at all."""
    first, last = parts[0], parts[-1]
    if whole.start > last.start:
        return "error" if TOTAL_AFTER.search(text[last.end : whole.start]) else None
    if _rest_at(text, whole, parts) is not None:
        return "error"
    before_last = text[parts[-2].end : last.start] if len(parts) > 1 else ""
    if OTHERS.search(before_last):
        return "warning"
    lead = text[whole.end : first.start]
    if ONLY_SOME.search(lead) or any(mark in lead for mark in "。；\n"):
        return None
    closed = ("（" in lead or "(" in lead) and text[last.end : last.end + 1] in ("）", ")")
    return "warning" if "分别" in lead or closed else None


def _rest_at(text: str, whole: Fact, parts: list[Fact]) -> Fact | None:
    """Return the part that is introduced as what is left (剩余5起)."""
    edges = [whole, *parts]
    for k in range(1, len(edges)):
        lead = text[max(edges[k - 1].end, edges[k].start - 8) : edges[k].start]
        if REST.search(lead):
            return edges[k]
    return None


def _continued(subject: Subject, whole: Fact, parts: list[Fact]) -> list[Fact]:
    """Return what goes on with the list (合同78件、文件39件、其他13件) and is no part only because the sum is wrong."""
    if len(parts) < 2 or whole.start > parts[0].start:
        return []
    text, more = subject.reading.document.text, list[Fact]()
    for fact in _loose(subject):
        last = more[-1] if more else parts[-1]
        if fact.start >= last.end and LISTED.match(text[last.end : fact.start]) and comparable(subject, fact, whole):
            more.append(fact)
    return more


def _totals_after(subject: Subject) -> Iterator[Listing]:
    """Yield the lists before a total (演练1场、专项演练18场，共20场) of which nothing is linked: the sum is wrong."""
    text, loose = subject.reading.document.text, _loose(subject)
    for k, whole in enumerate(loose):
        parts: list[Fact] = []
        for fact in reversed(loose[:k]):
            gap = text[fact.end : (parts[0] if parts else whole).start]
            if not (LISTED if parts else SUMMED).match(gap) or fact.unit != whole.unit:
                break
            parts.insert(0, fact)
        if len(parts) > 1:
            yield Listing(whole, tuple(parts), "warning")


def _loose(subject: Subject) -> list[Fact]:
    """Return the printed results that belong to no total, in the order of the text."""
    linked = {fact.part_of for fact in subject.reading.facts}
    facts = (f for f in subject.reading.facts if f.kind == "actual" and not f.implied and f.part_of is None)
    return sorted((fact for fact in facts if fact.id not in linked), key=lambda fact: fact.start)


def _between(subject: Subject, whole: Fact, parts: list[Fact]) -> list[Fact]:
    """Return the figures between total and last part that count the same thing and are not parts already."""
    return [
        fact
        for fact in subject.reading.facts
        if whole.end <= fact.start and fact.end <= parts[-1].start and fact not in parts
        and fact.kind == "actual" and not fact.implied and comparable(subject, fact, whole)
    ]  # fmt: skip


def _is_sibling(subject: Subject, fact: Fact, whole: Fact) -> bool:
    """Say whether the catalogue knows the figure as a part of the total (整改718处 of 发现731处)."""
    indicator = subject.catalogue.indicators.get(fact.indicator or "")
    same = fact.part_of is None and fact.period == whole.period
    return same and indicator is not None and indicator.part_of is not None and indicator.part_of == whole.indicator


def _explained(subject: Subject, *facts: Fact) -> Severity | None:
    return "info" if is_carried_over(subject.reading.document.text, facts) else None
