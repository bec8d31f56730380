"""Gather a district's year for review, keep what was decided, and say beforehand what it would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nianbao.review.correction import Correction
from nianbao.review.deciding import Decided
from nianbao.review.reviewed import Reviewed
from nianbao.rollup.consolidation import Consolidation
from tasks import decisions
from tasks.workplace import Workplace
from tasks.year import consolidate_year


@dataclass(frozen=True, slots=True)
class Difference:
    """What a decision would change in the report: a unit's or, with no unit, the district's words for an indicator."""

    code: str
    unit: str | None
    before: str
    after: str


def gather(place: Workplace, year: int) -> Reviewed:
    """Return a district's year as it stands under review."""
    records, code = place.records, place.district.code
    known = {unit.code for unit in place.district.units}
    sources = tuple(reading for reading in records.readings(code, year) if reading.unit in known)
    laid = tuple(each for each in decisions.lay_year(place, year, None) if each.reading.unit in known)
    return Reviewed(
        district=place.district,
        year=year,
        catalogue=place.catalogue,
        sources=sources,
        laid=laid,
        findings=consolidate_year(place, year, None).consolidation.findings,
        corrections=records.corrections(code, year),
        answers=records.answers(code, year),
        followed=records.followed(code, year),
    )


def keep(place: Workplace, year: int, decided: Decided) -> None:
    """Keep decisions and bring findings and states up to date with them; totals follow with the next run."""
    code = place.district.code
    place.records.correct(code, decided.corrections)
    place.records.answer(code, year, decided.answers)
    decisions.settle_year(place, year, None)
    of_run = decisions.answered(place, year, None, place.records.run_findings(code, year))
    place.records.replace_run_findings(code, year, of_run)


def preview(place: Workplace, year: int, proposed: Iterable[Correction]) -> tuple[Difference, ...]:
    """Return what the report would say otherwise, totals and units' values, in catalogue order."""
    before = consolidate_year(place, year, None).consolidation
    after = consolidate_year(place, year, None, proposed).consolidation
    was, is_now = _words(before), _words(after)
    changed = [key for key in is_now | was if was.get(key) != is_now.get(key)]
    order = {code: at for at, code in enumerate(place.catalogue.indicators)}
    return tuple(
        Difference(code, unit or None, was.get((code, unit), ""), is_now.get((code, unit), ""))
        for code, unit in sorted(changed, key=lambda key: (order[key[0]], key[1]))
    )


def _words(consolidation: Consolidation) -> dict[tuple[str, str], str]:
    """Return what is printed for each indicator, of the district ("") and of each unit."""
    words = {}
    for figure in consolidation.figures:
        words[figure.code, ""] = figure.wording
        words.update({(figure.code, value.unit): value.wording for value in figure.by_unit})
    return words
