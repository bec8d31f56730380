"""The district's report: the draft with its proofs, approval by three people, release, and the way to the runs."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Path, Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from apps.portal.board import Year, years_of
from apps.portal.desk import Desk
from apps.portal.pages import render_page
from apps.portal.problems import Problem
from apps.portal.results import Words
from apps.portal.reviewing import year_of
from apps.portal.shelves import releases, shelf_of
from apps.portal.visiting import Overseeing, Overseer, Visitor
from nianbao.access.people import Right
from nianbao.records.deciding import Impossible
from nianbao.release.package import digest
from nianbao.release.sealing import open_errors
from nianbao.report.tables import data_json
from nianbao.review.approving import Approval, Step, is_of_another, next_step, standing

router = APIRouter(tags=["report"])
PathYear = Annotated[int, Path(ge=1990, le=2200)]
OUTPUTS = ("report.docx", "report.pdf", "data.xlsx", "data.json", "facts.csv", "findings.csv", "table-checks.html")
RIGHT_FOR = {Step.PREPARED: Right.PREPARE, Step.REVIEWED: Right.REVIEW, Step.SIGNED: Right.SIGN}
SEAL_S = 600
_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


@router.get("/report", summary="汇总报告 / the district's report", response_class=HTMLResponse)
def report_page(request: Request, visitor: Overseer, year: Year = None) -> HTMLResponse:
    """Show what the year comes to, how far it is approved, and the versions that were released."""
    desk, year = visitor.desk, year or visitor.desk.year
    consolidation = year_of(desk, year).consolidation
    figures = digest_of(desk, year)
    taken = standing(desk.proposals.approvals(year), figures)
    step, out = next_step(taken), desk.place.out(year, None)
    return render_page(
        request, "report", visitor, year=year, years=years_of(desk), consolidation=consolidation, taken=taken,
        figures=figures,
        step=step, may_take=step is not None and may_take(visitor, step, taken), Step=Step,
        may_send_back=bool(taken) and step is not None and _may_send_back(visitor),
        history=desk.proposals.approvals(year), errors=open_errors(consolidation),
        waiting=len(desk.records.pending(desk.roster.code, year)), releases=releases(desk, year),
        outputs=[name for name in ("report.html", *OUTPUTS) if (out / name).is_file()],
        indicators=desk.place.catalogue.indicators,
        runs=desk.runs,
    )  # fmt: skip


@router.get("/report/{year}/draft", summary="草案全文 / the draft, with proofs", response_class=HTMLResponse)
def draft(visitor: Overseer, year: PathYear) -> Response:
    """Show the draft as the last run wrote it; every figure opens its sentence. It is kept apart from our own pages."""
    file = visitor.desk.place.out(year, None) / "report.html"
    if not file.is_file():
        raise Problem(404, "草案尚未生成，请等下一次汇总", "there is no draft yet")
    content = file.read_bytes()
    return HTMLResponse(content, headers={"Content-Security-Policy": policy_of_draft(content)})


@router.get("/report/{year}/files/{name}", summary="成果文件 / an output", response_class=Response)
def output(visitor: Overseer, year: PathYear, name: str) -> Response:
    """Return one of the outputs that the last run wrote."""
    file = visitor.desk.place.out(year, None) / name
    if name not in OUTPUTS or not file.is_file():
        raise Problem(404)
    return FileResponse(file, filename=f"{visitor.desk.roster.name}{year}-{name}")


@router.get("/report/{year}/versions/{version}", summary="发布包 / a released package", response_class=Response)
def package(visitor: Overseer, year: PathYear, version: Annotated[int, Path(ge=1, le=9999)]) -> Response:
    """Return a released package."""
    file = shelf_of(visitor.desk, year).folder / f"v{version}.nianbao"
    if not file.is_file():
        raise Problem(404)
    return FileResponse(file, filename=f"{visitor.desk.roster.code}-{year}-v{version}.nianbao")


@router.post("/report/{year}/approve", summary="经办、审核、签发 / take the next step", status_code=303)
def approve(
    visitor: Overseeing,
    year: PathYear,
    step: Annotated[Literal["prepared", "reviewed", "signed", "sent-back"], Form()],
    figures: Annotated[str, Form(max_length=64)] = "",
    why: Words = "",
) -> RedirectResponse:
    """Take the next step about the figures that were shown, or send the report back; signing releases it."""
    desk, asked = visitor.desk, Step(step)
    if figures != digest_of(desk, year):
        raise Problem(409, "数据在您查看之后有变动，请重新核对", "a figure has changed since you looked")
    approvals = standing(desk.proposals.approvals(year), figures)
    user = visitor.caller.user
    if user is None:
        raise Problem(403)
    approval = Approval(year, asked, figures, user.name, user.full_name, why.strip(), desk.now())
    try:
        if asked is Step.SENT_BACK:
            _send_back(visitor, approval)
        elif asked is not next_step(approvals) or not may_take(visitor, asked, approvals):
            raise Problem(
                403, "经办、审核、签发须由不同的人依次办理", "three different people take these steps in turn"
            )
        else:
            if asked is Step.SIGNED:
                _seal(desk, year, approval)
            desk.proposals.approve(approval)
    except Impossible as impossible:
        raise Problem(409, str(impossible)) from impossible
    return RedirectResponse(f"/report?year={year}", 303)


def policy_of_draft(content: bytes) -> str:
    """Return a policy under which the one-file report works: in an origin of its own, with its own script alone."""
    digests = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in _SCRIPT.findall(content))
    scripts = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    return (
        f"sandbox allow-scripts allow-popups allow-downloads; default-src 'none'; script-src {scripts}; "
        "style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    )


def digest_of(desk: Desk, year: int) -> str:
    """Return the digest of the year's figures as they stand: what people approve is this and nothing else."""
    return digest(data_json(year_of(desk, year).consolidation, desk.roster, desk.place.catalogue))


def may_take(visitor: Visitor, step: Step, taken: tuple[Approval, ...]) -> bool:
    """Say whether the visitor may take a step: by role, and as somebody else than who took those before."""
    user = visitor.caller.user
    return user is not None and visitor.may(RIGHT_FOR[step]) and is_of_another(taken, user.name)


def _may_send_back(visitor: Visitor) -> bool:
    return visitor.may(Right.REVIEW) or visitor.may(Right.SIGN)


def _send_back(visitor: Visitor, approval: Approval) -> None:
    if not _may_send_back(visitor):
        raise Problem(403)
    if len(approval.why) < 2:
        raise Problem(422, "请写明退回的理由", "give a reason")
    visitor.desk.proposals.send_back(approval)


def _seal(desk: Desk, year: int, approval: Approval) -> None:
    """Release the year with the command that everybody has, in a process of its own: it typesets and reads back."""
    errors = open_errors(year_of(desk, year).consolidation)
    if errors and len(approval.why) < 2:
        raise Problem(422, f"还有 {errors} 条错误没有处理，签发须写明理由", f"{errors} errors are open; give a reason")
    accepting = ["--accept-open", approval.why] if errors else []
    command = [
        sys.executable, "-c", "from apps.cli import main; main()", "--home", str(desk.place.home), "release",
        "--district", desk.district,
        "--year", str(year), "--by", approval.shown, *accepting,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=SEAL_S, check=False, env=dict(os.environ))
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["没有发布成"])[-1]
        raise Problem(409, said)
