"""Gather what waits for a decision of the district in a year: corrections, explanations, figures without an indicator.

What would change the published figures most comes first. Gathering reads the whole year, so it is kept until the next
act in the district's log, or the next run's findings.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from threading import Lock

from apps.portal.desk import Desk
from nianbao.checks.finding import Finding
from nianbao.figures.facts import Fact
from nianbao.review.correction import Correction, NewValue, correction_of
from nianbao.review.laying import Placed
from nianbao.review.proposal import Proposal, ProposalAct
from nianbao.review.reviewed import Figure, Reviewed
from nianbao.review.suggesting import likely_indicator
from nianbao.review.weighing import weight_of_change, weight_of_doubt, weight_of_unmatched
from nianbao.review.written import Pen
from nianbao.rollup.consolidation import Consolidation
from tasks.reviewing import gather
from tasks.year import consolidate_year

_MOST_KEPT = 4
_kept: OrderedDict[tuple[object, ...], Year] = OrderedDict()
_gathering = Lock()


@dataclass(frozen=True, slots=True)
class Year:
    """A year as it stands under review, and what it comes to."""

    reviewed: Reviewed
    consolidation: Consolidation


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: a unit's proposal, or a figure without an indicator; `weight_pct` is its effect."""

    unit: str
    weight: Decimal
    proposal: Proposal | None
    figure: Figure | None
    finding: Finding | None
    likely: str | None = None

    @property
    def weight_pct(self) -> str:
        """Return the effect on the published figure in per cent."""
        pct = self.weight * 100
        if not pct:
            return "—"
        return "<0.1%" if 0 < pct < Decimal("0.1") else f"{pct:.1f}%"


def year_of(desk: Desk, year: int) -> Year:
    """Return a year under review."""
    place, code = desk.place, desk.roster.code
    of_run = tuple((finding.id, finding.state) for finding in desk.records.run_findings(code, year))
    key = (place.home, code, year, place.reading_key, desk.records.audit_position(code), of_run)
    with _gathering:
        if key not in _kept:
            _kept[key] = Year(gather(place, year), consolidate_year(place, year, None).consolidation)
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
        return _kept[key]


def queue(desk: Desk, year: int) -> tuple[Waiting, ...]:
    """Return what waits for a decision, the largest effect first."""
    found = year_of(desk, year)
    waiting = [_of_proposal(proposal, found, desk) for proposal in waiting_proposals(desk, year)]
    waiting += list(_unmatched(found))
    return tuple(sorted(waiting, key=lambda each: (-each.weight, each.proposal is None, each.unit)))


def waiting_proposals(desk: Desk, year: int) -> tuple[Proposal, ...]:
    """Return what units ask about the versions that count; what was asked of an older one has gone with it."""
    counted = {submission.id for submission in desk.records.counted(desk.roster.code, year)}
    return tuple(p for p in desk.proposals.proposals(year) if p.is_waiting and p.submission in counted)


def weighed(desk: Desk, proposal: Proposal) -> Waiting:
    """Return one proposal with what it speaks of."""
    return _of_proposal(proposal, year_of(desk, proposal.year), desk)


def correction_for(desk: Desk, proposal: Proposal, figure: Figure, *, by: str, why: str = "") -> Correction | str:
    """Return the correction that a proposal comes to, or in Chinese why it cannot be one."""
    value = read_wanted(desk, figure, proposal.wanted)
    if isinstance(value, str):
        return value
    told = f"单位申请更正（{proposal.who}）：{proposal.why}" + (f"；审核：{why}" if why else "")
    return correction_of(
        figure.source, proposal.unit, proposal.year, "value", why=told, who=by, when=desk.now(), figure=value
    )


def read_wanted(desk: Desk, figure: Figure, wanted: str) -> NewValue | str:
    """Read what a person wrote as the right figure."""
    catalogue = desk.place.catalogue
    return Pen(catalogue).read(wanted, figure.source, catalogue.indicators.get(figure.code or ""))


def _of_proposal(proposal: Proposal, year: Year, desk: Desk) -> Waiting:
    figure = year.reviewed.figures.get(proposal.fact or "")
    finding = year.reviewed.by_id.get(proposal.finding or "")
    weight = Decimal(0)
    if proposal.act is ProposalAct.CORRECT and figure is not None and figure.code:
        value = read_wanted(desk, figure, proposal.wanted)
        after = None if isinstance(value, str) else value.value
        weight = weight_of_change(figure.code, figure.corrected.value, after, year.consolidation)
    elif finding is not None:
        weight = weight_of_doubt(_facts_of(finding, year), year.consolidation)
    return Waiting(proposal.unit, weight, proposal, figure, finding)


def _facts_of(finding: Finding, year: Year) -> Iterator[Fact]:
    figures = year.reviewed.figures
    return (figures[fact].corrected for fact in finding.facts if fact in figures)


def _unmatched(year: Year) -> Iterator[Waiting]:
    for figure in year.reviewed.figures.values():
        if figure.code is None and not any(_is_decided(placed) for placed in figure.placed):
            likely = likely_indicator(figure.source, year.reviewed.catalogue)
            weight = weight_of_unmatched(figure.source, likely, year.consolidation)
            yield Waiting(figure.reading.unit, weight, None, figure, None, likely)


def _is_decided(placed: Placed) -> bool:
    """Say whether a person has given the figure an indicator, or said that it has none."""
    return placed.standing in ("laid", "agreed") and placed.correction.act in ("indicator", "not-counted")
