"""Seal a version of a district's year as one package file that anyone can verify."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from apps.session import Session

if TYPE_CHECKING:
    from nianbao.release.sealing import Occasion, Sealed
    from nianbao.release.shelf import Shelf
    from nianbao.report.returning import Lost
    from nianbao.rollup.consolidation import Consolidation
    from tasks.workplace import Workplace


def release(
    context: typer.Context,
    district: Annotated[str, typer.Option("--district", help="辖区 / the district")],
    year: Annotated[int, typer.Option("--year", help="报告年度 / the reporting year")],
    by: Annotated[str, typer.Option("--by", help="签发人 / who releases it")],
    accept_open: Annotated[
        str, typer.Option("--accept-open", help="仍有错误未处理时发布的理由 / why open errors are let through")
    ] = "",
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="按哪一天看 / as of a day")
    ] = None,
) -> int:
    """封存一个版本，输出发布包的路径 / seal a version as one package file and print its path."""
    from nianbao.failpoints import pass_by
    from nianbao.release.shelf import Shelf
    from nianbao.report.returning import Lost
    from tasks.workplace import open_workplace

    session: Session = context.obj
    session.district(district)
    if not by.strip():
        raise session.refuse("release-by-whom")
    session.records().close()
    os.environ["NIANBAO_HOME"] = str(session.home)
    place = open_workplace(district)
    shelf = Shelf(session.home / "releases" / place.district.code / str(year))
    occasion = occasion_of(by.strip(), accept_open.strip(), as_of)
    sealed = seal_year(session, place, year, as_of, occasion, shelf)
    if isinstance(sealed, Lost):
        session.tell(session.say("release-lost", detail=sealed.sentence))
        return 1
    if sealed is None:
        return 1
    pass_by("release.placed")
    testify(place, year, sealed, shelf, occasion)
    told = "released" if sealed.new else "released-before"
    typer.echo(session.say(told, version=sealed.version, sha256=sealed.sha256, file=sealed.path))
    return 0


def testify(place: Workplace, year: int, sealed: Sealed, shelf: Shelf, occasion: Occasion) -> None:
    """Log the version and give it its line, once, also where the release that wrote the package was cut off."""
    from nianbao.failpoints import pass_by
    from nianbao.report.writing import alone_in

    with alone_in(shelf.folder):
        if shelf.recorded(sealed.version):
            return
        seen = place.records.seal(
            place.district.code, f"release:{year}/v{sealed.version}", sealed.sha256,
            who=occasion.released_by, why=occasion.accepted_because,
        )  # fmt: skip
        pass_by("release.logged")
        shelf.record(
            district=place.district.code, year=year, version=sealed.version, sha256=sealed.sha256,
            released_by=occasion.released_by, released_at=datetime.now().astimezone().isoformat(timespec="seconds"),
            accepted_because=occasion.accepted_because, audit={"position": seen.position, "hash": seen.hash},
        )  # fmt: skip


def occasion_of(by: str, accept_open: str, as_of: datetime | None) -> Occasion:
    """Return who releases, on which day, and with which code."""
    from nianbao import __version__
    from nianbao.release.sealing import Occasion
    from tasks import clock

    day = (as_of or clock.now()).date().isoformat()
    return Occasion(released_by=by, released_on=day, accepted_because=accept_open, code_version=__version__)


def seal_year(
    session: Session, place: Workplace, year: int, as_of: datetime | None, occasion: Occasion, shelf: Shelf
) -> Sealed | Lost | None:
    """Seal the year as the records know it; None, and one line to the person, where it cannot be released."""
    from nianbao.release.contents import Contents
    from nianbao.release.sealing import seal
    from tasks import clock
    from tasks.year import arrivals, consolidate_year

    cutoff = clock.last_moment(as_of.date() if as_of else None)
    found = consolidate_year(place, year, cutoff)
    if hindrance := hindered(session, place, year, found.consolidation, occasion):
        session.tell(hindrance)
        return None
    code = place.district.code
    corrections = tuple(c for each in (year - 1, year) for c in place.records.corrections(code, each))
    known = {unit.code for unit in place.district.units}
    now, before = (
        tuple(r for r in place.records.readings(code, each, cutoff) if r.unit in known) for each in (year, year - 1)
    )
    contents = Contents(
        place.district, year, now, before, found.consolidation.held, found.consolidation.findings, corrections
    )
    return seal(
        contents, found.consolidation, place.catalogue, place.templates, arrivals(place, year, cutoff), occasion, shelf,
        originals=place.records.vault.path,
    )  # fmt: skip


def hindered(
    session: Session, place: Workplace, year: int, consolidation: Consolidation, occasion: Occasion
) -> str | None:
    """Return the line that says why the year cannot be released as it stands, None when it can."""
    from nianbao.release.sealing import open_errors

    if not consolidation.reporting:
        return session.say("release-nothing", district=place.district.name, year=year)
    if waiting := len(place.records.pending(place.district.code, year)):
        return session.say("release-pending", count=waiting)
    if (errors := open_errors(consolidation)) and not occasion.accepted_because:
        return session.say("release-open", count=errors)
    return None
