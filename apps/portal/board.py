"""The district's board: who has reported and who has not, one unit's year, and files that wait for a person."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from apps.portal.desk import Desk
from apps.portal.mine import EARLIEST_YEAR, LATEST_YEAR, standing_of
from apps.portal.pages import render_page
from apps.portal.problems import Problem
from apps.portal.read_view import GRAVITY
from apps.portal.results import findings_of
from apps.portal.reviewing import waiting_proposals
from apps.portal.visiting import Overseer
from nianbao.reasons import Reason
from tasks.standing import Standing, standings

router = APIRouter(tags=["district"])
Year = Annotated[int | None, Query(ge=EARLIEST_YEAR, le=LATEST_YEAR)]
UNREADABLE = frozenset(
    {Reason.ENCRYPTED, Reason.EMPTY, Reason.UNREADABLE, Reason.TOO_LARGE, Reason.TOO_MANY_PAGES, Reason.TIMEOUT,
     Reason.MEMORY, Reason.UNKNOWN_FORMAT}
)  # fmt: skip
"""What no decision can mend: the unit must send another file."""


@router.get("/board", summary="报送情况 / the board of all units", response_class=HTMLResponse)
def board_page(request: Request, visitor: Overseer, year: Year = None) -> HTMLResponse:
    """Show every unit of the roster with its state, and the files that are held."""
    desk, year = visitor.desk, year or visitor.desk.year
    found = standings(desk.records, desk.roster, year)
    return render_page(
        request, "board", visitor, year=year, years=years_of(desk), units=found, tally=tally(found),
        held=desk.records.held(desk.roster.code, year), unreadable=UNREADABLE,
        deadline=desk.roster.deadlines.report_day(year), waiting=len(waiting_proposals(desk, year)),
    )  # fmt: skip


@router.get("/units/{unit}", summary="一个单位 / one unit's year", response_class=HTMLResponse)
def unit_page(request: Request, visitor: Overseer, unit: str, year: Year = None) -> HTMLResponse:
    """Show one unit's versions, what is open, and what it has answered."""
    desk, year = visitor.desk, year or visitor.desk.year
    if unit not in {known.code for known in desk.roster.units}:
        raise Problem(404)
    mine = [each for each in desk.records.submissions(desk.roster.code, year) if each.unit == unit]
    counted = next((each for each in desk.records.counted(desk.roster.code, year) if each.unit == unit), None)
    opened = [finding for finding in findings_of(desk, counted) if finding.state == "open"] if counted else []
    return render_page(
        request, "unit", visitor, unit=desk.roster.unit(unit), year=year, years=years_of(desk),
        standing=standing_of(desk, unit, year), submissions=list(reversed(mine)), counted=counted,
        findings=sorted(opened, key=lambda finding: GRAVITY[finding.severity]),
        proposals=list(reversed(desk.proposals.proposals(year, unit))), unreadable=UNREADABLE,
    )  # fmt: skip


def years_of(desk: Desk) -> list[int]:
    """Return the years of which something is recorded, and the one that is being reported, newest first."""
    recorded = {year for district, year in desk.records.years() if district == desk.roster.code}
    return sorted(recorded | {desk.year}, reverse=True)


def tally(units: tuple[Standing, ...]) -> dict[str, int]:
    """Count 应报, 已报, 按时, 逾期, 缺报, 退回 and 合格."""
    reporting = [unit for unit in units if unit.reporting]
    return {
        "expected": len(units),
        "reporting": len(reporting),
        "in_time": sum(not unit.late for unit in reporting),
        "late": sum(unit.late for unit in reporting),
        "missing": sum(unit.state == "missing" for unit in units),
        "returned": sum(unit.state == "returned" for unit in units),
        "accepted": sum(unit.state == "accepted" for unit in units),
    }
