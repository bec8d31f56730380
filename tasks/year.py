"""Bring a district's year together: check it as a whole, consolidate it, render it. No Prefect here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.checking import check_table
from expectations.framing import values_frame
from nianbao import __version__
from nianbao.checks.checking import check_completeness, check_history, check_sources, check_units
from nianbao.checks.finding import Finding
from nianbao.failpoints import pass_by
from nianbao.reading import Reading
from nianbao.report.boards import Arrival
from nianbao.report.writing import alone_in
from nianbao.review.correction import Correction
from nianbao.rollup.consolidating import consolidate
from nianbao.rollup.consolidation import Consolidation, HeldFile
from tasks import decisions
from tasks.clock import CHINA
from tasks.past import pasts
from tasks.standing import standings
from tasks.workplace import Workplace

if TYPE_CHECKING:
    from nianbao.report.rendering import Outputs


@dataclass(frozen=True, slots=True)
class Consolidated:
    """A year's readings that count, by unit code, and what they come to."""

    readings: tuple[Reading, ...]
    consolidation: Consolidation


@dataclass(frozen=True, slots=True)
class Published:
    """A year's consolidation and the files that show it."""

    consolidation: Consolidation
    outputs: Outputs


def check_year(place: Workplace, year: int, cutoff: datetime | None) -> tuple[Finding, ...]:
    """Check what no single document can tell, keep the findings of the run, and return them.

    Missing units, the units' own past, units against each other, and the one frame of all values.
    """
    code, units = place.district.code, place.district.expected(year)
    decisions.settle_year(place, year, cutoff)
    laid = decisions.lay_year(place, year, cutoff)
    readings = tuple(each.reading for each in laid)
    past = pasts(place.records, place.district, place.catalogue, year, cutoff)
    found = [*check_completeness(place.district, year, [reading.unit for reading in readings])]
    found.extend(question for each in laid for question in each.questions)
    for reading in readings:
        known = past.get(reading.unit, ())
        last = next((earlier for earlier in known if earlier.year == year - 1), None)
        found.extend(check_history(reading, last, place.catalogue, [r for r in known if r is not last]))
    found.extend(check_sources(readings, place.district, place.catalogue))
    found.extend(check_units(readings, place.catalogue, {unit.code: unit.type for unit in units}, past))
    said = [*found, *own_findings(place, year, cutoff)]
    tabled, judged = check_table(values_frame(readings, place.catalogue), [unit.code for unit in units], said)
    found.extend(tabled)
    place.records.keep_table_checks(code, year, judged)
    pass_by("check.tables")
    of_run = decisions.answered(place, year, cutoff, found)
    place.records.replace_run_findings(code, year, of_run)
    pass_by("check.kept")
    decisions.follow_year(place, year, cutoff, (*own_findings(place, year, cutoff), *of_run))
    return of_run


def own_findings(place: Workplace, year: int, cutoff: datetime | None) -> tuple[Finding, ...]:
    """Return the findings about the submissions that count, unit by unit."""
    counted = [submission.id for submission in place.records.counted(place.district.code, year, cutoff)]
    return tuple(chain.from_iterable(place.records.findings_of(counted).values()))


def consolidate_year(
    place: Workplace, year: int, cutoff: datetime | None, proposed: Iterable[Correction] = ()
) -> Consolidated:
    """Consolidate what counts as people corrected it, with the findings of the submissions and of the last run.

    `proposed` are corrections that are tried and not kept.
    """
    code = place.district.code
    known = {unit.code for unit in place.district.units}
    # A unit that has left the roster since it reported is a finding of the run, and no part of the district's figures.
    laid = decisions.lay_year(place, year, cutoff, proposed)
    readings = tuple(each.reading for each in laid if each.reading.unit in known)
    before = tuple(r for r in decisions.corrected(place, year - 1, cutoff) if r.unit in known)
    findings = (*own_findings(place, year, cutoff), *place.records.run_findings(code, year))
    held = held_files(place, year, cutoff)
    return Consolidated(readings, consolidate(place.district, year, readings, before, held, findings, place.catalogue))


def publish_year(place: Workplace, year: int, cutoff: datetime | None, out: Path, *, public: bool = False) -> Published:
    """Consolidate what counts and write every output, while no other run writes into the same folder.

    Who waits for another consolidates after it: the last to write knows the most. `public` asks for the masked edition
    公开版 beside the office's own.
    """
    # Imported here: whoever only consolidates need not load what typesets.
    from nianbao.report.editions import render_public, withdraw_public
    from nianbao.report.rendering import render

    with alone_in(out):
        pass_by("publish")
        found, came = consolidate_year(place, year, cutoff), arrivals(place, year, cutoff)
        outputs = render(
            found.consolidation,
            found.readings,
            place.district,
            place.catalogue,
            place.templates,
            out,
            code_version=__version__,
            arrivals=came,
            originals=place.records.vault.path,
            followed=decisions.followed(place, year, cutoff),
            today=decisions.day_of(cutoff),
            table_checks=place.records.table_checks(place.district.code, year),
            corrections=place.records.corrections(place.district.code, year),
        )
        withdraw_public(out)
        if public:
            render_public(
                outputs, found.consolidation, found.readings, place.district, place.catalogue, place.templates, out,
                arrivals=came,
            )  # fmt: skip
    return Published(found.consolidation, outputs)


def arrivals(place: Workplace, year: int, cutoff: datetime | None) -> dict[str, Arrival]:
    """Return by unit code when each counted report came, as which file, whether late, and how it stands."""
    files = {entry.unit: entry.file for entry in place.records.counted(place.district.code, year, cutoff)}
    return {
        entry.unit.code: Arrival(
            entry.received_at.astimezone(CHINA).date(), entry.late, entry.versions, entry.state, files[entry.unit.code]
        )
        for entry in standings(place.records, place.district, year, cutoff)
        if entry.reporting and entry.received_at
    }


def held_files(place: Workplace, year: int, cutoff: datetime | None) -> tuple[HeldFile, ...]:
    """Return the files that wait for a person, by name."""
    held = place.records.held(place.district.code, year, cutoff)
    return tuple(
        HeldFile(entry.file, entry.rejection.reason, entry.rejection.sentence(), entry.unit)
        for entry in sorted(held, key=lambda entry: (entry.file, entry.sha256))
        if entry.rejection
    )
