"""The reading of one submission: its document and its facts, ready to be checked, recorded and added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nianbao.documents.model import Document
from nianbao.figures.facts import Fact, Token


@dataclass(frozen=True, slots=True)
class Reading:
    """One identified submission as it was read. Fact ids carry the file's hash, so they are unique in the district."""

    unit: str
    year: int
    document: Document
    facts: tuple[Fact, ...]
    tokens: tuple[Token, ...]

    def fact(self, fact_id: str) -> Fact:
        """Return the fact of that id; KeyError when there is none."""
        for fact in self.facts:
            if fact.id == fact_id:
                return fact
        raise KeyError(fact_id)


def district_wide(facts: Iterable[Fact], sha256: str) -> tuple[Fact, ...]:
    """Return the facts with ids that are unique beyond their document: f12 → 9c1f02ab-f12."""
    mark = sha256[:8]

    def named(fact_id: str | None) -> str | None:
        return None if fact_id is None else f"{mark}-{fact_id}"

    return tuple(replace(f, id=f"{mark}-{f.id}", part_of=named(f.part_of), rate_of=named(f.rate_of)) for f in facts)
