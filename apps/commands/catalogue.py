"""Try the catalogue's examples, and propose words for figures that no indicator took."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apps.session import Session

if TYPE_CHECKING:
    from nianbao.review.laying import Laid

catalogue = typer.Typer(
    name="catalogue",
    help="指标目录：试例句、提建议 / the catalogue's examples, and proposals for it",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@catalogue.command("test")
def try_examples(context: typer.Context) -> int:
    """用目录的例句检验识别，列出不符的 / run the catalogue's examples, print the misses."""
    from nianbao.review.rehearsing import load_examples, rehearse

    session: Session = context.obj
    loaded = session.catalogue()
    examples = load_examples(loaded.folder)
    missed = 0
    for miss in rehearse(loaded, examples):
        missed += 1
        found = "、".join(miss.stated) or session.say("none")
        typer.echo(session.say(f"catalogue-{miss.kind}", code=miss.code, sentence=miss.sentence, found=found))
    tried = sum(len(entry.examples) + len(entry.near_misses) for entry in examples.values())
    session.tell(session.say("catalogue-tried", tried=tried, missed=missed))
    return 1 if missed else 0


@catalogue.command("suggest")
def propose(
    context: typer.Context,
    district: Annotated[str | None, typer.Option("--district", help="只看一个辖区 / one district only")] = None,
    year: Annotated[int | None, typer.Option("--year", help="只看一个年度 / one year only")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="写成文件 / write a file")] = None,
) -> int:
    """由未识别的数据提出目录建议（YAML），不改目录 / YAML proposals for unmatched figures."""
    from nianbao.report.writing import write_whole
    from nianbao.review.laying import lay
    from nianbao.review.suggesting import suggest, suggestions_yaml

    session: Session = context.obj
    roster = session.district(district) if district else None
    target = session.writable(out) if out else None
    loaded = session.catalogue()
    found: list[Laid] = []
    with session.records() as records:
        for code, reported in records.years():
            if (roster is None or roster.code == code) and year in (None, reported):
                corrections = records.corrections(code, reported)
                found += [lay(reading, corrections) for reading in records.readings(code, reported)]
    text = "\n".join(suggestions_yaml(suggest(found, loaded), loaded)) + "\n"
    if target:
        write_whole(target, text.encode())
    else:
        typer.echo(text, nl=False)
    return 0
