"""Say what a unit's own past is after a reform of the roster: what was filed by those whose work it took over.

A unit that was only renamed goes on with its predecessor's reports. The figures of several that were merged are added,
as far as all of them stated them; of one that was split up only the words are left, for no one knows whose its figures
would be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from nianbao.catalogue import Catalogue
from nianbao.checks.statements import Statements, codes_of
from nianbao.district import District
from nianbao.documents.model import Document
from nianbao.figures.facts import Fact
from nianbao.reading import Reading


def forebears(district: District, code: str, year: int) -> tuple[str, ...]:
    """Return who did the unit's work in an earlier year: itself if it was there, else those it succeeds, and so on."""
    return tuple(dict.fromkeys(_forebears(district, code, year, frozenset())))


def past_of(
    district: District, code: str, now: int, filed: Mapping[str, Reading], year: int, catalogue: Catalogue
) -> Reading | None:
    """Return what stands for the unit of year `now` in an earlier year, of which `filed` are the reports by unit."""
    codes = forebears(district, code, year)
    reports = [filed[each] for each in codes if each in filed]
    if not reports:
        return None
    if codes == (code,):
        return reports[0]
    heirs = [unit.code for unit in district.expected(now) if set(forebears(district, unit.code, year)) & set(codes)]
    if heirs != [code] or len(reports) < len(codes):
        reports = [replace(report, facts=()) for report in reports]
    return replace(reports[0], unit=code) if len(reports) == 1 else _joined(code, reports, catalogue)


def _forebears(district: District, code: str, year: int, seen: frozenset[str]) -> Iterator[str]:
    unit = district.unit(code)
    if unit.reports_in(year) or code in seen:
        yield code
        return
    for before in unit.succeeds if unit.since is not None and year < unit.since else ():
        yield from _forebears(district, before, year, seen | {code})


def _joined(unit: str, reports: Sequence[Reading], catalogue: Catalogue) -> Reading:
    """Return one report of several: their texts one after the other, and the figures that may be added."""
    stated = [set(Statements(report, catalogue).codes) for report in reports]
    addable = {c for c in set.intersection(*stated) if catalogue.indicators[c].additive == "sum"}
    facts: list[Fact] = []
    text = ""
    for report in reports:
        facts.extend(_moved(fact, report.unit, len(text)) for fact in report.facts if _adds(fact, addable))
        text += report.document.text + "\n"
    sources = "+".join(report.document.sha256[:12] for report in reports)
    return Reading(unit, reports[0].year, Document(sources, "text/plain", text), tuple(facts), ())


def _adds(fact: Fact, addable: set[str]) -> bool:
    codes = codes_of(fact)
    return fact.kind == "actual" and bool(codes) and set(codes) <= addable


def _moved(fact: Fact, unit: str, offset: int) -> Fact:
    """Return the fact at its place in the joined text; as another item, so that it adds to the other units'."""
    item = unit if fact.item is None else f"{unit} {fact.item}"
    return replace(fact, start=fact.start + offset, end=fact.end + offset, item=item)
