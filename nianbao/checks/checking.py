"""Check what was read: one report, the unit's past, the units side by side, and the roster.

Never repairs and never chooses: a finding says what is wrong and quotes it, and a person decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nianbao.catalogue import Catalogue
from nianbao.checks import (
    averages,
    completeness,
    copying,
    damage,
    generic,
    growth,
    history,
    pages,
    past,
    peers,
    prose,
    relations,
    scans,
    shares,
    sources,
    stale,
    years,
)
from nianbao.checks.finding import Finding, Severity
from nianbao.checks.rules import Claim, Rule, Subject, findings_of
from nianbao.checks.statements import Statements
from nianbao.district import District
from nianbao.reading import Reading

IN_ONE_REPORT: tuple[Rule[[Subject]], ...] = (
    relations.relations,
    prose.part_above_whole,
    prose.sums,
    shares.shares,
    growth.growth,
    averages.averages,
    relations.cut_off,
    generic.told_twice,
    generic.bounds,
    generic.whole_numbers,
    generic.parts,
    generic.parts_of_nought,
    generic.stretches,
    generic.units,
    generic.required,
    completeness.sections,
    years.opening,
    years.body,
    years.plan_heading,
    years.planned,
    damage.lost_characters,
    damage.fused_years,
    damage.odd_spaces,
    damage.lost_brackets,
    damage.lost_percent,
    scans.uncertain_figures,
    scans.unread_pages,
    pages.doubtful_pages,
)
AGAINST_PAST: tuple[Rule[[Subject]], ...] = (
    history.restated,
    growth.against_filed,
    past.tenfold,
    past.leaps,
    past.silent,
    stale.sentences_with_figures,
    stale.text,
    stale.values,
)
RULES: tuple[Rule[Any], ...] = (
    *IN_ONE_REPORT, *AGAINST_PAST, copying.copied, peers.outliers, sources.overlaps, completeness.reports,
)  # fmt: skip
"""Every rule that is code; the relations of the catalogue are data and stand behind the rule `relation`."""

GRAVITY: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One line of the list of checks, for `nianbao rules`."""

    id: str
    level: int
    severity: Severity
    line: str
    example: str


def list_rules(catalogue: Catalogue) -> tuple[RuleLine, ...]:
    """Return every check that is made, the catalogue's relations one by one."""
    grave = {rule_id: generic_rule.severity for rule_id, generic_rule in catalogue.generic_rules.items()}
    coded = [
        RuleLine(r.id, r.level, grave.get(r.id, r.severity), r.line, r.example)
        for r in RULES
        if r is not relations.relations
    ]
    kept = [RuleLine(r.id, 1, r.severity, r.message_zh, r.formula) for r in catalogue.relations]
    return (*coded, *kept)


def check_reading(
    reading: Reading, catalogue: Catalogue, required: tuple[str, ...], unit_type: str | None = None
) -> tuple[Finding, ...]:
    """Check one report by itself; `required` are the codes that it must state, as far as they apply to its type."""
    subject = Subject(reading, catalogue, Statements(reading, catalogue), required, unit_type=unit_type)
    return _ordered(_without_echoes(findings_of(IN_ONE_REPORT, subject)), (reading,))


def check_history(
    reading: Reading, before: Reading | None, catalogue: Catalogue, earlier: Sequence[Reading] = ()
) -> tuple[Finding, ...]:
    """Check one report against the unit's own report of the year before, if it filed one, and of years `earlier`."""
    required = catalogue.required(None)
    known = sorted((*earlier, *([before] if before else [])), key=lambda each: -each.year)
    past = tuple(Statements(each, catalogue) for each in known)
    subject = Subject(reading, catalogue, Statements(reading, catalogue), required, before, past)
    return _ordered(findings_of(AGAINST_PAST, subject), (reading,))


def check_units(
    readings: Sequence[Reading],
    catalogue: Catalogue,
    types: Mapping[str, str] | None = None,
    past: Mapping[str, Sequence[Reading]] | None = None,
) -> tuple[Finding, ...]:
    """Check the units side by side: what is copied, and figures far from those of the units of the same type.

    `types` are the units' types and `past` their earlier reports, by unit code; without types all units are peers.
    """
    found = [_finding(copying.copied, claim) for claim in copying.copied.find(readings, catalogue)]
    far = peers.outliers.find(readings, catalogue, types or {}, past or {})
    found.extend(_finding(peers.outliers, claim) for claim in far)
    return _ordered(found, readings)


def check_sources(readings: Sequence[Reading], district: District, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Check what the roster says to be the same cases, told by several units."""
    return tuple(_finding(sources.overlaps, claim) for claim in sources.overlaps.find(readings, district, catalogue))


def check_completeness(district: District, year: int, reporting: Collection[str]) -> tuple[Finding, ...]:
    """Check the roster: one error for each unit that has not reported."""
    return tuple(_finding(completeness.reports, c) for c in completeness.reports.find(district, year, reporting))


def _finding(rule: Rule[Any], claim: Claim) -> Finding:
    return Finding(
        rule=rule.id,
        level=rule.level,
        severity=claim.severity or rule.severity,
        unit=claim.unit,
        message=claim.message,
        quote=claim.quote or "",
        indicators=claim.indicators,
        facts=tuple(fact.id for fact in claim.facts),
        figures=claim.figures,
    )


def _without_echoes(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out what says again of the same figures what an earlier and no milder finding already says.

    A sum in prose repeats a relation, and a rate above 100 % follows from more put right than found.
    """
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda finding: GRAVITY[finding.severity]):
        if not any(_is_echo(finding, other) for other in kept if GRAVITY[other.severity] <= GRAVITY[finding.severity]):
            kept.append(finding)
    return kept


def _is_echo(finding: Finding, other: Finding) -> bool:
    if finding.rule.startswith(("prose_", "gen_part_of")):
        return set(finding.facts) <= set(other.facts)
    rate, *parts = finding.indicators or ("",)
    if finding.rule.startswith("rate_") and other.rule == "gen_bounds":
        return other.indicators == (rate,)
    return finding.rule.startswith("rate_") and other.rule.startswith("ord_") and set(parts) == set(other.indicators)


def _ordered(findings: Iterable[Finding], readings: Sequence[Reading]) -> tuple[Finding, ...]:
    """Put the gravest first, then in the order of the text; the same finding only once."""
    starts = {fact.id: fact.start for reading in readings for fact in reading.facts}
    once = {finding.id: finding for finding in findings}
    return tuple(
        sorted(once.values(), key=lambda f: (GRAVITY[f.severity], min((starts.get(i, 0) for i in f.facts), default=0)))
    )
