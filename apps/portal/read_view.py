"""What a result page shows of one report: its text with the figures, a card for each fact, findings with answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from apps.portal.marking import Block, lay_out
from nianbao.catalogue import Catalogue
from nianbao.checks.finding import Finding
from nianbao.documents.model import Box
from nianbao.figures.facts import Fact
from nianbao.reading import Reading
from nianbao.report.clipping import boxes_of_first_page
from nianbao.review.correction import Correction
from nianbao.review.laying import Placed, lay, said
from nianbao.review.proposal import Proposal
from nianbao.rollup.stating import unit_values
from nianbao.rollup.wording import wording

GRAVITY = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class FactCard:
    """What is told of a fact when its figure is looked at: what it counts, its value, and what stands against it."""

    number: int
    fact: Fact
    indicator: str
    candidates: tuple[str, ...]
    value: str
    corrected: str
    findings: tuple[Finding, ...]

    @property
    def state(self) -> str:
        """Return how it is to be shown: with an open finding, named, or without an indicator."""
        if any(finding.severity == "error" and finding.state == "open" for finding in self.findings):
            return "wrong"
        if any(finding.severity == "warning" and finding.state == "open" for finding in self.findings):
            return "doubtful"
        return "named" if self.indicator else "unnamed"


@dataclass(frozen=True, slots=True)
class Asked:
    """A finding, the facts that it speaks of, and what the unit said to it."""

    finding: Finding
    cards: tuple[FactCard, ...]
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Framed:
    """A figure's box on a page, in points."""

    box: Box
    card: FactCard


@dataclass(frozen=True, slots=True)
class PageView:
    """A page's picture: its number, its size in points, and the figures on it."""

    number: int
    width_pt: float
    height_pt: float
    framed: tuple[Framed, ...]


@dataclass(frozen=True)
class ReadView:
    """One report as it was read. `findings` come in the order of their gravity."""

    reading: Reading
    findings: Sequence[Finding]
    catalogue: Catalogue
    language: str = "zh"
    corrections: Sequence[Correction] = ()
    proposals: Sequence[Proposal] = ()

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Return the text, laid out."""
        return lay_out(self.reading)

    @cached_property
    def cards(self) -> dict[str, FactCard]:
        """Return the card of each fact, by its id, in the order of the text."""
        about: dict[str, list[Finding]] = {}
        for finding in self.findings:
            for fact in finding.facts:
                about.setdefault(fact, []).append(finding)
        corrected = {placed.fact.id: placed for placed in self._laid if placed.fact is not None}
        return {
            fact.id: self._card(number, fact, corrected.get(fact.id), tuple(about.get(fact.id, ())))
            for number, fact in enumerate(self.reading.facts, 1)
        }

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """Return the findings, open ones and grave ones first, each with its facts and answers."""
        order = sorted(self.findings, key=lambda f: (f.state != "open", GRAVITY[f.severity]))
        return tuple(
            Asked(
                finding,
                tuple(self.cards[fact] for fact in finding.facts if fact in self.cards),
                tuple(proposal for proposal in self.proposals if proposal.finding == finding.id),
            )
            for finding in order
        )

    @property
    def stated(self) -> tuple[tuple[str, str], ...]:
        """Return what the report states for the year, indicator by indicator, as the district would count it."""
        values = unit_values(self.reading, self.catalogue)
        return tuple((self._name(code), value.wording) for code, value in values.items())

    @property
    def counts(self) -> dict[str, int]:
        """Count what was read: numerals, facts, facts with an indicator, and open findings by severity."""
        opened = [finding.severity for finding in self.findings if finding.state == "open"]
        actual = [fact for fact in self.reading.facts if fact.kind == "actual"]
        return {
            "numerals": len(self.reading.tokens),
            "actual": len(actual),
            "named": sum(fact.indicator is not None for fact in actual),
            "unexplained": sum(token.kind == "unexplained" for token in self.reading.tokens),
            **{severity: opened.count(severity) for severity in GRAVITY},  # type: ignore[arg-type]
        }

    @property
    def pages(self) -> tuple[PageView, ...]:
        """Return the pages that a picture can be had of."""
        return tuple(
            PageView(page.number, page.width_pt, page.height_pt, tuple(self._framed(page.number)))
            for page in self.reading.document.pages
            if page.width_pt > 0 and page.height_pt > 0
        )

    @cached_property
    def _laid(self) -> tuple[Placed, ...]:
        return lay(self.reading, self.corrections).changed

    def _framed(self, number: int) -> Iterable[Framed]:
        for card in self.cards.values():
            if card.fact.page == number:
                yield from (Framed(box, card) for box in boxes_of_first_page(card.fact))

    def _card(self, number: int, fact: Fact, placed: Placed | None, findings: tuple[Finding, ...]) -> FactCard:
        indicator = self.catalogue.indicators.get(fact.indicator or "")
        unit = indicator.unit if indicator else fact.unit
        return FactCard(
            number=number,
            fact=fact,
            indicator=self._name(fact.indicator) if fact.indicator else "",
            candidates=tuple(self._name(code) for code in fact.candidates[:3]),
            value=wording(fact.interval, fact.value, unit) if fact.value is not None else fact.text,
            corrected=said(placed.correction) if placed else "",
            findings=findings,
        )

    def _name(self, code: str) -> str:
        indicator = self.catalogue.indicators.get(code)
        if indicator is None:
            return code
        return indicator.name_en if self.language == "en" else indicator.name_zh
