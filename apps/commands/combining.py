"""Combine the years of several districts into that of their city: the same sums, bounds and comparisons."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apps.session import Session

if TYPE_CHECKING:
    from nianbao.catalogue import Catalogue
    from nianbao.rollup.consolidation import Consolidation


def combine(
    context: typer.Context,
    district: Annotated[list[str], typer.Option("--district", help="辖区，可写多个 / a district; say it for each")],
    city: Annotated[str, typer.Option("--city", help="市的代码，小写字母、数字、短横 / the city's code")],
    year: Annotated[int, typer.Option("--year", help="报告年度 / the reporting year")],
    out: Annotated[Path | None, typer.Option("--out", help="成果文件夹 / where data.json goes")] = None,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="按哪一天看 / as of a day")
    ] = None,
) -> int:
    """把几个辖区的年度数据汇成市级：合计、区间、同比口径不变 / combine districts into their city."""
    from nianbao.report.tables import data_json
    from nianbao.report.writing import write_whole
    from nianbao.rollup.combining import combine as combine_districts
    from tasks import clock
    from tasks.year import consolidate_year

    session: Session = context.obj
    places = [session.workplace(each) for each in dict.fromkeys(district)]
    codes = [place.district.code for place in places]
    if len(set(codes)) < len(codes) or city in codes:
        raise session.refuse("combine-twice", codes="、".join([*codes, city]))
    cutoff = clock.last_moment(as_of.date() if as_of else None)
    years = [consolidate_year(place, year, cutoff).consolidation for place in places]
    catalogue = places[0].catalogue
    found = combine_districts(city, years, catalogue)
    target = (out or session.home / "out" / city / str(year)) / "data.json"
    write_whole(target, data_json(found, places[0].district, catalogue))
    show(session, found, catalogue)
    typer.echo(session.say("combined", districts=len(places), expected=len(found.expected),
                           reporting=len(found.reporting), figures=len(found.figures), file=target))  # fmt: skip
    return 0


def show(session: Session, city: Consolidation, catalogue: Catalogue) -> None:
    """Print the city's figures with how many units they rest on and the change against last year."""
    from apps.printing import console, table

    rows = [
        (
            catalogue.indicators[figure.code].name_zh,
            figure.wording,
            f"{figure.units}/{figure.of}",
            f"{figure.change.wording}（{figure.change.units}）" if figure.change else session.say("none"),
        )
        for figure in city.figures
    ]
    heads = [session.say(head) for head in ("indicator", "city-total", "reporting-units", "change")]
    console().print(table(f"{city.district} {city.year}", heads, rows))
