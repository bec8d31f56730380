"""Gather the units' own past from the records: corrected as people corrected it, and over reforms of the roster."""

from __future__ import annotations

from datetime import datetime

from nianbao.catalogue import Catalogue
from nianbao.checks.forebears import past_of
from nianbao.district import District
from nianbao.reading import Reading
from nianbao.records.store import Records
from nianbao.review.laying import lay

PAST_YEARS = 5
"""A unit's own figures are held against at most so many years before."""


def pasts(
    records: Records,
    district: District,
    catalogue: Catalogue,
    year: int,
    cutoff: datetime | None,
    known_by: datetime | None = None,
) -> dict[str, tuple[Reading, ...]]:
    """Return by unit what stands for it in the years before, the latest first.

    Corrections hold whenever they were made, unless `known_by` leaves out those made after that moment.
    """
    past: dict[str, tuple[Reading, ...]] = {}
    for earlier in range(year - 1, year - 1 - PAST_YEARS, -1):
        made = records.corrections(district.code, earlier)
        corrections = [each for each in made if known_by is None or each.when <= known_by]
        readings = (lay(each, corrections).reading for each in records.readings(district.code, earlier, cutoff))
        filed = {reading.unit: reading for reading in readings}
        for unit in district.expected(year) if filed else ():
            reading = past_of(district, unit.code, year, filed, earlier, catalogue)
            if reading is not None:
                past[unit.code] = (*past.get(unit.code, ()), reading)
    return past
