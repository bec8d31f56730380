"""Verify a released package: its hashes, and every figure from its sentence. Needs neither records nor a home."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from apps.session import Session


def verify(
    context: typer.Context,
    package: Annotated[Path, typer.Argument(help="发布包 / the package")],
) -> int:
    """核验发布包：由原文重算每个数字 / re-check a package: its hashes, and every figure from its sentence."""
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
