"""Load the suites that are checked in as JSON, and say which rules they hold. Needs no Great Expectations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from nianbao.checks.finding import Level, Severity

SUITES = Path(__file__).resolve().parent / "suites"
SEVERITIES: dict[str, Severity] = {"critical": "error", "warning": "warning", "info": "info"}
"""What Great Expectations calls a severity → what a finding calls it."""


@dataclass(frozen=True, slots=True)
class SuiteRule:
    """A rule of a suite as an expectation's meta states it.

    `repeats` names the rules of the domain's own checks that say the same thing; where one of them has spoken about
    a unit's indicator, this rule keeps silent.
    """

    id: str
    level: Level
    severity: Severity
    line: str
    example: str
    repeats: tuple[str, ...]


def load_suites(folder: Path = SUITES) -> tuple[dict[str, Any], ...]:
    """Return the suites of a folder as JSON objects, in the order of their names."""
    return tuple(json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json")))


def rule_of(expectation: dict[str, Any]) -> SuiteRule:
    """Return the rule that an expectation's meta and severity state."""
    meta = expectation["meta"]
    return SuiteRule(
        id=meta["rule"],
        level=cast(Level, meta["level"]),
        severity=SEVERITIES[expectation["severity"]],
        line=meta["message"],
        example=meta["example"],
        repeats=tuple(meta["repeats"]),
    )


def load_rules(folder: Path = SUITES) -> tuple[SuiteRule, ...]:
    """Return each rule of the suites once."""

    def rules() -> Iterator[SuiteRule]:
        for suite in load_suites(folder):
            yield from map(rule_of, suite["expectations"])

    return tuple({rule.id: rule for rule in rules()}.values())
