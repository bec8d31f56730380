"""What became of one report: as it was read, what is wrong, its receipt, its letter, its pages, its versions."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Path, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from apps.portal.desk import Desk
from apps.portal.pages import render_page
from apps.portal.pictures import page_picture
from apps.portal.problems import Problem
from apps.portal.read_view import ReadView
from apps.portal.visiting import Answering, Reader, Visitor
from nianbao.access.people import Right
from nianbao.checks.finding import Finding
from nianbao.records.deciding import Impossible
from nianbao.records.submission import Submission, SubmissionState
from nianbao.report.letters import return_letter
from nianbao.report.narrating import Narrator
from nianbao.review.comparing import compare_readings
from nianbao.review.proposal import Proposal, ProposalAct, ProposalState
from nianbao.review.written import Pen

router = APIRouter(tags=["submissions"])
Id = Annotated[int, Path(ge=1, le=2**53)]
Words = Annotated[str, Form(max_length=1000)]
COUNTING = (SubmissionState.CHECKED, SubmissionState.RETURNED, SubmissionState.ACCEPTED)
RECORDED = (*COUNTING, SubmissionState.SUPERSEDED)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/submissions/{id}", summary="报送结果 / what was read and found", response_class=HTMLResponse)
def result_page(request: Request, visitor: Reader, id: Id) -> HTMLResponse:
    """Show how a report stands: waiting, held with the reason, or as it was read with what was found."""
    submission = visitor.submission(id)
    view = view_of(visitor, submission) if is_read(submission) else None
    return render_page(
        request, "result", visitor, submission=submission, view=view, unit=visitor.desk.unit_name(submission.unit),
        may_answer=view is not None and submission.state in COUNTING and visitor.may(Right.ANSWER, submission.unit),
        state=shown_state(visitor.desk, submission),
        run=visitor.desk.run_of(id) if visitor.may(Right.OVERSEE) else "",
    )  # fmt: skip


@router.get("/submissions/{id}/state", summary="状态 / its state, for the page that waits")
def state(visitor: Reader, id: Id) -> dict[str, str]:
    """Return the state alone."""
    return {"state": str(visitor.submission(id).state)}


@router.get("/submissions/{id}/receipt", summary="回执 / the receipt, to be printed", response_class=HTMLResponse)
def receipt_page(request: Request, visitor: Reader, id: Id) -> HTMLResponse:
    """Show the receipt."""
    submission = visitor.submission(id)
    unit = visitor.desk.unit_name(submission.unit)
    return render_page(request, "receipt", visitor, submission=submission, unit=unit)


@router.get("/submissions/{id}/letter", summary="退回修改函 / the return letter", response_class=Response)
def letter(visitor: Reader, id: Id) -> Response:
    """Return the letter that says what to correct; there is none without an open error."""
    submission, desk = visitor.submission(id), visitor.desk
    findings = [f for f in findings_of(desk, submission) if f.severity == "error" and f.state == "open"]
    if not is_read(submission) or not findings or submission.unit is None or submission.year is None:
        raise Problem(404, "没有待修改的错误，不需要退回修改函", "there is no open error, so there is no letter")
    from nianbao.report.word import render_letter

    place = desk.place
    composed = return_letter(
        submission.unit, desk.unit_name(submission.unit), findings, submission.year, desk.roster, place.catalogue,
        Narrator(place.templates),
    )  # fmt: skip
    name = f"{desk.unit_name(submission.unit)}{submission.year}年度退回修改函.docx"
    return download(render_letter(composed, place.templates), name, DOCX)


@router.get("/submissions/{id}/file", summary="原文件 / the file as it came", response_class=Response)
def original(visitor: Reader, id: Id) -> Response:
    """Return the file as it was received; browsers save it and never show it as ours."""
    submission = visitor.submission(id)
    content = visitor.desk.records.vault.path(submission.sha256).read_bytes()
    return download(content, submission.file.rpartition("/")[2], "application/octet-stream")


@router.get("/submissions/{id}/pages/{page}", summary="页面图像 / a page's picture", response_class=Response)
def page(visitor: Reader, id: Id, page: Annotated[int, Path(ge=1, le=5000)]) -> Response:
    """Return a page's picture."""
    submission, desk = visitor.submission(id), visitor.desk
    if not is_read(submission) or page > len(desk.records.reading(id).document.pages):
        raise Problem(404)
    file = desk.records.vault.path(submission.sha256)
    picture = page_picture(file, submission.sha256, page, desk.upload_folder / "pages")
    if picture is None:
        raise Problem(404, "这一页没有图像", "there is no picture of this page")
    return Response(picture, media_type="image/png", headers={"Cache-Control": "private, max-age=86400"})


@router.get("/submissions/{id}/changes", summary="与前一版的差别 / against the version before")
def changes_page(request: Request, visitor: Reader, id: Id) -> HTMLResponse:
    """Show the unit's versions of the year, and what this one says otherwise than the one before."""
    submission, desk = visitor.submission(id), visitor.desk
    if not is_read(submission) or submission.year is None:
        raise Problem(404)
    versions = [
        each for each in desk.records.submissions(desk.roster.code, submission.year)
        if each.unit == submission.unit and each.version is not None
    ]  # fmt: skip
    before = [each for each in versions if (each.received_at, each.id) < (submission.received_at, submission.id)]
    found = None
    if before:
        pair = (desk.records.reading(before[-1].id), desk.records.reading(id))
        found = compare_readings(*pair, desk.place.catalogue)
    return render_page(
        request, "changes", visitor, submission=submission, unit=desk.unit_name(submission.unit), found=found,
        versions=list(reversed(versions)), before=before[-1] if before else None, gone=_gone(desk, submission, before),
    )  # fmt: skip


@router.post("/submissions/{id}/proposals", summary="答复问题、申请更正 / answer, propose", status_code=303)
def propose(
    visitor: Answering,
    id: Id,
    act: Annotated[ProposalAct, Form()],
    why: Words = "",
    finding: Annotated[str, Form(max_length=12)] = "",
    fact: Annotated[str, Form(max_length=100)] = "",
    wanted: Annotated[str, Form(max_length=100)] = "",
) -> RedirectResponse:
    """Keep what the unit says: another version is coming, the figure is right, or it should be another one."""
    submission, desk = visitor.submission(id, Right.ANSWER), visitor.desk
    if submission.state not in COUNTING or submission.unit is None or submission.year is None:
        raise Problem(409, "这一版已不计入汇总，请在最新版本上答复", "this version no longer counts")
    _must_be_about_something(desk, submission, act, finding, fact, wanted.strip())
    if act is not ProposalAct.RESUBMIT and len(why.strip()) < 2:
        raise Problem(422, "请写明理由", "give a reason")
    proposal = Proposal(
        id=0, district=desk.roster.code, year=submission.year, unit=submission.unit, submission=id, act=act,
        why=why.strip(), who=visitor.caller.shown, when=desk.now(), finding=finding or None, fact=fact or None,
        wanted=wanted.strip(),
    )  # fmt: skip
    try:
        desk.proposals.propose(proposal)
    except Impossible as impossible:
        raise Problem(409, str(impossible)) from impossible
    return RedirectResponse(f"/submissions/{id}?said={act}#findings", 303)


@router.post("/submissions/{id}/proposals/{proposal}/withdraw", summary="收回答复 / take it back", status_code=303)
def withdraw(visitor: Answering, id: Id, proposal: Id) -> RedirectResponse:
    """Take back what waits for a decision."""
    visitor.submission(id, Right.ANSWER)
    try:
        if visitor.desk.proposals.proposal(proposal).submission != id:
            raise Problem(404)
        visitor.desk.proposals.decide(proposal, ProposalState.WITHDRAWN, by=visitor.caller.shown, because="单位收回")
    except KeyError:
        raise Problem(404) from None
    except Impossible as impossible:
        raise Problem(409, str(impossible)) from impossible
    return RedirectResponse(f"/submissions/{id}#findings", 303)


def is_read(submission: Submission) -> bool:
    """Say whether there is a reading of it."""
    return submission.version is not None and submission.state in RECORDED


def view_of(visitor: Visitor, submission: Submission) -> ReadView:
    """Return what the result page shows of a report that was read."""
    desk = visitor.desk
    reading = desk.records.reading(submission.id)
    proposals = desk.proposals.proposals(reading.year, reading.unit)
    return ReadView(
        reading, findings_of(desk, submission), desk.place.catalogue, visitor.language,
        desk.records.corrections(desk.roster.code, reading.year),
        [proposal for proposal in proposals if proposal.submission == submission.id],
    )  # fmt: skip


def findings_of(desk: Desk, submission: Submission) -> tuple[Finding, ...]:
    """Return the findings about a report; the one that counts also has those of the district's last run."""
    own = desk.records.findings(submission.id)
    if submission.state not in COUNTING or submission.year is None:
        return own
    known = {finding.id for finding in own}
    of_run = desk.records.run_findings(desk.roster.code, submission.year)
    return (*own, *(f for f in of_run if f.unit == submission.unit and f.id not in known))


def shown_state(desk: Desk, submission: Submission) -> str:
    """Return the state; a report in which only the run as a whole found an error goes back as well."""
    if submission.state is not SubmissionState.CHECKED:
        return str(submission.state)
    wrong = any(f.severity == "error" and f.state == "open" for f in findings_of(desk, submission))
    return "returned" if wrong else "checked"


def download(content: bytes, name: str, media: str) -> Response:
    """Return bytes that are saved under a name."""
    said = f"attachment; filename*=UTF-8''{quote(name.replace('/', '_'), safe='')}"
    return Response(content, media_type=media, headers={"Content-Disposition": said})


def _must_be_about_something(
    desk: Desk, submission: Submission, act: ProposalAct, finding: str, fact: str, wanted: str
) -> None:
    """Refuse what speaks of no finding or figure of this report, or wants what is no figure."""
    known = {each.id for each in findings_of(desk, submission)}
    if (finding and finding not in known) or (act is ProposalAct.EXPLAIN and not finding):
        raise Problem(409, "这个问题已经消除或不属于这份报告，请刷新页面", "this finding is gone; reload the page")
    if act is not ProposalAct.CORRECT:
        return
    facts = {each.id: each for each in desk.records.reading(submission.id).facts}
    if fact not in facts:
        raise Problem(409, "报告中没有这个数据，请刷新页面", "there is no such figure; reload the page")
    catalogue = desk.place.catalogue
    read = Pen(catalogue).read(wanted, facts[fact], catalogue.indicators.get(facts[fact].indicator or ""))
    if isinstance(read, str):
        raise Problem(422, read)


def _gone(desk: Desk, submission: Submission, before: list[Submission]) -> tuple[list[Finding], list[Finding]]:
    """Return the findings of the version before that are gone, and those that are new."""
    if not before:
        return [], []
    then, now = desk.records.findings(before[-1].id), desk.records.findings(submission.id)
    known, left = {f.id for f in then}, {f.id for f in now}
    return [f for f in then if f.id not in left], [f for f in now if f.id not in known]
