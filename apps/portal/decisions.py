"""What a person of the district decides of a submission: give, let through, withdraw, accept, send back, comment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse

from apps.portal.board import UNREADABLE
from apps.portal.problems import Problem
from apps.portal.results import Id, Words
from apps.portal.visiting import Deciding, Visitor
from nianbao.records.deciding import Impossible
from nianbao.records.submission import Submission
from tasks import decisions
from tasks.sending import ask_for_consolidation

router = APIRouter(tags=["district"])


@router.post("/submissions/{id}/assign", summary="指定单位 / give a held file to a unit", status_code=303)
def assign(
    visitor: Deciding,
    id: Id,
    unit: Annotated[str, Form(max_length=100)] = "",
    why: Words = "",
    with_year: Annotated[bool, Form()] = False,
) -> RedirectResponse:
    """Give a held file to a unit, and if said to the year under which it came; it is read again."""
    submission, desk = visitor.submission(id), visitor.desk
    if unit not in {known.code for known in desk.roster.units}:
        raise Problem(422, "请选择名册中的单位", "choose a unit of the roster")
    year = submission.year if with_year else None
    return _decided(visitor, why, lambda: desk.records.assign(id, unit, year, who=visitor.caller.shown, why=why))


@router.post("/submissions/{id}/let-through", summary="放行 / let a held file through", status_code=303)
def let_through(visitor: Deciding, id: Id, why: Words = "") -> RedirectResponse:
    """Let a held file through, whatever stands against it; what cannot be read stays held."""
    submission, records = visitor.submission(id), visitor.desk.records
    if submission.reason in UNREADABLE:
        raise Problem(409, "文件读不出内容，放行也不能计入，请单位重新报送", "the file cannot be read; ask for another")
    return _decided(visitor, why, lambda: records.release(id, who=visitor.caller.shown, why=why))


@router.post("/submissions/{id}/withdraw", summary="撤回 / take a submission out", status_code=303)
def withdraw(visitor: Deciding, id: Id, why: Words = "") -> RedirectResponse:
    """Take a submission out; the version before counts again."""
    visitor.submission(id)
    return _decided(visitor, why, lambda: visitor.desk.records.withdraw(id, why, who=visitor.caller.shown))


@router.post("/submissions/{id}/accept", summary="认定合格 / accept a report", status_code=303)
def accept(visitor: Deciding, id: Id, why: Words = "") -> RedirectResponse:
    """Accept a report without open errors."""
    visitor.submission(id)
    why = why.strip() or "审核合格"
    return _decided(visitor, why, lambda: visitor.desk.records.accept(id, who=visitor.caller.shown, why=why))


@router.post("/submissions/{id}/say", summary="退回或批注 / send back, comment", status_code=303)
def say(
    visitor: Deciding, id: Id, act: Annotated[Literal["return", "comment"], Form()], why: Words = ""
) -> RedirectResponse:
    """Send a report back as a whole, or leave a comment; the unit sees both among the findings."""
    visitor.submission(id)
    return _decided(visitor, why, lambda: visitor.desk.records.say(id, act, who=visitor.caller.shown, why=why))


def _decided(visitor: Visitor, why: str, decision: Callable[[], Submission]) -> RedirectResponse:
    """Take a decision with its reason, bring findings and states up to date, and have the year consolidated."""
    if len(why.strip()) < 2:
        raise Problem(422, "请写明理由", "give a reason")
    try:
        decided = decision()
    except Impossible as impossible:
        raise Problem(409, str(impossible)) from impossible
    place = visitor.desk.place
    if decided.year:
        decisions.settle_year(place, decided.year, None)
        ask_for_consolidation(place, decided.year, visitor.desk.now() + place.quiet)
    return RedirectResponse(f"/submissions/{decided.id}", 303)
