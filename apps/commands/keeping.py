"""Back the home up while it is in use, and bring it back into an empty one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apps.session import Session

if TYPE_CHECKING:
    from nianbao.records.backup import Copied


def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="备份文件夹，最好在另一块磁盘 / where the copy goes")],
) -> int:
    """备份档案、文件库和成果包，运行中也可备份，再次备份只补新增 / back up records, vault and releases."""
    from nianbao.records.backup import back_up

    session: Session = context.obj
    with session.records() as records:
        copied = back_up(records, session.home, folder)
    if not copied.database:
        session.tell(session.say("backup-postgresql"))
    return told(session, "backup-done", folder, copied)


def restore(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="备份文件夹 / the copy")],
) -> int:
    """把备份恢复到空的数据文件夹，并核对 / restore a copy into an empty home, and examine it."""
    from nianbao.records.backup import restore as bring_back

    session: Session = context.obj
    copied = bring_back(folder, session.home)
    with session.records() as records:
        lost, breaks = records.lost(), records.verify_audit()
    for submission in lost:
        session.tell(session.say("restore-lost", file=submission.file, sha256=submission.sha256))
    for line in breaks:
        session.tell(line)
    return max(told(session, "restore-done", session.home, copied), int(bool(lost or breaks)))


def told(session: Session, key: str, folder: Path, copied: Copied) -> int:
    """Say what was copied, and name what has rotted; return the exit code."""
    for sha256 in copied.damaged:
        session.tell(session.say("copy-damaged", sha256=sha256))
    typer.echo(session.say(key, folder=folder, files=copied.files, new=copied.new))
    return 1 if copied.damaged else 0
