"""Hold two sources of the same cases against each other, where the roster declares that they report the same ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nianbao.catalogue import Catalogue
from nianbao.checks.past import said
from nianbao.checks.rules import Claim, rule
from nianbao.checks.statements import Statements
from nianbao.district import District
from nianbao.reading import Reading


@rule("overlap_above", level=4, severity="warning", line="名册约定重复统计的同一批案件，从属单位所报多于计入单位所报")
def overlaps(readings: Sequence[Reading], district: District, catalogue: Catalogue) -> Iterator[Claim]:
    """Find a unit that reports more of the same cases than the one that counts them all.

    「高新区办理行政处罚31件」, while the market bureau, which counts its cases, has 「全年作出处罚决定26件」.
    """
    stated = {reading.unit: Statements(reading, catalogue) for reading in readings}
    for overlap in district.overlaps:
        whole = stated[overlap.counts].of_year(overlap.indicator) if overlap.counts in stated else None
        for unit in overlap.units:
            part = stated[unit].of_year(overlap.indicator) if unit in stated and unit != overlap.counts else None
            if whole is None or part is None or whole.interval.high is None or part.interval.low is None:
                continue
            if part.interval.low > whole.interval.high:
                name, source = catalogue.indicators[overlap.indicator].name_zh, district.unit(overlap.counts).name
                message = f"{name}{said(part)}，多于{source}所报的{said(whole)}；名册约定两者为同一批，请双方核对"
                quote = part.facts[0].quote
                against = tuple(fact.text for fact in whole.facts)
                yield Claim(message, part.facts, (overlap.indicator,), quote=quote, unit=unit, against=against)
