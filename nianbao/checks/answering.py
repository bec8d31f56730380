"""Lay people's answers over the findings of a run: explained, corrected or waived, by whom, why and until when.

An answer belongs to the finding's id, which changes with the figures it speaks of: so what was waived comes back as
open when its figures change, and no answer is ever stretched over another fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from nianbao.checks.finding import Finding, State


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said to one finding. `until` is the last day on which it holds; None = as long as the finding."""

    finding: str
    state: State
    by: str
    why: str
    on: date
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse an answer without a name or a reason; to open a finding again needs no reason."""
        if not self.by.strip() or (self.state != "open" and not self.why.strip()):
            raise ValueError("an answer needs who and why / 答复须写明经办人和理由")

    def holds_on(self, day: date) -> bool:
        """Say whether the answer was given by that day and has not run out."""
        return self.on <= day and (self.until is None or day <= self.until)


def with_answers(findings: Iterable[Finding], answers: Iterable[Answer], today: date) -> tuple[Finding, ...]:
    """Return the findings in the state that the latest answer gives them; without one that holds, a finding is open.

    Of two answers of one day the later in order counts.
    """
    latest = latest_answers(answers, today)
    return tuple(
        replace(finding, state=latest[finding.id].state if finding.id in latest else "open") for finding in findings
    )


def latest_answers(answers: Iterable[Answer], today: date) -> dict[str, Answer]:
    """Return by finding id the latest answer that holds today.

    A later answer takes the place of an earlier one for good: when it runs out, the earlier does not come back.
    """
    given: dict[str, Answer] = {}
    for answer in sorted(answers, key=lambda answer: answer.on):
        if answer.on <= today:
            given[answer.finding] = answer
    return {finding: answer for finding, answer in given.items() if answer.holds_on(today)}
