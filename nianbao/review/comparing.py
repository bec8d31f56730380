"""Compare two versions of a unit's report: what it now states otherwise, by indicator, and figures come or gone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from nianbao.catalogue import Catalogue
from nianbao.reading import Reading
from nianbao.rollup.stating import unit_values

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Restated:
    """An indicator that is stated otherwise, in words; — where a version does not state it."""

    code: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What a version says otherwise: indicators, and the clauses with figures that only one of the two has."""

    restated: tuple[Restated, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]


def compare_readings(before: Reading, now: Reading, catalogue: Catalogue) -> Compared:
    """Return the differences, indicators in catalogue order, clauses in the order of the text."""
    then, today = unit_values(before, catalogue), unit_values(now, catalogue)
    said = [
        (code, then[code].wording if code in then else NOTHING, today[code].wording if code in today else NOTHING)
        for code in catalogue.indicators
    ]
    old, new = _clauses(before), _clauses(now)
    return Compared(
        restated=tuple(Restated(*words) for words in said if words[1] != words[2]),
        added=tuple((new - old).elements()),
        dropped=tuple((old - new).elements()),
    )


def _clauses(reading: Reading) -> Counter[str]:
    """Return the clauses that state results, each once; where it stands does not matter."""
    return Counter(dict.fromkeys((" ".join(f.quote.split()) for f in reading.facts if f.kind == "actual"), 1))
