"""Say what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import typer

from apps.session import Session


def doctor(context: typer.Context) -> int:
    """检查安装：版本、文件夹、档案、服务 / what is wrong with this installation, and what to do."""
    from apps.examining import examine
    from apps.printing import console, table

    session: Session = context.obj
    examined = examine(session)
    heads = [session.say("check"), session.say("result")]
    out = console()
    out.print(
        table("nianbao", heads, [(entry.what, f"{'✓' if entry.good else '✗'} {entry.said}") for entry in examined])
    )
    bad = sum(not entry.good for entry in examined)
    out.print(session.say("doctor-bad", count=bad) if bad else session.say("doctor-good"))
    return 1 if bad else 0
