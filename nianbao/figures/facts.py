"""The words of extraction: numeral tokens with their kinds, facts with their meaning, and the ledger of them all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args

from nianbao.interval import Interval

Kind = Literal[
    "actual", "target", "standard", "previous", "change", "other", "duplicate", "date", "period", "ordinal", "docref",
    "name", "slogan", "list_number", "lexical", "unexplained",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
FACT_KINDS: frozenset[Kind] = frozenset({"actual", "target", "standard", "previous", "change", "other", "duplicate"})
CORRECTED = "correction"
"""The rule of a fact that a person corrected: value or indicator are theirs, text, quote and place the source's."""
Qualifier = Literal["exact", "over", "about", "at_least", "at_most"]


@dataclass(frozen=True, slots=True)
class Period:
    """A dated stretch inside or before the report year, ISO days; no end = still running."""

    start: str
    end: str | None


@dataclass(frozen=True, slots=True)
class Token:
    """One numeral of the text with its kind; `value` as a decimal where it has one."""

    start: int
    end: int
    text: str
    kind: Kind
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A numeral (or closed claim in words) that states something: see the field list of the contract for each meaning.

    `value`, `low` and `high` are in the base unit (no 万/亿; money in 元, rates in %); null bounds are open.
    `candidates` are the best codes when none was sure enough to be `indicator`.
    """

    id: str
    start: int
    end: int
    text: str
    quote: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    qualifier: Qualifier
    kind: Kind
    measure: str
    implied: bool = False
    indicator: str | None = None
    also: tuple[str, ...] = ()
    item: str | None = None
    period: Period | None = None
    part_of: str | None = None
    rate_of: str | None = None
    section: str = ""
    page: int | None = None
    boxes: tuple[tuple[float, float, float, float], ...] | None = None
    rule: str = ""
    score: float = 0.0
    candidates: tuple[str, ...] = ()

    @property
    def interval(self) -> Interval:
        """Return the bounds as an interval."""
        return Interval(self.low, self.high)

    @property
    def is_corrected(self) -> bool:
        """Say whether a person's correction lies over what the source states."""
        return self.rule == CORRECTED


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one document's figures: the facts, and the ledger that accounts for every numeral."""

    facts: tuple[Fact, ...]
    tokens: tuple[Token, ...]

    def kinds(self) -> dict[Kind, int]:
        """Count the tokens of each kind, every kind named."""
        counts = Counter(token.kind for token in self.tokens)
        return {kind: counts.get(kind, 0) for kind in KINDS}


def decimal_text(value: Decimal | None) -> str | None:
    """Return a decimal as plain digits without exponent or trailing noughts: 2E+7 → 20000000, 98.70 → 98.7."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fact_json(fact: Fact) -> dict[str, Any]:
    """Return a fact as the contract's JSON object."""
    return {
        "id": fact.id, "start": fact.start, "end": fact.end, "text": fact.text, "quote": fact.quote,
        "value": decimal_text(fact.value), "low": decimal_text(fact.low), "high": decimal_text(fact.high),
        "unit": fact.unit, "qualifier": fact.qualifier, "kind": fact.kind, "implied": fact.implied,
        "measure": fact.measure, "indicator": fact.indicator, "also": list(fact.also), "item": fact.item,
        "period": {"start": fact.period.start, "end": fact.period.end} if fact.period else None,
        "part_of": fact.part_of, "rate_of": fact.rate_of, "section": fact.section, "page": fact.page,
        "boxes": [list(box) for box in fact.boxes] if fact.boxes is not None else None,
        "rule": fact.rule, "score": fact.score, "candidates": list(fact.candidates),
    }  # fmt: skip


def ledger_json(extraction: Extraction) -> dict[str, Any]:
    """Return the ledger as the contract's JSON object."""
    return {
        "numerals": len(extraction.tokens),
        "kinds": extraction.kinds(),
        "tokens": [
            {"start": t.start, "end": t.end, "text": t.text, "kind": t.kind, "value": decimal_text(t.value)}
            for t in extraction.tokens
        ],
    }
