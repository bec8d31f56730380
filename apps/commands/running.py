"""Run a district's year in this process: the main job, with a progress bar and a short summary."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import AbstractContextManager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from apps.session import Refusal, Session

if TYPE_CHECKING:
    from flows.district_report import RunResult
    from nianbao.district import District


class Edition(StrEnum):
    """For whom the report is written: the office that reviews it, or also the public."""

    REVIEW = "review"
    PUBLIC = "public"


def run(
    context: typer.Context,
    district: Annotated[str, typer.Option("--district", help="辖区 / the district")],
    year: Annotated[int | None, typer.Option("--year", help="报告年度，默认为上一年 / the reporting year")] = None,
    inbox: Annotated[Path | None, typer.Option("--inbox", help="收件文件夹 / the inbox folder")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="成果文件夹 / where the outputs go")] = None,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="按哪一天看 / as of a day")
    ] = None,
    edition: Annotated[
        Edition,
        typer.Option(
            "--edition", help="review：送审稿；public：另出遮盖个人信息的公开版 / also the masked public edition"
        ),
    ] = Edition.REVIEW,
) -> int:
    """收件、读取、校验、汇总、成文，一次完成 / the main job: receive, read, check, consolidate, render."""
    session: Session = context.obj
    roster = session.district(district)
    if inbox is not None and not inbox.is_dir():
        raise session.refuse("no-folder", file=inbox)
    prepare(session, out)
    started = time.monotonic()
    result = run_flow(
        session,
        district=folder_of(district),
        year=year,
        inbox=inbox.absolute() if inbox else None,
        out=out.absolute() if out else None,
        as_of=as_of.date() if as_of else None,
        public=edition is Edition.PUBLIC,
    )
    summarise(session, roster, result, time.monotonic() - started)
    return 1 if result.needs_person else 0


def prepare(session: Session, out: Path | None) -> None:
    """Refuse before half a minute has passed what could not end well: records, the outputs' folder, a dead server."""
    from apps.service import prefect_server
    from deployments.address import read_address

    session.records().close()
    try:
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise session.refuse("no-out", file=out) from error
    service = read_address(session.home)
    if service and service.is_alive:
        # Two servers on one database would lock each other out; and whoever looks at the service sees this run too.
        os.environ.setdefault("PREFECT_API_URL", service.api)
    if url := os.environ.get("PREFECT_API_URL"):
        server = prefect_server(url)
        if not server.good:
            raise Refusal(server.said)


def folder_of(district: str) -> str:
    """Return a district's folder as an absolute path, a name as it is."""
    return str(Path(district).absolute()) if (Path(district) / "district.yml").is_file() else district


def run_flow(session: Session, **parameters: Any) -> RunResult:
    """Run the flow with Prefect embedded in the home, and leave no process behind."""
    from deployments.beside import Server
    from deployments.embedded import embed

    embed(session.home, os.environ)
    # A terminated program must still stop the embedded server, which happens at a regular exit only.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    server = None
    if "PREFECT_API_URL" not in os.environ:
        session.tell(session.say("run-starts"))
        server = Server.start(os.environ)
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    from flows.district_report import district_report
    from tasks.ahead import load_ahead
    from tasks.progress import listening

    if server:
        load_ahead()
        server.wait()
    # The heartbeat's thread sleeps a second at the end of a flow, and nothing watches an embedded run.
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}), shown(session) as bar, listening(bar):
        result: RunResult = district_report(**parameters)
    return result


def shown(session: Session) -> AbstractContextManager[Any]:
    """Return the progress bar over the submissions."""
    from apps.bar import Bar

    return Bar(session)


def summarise(session: Session, roster: District, result: RunResult, seconds: float) -> None:
    """Print what the run came to and where its outputs lie."""
    names = {unit.code: unit.name for unit in roster.units}
    lines = [
        session.say(
            "run-summary",
            district=roster.name,
            year=result.year,
            expected=len(result.expected),
            reporting=len(result.reporting),
            missing=len(result.missing),
            held=len(result.held),
            seconds=round(seconds),
            **result.findings,
        )
    ]
    if result.missing:
        lines.append(session.say("run-missing", units="、".join(names.get(code, code) for code in result.missing)))
    lines += [session.say("run-held", file=h.file, sentence=h.sentence, reason=h.reason) for h in result.held]
    lines += [session.say("run-unopened", file=file) for file in result.unopened]
    lines += [session.say("run-left", file=file) for file in result.left]
    for name in (
        "report.html",
        "report.docx",
        "report.pdf",
        "data.xlsx",
        "letters",
        "table-checks.html",
        "report-public.html",
        "masked.csv",
    ):
        if (result.out / name).exists():
            lines.append(session.say("run-output", name=session.say(name), path=result.out / name))
    typer.echo("\n".join(lines))
