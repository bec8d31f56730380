"""Say how findings stand once people have decided: corrected where a correction settles them, else as answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from nianbao.checks.answering import Answer, with_answers
from nianbao.checks.finding import Finding


def settle(
    of_source: Sequence[Finding], of_corrected: Sequence[Finding], answers: Iterable[Answer], today: date
) -> tuple[Finding, ...]:
    """Return the findings about the corrected report as answered, then those of the source that correcting settled.

    What a correction settles stays in sight as corrected: the unit's own report still says it.
    """
    left = {finding.id for finding in of_corrected}
    settled = (replace(finding, state="corrected") for finding in of_source if finding.id not in left)
    return (*with_answers(of_corrected, in_force(answers, today), today), *settled)


def in_force(answers: Iterable[Answer], today: date) -> tuple[Answer, ...]:
    """Return the answers as if none were given after today.

    A run that looks at an earlier day leaves out later files, but what people have decided since holds for it too.
    """
    return tuple(replace(answer, on=min(answer.on, today)) for answer in answers)
