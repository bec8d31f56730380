"""The unit's own page: how this year stands, handing a report in, trying one out without handing it in."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse

from apps.portal.desk import Desk
from apps.portal.pages import render_page
from apps.portal.problems import Problem
from apps.portal.self_check import check_file
from apps.portal.uploading import laid_down, name_of
from apps.portal.visiting import Submitter, Submitting, Visitor
from nianbao.district import Unit
from nianbao.reasons import Rejection
from nianbao.records.submission import Receipt
from tasks.standing import Standing, standings

router = APIRouter(tags=["unit"])
EARLIEST_YEAR, LATEST_YEAR = 1990, 2200
Year = Annotated[int, Form(ge=EARLIEST_YEAR, le=LATEST_YEAR)]
YEARS_SHOWN = 3


@router.get("/my", summary="本单位报送情况 / how one's own unit stands", response_class=HTMLResponse)
def my_page(request: Request, visitor: Submitter) -> HTMLResponse:
    """Show this year's state and deadline, the form to hand a report in, and what was handed in before."""
    desk, unit = visitor.desk, own_unit(visitor)
    years = range(desk.year, desk.year - YEARS_SHOWN, -1)
    handed_in = {
        year: [s for s in desk.records.submissions(desk.roster.code, year) if s.unit == unit] for year in years
    }
    return render_page(
        request, "mine", visitor, unit=desk.unit_name(unit), standing=standing_of(desk, unit, desk.year),
        year=desk.year, years=[desk.year, desk.year - 1], deadline=desk.roster.deadlines.report_day(desk.year),
        days_left=(desk.roster.deadlines.report_day(desk.year) - desk.now().date()).days,
        handed_in={year: list(reversed(found)) for year, found in handed_in.items() if found},
    )  # fmt: skip


@router.post("/my/submissions", summary="报送 / hand a report in", status_code=303, response_class=HTMLResponse)
def hand_in(request: Request, visitor: Submitting, file: Annotated[UploadFile, File()], year: Year) -> RedirectResponse:
    """Hand a report in; the same file again leads to the same receipt."""
    receipt = receive(visitor, file, year)
    return RedirectResponse(f"/submissions/{receipt.submission.id}", 303)


@router.post("/my/check", summary="自查，不报送 / try a report out, nothing is kept", response_class=HTMLResponse)
def self_check(request: Request, visitor: Submitting, file: Annotated[UploadFile, File()]) -> HTMLResponse:
    """Read a file and show what would be found; nothing is kept."""
    desk = visitor.desk
    with laid_down(file, desk.upload_folder) as path:
        outcome = check_file(path, name_of(file), desk, visitor.language)
    if isinstance(outcome, Rejection):
        return render_page(request, "self_check", visitor, file=name_of(file), rejection=outcome, view=None, unit=None)
    unit = desk.unit_name(outcome.reading.unit) if outcome.reading.unit else None
    return render_page(request, "self_check", visitor, file=name_of(file), rejection=None, view=outcome, unit=unit)


def receive(visitor: Visitor, file: UploadFile, year: int) -> Receipt:
    """Take a unit's file in by the one door; whoever has no unit hands nothing in."""
    desk, unit = visitor.desk, own_unit(visitor)
    with laid_down(file, desk.upload_folder) as path:
        return desk.records.receive(
            path, district=desk.roster.code, name=name_of(file), received_at=desk.now(), year=year, unit=unit
        )


def own_unit(visitor: Visitor) -> str:
    """Return the visitor's unit, which the roster must still have."""
    unit = visitor.caller.unit
    if unit is None or unit not in {known.code for known in visitor.desk.roster.units}:
        raise Problem(403, "账号的单位已不在名册中，请联系区里的管理员", "your unit is no longer in the roster")
    return unit


def standing_of(desk: Desk, unit: str, year: int) -> Standing | None:
    """Return how a unit stands in a year, None when it need not report."""
    only = desk.roster.model_copy(update={"units": _one(desk.roster.units, unit)})
    return next(iter(standings(desk.records, only, year)), None)


def _one(units: tuple[Unit, ...], code: str) -> tuple[Any, ...]:
    return tuple(unit for unit in units if unit.code == code)
