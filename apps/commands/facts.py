"""Print the facts of a district's year with their spans, or write them as CSV."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from apps.session import Session


def facts(
    context: typer.Context,
    district: Annotated[str, typer.Option("--district", help="辖区 / the district")],
    year: Annotated[int, typer.Option("--year", help="报告年度 / the reporting year")],
    csv: Annotated[Path | None, typer.Option("--csv", help="写成 CSV 文件 / write a CSV file")] = None,
) -> int:
    """列出全部数据及其原文位置 / the facts with their spans."""
    from apps.messages.codes import kind_word
    from apps.printing import console, table
    from nianbao.report.tables import fact_rows, facts_csv
    from nianbao.report.writing import write_whole
    from tasks.workplace import open_workplace
    from tasks.year import consolidate_year

    session: Session = context.obj
    session.district(district)
    target = session.writable(csv) if csv else None
    session.records().close()
    os.environ["NIANBAO_HOME"] = str(session.home)
    place = open_workplace(district)
    found = consolidate_year(place, year, None)
    count = sum(len(reading.facts) for reading in found.readings)
    if target:
        write_whole(target, facts_csv(found.readings, found.consolidation, place.district, place.catalogue))
        session.tell(session.say("facts-written", count=count, file=target))
        return 0
    heads = ("unit", "indicator", "figure", "kind", "page", "quote")
    rows = [
        (
            row["unit_name"], row["indicator_name"] or row["measure"], row["text"],
            kind_word(row["kind"], session.language), row["page"] or "",
            " ".join(row["quote"].split()),
        )
        for row in fact_rows(found.readings, found.consolidation, place.district, place.catalogue)
    ]  # fmt: skip
    console().print(table(f"{place.district.name} {year}", [session.say(head) for head in heads], rows))
    return 0
