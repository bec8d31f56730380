"""Read one file and print its facts and its ledger; nothing is stored.

Imports neither Prefect, Great Expectations, pandas nor SQLAlchemy: a clerk's look at one file takes under a second.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apps.session import Session

if TYPE_CHECKING:
    from nianbao.catalogue import Catalogue
    from nianbao.documents.model import Document, Identity
    from nianbao.figures.facts import Extraction, Fact


def extract(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="报告文件：PDF、Word、文本 / a report")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
    district: Annotated[str | None, typer.Option("--district", help="辖区，用于识别单位 / to name the unit")] = None,
) -> int:
    """读取一个文件，列出其中的数据和全部数字，不入库 / read one file, store nothing."""
    from nianbao.documents.identifying import identify
    from nianbao.documents.reading import read
    from nianbao.figures.extracting import extract as extract_figures
    from nianbao.reasons import Rejection

    session: Session = context.obj
    roster = session.district(district) if district else None
    document = read(session.existing(file))
    if isinstance(document, Rejection):
        session.tell(session.rejected(file, document))
        return 1
    identity = identify(document, roster, file.name)
    catalogue = session.catalogue()
    extraction = extract_figures(document, catalogue)
    if as_json:
        from apps.objects import extract_object

        typer.echo(json.dumps(extract_object(document, identity, extraction), ensure_ascii=False))
    else:
        show(session, document, identity, extraction, catalogue)
    return 0


def show(
    session: Session, document: Document, identity: Identity, extraction: Extraction, catalogue: Catalogue
) -> None:
    """Print the facts as tables for a person: with an indicator, without one, and what stays unexplained."""
    from apps.messages.codes import kind_word
    from apps.printing import console, describe

    out = console()
    out.print(describe(session, document, identity))
    named = [fact for fact in extraction.facts if fact.indicator]
    unnamed = [fact for fact in extraction.facts if not fact.indicator and fact.kind == "actual"]
    out.print(fact_table(session, session.say("facts-of-report"), named, catalogue))
    if unnamed:
        out.print(fact_table(session, session.say("facts-unmatched"), unnamed, catalogue))
    counted = {kind: number for kind, number in extraction.kinds().items() if number}
    kinds = "、".join(f"{kind_word(kind, session.language)} {number}" for kind, number in counted.items())
    out.print(session.say("ledger", numerals=len(extraction.tokens), kinds=kinds))
    loose = [token for token in extraction.tokens if token.kind == "unexplained"]
    if loose:
        places = "、".join(f"…{document.text[max(0, t.start - 8) : t.end + 6]}…".replace("\n", "⏎") for t in loose)
        out.print(session.say("unexplained", tokens=places), markup=False)


def fact_table(session: Session, title: str, facts: list[Fact], catalogue: Catalogue) -> object:
    """Return the table of some facts, in the order of the text."""
    from apps.messages.codes import kind_word
    from apps.printing import table

    heads = ["figure", "kind", "indicator", "measure", "section"]
    rows = []
    for fact in facts:
        codes = [fact.indicator] if fact.indicator else list(fact.candidates)
        names = "；".join(catalogue.indicators[code].name_zh for code in codes if code in catalogue.indicators)
        shown = names if fact.indicator else f"？{names}" if names else session.say("none")
        rows.append((fact.text, kind_word(fact.kind, session.language), shown, fact.measure, fact.section))
    return table(title, [session.say(head) for head in heads], rows)
