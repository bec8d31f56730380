"""Write the review workbook, and take it back: corrections, answers, assignments and waivers, row by row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apps.session import Refusal, Session

if TYPE_CHECKING:
    from nianbao.review.deciding import Decided
    from tasks.workplace import Workplace

review = typer.Typer(
    name="review",
    help="复核：导出和导入复核表、台账 / the review workbook, out and back",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
District = Annotated[str, typer.Option("--district", help="辖区 / the district")]
Year = Annotated[int, typer.Option("--year", help="报告年度 / the reporting year")]
Out = Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="写出的文件 / the file to write")]


@review.command("export")
def export_book(context: typer.Context, file: Out, district: District, year: Year) -> int:
    """导出复核表：问题答复、数据更正、未识别数据、豁免 / write the review workbook."""
    from nianbao.report.writing import write_whole
    from nianbao.review.workbook import review_workbook
    from tasks.reviewing import gather

    session: Session = context.obj
    target = session.writable(file)
    reviewed = gather(session.workplace(district), year)
    write_whole(target, review_workbook(reviewed))
    without = sum(figure.code is None for figure in reviewed.figures.values())
    session.tell(
        session.say(
            "review-exported",
            file=target,
            findings=len(reviewed.findings),
            figures=len(reviewed.figures) - without,
            unmatched=without,
        )
    )
    return 0


@review.command("import")
def import_book(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="填好的复核表 / the workbook, filled in")],
    district: District,
    year: Year,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只列出会变的数，不登记 / what would change, nothing kept")
    ] = False,
) -> int:
    """导入复核表：逐行核对，不合格的行列出行号，其余登记 / take the workbook back, row by row."""
    from nianbao.review.deciding import decide
    from nianbao.review.rows import read_rows
    from tasks import clock
    from tasks.reviewing import gather, keep

    session: Session = context.obj
    source = session.existing(file)
    place = session.workplace(district)
    book = read_rows(source)
    decided = book if isinstance(book, str) else decide(book, gather(place, year), clock.now())
    if isinstance(decided, str):
        raise Refusal(f"{source}：{decided}")
    for note in (*decided.refused, *decided.doubts):
        session.tell(f"{source.name} {note}")
    if dry_run:
        show_changes(session, place, year, decided)
    else:
        keep(place, year, decided)
    count = {"corrections": len(decided.corrections), "answers": len(decided.answers), "refused": len(decided.refused)}
    typer.echo(session.say("review-tried" if dry_run else "review-imported", **count))
    return 1 if decided.refused else 0


@review.command("register")
def write_register(context: typer.Context, file: Out, district: District, year: Year) -> int:
    """写出台账：问题及答复、更正、操作日志 / write the register of findings, corrections and acts."""
    from apps.messages.codes import act_word
    from nianbao.report.writing import write_whole
    from nianbao.review.register import register_workbook
    from tasks.reviewing import gather

    session: Session = context.obj
    target = session.writable(file)
    place = session.workplace(district)
    acts = [
        (str(act.position), act.at, act_word(act.act, session.language), act.subject, act.who, act.why, act.hash[:16])
        for act in place.records.audit_log(place.district.code)
    ]
    write_whole(target, register_workbook(gather(place, year), acts))
    session.tell(session.say("register-written", file=target))
    return 0


def show_changes(session: Session, place: Workplace, year: int, decided: Decided) -> None:
    """Print what the report would say otherwise."""
    from apps.printing import console, table
    from tasks.reviewing import preview

    changes = preview(place, year, decided.corrections)
    if not changes:
        typer.echo(session.say("review-no-change"))
        return
    names = {unit.code: unit.name for unit in place.district.units}
    rows = [
        (
            f"{place.catalogue.indicators[change.code].name_zh}（{change.code}）",
            names.get(change.unit, change.unit) if change.unit else place.district.name,
            change.before or session.say("none"),
            change.after or session.say("none"),
        )
        for change in changes
    ]
    heads = [session.say(head) for head in ("indicator", "unit", "before", "after")]
    console().print(table(session.say("review-changes"), heads, rows))
