"""Quote what units tell of their own good practice: their words, with their figures, never as the district's praise.

A sentence is quoted only where it states a result in figures that no open finding doubts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from nianbao.checks.finding import Finding
from nianbao.checks.sentences import sentences
from nianbao.district import District
from nianbao.documents.outline import section_at
from nianbao.figures.facts import Fact
from nianbao.reading import Reading
from nianbao.report.printing import printed
from nianbao.report.theming import without_number
from nianbao.report.tracing import place
from nianbao.report.view import Practice

MOST = 8
"""The best of so many units; a report of the district is no anthology."""
SHORTEST, LONGEST = 24, 180
MOST_FIGURES = 6
"""A sentence with more figures than this is a list of results."""


class CueWords(BaseModel):
    """Words by which a sentence tells of a practice, and what each is worth."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weight: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """The words as patterns with their weights."""

    patterns: tuple[tuple[re.Pattern[str], int], ...]

    def weigh(self, said: str) -> int:
        """Return what a sentence's words are worth, each pattern once."""
        return sum(weight for pattern, weight in self.patterns if pattern.search(said))


def load_cues(templates: Path) -> Cues:
    """Load the cues of a templates folder."""
    raw = yaml.safe_load((templates / "practices.yml").read_text(encoding="utf-8"))
    groups = TypeAdapter(tuple[CueWords, ...]).validate_python(raw)
    return Cues(tuple((re.compile(word), group.weight) for group in groups for word in group.words))


def practices(
    readings: Sequence[Reading], district: District, findings: Iterable[Finding], cues: Cues
) -> tuple[Practice, ...]:
    """Return the best sentence of each unit that has one, of the best units at most eight, in roster order."""
    doubted = {fact for finding in findings if finding.state == "open" and finding.severity != "info"
               for fact in finding.facts}  # fmt: skip
    by_unit = {reading.unit: reading for reading in readings}
    best: list[tuple[int, int, Practice]] = []
    for order, unit in enumerate(district.units):
        if unit.code in by_unit:
            told = max(_told(by_unit[unit.code], unit.name, doubted, cues), key=lambda t: t[0], default=None)
            best.extend([(told[0], -order, told[1])] if told else [])
    chosen = sorted(best, reverse=True, key=lambda each: each[:2])[:MOST]
    return tuple(practice for _, _, practice in sorted(chosen, key=lambda each: -each[1]))


def _told(reading: Reading, name: str, doubted: Collection[str], cues: Cues) -> Iterator[tuple[int, Practice]]:
    document, facts = reading.document, sorted(reading.facts, key=lambda fact: fact.start)
    for start, end in sentences(document.text):
        within = [fact for fact in facts if start <= fact.start and fact.end <= end]
        if not _is_told_in_figures(within, doubted):
            continue
        said = without_number(printed(document.text[start:end]))
        weight = cues.weigh(said)
        if weight and SHORTEST <= len(said) <= LONGEST and section_at(document, start)[1] in ("results", "other"):
            yield weight, Practice(name, said, place(document, within[0]))


def _is_told_in_figures(facts: Sequence[Fact], doubted: Collection[str]) -> bool:
    """Say whether the sentence states results of the year in figures, none of them doubted and nothing else."""
    results = [fact for fact in facts if fact.kind == "actual" and not fact.implied and fact.value]
    promised = any(fact.kind == "target" for fact in facts)
    sound = not any(fact.id in doubted for fact in facts)
    return bool(results) and len(facts) <= MOST_FIGURES and sound and not promised
