"""Write a district's year as it was known on a day; the records stay as they are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from apps.session import Session


def vintage(
    context: typer.Context,
    district: Annotated[str, typer.Option("--district", help="辖区 / the district")],
    year: Annotated[int, typer.Option("--year", help="报告年度 / the reporting year")],
    as_of: Annotated[datetime, typer.Option("--as-of", formats=["%Y-%m-%d"], help="截至哪一天 / known by that day")],
    out: Annotated[Path | None, typer.Option("--out", help="成果文件夹 / where the outputs go")] = None,
) -> int:
    """按某一天所知重出报告：此后的报告、更正、答复、撤回都不算，不改档案 / the year as it was known on a day."""
    from nianbao import __version__
    from nianbao.report.rendering import render
    from tasks.looking_back import arrivals_on, look_back

    session: Session = context.obj
    place, day = session.workplace(district), as_of.date()
    found = look_back(place, year, day)
    target = out or session.home / "vintages" / place.district.code / str(year) / day.isoformat()
    outputs = render(
        found.consolidation, found.readings, place.district, place.catalogue, place.templates, target,
        code_version=__version__, arrivals=arrivals_on(place, year, day), originals=place.records.vault.path, today=day,
    )  # fmt: skip
    counts = {"reporting": len(found.consolidation.reporting), "expected": len(found.consolidation.expected)}
    typer.echo(session.say("vintage", day=day.isoformat(), file=outputs.html, **counts))
    return 0
