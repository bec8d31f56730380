"""Check every figure by the catalogue's generic rules: bounds, units, whole numbers, parts, stretches, told twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nianbao.catalogue import Indicator
from nianbao.checks.amounts import amount, printed
from nianbao.checks.carrying import far_apart, is_carried_over
from nianbao.checks.finding import Severity
from nianbao.checks.retelling import denies, is_of_one_size, is_slip
from nianbao.checks.rules import Claim, Subject, rule
from nianbao.checks.sentences import GAP, sentence, sentence_of
from nianbao.checks.statements import Statement, Told, Use
from nianbao.checks.stating import ValueState, state_of
from nianbao.figures.facts import Fact
from nianbao.interval import ZERO, Interval


@rule("gen_bounds", level=1, severity="error", line="数值超出指标的上下限（如比率大于100%）")
def bounds(subject: Subject) -> Iterator[Claim]:
    """Find figures outside the indicator's hard limits.

    「承办工单905件，办结率101.3%」: a closure rate ends at 100 %.
    """
    for fact, indicator in _counted(subject):
        limits = Interval(indicator.bounds.min, indicator.bounds.max)
        if not fact.interval.overlaps(limits):
            said = f"{indicator.name_zh}{printed(fact)}，应在{amount(limits, indicator.unit)}之内，请核对后更正"
            yield Claim(said, (fact,), (indicator.code,))


@rule("gen_integer", level=1, severity="error", line="计数指标出现小数（多为万、亿或单位之误）")
def whole_numbers(subject: Subject) -> Iterator[Claim]:
    """Find counts that are no whole numbers.

    「全年办理业务12.35件」: a 万 was lost.
    """
    for fact, indicator in _counted(subject):
        if indicator.value_kind == "count" and fact.value is not None and fact.value % 1 != ZERO:
            said = f"{indicator.name_zh}{printed(fact)}不是整数，请核对是否漏写“万”“亿”或单位有误"
            yield Claim(said, (fact,), (indicator.code,))


@rule("gen_unit", level=1, severity="warning", line="计量单位与标准口径不一致；可换算的计入并注明，其余不计入合计")
def units(subject: Subject) -> Iterator[Claim]:
    """Find measure words that are not the indicator's.

    「与两家律所签约，聘为法律顾问2家」 counts firms where persons are asked: not added.
    人 for 人次 is added and only noted, all such figures of the report in one claim.
    """
    own = [usage for usage in subject.stated.usages if usage.code == usage.fact.indicator]
    cast = [usage for usage in own if usage.use is Use.CAST]
    if cast:
        entries = ((usage, subject.catalogue.indicators[usage.code]) for usage in cast)
        names = "、".join(f"{entry.name_zh}（{usage.fact.unit}→{entry.unit}）" for usage, entry in entries)
        codes = tuple(dict.fromkeys(usage.code for usage in cast))
        said = f"计量单位与口径不同，已按原数计入合计并注明，无需更正：{names}"
        yield Claim(said, tuple(usage.fact for usage in cast), codes, severity="info")
    for usage in own:
        indicator = subject.catalogue.indicators[usage.code]
        if usage.use is Use.OTHER_UNIT:
            said = (
                f"{indicator.name_zh}以“{indicator.unit}”计，原文{printed(usage.fact)}的单位"
                f"“{usage.fact.unit or '缺'}”不能换算，未计入合计；请按“{indicator.unit}”补报"
            )
            yield Claim(said, (usage.fact,), (usage.code,))


@rule("gen_duplicate", level=1, severity="error", line="同一指标、同一期间、同一分项前后数字不一致")
def told_twice(subject: Subject) -> Iterator[Claim]:
    """Find one figure told with two values.

    「全年办理事项7351件……附表：办件量 7531」: two digits changed places.
    """
    for statement in subject.stated:
        for told in statement.conflicts:
            yield _conflict(subject, statement, told)


def _conflict(subject: Subject, statement: Statement, told: Told) -> Claim:
    indicator = subject.catalogue.indicators[statement.code]
    said = "、".join(dict.fromkeys(printed(fact) for fact in told.facts))
    bounds_told = {fact.interval for fact in told.facts}
    if all(a.overlaps(b) for a in bounds_told for b in bounds_told):
        message = f"{indicator.name_zh}有概数也有准数：{said}。请统一为准数"
        return Claim(message, told.facts, (statement.code,), severity="info")
    rate = indicator.value_kind in ("rate", "score")
    apart = len({sentence_of(subject.reading.document.text, fact) for fact in told.facts}) > 1
    if apart and is_slip(told, rate):
        message = f"{indicator.name_zh}前后不一致：{said}。请核对台账，只保留正确的一个"
        return Claim(message, told.facts, (statement.code,))
    message = f"{indicator.name_zh}有不同的数字：{said}。如是不同口径或分项，请写明；如是同一数字，请更正"
    doubtful = apart and (rate or is_of_one_size(told) or denies(told, indicator))
    return Claim(message, told.facts, (statement.code,), severity="warning" if doubtful else "info")


@rule("gen_subperiod", level=1, severity="error", line="分时段数字大于全年数字")
def stretches(subject: Subject) -> Iterator[Claim]:
    """Find a stretch of the year that holds more than the year.

    「全年排查隐患86处。……国庆前一周查出隐患152处」.
    """
    for statement in subject.stated:
        indicator = subject.catalogue.indicators[statement.code]
        year = subject.stated.over(statement.code, None)
        if statement.period is None or year is None or indicator.additive != "sum" or indicator.measure != "flow":
            continue
        part, whole = statement.interval, year.interval
        began_before = statement.period.start < f"{subject.reading.year}-01-01"
        if not began_before and part.low is not None and whole.high is not None and part.low > whole.high:
            said = f"{indicator.name_zh}：分时段{amount(part)}大于全年{amount(whole)}，请核对"
            yield Claim(said, (*year.facts, *statement.facts), (statement.code,))


@rule("gen_part_of", level=1, severity="error", line="其中项大于总项（目录中的上下级指标）")
def parts(subject: Subject) -> Iterator[Claim]:
    """Find a part that is greater than its total, where no relation of the catalogue already says so.

    「收到复议申请4件，审结3件，其中维持5件」.
    """
    for part, whole, indicator in _pairs(subject):
        if whole.interval.high == ZERO or part.interval.low is None or whole.interval.high is None:
            continue
        if part.interval.low > whole.interval.high:
            parent = subject.catalogue.indicators[whole.code].name_zh
            said = f"{indicator.name_zh}{amount(part.interval)}大于{parent}{amount(whole.interval)}，请核对"
            facts = (*whole.facts, *part.facts)
            carried = is_carried_over(subject.reading.document.text, facts)
            doubtful = whole.conflicts or part.conflicts or far_apart(whole.interval, part.interval)
            doubtful = doubtful or not _are_told_together(subject, part, whole)
            severity: Severity | None = "info" if carried else "warning" if doubtful else None
            yield Claim(said, facts, (whole.code, part.code), severity=severity)


def _are_told_together(subject: Subject, part: Statement, whole: Statement) -> bool:
    """Say whether a part and its total stand in one sentence, or the reading knows that they belong together.

    「合法性审查：全年47件，包括合同29件…… 重大案件法制审核19件」: the 19 are no total of the 29.
    """
    text, wholes = subject.reading.document.text, {fact.id for fact in whole.facts}
    sentences = {sentence_of(text, fact) for fact in whole.facts}
    return any(fact.part_of in wholes or sentence_of(text, fact) in sentences for fact in part.facts)


@rule("gen_zero_part", level=1, severity="error", line="总项为零而其中项不为零")
def parts_of_nought(subject: Subject) -> Iterator[Claim]:
    """Find a part of a total that is nought.

    「全年无复议案件审结……其中调解结案1件」.
    """
    for part, whole, indicator in _pairs(subject):
        if whole.interval.high == ZERO and part.interval.low is not None and part.interval.low > ZERO:
            parent = subject.catalogue.indicators[whole.code].name_zh
            said = f"{parent}为0，而{indicator.name_zh}为{amount(part.interval)}，请核对"
            yield Claim(said, (*whole.facts, *part.facts), (whole.code, part.code))


@rule("gen_required", level=1, severity="warning", line="必报指标未报告（没有发生的应写明“0”或“无”）")
def required(subject: Subject) -> Iterator[Claim]:
    """Find the required indicators of which the report states no figure, all in one claim; what cannot apply is noted.

    「领导干部述法工作有序开展」 speaks of the debriefing but not of how many persons.
    """
    silent = [entry for entry in _asked(subject) if _state(subject, entry) is ValueState.NOT_MENTIONED]
    spared = [entry for entry in _asked(subject) if _state(subject, entry) is ValueState.NOT_APPLICABLE]
    if spared:
        names = "、".join(entry.name_zh for entry in spared)
        said = f"{subject.unit_type or '本单位'}一般不报的必报指标，按不适用处理，如有请补报：{names}"
        yield Claim(said, indicators=tuple(entry.code for entry in spared), quote="", severity="info")
    if silent:
        names = "、".join(entry.name_zh for entry in silent)
        mentions = dict.fromkeys(filter(None, (_mention(subject, entry) for entry in silent)))
        tail = "（引文处提到，但没有读到数字）" if mentions else ""
        said = f"必报指标未见数字：{names}{tail}。请补报；没有发生的请写明“0”或“无”，不适用的请说明"
        yield Claim(said, indicators=tuple(entry.code for entry in silent), quote=GAP.join(mentions))


def _asked(subject: Subject) -> Iterator[Indicator]:
    entries = (subject.catalogue.indicators.get(code) for code in subject.required)
    return (entry for entry in entries if entry is not None)


def _state(subject: Subject, entry: Indicator) -> ValueState:
    return state_of(entry.code, subject.stated, subject.catalogue, subject.unit_type)


def _mention(subject: Subject, indicator: Indicator) -> str:
    """Return the first sentence of the results that names the indicator by one of its phrases; no heading."""
    text, outline = subject.reading.document.text, subject.reading.document.outline
    for phrase in indicator.aliases_zh:
        for match in _naming(phrase).finditer(text):
            above = [heading for heading in outline if heading.start <= match.start()]
            role = next((heading.role for heading in reversed(above) if heading.level == 1), "results")
            in_heading = bool(above) and match.start() < above[-1].end
            if not in_heading and role not in ("plans", "problems"):
                return sentence(text, match.start(), match.end())
    return ""


@cache
def _naming(phrase: str) -> re.Pattern[str]:
    """Return the pattern of a phrase of the catalogue, whose gaps stay within the sentence."""
    return re.compile(re.escape(phrase).replace("…", "[^。；\n]{0,12}"))


def _counted(subject: Subject) -> Iterator[tuple[Fact, Indicator]]:
    for usage in subject.stated.usages:
        if usage.use is not Use.OTHER_UNIT:
            yield usage.fact, subject.catalogue.indicators[usage.code]


def _pairs(subject: Subject) -> Iterator[tuple[Statement, Statement, Indicator]]:
    """Yield each part with its total over the same period, unless a relation of the catalogue compares the two."""
    covered = {frozenset(r.codes) for r in subject.catalogue.relations if r.kind == "order"}
    for part in subject.stated:
        indicator = subject.catalogue.indicators[part.code]
        if indicator.part_of is None or frozenset((part.code, indicator.part_of)) in covered:
            continue
        whole = subject.stated.over(indicator.part_of, part.period)
        if whole is not None:
            yield part, whole, indicator
