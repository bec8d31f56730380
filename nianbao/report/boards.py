"""Tell who has reported and who has not: the completeness board, the held files, and the findings by severity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from nianbao.catalogue import Catalogue
from nianbao.checks.finding import SEVERITY_WORDS, STATE_WORDS, Finding
from nianbao.district import District
from nianbao.report.printing import chinese_day, printed
from nianbao.report.view import FindingView, HeldView, Standing
from nianbao.rollup.consolidation import Consolidation

STATES = {
    "missing": "缺报", "received": "已收件", "held": "待确认",
    "checked": "已核校", "returned": "退回修改", "accepted": "已审定",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the records know of a unit's counted submission and the figures do not say."""

    received_on: date
    late: bool
    version: int
    state: str
    file: str = ""


def standings(
    consolidation: Consolidation, district: District, arrivals: Mapping[str, Arrival]
) -> tuple[Standing, ...]:
    """Return every expected unit in roster order with its state and open findings."""
    counts = Counter((f.unit, f.severity) for f in consolidation.findings if f.state == "open")
    stated = Counter(value.unit for figure in consolidation.figures for value in figure.by_unit)
    rows = []
    for unit in (unit for unit in district.units if unit.code in consolidation.expected):
        arrival = arrivals.get(unit.code)
        state = _state(unit.code, consolidation, arrival, counts[unit.code, "error"])
        rows.append(
            Standing(
                code=unit.code,
                name=unit.name,
                type=unit.type,
                state=state,
                state_name=STATES[state],
                received=_received(arrival),
                errors=counts[unit.code, "error"],
                warnings=counts[unit.code, "warning"],
                infos=counts[unit.code, "info"],
                figures=stated[unit.code],
            )
        )
    return tuple(rows)


def published(standing: Standing) -> Standing:
    """Return a unit's row as the public edition shows it: whether it has reported, not what the office asks of it."""
    if standing.state == "missing":
        return standing
    return replace(standing, state="accepted", state_name="已报送", errors=0, warnings=0, infos=0)


def is_final(consolidation: Consolidation, arrivals: Mapping[str, Arrival]) -> bool:
    """Say whether a person has accepted the report of every expected unit; until then the report is a draft 草案."""
    return all(code in arrivals and arrivals[code].state == "accepted" for code in consolidation.expected)


def held_views(consolidation: Consolidation) -> tuple[HeldView, ...]:
    """Return the files that wait for a person."""
    return tuple(HeldView(printed(h.file), h.reason, printed(h.sentence)) for h in consolidation.held)


def finding_view(finding: Finding, district: District, catalogue: Catalogue) -> FindingView:
    """Return a finding fit for print; one without a unit is the district's own."""
    names = {unit.code: unit.name for unit in district.units}
    codes = (code for code in finding.indicators if code in catalogue.indicators)
    return FindingView(
        id=finding.id,
        rule=finding.rule,
        severity=finding.severity,
        severity_name=SEVERITY_WORDS[finding.severity],
        state_name=STATE_WORDS[finding.state],
        unit=finding.unit or "",
        unit_name=names.get(finding.unit or "", district.name),
        quote=printed(finding.quote),
        message=printed(finding.message),
        indicators=tuple(catalogue.indicators[code].name_zh for code in codes),
    )


def sorted_findings(consolidation: Consolidation, district: District) -> tuple[Finding, ...]:
    """Return the findings by severity, then roster order, rule and quote: the same order in every output."""
    roster = {unit.code: place for place, unit in enumerate(district.units)}
    order = list(SEVERITY_WORDS)
    last = len(roster)

    def key(finding: Finding) -> tuple[int, int, str, str, str]:
        unit = roster.get(finding.unit or "", last)
        return order.index(finding.severity), unit, finding.rule, finding.quote, finding.id

    return tuple(sorted(consolidation.findings, key=key))


def _state(code: str, consolidation: Consolidation, arrival: Arrival | None, errors: int) -> str:
    if code in consolidation.missing:
        return "missing"
    if arrival is not None:
        return arrival.state
    return "returned" if errors else "checked"


def _received(arrival: Arrival | None) -> str:
    if arrival is None:
        return ""
    late = "，逾期" if arrival.late else "，按时"
    return chinese_day(arrival.received_on) + late
