"""The finding 问题: something wrong or doubtful, with its rule, severity, quote and state."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]
SEVERITY_WORDS: dict[Severity, str] = {"error": "错误", "warning": "提示", "info": "备注"}
"""The severities as people read them, the gravest first."""
State = Literal["open", "explained", "corrected", "waived"]
STATE_WORDS: dict[State, str] = {"open": "待处理", "explained": "已说明", "corrected": "已更正", "waived": "已豁免"}
Level = Literal[0, 1, 2, 3, 4]
"""0 the file, 1 inside one document, 2 against the unit's own past, 3 between units, 4 across sources."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding about one unit (or, with no unit, the district); `message` is Chinese and says what to do.

    `facts` are the fact ids it speaks of, `figures` the same figures as they are printed, with those of other reports
    that they are held against. The identity `id` is the same in every run that finds the same thing.
    """

    rule: str
    level: Level
    severity: Severity
    unit: str | None
    message: str
    quote: str = ""
    indicators: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    state: State = "open"
    figures: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Return twelve hex digits made from rule, unit, indicators and figures: no clock, no counter.

        Another wording of the message, an edit elsewhere in the sentence or a new file of the same report leave it as
        it is; another figure does not. What speaks of no figure is known by its indicators, its quote or its message.
        """
        words = "" if self.indicators else "".join(self.quote.split()) or self.message
        basis = ",".join(self.figures) or words
        said = "\x1f".join((self.rule, self.unit or "", ",".join(self.indicators), basis))
        return hashlib.sha256(said.encode()).hexdigest()[:12]


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as the contract's JSON object."""
    return {
        "id": finding.id, "rule": finding.rule, "level": finding.level, "severity": finding.severity,
        "unit": finding.unit, "indicators": list(finding.indicators), "facts": list(finding.facts),
        "quote": finding.quote, "message": finding.message, "state": finding.state,
        "figures": list(finding.figures),
    }  # fmt: skip


def finding_from_json(raw: dict[str, Any]) -> Finding:
    """Return the finding that `finding_json` wrote."""
    fields = {k: v for k, v in raw.items() if k not in {"id", "indicators", "facts", "figures"}}
    lists: dict[str, Any] = {k: tuple(raw.get(k, ())) for k in ("indicators", "facts", "figures")}
    return Finding(**fields, **lists)
