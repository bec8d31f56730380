"""Take down a reviewer's decision about the report of a unit that counts, and show what follows from it."""

from __future__ import annotations

from typing import Literal

from prefect.logging import get_run_logger
from pydantic import BaseModel, ConfigDict, Field

from nianbao.checks.answering import Answer
from nianbao.district import ConfigurationError
from nianbao.records.deciding import Impossible, Said
from nianbao.records.submission import Submission
from tasks import clock, decisions
from tasks.artifacts import show_board_of, show_unit
from tasks.sending import ask_for_consolidation
from tasks.workplace import Workplace

ACTS: dict[str, Said] = {"退回": "return", "批注": "comment"}


class Decision(BaseModel):
    """A decision as it comes from the form. No field that decides anything has a default."""

    model_config = ConfigDict(extra="forbid", frozen=True, title="审核意见", str_strip_whitespace=True)

    act: Literal["退回", "批注", "豁免"] = Field(
        title="办理", description="退回：整份退回修改；批注：只留意见；豁免：放过一个问题"
    )
    unit: str = Field(title="报送单位代码", min_length=1, description="名册中的代码，如 gaoxin")
    year: int = Field(title="报告年度", ge=1990, le=2200)
    why: str = Field(title="理由", min_length=2, description="写入审计日志，退回时随函告知单位")
    by: str = Field(title="经办人", min_length=2)
    finding: str | None = Field(
        default=None, title="问题编号", description="豁免时必填：单位卡片和 findings.csv 中的 12 位编号"
    )


def take_down(place: Workplace, asked: Decision) -> Submission:
    """Keep the decision and return the report as it stands then; ConfigurationError says in one line what is wrong."""
    submission = counted(place, asked)
    try:
        if asked.act == "豁免":
            waive(place, asked)
        else:
            place.records.say(submission.id, ACTS[asked.act], who=asked.by, why=asked.why)
    except (Impossible, ValueError) as error:
        raise ConfigurationError(str(error)) from error
    decisions.settle_year(place, asked.year, None)
    ask_for_consolidation(place, asked.year, clock.now() + place.quiet)
    name = place.district.unit(asked.unit).name
    get_run_logger().info("%s：%s %d 年度报告，经办人 %s，理由：%s", asked.act, name, asked.year, asked.by, asked.why)
    return place.records.submission(submission.id)


def counted(place: Workplace, asked: Decision) -> Submission:
    """Return the unit's report that counts."""
    if asked.unit not in {unit.code for unit in place.district.units}:
        codes = "、".join(unit.code for unit in place.district.units)
        raise ConfigurationError(f"名册中没有单位代码“{asked.unit}”；可用的代码：{codes}")
    for submission in place.records.counted(place.district.code, asked.year):
        if submission.unit == asked.unit:
            return submission
    raise ConfigurationError(f"{place.district.unit(asked.unit).name}没有计入 {asked.year} 年度汇总的报告，无从办理")


def waive(place: Workplace, asked: Decision) -> None:
    """Let one finding about the unit pass."""
    code = place.district.code
    own = place.records.findings(counted(place, asked).id)
    known = {f.id for f in (*own, *place.records.run_findings(code, asked.year)) if f.unit == asked.unit}
    if asked.finding not in known:
        raise ConfigurationError(
            f"该单位没有编号为“{asked.finding or ''}”的问题，请从单位卡片或 findings.csv 中抄录 12 位编号"
        )
    answer = Answer(asked.finding, "waived", asked.by, asked.why, clock.now().date())
    place.records.answer(code, asked.year, [answer])


def show_decided(place: Workplace, submission: Submission) -> None:
    """Show the unit's card and the board after the decision."""
    findings = place.records.findings(submission.id)
    show_unit(place, submission, place.records.reading(submission.id), findings)
    if submission.year:
        show_board_of(place, submission.year)
