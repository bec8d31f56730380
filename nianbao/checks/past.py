"""Hold each figure against the unit's own figures of the last one to five years, in words and without a verdict.

One year shows slips of a power of ten and leaps; from three years on the unit's own ups and downs say what is unusual.
A sentence that itself speaks of the change is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from nianbao.catalogue import Indicator
from nianbao.checks.amounts import amount, printed
from nianbao.checks.rules import Claim, Subject, rule
from nianbao.checks.sentences import sentence_of
from nianbao.checks.spread import TENFOLD, median, slip, spread_of, times
from nianbao.checks.statements import Statement
from nianbao.interval import ZERO, Interval

EXPLAINED = re.compile(r"原因|由于|因[^为此]|新增|新设|新成立|新组建|首次|扩大|口径|调整|上年|去年|同比|翻|倍")
LEAST_FOR_SLIP = Decimal(10)
LEAST_FOR_LEAP = Decimal(20)
"""Small figures leap every year: 由2件增至13件 is no news."""
NEARLY = Decimal("1.25")
"""A slip keeps the year's own change: 317 → 2890 is a tenfold slip as well as 317 → 3170."""
LEAP = {1: Decimal(5), 2: Decimal(4)}
"""The factor that counts as a leap where one or two years are known; from three years on their spread says it."""
LEAST_LEAP = Decimal(3)
UNUSUAL = Decimal(4)
USUAL_FACTOR = Decimal("1.3")
MOST_CLAIMS = 3
"""A person with little time reads three of these; the farthest come first."""


@dataclass(frozen=True)
class Course:
    """One indicator of one unit: this year's statement, and those of earlier years, the latest first."""

    indicator: Indicator
    now: Statement
    then: tuple[tuple[int, Statement], ...]

    @cached_property
    def value(self) -> Decimal:
        """Return this year's figure; of bounds the lower."""
        return self.now.interval.low or ZERO

    @cached_property
    def past(self) -> tuple[Decimal, ...]:
        """Return the earlier figures; of bounds the lower."""
        return tuple(statement.interval.low or ZERO for _, statement in self.then)

    @cached_property
    def usual(self) -> Decimal:
        """Return the median of the earlier figures."""
        return median(sorted(self.past))

    @property
    def span(self) -> str:
        """Return what the earlier reports say: 2023年报告为275家次, 2021—2023年报告在260～275家次之间."""
        year, statement = self.then[0]
        if len(self.then) == 1:
            return f"{year}年报告为{said(statement)}"
        unit = statement.facts[0].unit
        bounds = amount(Interval(min(self.past), max(self.past)), unit)
        return f"{self.then[-1][0]}—{year}年报告为{bounds}"


@rule("tenfold", level=2, severity="warning", line="与往年报告相差十倍、百倍或万倍（多写、漏写一位或单位之误）")
def tenfold(subject: Subject) -> Iterator[Claim]:
    """Find figures that differ from the unit's past by a power of ten, unless the sentence speaks of the change.

    「走访企业2750家次」, after 275 last year.
    """
    for course in _courses(subject):
        power = _slip(course)
        if power is not None and not _is_explained(subject, course):
            exactly = any(slip(course.value, past, Decimal(1)) for past in course.past)
            apart = f"{'恰' if exactly else '约'}差{TENFOLD[power]}倍"
            more = course.value > course.usual
            way = "漏写或错用“万”" if power == 10000 else "多写一位" if more else "漏写一位"
            yield _claim(course, f"{apart}，请核对是否{way}或单位有误")


@rule("past_leap", level=2, severity="warning", line="与本单位往年数相比大起大落，且原文未作说明")
def leaps(subject: Subject) -> Iterator[Claim]:
    """Find the figures that leap farthest out of the unit's own past, unless the sentence says why.

    「收到投诉举报61件」, after 540, 512 and 566 in the three years before.
    """
    found = [
        course
        for course in _courses(subject)
        if _leaps(course) and _slip(course) is None and not _is_explained(subject, course)
    ]
    for course in sorted(found, key=_factor, reverse=True)[:MOST_CLAIMS]:
        as_of = "往年" if len(course.then) > 1 else "上年"
        yield _claim(course, f"本年为{as_of}{times(course.value, course.usual)}，请核对；属实的请说明原因")


@rule("past_silent", level=2, severity="info", line="上年报告过、本年未提到的指标")
def silent(subject: Subject) -> Iterator[Claim]:
    """Find what was reported last year and is not mentioned this year; what is required is asked for elsewhere.

    「办理法律援助案件36件」 last year, and not a word of legal aid this year.
    """
    filed = subject.filed
    if filed is None:
        return
    entries = subject.catalogue.indicators
    gone = [
        code
        for code in filed.codes
        if code not in subject.stated.codes and code not in subject.required
        and entries[code].additive == "sum" and filed.of_year(code) is not None
        and subject.catalogue.applies(code, subject.unit_type, subject.reading.year)
    ]  # fmt: skip
    if gone:
        names = "、".join(entries[code].name_zh for code in gone)
        yield Claim(f"上年报告过、本年未提到：{names}。如本年仍有，请补报", indicators=tuple(gone), quote="")


def said(statement: Statement) -> str:
    """Return a statement as its report prints it."""
    facts = statement.facts
    return printed(facts[0]) if len(facts) == 1 else amount(statement.interval, facts[0].unit)


def is_plain(statement: Statement) -> bool:
    """Say whether the statement is one figure greater than nought, printed and not told in words."""
    low = statement.interval.low
    return low is not None and low > ZERO and not statement.conflicts and not any(f.implied for f in statement.facts)


def _courses(subject: Subject) -> Iterator[Course]:
    """Yield what is stated for the whole year now and in some year before."""
    for code in subject.stated.codes:
        indicator, now = subject.catalogue.indicators[code], subject.stated.over(code, None)
        if now is None or not is_plain(now):
            continue
        stated = [(filed.year, filed.over(code, None)) for filed in subject.past]
        then = tuple((year, statement) for year, statement in stated if statement is not None and is_plain(statement))
        if then:
            yield Course(indicator, now, then)


def _is_explained(subject: Subject, course: Course) -> bool:
    text = subject.reading.document.text
    return any(EXPLAINED.search(sentence_of(text, fact)) for fact in course.now.facts)


def _slip(course: Course) -> Decimal | None:
    """Return the power of ten by which the figure is off its past; a rate loses its point at any size."""
    rate = course.indicator.value_kind in ("rate", "score")
    if not rate and min(course.value, course.usual) < LEAST_FOR_SLIP:
        return None
    exact = slip(course.value, course.past[0], Decimal(1))
    if exact is not None:
        return exact
    steady = max(course.past) <= 2 * min(course.past)
    return slip(course.value, course.usual, NEARLY, _powers(course.indicator)) if steady else None


def _powers(indicator: Indicator) -> tuple[Decimal, ...]:
    """Return the powers that are slips even if only nearly met: a digit, and for money the lost 万."""
    return (Decimal(10), Decimal(10000)) if indicator.value_kind == "amount" else (Decimal(10),)


def _leaps(course: Course) -> bool:
    if course.indicator.value_kind in ("rate", "score") or max(course.value, course.usual) < LEAST_FOR_LEAP:
        return False
    known = LEAP.get(len(course.past))
    if known is not None:
        return all(max(course.value, past) >= known * min(course.value, past) for past in course.past)
    far = spread_of(course.past, USUAL_FACTOR).distance(course.value) > UNUSUAL
    return far and _factor(course) >= LEAST_LEAP


def _factor(course: Course) -> Decimal:
    return max(course.value, course.usual) / min(course.value, course.usual)


def _claim(course: Course, verdict: str) -> Claim:
    message = f"{course.indicator.name_zh}{said(course.now)}，{course.span}，{verdict}"
    filed = tuple(printed(fact) for _, statement in course.then for fact in statement.facts)
    return Claim(message, course.now.facts, (course.indicator.code,), against=filed)
