"""Approve a year's report in three steps by three people: 经办 prepares, 审核 reviews, 签发 signs.

Every step is about the figures of one digest. When a figure changes, what was approved before no longer counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Step(StrEnum):
    """A step of approval; a reviewer or a signer may also send the report back to its beginning."""

    PREPARED = "prepared"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    SENT_BACK = "sent-back"


STEP_WORDS = {Step.PREPARED: "经办", Step.REVIEWED: "审核", Step.SIGNED: "签发", Step.SENT_BACK: "退回经办"}
ORDER = (Step.PREPARED, Step.REVIEWED, Step.SIGNED)


@dataclass(frozen=True, slots=True)
class Approval:
    """One step, taken by a person (`who` is the account, `shown` the name), about the figures of `digest`."""

    year: int
    step: Step
    digest: str
    who: str
    shown: str
    why: str
    at: datetime


def standing(approvals: Iterable[Approval], digest: str) -> tuple[Approval, ...]:
    """Return the steps that count for these figures, in order; none after the report was sent back."""
    taken: list[Approval] = []
    for approval in approvals:
        if approval.digest != digest:
            continue
        if approval.step is Step.SENT_BACK:
            taken = []
        elif approval.step is ORDER[len(taken) % len(ORDER)] and len(taken) < len(ORDER):
            taken.append(approval)
    return tuple(taken)


def next_step(taken: tuple[Approval, ...]) -> Step | None:
    """Return the step that comes next; None when the report is signed."""
    return ORDER[len(taken)] if len(taken) < len(ORDER) else None


def is_of_another(taken: tuple[Approval, ...], who: str) -> bool:
    """Say whether this person has taken no step before: nobody approves what they approved already."""
    return all(approval.who != who for approval in taken)
