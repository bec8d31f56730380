"""The rule of a check: what it is called, how grave it is, and the function that finds what is wrong.

A rule yields claims; only here do claims become findings, so that id, level, severity and quote are made in one way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, ParamSpec

from nianbao.catalogue import Catalogue
from nianbao.checks.amounts import printed
from nianbao.checks.finding import Finding, Level, Severity
from nianbao.checks.likeness import Passage, passages
from nianbao.checks.sentences import quote_facts
from nianbao.checks.statements import Statements
from nianbao.figures.facts import Fact
from nianbao.reading import Reading

P = ParamSpec("P")
SHORTEST = 20
"""Signs of a sentence below which two reports may well say the same."""


@dataclass(frozen=True)
class Subject:
    """What a rule looks at: one report, what it states, the catalogue, and the unit's own past.

    `before` is the report of the year before, if there is one; `past` is what the earlier reports state, the latest
    first.
    """

    reading: Reading
    catalogue: Catalogue
    stated: Statements
    required: tuple[str, ...] = ()
    before: Reading | None = None
    past: tuple[Statements, ...] = ()
    unit_type: str | None = None

    @property
    def filed(self) -> Statements | None:
        """Return what the unit's report of the year before states."""
        return self.past[0] if self.before is not None else None

    @cached_property
    def sentences(self) -> tuple[Passage, ...]:
        """Return the report's sentences that are long enough to be compared."""
        return tuple(passages(1, self.reading, SHORTEST))

    @cached_property
    def sentences_before(self) -> tuple[Passage, ...]:
        """Return those of the report of the year before."""
        return tuple(passages(0, self.before, SHORTEST)) if self.before is not None else ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What a rule found: the message and the facts it speaks of.

    `quote` is needed only where no fact is spoken of; `severity` and `rule` only where they differ from the rule's;
    `against` are figures of other reports, with which the claim stands or falls.
    """

    message: str
    facts: tuple[Fact, ...] = ()
    indicators: tuple[str, ...] = ()
    quote: str | None = None
    severity: Severity | None = None
    rule: str | None = None
    unit: str | None = None
    against: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[str, ...]:
        """Return the figures as printed, in the order of the text, then those of other reports."""
        return (*(printed(fact) for fact in sorted(self.facts, key=lambda fact: fact.start)), *self.against)


@dataclass(frozen=True, slots=True)
class Rule(Generic[P]):
    """A check: `line` says in Chinese what it looks for; its example is the first 「…」 of the function's docstring."""

    id: str
    level: Level
    severity: Severity
    line: str
    find: Callable[P, Iterator[Claim]]

    @property
    def example(self) -> str:
        """Return the sentence that made the rule."""
        found = re.search(r"「(.+?)」", self.find.__doc__ or "", re.DOTALL)
        return "".join(found.group(1).split("\n")) if found else ""


def rule(
    rule_id: str, *, level: Level, severity: Severity, line: str
) -> Callable[[Callable[P, Iterator[Claim]]], Rule[P]]:
    """Make a rule of the function that finds; the function's docstring holds the example."""

    def made(find: Callable[P, Iterator[Claim]]) -> Rule[P]:
        return Rule(rule_id, level, severity, line, find)

    return made


def findings_of(rules: Iterable[Rule[[Subject]]], subject: Subject) -> Iterator[Finding]:
    """Yield the findings of the rules on one report; generic rules are as grave as the catalogue says."""
    text = subject.reading.document.text
    for each in rules:
        generic = subject.catalogue.generic_rules.get(each.id)
        usual = generic.severity if generic else each.severity
        for claim in each.find(subject):
            yield Finding(
                rule=claim.rule or each.id,
                level=each.level,
                severity=claim.severity or usual,
                unit=subject.reading.unit,
                message=claim.message,
                quote=quote_facts(text, claim.facts) if claim.quote is None else claim.quote,
                indicators=claim.indicators,
                facts=tuple(fact.id for fact in claim.facts),
                figures=claim.figures,
            )
