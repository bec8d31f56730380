"""Hold a report's figures against the catalogue's relations: sums, orders and rates between indicators.

Only figures of one period meet, and on intervals: 300余 never causes a false alarm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from nianbao.catalogue import Relation
from nianbao.checks.amounts import amount, printed, printed_places, rounded
from nianbao.checks.carrying import far_apart, is_carried_over, milder, names_denominator
from nianbao.checks.finding import Severity
from nianbao.checks.formulas import RELATIONS, Code, Formula, Term, parse, reckon, written
from nianbao.checks.rounding import HINTS, Rounding, rounding_of
from nianbao.checks.rules import Claim, Subject, rule
from nianbao.checks.sentences import sentence_of
from nianbao.checks.statements import Statement
from nianbao.figures.facts import Fact, Period
from nianbao.interval import Interval

MUCH_MORE = Decimal("1.5")
"""Items that are one figure told twice come to about twice their total; items with a slip to a little more than it."""
IN_TIME = re.compile(r"按期|按时|及时|限期|首次|一次")
IN_TIME_REACH = 8
FIVE_PERCENT = Decimal("0.05")


@rule("relation", level=1, severity="error", line="指标之间的勾稽关系（目录 relations.yml）：合计、大小、比率")
def relations(subject: Subject) -> Iterator[Claim]:
    """Find the catalogue's relations that no values inside the intervals satisfy.

    「发现隐患163处，整改隐患173处」: more were put right than were found.
    """
    for relation in subject.catalogue.relations:
        formula = _parsed(relation.formula)
        for period in _periods(subject, formula):
            stated = {code: _over(subject, code, period) for code in formula.codes}
            known = {code: statement for code, statement in stated.items() if statement is not None}
            if len(known) == len(stated):
                yield from _broken(subject, relation, formula, known)


@rule("rate_cut_off", level=1, severity="info", line="比率按截尾而非四舍五入印出（两者均可）")
def cut_off(subject: Subject) -> Iterator[Claim]:
    """Note the rates that are right only when the further places are cut off, all in one claim.

    「查出隐患46处，整改44处，整改率95.6%」: 44÷46 is 95.65 %.
    """
    noted: list[tuple[Statement, str]] = []
    for relation in subject.catalogue.relations:
        formula = _parsed(relation.formula)
        stated = {code: statement for code in formula.codes if (statement := subject.stated.over(code, None))}
        rate = stated.get(formula.codes[0])
        if relation.kind != "rate" or len(stated) < len(formula.codes) or rate is None or rate.value is None:
            continue
        again = reckon(formula.right, {code: statement.interval for code, statement in stated.items()})
        if again.is_exact and again.low is not None and _way(rate, again.low) is Rounding.CUT_OFF:
            name = subject.catalogue.indicators[rate.code].name_zh
            noted.append((rate, f"{name}{_printed(rate)}（{rounded(again.low)}%）"))
    if noted:
        facts = tuple(fact for rate, _ in noted for fact in rate.facts)
        said = f"按截尾印出，四舍五入末位应进一，两者均可，无需更正：{'、'.join(words for _, words in noted)}"
        yield Claim(said, facts, tuple(rate.code for rate, _ in noted))


def _way(rate: Statement, again: Decimal) -> Rounding:
    return rounding_of(rate.value or Decimal(0), again, min(printed_places(fact) for fact in rate.facts))


def _broken(subject: Subject, relation: Relation, formula: Formula, stated: dict[str, Statement]) -> Iterator[Claim]:
    values = {code: statement.interval for code, statement in stated.items()}
    rate = stated[formula.codes[0]] if relation.kind == "rate" else None
    if rate is not None and not _is_of_one_thing(rate, stated):
        return
    slack = Decimal(0)
    if relation.tolerance == "printed_precision" and rate is not None:
        slack = Decimal(10) ** -min(printed_places(fact) for fact in rate.facts)
    share = FIVE_PERCENT if relation.tolerance == "relative_5pct" else Decimal(0)
    if formula.holds(values, slack, share):
        yield from _inexact(subject, relation, formula, stated)
        return
    severity = _severity(subject, relation, stated, rate)
    if severity is None:
        return
    if rate is not None and _is_told_otherwise(subject, formula, stated, slack):
        severity = "info"
    if any(formula.holds(v, slack, share) for v in _by_one_item(stated)):
        if relation.kind != "order" or _are_apart(subject, stated):
            severity = "info"
        elif far_apart(*values.values(), factor=MUCH_MORE):
            severity = milder(severity)
    facts = tuple(dict.fromkeys(fact for statement in stated.values() for fact in statement.facts))
    said = _rate_said(subject, formula, stated) if rate is not None else _said(subject, formula, stated)
    yield Claim(f"{said}。{relation.message_zh}", facts, formula.codes, severity=severity, rule=relation.id)


def _inexact(subject: Subject, relation: Relation, formula: Formula, stated: dict[str, Statement]) -> Iterator[Claim]:
    """Doubt a rate that only its wide tolerance saves, where one sentence prints it with both its parts.

    A rate of what was done in time (按时办结率) has a numerator of its own.
    """
    rate = stated[formula.codes[0]]
    if relation.kind != "rate" or relation.tolerance != "relative_5pct" or len(rate.facts) > 1:
        return
    text, printed_rate = subject.reading.document.text, rate.facts[0]
    values = {code: statement.interval for code, statement in stated.items()}
    slack = Decimal(10) ** -printed_places(printed_rate)
    together = len({sentence_of(text, fact) for statement in stated.values() for fact in statement.facts}) == 1
    lead = text[max(0, printed_rate.start - IN_TIME_REACH) : printed_rate.start]
    own = printed_rate.implied or IN_TIME.search(lead) or names_denominator(text, rate.facts)
    if together and not own and not formula.holds(values, slack):
        facts = tuple(dict.fromkeys(fact for statement in stated.values() for fact in statement.facts))
        said = f"{_rate_said(subject, formula, stated)}。如按其他口径计算，请写明"
        yield Claim(said, facts, formula.codes, severity="warning", rule=relation.id)


def _severity(
    subject: Subject, relation: Relation, stated: dict[str, Statement], rate: Statement | None
) -> Severity | None:
    """Lower the severity where the text explains the difference; None where the rate has another denominator."""
    text = subject.reading.document.text
    if rate is not None:
        if names_denominator(text, rate.facts):
            return None
        sure = _is_linked(rate, stated) and _is_beside(text, rate, stated) and not _is_far_from(rate, stated)
        return relation.severity if sure else milder(relation.severity)
    facts = [fact for statement in stated.values() for fact in statement.facts]
    if relation.kind == "order" and (is_carried_over(text, facts) or _are_counted_otherwise(subject, stated)):
        return "info"
    doubtful = any(fact.implied and fact.value for fact in facts) or (relation.kind == "order" and _is_far(stated))
    doubtful = doubtful or any(statement.conflicts for statement in stated.values())
    return milder(relation.severity) if doubtful else relation.severity


def _is_told_otherwise(subject: Subject, formula: Formula, stated: dict[str, Statement], slack: Decimal) -> bool:
    """Say whether the rate is right for what its sentence tells beside the parts that were read.

    「执法人员41人，除2名试用期人员外均已取得执法证，持证率95.1%」 tells the rest, 「评查120卷，其中优秀38卷、合格81卷、
    合格率99.2%」 tells the numerator in two figures.
    """
    rate, *parts = formula.codes
    values = {code: statement.interval for code, statement in stated.items()}
    if len(parts) != 2:
        return False
    (above, below), text = parts, subject.reading.document.text
    used = {fact.id for statement in stated.values() for fact in statement.facts}
    sentences = {sentence_of(text, fact) for fact in stated[rate].facts}
    measures = {fact.unit for fact in stated[above].facts}
    beside = [
        fact.interval
        for fact in subject.reading.facts
        if fact.kind == "actual"
        and fact.id not in used
        and fact.unit in measures
        and sentence_of(text, fact) in sentences
    ]
    numerators = [values[above] + one for one in beside]
    numerators += [values[above] + one + two for k, one in enumerate(beside) for two in beside[k + 1 :]]
    numerators += [_less(values[below], one) for one in beside]
    tried = [{**values, above: numerator} for numerator in numerators]
    tried.append({**values, rate: _less(Interval.exact(100), values[rate])})
    return any(formula.holds(other, slack) for other in tried)


def _less(whole: Interval, part: Interval) -> Interval:
    """Return what is left of a whole; an open bound leaves the other one open."""
    low = None if whole.low is None or part.high is None else whole.low - part.high
    high = None if whole.high is None or part.low is None else whole.high - part.low
    return Interval(low, high)


def _is_far_from(rate: Statement, stated: dict[str, Statement]) -> bool:
    """Say whether the rate and its parts are so far apart that one of them may have been read from something else."""
    above, below = (s.interval for s in stated.values() if s is not rate) if len(stated) == 3 else (None, None)
    again = above.ratio_pct(below) if above is not None and below is not None else None
    return again is not None and far_apart(rate.interval, again)


def _are_counted_otherwise(subject: Subject, stated: dict[str, Statement]) -> bool:
    """Say whether the two sides of an order are counted in measures that no one would compare.

    「普法宣讲27场，送法入企150余家次」: visits to firms are no part of events.
    """
    for code in stated:
        entry = subject.catalogue.indicators[code]
        others = (fact for other, statement in stated.items() if other != code for fact in statement.facts)
        if any(fact.unit and fact.unit not in entry.equal_units | entry.castable_units for fact in others):
            return True
    return False


def _is_far(stated: dict[str, Statement]) -> bool:
    return far_apart(*(statement.interval for statement in stated.values()))


def _by_one_item(stated: dict[str, Statement]) -> Iterator[dict[str, Interval]]:
    """Yield the values with one item alone in place of its code's sum.

    Where such a choice satisfies the formula, the items may be different things under one name.
    """
    values = {code: statement.interval for code, statement in stated.items()}
    for code, statement in stated.items():
        if len(statement.told) > 1:
            yield from ({**values, code: told.interval} for told in statement.told)


def _are_apart(subject: Subject, stated: dict[str, Statement]) -> bool:
    """Say whether items of one code stand in different sentences: what one sentence lists is mostly to be added."""
    text = subject.reading.document.text
    return any(len({sentence_of(text, told.facts[0]) for told in s.told}) > 1 for s in stated.values())


def _is_of_one_thing(rate: Statement, stated: dict[str, Statement]) -> bool:
    """Say whether the rate speaks of the same item as its parts: 防震合格率 is not the rate of all."""
    if len(rate.told) > 1:
        return False
    item = rate.told[0].item
    return item is None or all(item in {told.item for told in s.told} for s in stated.values())


def _is_linked(rate: Statement, stated: dict[str, Statement]) -> bool:
    """Say whether the total that the rate is of, where the reading knows it, is one of the relation's figures."""
    others = {fact.id for s in stated.values() if s is not rate for fact in s.facts}
    wholes = {fact.rate_of for fact in rate.facts if fact.rate_of}
    return not wholes or bool(wholes & others)


def _is_beside(text: str, rate: Statement, stated: dict[str, Statement]) -> bool:
    """Say whether the rate stands in a sentence with one of its parts, or the reading knows what it is of."""
    parts = {sentence_of(text, fact) for s in stated.values() if s is not rate for fact in s.facts}
    return any(fact.rate_of or sentence_of(text, fact) in parts for fact in rate.facts)


def _periods(subject: Subject, formula: Formula) -> tuple[Period | None, ...]:
    stretches = tuple(
        period for period in subject.stated.periods if period and subject.stated.over(formula.codes[0], period)
    )
    return (None, *stretches)


def _over(subject: Subject, code: str, period: Period | None) -> Statement | None:
    return subject.stated.over(code, period)


def _said(subject: Subject, formula: Formula, stated: dict[str, Statement]) -> str:
    def name(code: str) -> str:
        return subject.catalogue.indicators[code].name_zh + _printed(stated[code])

    values = {code: statement.interval for code, statement in stated.items()}
    if isinstance(formula.left, Code) and isinstance(formula.right, Code):
        return f"{name(formula.left.name)}，{name(formula.right.name)}"
    left, right = written(formula.left, name), written(formula.right, name)
    sums = [_sum_said(side, values) for side in (formula.left, formula.right)]
    relation = RELATIONS[formula.relation]
    return f"应有 {left}{sums[0]} {relation} {right}{sums[1]}，但数字不符"


def _sum_said(side: Term, values: dict[str, Interval]) -> str:
    if isinstance(side, Code):
        return ""
    return f"（合{amount(reckon(side, values))}）"


def _rate_said(subject: Subject, formula: Formula, stated: dict[str, Statement]) -> str:
    values = {code: statement.interval for code, statement in stated.items()}
    rate, *parts = formula.codes
    again = reckon(formula.right, values)
    computed = "～".join(dict.fromkeys(rounded(bound) for bound in (again.low, again.high) if bound is not None))
    name = subject.catalogue.indicators[rate].name_zh
    exact = again.low if again.is_exact and stated[rate].value is not None else None
    hint = HINTS.get(_way(stated[rate], exact)) if exact is not None else None
    said = f"{name}印为{_printed(stated[rate])}，按{'÷'.join(_printed(stated[c]) for c in parts)}重算为{computed}%"
    return f"{said}（{hint}）" if hint else said


def _printed(statement: Statement) -> str:
    facts: tuple[Fact, ...] = statement.facts
    if len(facts) == 1:
        return printed(facts[0])
    if statement.conflicts:
        return amount(statement.interval, facts[0].unit)
    singles = [told.facts[0] for told in statement.told]
    if len(singles) == 1:
        return printed(singles[0])
    return f"{amount(statement.interval, facts[0].unit)}（{'＋'.join(printed(fact) for fact in singles)}）"


@cache
def _parsed(text: str) -> Formula:
    return parse(text)
