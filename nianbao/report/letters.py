"""Compose the letters: a return for correction to a unit with errors, a reminder to a unit that has sent nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nianbao.catalogue import Catalogue
from nianbao.checks.finding import Finding
from nianbao.district import District
from nianbao.report.boards import finding_view, sorted_findings
from nianbao.report.masking import masked
from nianbao.report.narrating import Narrator
from nianbao.report.printing import BLANK_DATE, chinese_day, printed
from nianbao.rollup.consolidation import Consolidation


@dataclass(frozen=True, slots=True)
class LetterItem:
    """One thing that a letter asks about: the number in the letter, what is wrong and what to do, and the quote."""

    number: str
    message: str
    quote: str
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one unit: a return for correction 退回修改函, or a reminder 催报函 when nothing has come."""

    unit: str
    title_lines: tuple[str, ...]
    addressee: str
    opening: str
    items: tuple[LetterItem, ...]
    closing: tuple[str, ...]
    signature: str
    date: str


def letters(
    consolidation: Consolidation, district: District, catalogue: Catalogue, templates: Path
) -> Iterator[Letter]:
    """Yield one letter for each unit with an open error finding, in roster order."""
    open_errors = [f for f in sorted_findings(consolidation, district) if f.severity == "error" and f.state == "open"]
    narrator = Narrator(templates)
    for unit in district.units:
        own = [finding for finding in open_errors if finding.unit == unit.code]
        if own and unit.code in consolidation.missing:
            yield reminder(unit.code, unit.name, consolidation.year, district, narrator)
        elif own:
            yield return_letter(unit.code, unit.name, own, consolidation.year, district, catalogue, narrator)


def return_letter(
    unit: str,
    name: str,
    findings: Iterable[Finding],
    year: int,
    district: District,
    catalogue: Catalogue,
    narrator: Narrator,
) -> Letter:
    """Return the letter that sends a report back, quoting the sentence behind each error 退回修改函."""
    items = _items([finding for finding in findings if finding.severity == "error"], district, catalogue)
    return Letter(
        unit=unit,
        title_lines=narrator.lines("return_title", year),
        addressee=printed(name),
        opening=narrator.say("return_opening", year, len(items)),
        items=items,
        closing=narrator.lines("return_closing", answer_day(district, year)),
        signature=district.body,
        date=BLANK_DATE,
    )


def reminder(unit: str, name: str, year: int, district: District, narrator: Narrator) -> Letter:
    """Return the letter that asks a unit for the report it has not sent 催报函."""
    report_day = chinese_day(district.deadlines.report_day(year))
    return Letter(
        unit=unit,
        title_lines=narrator.lines("reminder_title", year),
        addressee=printed(name),
        opening=narrator.say("reminder_opening", year, report_day),
        items=(),
        closing=narrator.lines("reminder_closing", answer_day(district, year)),
        signature=district.body,
        date=BLANK_DATE,
    )


def answer_day(district: District, year: int) -> str:
    """Return the day by which a unit answers: the last pass before publication, so that it still counts."""
    dates = district.deadlines
    passes = [day for day in dates.passes if day < dates.publish]
    if not passes:
        return chinese_day(dates.publish_day(year))
    return chinese_day(dates.model_copy(update={"publish": max(passes)}).publish_day(year))


def _items(findings: Sequence[Finding], district: District, catalogue: Catalogue) -> tuple[LetterItem, ...]:
    views = (finding_view(finding, district, catalogue) for finding in findings)
    return tuple(
        LetterItem(f"{number}．", masked(view.message.rstrip("。") + "。"), masked(view.quote), view.indicators)
        for number, view in enumerate(views, 1)
    )
