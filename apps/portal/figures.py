"""The district's queue: corrections, explanations and figures without an indicator, each decided with a reason.

Before anything is kept, its effect on the district's report is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse

from apps.portal.board import Year, years_of
from apps.portal.desk import Desk
from apps.portal.pages import render_page
from apps.portal.problems import Problem
from apps.portal.results import Id, Words
from apps.portal.reviewing import correction_for, queue, read_wanted, weighed, year_of
from apps.portal.visiting import Deciding, Overseeing, Overseer, Visitor
from nianbao.checks.answering import Answer
from nianbao.checks.statements import Use, unit_fit
from nianbao.records.deciding import Impossible
from nianbao.review.correction import Act, Correction, correction_of
from nianbao.review.deciding import Decided
from nianbao.review.proposal import Proposal, ProposalAct, ProposalState
from nianbao.review.reviewed import Figure
from tasks.reviewing import Difference, keep, preview
from tasks.sending import ask_for_consolidation

router = APIRouter(tags=["district"])
FactId = Annotated[str, Path(max_length=100)]
NeededYear = Annotated[int, Form(ge=1990, le=2200)]
MOST_SHOWN = 200
_deciding = Lock()
"""Two people of one office may press at the same moment; the first one decides."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form about a figure asks for: the act, the value or the indicator's code that it needs, and why."""

    act: Act = "indicator"
    wanted: str = ""
    code: str = ""
    why: str = ""


def wish_of(
    act: Annotated[Act, Form()],
    wanted: Annotated[str, Form(max_length=100)] = "",
    code: Annotated[str, Form(max_length=100)] = "",
    why: Words = "",
) -> Wish:
    """Return the form about a figure as it was filled in."""
    return Wish(act, wanted, code, why)


Wished = Annotated[Wish, Depends(wish_of)]


@router.get("/queue", summary="待审事项 / what waits for a decision", response_class=HTMLResponse)
def queue_page(
    request: Request,
    visitor: Overseer,
    year: Year = None,
    only: Annotated[Literal["all", "answers", "figures"], Query()] = "all",
) -> HTMLResponse:
    """Show what waits, all or of one sort, the largest effect on the published figures first."""
    desk, year = visitor.desk, year or visitor.desk.year
    everything = queue(desk, year)
    sorts = {
        "all": everything,
        "answers": tuple(each for each in everything if each.proposal),
        "figures": tuple(each for each in everything if not each.proposal),
    }
    waiting = sorts[only]
    return render_page(
        request, "queue", visitor, year=year, years=years_of(desk), waiting=waiting[:MOST_SHOWN], count=len(waiting),
        only=only, counts={sort: len(found) for sort, found in sorts.items()},
        indicators=desk.place.catalogue.indicators, ProposalAct=ProposalAct,
    )  # fmt: skip


@router.get("/proposals/{id}", summary="一条答复 / one proposal", response_class=HTMLResponse)
def proposal_page(request: Request, visitor: Overseer, id: Id) -> HTMLResponse:
    """Show a proposal with its sentence, and what the report would say otherwise."""
    desk, proposal = visitor.desk, _proposal(visitor, id)
    waiting = weighed(desk, proposal)
    changes, trouble = None, None
    if proposal.act is ProposalAct.CORRECT and waiting.figure is not None and proposal.is_waiting:
        correction = correction_for(desk, proposal, waiting.figure, by=visitor.caller.shown)
        trouble = correction if isinstance(correction, str) else None
        changes = None if isinstance(correction, str) else preview(desk.place, proposal.year, [correction])
    return render_page(
        request, "proposal", visitor, proposal=proposal, waiting=waiting, changes=changes, trouble=trouble,
        indicators=desk.place.catalogue.indicators, ProposalAct=ProposalAct,
    )  # fmt: skip


@router.post("/proposals/{id}", summary="采纳或不采纳 / accept or refuse", status_code=303)
def decide_proposal(
    visitor: Deciding, id: Id, decision: Annotated[Literal["accept", "refuse"], Form()], why: Words = ""
) -> RedirectResponse:
    """Accept a proposal, and lay the correction or the answer over the year, or refuse it; both with a reason."""
    if len(why.strip()) < 2:
        raise Problem(422, "请写明理由", "give a reason")
    desk, proposal = visitor.desk, _proposal(visitor, id)
    state = ProposalState.ACCEPTED if decision == "accept" else ProposalState.REFUSED
    with _deciding:
        if not _proposal(visitor, id).is_waiting:
            raise Problem(409)
        if state is ProposalState.ACCEPTED:
            _keep(desk, proposal.year, _accepted(visitor, proposal, why.strip()))
        try:
            desk.proposals.decide(id, state, by=visitor.caller.shown, because=why.strip())
        except Impossible as impossible:
            raise Problem(409, str(impossible)) from impossible
    return RedirectResponse(f"/queue?year={proposal.year}", 303)


@router.get("/figures/{fact}", summary="一个数据 / one figure", response_class=HTMLResponse)
def figure_page(
    request: Request, visitor: Overseer, fact: FactId, year: Annotated[int, Query(ge=1990, le=2200)]
) -> HTMLResponse:
    """Show a figure with its sentence, and the forms that correct it or give it an indicator."""
    return _figure_page(request, visitor, fact, year)


@router.post("/figures/{fact}/preview", summary="预览影响 / what it would change", response_class=HTMLResponse)
def preview_figure(request: Request, visitor: Overseeing, fact: FactId, year: NeededYear, wish: Wished) -> HTMLResponse:
    """Show what the report would say otherwise; nothing is kept."""
    figure = _figure(visitor.desk, fact, year)
    correction = _correction(visitor, figure, year, wish, wish.why or "预览")
    if isinstance(correction, str):
        return _figure_page(request, visitor, fact, year, status=422, trouble=correction, given=wish)
    changes = preview(visitor.desk.place, year, [correction])
    return _figure_page(request, visitor, fact, year, changes=changes, given=wish)


@router.post("/figures/{fact}", summary="更正数据、指定指标 / correct, assign", status_code=303)
def correct_figure(visitor: Deciding, fact: FactId, year: NeededYear, wish: Wished) -> RedirectResponse:
    """Correct a figure, give it an indicator, count it no more, or take that back; with a reason."""
    if len(wish.why.strip()) < 2:
        raise Problem(422, "请写明理由", "give a reason")
    figure = _figure(visitor.desk, fact, year)
    correction = _correction(visitor, figure, year, wish, wish.why.strip())
    if isinstance(correction, str):
        raise Problem(422, correction)
    with _deciding:
        _keep(visitor.desk, year, Decided((correction,), (), (), ()))
    return RedirectResponse(f"/queue?year={year}", 303)


def _figure_page(
    request: Request,
    visitor: Visitor,
    fact: str,
    year: int,
    *,
    status: int = 200,
    changes: tuple[Difference, ...] | None = None,
    trouble: str | None = None,
    given: Wish | None = None,
) -> HTMLResponse:
    desk, figure = visitor.desk, _figure(visitor.desk, fact, year)
    indicators = desk.place.catalogue.indicators
    likely = [code for code in figure.source.candidates if code in indicators]
    fitting = [code for code in indicators if unit_fit(figure.source, indicators[code]) is not Use.OTHER_UNIT]
    counted = [s for s in desk.records.counted(desk.roster.code, year) if s.unit == figure.reading.unit]
    return render_page(
        request, "figure", visitor, status=status, figure=figure, year=year, changes=changes, trouble=trouble,
        given=given or Wish(), likely=likely, fitting=fitting, indicators=indicators,
        submission=counted[0] if counted else None,
    )  # fmt: skip


def _figure(desk: Desk, fact: str, year: int) -> Figure:
    figure = year_of(desk, year).reviewed.figures.get(fact)
    if figure is None:
        raise Problem(404, "没有这个数据，该单位可能已重新报送", "there is no such figure; the unit may have sent anew")
    return figure


def _correction(visitor: Visitor, figure: Figure, year: int, wish: Wish, why: str) -> Correction | str:
    """Return the correction that a form asks for, or in Chinese why it cannot be."""
    desk, value = visitor.desk, None
    if wish.act == "value":
        read = read_wanted(desk, figure, wish.wanted.strip())
        if isinstance(read, str):
            return read
        value = read
    if wish.act == "indicator":
        indicator = desk.place.catalogue.indicators.get(wish.code)
        if indicator is None:
            return "请选择指标"
        if unit_fit(figure.source, indicator) is Use.OTHER_UNIT:
            return f"原文“{figure.source.text}”的计量单位与{indicator.name_zh}（{indicator.unit}）不同"
    return correction_of(
        figure.source, figure.reading.unit, year, wish.act, why=why, who=visitor.caller.shown, when=desk.now(),
        figure=value, code=wish.code if wish.act == "indicator" else None,
    )  # fmt: skip


def _accepted(visitor: Visitor, proposal: Proposal, why: str) -> Decided:
    """Return what accepting a proposal decides."""
    desk, waiting = visitor.desk, weighed(visitor.desk, proposal)
    if proposal.act is ProposalAct.CORRECT:
        if waiting.figure is None:
            raise Problem(409, "该单位已重新报送，请刷新页面", "the unit has sent another version")
        correction = correction_for(desk, proposal, waiting.figure, by=visitor.caller.shown, why=why)
        if isinstance(correction, str):
            raise Problem(409, correction)
        return Decided((correction,), (), (), ())
    told = f"单位说明（{proposal.who}）：{proposal.why}；审核：{why}"
    answer = Answer(proposal.finding or "", "explained", visitor.caller.shown, told, desk.now().date())
    return Decided((), (answer,), (), ())


def _keep(desk: Desk, year: int, decided: Decided) -> None:
    """Keep what was decided, and have the year consolidated anew once it is quiet."""
    keep(desk.place, year, decided)
    ask_for_consolidation(desk.place, year, desk.now() + desk.place.quiet)


def _proposal(visitor: Visitor, number: int) -> Proposal:
    try:
        return visitor.desk.proposals.proposal(number)
    except KeyError:
        raise Problem(404) from None
