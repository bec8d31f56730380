"""All that a person reviews of a district's year, as one value: what the workbook shows and what its rows speak of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from nianbao.catalogue import Catalogue, Indicator
from nianbao.checks.answering import Answer
from nianbao.checks.finding import Finding
from nianbao.checks.following import Followed
from nianbao.district import District
from nianbao.figures.facts import Fact
from nianbao.reading import Reading
from nianbao.review.correction import Correction
from nianbao.review.laying import Laid, Placed

_CONTEXT_ENDS = "。！？；\n"


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact as its source states it and as people corrected it, with the report it stands in."""

    source: Fact
    corrected: Fact
    reading: Reading
    placed: tuple[Placed, ...]

    @property
    def code(self) -> str | None:
        """Return the indicator under which it counts, or did before a person took it out."""
        return self.corrected.indicator or self.source.indicator

    @property
    def context(self) -> str:
        """Return the sentence in which it stands."""
        text = self.reading.document.text
        start = max(text.rfind(mark, 0, self.source.start) for mark in _CONTEXT_ENDS) + 1
        ends = [at for mark in _CONTEXT_ENDS if (at := text.find(mark, self.source.end)) >= 0]
        return text[start : min(ends, default=len(text)) + 1].strip()


@dataclass(frozen=True)
class Reviewed:
    """A district's year under review. `sources` are the readings as they came, `laid` the same ones as corrected."""

    district: District
    year: int
    catalogue: Catalogue
    sources: tuple[Reading, ...]
    laid: tuple[Laid, ...]
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...] = ()
    answers: tuple[Answer, ...] = ()
    followed: tuple[Followed, ...] = ()

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Return every figure that states a result, by fact id, units in roster order and figures in text order."""
        order = {unit.code: place for place, unit in enumerate(self.district.units)}
        pairs = sorted(zip(self.sources, self.laid, strict=True), key=lambda pair: order.get(pair[0].unit, len(order)))
        return {figure.source.id: figure for source, laid in pairs for figure in _figures(source, laid)}

    @cached_property
    def by_id(self) -> dict[str, Finding]:
        """Return the findings by id."""
        return {finding.id: finding for finding in self.findings}

    def unit_name(self, code: str | None) -> str:
        """Return a unit's name; a unit that has left the roster goes by its code, no unit is the whole district."""
        names = {unit.code: unit.name for unit in self.district.units}
        return names.get(code, code) if code else self.district.name

    def indicator(self, code: str | None) -> Indicator | None:
        """Return the indicator of a code."""
        return self.catalogue.indicators.get(code or "")


def _figures(source: Reading, laid: Laid) -> Iterator[Figure]:
    of_fact: dict[str, list[Placed]] = {}
    for placed in laid.placed:
        if placed.fact is not None:
            of_fact.setdefault(placed.fact.id, []).append(placed)
    for fact, corrected in zip(source.facts, laid.reading.facts, strict=True):
        if fact.kind == "actual" or corrected.kind == "actual":
            yield Figure(fact, corrected, source, tuple(of_fact.get(fact.id, ())))
