"""Keep what units propose and how the steps of approval were taken; each with its line in the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from nianbao.records import audit, codec
from nianbao.records.database import queue_up, reader, writer
from nianbao.records.deciding import Impossible
from nianbao.records.schema import ApprovalRow, ProposalRow
from nianbao.review.approving import STEP_WORDS, Approval, is_of_another, next_step, standing
from nianbao.review.proposal import STATE_WORDS, Proposal, ProposalState

Clock = Callable[[], datetime]
MOST_WAITING = 200
"""More answers to one report than it has figures are no answers."""


class Proposals:
    """The proposals and approvals of a district."""

    def __init__(self, engine: Engine, district: str, clock: Clock) -> None:
        self._engine, self._district, self._clock = engine, district, clock

    def propose(self, proposal: Proposal) -> Proposal:
        """Keep a proposal and return it with its number; one about the same thing takes the place of the waiting one.

        Impossible when too many wait for the same report.
        """
        with writer(self._engine) as session:
            queue_up(session, self._district)
            mine = [each for each in _proposals(session, self._district, proposal.year) if _is_open(each, proposal)]
            if len(mine) >= MOST_WAITING:
                raise Impossible("这份报告待审核的答复过多，请等审核后再提交")
            for earlier in mine:
                if (earlier.finding, earlier.fact) == (proposal.finding, proposal.fact):
                    self._keep(session, replace(earlier, state=ProposalState.OVERTAKEN))
            row = ProposalRow(
                district=self._district, year=proposal.year, unit=proposal.unit, submission_id=proposal.submission,
                state=proposal.state, body="",
            )  # fmt: skip
            session.add(row)
            session.flush()
            kept = replace(proposal, id=row.id, district=self._district)
            row.body = codec.text(kept)
            self._log(session, "propose", kept, kept.who, str(kept))
            return kept

    def decide(self, proposal_id: int, state: ProposalState, *, by: str, because: str) -> Proposal:
        """Bring a waiting proposal to its end; Impossible when somebody has done so before."""
        with writer(self._engine) as session:
            queue_up(session, self._district)
            proposal = _proposal(session, self._district, proposal_id)
            if proposal.state is not ProposalState.WAITING:
                raise Impossible(f"答复 {proposal_id} 已有结论，请刷新页面")
            decided = proposal.decided(state, by=by, because=because, at=self._clock())
            self._keep(session, decided)
            self._log(session, "decide", decided, by, f"{STATE_WORDS[state]}：{because}")
            return decided

    def proposal(self, proposal_id: int) -> Proposal:
        """Return one proposal of the district; KeyError when there is none of that number."""
        with reader(self._engine) as session:
            return _proposal(session, self._district, proposal_id)

    def proposals(self, year: int, unit: str | None = None) -> tuple[Proposal, ...]:
        """Return the proposals of a year, of one unit or of all, oldest first."""
        with reader(self._engine) as session:
            found = _proposals(session, self._district, year)
            return tuple(each for each in found if unit is None or each.unit == unit)

    def approve(self, approval: Approval) -> None:
        """Keep a step of approval; Impossible when it is not the next one, or its person took one before."""
        with writer(self._engine) as session:
            queue_up(session, self._district)
            taken = standing(_approvals(session, self._district, approval.year), approval.digest)
            if approval.step is not next_step(taken):
                raise Impossible("审签的步骤已有变动，请刷新页面")
            if not is_of_another(taken, approval.who):
                raise Impossible("经办、审核、签发须由不同的人办理")
            self._add_approval(session, approval)

    def send_back(self, approval: Approval) -> None:
        """Keep that a reviewer or signer sent the report back; what was approved before no longer counts."""
        with writer(self._engine) as session:
            queue_up(session, self._district)
            self._add_approval(session, approval)

    def approvals(self, year: int) -> tuple[Approval, ...]:
        """Return every step that was taken about a year's report, oldest first."""
        with reader(self._engine) as session:
            return _approvals(session, self._district, year)

    def _add_approval(self, session: Session, approval: Approval) -> None:
        session.add(ApprovalRow(district=self._district, year=approval.year, body=codec.text(approval)))
        audit.log(
            session, self._district, "approve", f"report:{approval.year}", at=self._clock(), who=approval.shown,
            why=f"{STEP_WORDS[approval.step]}：{approval.why}".rstrip("："), digest=approval.digest,
        )  # fmt: skip

    def _keep(self, session: Session, proposal: Proposal) -> None:
        row = session.get_one(ProposalRow, proposal.id)
        row.state, row.body = proposal.state, codec.text(proposal)

    def _log(self, session: Session, act: audit.Act, proposal: Proposal, who: str, why: str) -> None:
        subject = f"proposal:{proposal.id}"
        audit.log(session, self._district, act, subject, at=self._clock(), who=who, why=why)


def _is_open(earlier: Proposal, proposal: Proposal) -> bool:
    return earlier.submission == proposal.submission and earlier.state is ProposalState.WAITING


def _proposal(session: Session, district: str, proposal_id: int) -> Proposal:
    row = session.get(ProposalRow, proposal_id)
    if row is None or row.district != district:
        raise KeyError(proposal_id)
    return codec.from_text(Proposal, row.body)


def _proposals(session: Session, district: str, year: int) -> tuple[Proposal, ...]:
    mine = select(ProposalRow.body).where(ProposalRow.district == district, ProposalRow.year == year)
    return tuple(codec.from_text(Proposal, body) for body in session.scalars(mine.order_by(ProposalRow.id)))


def _approvals(session: Session, district: str, year: int) -> tuple[Approval, ...]:
    mine = select(ApprovalRow.body).where(ApprovalRow.district == district, ApprovalRow.year == year)
    return tuple(codec.from_text(Approval, body) for body in session.scalars(mine.order_by(ApprovalRow.id)))
