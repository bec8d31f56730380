"""Take files in through the inbox's door: vault, record, receipt. The same bytes again: the same receipt."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apps.session import Session
from tasks import clock

if TYPE_CHECKING:
    from nianbao.district import District


def submit(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="报告文件，可多个 / reports")],
    district: Annotated[str, typer.Option("--district", help="辖区 / the district")],
    unit: Annotated[str | None, typer.Option("--unit", help="报送单位代码 / the unit's code")] = None,
    year: Annotated[int | None, typer.Option("--year", help="报告年度 / the reporting year")] = None,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="收件日 / day of receipt")
    ] = None,
) -> int:
    """收下文件，登记并给出回执；同一文件重复报送不重复登记 / receive files, idempotent."""
    session: Session = context.obj
    roster = session.district(district)
    named(session, roster, unit)
    sources = [session.existing(file) for file in files]
    received_at = clock.received_at(as_of.date() if as_of else None)
    with session.records() as records:
        for source in sources:
            receipt = records.receive(
                source, district=roster.code, name=source.name, received_at=received_at, year=year, unit=unit
            )
            outcome = session.say("received-new" if receipt.new else "received-before")
            entry = receipt.submission
            typer.echo(f"{source}：{outcome}　{session.say('receipt')} {entry.id}　sha256 {entry.sha256[:16]}")
    return 0


def named(session: Session, roster: District, unit: str | None) -> None:
    """Refuse a unit that the roster does not have."""
    codes = [entry.code for entry in roster.units]
    if unit is not None and unit not in codes:
        raise session.refuse("unit-not-in-roster", district=roster.name, unit=unit, codes="、".join(codes))
