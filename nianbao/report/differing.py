"""Tell what changed between two versions of a report: every figure that is now said otherwise, and by which units.

It compares the two data.json, which every version has; what only moved is no change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nianbao.catalogue import Catalogue
from nianbao.district import District
from nianbao.interval import Interval
from nianbao.report.printing import printed
from nianbao.rollup.wording import wording

NOTHING = "—"
Data = Mapping[str, Any]
"""A parsed data.json."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a unit's figure is said otherwise: what happened, by whom ("" where the unit itself reported), and when."""

    unit_name: str
    why: str
    who: str
    day: str

    def words(self, public: bool) -> str:
        """Return them in words; the public edition names no clerk."""
        who = f"{self.who}，" if self.who and not public else ""
        return f"{self.unit_name}：{self.why}（{who}{self.day}）"


@dataclass(frozen=True, slots=True)
class Difference:
    """One indicator that is said otherwise: both wordings (— where it was not listed) and what each unit changed.

    `unit_codes` are those of `units`, in the same order.
    """

    code: str
    name: str
    before: str
    now: str
    units: tuple[str, ...]
    unit_codes: tuple[str, ...] = ()
    grounds: tuple[Grounds, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """What changed since the last version: figures, units that have come or gone, findings that are new or gone."""

    figures: tuple[Difference, ...]
    arrived: tuple[str, ...]
    gone: tuple[str, ...]
    findings_new: int
    findings_gone: int

    def __bool__(self) -> bool:
        """Say whether anything changed."""
        return bool(self.figures or self.arrived or self.gone or self.findings_new or self.findings_gone)


def compare_versions(before: Data, now: Data, district: District, catalogue: Catalogue) -> Differences:
    """Return what `now` says otherwise than `before`, indicators in catalogue order."""
    names = {unit.code: unit.name for unit in district.units}
    missing = (set(before["missing"]), set(now["missing"]))
    found = ({f["id"] for f in before["findings"]}, {f["id"] for f in now["findings"]})
    return Differences(
        figures=tuple(_figures(before, now, names, catalogue)),
        arrived=tuple(names.get(code, code) for code in sorted(missing[0] - missing[1])),
        gone=tuple(names.get(code, code) for code in sorted(missing[1] - missing[0])),
        findings_new=len(found[1] - found[0]),
        findings_gone=len(found[0] - found[1]),
    )


def _figures(before: Data, now: Data, names: Mapping[str, str], catalogue: Catalogue) -> Iterator[Difference]:
    then, today = ({figure["code"]: figure for figure in data["indicators"]} for data in (before, now))
    order = {code: place for place, code in enumerate(catalogue.indicators)}
    for code in sorted(then.keys() | today.keys(), key=lambda code: (order.get(code, len(order)), code)):
        old, new = then.get(code), today.get(code)
        units = dict(_units(old, new, names))
        said = (old["wording"] if old else NOTHING, new["wording"] if new else NOTHING)
        if units or said[0] != said[1]:
            name = catalogue.indicators[code].name_zh if code in catalogue.indicators else code
            yield Difference(code, name, printed(said[0]), printed(said[1]), tuple(units.values()), tuple(units))


def _units(old: Data | None, new: Data | None, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    unit = (new or old or {})["unit"]
    then, today = (figure["by_unit"] if figure else {} for figure in (old, new))
    for code in names:
        said = tuple(_words(values.get(code), unit) for values in (then, today))
        if said[0] != said[1]:
            yield code, f"{names[code]}{said[0]}→{said[1]}"


def _words(value: Data | None, unit: str) -> str:
    if value is None:
        return NOTHING
    number, low, high = (None if value[key] is None else Decimal(value[key]) for key in ("value", "low", "high"))
    return wording(Interval(low, high), number, unit)
