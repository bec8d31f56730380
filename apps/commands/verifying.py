"""Verify a released package: its hashes, and every figure from its sentence; without one, the log of the records.

A package needs neither records nor a home.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from apps.session import Session


def verify(
    context: typer.Context,
    package: Annotated[
        Path | None, typer.Argument(help="发布包；不写则核验本机档案的操作日志 / the package, or the records' log")
    ] = None,
) -> int:
    """核验发布包：由原文重算每个数字 / re-check a package: its hashes, and every figure from its sentence."""
    if package is None:
        return verify_records(context.obj)
    from nianbao.release.package import Broken
    from nianbao.release.verifying import verify as verify_package

    session: Session = context.obj
    found = verify_package(session.existing(package).read_bytes())
    if isinstance(found, Broken):
        session.tell(session.say("verify-broken", file=package, detail=found.sentence))
        return 1
    manifest = found.manifest
    typer.echo(
        session.say(
            "verified",
            file=package,
            district=manifest.district,
            year=manifest.year,
            version=manifest.version,
            by=manifest.released_by,
            day=manifest.released_on,
            figures=found.figures,
            facts=found.facts,
            reports=found.reports,
            sha256=found.sha256,
        )
    )
    if manifest.accepted_because:
        typer.echo(session.say("verified-open", count=manifest.open_errors, because=manifest.accepted_because))
    return 0


def verify_records(session: Session) -> int:
    """Verify the audit log of the home, and every row that it vouches for."""
    from apps.session import database_url
    from nianbao.release.shelf import witnesses

    if database_url() is None and not (session.home / "records.db").is_file():
        raise session.refuse("no-records", home=session.home)
    with session.records() as records:
        breaks = records.verify_audit(witnesses(session.home / "releases"))
        acts = records.count_acts()
    for line in breaks:
        session.tell(line)
    typer.echo(session.say("records-broken" if breaks else "records-verified", breaks=len(breaks), acts=acts))
    return 1 if breaks else 0
