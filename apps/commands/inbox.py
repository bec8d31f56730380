"""Decide about files that are held, and about submissions: each decision by a person, with a reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from apps.session import Refusal, Session

if TYPE_CHECKING:
    from nianbao.records.store import Records
    from nianbao.records.submission import Submission

inbox = typer.Typer(
    name="inbox",
    help="处理暂存的文件和报送件：列出、指定单位、放行、撤回、认定合格 / decide about held files and submissions",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
District = Annotated[str, typer.Option("--district", help="辖区 / the district")]
Entry = Annotated[str, typer.Argument(metavar="ID", help="回执号，或暂存文件的名称 / receipt number or file name")]
By = Annotated[str, typer.Option("--by", help="经办人 / who decides")]
Reason = Annotated[str, typer.Option("--reason", help="理由 / why")]
READING_ONLY = frozenset(
    {"encrypted", "empty", "unreadable", "too-large", "too-many-pages", "timeout", "memory", "unknown-format"}
)
"""What no decision can mend: the file itself cannot be read."""


@inbox.command("list")
def list_entries(
    context: typer.Context,
    district: District,
    year: Annotated[int, typer.Option("--year", help="报告年度 / the reporting year")],
    everything: Annotated[bool, typer.Option("--all", help="也列出未暂存的报送件 / all submissions")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
) -> int:
    """列出暂存的文件和原因 / the files that wait for a person."""
    session: Session = context.obj
    roster = session.district(district)
    with session.records() as records:
        held = records.held(roster.code, year)
        shown = {entry.id: entry for entry in (*(records.submissions(roster.code, year) if everything else ()), *held)}
    if as_json:
        typer.echo(json.dumps({"submissions": [_json(entry) for entry in shown.values()]}, ensure_ascii=False))
    elif shown:
        show(session, f"{roster.name} {year}", list(shown.values()))
    else:
        typer.echo(session.say("inbox-empty"))
    return 0


@inbox.command("assign")
def assign(
    context: typer.Context,
    entry: Entry,
    district: District,
    unit: Annotated[str, typer.Option("--unit", help="报送单位代码 / the unit's code")],
    by: By,
    reason: Reason,
    year: Annotated[int | None, typer.Option("--year", help="同时指定报告年度 / also its year")] = None,
) -> int:
    """将暂存的文件交给一个单位，下次运行时读取 / give a held file to a unit."""
    session: Session = context.obj
    roster = session.district(district)
    codes = [known.code for known in roster.units]
    if unit not in codes:
        raise session.refuse("unit-not-in-roster", district=roster.name, unit=unit, codes="、".join(codes))
    signed(session, by, reason)
    with session.records() as records:
        found = find(session, records, roster.code, entry)
        decided = attempt(lambda: records.assign(found.id, unit, year, who=by, why=reason))
    typer.echo(session.say("inbox-assigned", id=decided.id, file=decided.file, unit=roster.unit(unit).name))
    return 0


@inbox.command("release")
def release(context: typer.Context, entry: Entry, district: District, by: By, reason: Reason) -> int:
    """放行暂存的文件，下次运行时按其内容读取 / let a held file through."""
    session: Session = context.obj
    roster = session.district(district)
    signed(session, by, reason)
    with session.records() as records:
        found = find(session, records, roster.code, entry)
        if found.reason in READING_ONLY:
            raise session.refuse("inbox-unreadable", file=found.file, reason=found.reason)
        decided = attempt(lambda: records.release(found.id, who=by, why=reason))
    typer.echo(session.say("inbox-released", id=decided.id, file=decided.file))
    return 0


@inbox.command("withdraw")
def withdraw(context: typer.Context, entry: Entry, district: District, by: By, reason: Reason) -> int:
    """撤回一份报送件，其前一版本重新计入 / take a wrong submission out."""
    session: Session = context.obj
    roster = session.district(district)
    signed(session, by, reason)
    with session.records() as records:
        found = find(session, records, roster.code, entry)
        decided = records.withdraw(found.id, reason, who=by)
    typer.echo(session.say("inbox-withdrawn", id=decided.id, file=decided.file))
    return 0


@inbox.command("accept")
def accept(context: typer.Context, entry: Entry, district: District, by: By, reason: Reason = "") -> int:
    """认定一份报送件合格；还有未处理的错误时不能认定 / accept a report without open errors."""
    session: Session = context.obj
    roster = session.district(district)
    signed(session, by, reason or "-")
    with session.records() as records:
        found = find(session, records, roster.code, entry)
        decided = attempt(lambda: records.accept(found.id, who=by, why=reason))
    typer.echo(session.say("inbox-accepted", id=decided.id, file=decided.file))
    return 0


def find(session: Session, records: Records, district: str, entry: str) -> Submission:
    """Return the one submission that a person means, held ones before others; refuse when none or several fit."""
    fitting = records.matching(district, entry)
    held = [found for found in fitting if found.state == "held"]
    found = held or list(fitting)
    if not found:
        raise session.refuse("inbox-none", entry=entry)
    if len(found) > 1:
        ids = "、".join(f"{each.id}（{each.file}，{each.received_at:%Y-%m-%d}）" for each in found)
        raise session.refuse("inbox-several", entry=entry, ids=ids)
    return found[0]


def signed(session: Session, by: str, reason: str) -> None:
    """Refuse a decision without a name or a reason."""
    if not by.strip() or not reason.strip():
        raise session.refuse("inbox-unsigned")


def attempt(decision: Callable[[], Submission]) -> Submission:
    """Take a decision; one that cannot be is a refusal in one line."""
    from nianbao.records.deciding import Impossible

    try:
        return decision()
    except Impossible as impossible:
        raise Refusal(str(impossible)) from impossible


def show(session: Session, title: str, entries: list[Submission]) -> None:
    """Print submissions as a table."""
    from apps.messages.codes import state_word
    from apps.printing import console, table

    rows = [
        (
            entry.id, entry.file, entry.unit or session.say("none"), entry.year or session.say("none"),
            state_word(entry.state, session.language), entry.received_at.strftime("%Y-%m-%d"),
            entry.rejection.sentence(session.language) if entry.rejection else entry.detail,
        )
        for entry in entries
    ]  # fmt: skip
    heads = ("receipt", "file", "unit", "year", "state", "received", "reason")
    console().print(table(title, [session.say(head) for head in heads], rows))


def _json(entry: Submission) -> dict[str, object]:
    return {
        "id": entry.id, "file": entry.file, "unit": entry.unit, "year": entry.year, "state": entry.state,
        "version": entry.version, "sha256": entry.sha256, "received_at": entry.received_at.isoformat(),
        "reason": entry.reason, "detail": entry.detail,
    }  # fmt: skip
