"""What a unit says to a finding or a figure of its own report: a proposal, of which nothing holds until accepted.

A unit never corrects its record: it proposes, and a person of the district decides, with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class ProposalAct(StrEnum):
    """What a unit may say: another version is coming, the figure is right because, the figure should be."""

    RESUBMIT = "resubmit"
    EXPLAIN = "explain"
    CORRECT = "correct"


class ProposalState(StrEnum):
    """Where a proposal stands; the last four are ends."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"


STATE_WORDS = {
    ProposalState.WAITING: "待审核", ProposalState.ACCEPTED: "采纳", ProposalState.REFUSED: "不采纳",
    ProposalState.WITHDRAWN: "收回", ProposalState.OVERTAKEN: "被后一答复取代",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal about one submission: `finding` is what is answered, `fact` the figure that should be `wanted`.

    `wanted` is kept as the person wrote it; what it comes to is worked out when somebody decides.
    """

    id: int
    district: str
    year: int
    unit: str
    submission: int
    act: ProposalAct
    why: str
    who: str
    when: datetime
    finding: str | None = None
    fact: str | None = None
    wanted: str = ""
    state: ProposalState = ProposalState.WAITING
    decided_by: str = ""
    decided_because: str = ""
    decided_at: datetime | None = None

    def __str__(self) -> str:
        """Return in one line what the unit says."""
        said = {ProposalAct.EXPLAIN: "说明", ProposalAct.CORRECT: f"应为{self.wanted}"}.get(self.act, "将重新报送")
        return f"{said}：{self.why}" if self.why else said

    @property
    def is_waiting(self) -> bool:
        """Say whether a person of the district must decide; what only announces a new version needs no decision."""
        return self.state is ProposalState.WAITING and self.act is not ProposalAct.RESUBMIT

    def decided(self, state: ProposalState, *, by: str, because: str, at: datetime) -> Proposal:
        """Return the proposal as decided."""
        return replace(self, state=state, decided_by=by, decided_because=because, decided_at=at)
