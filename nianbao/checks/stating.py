"""Say of every indicator how one unit stands to it: stated, stated as nought, not mentioned, or not applicable.

Silence is never nought: only a figure, a written 0 or a closed negative says that nothing happened.
"""

from __future__ import annotations

from enum import StrEnum

from nianbao.catalogue import Catalogue
from nianbao.checks.statements import Statements
from nianbao.interval import ZERO, Interval
from nianbao.reading import Reading


class ValueState(StrEnum):
    """The four ways in which a report can stand to an indicator."""

    STATED = "stated"
    ZERO_STATED = "zero-stated"
    NOT_MENTIONED = "not-mentioned"
    NOT_APPLICABLE = "not-applicable"


STATE_NAMES: dict[ValueState, str] = {
    ValueState.STATED: "已报",
    ValueState.ZERO_STATED: "报0",
    ValueState.NOT_MENTIONED: "未提及",
    ValueState.NOT_APPLICABLE: "不适用",
}


def value_states(reading: Reading, catalogue: Catalogue, unit_type: str | None = None) -> dict[str, ValueState]:
    """Return the state of every indicator of the catalogue, in its order."""
    stated = Statements(reading, catalogue)
    return {code: state_of(code, stated, catalogue, unit_type) for code in catalogue.indicators}


def state_of(code: str, stated: Statements, catalogue: Catalogue, unit_type: str | None) -> ValueState:
    """Return how a report stands to one indicator; what is stated is stated, whether it applies or not."""
    statement = stated.of_year(code)
    if statement is not None and statement.interval == Interval.exact(ZERO):
        return ValueState.ZERO_STATED
    if statement is not None or code in stated.codes:
        return ValueState.STATED
    return ValueState.NOT_MENTIONED if catalogue.applies(code, unit_type, stated.year) else ValueState.NOT_APPLICABLE
