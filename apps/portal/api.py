"""The API for units' scripts: submit, state, findings, facts, the district's report. A unit's key opens its own only.

Submitting is idempotent by the bytes: the same file again, whenever and however often, gives the same submission.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Path, Query, Request, Response, UploadFile
from fastapi.security import HTTPBearer
from pydantic import BaseModel, ConfigDict, Field

from apps.portal.desk import Desk
from apps.portal.mine import EARLIEST_YEAR, LATEST_YEAR, own_unit, receive, standing_of
from apps.portal.problems import PROBLEM, Problem
from apps.portal.results import findings_of, is_read, shown_state
from apps.portal.shelves import last_release
from apps.portal.visiting import Reader, Visitor, needs
from nianbao.access.people import Right
from nianbao.checks.finding import finding_json
from nianbao.figures.facts import fact_json
from nianbao.records.submission import Submission
from nianbao.report.masking import masked
from tasks.clock import CHINA


class Told(BaseModel):
    """What the API answers; a field that is not described is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProblemTold(Told):
    """What is wrong (RFC 9457); `detail` is Chinese, `detail_en` English."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: str
    title: str
    status: int
    detail: str
    detail_en: str


class SubmissionTold(Told):
    """One report that was handed in. `reason` and `sentence` say why it is held; `version` is set once it was read."""

    id: int
    sha256: str
    state: str = Field(description="received | held | checked | returned | accepted | superseded | withdrawn")
    unit: str | None
    year: int | None
    version: int | None
    file: str
    size: int
    received_at: datetime
    reason: str | None
    sentence: str


class SubmissionsTold(Told):
    """The unit's reports of a year, oldest first."""

    submissions: list[SubmissionTold]


class FactsTold(Told):
    """Every figure that states something, as `nianbao extract --json` prints it."""

    facts: list[dict[str, Any]]


class FindingsTold(Told):
    """Everything that is wrong or doubtful, as in data.json."""

    findings: list[dict[str, Any]]


class ReleaseTold(Told):
    """A sealed version of the district's report."""

    version: int
    sha256: str
    released_on: date
    released_by: str


class ReportTold(Told):
    """How the unit stands in the district's year, and the version that was released last."""

    district: str
    year: int
    deadline: date
    state: str = Field(description="missing | a state of a submission | not-expected")
    late: bool
    findings: dict[str, int]
    released: ReleaseTold | None


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemTold, "content": {PROBLEM: {}}, "description": told}
    for status, told in {
        400: "请求有误 / wrong request", 401: "没有密钥 / no key", 403: "没有权限 / no right",
        404: "没有这份报送件 / no such submission", 409: "状态不符 / not in this state",
        413: "文件过大 / too large", 422: "参数有误 / wrong parameters", 429: "请求过多 / too many requests",
    }.items()
}  # fmt: skip
router = APIRouter(
    prefix="/api/v1", tags=["api"], responses=PROBLEMS,
    dependencies=[Depends(HTTPBearer(auto_error=False, scheme_name="unit-key", description="单位的接口密钥"))],
)  # fmt: skip
Id = Annotated[int, Path(ge=1, le=2**53, description="回执号 / the receipt's number")]
Year = Annotated[int, Query(ge=EARLIEST_YEAR, le=LATEST_YEAR, description="报告年度 / the reporting year")]
ApiSubmitter = Annotated[Visitor, needs(Right.SUBMIT)]


@router.post("/submissions", summary="报送 / submit", status_code=201, responses={200: {"model": SubmissionTold}})
def submit(
    request: Request,
    response: Response,
    visitor: ApiSubmitter,
    file: Annotated[UploadFile, File(description="报告文件，不超过50 MB / at most 50 MB")],
    year: Annotated[int, Form(ge=EARLIEST_YEAR, le=LATEST_YEAR, description="报告年度 / the reporting year")],
) -> SubmissionTold:
    """Take a report in: 201 when it is new, 200 with the same receipt when these bytes had been received before."""
    receipt = receive(visitor, file, year)
    response.status_code = 201 if receipt.new else 200
    response.headers["Location"] = f"/api/v1/submissions/{receipt.submission.id}"
    return told(visitor.desk, receipt.submission)


@router.get("/submissions", summary="本单位的报送件 / the unit's submissions")
def list_submissions(visitor: Reader, year: Year) -> SubmissionsTold:
    """Return the unit's submissions of a year."""
    desk, unit = visitor.desk, own_unit(visitor)
    found = [each for each in desk.records.submissions(desk.roster.code, year) if each.unit == unit]
    return SubmissionsTold(submissions=[told(desk, each) for each in found])


@router.get("/submissions/{id}", summary="状态 / its state")
def submission(visitor: Reader, id: Id) -> SubmissionTold:
    """Return how a submission stands."""
    return told(visitor.desk, visitor.submission(id))


@router.get("/submissions/{id}/facts", summary="数据 / its facts")
def facts(visitor: Reader, id: Id) -> FactsTold:
    """Return the figures that were read."""
    found = visitor.submission(id)
    _must_be_read(found)
    return FactsTold(facts=[fact_json(fact) for fact in visitor.desk.records.reading(id).facts])


@router.get("/submissions/{id}/findings", summary="问题 / its findings")
def findings(visitor: Reader, id: Id) -> FindingsTold:
    """Return what was found."""
    found = visitor.submission(id)
    _must_be_read(found)
    return FindingsTold(findings=[finding_json(finding) for finding in findings_of(visitor.desk, found)])


@router.get("/report", summary="本年度情况与已发布的报告 / the year, and the released report")
def report(visitor: Reader, year: Year) -> ReportTold:
    """Return how the unit stands in the year, and which version of the district's report was released last."""
    desk, unit = visitor.desk, own_unit(visitor)
    standing, released = standing_of(desk, unit, year), last_release(desk, year)
    return ReportTold(
        district=desk.roster.code, year=year, deadline=desk.roster.deadlines.report_day(year),
        state=standing.state if standing else "not-expected", late=bool(standing and standing.late),
        findings=standing.findings if standing else {}, released=_release_told(released),
    )  # fmt: skip


@router.get("/report/file", summary="已发布报告的公开版 / the released report", response_class=Response)
def report_file(visitor: Reader, year: Year) -> Response:
    """Return the public edition of the report that was released last, as PDF; 404 before the first release."""
    released = last_release(visitor.desk, year)
    if released is None or released.public_pdf is None:
        raise Problem(404, "本年度报告尚未发布", "the year's report has not been released")
    return Response(released.public_pdf, media_type="application/pdf")


def told(desk: Desk, submission: Submission) -> SubmissionTold:
    """Return a submission as the API tells it."""
    rejection = submission.rejection
    return SubmissionTold(
        id=submission.id, sha256=submission.sha256, state=shown_state(desk, submission), unit=submission.unit,
        year=submission.year, version=submission.version, file=submission.file, size=submission.size,
        received_at=submission.received_at.astimezone(CHINA), reason=submission.reason,
        sentence=masked(rejection.sentence()) if rejection else submission.detail,
    )  # fmt: skip


def _must_be_read(submission: Submission) -> None:
    if not is_read(submission):
        raise Problem(409, "这份报告还没有读取，请稍后再查", "the report has not been read yet", "not-read")


def _release_told(released: Any) -> ReleaseTold | None:
    if released is None:
        return None
    manifest = released.manifest
    return ReleaseTold(
        version=manifest.version, sha256=released.sha256, released_on=date.fromisoformat(manifest.released_on),
        released_by=manifest.released_by,
    )  # fmt: skip
