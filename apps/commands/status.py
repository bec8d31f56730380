"""Print who has reported, who is late, and whose report is sent back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from apps.session import Session

if TYPE_CHECKING:
    from nianbao.district import District
    from tasks.standing import Standing


def status(
    context: typer.Context,
    district: Annotated[str, typer.Option("--district", help="辖区 / the district")],
    year: Annotated[int, typer.Option("--year", help="报告年度 / the reporting year")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
) -> int:
    """列出各单位报送情况：应报、已报、按时、逾期、退回、合格 / where each unit's report stands."""
    from tasks.standing import standing_json, standings

    session: Session = context.obj
    roster = session.district(district)
    with session.records() as records:
        found = standings(records, roster, year)
        held = len(records.held(roster.code, year))
    if as_json:
        typer.echo(json.dumps({"units": [standing_json(standing) for standing in found]}, ensure_ascii=False))
    else:
        show(session, roster, year, found, held)
    return 0


def show(session: Session, roster: District, year: int, found: tuple[Standing, ...], held: int) -> None:
    """Print the table of units and the line of totals."""
    from apps.messages.codes import severity_word, state_word
    from apps.printing import console, table

    heads = ("unit", "state", "versions", "received", "late", "findings")
    rows = []
    for entry in found:
        counts = [f"{severity_word(s, session.language)} {n}" for s, n in entry.findings.items() if n]
        received = entry.received_at.strftime("%Y-%m-%d") if entry.received_at else session.say("none")
        late = session.say("yes") if entry.late else session.say("no") if entry.received_at else session.say("none")
        state = state_word(entry.state, session.language)
        rows.append(
            (f"{entry.unit.name}（{entry.unit.code}）", state, entry.versions, received, late, "，".join(counts))
        )
    reporting = [entry for entry in found if entry.reporting]
    out = console()
    out.print(table(f"{roster.name} {year}", [session.say(head) for head in heads], rows))
    out.print(
        session.say(
            "status-line",
            district=roster.name,
            year=year,
            expected=len(found),
            reporting=len(reporting),
            in_time=sum(not entry.late for entry in reporting),
            late=sum(entry.late for entry in reporting),
            missing=sum(not entry.reporting for entry in found),
            held=held,
            returned=sum(entry.state == "returned" for entry in found),
            accepted=sum(entry.state == "accepted" for entry in found),
        )
    )
