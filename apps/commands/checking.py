"""Read one file and print what every check of one document finds; with a district also its history."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apps.session import Session

if TYPE_CHECKING:
    from nianbao.catalogue import Catalogue
    from nianbao.checks.finding import Finding
    from nianbao.district import District
    from nianbao.documents.model import Document, Identity
    from nianbao.reading import Reading


def check(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="报告文件 / a report")],
    district: Annotated[str | None, typer.Option("--district", help="辖区，同时与上年比对 / also its history")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
    letter: Annotated[Path | None, typer.Option("--letter", help="写出退回修改函（.docx）/ the return letter")] = None,
) -> int:
    """校验一个文件，列出问题，不入库 / check one file, store nothing."""
    from nianbao.documents.identifying import identify
    from nianbao.documents.reading import read
    from nianbao.reasons import Rejection

    session: Session = context.obj
    roster = session.district(district) if district else None
    target = session.writable(letter) if letter else None
    document = read(session.existing(file))
    if isinstance(document, Rejection):
        session.tell(session.rejected(file, document))
        return 1
    identity = identify(document, roster, file.name)
    catalogue = session.catalogue()
    reading = taken_in(document, identity, catalogue)
    findings = found(session, reading, identity, catalogue, roster)
    if as_json:
        from nianbao.checks.finding import finding_json

        typer.echo(json.dumps({"findings": [finding_json(finding) for finding in findings]}, ensure_ascii=False))
    else:
        show(session, document, identity, findings)
    if target:
        write_letter(session, identity, reading, findings, catalogue, roster, target)
    return 0


def taken_in(document: Document, identity: Identity, catalogue: Catalogue) -> Reading:
    """Return the document's reading, under whatever unit and year it names."""
    from nianbao.figures.extracting import extract
    from nianbao.reading import Reading, district_wide

    extraction = extract(document, catalogue)
    facts = district_wide(extraction.facts, document.sha256)
    return Reading(identity.unit or identity.unit_text or "", identity.year or 0, document, facts, extraction.tokens)


def found(
    session: Session, reading: Reading, identity: Identity, catalogue: Catalogue, roster: District | None
) -> tuple[Finding, ...]:
    """Return the findings of the document and, where unit and year are known in a district, against last year."""
    from nianbao.checks.checking import check_history, check_reading

    types = {unit.code: unit.type for unit in roster.units} if roster else {}
    required = catalogue.required(roster.required if roster else None)
    findings = check_reading(reading, catalogue, required, types.get(reading.unit))
    if roster and identity.unit and identity.year:
        with known_past(session, roster, catalogue, identity) as past:
            last = next((each for each in past if each.year == identity.year - 1), None)
            findings += check_history(reading, last, catalogue, [each for each in past if each is not last])
    return findings


@contextmanager
def known_past(
    session: Session, roster: District, catalogue: Catalogue, identity: Identity
) -> Iterator[tuple[Reading, ...]]:
    """Give the reports that the records hold of the unit's earlier years, as people corrected them."""
    from apps.session import database_url
    from tasks.past import pasts

    if database_url() is None and not (session.home / "records.db").is_file():
        yield ()  # looking at a file must not create records
        return
    with session.records() as records:
        yield pasts(records, roster, catalogue, identity.year or 0, None).get(identity.unit or "", ())


def show(session: Session, document: Document, identity: Identity, findings: tuple[Finding, ...]) -> None:
    """Print the findings as a table for a person."""
    from apps.printing import console, describe, finding_table

    out = console()
    out.print(describe(session, document, identity))
    if findings:
        out.print(finding_table(session, session.say("findings-of-file", count=len(findings)), findings))
    else:
        out.print(session.say("no-findings"))


def write_letter(
    session: Session,
    identity: Identity,
    reading: Reading,
    findings: tuple[Finding, ...],
    catalogue: Catalogue,
    roster: District | None,
    letter: Path,
) -> None:
    """Write the letter that sends the report back, and say where it lies; without a district it has no signature."""
    from nianbao.places import data_folder
    from nianbao.report.letters import Desk, return_letter
    from nianbao.report.narrating import Narrator
    from nianbao.report.posting import letter_json
    from nianbao.report.word import render_letter
    from nianbao.report.writing import write_whole
    from tasks import clock

    if roster is None or identity.unit is None or identity.year is None:
        raise session.refuse("letter-to-nobody")
    if not any(finding.severity == "error" for finding in findings):
        session.tell(session.say("no-letter"))
        return
    templates = data_folder("templates")
    unit = roster.unit(identity.unit)
    desk = Desk([reading], today=clock.now().date())
    narrator = Narrator(templates)
    composed = return_letter(unit.code, unit.name, findings, identity.year, roster, catalogue, narrator, desk)
    write_whole(letter, render_letter(composed, templates))
    write_whole(letter.with_suffix(".json"), letter_json(composed))
    session.tell(session.say("letter-written", file=letter))
